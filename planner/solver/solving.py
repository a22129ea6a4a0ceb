"""Find the cheapest plan, prove it, and have the checker confirm it."""

from __future__ import annotations

import datetime as dt
import threading
import time
from typing import Literal

from planner.checker import Case, judged
from planner.errors import BrokenPromise
from planner.models.outcome import Effort, Infeasible, Outcome, OutOfTime, Solved
from planner.models.plan import Limits, Past, Plan, Proof, Status
from planner.models.planfile import canonical_school
from planner.models.rules import CHANGES
from planner.models.school import School
from planner.sessions.chapter import Chapter
from planner.solver.build import Built, build, uncollected
from planner.solver.counting import shortages
from planner.solver.posts import alike_posts, as_one, told_apart
from planner.solver.problem import Problem
from planner.solver.proving import hold_changes, leave_out, proof
from planner.solver.reach import reach
from planner.solver.readback import plan_of
from planner.solver.search import OnProgress, Search
from planner.solver.warm import dated_plan


def solve(
    school: School,
    limits: Limits | None = None,
    on_progress: OnProgress | None = None,
    stop: threading.Event | None = None,
    *,
    since: dt.date | None = None,
    previous: Plan | None = None,
    past: Past | None = None,
) -> Outcome:
    """Plan a school. Same school, seed and limits give the same plan unless the clock or ``stop`` ends the search first.

    ``since`` plans only the dates from then on. ``previous`` is the published plan: then first the price of changes is made
    as small as can be, and only then everything else. ``past``: what was held before ``since``: visits count where classes are
    to come equally often, duties of its week where they are limited by week. Raises BrokenPromise if the checker disagrees.
    """
    limits = limits or Limits()
    begin = time.perf_counter()
    school = canonical_school(school)
    # A published plan speaks of single posts.
    alike = alike_posts(school) if previous is None else {}
    with uncollected():
        problem = Problem(as_one(school, alike), since, previous=previous, past=past)
    counted = shortages(problem)
    if counted:
        return Infeasible(shortages=shortages(Problem(school, since, past=past)) if alike else counted)
    built = build(problem)
    build_seconds = time.perf_counter() - begin
    beyond = reach(built, limits.seconds, stop)
    before: tuple[Proof, ...] = ()
    if beyond is not None:
        before = (proof(beyond.model, beyond.bound, "held", _weights(built)),)
        leave_out(built, sum(taken.visits for taken in beyond.taken))
    search, status, bound, proofs = _run(built, limits, on_progress, stop)
    effort = Effort(
        build_seconds=build_seconds,
        solve_seconds=time.perf_counter() - begin - build_seconds,
        first_plan_seconds=search.first,
        variables=len(built.model.lows),
        constraints=built.model.rows,
    )
    if status == "INFEASIBLE":
        return Infeasible(shortages=(), effort=effort)
    if status == "UNKNOWN":
        return OutOfTime(bound=bound, effort=effort)
    plan = plan_of(built, search.values, status, bound, limits)
    plan = plan.model_copy(update={"proofs": (*before, *proofs), "out_of_reach": beyond.taken if beyond else ()})
    plan = told_apart(plan, alike, school)
    case = Case(school, plan, previous, Chapter(school, plan, None if alike else problem.timeline))
    return Solved(plan=_verified(case), expansion=case.expansion, effort=effort)


def _run(
    built: Built, limits: Limits, on_progress: OnProgress | None, stop: threading.Event | None
) -> tuple[Search, Status, int | None, tuple[Proof, ...]]:
    """(last search, status, bound, its proofs). With a published plan: changes first, then the rest with these held there."""
    if built.problem.previous is None:

        def first_plan(seconds: float) -> list[int] | None:
            return dated_plan(built, limits.model_copy(update={"seconds": max(0.1, seconds)}), stop)

        search = Search(built.model, limits, on_progress, stop, stretches=_has_stretches(built), first_plan=first_plan)
        status = search.run()
        return search, status, search.bound, _proofs(search, built, "all")
    built.variables.hint(built.problem.previous)
    built.posting.set_objective(CHANGES)
    first = Search(built.model, limits, on_progress, stop)
    status = first.run()
    left = limits.seconds - first.seconds
    proofs = _proofs(first, built, "changes")
    if status != "OPTIMAL" or left <= 0:
        return first, status, first.bound, proofs
    hold_changes(built, first.cost)
    built.variables.hint_solution(first.values)
    second = Search(built.model, limits.model_copy(update={"seconds": left}), on_progress, stop)
    status = second.run()
    if status in {"OPTIMAL", "FEASIBLE"}:
        # The second is about plans that change as little: without the first it says nothing of others.
        return second, status, second.bound, (*proofs, *_proofs(second, built, "all")) if proofs else ()
    return first, "FEASIBLE", first.cost, proofs


def _has_stretches(built: Built) -> bool:
    timeline = built.problem.timeline
    return any(len(parts) > 1 for parts in (timeline.duty_stretches, *timeline.stretches.values()))


def _proofs(search: Search, built: Built, of: Literal["all", "changes"]) -> tuple[Proof, ...]:
    """The proof of a search's bound, where arithmetic alone gives it."""
    if search.proof is None:
        return ()
    return (proof(built.model, search.proof, of, _weights(built)),)


def _weights(built: Built) -> dict[str, int]:
    """The prices of changes, where a published plan gives them any."""
    school = built.problem.school
    soft = [rule for rule in sorted(CHANGES) if built.problem.previous is not None and school.mode(rule) == "soft"]
    return {rule: school.weight(rule) for rule in soft}


def _verified(case: Case) -> Plan:
    """The plan with the checker's costs. A plan from a search that ended early may cost less than the solver says, since
    nothing has yet pushed its derived variables down; never more, and never otherwise when proven optimal."""
    plan, report = case.plan, judged(case)
    wrong = report.cost > plan.cost or (plan.status == "OPTIMAL" and report.cost != plan.cost)
    if report.breaches or wrong:
        broken = "; ".join(f"{b.rule} {b.subject} {b.detail}" for b in report.breaches[:5])
        raise BrokenPromise(f"solver says {plan.cost}, checker {report.cost}; broken: {broken or 'nothing'}")
    # What a search that ended early found may turn out to cost no more than its bound: then it is proven after all.
    # With a published plan the bound may be about its changes alone.
    proven = case.previous is None and report.cost == plan.bound
    status: Status = "OPTIMAL" if plan.status == "FEASIBLE" and proven else plan.status
    return plan.model_copy(update={"status": status, "cost": report.cost, "cost_by_rule": report.cost_by_rule})
