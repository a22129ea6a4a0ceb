"""Classes that are only counted, 1班 2班 3班, and no grade anywhere: it is asked for, once; never taken for grade 1."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

import planner
from planner.errors import BadInput
from planner.importing.questions import asked
from planner.reading import parse_school
from tests.timetables.writing import Page, write_xlsx

DAYS = ("周一", "周二", "周三", "周四", "周五")
SUBJECTS = ("语文", "数学", "英语", "音乐", "体育")
TERM = (dt.date(2026, 9, 1), dt.date(2027, 1, 15))
OF = "doubts:grade"


def columns(*names: str) -> list[Page]:
    """Classes side by side."""
    rows = [
        [day, str(p), *(SUBJECTS[(n + p + d) % 5] for n in range(len(names)))] for d, day in enumerate(DAYS) for p in (1, 2)
    ]
    return [Page("总", [["星期", "节次", *names], *rows])]


def rows(*names: str) -> list[Page]:
    """Classes one below the other."""
    slots = [f"{day}{p}" for day in DAYS for p in (1, 2)]
    return [Page("总", [["班级", *slots], *([n, *(SUBJECTS[(k + at) % 5] for at in range(10))] for k, n in enumerate(names))])]


def sheets(*names: str) -> list[Page]:
    """A sheet a class."""
    week = [[f"第{p}节", *(SUBJECTS[(p + d) % 5] for d in range(5))] for p in (1, 2, 3)]
    return [Page(n, [["节次", *DAYS], *week]) for n in names]


def written(tmp_path: Path, pages: list[Page], name: str = "课表.xlsx") -> bytes:
    """The bytes of a workbook."""
    path = tmp_path / name
    write_xlsx(path, pages)
    return path.read_bytes()


@pytest.mark.parametrize("drawn", [columns, rows, sheets])
@pytest.mark.parametrize("form", ["{}班", "{}组", "Class {}", "({})班"])
def test_the_grade_is_asked_for_once(tmp_path: Path, drawn: object, form: str) -> None:
    content = written(tmp_path, drawn(*(form.format(n) for n in (1, 2, 3))))  # type: ignore[operator]
    [question] = planner.timetable_questions(content, "课表.xlsx").questions
    assert question.key == OF
    assert [c.value for c in question.choices] == [*map(str, range(1, 13)), "no"]
    with pytest.raises(BadInput):
        planner.new_school(content, "课表.xlsx", {}, *TERM, "zh")
    made = parse_school(planner.new_school(content, "课表.xlsx", {OF: "5"}, *TERM, "zh").encode(), "school.yaml")
    assert [(c.grade, c.number) for c in made.class_list] == [(5, 1), (5, 2), (5, 3)]
    words = asked(question, "zh")
    assert "几年级" in words["text"]
    assert words["choices"][4] == {"value": "5", "label": "5 年级"}


def test_what_the_name_of_the_file_says_stands_first(tmp_path: Path) -> None:
    content = written(tmp_path, columns("1班", "2班"))
    [question] = planner.timetable_questions(content, "五年级课表.xlsx").questions
    assert [c.value for c in question.choices][:3] == ["5", "1", "2"]


def test_a_school_that_has_such_classes_is_asked_about_its_own_grades(tmp_path: Path) -> None:
    content = written(tmp_path, columns("1班", "2班"))
    school = planner.new_school(content, "课表.xlsx", {OF: "3"}, *TERM, "zh").encode()
    [question] = planner.timetable_questions(content, "课表.xlsx", school).questions
    assert [c.value for c in question.choices] == ["3", "no"]
    found = planner.timetable_questions(content, "课表.xlsx", school, {OF: "3"})
    assert (found.questions, found.changes) == ((), ())


def test_a_number_that_comes_twice_is_no_class(tmp_path: Path) -> None:
    """1班 2班 1班 2班: two grades whose headings are missing. One answer cannot be right for both."""
    with pytest.raises(BadInput) as refused:
        planner.timetable_questions(written(tmp_path, columns("1班", "2班", "1班", "2班")), "课表.xlsx")
    assert [p.code for p in refused.value.problems] == ["import_shape"]
