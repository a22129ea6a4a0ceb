"""Visits in places that are there more rarely than they are due: alternating Saturdays, a window in odd weeks."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from planner.models.plan import Plan
from planner.models.session import Seldom
from planner.timeline import Timeline, fitted
from planner.timeline.promise import Promises

_TOLD = frozenset({"other_weeks", "no_school"})


def seldom(timeline: Timeline, plan: Plan) -> tuple[Seldom, ...]:
    """Of each demand of a plan, in order; visitors in the order of the plan, those of one place together."""
    promises, school = Promises(timeline), timeline.school
    found: dict[tuple[str, str, str, int, int], list[str]] = defaultdict(list)
    for visit in fitted(timeline, plan).visits:
        demand = school.demand_by_id.get(visit.demand)
        if demand is None or not demand.cycle.has_weeks or timeline.cell_of(visit) is None:
            continue
        dues = promises.of_demand(demand, visit.turn, visit.window)
        without = next((due.without for due in dues if due.without in _TOLD), "")
        if without:
            place = (visit.window or "") if without == "other_weeks" else ""
            kept = sum(not due.without for due in dues)
            found[visit.demand, without, place, kept, len(dues)].append(visit.visitor)
    return tuple(
        Seldom(demand, tuple(dict.fromkeys(visitors)), kept, promised, reason, detail)
        for (demand, reason, detail, kept, promised), visitors in found.items()
    )


def seldom_record(found: tuple[Seldom, ...]) -> list[dict[str, Any]]:
    """As JSON."""
    return [
        {
            "demand": s.demand,
            "visitors": list(s.visitors),
            "kept": s.kept,
            "promised": s.promised,
            "reason": s.reason,
            "detail": s.detail,
        }
        for s in found
    ]
