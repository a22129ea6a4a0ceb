"""Schools with some rules switched, for questions about feasibility; and the plan that leaves least out."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from planner.checker import RULES as CHECKS
from planner.checker import judged
from planner.checker.case import Case
from planner.models.outcome import Unplaced
from planner.models.plan import Limits, Past, Plan
from planner.models.rules import RULES, RuleSetting
from planner.models.school import School
from planner.sessions.chapter import Chapter
from planner.solver.build import Built, build
from planner.solver.problem import Problem
from planner.solver.readback import plan_of
from planner.solver.search import Search
from planner.timeline import Timeline

# What a partial plan may leave out, and what each missing unit weighs. Visits count once, the others once for each date, so
# that a visit always weighs more than the duties that go with it.
LEFT_OUT = {
    "demand_met": 10000,
    "post_staffed": 10,
    "escort_tied": 12,
    "pinned": 200,
    "duty_pinned": 200,
    "each_day_served": 2,
    "adult_there": 10,
    "experienced_there": 1,
    "duty_min": 5,
}


def bare(school: School) -> School:
    """The school with its hard rules only: prices do not matter for what is possible."""
    settings = dict(school.rules)
    for rule in RULES:
        if school.mode(rule) == "soft":
            settings[rule] = RuleSetting(mode="off")
    return school.model_copy(update={"rules": settings})


def without_duties(school: School) -> School:
    """The school's visits alone."""
    changes: dict[str, object] = {"posts": (), "helpers": (), "wishes": (), "adults": ()}
    changes["duties"] = school.duties.model_copy(update={"pins": (), "min_per_week": 0})
    return school.model_copy(update=changes)


@dataclass(frozen=True)
class Standing:
    """Where a school that is asked about stands: from which date on it is planned, what is published, and what has been held.

    ``like``: the timeline of the school from which all that are asked about were made; what their changes do not touch is laid
    out once.
    """

    since: dt.date | None = None
    previous: Plan | None = None
    past: Past | None = None
    like: Timeline | None = None


AT_FIRST = Standing()
"""Nothing is published yet, and the whole term is to be planned."""


def problem_of(school: School, standing: Standing, *, guarded: bool = False) -> Problem:
    """The problem of one of many schools that are asked about."""
    timeline = Timeline(school, standing.since, like=standing.like)
    return Problem(school, standing.since, previous=standing.previous, past=standing.past, guarded=guarded, timeline=timeline)


def is_feasible(school: School, seconds: float, standing: Standing = AT_FIRST, *, steps: int | None = None) -> bool | None:
    """Whether any plan keeps all hard rules; None when the time, or the effort of so many ``steps`` of a search, ends first."""
    from planner.solver.counting import shortages

    problem = problem_of(bare(school), standing)
    if shortages(problem):
        return False
    status = Search(build(problem).model, Limits(seconds=max(0.05, seconds)), steps=steps).run()
    return None if status == "UNKNOWN" else status != "INFEASIBLE"


def least_broken(
    school: School, rule: str, seconds: float, standing: Standing = AT_FIRST, *, steps: int | None = None
) -> int | None:
    """How often a soft rule is broken in the plan that breaks it least; None without a plan, or without a proof in the time."""
    settings = {**bare(school).rules, rule: RuleSetting(mode="soft", weight=1)}
    only = school.model_copy(update={"rules": settings})
    built = build(problem_of(only, standing))
    search = Search(built.model, Limits(seconds=max(0.05, seconds)), steps=steps)
    status = search.run()
    if status != "OPTIMAL":
        return None
    plan = plan_of(built, search.values, status, search.bound, None)
    report = judged(Case(only, plan, laid=Chapter(only, plan, built.problem.timeline)))
    return sum(cost.amount for cost in report.cost_by_rule if cost.rule == rule)


def least_left_out(school: School, seconds: float, standing: Standing = AT_FIRST, *, steps: int | None = None) -> int | None:
    """What the plan that leaves least out leaves out, as `LEFT_OUT` weighs it: a number to compare by, without reading the plan
    back. None without a plan."""
    search = Search(_leaving_out(school, standing)[1].model, Limits(seconds=max(0.05, seconds)), steps=steps)
    return search.cost if search.run() in {"OPTIMAL", "FEASIBLE"} else None


def partial_plan(
    school: School, seconds: float, standing: Standing = AT_FIRST, *, steps: int | None = None
) -> tuple[Plan | None, tuple[Unplaced, ...]]:
    """The plan that leaves least out, and what it leaves out; every other hard rule holds."""
    relaxed, built = _leaving_out(school, standing)
    search = Search(built.model, Limits(seconds=max(0.1, seconds)), steps=steps)
    status = search.run()
    if status not in {"OPTIMAL", "FEASIBLE"}:
        return None, ()
    plan = plan_of(built, search.values, status, search.bound, None)
    return plan, unplaced(Case(relaxed, plan, laid=Chapter(relaxed, plan, built.problem.timeline)))


def _leaving_out(school: School, standing: Standing) -> tuple[School, Built]:
    """The school with what may be left out at a price, and its model."""
    settings = dict(bare(school).rules)
    for rule, weight in LEFT_OUT.items():
        if school.mode(rule) == "hard":
            settings[rule] = RuleSetting(mode="soft", weight=weight)
    relaxed = school.model_copy(update={"rules": settings})
    return relaxed, build(problem_of(relaxed, standing))


def unplaced(case: Case) -> tuple[Unplaced, ...]:
    """What a plan leaves out, named."""
    school, plan = case.school, case.plan
    found = []
    planned = Counter((v.visitor, v.demand) for v in plan.visits)
    for (visitor, demand), times in case.due.items():
        if planned[visitor, demand] < times:
            found.append(Unplaced(kind="visit", subject=visitor, of=demand, missing=times - planned[visitor, demand]))
    for rule in LEFT_OUT:
        if rule == "demand_met" or school.mode(rule) == "off":
            continue
        kind = "duty" if rule in {"post_staffed", "escort_tied"} else "minimum" if rule == "duty_min" else "other"
        missing: Counter[tuple[str, str]] = Counter()
        for finding in CHECKS[rule](case):
            of = finding.detail if kind == "duty" else rule
            missing[finding.subject, of] = max(missing[finding.subject, of], finding.amount)
        found += [Unplaced(kind=kind, subject=s, of=of, missing=n) for (s, of), n in missing.items()]
    return tuple(found)
