"""A plan changed from a date on gives the visits that are lost another date, or says why there is none."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from itertools import pairwise

import pytest

import planner
from planner.editing import calendaredit
from planner.editing.schooledit import SchoolEditor
from planner.messages.wording import date_text
from planner.models.school import School
from planner.outputs.tables.notice import Notice
from planner.reading.schoolfile import parse_school
from planner.verbs.planning import Planned
from tests.api.service import EXAMPLES

TINY = (EXAMPLES / "tiny" / "school.yaml").read_bytes()


MONDAYS = b"""
name: A
term: {id: t, school_year: 2026, name: s, start: 2026-03-02, end: 2026-04-03, closures: [{name: fair, dates: [2026-03-23]}]}
rooms: [{id: library, name: library, classes: 1}]
classes: [{grades: 1-2, count: 2}]
windows: [{id: noon, name: noon, rooms: library, weekdays: MON-FRI, time: 12:00-13:00, slot_minutes: 15}]
demands: [{id: visit, name: visit, kind: borrowing, cycle: weekly, windows: noon, pins: [{grades: 1-2, weekdays: MON}]}]
"""


@pytest.fixture(scope="module")
def planned() -> Planned:
    return planner.plan(parse_school(TINY, "school.yaml"), seconds=20)


def closed_on(*days: dt.date, content: bytes = TINY) -> School:
    editor = SchoolEditor("school.yaml", content)
    calendaredit.add_event(editor, "stock", "stocktaking", list(days), closes=True)
    return parse_school(editor.content(), "school.yaml")


def held_on(planned: Planned, date: dt.date) -> set[tuple[str, str, dt.date]]:
    visits = [s for s in planned.book.sessions if s.date == date and s.category in {"BORROWING", "READING"}]
    return {(s.visitor or "", s.source, s.date) for s in visits}


@pytest.mark.parametrize("since", [dt.date(2026, 3, day) for day in (9, 11, 12, 16)])
def test_visits_of_a_closed_day_are_made_up_and_none_is_held_twice(planned: Planned, since: dt.date) -> None:
    """From whichever day of a week it is changed: what has been is not owed again."""
    found = planner.replan(planned.book, closed_on(since), since, seconds=20, make_up_lost=True)
    made = found.made_up["fewest"]
    told = {(s.visitor, s.source, s.made_up_for) for s in made.sessions}
    told |= {(one.visitor, one.demand, one.date) for one in made.not_made_up}
    assert told == held_on(planned, since)
    assert planner.check(found.book.school, found.book).breaches == ()
    uids = sorted(s.uid for s in found.book.sessions)
    assert all(a != b for a, b in pairwise(uids))
    assert all(one.reason and one.change for one in made.not_made_up)
    assert found.book_of(found.proposals[0]).made_up == made.all


def test_nothing_is_made_up_unasked(planned: Planned) -> None:
    since = dt.date(2026, 3, 16)
    assert planner.replan(planned.book, closed_on(since), since, seconds=20).book.made_up == ()
    always = TINY.replace(b"name:", b"makeup: always\nname:", 1)
    asked = planner.replan(planned.book, closed_on(since, content=always), since, seconds=20)
    assert {(one.visitor, one.demand, one.date) for one in asked.made_up["fewest"].not_made_up} >= held_on(planned, since)


def test_a_day_without_library_is_made_up_whole_and_the_next_plan_keeps_to_it() -> None:
    """Visits of a window that is shut, not of lessons only; holidays that nobody asked about stay as they are. And a change for
    quite another reason, between the lost day and the new one, loses nothing of it again."""
    before = planner.plan(parse_school(MONDAYS, "school.yaml"), seconds=20).book
    day = dt.date(2026, 3, 9)
    school = closed_on(day, content=MONDAYS)
    told = planner.replan(before, school, day, seconds=20, make_up_lost=True)
    made = told.made_up["fewest"]
    assert {(s.visitor, s.made_up_for) for s in made.sessions} == {(c, day) for c in ("1-1", "1-2", "2-1", "2-2")}
    assert made.not_made_up == ()
    since = min(s.date for s in made.sessions)
    assert since > day
    again = planner.replan(told.book, school, since, seconds=20)
    kept = {(m.uid, m.visitor, m.date) for m in told.book.planfile.makeups}
    assert {(m.uid, m.visitor, m.date) for m in again.book.planfile.makeups} == kept
    assert planner.check(school, again.book).breaches == ()
    # Nothing new is lost, and somebody asks: then it is about all that was left so.
    rest = planner.replan(again.book, school, since, seconds=20, make_up_lost=True)
    assert {s.made_up_for for s in rest.made_up["fewest"].sessions} == {day}


def test_the_change_notice_says_where_a_lost_visit_goes(planned: Planned) -> None:
    before = planned.book
    held = next(s for s in before.sessions if s.category == "BORROWING")
    day = held.date + dt.timedelta(days=1)
    after = before.with_makeups([replace(held, uid="elsewhere", date=day, made_up_for=held.date)])
    told = Notice(before.chapter, after.chapter, after.term, "en").text()
    assert f"instead of {date_text('en', held.date)} on {date_text('en', day)}, {held.time}." in told
    assert before.with_makeups([]) is before
