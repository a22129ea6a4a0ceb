"""One visit, duty or event on one date, with an identity that survives a move."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from planner.models.values import Span
from planner.models.visits import Category


@dataclass(frozen=True, slots=True)
class Session:
    """What happens on a date.

    ``uid`` names the visit or duty, never its date: {term}-{class or helper}-{demand or duty}-{w07 or r2}, so that a
    visit moved within its week, or a lost one made up elsewhere, stays the same calendar event.
    """

    uid: str
    category: Category
    date: dt.date
    time: Span | None
    """None = all day."""
    source: str
    """Id of the demand, post or event."""
    visitor: str | None = None
    """Class id, or teacher id; for an escort duty the class escorted."""
    helper: str | None = None
    ordinal: int = 1
    """n-th session of its kind for this class or helper in the term, counted from 1."""
    turn: str | None = None
    window: str | None = None
    slot: int | None = None
    period: str | None = None
    rooms: tuple[str, ...] = ()
    campus: str | None = None
    runs_as: str | None = None
    """The day label whose timetable the date runs, where it is not its own."""
    confirmed: bool = True
    """False: the school has not confirmed this date; not to be published."""

    @property
    def order(self) -> tuple[dt.date, dt.time, str]:
        """Sorting by date, time, identity."""
        return (self.date, self.time.start if self.time else dt.time.min, self.uid)


@dataclass(frozen=True, slots=True)
class LostVisit:
    """A planned visit that does not take place, and why: ``event`` (detail: the room) or ``away`` (detail: the occasion)."""

    demand: str
    visitor: str
    date: dt.date
    reason: str
    detail: str = ""
