"""What calendars are made of: openings with and without an adult, events of several days, whose calendar uids never change."""

from __future__ import annotations

from planner.models.planfile import PlanFile
from planner.sessions.book import Book
from planner.sessions.shown import shown
from tests.builders import a_plan, a_school, a_term, a_window, visiting

_UNSURE = [{"date": "2026-03-09", "confirmed": False}]


def test_free_hours_of_days_that_are_not_confirmed_are_not_published() -> None:
    """In a school that books nobody; the uid is of window and week alone, since nobody keeps it."""
    school = a_school(visiting(term=a_term(days=_UNSURE), windows=[a_window("MON")], demands=[]))
    book = Book(PlanFile(school=school, plan=a_plan()))
    found = [s for s in book.calendar.sessions if s.category == "OPENING"]
    assert [(s.date.day, s.confirmed, s.visitor, s.uid.partition("@")[0]) for s in found] == [
        (2, True, None, "t1-open-noon-w01"),
        (9, False, None, "t1-open-noon-w02"),
    ]


def test_days_of_an_event_that_follow_each_other_are_one_with_its_last_date() -> None:
    """And a day on its own has none; the second run counts on from the first."""
    dates = ["2026-03-03", "2026-03-04", "2026-03-10"]
    school = a_school(visiting(events=[{"id": "fair", "name": "Fair", "dates": dates}]))
    book = Book(PlanFile(school=school, plan=a_plan()))
    found = sorted((s for s in shown(book.term.sessions) if s.category == "EVENT"), key=lambda s: s.date)
    assert [(s.date.day, s.until.day if s.until else None, s.ordinal) for s in found] == [(3, 4, 1), (10, None, 2)]
    assert len({s.uid for s in found}) == 2
