"""The work of one run: a task goes in, what was found comes out. No database, no HTTP, no queue."""

from __future__ import annotations

import base64
import datetime as dt
import threading
import zlib
from collections.abc import Callable
from dataclasses import dataclass

from api.jobs.figures import figures
from api.jobs.impossible import spent, without_plan
from api.jobs.wanted import Counted, Drafted, Found, Proposed, Refused, Task, Wanted
from planner.changes.identity import NotTheSame, heir
from planner.changes.strategies import STRATEGIES, Name, Proposal, proposal
from planner.errors import BadInput
from planner.models.outcome import Effort, Infeasible, Outcome, Solved
from planner.models.plan import Limits, Plan
from planner.models.planfile import (
    MadeUp,
    PlanFile,
    canonical_plan,
    canonical_school,
    dump_plan,
    family,
    load_plan,
    load_school,
)
from planner.models.school import School
from planner.models.session import Expansion
from planner.reading import parse_school
from planner.sessions.history import continued
from planner.solver import Progress, make_up, solve

__all__ = ["Found", "OnProgress", "Refused", "Step", "Task", "Wanted", "work"]

_AFTER_STOP = 3.0
"""Seconds that lost visits may still take to be placed once somebody has asked to stop."""


@dataclass(frozen=True)
class Step:
    """Progress of one search of a run: the ``number``-th of ``of``."""

    progress: Progress
    strategy: Name | None
    number: int
    of: int


OnProgress = Callable[[Step], None]


def work(task: Task, on_progress: OnProgress | None = None, stop: threading.Event | None = None) -> Found:
    """Plan or re-plan. Once ``stop`` is set the best plan so far is what was found.

    Raises Refused for a task that makes no sense, BrokenPromise for a bug of ours.
    """
    stop = stop or threading.Event()
    base = _base(task)
    school = canonical_school(_following_on(_school(task), base))
    say = on_progress or (lambda _step: None)
    if task.wanted.kind == "replan":
        return _Replanning(task.wanted, school, base, say, stop).found()
    return _plan(task.wanted, school, base, say, stop)


def _school(task: Task) -> School:
    try:
        if task.document is None:
            return load_school((task.school or "").encode())
        content = zlib.decompress(base64.b64decode(task.document.content))
        return parse_school(content, f"school.{task.document.kind}")
    except (BadInput, ValueError, RecursionError, zlib.error):
        raise Refused("bad_document") from None


def _following_on(school: School, base: PlanFile | None) -> School:
    """The school with the identity of what was published before; as it is where it is another school or term."""
    try:
        return school if base is None else heir(school, base.school)
    except NotTheSame:
        return school


def _base(task: Task) -> PlanFile | None:
    try:
        return None if task.base is None else load_plan(zlib.decompress(base64.b64decode(task.base)))
    except (ValueError, RecursionError, zlib.error):
        raise Refused("bad_base") from None


def _plan(wanted: Wanted, school: School, base: PlanFile | None, say: OnProgress, stop: threading.Event) -> Found:
    outcome = solve(school, wanted.limits, lambda p: say(Step(p, None, 1, 1)), stop, since=wanted.since)
    if not isinstance(outcome, Solved):
        return without_plan(wanted, school, outcome, stop)
    plan = outcome.plan
    limits = wanted.limits
    if stop.is_set():
        limits = Limits(seed=limits.seed, seconds=min(limits.seconds, _AFTER_STOP))
    made_up = tuple(MadeUp.of(s) for s in make_up(school, plan, told=wanted.make_up, limits=limits).all)
    planfile = _following(base, school, plan, made_up)
    proposed = _proposed(plan, None, proven=plan.status == "OPTIMAL")
    return _found((proposed,), (_draft(None, planfile, outcome.expansion),), [outcome.effort], stop)


