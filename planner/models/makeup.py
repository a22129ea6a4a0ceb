"""Make-ups 补借: lost visits that get another place in the term, and those that do not, with what would help."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Annotated, Literal

from planner.models.base import choice
from planner.models.session import Session

MakeupPolicy = Annotated[
    Literal["always", "when_told", "never"], choice({"总是": "always", "提出才补": "when_told", "不补": "never"})
]
"""always = every lost visit; when_told = when the librarian asks for it; never."""


@dataclass(frozen=True, slots=True)
class Change:
    """The smallest change found that allows one more make-up; confirmed by one more solve.

    ``one_more_class`` in a slot (or period) on a date; ``open_window`` on a date on which it is shut; ``twice_a_day``: the
    class comes a second time on that date; ``one_more_helper`` at this time.
    """

    code: Literal["one_more_class", "open_window", "twice_a_day", "one_more_helper"]
    date: dt.date
    week: int
    """Teaching week of the date."""
    window: str | None = None
    slot: int | None = None
    period: str | None = None
    room: str | None = None


@dataclass(frozen=True, slots=True)
class NotMadeUp:
    """A lost visit without a new place.

    ``reason``: ``not_confirmed`` (the lost date may still be held), ``no_opening`` (no later time at which it could be),
    ``full`` (every possible place is taken), ``shared`` (too few places; another class got it), ``twice_a_day`` (places only on
    days on which the class comes anyway), ``no_helper``, or the rule that speaks against most places.
    """

    visitor: str
    demand: str
    date: dt.date
    reason: str
    change: Change | None = None
    """None when no single change of these kinds would allow it."""


@dataclass(frozen=True, slots=True)
class MakeUps:
    """What becomes of the lost visits. ``sessions`` keep the identity of the visits they replace."""

    sessions: tuple[Session, ...] = ()
    """Visits, in order of date; ``made_up_for`` names the lost date."""
    duties: tuple[Session, ...] = ()
    """Duties of further helpers whom these visits need."""
    not_made_up: tuple[NotMadeUp, ...] = ()
    proven: bool = True
    """Whether every step of the search was proven optimal."""

    @property
    def all(self) -> tuple[Session, ...]:
        """Visits and duties together, in order of date."""
        return tuple(sorted((*self.sessions, *self.duties), key=lambda s: s.order))
