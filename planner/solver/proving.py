"""Proofs that stand beside a plan, checked by arithmetic: the model is made again from the school, no solver is asked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from planner.checker import Case, judged
from planner.models.plan import Plan, Proof, Report
from planner.models.planfile import canonical_school
from planner.models.rules import CHANGES, RuleSetting
from planner.models.school import School
from planner.solver.build import Built, build
from planner.solver.certificate import Bound, bound_of
from planner.solver.model import Model
from planner.solver.posts import alike_posts, as_one
from planner.solver.problem import Problem
from planner.solver.reach import visits_alone

Verdict = Literal["best", "bound", "none", "other", "wrong"]
"""Proven best; a bound, which the plan does not reach; no proof; a proof about another school; a proof that proves nothing."""


def proof(model: Model, bound: Bound, of: Literal["held", "changes", "all"], weights: Mapping[str, int]) -> Proof:
    """A bound of a model as it stands beside a plan."""
    return Proof(
        of=of,
        bound=bound.least + model.offset,
        weights=dict(weights),
        model=model.fingerprint,
        multipliers=tuple(sorted(bound.multipliers.items())),
    )


def verdict(school: School, plan: Plan, previous: Plan | None = None, found: tuple[Case, Report] | None = None) -> Verdict:
    """What the proofs of a plan are worth for this school. ``previous`` is the plan before, where there was one; ``found`` is
    what the checker says of plan and school without it, where that is there already.

    That of the visits no plan can hold comes first: by it these cost nothing.

    The cost that is compared with the bound is the checker's, not what the plan says of itself.
    """
    if not plan.proofs:
        return "none"
    weights = plan.proofs[0].weights
    priced = {rule: RuleSetting(mode="soft", weight=weight) for rule, weight in weights.items()}
    school = canonical_school(school)
    school = school.model_copy(update={"rules": {**school.rules, **priced}})
    before = previous if weights else None
    # As `solve` does: a published plan speaks of single posts.
    alike = alike_posts(school) if before is None else {}
    case, report = found if found and before is None else (Case(school, plan, before), None)
    timeline = None if alike else case.timeline
    built = build(Problem(as_one(school, alike), plan.effective_from, previous=before, past=plan.past, timeline=timeline))
    report = report or judged(case)
    changes = sum(cost.cost for cost in report.cost_by_rule if cost.rule in CHANGES)
    best = report.ok and plan.proofs[-1].of == "all"
    if plan.unreachable and plan.proofs[0].of != "held":
        return "wrong"
    for each in plan.proofs:
        if each.of == "held":
            if visits_alone(built)[0].fingerprint != each.model:
                return "other"
            if not _proves_reach(built, each, plan.unreachable):
                return "wrong"
            leave_out(built, plan.unreachable)
            continue
        cost = changes if each.of == "changes" else report.cost
        if each.of == "changes":
            built.posting.set_objective(CHANGES)
        if built.model.fingerprint != each.model:
            return "other"
        rows = range(built.model.rows)
        if any(row not in rows for row, _ in each.multipliers):
            return "wrong"
        least = bound_of(built.model, dict(each.multipliers)).least + built.model.offset
        if least < each.bound or cost < least:
            return "wrong"
        best = best and cost == least
        if each.of == "changes":
            hold_changes(built, changes)
    return "best" if best else "bound"


def _proves_reach(built: Built, held: Proof, unreachable: int) -> bool:
    alone = visits_alone(built)[0]
    known = all(row in range(alone.rows) for row, _ in held.multipliers)
    return known and bound_of(alone, dict(held.multipliers)).least + alone.offset >= max(held.bound, unreachable)


def leave_out(built: Built, unreachable: int) -> None:
    """From now on visits that no plan can hold cost nothing. Where holding visits has no price, they cost nothing anyway."""
    if built.problem.school.mode("held_visits") != "soft":
        return
    built.posting.prefer("held_visits", built.variables.constant(unreachable), -1)
    built.posting.set_objective()


def hold_changes(built: Built, cost: int) -> None:
    """From now on changes may not cost more, and everything has its price."""
    built.posting.hold(CHANGES, cost)
    built.posting.set_objective()