def _following(base: PlanFile | None, school: School, plan: Plan, made_up: tuple[MadeUp, ...]) -> PlanFile:
    """The plan with the identity of what was published before it: events keep counting their revisions, substitutes stay.

    A plan that begins before the standing one, as when the whole term is planned anew, replaces all plans from its date on.
    """
    if base is None or family(base.school) != family(school):
        return PlanFile(school=school, plan=plan, makeups=made_up)
    *earlier, standing = [r for r in base.all if r.plan.effective_from <= plan.effective_from] or base.all[:1]
    rewound = {"school": standing.school, "plan": standing.plan, "history": tuple(earlier)}
    if standing.plan.effective_from > plan.effective_from:
        rewound["plan"] = standing.plan.model_copy(update={"effective_from": plan.effective_from})
    planfile = continued(base.model_copy(update=rewound), school, plan)
    return planfile.model_copy(update={"makeups": (*planfile.makeups, *made_up)})


@dataclass
class _Replanning:
    """One search for each strategy, one after another."""

    wanted: Wanted
    school: School
    base: PlanFile | None
    say: OnProgress
    stop: threading.Event

    def found(self) -> Found:
        """A draft for each strategy that has a plan; the strategies not begun when somebody stops are left out."""
        base, since = self._checked()
        standing = base.all[-1]
        proposals: list[Proposed] = []
        drafts: list[Drafted] = []
        efforts: list[Effort] = []
        outcome: Outcome | None = None
        names = tuple(dict.fromkeys(self.wanted.strategies))
        for number, name in enumerate(names, start=1):
            if self.stop.is_set() and outcome is not None:
                break
            strategy = STRATEGIES[name]
            outcome = solve(
                strategy.priced(self.school),
                self.wanted.limits,
                self._teller(name, number, len(names)),
                self.stop,
                since=since,
                previous=standing.plan,
            )
            if outcome.effort is not None:
                efforts.append(outcome.effort)
            if isinstance(outcome, Infeasible):
                break  # what must hold is the same for all strategies
            if isinstance(outcome, Solved):
                made = proposal(strategy, self.school, outcome.plan, standing)
                proposals.append(_proposed(made.plan, made, proven=made.proven))
                drafts.append(_draft(name, continued(base, self.school, canonical_plan(made.plan)), outcome.expansion))
        if not proposals and outcome is not None:
            return without_plan(self.wanted, self.school, outcome, self.stop, standing.plan)
        return _found(tuple(proposals), tuple(drafts), efforts, self.stop)

    def _teller(self, name: Name, number: int, of: int) -> Callable[[Progress], None]:
        return lambda progress: self.say(Step(progress, name, number, of))

    def _checked(self) -> tuple[PlanFile, dt.date]:
        if self.base is None:
            raise Refused("no_base")
        if self.wanted.since is None:
            raise Refused("no_since")
        if family(self.base.school) != family(self.school):
            raise Refused("other_school" if self.base.school.term.id == self.school.term.id else "other_term")
        first, last = max(self.school.term.start, self.base.plan.effective_from), self.school.term.end
        if not first <= self.wanted.since <= last:
            raise Refused("since_out_of_range")
        return self.base, self.wanted.since


def _proposed(plan: Plan, made: Proposal | None, *, proven: bool) -> Proposed:
    counted = None
    if made is not None:
        c = made.changes
        counted = Counted(
            moved=c.count("moved"), weekdays=c.weekdays, helpers=c.helpers, added=c.count("added"), removed=c.count("removed")
        )
    return Proposed(
        strategy=made.strategy.name if made else None,
        status=plan.status,
        cost=plan.cost,
        bound=plan.bound,
        cost_by_rule={c.rule: c.cost for c in plan.cost_by_rule if c.cost},
        proven=proven,
        price=made.price if made else None,
        least=made.least if made else None,
        changes=counted,
    )


def _draft(strategy: Name | None, planfile: PlanFile, expansion: Expansion) -> Drafted:
    packed = base64.b64encode(zlib.compress(dump_plan(planfile))).decode()
    return Drafted(strategy=strategy, planfile=packed, figures=figures(planfile, expansion))


def _found(proposals: tuple[Proposed, ...], drafts: tuple[Drafted, ...], efforts: list[Effort], stop: threading.Event) -> Found:
    proven = all(p.status == "OPTIMAL" for p in proposals)
    return Found(
        status="OPTIMAL" if proven else "FEASIBLE",
        stopped=stop.is_set(),
        effort=spent(efforts),
        cost=proposals[0].cost,
        bound=proposals[0].bound,
        proposals=proposals,
        drafts=drafts,
    )
