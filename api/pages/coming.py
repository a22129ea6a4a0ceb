"""The next dates of a calendar that was given out, as the page behind its QR code shows them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from icalendar import Calendar

_SHOWN = 8


@dataclass(frozen=True)
class Coming:
    """One date."""

    date: dt.date
    time: str
    summary: str
    place: str


def coming(body: bytes, today: dt.date) -> tuple[str, list[Coming]]:
    """Name of a calendar, and its next dates from today on."""
    calendar = Calendar.from_ical(body)
    found = []
    for event in calendar.events:
        start, end = event.start, event.end
        date = start.date() if isinstance(start, dt.datetime) else start
        if date < today:
            continue
        time = f"{start:%H:%M}–{end:%H:%M}" if isinstance(start, dt.datetime) else ""
        found.append(Coming(date, time, str(event.get("SUMMARY", "")), str(event.get("LOCATION", ""))))
    return str(calendar.get("X-WR-CALNAME", "")), sorted(found, key=lambda one: (one.date, one.time))[:_SHOWN]
