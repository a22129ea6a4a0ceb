"""Posts that nothing tells apart are planned as one in dated rosters; told apart afterwards, so that helpers take turns."""

from __future__ import annotations

from collections import Counter, defaultdict

from planner.models.duties import Post
from planner.models.plan import Plan, PlannedDuty
from planner.models.school import School

Alike = dict[str, tuple[Post, ...]]


def alike_posts(school: School) -> Alike:
    """First post -> all posts like it, itself included; only groups of two and more.

    Alike are posts with a fixed number of helpers, the same windows, times and grades, for which the same helpers are
    trained, and that no pinned duty names. Where there are trainees, who learn one post beside others, none are.
    """
    if school.duties.cycle.kind != "dated" or any(h.trainee for h in school.helpers) or school.mode("post_staffed") != "hard":
        return {}
    pinned = {pin.post for pin in school.duties.pins}
    groups: dict[tuple[object, ...], list[Post]] = defaultdict(list)
    for post in school.post_by_id.values():
        if post.escort is None and post.per_classes is None and post.id not in pinned:
            trained = tuple(not post.trained if h.posts is None else post.id in h.posts for h in school.helper_by_id.values())
            windows = None if post.windows is None else tuple(sorted(post.windows))
            times = (str(post.arrive), str(post.until))
            groups[windows, post.each_slot, post.grades, times, post.in_recall_weeks, trained].append(post)
    return {found[0].id: tuple(found) for found in groups.values() if len(found) > 1}


def as_one(school: School, alike: Alike) -> School:
    """The school with one post for each group, which needs the helpers of all."""
    if not alike:
        return school
    others = {post.id for group in alike.values() for post in group[1:]}
    posts = tuple(
        p.model_copy(update={"count": sum(x.count for x in alike[p.id])}) if p.id in alike else p
        for p in school.posts
        if p.id not in others
    )
    return school.model_copy(update={"posts": posts})


def told_apart(plan: Plan, alike: Alike, school: School) -> Plan:
    """Give each helper of a group of posts one of them: the one served least so far, in the order of the tables."""
    if not alike:
        return plan
    order = {h: n for n, h in enumerate(school.helper_by_id)}
    teams: dict[tuple[str, str, int, str], list[PlannedDuty]] = defaultdict(list)
    duties = []
    for duty in plan.duties:
        if duty.post in alike:
            teams[duty.turn, duty.window, duty.slot or 0, duty.post].append(duty)
        else:
            duties.append(duty)
    done: Counter[tuple[str, str]] = Counter()
    for (_, _, _, first), team in sorted(teams.items()):
        left = {post.id: post.count for post in alike[first]}
        for duty in sorted(team, key=lambda d: order[d.helper]):
            served = {p: done[duty.helper, p] for p, seats in left.items() if seats}
            post = min(served, key=served.__getitem__)
            left[post] -= 1
            done[duty.helper, post] += 1
            duties.append(duty.model_copy(update={"post": post}))
    return plan.model_copy(update={"duties": tuple(duties)})
