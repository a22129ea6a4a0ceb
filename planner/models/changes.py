"""What one plan changes against another: the same for preview, notice, feeds and history."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from planner.models.base import Model
from planner.models.plan import Limits, PlannedDuty, PlannedPresence, PlannedVisit, RuleCost, ServedDuty, Status, Taken
from planner.models.values import Date, Span

VisitKind = Literal["added", "removed", "moved", "time_only", "dates", "past"]
DutyKind = Literal["replaced", "added", "removed", "escort", "time_only", "dates", "past"]


class Spot(Model):
    """Where and when a visit stands in a plan, with its time on the first date concerned."""

    turn: str = Field(description="label of the turn, as in a plan")
    day: str = Field(description="weekday or cycle day of the turn; the label itself where turns have none (#4)")
    window: str | None = None
    slot: int | None = None
    period: str | None = None
    room: str | None = None
    time: Span | None = Field(None, description="none: it is not held on any date from then on")


class VisitChange(Model):
    """One visit that is not as it was.

    ``dates``: the place is the same, but it is held on other dates. ``past``: its last date is over, so that the new plan
    need not name it; nothing to tell anybody.
    """

    kind: VisitKind
    visitor: str
    demand: str
    old: Spot | None = Field(None, description="none for an added visit")
    new: Spot | None = Field(None, description="none for a removed visit")
    gone: tuple[Date, ...] = Field((), description="time_only, dates: dates on which it no longer takes place as it did")
    come: tuple[Date, ...] = Field((), description="time_only, dates: dates on which it now does instead")
    since: Date | None = Field(None, description="first date on which it is so; none: from the first date of the new plan on")
    until: Date | None = Field(None, description="last date on which it is so; none: to the end of term")

    @property
    def changes_weekday(self) -> bool:
        """Whether a moved visit is on another day now."""
        return self.kind == "moved" and self.old is not None and self.new is not None and self.old.day != self.new.day


class DutyChange(Model):
    """One seat of a shift that is not as it was. ``escort``: the same helper fetches another class. Others as for visits."""

    kind: DutyKind
    post: str
    turn: str
    window: str
    slot: int | None = None
    old: str | None = Field(None, description="helper before; none for an added duty")
    new: str | None = Field(None, description="helper now; none for a removed duty")
    old_escorts: str | None = Field(None, description="class escorted before")
    new_escorts: str | None = Field(None, description="class escorted now")
    old_time: Span | None = None
    new_time: Span | None = None
    gone: tuple[Date, ...] = Field((), description="time_only, dates: as of a visit")
    come: tuple[Date, ...] = ()
    since: Date | None = Field(None, description="as of a visit")
    until: Date | None = Field(None, description="as of a visit")


class OpeningChange(Model):
    """A window on a date from then on: it no longer opens, opens besides, or has other times."""

    kind: Literal["closed", "opened", "time"]
    date: Date
    window: str
    reason: str = Field("", description="closed: why, as in `planner.timeline.NotOpen`; empty when it is not meant to open")
    detail: str = ""
    old: Span | None = None
    new: Span | None = None


class PresenceChange(Model):
    """An adult who keeps a window open now, or no longer does."""

    kind: Literal["added", "removed"]
    presence: PlannedPresence


class Figures(Model):
    """What the new plan says of itself."""

    status: Status
    cost: int
    bound: int | None
    cost_by_rule: tuple[RuleCost, ...]
    limits: Limits | None
    out_of_reach: tuple[Taken, ...] = ()
    settled: tuple[PlannedVisit, ...] = ()
    stretches: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    had: dict[str, dict[str, int]] = Field(default_factory=dict)
    served: tuple[ServedDuty, ...] = ()
    kept_open: dict[str, int] = Field(default_factory=dict)
    done: dict[str, int] = Field(default_factory=dict)
    trained: dict[str, int] = Field(default_factory=dict)


class Entries(Model):
    """What leaves a plan and what enters it, word for word: the same visit may have a turn of another name now."""

    visits_out: tuple[PlannedVisit, ...] = ()
    visits_in: tuple[PlannedVisit, ...] = ()
    duties_out: tuple[PlannedDuty, ...] = ()
    duties_in: tuple[PlannedDuty, ...] = ()

    @property
    def any(self) -> bool:
        """Whether the two plans name anything differently."""
        return bool(self.visits_out or self.visits_in or self.duties_out or self.duties_in)


class Changes(Model):
    """Everything that differs, from ``since`` on, in one fixed order; `planner.changes.diff.apply` makes the new plan of it."""

    since: Date = Field(description="first date of the new plan")
    visits: tuple[VisitChange, ...]
    duties: tuple[DutyChange, ...]
    presences: tuple[PresenceChange, ...]
    openings: tuple[OpeningChange, ...]
    figures: Figures
    entries: Entries | None = Field(None, description="none where the changes say it: in plans of one stretch of the term")

    @property
    def nothing(self) -> bool:
        """Whether nobody has to be told anything."""
        return not (self.told_visits or self.told_duties or self.openings)

    @property
    def told_visits(self) -> tuple[VisitChange, ...]:
        """Changes of visits that somebody notices."""
        return tuple(v for v in self.visits if v.kind != "past")

    @property
    def told_duties(self) -> tuple[DutyChange, ...]:
        """Changes of duties that somebody notices."""
        return tuple(d for d in self.duties if d.kind != "past")

    def count(self, kind: VisitKind) -> int:
        """How many visits changed in this way."""
        return sum(v.kind == kind for v in self.visits)

    @property
    def weekdays(self) -> int:
        """Moved visits that are on another weekday now."""
        return sum(v.changes_weekday for v in self.visits)

    @property
    def helpers(self) -> int:
        """Duties given to somebody else."""
        return sum(d.kind == "replaced" for d in self.duties)
