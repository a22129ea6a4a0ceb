"""Whether a school file goes on with a published plan. Names and first days are corrected; the identity stays what it was.

The identity of a school is its id, or what its name gave the first plan; the plan keeps it. A file whose name was corrected
takes it from there, a file whose first day was moved takes the Monday from which weeks are counted.
"""

from __future__ import annotations

import difflib
from typing import Literal

from planner.models.classes import SchoolClass
from planner.models.planfile import weeks_from
from planner.models.school import School

_ALIKE = 0.5
_MOST, _FEWEST = 0.8, 5
"""Share of the lessons that two classes must have in common to be taken for one, and how many lessons say anything at all."""
What = Literal["term", "id", "name", "weeks", "class", "moved"]
"""``moved``: a class has gone and another one come, with its helpers or its lessons."""


class NotTheSame(Exception):
    """A file and a plan that do not belong together: ``what`` differs, ``before`` in the plan, ``now`` in the file.

    ``key`` is what makes them one if a person says that they are: the id of the school or class in the plan, or its Monday.
    ``own`` is what makes them two, where that is a question: the id that a class of the file has without being given one.
    """

    def __init__(self, what: What, before: str, now: str, key: str = "", own: str = "") -> None:
        self.what, self.before, self.now, self.key, self.own = what, before, now, key or before, own
        super().__init__(f"{what}: {before} / {now}")

    @property
    def code(self) -> Literal["other_term", "other_school", "other_class"]:
        """By what the doors of the service call it."""
        return "other_term" if self.what == "term" else "other_class" if self.what == "moved" else "other_school"


def heir(school: School, published: School) -> School:
    """The school of a file with the identity of the published plan. Raises NotTheSame."""
    changed: dict[str, object] = {}
    if school.namespace != published.namespace:
        if school.id and published.id:
            raise NotTheSame("id", published.id, school.id)
        if not _alike(school.name.zh, published.name.zh):
            raise NotTheSame("name", published.name.zh, school.name.zh, published.namespace)
        changed["id"] = published.namespace
    if school.term.id != published.term.id:
        raise NotTheSame("term", published.term.id, school.term.id)
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
    _moved(found, published)
    return found


def _moved(school: School, published: School) -> None:
    """Raises NotTheSame for a class that may have another grade and number now.

    It has gone, another one has come that nobody gave an id, and its helpers, its lessons or its teacher are those of the one
    that went. With an id in the file a person has said which of the two it is.
    """
    given = {entry.id for entry in school.classes if entry.id}
    gone = [c for c in published.class_list if c.id not in school.class_by_id]
    new = [c for c in school.class_list if c.id not in published.class_by_id and c.id not in given]
    for old in gone:
        for other in new:
            if _same_people(old, other, published, school) or _same_lessons(old.id, other.id, published, school):
                before, now = (f"{c.name.in_(school.language)} ({c.id})" for c in (old, other))
                raise NotTheSame("moved", before, now, old.id, other.id)


def _same_people(old: SchoolClass, other: SchoolClass, published: School, school: School) -> bool:
    """Whether at least half of its helpers are of the other class now, or both have the same teacher."""
    if old.teacher and old.teacher == other.teacher:
        return True
    helpers = [h.id for h in published.helpers if published.class_id(h.class_id) == old.id]
    now = {h.id for h in school.helpers if school.class_id(h.class_id) == other.id}
    return bool(helpers) and 2 * len(now.intersection(helpers)) >= len(helpers)


def _same_lessons(old: str, other: str, published: School, school: School) -> bool:
    taught = [
        {(x.day, x.period, x.subject) for x in s.lessons if x.class_id == c} for s, c in ((published, old), (school, other))
    ]
    return len(taught[0]) >= _FEWEST and len(taught[0] & taught[1]) >= _MOST * max(map(len, taught))


def _alike(one: str, other: str) -> bool:
    """Whether one name can be the correction of the other."""
    return one in other or other in one or difflib.SequenceMatcher(None, one, other).ratio() >= _ALIKE
