"""A line of somebody's list of days: what it says of which dates, and what of the list could not be read."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from planner.messages.wording import translator
from planner.models.base import Said, Text

LONGEST_NAME = 300
"""Characters of the name of a day."""


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


def named(name: str | None, usual: str) -> Text:
    """The name as written, in both languages; else the usual one, a message."""
    return Text(zh=name, en=name) if name else Said.by(lambda language: translator(language)(usual)).as_text()
