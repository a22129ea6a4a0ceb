"""Who shares duties with whom: helpers who may do a post in common, and whoever shares with one of these."""

from __future__ import annotations

from planner.models.duties import Post
from planner.models.people import Helper
from planner.models.school import School


def circles(school: School) -> dict[str, frozenset[str]]:
    """Helper id -> posts of its circle on its campus: those that the duties it could have are shared among.

    Where a school does not insist that helpers are suitable, all of a campus share all of its posts.
    """
    helpers = list(school.helper_by_id.values())
    if school.mode("helper_suitable") != "hard":
        everything = frozenset(school.post_by_id)
        return {h.id: everything for h in helpers}
    posts = {
        (campus, post.id): {
            h.id for h in helpers if school.class_by_id[h.class_id].campus == campus and _may_do(school, h, post)
        }
        for campus in school.campus_ids
        for post in school.post_by_id.values()
    }
    # Posts that have a helper in common belong together.
    groups: list[tuple[set[str], set[str]]] = []
    for (_, post_id), able in posts.items():
        joined, apart = ({post_id}, set(able)), []
        for group in groups:
            if able and not able.isdisjoint(group[1]):
                joined = (joined[0] | group[0], joined[1] | group[1])
            else:
                apart.append(group)
        groups = [*apart, joined]
    found = {h.id: frozenset[str]() for h in helpers}
    for post_ids, able in groups:
        found |= dict.fromkeys(able, frozenset(post_ids))
    return found


def _may_do(school: School, helper: Helper, post: Post) -> bool:
    trained = not post.trained if helper.posts is None else post.id in helper.posts
    return trained and school.class_by_id[helper.class_id].is_of(post.grades)
