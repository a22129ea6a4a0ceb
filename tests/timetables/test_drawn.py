"""Timetables in two languages, for two kinds of weeks, two semesters, in the ways of several countries: right, or asked."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from planner.importing.asking import Look, look
from planner.importing.labels import day_label, period_label, times_in
from planner.importing.layouts.subjects import in_two_languages
from planner.importing.reading import read_timetable
from planner.importing.weeks import weeks_said
from planner.reading.classnames import class_in, read_class_name
from tests.timetables.drawn import DRAWN, Drawn
from tests.timetables.test_strange import lessons
from tests.timetables.writing import write_xlsx


def seen(folder: Path, drawn: Drawn, answers: dict[str, str] | None = None) -> Look:
    path = folder / drawn.name
    if isinstance(drawn.content, str):
        path.write_bytes(drawn.content.encode(drawn.encoding))
    else:
        write_xlsx(path, drawn.content)
    return look(read_timetable(path, answers), None, dt.date(2026, 9, 1))


def open_points(found: Look) -> list[tuple[str, str]]:
    return [x for x in found.mapping.open_points if x[0] != "eligible"]


@pytest.mark.parametrize("name", DRAWN)
def test_it_comes_in_right_or_is_asked_about(name: str, tmp_path: Path) -> None:
    drawn = DRAWN[name]()
    found = seen(tmp_path, drawn)
    if drawn.lessons:
        assert open_points(found) == []
        assert lessons(found) == drawn.lessons
    else:
        assert open_points(found)


@pytest.mark.parametrize(("semester", "sheet"), [("上学期", "B"), ("下学期", "I")])
def test_one_of_two_semesters_is_chosen(semester: str, sheet: str, tmp_path: Path) -> None:
    drawn = DRAWN["two_semesters"]()
    (doubt,) = [d for d in seen(tmp_path, drawn).doubts if d.key == "semester"]
    assert doubt.options == ("上学期", "下学期")
    found = seen(tmp_path, drawn, {"semester": semester})
    assert [d.key for d in found.doubts] == ["semester"]
    assert {x.cell.partition("!")[2][0] for x in found.raw.lessons if x.day == "星期一"} == {sheet}


@pytest.mark.parametrize(("stage", "grades"), [("primary", {1, 2}), ("junior", {7, 8}), ("senior", {10, 11})])
def test_the_stage_says_the_grades(stage: str, grades: set[int], tmp_path: Path) -> None:
    drawn = DRAWN["year_of_entry"]()
    assert [d.key for d in seen(tmp_path, drawn).doubts] == ["stage"]
    found = seen(tmp_path, drawn, {"stage": stage})
    assert {c.grade for c in found.mapping.classes.values() if not isinstance(c, str)} == grades


@pytest.mark.parametrize(
    ("text", "day", "period"),
    [
        ("星期一 Monday", "MON", None), ("Tue/周二", "TUE", None), ("星期一 Tuesday", None, None),
        ("Monday Tuesday", None, None),
        ("第二日", "D2", None), ("thứ sáu", "FRI", None), ("第1节 Period 1", None, "第1节"), ("P1\n第一节", None, "P1"),
        ("第1节 Period 2", None, None), ("第1节 语文", None, None),
    ],
)  # fmt: skip
def test_labels_in_two_languages(text: str, day: str | None, period: str | None) -> None:
    assert (day_label(text), period_label(text)) == (day, period)


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("8:00 AM - 8:45 AM", "08:00-08:45"), ("12:30 PM - 1:15 PM", "12:30-13:15"), ("11:15-12:00pm", "11:15-12:00"),
        ("1:15-2:00 p.m.", "13:15-14:00"), ("9.00–9.40", "09:00-09:40"),
    ],
)  # fmt: skip
def test_times_before_and_after_noon(text: str, span: str) -> None:
    assert str(times_in(text)) == span


@pytest.mark.parametrize(
    ("text", "weeks"),
    [
        ("星期六（单周）", "A"), ("三（1）班课表（双周）", "B"), ("Week B", "B"), ("even weeks", "B"), ("单双周", "all"),
        ("第1周", "all"), ("单周 双周", "all"), ("(单)", "A"),
    ],
)  # fmt: skip
def test_weeks_in_headings(text: str, weeks: str) -> None:
    assert weeks_said(text) == weeks


@pytest.mark.parametrize(
    ("text", "said"),
    [("音乐 Music", True), ("Music\n音乐", True), ("数学/Maths", True), ("音乐 Art", False), ("语文 Tom", False)],
)
def test_one_subject_in_two_languages(text: str, said: bool) -> None:
    assert in_two_languages(text) is said


def test_classes_of_other_schools() -> None:
    names = {"P.1A": (1, 1), "S2B": (8, 2), "Form 1 C": (7, 3), "三年孝班": (3, 2), "Year 4B": (4, 2), "3仁": (3, 3)}
    found = {text: read_class_name(text) for text in names}
    assert {text: (c.grade, c.number) for text, c in found.items() if c} == names
    titles = ("Class Timetable - 3A", "Grade 3A Timetable 2026-27", "3A and 3B", "Room 3A-2")
    assert [class_in(t) for t in titles] == ["3A", "Grade 3A", None, None]


def test_a_long_text_of_many_pieces_is_no_period() -> None:
    """Each half was tried as a label in two languages again: a cell of a hundred pieces was never done with."""
    assert period_label("第1节 Period 1") == "第1节"
    assert period_label("  ".join(["第1节", "Period 1"] * 60)) is None
    assert period_label("\n".join(["语文", "PE"] * 14)) is None
