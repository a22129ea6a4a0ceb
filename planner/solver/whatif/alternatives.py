"""The school with one thing changed, planned beside the school as it is."""

from __future__ import annotations

import datetime as dt
from collections import Counter

from planner.errors import Declined
from planner.models.days import DAY_LABELS
from planner.models.outcome import Infeasible, Solved
from planner.models.places import Room
from planner.models.plan import Limits, Plan
from planner.models.school import School
from planner.models.visits import Cycle, Demand, Window
from planner.models.whatif import SchoolChange, SchoolEffect, SchoolState
from planner.sessions.expand import expand
from planner.solver.balances import balances
from planner.solver.explaining.explain import explain
from planner.solver.explaining.relaxing import bare
from planner.solver.problem import Problem
from planner.solver.solving import solve
from planner.timeline import visitors_of


def changed(school: School, change: SchoolChange) -> School:
    """The school with all changes made. Raises Declined: unknown_window, unknown_room, unknown_demand (``id``)."""
    for code, named, known in (
        ("unknown_window", change.windows, school.window_by_id),
        ("unknown_room", change.rooms, school.room_by_id),
        ("unknown_demand", change.cycles, school.demand_by_id),
    ):
        for key in named:
            if key not in known:
                raise Declined(code, id=key)
    for window, days in change.windows.items():
        for day in days:
            school = with_window_day(school, window, day)
    for room, classes in change.rooms.items():
        school = with_room_classes(school, room, classes)
    for demand, cycle in change.cycles.items():
        school = with_cycle(school, demand, cycle)
    return school


def with_window_day(school: School, window: str, day: str) -> School:
    """The window is also open on this day, a label as MON or D3. Raises KeyError for a window the school does not have."""
    w: Window = school.window_by_id[window]
    days = tuple(sorted({*w.weekdays, day}, key=DAY_LABELS.index))
    changed = w.model_copy(update={"weekdays": days})
    return school.model_copy(update={"windows": tuple(changed if x.id == window else x for x in school.windows)})


def with_room_classes(school: School, room: str, classes: int) -> School:
    """The room takes so many classes at once; with 0 it is not in use in this term: what needs it never takes place, what may
    also be elsewhere is there. Raises KeyError for a room the school does not have."""
    r: Room = school.room_by_id[room]
    day = dt.timedelta(1)
    gone = {"valid_from": school.term.end + day, "valid_until": school.term.start - day}
    changed = r.model_copy(update={"classes": classes} if classes else gone)
    return school.model_copy(update={"rooms": tuple(changed if x.id == room else x for x in school.rooms)})


def with_cycle(school: School, demand: str, cycle: Cycle) -> School:
    """The demand in another cycle. Raises KeyError for a demand the school does not have."""
    d: Demand = school.demand_by_id[demand]
    changed = d.model_copy(update={"cycle": cycle})
    return school.model_copy(update={"demands": tuple(changed if x.id == demand else x for x in school.demands)})


def side_by_side(before: School, after: School, limits: Limits) -> SchoolEffect:
    """Both schools planned, each within ``limits``; the second explained in as much time again where it is impossible."""
    states = {"before": _state(before, limits), "after": _state(after, limits)}
    impossible = states["after"].status == "INFEASIBLE"
    return SchoolEffect(**states, explanation=explain(after, limits.seconds) if impossible else None)


def _state(school: School, limits: Limits) -> SchoolState:
    found = balances(Problem(bare(school)))
    outcome = solve(school, limits)
    if isinstance(outcome, Infeasible):
        return SchoolState(status="INFEASIBLE", balances=found, shortages=outcome.shortages)
    if not isinstance(outcome, Solved):
        return SchoolState(status="UNKNOWN", bound=outcome.bound, balances=found)
    plan = outcome.plan
    return SchoolState(
        status=plan.status,
        cost=plan.cost,
        bound=plan.bound,
        cost_by_rule=plan.cost_by_rule,
        balances=found,
        visits=_visits(school, plan),
    )


def _visits(school: School, plan: Plan) -> dict[str, tuple[int, int]]:
    """Fewest and most visits that a class (or teacher) has in the term, on confirmed dates, for each demand."""
    held = Counter((s.source, s.visitor) for s in expand(school, plan).published)
    counts = {d.id: [held[d.id, v] for v in visitors_of(school, d)] for d in school.demand_by_id.values()}
    return {d: (min(found), max(found)) for d, found in counts.items() if found}
