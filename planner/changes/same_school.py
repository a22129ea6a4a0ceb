"""Whether a school file goes on with a published plan. Names and first days are corrected; the identity stays what it was.

The identity of a school is its id, or what its name gave the first plan; the plan keeps it. A file whose name was corrected
takes it from there, a file whose first day was moved takes the Monday from which weeks are counted.
"""

from __future__ import annotations

import difflib
from typing import Literal

from planner.models.planfile import weeks_from
from planner.models.school import School

_ALIKE = 0.5


class NotTheSame(Exception):
    """A file and a plan that do not belong together: ``what`` differs, ``before`` in the plan, ``now`` in the file.

    ``key`` is what makes them one if a person says that they are: the id of the school or class in the plan, or its Monday.
    """

    def __init__(self, what: Literal["term", "id", "name", "weeks", "class"], before: str, now: str, key: str = "") -> None:
        self.what, self.before, self.now, self.key = what, before, now, key or before
        super().__init__(f"{what}: {before} / {now}")


def heir(school: School, published: School) -> School:
    """The school of a file with the identity of the published plan. Raises NotTheSame."""
    if school.term.id != published.term.id:
        raise NotTheSame("term", published.term.id, school.term.id)
    changed: dict[str, object] = {}
    if school.namespace != published.namespace:
        if school.id and published.id:
            raise NotTheSame("id", published.id, school.id)
        if not _alike(school.name.zh, published.name.zh):
            raise NotTheSame("name", published.name.zh, school.name.zh, published.namespace)
        changed["id"] = published.namespace
    monday = weeks_from(published)
    if weeks_from(school) != monday:
        if school.term.week1_monday is not None:
            raise NotTheSame("weeks", str(monday), str(school.term.week1_monday))
        changed["term"] = school.term.model_copy(update={"week1_monday": monday})
    if not changed:
        return school
    kept = {name: getattr(school, name) for name in school.model_fields_set} | changed
    return School.model_construct(set(kept), **{**{n: getattr(school, n) for n in School.model_fields}, **kept})


def successor(school: School, published: School) -> School:
    """The same for a re-plan, in which every class goes on: one that only has another id now is no new class.

    Its calendar and everything published about it hang on the id. Raises NotTheSame.
    """
    found = heir(school, published)
    now = {(c.campus, c.grade, c.number): c for c in found.class_list if c.id not in published.class_by_id}
    for c in published.class_list:
        other = now.get((c.campus, c.grade, c.number)) if c.number is not None else None
        if c.id not in found.class_by_id and other is not None:
            name = other.name.in_(school.language)
            raise NotTheSame("class", f"{name} ({c.id})", f"{name} ({other.id})", c.id)
    return found


def _alike(one: str, other: str) -> bool:
    """Whether one name can be the correction of the other."""
    return one in other or other in one or difflib.SequenceMatcher(None, one, other).ratio() >= _ALIKE
