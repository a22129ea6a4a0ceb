"""What nothing in a school refers to is a remark with its place, in every language; what is used is none."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import planner
from planner.messages.remarks import REMARK_WORDS
from planner.models import School
from planner.models.base import LANGUAGES
from planner.outputs.workbook.workbook import workbook
from planner.reading import describe, read_school
from planner.reading.crosschecks.idle import idle_findings
from tests.builders import Data, a_helper, a_post, a_school, a_window, as_file, borrowing, reading, serving, visiting

EXAMPLES = Path(__file__).parents[2] / "examples"
ROOMS = [{"id": "lib", "name": "Lib"}, {"id": "hall", "name": "Hall"}]
LESSONS = [{"class": "3-1", "MON": "语文", "teachers": {"语文": "Wu"}}]
BELLS = [{"periods": {"P1": "08:00-08:40"}}]
LATE = a_window("TUE", id="late", name="Late")
WEST = [{"grade": 3, "count": 2, "campus": "east"}, {"grade": 4, "campus": "west"}]
CAMPUSES = [{"id": "east", "name": "East"}, {"id": "west", "name": "West"}]


def on_campuses(**changes: Any) -> Data:
    """Two classes in the east."""
    east = {"classes": [{"grade": 3, "count": 2, "campus": "east"}], "windows": [a_window(campus="east")]}
    return visiting(2, campuses=CAMPUSES, **{**east, **changes})


def adult(**places: Any) -> Data:
    """An adult on some places."""
    return {"id": "li", "name": "Li", "places": [places]}


CASES: dict[str, tuple[Data, str, str]] = {
    "room": (visiting(rooms=ROOMS, windows=[a_window(rooms="lib")]), "idle_room", "hall"),
    "window": (visiting(windows=[a_window(), LATE]), "idle_window", "late"),
    "window for duties": (visiting(windows=[a_window(), LATE | {"kind": "duty"}]), "idle_duty_window", "late"),
    "post": (serving(posts=[a_post(), a_post(id="door", count=0)]), "idle_post", "door"),
    "post of classes": (serving(posts=[a_post(), a_post(id="door", per_classes=2)]), "idle_post_follows", "door"),
    "escorts": (
        serving(
            windows=[a_window(), LATE | {"booked": False}],
            demands=[borrowing()],
            posts=[a_post(windows=["noon", "late"]), a_post(id="walk", windows="late", escort={"demand": "borrow"})],
        ),
        "idle_post_follows",
        "walk",
    ),
    "helpers": (serving(posts=[]), "idle_helpers", "1"),
    "helper by grade": (
        serving(a_helper(), a_helper("h2", "3-1"), classes=[{"grade": 3}, {"grade": 5}], posts=[a_post(grades="5")]),
        "idle_helper",
        "h2",
    ),
    "helper by training": (serving(a_helper(), a_helper("h2", posts=[])), "idle_helper", "h2"),
    "adult": (
        on_campuses(classes=WEST, adults=[adult(campus="east"), adult(campus="west") | {"id": "wu"}]),
        "idle_adult",
        "wu",
    ),
    "teacher": (
        visiting(2, bells=BELLS, timetable=LESSONS, teachers=[{"id": "Wu"}, {"id": "Vu"}]),
        "idle_teacher",
        "Vu",
    ),
    "class": (visiting(3, demands=[borrowing(classes=["3-1", "3-2"])]), "idle_class", "3-3"),
    "campus": (on_campuses(), "idle_campus", "west"),
    "window after the term": (visiting(windows=[a_window(), LATE | {"valid_from": "2026-05-04"}],
                                       demands=[borrowing(windows=["noon", "late"])]), "idle_from", "late"),
    "helper before the term": (serving(a_helper(), a_helper("h2", valid_until="2026-02-20")), "idle_until", "h2"),
}  # fmt: skip


USED: dict[str, Data] = {
    "with rooms": visiting(rooms=ROOMS, windows=[a_window(rooms="lib", with_rooms="hall")]),
    "rooms of lessons": visiting(
        rooms=ROOMS, windows=[], bells=BELLS, timetable=LESSONS, demands=[reading(rooms="lib", with_rooms="hall")]
    ),
    "free borrowing": visiting(windows=[a_window(), LATE | {"booked": False}]),
    "duties after school": serving(windows=[a_window(), LATE | {"kind": "duty"}], posts=[a_post(windows=None)]),
    "a grade that does not come": visiting(
        1, classes=[{"grade": 3, "count": 2}, {"grade": 4, "count": 2}], demands=[borrowing(grades=3)]
    ),
    "a class teacher": visiting(1, classes=[{"grade": 3, "number": 1, "teacher": "Wu"}], teachers=[{"id": "Wu"}]),
    "a trained helper": serving(a_helper(posts="desk"), posts=[a_post(trained=True)]),
}


SECTIONS = {
    "idle_room": "rooms",
    "idle_window": "windows",
    "idle_duty_window": "windows",
    "idle_post": "posts",
    "idle_post_follows": "posts",
    "idle_helpers": "helpers",
    "idle_helper": "helpers",
    "idle_adult": "adults",
    "idle_teacher": "teachers",
    "idle_class": "classes",
    "idle_campus": "campuses",
    "idle_from": "windows",
    "idle_until": "helpers",
}
"""Section of the file that a remark points to."""


def codes(data: Data) -> list[tuple[str, str]]:
    """Code and value of every remark."""
    return [(finding.code, finding.value) for finding in idle_findings(School.model_validate(data))]


@pytest.mark.parametrize("name", CASES)
def test_what_does_nothing_is_told_and_nothing_else(name):
    data, code, value = CASES[name]
    assert codes(data) == [(code, value)]


@pytest.mark.parametrize("name", USED)
def test_what_is_used_is_not(name):
    assert codes(USED[name]) == []


@pytest.mark.parametrize("name", ["tiny", "two-campus-36", "uk-primary-10", "impossible-helpers", "hk-recess-12"])
def test_examples_have_no_remarks(name):
    assert idle_findings(read_school(EXAMPLES / name)) == []


def test_each_code_is_tested():
    assert {code for _, code, _ in CASES.values()} == REMARK_WORDS.keys()


@pytest.mark.parametrize("name", CASES)
def test_it_says_where_and_what_may_be_meant(name):
    data, code, value = CASES[name]
    content = as_file(data)
    (remark,) = planner.remarks(content)
    assert (remark.code, remark.value) == (code, value)
    assert remark.path.partition("[")[0] == SECTIONS[code]
    assert remark.line > content.decode().splitlines().index(f"{SECTIONS[code]}:")
    said = {describe(remark, language) for language in LANGUAGES}
    assert len(said) == len(LANGUAGES)
    assert all(value in text and "{" not in text for text in said)


def test_in_a_workbook_it_names_the_cell():
    school = a_school(visiting(rooms=ROOMS, windows=[a_window(rooms="lib")]))
    (remark,) = planner.remarks(workbook(school, "en"), "school.xlsx")
    assert (remark.code, remark.value, remark.line) == ("idle_room", "hall", None)
    assert "!" in remark.path


def test_a_teacher_misspelt_is_asked_about():
    data = visiting(2, bells=BELLS, timetable=LESSONS, teachers=[{"id": "wuli"}, {"id": "Wu"}])
    data["timetable"] = [LESSONS[0] | {"teachers": {"语文": "wulii"}}]
    said = [describe(remark, "en") for remark in planner.remarks(as_file(data))]
    assert any("wuli" in text and "Did you mean “wulii”?" in text for text in said)
