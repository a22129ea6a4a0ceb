"""A plan and what is said of it. A plan is an answer: it never stands inside a School, which is the question."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from pydantic import Field

from planner.models.base import Model
from planner.models.days import stretch_of
from planner.models.values import Date

Status = Literal["OPTIMAL", "FEASIBLE", "INFEASIBLE", "UNKNOWN"]
CellKey = tuple[str, str, str, int, str, str]
"""(demand, turn, window, slot, period, room) of a cell; what it has not is empty or 0."""
ShiftKey = tuple[str, str, str, int]
"""(post, turn, window, slot) of a shift; 0 = the whole window."""


class PlannedVisit(Model):
    """A visit that repeats whenever its turn comes round."""

    demand: str = Field(description="demand id")
    visitor: str = Field(description="class id, or teacher id in a teachers' demand")
    turn: str = Field(description="label of the turn: MON; A:MON; 2/3:MON; #4; a date; MON@2026-11-16 in a stretch of the term")
    window: str | None = Field(None, description="window id; none for a lesson")
    slot: int | None = Field(None, description="slot of the window, counted from 1")
    period: str | None = Field(None, description="period of the timetable; none for a window")
    room: str | None = Field(None, description="room id")

    @property
    def stretch(self) -> str:
        """First date of the stretch of the term that its turn names; '' in a term of one stretch."""
        return stretch_of(self.turn)

    @property
    def place(self) -> CellKey:
        """Where it stands, as `planner.timeline.VisitCell.key` names it."""
        return (self.demand, self.turn, self.window or "", self.slot or 0, self.period or "", self.room or "")


class PlannedDuty(Model):
    """A duty that repeats whenever its turn comes round."""

    helper: str = Field(description="helper id")
    post: str = Field(description="post id")
    turn: str = Field(description="label of the turn")
    window: str = Field(description="window id")
    slot: int | None = Field(None, description="slot of the window, for duties by the slot")
    escorts: str | None = Field(None, description="the class escorted")

    @property
    def stretch(self) -> str:
        """First date of the stretch of the term that its turn names; '' in a term of one stretch."""
        return stretch_of(self.turn)

    @property
    def place(self) -> ShiftKey:
        """Where it stands, as `planner.timeline.Shift.key` names it."""
        return (self.post, self.turn, self.window, self.slot or 0)


class PlannedPresence(Model):
    """The adult who keeps a window open, on the dates of one kind of day."""

    adult: str = Field(description="adult id")
    window: str = Field(description="window id")
    day: str = Field(description="label of the day it runs: MON … or D1 …")
    present: tuple[str, ...] = Field(description="the adults who could; dates with the same people share one presence")


class ServedDuty(Model):
    """A duty that was done on one date, by a plan before or in somebody's stead."""

    helper: str = Field(description="helper id")
    date: Date
    post: str = Field(description="post id")
    turn: str = Field(description="label of the turn without its stretch; the date where it was done in somebody's stead")
    window: str = Field(description="window id")
    slot: int | None = Field(None, description="slot of the window, for duties by the slot")


@dataclass(frozen=True)
class Past:
    """What the plans before have held, as far as one that takes over from them has to know it; see the fields of `Plan`."""

    had: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    served: tuple[ServedDuty, ...] = ()
    kept_open: Mapping[str, int] = field(default_factory=dict)
    done: Mapping[str, int] = field(default_factory=dict)


class RuleCost(Model):
    """What one rule adds to the cost of a plan."""

    rule: str
    weight: int
    amount: int = Field(description="in the units that the rule counts")
    cost: int = Field(description="weight × amount")
    worst: tuple[str, ...] = Field((), description="subjects that add most, largest first")


MOST_SECONDS = 3600.0
"""The longest search that any setting can allow."""


class Limits(Model):
    """What bounded the search; with the same limits and seed the same input gives the same plan."""

    seed: int = Field(1, ge=0, le=2**31 - 1)
    seconds: float = Field(60.0, gt=0, description="time limit in seconds")


class Proof(Model):
    """Why no plan of a school costs less: whole multipliers of the rows of its model, which give the bound by arithmetic.

    A re-plan has two: no plan changes less, and of those that change as little none costs less.
    """

    of: Literal["held", "changes", "all"] = Field(
        description="visits that room and grades would allow and are not held; cost of changes to the plan before; all cost"
    )
    bound: int = Field(description="no plan has less of it")
    weights: dict[str, int] = Field(default_factory=dict, description="re-plan: the prices of changes it was made with")
    model: str = Field(description="fingerprint of the model: the proof is about this one and no other")
    multipliers: tuple[tuple[int, int], ...] = Field(description="(row of the model, multiplier times 2^24)")


class Taken(Model):
    """Visits that a rule keeps from being held, though room and grades would allow them."""

    rule: str = Field("", description="name of the rule; '' = several together")
    visits: int


