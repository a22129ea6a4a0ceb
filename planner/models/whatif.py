"""Answers to "what if": one class or helper in every cell, and the school with one thing changed. Data only."""

from __future__ import annotations

from typing import Annotated, Literal, Protocol

from pydantic import AfterValidator, Field

from planner.models.base import Model
from planner.models.days import parse_day
from planner.models.outcome import Balance, Cause, Explanation, Fix
from planner.models.plan import Plan, PlannedDuty, PlannedVisit, RuleCost
from planner.models.problem import Shortage
from planner.models.visits import Cycle

Verdict = Literal["here", "free", "moves", "impossible", "unknown"]


class Against(Model):
    """A rule that stands in the way, and about what: a count of dates, or subjects in ids."""

    rule: str
    dates: int = Field(0, description="dates on which it forbids the place by itself; 0 = only together with all else")
    subjects: tuple[str, ...] = Field((), description="where it would have to give: class, slot, room, helper …, in ids")


class PlanPlace(Model):
    """A cell for visits, or a shift for duties, as a plan names it."""

    what: str = Field(description="demand or post id")
    turn: str = Field(description="label of the turn")
    window: str | None = None
    slot: int | None = None
    period: str | None = None
    room: str | None = None


class VisitMove(Model):
    """Where a class's visits of a demand stand now and then, as far as that differs."""

    visitor: str
    demand: str
    before: tuple[PlannedVisit, ...]
    after: tuple[PlannedVisit, ...]


class DutyMove(Model):
    """Who leaves a shift and who comes in."""

    place: PlanPlace
    before: tuple[PlannedDuty, ...]
    after: tuple[PlannedDuty, ...]


class Answer(Model):
    """What it would take to be in one place."""

    place: PlanPlace
    verdict: Verdict = Field(
        description="here = already so; free = nothing and nobody else changes; moves = others change as well; "
        "impossible; unknown = the time ended"
    )
    proven: bool = Field(
        description="true: no repair has cheaper changes, nor the same changes at less cost, of those that leave what moved "
        "before where it is by now, if any does; or none exists at all"
    )
    helper: str | None = Field(None, description="who would take a seat, where it is asked who could")
    instead: str | None = Field(None, description="whose seat it is that would be taken")
    changes: int = Field(
        0, description="price of all changes against the published plan, the asked one and those made before included"
    )
    extra: int = Field(0, description="cost of all other rules, more or less than that of the plan")
    extra_by_rule: dict[str, int] = Field(default_factory=dict, description="rule -> its part of `extra`, where not 0")
    extra_about: dict[str, dict[str, int]] = Field(
        default_factory=dict, description="rule -> about whom it counts more or less than before, in its own unit"
    )
    visits: tuple[VisitMove, ...] = ()
    duties: tuple[DutyMove, ...] = ()
    against: tuple[Against, ...] = Field((), description="if impossible: what forbids it; at least these would have to give")
    facts: tuple[Cause, ...] = Field(
        (), description="if impossible by itself: the facts of the school behind it; `weight` = on how many dates of `dates`"
    )
    held_visits: tuple[PlannedVisit, ...] = Field((), description="if impossible: possible once these need not stay as well")
    held_duties: tuple[PlannedDuty, ...] = ()
    kept_free: bool = Field(False, description="if impossible: possible once what is kept free need not stay so")
    way: tuple[Fix, ...] = Field((), description="changes of the school that make it possible; all else says what it is then")

    def others(self, visitor: str) -> tuple[VisitMove, ...]:
        """Moves of visits other than the one that was asked about."""
        return tuple(m for m in self.visits if (m.visitor, m.demand) != (visitor, self.place.what))


class Answers(Model):
    """Every cell of one class (or every shift of one helper)."""

    who: str = Field(description="class or helper id")
    answers: tuple[Answer, ...]
    seconds: float = Field(description="what all answers together took, the model being there already")


class SchoolChange(Model):
    """Changes of a school, made together to see what they would do."""

    windows: dict[str, tuple[Annotated[str, AfterValidator(parse_day)], ...]] = Field(
        default_factory=dict, description="window id -> further days on which it is open: MON, 周六, D3"
    )
    rooms: dict[str, Annotated[int, Field(ge=0)]] = Field(
        default_factory=dict, description="room id -> classes that it takes at once; 0 = it is lost"
    )
    cycles: dict[str, Cycle] = Field(default_factory=dict, description="demand id -> how often: weekly, A/B, 3 weeks, sliding")


class SchoolState(Model):
    """A school as planned: what it costs, and what it gives each class."""

    status: Literal["OPTIMAL", "FEASIBLE", "INFEASIBLE", "UNKNOWN"]
    cost: int | None = None
    bound: int | None = None
    cost_by_rule: tuple[RuleCost, ...] = ()
    balances: tuple[Balance, ...] = Field(description="need against capacity, the short ones first")
    visits: dict[str, tuple[int, int]] = Field(default_factory=dict, description="demand -> (fewest, most) visits of a class")
    shortages: tuple[Shortage, ...] = Field((), description="if impossible: what counting shows")


class SchoolEffect(Model):
    """The same school before and after a change."""

    before: SchoolState
    after: SchoolState
    explanation: Explanation | None = Field(None, description="if it is impossible then: why, and ways that make it possible")


class Moves(Protocol):
    """What moves at once: an answer, or a step on a board."""

    @property
    def visits(self) -> tuple[VisitMove, ...]:
        """Of classes."""

    @property
    def duties(self) -> tuple[DutyMove, ...]:
        """Of helpers."""


def place_of(thing: PlannedVisit | PlannedDuty) -> PlanPlace:
    """The place of a visit or a duty."""
    if isinstance(thing, PlannedDuty):
        return PlanPlace(what=thing.post, turn=thing.turn, window=thing.window, slot=thing.slot)
    return PlanPlace(
        what=thing.demand, turn=thing.turn, window=thing.window, slot=thing.slot, period=thing.period, room=thing.room
    )


def moved(plan: Plan, by: Moves) -> Plan:
    """The plan after all these moves. Its cost is left as it was; `planner.checker` counts the new one."""
    gone_visits = {v for m in by.visits for v in m.before}
    gone_duties = {_seat(d) for m in by.duties for d in m.before}
    return plan.model_copy(
        update={
            "visits": tuple(v for v in plan.visits if v not in gone_visits) + tuple(v for m in by.visits for v in m.after),
            # Which class an escort fetches follows from the visits, and is worked out anew on every date.
            "duties": tuple(d.model_copy(update={"escorts": None}) for d in plan.duties if _seat(d) not in gone_duties)
            + tuple(d for m in by.duties for d in m.after),
        }
    )


def _seat(duty: PlannedDuty) -> tuple[str, str, str, str, int | None]:
    return (duty.helper, duty.post, duty.turn, duty.window, duty.slot)
