"""Grades and classes as schools have them: kindergarten, letters, names, mixed ages."""

from __future__ import annotations

import json

import pytest
from pydantic import ValidationError

from planner.errors import BadInput
from planner.messages.wording import grade_name
from planner.models import School
from planner.models.shorthand import parse_grades, write_grades
from planner.reading.schoolfile import parse_school
from tests.builders import a_plan, a_window, assert_broken, assert_fine, borrowing, solved, v, visiting


def classes(*entries, **more):
    return School.model_validate(visiting(classes=list(entries), **more)).class_list


@pytest.mark.parametrize(
    ("said", "grades"),
    [
        ("K-5", (0, 1, 2, 3, 4, 5)),
        ("Reception", (0,)),
        ("R, Year 1 - Year 2", (0, 1, 2)),
        ("小班至大班", (-2, -1, 0)),
        ("Prep-2", (0, 1, 2)),
        ("Foundation", (0,)),
        ("Pre-primary", (0,)),
        ("P1-P7", tuple(range(1, 8))),
        ("PK", (-1,)),
        ("pre-K - 1", (-1, 0, 1)),
        ([0, 2], (0, 2)),
        ("P4-P6", (4, 5, 6)),
        (["大班", "一年级"], (0, 1)),
        ("12, 13", (12, 13)),
    ],
)
def test_grades_below_one_and_in_other_words(said, grades):
    assert parse_grades(said) == grades
    assert parse_grades(write_grades(grades)) == grades


@pytest.mark.parametrize("said", ["5-K", "Kindergarden", "3-x", True])
def test_grades_that_mean_nothing_are_refused(said):
    with pytest.raises(Exception, match="cannot read"):
        parse_grades(said)


def test_grades_are_called_by_their_names():
    assert [grade_name("en", g) for g in (-1, 0, 3)] == ["Pre-kindergarten", "Kindergarten", "Grade 3"]
    assert [grade_name("zh", g, inside=True) for g in (-2, 0, 3, 10)] == ["小班", "大班", "三年级", "十年级"]
    assert grade_name("en", 0, inside=True) == "kindergarten"


def test_a_kindergarten_has_classes_like_any_other_grade():
    found = classes({"grades": "小班-大班", "count": 2})
    assert [c.id for c in found] == ["PK2-1", "PK2-2", "PK-1", "PK-2", "K-1", "K-2"]
    assert [c.name.zh for c in found][::2] == ["小(1)", "中(1)", "大(1)"]
    assert found[-1].name.en == "K(2)"


@pytest.mark.parametrize(
    ("said", "names"),
    [
        ("1A-2B", ["1A", "1B", "2A", "2B"]),
        ("1A-D", ["1A", "1B", "1C", "1D"]),
        ("3B", ["3B"]),
        ("四甲", ["四甲"]),
        ("四甲 - 五乙", ["四甲", "四乙", "五甲", "五乙"]),
        ("小四.1", ["小四.1"]),
        ("四(1)至四(3)", ["四(1)", "四(2)", "四(3)"]),
        ("KA-1B", ["KA", "KB", "1A", "1B"]),
        ("RA-1B", ["RA", "RB", "1A", "1B"]),
        ("1-1, 1-2", ["一(1)", "一(2)"]),
        ("1(6)", ["一(6)"]),
        ("1A, 2B 3C", ["1A", "2B", "3C"]),
        ("P1-P3", ["P1", "P2", "P3"]),
        ("P1A-P2B", ["P1A", "P1B", "P2A", "P2B"]),
        ("Nursery, P1, P2/3", ["Nursery", "P1", "P2/3"]),
        ("Reception, Year 1, Year 2", ["Reception", "Year 1", "Year 2"]),
        (["RA", "R/1B", "1C"], ["RA", "R/1B", "1C"]),
        (["Prep A", "3/4A", "3/4B"], ["Prep A", "3/4A", "3/4B"]),
        ("3 Oak, 4Elm", ["3 Oak", "4Elm"]),
    ],
)
def test_classes_in_words(said, names):
    assert [c.name.zh for c in School.model_validate(visiting(classes=said)).class_list] == names


