"""Opening hours: a library that books no class plans, is printed and has calendars; free hours without a school day."""

from __future__ import annotations

from pathlib import Path

import pytest

from planner.accounts.accounts import accounts
from planner.errors import BadInput
from planner.models import School
from planner.models.planfile import PlanFile
from planner.outputs.calendars.feeds import feeds
from planner.outputs.folder import write_folder
from planner.outputs.papers import Papers
from planner.reading import parse_school
from planner.sessions.book import Book
from planner.timeline import Timeline
from tests.builders import a_term, dates, solved


def free(key, weekdays, time, **more):
    return {"id": key, "name": key.upper(), "weekdays": weekdays, "time": time, "booked": False, "rooms": "lib", **more}


def a_library(*windows, **more):
    data = {
        "name": "Break School",
        "language": "en",
        "term": a_term(),
        "rooms": [{"id": "lib", "name": "Library"}],
        "classes": [{"grades": "K-6", "count": 1}],
        "windows": list(windows),
        "demands": [],
        **more,
    }
    return School.model_validate(data)


SMALL = (
    free("low", "MON,WED", "10:00-10:20", grades="K-3"),
    free("high", "TUE", "10:00-10:20", grades="4-6"),
    free("noon", "MON-TUE", "12:00-12:30", valid_from="2026-03-09"),
    free("late", "WED", "15:00-16:00", weeks="odd"),
)


def paper(school, language="en"):
    return Papers(Book(PlanFile(school=school, plan=solved(school))), language)


def test_hours_stand_by_weekday_and_time_with_the_grades_that_may_come():
    (page,) = paper(a_library(*SMALL)).tables("openings")
    assert [c.text for c in page.headings[0]] == ["Time", "Mon", "Tue", "Wed"]
    assert [[row.heads[0].text, *(c.text for c in row.cells)] for row in page.rows] == [
        ["10:00–10:20", "LOW\nGrades K–3", "HIGH\nGrades 4–6", "LOW\nGrades K–3"],
        ["12:00–12:30\nNOON", "everybody\nfrom Mon 9 Mar on", "everybody\nfrom Mon 9 Mar on", "—"],
        ["15:00–16:00\nLATE", "—", "—", "everybody\nWeek A (odd)"],
    ]


def test_hours_in_chinese_and_as_text():
    text = paper(a_library(*SMALL), "zh").content(*_text("openings"))
    assert "周一：10:00-10:20 LOW 大班至三年级；12:00-12:30 NOON 全校 自3月9日（周一）起" in text.splitlines()


def _text(name):
    from planner.outputs.papers import PAPERS

    return PAPERS[name], "", "text"


def test_alternating_librarians_stand_with_their_weeks():
    adults = [
        {"id": "a", "name": "Ann", "places": [{}], "away": {"weeks": "even"}},
        {"id": "b", "name": "Bob", "places": [{}], "away": {"weeks": "odd"}},
    ]
    school = a_library(free("noon", "MON", "12:00-12:30"), adults=adults)
    (page,) = paper(school).tables("openings")
    assert page.rows[0].cells[0].text == "everybody\nWeek A (odd) Ann\nWeek B (even) Bob"
    one = a_library(free("noon", "MON", "12:00-12:30"), adults=adults[:1])
    assert paper(one).tables("openings")[0].rows[0].cells[0].text == "everybody\nAnn"


def test_the_folder_of_such_a_school_is_whole(tmp_path: Path):
    planfile = PlanFile(school=a_library(*SMALL), plan=solved(a_library(*SMALL)))
    out = tmp_path / "rota"
    write_folder(out, Book(planfile), "en")
    assert sorted(p.name for p in (out / "tables").iterdir()) == ["openings.html", "openings.pdf", "openings.xlsx"]
    # Even where there is nothing at all to print.
    bare = a_library()
    write_folder(tmp_path / "bare", Book(PlanFile(school=bare, plan=solved(bare))), "en")
    assert (tmp_path / "bare" / "plan.json").is_file()
    assert not (tmp_path / "bare" / "tables").exists()


