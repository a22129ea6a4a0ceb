"""The one JSON object that ``--json`` prints."""

from __future__ import annotations

from typing import Any

from planner.accounts.pauses import pauses, pauses_record
from planner.accounts.reach import reach_of, reach_record
from planner.accounts.seldom import seldom, seldom_record
from planner.checker import Case
from planner.models.outcome import Effort, Infeasible, Outcome, Solved
from planner.models.plan import Reach, Report, RuleCost, comfort, visits_not_held
from planner.models.school import School
from planner.outputs.explanations.explaining import explain
from planner.sessions.chapter import Chapter
from planner.timeline import Timeline


def outcome_record(school: School, timeline: Timeline, outcome: Outcome, sessions: int | None) -> dict[str, Any]:
    """What a planning run found, whatever it was."""
    plan = outcome.plan if isinstance(outcome, Solved) else None
    status = "INFEASIBLE" if isinstance(outcome, Infeasible) else plan.status if plan else "UNKNOWN"
    bound = plan.bound if plan else None if isinstance(outcome, Infeasible) else getattr(outcome, "bound", None)
    record: dict[str, Any] = {
        "status": status,
        "cost": plan.cost if plan else None,
        "bound": bound,
        "cost_by_rule": by_rule(plan.cost_by_rule) if plan else {},
        "reach": reach_record(_reach(school, timeline, outcome)) if isinstance(outcome, Solved) else None,
        "pauses": pauses_record(pauses(timeline)),
        "seldom": seldom_record(seldom(timeline, plan)) if plan else [],
        "visits_not_held": visits_not_held(plan.cost_by_rule) if plan else None,
        "cost_of_wishes": comfort(plan.cost_by_rule) if plan else None,
        **_effort(outcome.effort),
        "classes": len(school.class_list),
        "helpers": len(school.helper_by_id),
        "cells": sum(len(cells) for cells in timeline.cells.values()),
        "sessions": sessions,
    }
    if isinstance(outcome, Infeasible):
        record["shortages"] = [
            {**shortage.model_dump(mode="json"), "sentence": words.sentence, "hint": words.hint}
            for shortage in outcome.shortages
            for words in [explain(school, shortage, school.spoken(school.language))]
        ]
    return record


def _reach(school: School, timeline: Timeline, found: Solved) -> Reach:
    return reach_of(Case(school, found.plan, laid=Chapter(school, found.plan, timeline, found.expansion)))


def report_record(report: Report, reach: Reach) -> dict[str, Any]:
    """What the checker says of a plan."""
    return {
        "status": "VALID" if report.ok else "BREACHES",
        "cost": report.cost,
        "cost_by_rule": by_rule(report.cost_by_rule),
        "reach": reach_record(reach),
        "visits_not_held": visits_not_held(report.cost_by_rule),
        "cost_of_wishes": comfort(report.cost_by_rule),
        "breaches": [breach.model_dump(mode="json") for breach in report.breaches],
    }


def by_rule(costs: tuple[RuleCost, ...]) -> dict[str, dict[str, Any]]:
    """Costs keyed by the name of their rule."""
    return {c.rule: c.model_dump(mode="json", exclude={"rule"}) for c in costs}


def _effort(effort: Effort | None) -> dict[str, Any]:
    names = ("build_seconds", "solve_seconds", "variables", "constraints")
    return {name: getattr(effort, name) if effort else None for name in names}
