"""A school's own list of days off and changed days, as CSV or iCalendar, in whatever spelling it comes.

CSV lines: date or range, name[, runs as]. iCalendar: an all-day event is a closure.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from dataclasses import dataclass

from pydantic import TypeAdapter, ValidationError
from pydantic_core import PydanticCustomError

from planner.models.base import Text
from planner.models.days import parse_day
from planner.models.values import Dates

_DATES: TypeAdapter[tuple[dt.date, ...]] = TypeAdapter(Dates)
_LONGEST_BREAK = 120


@dataclass(frozen=True)
class ListedDay:
    """A line of the list: closed days, or (``closed`` false) days that run the timetable of ``runs_as``."""

    dates: tuple[dt.date, ...]
    name: Text
    runs_as: str | None = None
    closed: bool = True


@dataclass(frozen=True)
class Listed:
    """What could be read, and the lines that could not: (number of the line or event, its text)."""

    days: tuple[ListedDay, ...]
    unread: tuple[tuple[int, str], ...]


def read_listed(text: str, *, calendar: bool) -> Listed:
    """A list from the text of a file; ``calendar``: it is an iCalendar file. A heading line is passed over."""
    return _from_calendar(text) if calendar else _from_csv(text)


def _from_csv(text: str) -> Listed:
    days: list[ListedDay] = []
    unread: list[tuple[int, str]] = []
    first_line = text.lstrip("\ufeff").split("\n", 1)[0]
    separator = next((s for s in ("\t", ";", "；", "，") if s in first_line and "," not in first_line), ",")
    rows = csv.reader(io.StringIO(text.lstrip("\ufeff")), delimiter=separator)
    for number, row in enumerate(rows, 1):
        cells = [cell.strip() for cell in row]
        if not any(cells) or cells[0].startswith("#"):
            continue
        try:
            days.append(_line(cells))
        except (ValidationError, PydanticCustomError):
            # Without a digit the first line is a heading, not a mistake.
            if number > 1 or any(c.isdigit() for c in cells[0]):
                unread.append((number, separator.join(row)))
    return Listed(tuple(days), tuple(unread))


def _line(cells: list[str]) -> ListedDay:
    dates = _DATES.validate_python(cells[0])
    name = cells[1] if len(cells) > 1 and cells[1] else None
    runs_as = parse_day(cells[2]) if len(cells) > 2 and cells[2] else None
    if runs_as:
        return ListedDay(dates, _text(name, "调课", "Changed day"), runs_as, closed=False)
    return ListedDay(dates, _text(name, "放假", "Closed"))


def _text(name: str | None, zh: str, en: str) -> Text:
    return Text(zh=name, en=name) if name else Text(zh=zh, en=en)


def _from_calendar(text: str) -> Listed:
    from icalendar import Calendar

    days: list[ListedDay] = []
    unread: list[tuple[int, str]] = []
    try:
        events = Calendar.from_ical(text).walk("VEVENT")
    except ValueError as error:
        return Listed((), ((1, str(error)[:80]),))
    for number, event in enumerate(events, 1):
        name = str(event.get("SUMMARY", "")).strip() or None
        start = getattr(event.get("DTSTART"), "dt", None)
        if isinstance(start, dt.datetime) or not isinstance(start, dt.date):
            # An event with a time of day is a meeting, not a day off.
            unread.append((number, name or "VEVENT"))
            continue
        last = _last_day(event, start)
        if not 0 <= (last - start).days <= _LONGEST_BREAK:
            unread.append((number, name or "VEVENT"))
            continue
        dates = tuple(start + dt.timedelta(n) for n in range((last - start).days + 1))
        days.append(ListedDay(dates, _text(name, "放假", "Closed")))
    return Listed(tuple(days), tuple(unread))


def _last_day(event: object, start: dt.date) -> dt.date:
    get = event.get  # type: ignore[attr-defined]
    end, length = getattr(get("DTEND"), "dt", None), getattr(get("DURATION"), "dt", None)
    if isinstance(end, dt.date) and not isinstance(end, dt.datetime):
        return max(start, end - dt.timedelta(1))
    if isinstance(length, dt.timedelta):
        return start + max(length - dt.timedelta(1), dt.timedelta(0))
    return start
