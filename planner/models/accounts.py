"""What a term owes and gives: the accounts of visits, duties and windows. All counts are whole visits or duties."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from planner.models.session import LostVisit


@dataclass(frozen=True, slots=True)
class VisitAccount:
    """One visitor's visits of one demand. Always ``promised == held + made_up + owed`` and ``len(lost) == made_up + owed``."""

    visitor: str
    demand: str
    promised: int
    """What the pattern promises: one for each of its weeks; in rounds and dated plans one for each held occasion."""
    held: int
    """Promised visits that take place; also on a make-up day that counts as their day and week."""
    lost: tuple[LostVisit, ...]
    """Promised visits that do not take place on their day, in order of date; those made up stay among them."""
    made_up: int
    owed: int
    extra: int
    """Visits beyond the promise: a day that runs a second time in one week."""

    @property
    def given(self) -> int:
        """All visits the class really gets."""
        return self.held + self.made_up + self.extra


@dataclass(frozen=True, slots=True)
class LostDuty:
    """A promised duty that is not needed after all, and why (reasons as in `LostVisit`)."""

    helper: str
    post: str
    date: dt.date
    reason: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class DutyAccount:
    """One helper's duties. Always ``promised == held + len(lost)``; ``held`` does not count extras."""

    helper: str
    promised: int
    held: int
    lost: tuple[LostDuty, ...]
    minutes: int
    """Time really served, from arrival to the end of each duty, extras included."""
    extra: int = 0

    @property
    def served(self) -> int:
        """All duties really done."""
        return self.held + self.extra


@dataclass(frozen=True, slots=True)
class NotHeld:
    """A date on which a window would open by its weekday and weeks, but does not (reasons as in `LostVisit`)."""

    date: dt.date
    reason: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class WindowAccount:
    """One window on every date on which it opens, or would."""

    window: str
    held: tuple[dt.date, ...]
    """Confirmed dates on which it opens, recall included."""
    recall: tuple[dt.date, ...]
    """Those of ``held`` on which books only come back."""
    not_held: tuple[NotHeld, ...]
    minutes: tuple[tuple[int, int], ...]
    """(teaching week of the calendar, minutes open in it), every week of the term from the plan's first."""


@dataclass(frozen=True, slots=True)
class Accounts:
    """Every visit, duty and window of a plan accounted for, in the order of the school."""

    visits: tuple[VisitAccount, ...]
    duties: tuple[DutyAccount, ...]
    windows: tuple[WindowAccount, ...]

    def visit(self, visitor: str, demand: str) -> VisitAccount:
        """The account of one visitor and demand; KeyError when there is none."""
        for account in self.visits:
            if (account.visitor, account.demand) == (visitor, demand):
                return account
        raise KeyError((visitor, demand))
