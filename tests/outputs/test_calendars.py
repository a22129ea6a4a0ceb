"""Calendars of several terms in one, and of those who are gone, as the writer makes them."""

from __future__ import annotations

import icalendar
import pytest

from planner.models.planfile import PlanFile
from planner.outputs.calendars.written import Calendars
from planner.sessions.book import Book
from tests.outputs.calendar_reading import vevents
from tests.outputs.calendar_school import school_data, small_plan, small_school


def books(zone: str = "Europe/Berlin") -> tuple[Book, Book]:
    """Two terms a year apart."""
    now = school_data()["term"] | {"timezone": zone}
    before = now | {"id": "2025-spring", "start": "2025-03-03", "end": "2025-03-28", "closures": [], "days": []}
    plan = small_plan()
    later = Book(PlanFile(school=small_school(term=now), plan=plan))
    first = plan.model_copy(update={"effective_from": small_school(term=before).term.start})
    return Book(PlanFile(school=small_school(term=before), plan=first)), later


def test_events_of_the_earlier_term_stand_first_and_are_the_same_bytes() -> None:
    old, new = books()
    together = Calendars([new, old], ["zh"]).written
    apart = [Calendars([b], ["zh"]).written for b in (old, new)]
    for scope, body in together.items():
        was, now = (vevents(made[scope]) for made in apart)
        assert list(vevents(body).items()) == [*was.items(), *now.items()]


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "Europe/Berlin"])
def test_the_time_zone_reaches_back_to_the_first_event(zone: str) -> None:
    """An event before the first onset of its zone has no offset (RFC 5545, 3.6.5)."""
    calendar = icalendar.Calendar.from_ical(Calendars(books(zone), ["zh"]).written["library", "zh"])
    (written,) = calendar.walk("VTIMEZONE")
    onset = min(part["DTSTART"].dt for part in written.subcomponents)
    assert onset <= min(
        e["DTSTART"].dt.replace(tzinfo=None) for e in calendar.walk("VEVENT") if hasattr(e["DTSTART"].dt, "hour")
    )


def test_one_who_is_gone_keeps_what_the_library_still_shows() -> None:
    old, new = books()
    both, later = Calendars([old, new], ["zh"]), Calendars([new], ["zh"])
    scope = ("class-3-1", "zh")
    left = later.left_of(both.written[scope], "zh")
    assert vevents(left) == vevents(later.written[scope])
    assert b"X-WR-CALNAME" in left
    nothing = Calendars([], ["zh"]).left_of(both.written[scope], "zh")
    assert vevents(nothing) == {}
    assert icalendar.Calendar.from_ical(nothing).walk("VTIMEZONE")
