"""The dates of a calendar that was given out, as the page behind its QR code shows them: the next one, this week, the term."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from icalendar import Calendar

_NEWS = dt.timedelta(days=21)
"""So long a change is pointed out; after that whoever looks has seen it."""


@dataclass(frozen=True)
class Coming:
    """One date. ``changed``: it was moved or altered not long ago."""

    date: dt.date
    time: str
    summary: str
    place: str
    changed: bool


@dataclass(frozen=True)
class Ahead:
    """What of a calendar is still to come. ``week``: the rest of this week, ``later``: all after it, month by month."""

    name: str
    next: Coming | None
    week: list[Coming]
    later: list[Coming]
    changed: int


def ahead(body: bytes, today: dt.date) -> Ahead:
    """What a calendar holds from today on."""
    calendar = Calendar.from_ical(body)
    found = sorted((one for event in calendar.events if (one := _coming(event, today))), key=lambda one: (one.date, one.time))
    sunday = today + dt.timedelta(days=6 - today.weekday())
    rest = found[1:]
    return Ahead(
        str(calendar.get("X-WR-CALNAME", "")),
        found[0] if found else None,
        [one for one in rest if one.date <= sunday],
        [one for one in rest if one.date > sunday],
        sum(one.changed for one in found),
    )


def _coming(event: Any, today: dt.date) -> Coming | None:
    start, end = event.start, event.end
    date = start.date() if isinstance(start, dt.datetime) else start
    if date < today:
        return None
    time = f"{start:%H:%M}–{end:%H:%M}" if isinstance(start, dt.datetime) else ""
    modified = event.get("LAST-MODIFIED")
    recent = modified is not None and today - modified.dt.date() <= _NEWS
    changed = recent and int(event.get("SEQUENCE", 0)) > 0
    return Coming(date, time, str(event.get("SUMMARY", "")), str(event.get("LOCATION", "")), changed)
