"""Plans that follow each other: one term of sessions, in which the past stays as it was published."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from pydantic import ValidationError

from planner.errors import BadInput
from planner.models import Plan, School, Session
from planner.models.planfile import PlanFile, dump_plan, load_plan
from planner.reading.planfile import parse_plan
from planner.sessions.book import Book
from planner.sessions.expand import expand
from tests.builders import (
    Data,
    a_helper,
    a_plan,
    a_school,
    a_term,
    a_window,
    borrowing,
    d,
    dates,
    lesson,
    reading,
    serving,
    v,
    visiting,
)

WEEK = "MON-FRI"


def then(data: Data, old: Plan, new: Plan, after: Data | None = None) -> tuple[tuple[Session, ...], tuple[Session, ...]]:
    """(sessions by the old plan alone, sessions of the term after the new one)."""
    first = PlanFile(school=a_school(data), plan=old)
    return Book(first).term.sessions, Book(first).followed_by(a_school(after or data), new).term.sessions


def keys(sessions: tuple[Session, ...], who: str = "3-1") -> list[tuple[str, str]]:
    """(date, what names the session) of one class or helper."""
    return [(f"{s.date:%m-%d}", s.uid.split("@")[0].rpartition("-")[2]) for s in sessions if who in (s.visitor, s.helper)]


def test_a_single_plan_is_simply_expanded() -> None:
    school, plan = a_school(visiting()), a_plan(v("3-1"))
    assert Book(PlanFile(school=school, plan=plan)).term == expand(school, plan)


def test_the_past_stays_and_numbers_go_on() -> None:
    data = visiting(windows=[a_window(WEEK)])
    old, new = then(data, a_plan(v("3-1", "MON")), a_plan(v("3-1", "TUE"), since="03-09"))
    assert keys(old) == [("03-02", "w01"), ("03-09", "w02")]
    assert keys(new) == [("03-02", "w01"), ("03-10", "w02")]
    assert [s.ordinal for s in new] == [1, 2]
    assert new[0] == old[0]


def test_a_class_that_has_come_does_not_come_twice_in_the_week() -> None:
    """Wednesday is the first day of the new plan: on Monday the class was there, so it does not come on Friday."""
    data = visiting(2, windows=[a_window(WEEK)])
    _, new = then(data, a_plan(v("3-1", "MON"), v("3-2", "FRI")), a_plan(v("3-1", "FRI"), v("3-2", "WED"), since="03-04"))
    assert keys(new) == [("03-02", "w01"), ("03-13", "w02")]
    assert keys(new, "3-2") == [("03-04", "w01"), ("03-11", "w02")], "moved within its week: the same event"


def test_one_of_two_visits_a_week() -> None:
    data = visiting(demands=[borrowing(times=2)], windows=[a_window(WEEK)])
    _, new = then(data, a_plan(v("3-1", "MON"), v("3-1", "TUE")), a_plan(v("3-1", "THU"), v("3-1", "FRI"), since="03-03"))
    assert keys(new) == [("03-02", "w01"), ("03-05", "w01.2"), ("03-12", "w02"), ("03-13", "w02.2")]


def test_a_visit_that_stays_is_never_left_out() -> None:
    """Saturday runs as Tuesday, so that the class comes twice in that week anyway."""
    data = visiting(windows=[a_window(WEEK)], term=a_term(days=[{"date": "2026-03-07", "runs_as": "TUE"}]))
    old, new = then(data, a_plan(v("3-1", "TUE")), a_plan(v("3-1", "TUE"), since="03-04"))
    assert new == old


def test_weeks_of_a_pattern() -> None:
    data = visiting(demands=[borrowing(cycle="A/B")], windows=[a_window(WEEK)], term=a_term(end="2026-03-27"))
    _, new = then(data, a_plan(v("3-1", "A:MON")), a_plan(v("3-1", "B:MON"), since="03-09"))
    assert keys(new) == [("03-02", "w01"), ("03-23", "w04")], "it has come in the first two weeks"


def test_rounds_that_slide() -> None:
    data = visiting(2, demands=[borrowing(cycle="sliding 4")], windows=[a_window(WEEK)], term=a_term(end="2026-03-20"))
    _, new = then(data, a_plan(v("3-1", "#1"), v("3-2", "#3")), a_plan(v("3-1", "#3"), v("3-2", "#1"), since="03-03"))
    assert keys(new) == [("03-02", "r1"), ("03-10", "r2"), ("03-16", "r3"), ("03-20", "r4")], "not on 03-04, in the first round"
    assert len({s.uid for s in new}) == len(new)


def test_rounds_counted_otherwise_leave_nobody_out() -> None:
    """The new file says that there never was a Friday: rounds no longer agree, and uids must still be different."""
    data = visiting(2, demands=[borrowing(cycle="sliding 2")], windows=[a_window("MON,FRI")], term=a_term(end="2026-03-27"))
    after = {**data, "windows": [a_window("MON")]}
    plans = a_plan(v("3-1", "#1"), v("3-2", "#2")), a_plan(v("3-1", "#1"), v("3-2", "#2"), since="03-09")
    _, new = then(data, *plans, after)
    assert [s.date.isoformat()[5:] for s in new] == ["03-02", "03-06", "03-09", "03-16", "03-23"]
    assert len({s.uid for s in new}) == len(new)


def test_duties_are_never_left_out() -> None:
    data = serving(a_helper("h1"), a_helper("h2"), windows=[a_window("MON,FRI")])
    _, new = then(data, a_plan(d("h1"), d("h2", "FRI")), a_plan(d("h2"), d("h1", "FRI"), since="03-04"))
    assert keys(new, "h1") == [("03-02", "w01"), ("03-06", "w01.2"), ("03-13", "w02")]
    assert keys(new, "h2") == [("03-09", "w02")]


def test_events_and_lost_visits_are_those_of_their_time() -> None:
    data = visiting(
        rooms=[{"id": "lib", "name": "Lib"}],
        demands=[reading()],
        bells=[{"periods": {"P1": "08:00-08:40"}}],
        timetable=[{"class": "3-1", "MON": "语文"}],
        events=[{"id": "e", "name": "E", "dates": ["2026-03-02", "2026-03-10"], "closes_rooms": "lib"}],
    )
    after = {**data, "events": [{"id": "e", "name": "E", "dates": ["2026-03-09", "2026-03-11"], "closes_rooms": "lib"}]}
    first = PlanFile(school=a_school(data), plan=a_plan(lesson("3-1", "MON")))
    term = Book(first).followed_by(a_school(after), a_plan(lesson("3-1", "MON"), since="03-09")).term
    assert [(s.date, s.uid.split("@")[0]) for s in term.sessions] == list(
        zip(dates("03-02", "03-09", "03-11"), ["t1-event-e-1", "t1-event-e-2", "t1-event-e-3"], strict=True)
    )
    assert [x.date for x in term.lost] == list(dates("03-02", "03-09"))


def test_a_second_change_and_one_that_replaces_the_first() -> None:
    data = visiting(windows=[a_window(WEEK)], term=a_term(end="2026-03-27"))
    school = a_school(data)
    first = PlanFile(school=school, plan=a_plan(v("3-1", "MON")))
    second = Book(first).followed_by(school, a_plan(v("3-1", "TUE"), since="03-09")).planfile
    third = Book(second).followed_by(school, a_plan(v("3-1", "WED"), since="03-16")).planfile
    assert [s.date.isoformat()[5:] for s in Book(third).term.sessions] == ["03-02", "03-10", "03-18", "03-25"]
    again = Book(second).followed_by(school, a_plan(v("3-1", "FRI"), since="03-09")).planfile
    assert again.history == first.all
    assert keys(Book(again).term.sessions)[1] == ("03-13", "w02")
    assert load_plan(dump_plan(third)) == parse_plan(dump_plan(third), "x")
    assert Book(parse_plan(dump_plan(third), "x")).term == Book(third).term


def test_plans_that_do_not_follow_each_other_are_refused() -> None:
    school, plan = a_school(visiting()), a_plan(v("3-1"), since="03-09")
    first = PlanFile(school=school, plan=plan)
    with pytest.raises(ValidationError, match="earlier plans do not precede"):
        Book(first).followed_by(school, a_plan(v("3-1")))
    other = a_school(visiting(term=a_term(id="t2")))
    with pytest.raises(ValidationError, match="earlier plans do not precede"):
        Book(first).followed_by(other, a_plan(v("3-1"), since="03-10"))


def test_a_plan_file_whose_history_does_not_fit_is_refused() -> None:
    data = visiting(2, windows=[a_window(WEEK)])
    one: Data = {**data, "classes": [{"grade": 3, "count": 1, "pupils": 30}]}
    first = PlanFile(school=a_school(one), plan=a_plan(v("3-2")))
    raw = dump_plan(Book(first).followed_by(a_school(data), a_plan(v("3-1"), since="03-09")).planfile)
    with pytest.raises(BadInput) as caught:
        parse_plan(raw, "x")
    assert [(p.code, p.path, p.value) for p in caught.value.problems] == [
        ("plan_unknown", "history[0].plan.visits[0].visitor", "3-2")
    ]


def test_last_dates_of_earlier_schools() -> None:
    school: School = a_school(visiting())
    first = Book(PlanFile(school=school, plan=a_plan(v("3-1"))))
    planfile = first.followed_by(school, a_plan(v("3-1"), since="03-09")).planfile
    found: Any = planfile.earlier
    assert found == ((dt.date(2026, 3, 8), school),)
