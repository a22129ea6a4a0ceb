"""Calendars of several terms in one, and of those who are gone, as the writer makes them."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import icalendar
import pytest

from planner.models.planfile import PlanFile
from planner.outputs.calendars.revisions import revised
from planner.outputs.calendars.written import Calendars
from planner.outputs.calendars.zones import vtimezone
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


@pytest.mark.parametrize("zone", ["Europe/London", "America/Chicago", "Australia/Sydney", "Europe/Dublin", "Africa/Casablanca"])
def test_summer_time_is_a_rule_and_right_on_every_day(zone: str) -> None:
    """Read by another library, the zone has the offsets of the time zone database on each day of the term and a year after."""
    first, last = dt.date(2026, 9, 1), dt.date(2027, 1, 29)
    written = icalendar.Timezone.from_ical(vtimezone(zone, first, last).decode())
    ruled = zone != "Africa/Casablanca"  # whose summer time goes by the moon
    assert all(("RRULE" in part) == ruled for part in written.subcomponents)
    read, known = written.to_tz(lookup_tzid=False), ZoneInfo(zone)
    for day in range((last - first).days + (365 if ruled else 0)):
        noon = dt.datetime.combine(first + dt.timedelta(day), dt.time(12))
        assert noon.replace(tzinfo=read).utcoffset() == noon.replace(tzinfo=known).utcoffset(), noon


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


def test_duties_ring_in_the_calendar_of_their_helper_alone_and_only_where_the_school_wants_it() -> None:
    duties = school_data()["duties"]
    silent = Book(PlanFile(school=small_school(), plan=small_plan()))
    rings = Book(PlanFile(school=small_school(duties={**duties, "remind_before": 10}), plan=small_plan()))
    without, made = (Calendars([book], ["zh"]).written for book in (silent, rings))
    assert {scope for scope in made if made[scope] != without[scope]} == {("helper-h1", "zh"), ("helper-h2", "zh")}
    for event in icalendar.Calendar.from_ical(made["helper-h1", "zh"]).walk("VEVENT"):
        (alarm,) = event.walk("VALARM")
        assert (alarm["ACTION"], alarm["TRIGGER"].dt, alarm["DESCRIPTION"]) == (
            "DISPLAY", dt.timedelta(minutes=-10), event["SUMMARY"],
        )  # fmt: skip
    assert not any(b"VALARM" in written for written in without.values())
    now = dt.datetime(2026, 3, 8, 12, tzinfo=dt.UTC)
    later = revised(rings, silent, now).revisions  # the programs must see that something is new, and that nothing moved
    assert {(r.sequence, r.modified) for r in later.values()} == {(0, now)}
    assert all("-duty-" in uid or "-desk-" in uid for uid in later)
