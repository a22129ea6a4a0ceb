"""One visit, duty or event on one date, with an identity that survives a move."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, NamedTuple, TypeVar, dataclass_transform

from planner.models.base import Text
from planner.models.values import Span
from planner.models.visits import Category

_T = TypeVar("_T")


class Moved(NamedTuple):
    """Where a visit was by the plan before, and from when on it is otherwise."""

    date: dt.date
    time: Span
    since: dt.date


@dataclass_transform(frozen_default=True)
def _frozen_by_type(cls: type[_T]) -> type[_T]:
    """A dataclass that nothing changes, as the types hold. A term has ten thousand sessions, and where Python itself watches
    over them to make one takes three times as long."""
    return dataclass(slots=True, unsafe_hash=True)(cls)


@_frozen_by_type
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
    """Class id, or teacher id; for an escort duty the class escorted; for an opening the adult who keeps it."""
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
    made_up_for: dt.date | None = None
    """The lost date that this visit makes up for; it then keeps the identity of the lost visit."""
    until: dt.date | None = None
    """The last date of an all-day event of several days."""
    is_last: bool = False
    """Of a borrowing visit in a calendar: the last one of its class in the term, when everything comes back."""
    led_by: str | None = None
    """The teacher who comes with the class, where the timetable or the class says who."""
    instead_of: str | None = None
    """The helper whose duty it is by the plan, where another does it on this date."""
    moved: Moved | None = None
    """Of a visit in a calendar: where it was before a change of plan."""
    fallen: Text | None = None
    """Of a visit in a calendar that is not held: what has closed the day. It then has no time."""

    @property
    def order(self) -> tuple[dt.date, dt.time, str]:
        """Sorting by date, time, identity."""
        return (self.date, self.time.start if self.time else dt.time.min, self.uid)

    def named(self, uid: str, ordinal: int) -> Session:
        """The same session under its identity. Much faster than `dataclasses.replace`, and a term has ten thousands of them."""
        values: tuple[Any, ...] = (uid, *_BEFORE(self), ordinal, *_BEHIND(self))
        return Session(*values)


_NAMES: tuple[str, ...] = Session.__slots__  # type: ignore[attr-defined]
_BEFORE, _BEHIND = attrgetter(*_NAMES[1 : _NAMES.index("ordinal")]), attrgetter(*_NAMES[_NAMES.index("ordinal") + 1 :])
"""What stands between uid and ordinal, and behind them."""


@dataclass(frozen=True, slots=True)
class LostVisit:
    """A planned visit that does not take place, and why.

    ``event`` (detail: the room, or the event that shuts the window) or ``away`` (the occasion); in the accounts of a term
    also every reason of `planner.timeline.promise.Promises.why_not`, for example ``closed`` (the holiday's name), and
    ``between`` (moved from one pattern to the next, with a turn in neither).
    """

    demand: str
    visitor: str
    date: dt.date
    reason: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Pause:
    """A time of at least two weeks in which a demand that goes on is never held (reasons as in `NotHeld`)."""

    demand: str
    first: dt.date
    last: dt.date
    reason: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Seldom:
    """Visitors of a demand in a place that is there more rarely than the demand is due, and why (``other_weeks``, with the
    window as detail, or ``no_school``): ``kept`` of ``promised`` visits, before holidays and events."""

    demand: str
    visitors: tuple[str, ...]
    kept: int
    promised: int
    reason: str
    detail: str = ""


@dataclass(frozen=True)
class Expansion:
    """The term as it will be: sessions in order of date, and the planned visits that fall out."""

    sessions: tuple[Session, ...]
    lost: tuple[LostVisit, ...]

    @property
    def published(self) -> tuple[Session, ...]:
        """Sessions on dates that the school has confirmed: the only ones to show to others."""
        return tuple(s for s in self.sessions if s.confirmed)
