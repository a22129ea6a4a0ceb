"""The term report as numbers: no words and no layout. Counts are whole visits or duties, times are minutes."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from planner.models.base import Text
from planner.models.plan import Reach
from planner.models.session import LostVisit
from planner.models.visits import Category


@dataclass(frozen=True, slots=True)
class VisitAccount:
    """One visitor's visits of one demand. Always ``promised == held + made_up + owed`` and ``len(lost) == made_up + owed``."""

    visitor: str
    demand: str
    promised: int
    """What the demand promises: one for each of its weeks, whether its place is there then or not; in rounds and dated plans
    one for each held occasion."""
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
    """Time really served, from arrival to the end of each duty: of others too, and not of own ones given away."""
    extra: int = 0
    stood_in: int = 0
    """Duties of others that this one did."""
    given: int = 0
    """Of ``held`` and ``extra``: those that others did."""

    @property
    def served(self) -> int:
        """All duties really done."""
        return self.held + self.extra + self.stood_in - self.given


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
    stood_in: int = 0
    given: int = 0


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
class TermFigures:
    """A whole term in few numbers, to be held beside those of another one, whose classes and windows may be others."""

    school_year: Text
    name: Text
    borrowing: float
    """Visits that a class really had, on average; 0 where none comes. ``reading`` alike."""
    reading: float
    on_time: float
    """Part of the promised visits that were held on their day, 0 to 1."""
    open_minutes: float
    """A week with school, all campuses together."""
    helpers: int
    """Those who have served."""
    duties: int
    minutes: int
    """That they have served."""


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
    reach: Reach | None = None
    """What could be held of the plan in force, from its first date on; None in a report that ends before the term."""
    reach_since: dt.date | None = None
    last_term: tuple[TermFigures, TermFigures] | None = None
    """Figures of the term before and of this one, where the report is of a whole term and the one before is known."""
    today: dt.date | None = None
    """The day on which it is made; None = not said, and then all of it is expected and nothing has happened."""
    so_far: TermReport | None = None
    """The same up to ``today``, where some of its dates are over and others are to come."""

    @property
    def over(self) -> bool:
        """Whether all of it has happened. Until then its figures are expected, by plan, calendar and what is recorded."""
        return self.today is not None and self.today >= self.last

    @property
    def done(self) -> TermReport | None:
        """What has happened of it; of a report without a day, what is planned; None where nothing has happened yet."""
        return self if self.over or self.today is None else self.so_far

    def of(self, category: Category) -> tuple[Group, ...]:
        """The totals of the demands of one category, one for each demand."""
        return tuple(g for g in self.groups if g.category == category and g.grade is None)

    @property
    def short(self) -> tuple[Loans, ...]:
        """Classes that cannot reach the target."""
        return tuple(x for x in self.loans if x.short)