def test_letters_and_names_of_a_block_and_a_single_one_that_corrects_it():
    found = classes({"grades": "1-2", "letters": "A-C", "pupils": 25}, {"grades": 2, "letters": "B", "pupils": 31})
    assert [(c.id, c.number, c.pupils) for c in found][3:] == [("2A", 1, 25), ("2B", 2, 31), ("2C", 3, 25)]
    found = classes({"grades": 3, "letters": ["Oak", "Elm"]}, {"grades": 3, "letters": "Elm", "teacher": "T1"})
    assert [(c.id, c.name.en, c.number, c.teacher) for c in found] == [("3-Oak", "3 Oak", 1, None), ("3-Elm", "3 Elm", 2, "T1")]
    (one,) = classes({"grades": 4, "letters": "甲", "name": "{numeral}年{letter}班"})
    assert (one.id, one.name.zh) == ("4甲", "四年甲班")


@pytest.mark.parametrize(
    ("entry", "code"),
    [
        ({"grades": 1, "letters": "A-C", "count": 3}, "letters_and_numbers"),
        ("everybody", "class_words"),
        ("1/3A", "class_words"),
        ("P1-P3B", "class_words"),
        ("3B-3A", "names"),
        ("1A-2", "class_words"),
        ({"grades": 14}, "grade_range"),
    ],
)
def test_classes_that_cannot_be_made_out_are_refused(entry, code):
    with pytest.raises(ValidationError) as error:
        classes(entry)
    assert code in {e["type"] for e in error.value.errors()}


@pytest.mark.parametrize("said", ["1-6", "1 – 6", ["1-6"], "R-2", "一至六"])
def test_one_class_or_some_grades_is_asked(said):
    with pytest.raises(ValidationError) as error:
        School.model_validate(visiting(classes=said))
    assert {e["type"] for e in error.value.errors()} == {"classes_or_grades"}


def test_a_mixed_class_belongs_to_each_of_its_grades():
    (mixed,) = classes({"grades": "1-2", "mixed": True})
    assert (mixed.id, mixed.name.zh, mixed.grades) == ("1-2-1", "一二(1)", (1, 2))
    school = School.model_validate(
        visiting(classes=[{"grades": "1-2", "mixed": True, "name": "小组"}, {"grades": 3}], windows=[a_window(grades="2")])
    )
    assert [c for c in school.class_by_id if school.class_by_id[c].is_of((2,))] == ["1-2-1"]
    assert solved(School.model_validate(visiting(classes=[{"grades": "1-2", "mixed": True}], windows=[a_window(grades="2")])))


def test_a_mixed_class_counts_for_the_limit_of_each_grade():
    data = visiting(
        classes=[{"grades": "1-2", "mixed": True}, {"grades": "2-3", "count": 1}],
        demands=[borrowing(grade_limits=[{"grades": "1-3", "at_once": 1}])],
    )
    assert_broken(data, "grade_limit", a_plan(v("1-2-1"), v("2-1"), v("3-1")), 2, "03-02", "03-09")
    apart = a_plan(v("1-2-1", slot=1), v("3-1", slot=1), v("2-1", slot=2))
    assert_fine({**data, "windows": [a_window(slots=2)]}, "grade_limit", apart)


def test_a_number_where_classes_have_letters_is_answered_with_a_class_of_that_grade():
    school = visiting(classes=[{"grades": "4-5", "letters": "A-C"}], helpers=[{"id": "h", "name": "A", "class": "5-1"}])
    with pytest.raises(BadInput) as caught:
        parse_school(json.dumps(school).encode(), "school.json")
    assert [p.params["closest"] for p in caught.value.problems if p.code == "unknown_class"] == ["5A"]
