"""A school's own list of days off and changed days, as CSV or iCalendar, in whatever spelling it comes.

CSV lines: date or range, name[, runs as]. Worked days and events stand in such lists beside the days off.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from dataclasses import dataclass
from typing import Literal

from pydantic import TypeAdapter, ValidationError
from pydantic_core import PydanticCustomError

from planner.languages import N_
from planner.messages.wording import translator
from planner.models.base import Said, Text
from planner.models.days import parse_day
from planner.models.values import Dates
from planner.reading.net import net
from planner.suggesting.daywords import what_it_says

_DATES: TypeAdapter[tuple[dt.date, ...]] = TypeAdapter(Dates)


@dataclass(frozen=True)
class ListedDay:
    """A line of the list: days off, worked days (with or without the day whose timetable they run), or an event.

    ``known``: a word of the title says which of them it is; without one it is taken for an event, which closes nothing.
    """

    dates: tuple[dt.date, ...]
    name: Text
    runs_as: str | None = None
    kind: Literal["off", "work", "event"] = "off"
    known: bool = True


@dataclass(frozen=True)
class Listed:
    """What could be read, the lines that could not: (number of the line or event, its text), and how many are cancelled."""

    days: tuple[ListedDay, ...]
    unread: tuple[tuple[int, str], ...]
    cancelled: int = 0


def read_listed(
    text: str,
    *,
    calendar: bool,
    between: tuple[dt.date, dt.date] | None = None,
    zone: str = "Asia/Shanghai",
    source: str = "",
) -> Listed:
    """A list from the text of a file; ``calendar``: it is an iCalendar file. A heading line is passed over.

    Of events that come again, those ``between`` the two dates are listed; times are read in ``zone``.
    ``source`` names the file in what is raised. Raises BadInput only for what nobody has thought of.
    """
    with net(source):
        if calendar:
            from planner.suggesting.icslist import from_calendar  # slow to import

            return from_calendar(text, between or (dt.date(2000, 1, 1), dt.date(2100, 1, 1)), zone)
        return _from_csv(text)


def _from_csv(text: str) -> Listed:
    days: list[ListedDay] = []
    unread: list[tuple[int, str]] = []
    whole = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    first_line = whole.split("\n", 1)[0]
    separator = next((s for s in ("\t", ";", "；", "，") if s in first_line and "," not in first_line), ",")
    number = 0
    try:
        for number, row in enumerate(csv.reader(io.StringIO(whole), delimiter=separator), 1):
            cells = [cell.strip() for cell in row]
            if not any(cells) or cells[0].startswith("#"):
                continue
            line = _line(cells)
            if line is not None:
                days.append(line)
            # Without a digit the first line is a heading, not a mistake.
            elif number > 1 or any(c.isdigit() for c in cells[0]):
                unread.append((number, separator.join(row)))
    except csv.Error as error:
        unread.append((number + 1, str(error)))
    return Listed(tuple(days), tuple(unread))


def _line(cells: list[str]) -> ListedDay | None:
    """One line; None when it cannot be read, or says in one breath that days are off and worked."""
    try:
        dates = _DATES.validate_python(cells[0])
        runs_as = parse_day(cells[2]) if len(cells) > 2 and cells[2] else None
    except (ValidationError, PydanticCustomError, ValueError, OverflowError):
        return None
    name = cells[1] if len(cells) > 1 and cells[1] else None
    if runs_as:
        return ListedDay(dates, named(name, N_("Changed day")), runs_as, kind="work")
    said = what_it_says(name or "")
    if said == "both":
        return None
    if said == "work":
        return ListedDay(dates, named(name, N_("Make-up working day")), kind="work")
    if said == "event":
        return ListedDay(dates, named(name, N_("Event")), kind="event")
    # A list of this form is one of days off: what it calls them does not matter.
    return ListedDay(dates, named(name, N_("Closed")))


def named(name: str | None, usual: str) -> Text:
    """The name as written, in both languages; else the usual one, a message."""
    return Text(zh=name, en=name) if name else Said.by(lambda language: translator(language)(usual)).as_text()