class Plan(Model):
    """Visits, duties and adults of a term from one date on."""

    effective_from: Date = Field(description="first date to which the plan applies")
    visits: tuple[PlannedVisit, ...]
    duties: tuple[PlannedDuty, ...]
    presences: tuple[PlannedPresence, ...] = Field((), alias="covers", description="which adult keeps which window open")
    status: Status = Field("FEASIBLE", description="OPTIMAL = proven; FEASIBLE = valid, maybe not the cheapest")
    cost: int = 0
    bound: int | None = Field(None, description="no plan can cost less than this; none for plans from elsewhere")
    cost_by_rule: tuple[RuleCost, ...] = ()
    proofs: tuple[Proof, ...] = Field((), description="of the bound, checked without a solver; none where a search shows it")
    limits: Limits | None = Field(None, description="none for plans from elsewhere")
    out_of_reach: tuple[Taken, ...] = Field(
        (),
        description="visits that room and grades would allow and no plan can hold: they cost nothing, since they cannot be had",
    )
    settled: tuple[PlannedVisit, ...] = Field(
        (), description="visits of the plan before whose last date had passed by then: in their place nothing more is due"
    )
    stretches: dict[str, tuple[str, ...]] = Field(
        default_factory=dict,
        description="demand id ('' = duties) -> first dates of the stretches of the term it was made for, where there are "
        "several: in one that no visit names there is none",
    )
    had: dict[str, dict[str, int]] = Field(
        default_factory=dict,
        description="demand id -> visitor -> visits held by the plans before, before the first date of this",
    )
    served: tuple[ServedDuty, ...] = Field(
        (), description="duties of the plans before in the week of the first date, and on the day before it: limits count them"
    )
    kept_open: dict[str, int] = Field(
        default_factory=dict, description="adult id -> windows kept open by the plans before in the week of the first date"
    )
    done: dict[str, int] = Field(
        default_factory=dict,
        description="helper id -> duties done in the term before the first date: they count where fairness counts dates; "
        "who is not named was no helper then",
    )
    trained: dict[str, int] = Field(
        default_factory=dict, description="helper id -> duties done as a trainee by the plans before, which are over"
    )

    @property
    def past(self) -> Past:
        """What the plans before have held."""
        return Past(self.had, self.served, self.kept_open, self.done)

    def after(self, past: Past) -> Plan:
        """The same plan after what the plans before it have held."""
        had = {demand: dict(visits) for demand, visits in past.had.items()}
        kept_open, done = dict(past.kept_open), dict(past.done)
        return self.model_copy(update={"had": had, "served": past.served, "kept_open": kept_open, "done": done})

    @property
    def unreachable(self) -> int:
        """How many visits are out of reach."""
        return sum(taken.visits for taken in self.out_of_reach)


HELD_FIRST = ("held_visits", "fewest_visits")
"""Rules about visits that are really held, priced before all comfort."""


def visits_not_held(costs: Iterable[RuleCost]) -> int:
    """Visits fewer than could be held; 0 where the school does not count."""
    return sum(c.amount for c in costs if c.rule == "held_visits")


def comfort(costs: Iterable[RuleCost]) -> int:
    """What the wishes cost, without the price of visits that are not held: the part of a cost that planning is left with."""
    return sum(c.cost for c in costs if c.rule not in HELD_FIRST)


class Breach(Model):
    """A hard rule broken by a plan."""

    rule: str
    subject: str = Field(description="who or what it is about, in ids")
    amount: int = Field(description="in the units that the rule counts")
    dates: tuple[Date, ...] = Field((), description="dates on which it is broken")
    detail: str = Field("", description="where in the plan, in ids")


class Report(Model):
    """What the checker says of a plan: the broken rules, and the cost of the soft ones."""

    breaches: tuple[Breach, ...]
    cost: int
    cost_by_rule: tuple[RuleCost, ...]

    @property
    def ok(self) -> bool:
        """Whether every hard rule holds."""
        return not self.breaches


@dataclass(frozen=True, slots=True)
class DemandReach:
    """Visits of one demand: ``places`` = what room and grades alone would allow, ``held`` = what the plan holds."""

    demand: str
    places: int
    held: int


@dataclass(frozen=True, slots=True)
class LostTo:
    """Visits that a rule keeps every plan from holding; ``rule`` '' = several together."""

    rule: str
    visits: int


@dataclass(frozen=True, slots=True)
class Reach:
    """A plan from its first date on. ``lost_to`` adds up to what no plan can hold of the places."""

    demands: tuple[DemandReach, ...]
    lost_to: tuple[LostTo, ...]

    @property
    def places(self) -> int:
        """Visits that room and grades alone would allow."""
        return sum(d.places for d in self.demands)

    @property
    def held(self) -> int:
        """Visits that the plan holds."""
        return sum(d.held for d in self.demands)

    @property
    def out_of_reach(self) -> int:
        """Visits that no plan can hold."""
        return sum(x.visits for x in self.lost_to)

    @property
    def most(self) -> int:
        """No plan holds more."""
        return self.places - self.out_of_reach

    @property
    def missing(self) -> int:
        """Visits that could be held, as far as is known, and are not."""
        return self.most - self.held
