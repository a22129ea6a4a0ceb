"""Lines of a list that say several things at once: classes taught together, days, periods, weeks, times."""

from __future__ import annotations

from pathlib import Path

import pytest

from planner.errors import BadInput
from planner.importing.raw import RawTimetable
from planner.importing.reading import read_timetable


def read(text: str) -> RawTimetable:
    return read_timetable(Path("t.csv"), content=text.encode())


def said(text: str) -> set[tuple[str, str, str, str]]:
    """(class, day, period, weeks) of each lesson."""
    return {(x.class_name, x.day, x.period, x.weeks) for x in read(text).lessons}


@pytest.mark.parametrize("classes", ['"3A, 3B"', "3A+3B", "3A & 3B", "3A/3B", "3A;3B", "3A、3B"])
def test_classes_that_are_taught_together(classes: str) -> None:
    found = said(f"Day,Period,Class,Subject\nMonday,1,{classes},PE\n")
    assert found == {("3A", "Monday", "1", "all"), ("3B", "Monday", "1", "all")}


@pytest.mark.parametrize(
    ("days", "count"),
    [('"Mon, Wed"', 2), ("Mon/Wed", 2), ("Mon-Fri", 5), ("周一、周三", 2), ("周一至周五", 5), ("Mon and Tue", 2)],
)
def test_several_days(days: str, count: int) -> None:
    assert len(said(f"Day,Period,Class,Subject\n{days},1,3A,PE\n")) == count


@pytest.mark.parametrize("periods", ["1-2", "1 & 2", "P1-P2", '"1, 2"', "Period 1 to 2", '"1st, 2nd"', "第1-2节"])
def test_double_periods(periods: str) -> None:
    assert len(said(f"Day,Period,Class,Subject\nMon,{periods},3A,PE\n")) == 2


@pytest.mark.parametrize(
    ("heading", "words"),
    [
        ("Week", ("Odd", "All")),
        ("Week", ("A", "AB")),
        ("Turn", ("Odd weeks", "Weekly")),
        ("单双", ("单", "单双")),
        ("备注", ("单周", "每周")),
    ],
)
def test_weeks_under_whatever_heading(heading: str, words: tuple[str, str]) -> None:
    found = said(f"{heading},Day,Period,Class,Subject\n{words[0]},Mon,1,3A,PE\n{words[1]},Mon,2,3A,Art\n")
    assert found == {("3A", "Mon", "1", "A"), ("3A", "Mon", "2", "all")}


def test_a_day_and_a_time_beside_it() -> None:
    raw = read("Day,Time,Class,Subject\nMon,08:00-08:40,3A,PE\nMon,08:50-09:30,3A,Art\n")
    assert [(x.day, x.subject, str(raw.periods[x.period])) for x in raw.lessons] == [
        ("Mon", "PE", "08:00-08:40"), ("Mon", "Art", "08:50-09:30"),
    ]  # fmt: skip
    assert said("Day,Time,Class,Subject\nMon,第1节,3A,PE\n") == {("3A", "Mon", "第1节", "all")}


def test_dates_are_weekdays_where_every_week_says_the_same() -> None:
    lines = ["date,period,class,subject", "2026-09-07,1,3A,PE", "2026-09-14,1,3A,PE", "2026-09-15,2,3A,Art"]
    assert said("\n".join(lines)) == {("3A", "Monday", "1", "all"), ("3A", "Tuesday", "2", "all")}
    with pytest.raises(BadInput) as caught:
        read("\n".join([*lines, "2026-09-21,1,3A,Chess"]))
    # Which of the weeks is the timetable? The lines that could not be read are named.
    assert [p.code for p in caught.value.problems] == ["import_nothing", *["import_ask_unread"] * 4]
    assert caught.value.problems[1].path == "A2"
