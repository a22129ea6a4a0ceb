"""Term expansion and accounts of a large school: `python -m benchmarks.accounts [classes]`. Goal: 240 classes under 0.5 s."""

from __future__ import annotations

import itertools
import sys
import time

from benchmarks.generator import school as generated
from planner.accounts.accounts import accounts
from planner.models import Plan, PlannedDuty, PlannedVisit, School
from planner.sessions.expand import expand
from planner.timeline import Timeline, visitors_of

ROUNDS = 5


def any_plan(school: School) -> Plan:
    """A plan of the right size, made without a solver: visitors and helpers go round all cells and shifts in order."""
    timeline = Timeline(school)
    visits = [
        PlannedVisit(demand=d.id, visitor=v, turn=c.turn, window=c.window, slot=c.slot, period=c.period, room=c.room)
        for d in school.demand_by_id.values()
        for v, c in zip(visitors_of(school, d), itertools.cycle(timeline.cells[d.id]), strict=False)
    ]
    seats = [s for s in timeline.shifts for _ in range(school.post_by_id[s.post].count)]
    duties = [
        PlannedDuty(helper=h, post=s.post, turn=s.turn, window=s.window, slot=s.slot)
        for s, h in zip(seats, itertools.cycle(school.helper_by_id), strict=False)
    ]
    return Plan(effective_from=school.term.start, visits=tuple(visits), duties=tuple(duties))


def main(classes: int) -> None:
    """Print the best of a few runs, each from a fresh school and a fresh timeline."""
    best: dict[str, float] = {}
    for _ in range(ROUNDS):
        school = generated(classes)
        plan = any_plan(school)
        begin = time.perf_counter()
        timeline = Timeline(school, plan.effective_from)
        assert timeline.cells
        assert timeline.shifts
        laid = time.perf_counter()
        expansion = expand(school, plan, timeline)
        expanded = time.perf_counter()
        result = accounts(school, plan, timeline, expansion)
        end = time.perf_counter()
        for name, seconds in {
            "timeline": laid - begin,
            "expansion": expanded - laid,
            "accounts": end - expanded,
            "all": end - begin,
        }.items():
            best[name] = min(best.get(name, seconds), seconds)
    owed = sum(a.owed for a in result.visits)
    print(f"{classes} classes, {len(expansion.sessions)} sessions, {owed} visits owed: ", end="")
    print(", ".join(f"{name} {seconds:.3f} s" for name, seconds in best.items()))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 240)