def test_calendars_show_free_hours_where_nothing_is_booked():
    school = a_library(*SMALL)
    planfile = PlanFile(school=school, plan=solved(school))
    found = feeds(school, Book(planfile).calendar, "en")
    noon_and_late = [("noon", d) for d in dates("03-09", "03-10")] + [("late", dates("03-04")[0])]
    low = [("low", d) for d in dates("03-02", "03-04", "03-09", "03-11")]
    assert sorted((s.source, s.date) for s in found["class-K-1"].sessions) == sorted(low + noon_and_late)
    assert len(found["library"].sessions) == len(found["room-lib"].sessions) == 9
    booked = School.model_validate(
        {
            **school.model_dump(mode="json", by_alias=True),
            "windows": [free("noon", "MON", "12:00-12:30"), {**free("w", "TUE", "12:00-12:30"), "booked": True}],
            "demands": [{"id": "b", "name": "B", "kind": "borrowing", "windows": "w", "grades": 3}],
        }
    )
    planned = PlanFile(school=booked, plan=solved(booked))
    assert {s.category for s in feeds(booked, Book(planned).calendar, "en")["library"].sessions} == {"BORROWING"}


def test_the_table_is_filed_only_where_there_are_free_hours():
    school = a_library({**free("w", "TUE", "12:00-12:30"), "booked": True}, demands=[])
    papers = paper(school)
    assert "openings" not in papers.filed()
    assert papers.tables("openings")[0].rows[0].cells[0].text == "classes\nby turns"


EVENING = free("eve", "SUN", "18:30-20:00", school_days_only=False)
POST = {"posts": [{"id": "desk", "name": "Desk", "windows": "eve"}], "helpers": [{"id": "h1", "class": "6-1"}]}


def test_a_sunday_evening_is_open_without_being_a_school_day():
    school = a_library(EVENING, term=a_term(end="2026-03-20", closures={"dates": "2026-03-15", "name": "Holiday"}), **POST)
    timeline = Timeline(school)
    assert [o.date.day for o in timeline.openings.held.values()] == [8]
    assert all(day.label != "SUN" for day in timeline.days)
    plan = solved(school)
    assert [(d.helper, d.turn) for d in plan.duties] == [("h1", "SUN")]
    account = next(a for a in accounts(PlanFile(school=school, plan=plan).school, plan).windows)
    assert ([d.day for d in account.held], [(n.date.day, n.reason) for n in account.not_held]) == ([8], [(15, "closed")])


def test_a_window_by_the_wall_calendar_does_not_care_which_day_a_date_runs():
    school = a_library(
        free("eve", "MON", "18:30-20:00", school_days_only=False),
        term=a_term(days=[{"date": "2026-03-09", "runs_as": "TUE"}]),
    )
    assert [o.date.day for o in Timeline(school).openings.held.values()] == [2, 9]


def test_no_lessons_are_held_on_a_saturday_off():
    data = {
        "term": a_term(only_in_weeks={"weekdays": "SAT", "weeks": "odd"}, end="2026-03-14"),
        "bells": [{"periods": {"P1": "18:00-19:00"}}],
        "timetable": [{"class": "6-1", "SAT": "语文"}],
        "posts": [{"id": "desk", "name": "Desk"}],
        "helpers": [{"id": "h1", "class": "6-1"}],
    }
    school = a_library(free("eve", "SAT", "18:30-20:00", school_days_only=False), **data)
    timeline = Timeline(school)
    on, off = (o.day for o in timeline.openings.held.values())
    assert [len(timeline.bells.lessons("6-1", day)) for day in (on, off)] == [1, 0]


def test_classes_cannot_be_booked_without_a_school_day():
    text = """
name: X
term: {id: t, school_year: a, name: b, start: 2026-03-02, end: 2026-03-13}
classes: 1A
windows: [{id: w, name: W, weekdays: SUN, time: "10:00-11:00", school_days_only: false}]
demands: []
"""
    with pytest.raises(BadInput) as error:
        parse_school(text, "x.yaml")
    assert [(p.code, p.path) for p in error.value.problems] == [("booked_without_school", "windows[0].school_days_only")]


def test_two_who_alternate_stand_on_the_duty_rota_by_their_weeks():
    adults = [
        {"id": "a", "name": "Ann", "places": [{}], "away": {"weeks": "even"}},
        {"id": "b", "name": "Bob", "places": [{}], "away": {"weeks": "odd"}},
    ]
    posts = {"posts": [{"id": "desk", "name": "Desk"}], "helpers": [{"id": "h1", "class": "6-1"}]}
    (page,) = paper(a_library(free("noon", "MON", "12:00-12:30"), adults=adults, **posts)).tables("duty")
    assert page.rows[-1].cells[0].text == "Week A (odd) Ann\nWeek B (even) Bob"
