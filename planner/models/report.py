"""The term report as numbers: no words and no layout. Counts are whole visits or duties, times are minutes."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from planner.models.accounts import DutyAccount, NotHeld, VisitAccount
from planner.models.reach import Reach
from planner.models.visits import Category, Cycle

DayState = Literal["open", "shut", "closed", "unconfirmed"]


@dataclass(frozen=True, slots=True)
class Group:
    """Visits of one demand added up over the classes of a grade, or over everybody (``grade`` None)."""

    demand: str
    category: Category
    grade: int | None
    visitors: int
    promised: int
    held: int
    made_up: int
    owed: int
    extra: int

    @property
    def lost(self) -> int:
        """Visits that did not take place on their day, whether made up or not."""
        return self.made_up + self.owed


@dataclass(frozen=True, slots=True)
class Loss:
    """All visits of one demand lost on one date for one reason (reasons as in `LostVisit`)."""

    date: dt.date
    demand: str
    reason: str
    detail: str
    visitors: tuple[str, ...]
    owed: tuple[str, ...]
    """Those of ``visitors`` who have not got another date."""


@dataclass(frozen=True, slots=True)
class Loans:
    """Books that each pupil of a class could borrow: visits really had, times the books of one visit."""

    class_id: str
    visits: int
    books: int
    short: int
    """Books missing to the school's target; 0 without a target."""


@dataclass(frozen=True, slots=True)
class HelperCount:
    """Duties of one helper, for awards and certificates."""

    helper: str
    promised: int
    served: int
    lost: int
    minutes: int


@dataclass(frozen=True, slots=True)
class WindowCount:
    """One window over the time of the report."""

    window: str
    held: tuple[dt.date, ...]
    not_held: tuple[NotHeld, ...]


@dataclass(frozen=True, slots=True)
class OpenWeek:
    """How long one campus's library was open in one teaching week. Times that overlap count once."""

    week: int
    campus: str
    windows: int
    """Minutes of staffed opening windows (not the helpers' own working time)."""
    total: int
    """Minutes of these windows and of reading lessons in the library together."""


@dataclass(frozen=True, slots=True)
class DayCount:
    """One date: ``open`` with its visits, ``shut`` (school, but no visit), ``closed`` (no school) or ``unconfirmed``."""

    date: dt.date
    week: int
    state: DayState
    visits: int


@dataclass(frozen=True, slots=True)
class PlanChange:
    """What a new plan changed from its first date on."""

    since: dt.date
    moved: int
    other_weekday: int
    added: int
    removed: int
    helpers: int
    """Duties given to somebody else."""


@dataclass(frozen=True, slots=True)
class CycleChoice:
    """What one cycle would give a demand in this term, counted in places: other rules may still forbid some of them."""

    demand: str
    cycle: Cycle
    current: bool
    """Whether it is the cycle of the plan; then the visits are those really planned."""
    needed: int
    places: int
    """Places in one cycle. Fewer than ``needed``: this cycle is impossible, and there are no ``visits``."""
    visits: tuple[tuple[int, int], ...]
    """(visits in the term, how many classes have so many), most visits first."""

    @property
    def spread(self) -> int:
        """Visits that the luckiest class has more than the unluckiest."""
        return self.visits[0][0] - self.visits[-1][0] if self.visits else 0


@dataclass(frozen=True, slots=True)
class TermReport:
    """Everything the report says, for the dates ``first`` to ``last`` (inclusive)."""

    first: dt.date
    last: dt.date
    whole_term: bool
    visits: tuple[VisitAccount, ...]
    groups: tuple[Group, ...]
    losses: tuple[Loss, ...]
    loans: tuple[Loans, ...]
    target: int
    """Books a pupil and term that the school wants; 0 = not said."""
    duties: tuple[DutyAccount, ...]
    helpers: tuple[HelperCount, ...]
    windows: tuple[WindowCount, ...]
    weeks: tuple[OpenWeek, ...]
    days: tuple[DayCount, ...]
    changes: tuple[PlanChange, ...]
    choices: tuple[CycleChoice, ...]
    reach: Reach | None = None
    """What could be held of the plan in force, from its first date on; None in a report that ends before the term."""
    reach_since: dt.date | None = None

    def of(self, category: Category) -> tuple[Group, ...]:
        """The totals of the demands of one category, one for each demand."""
        return tuple(g for g in self.groups if g.category == category and g.grade is None)

    @property
    def short(self) -> tuple[Loans, ...]:
        """Classes that cannot reach the target."""
        return tuple(x for x in self.loans if x.short)
