"""What a plan holds of the visits that could be held, by demand, and which rules take the others."""

from __future__ import annotations

from collections import Counter
from typing import Any

from planner.checker import Case
from planner.models.plan import DemandReach, LostTo, Reach


def reach_of(case: Case) -> Reach:
    """Of a plan from its first date on; make-ups, which come after the plan, do not count."""
    held = Counter(s.source for s in case.visit_sessions if s.made_up_for is None)
    short: Counter[str] = Counter()
    for group in case.holdings:
        short[group.demand] += max(0, group.most - sum(case.held[v, group.demand, group.stretch] for v in group.visitors))
    demands = tuple(
        DemandReach(demand, held[demand] + short[demand], held[demand])
        for demand in case.school.demand_by_id
        if held[demand] + short[demand]
    )
    # A plan changed by hand, or a school changed since, may hold more than was out of reach.
    left, lost_to = sum(short.values()), []
    for taken in case.plan.out_of_reach:
        if visits := min(left, taken.visits):
            lost_to.append(LostTo(taken.rule, visits))
            left -= visits
    return Reach(demands, tuple(lost_to))


def reach_record(reach: Reach) -> dict[str, Any]:
    """As JSON: ``places``, ``most``, ``held``, ``lost_to`` (rule -> visits; '' = several together) and the same by demand."""
    return {
        "places": reach.places,
        "most": reach.most,
        "held": reach.held,
        "lost_to": {x.rule: x.visits for x in reach.lost_to},
        "demands": {d.demand: {"places": d.places, "held": d.held} for d in reach.demands},
    }
