"""A class with another grade and number during a term: is it the same? Asked where helpers, lessons or the teacher say so."""

from __future__ import annotations

from typing import Any

import pytest

from planner.changes.same_school import NotTheSame, successor
from planner.models import School
from tests.outputs.school_with_tables import SCHOOL

LESSONS = {"MON": "语文 数学", "TUE": "语文 数学", "WED": "英语 数学"}


def school(*fifth: dict[str, Any], helpers_of: str = "5-2", lessons_of: str = "5-2") -> School:
    """Grades 1 and 2, and these classes; some helpers, and the lessons, are of one of them."""
    data = {**SCHOOL, "classes": [{"grades": [1, 2], "count": 2}, {"grades": 5, "number": 1}, *fifth]}
    helpers = [{**h, "class": helpers_of if h["class"] == "5-2" else h["class"]} for h in SCHOOL["helpers"]]
    data["timetable"] = [*SCHOOL["timetable"], {"class": lessons_of, "days": LESSONS}]
    return School.model_validate({**data, "helpers": helpers})


BEFORE = school({"grades": 5, "number": 2})
MOVED = {"grades": 4, "number": 1}


def test_helpers_or_lessons_make_it_a_question() -> None:
    for now in (
        school(MOVED, helpers_of="4-1", lessons_of="5-1"),
        school(MOVED, helpers_of="1-1", lessons_of="4-1"),
    ):
        with pytest.raises(NotTheSame) as caught:
            successor(now, BEFORE)
        error = caught.value
        assert (error.what, error.code, error.key, error.own) == ("moved", "other_class", "5-2", "4-1")
        assert (error.before, error.now) == ("五(2) (5-2)", "四(1) (4-1)")


def test_an_id_answers_it_either_way() -> None:
    same = school({**MOVED, "id": "5-2"})
    assert successor(same, BEFORE) == same
    other = school({**MOVED, "id": "4-1"}, helpers_of="4-1", lessons_of="4-1")
    assert successor(other, BEFORE) == other


def test_a_class_that_has_nothing_of_the_one_that_went_is_new() -> None:
    new = school(MOVED, helpers_of="1-1", lessons_of="5-1")
    assert successor(new, BEFORE) == new
    # Nothing went: whatever has come is new.
    more = school({"grades": 5, "number": 2}, MOVED, helpers_of="5-2")
    assert successor(more, BEFORE) == more
