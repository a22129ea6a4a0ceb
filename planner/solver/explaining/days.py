"""Classes with more visits than there are days, or places, for them; days with fewer places than classes that are to come."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

from planner.models.outcome import Cause
from planner.models.visits import Demand
from planner.solver.fitting import place_of, places_of
from planner.solver.problem import Problem

TIER, _TOGETHER = 4 * 10**6 + 5 * 10**4, 35 * 10**5
"""Of one demand; and of several, each of which has room enough: any fact that takes places away is more telling."""
_EACH_DAY = 4 * 10**6
_MOST_DEMANDS = 6


def day_causes(problem: Problem) -> Iterator[Cause]:
    """Like ones once, with all the classes it concerns; each is a contradiction by itself."""
    if problem.school.mode("demand_met") != "hard":
        return
    once = problem.school.mode("one_visit_a_day") == "hard"
    groups: dict[tuple[str, tuple[tuple[str, str], ...]], list[str]] = defaultdict(list)
    for visitor, parts in _by_visitor(problem).items():
        found = _over_days(problem, visitor, parts) if once else None
        for code, params in [found] if found else _over_places(problem, visitor, parts):
            groups[code, tuple(params.items())].append(visitor)
    for (code, facts), who in groups.items():
        lack = int(dict(facts)["need"]) - int(dict(facts)["capacity"])
        tier = _TOGETHER if "," in dict(facts)["demand"] else TIER
        yield Cause(code=code, who=tuple(who), params=dict(facts), weight=tier + lack * len(who))


_Part = tuple[str, str]


def _by_visitor(problem: Problem) -> dict[str, list[_Part]]:
    """Visitor -> demands and stretches in which visits are due in weeks of a whole cycle, and may be in some place."""
    found: dict[str, list[_Part]] = defaultdict(list)
    for (visitor, demand, stretch), options in problem.visits_in.items():
        whole = problem.school.demand_by_id[demand].cycle.has_weeks and (demand, stretch) in problem.timeline.whole
        if options and whole and (visitor, demand) not in problem.may_be_lost and problem.due(visitor, demand, stretch):
            found[visitor].append((demand, stretch))
    return found


def _over_days(problem: Problem, visitor: str, parts: list[_Part]) -> tuple[str, dict[str, str]] | None:
    """The fewest demands of one cycle and stretch whose visits are more than all days on which any of them can be."""
    for stretch in dict.fromkeys(s for _, s in parts):
        mine = [d for d, s in parts if s == stretch][:_MOST_DEMANDS]
        due = {d: problem.due(visitor, d, stretch) for d in mine}
        days = {d: {problem.visits[n].cell.turn for n in problem.visits_in[visitor, d, stretch]} for d in mine}
        cycles = {d: str(problem.school.demand_by_id[d].cycle.model_dump()) for d in mine}
        for size in range(1, len(mine) + 1):
            for chosen in combinations(mine, size):
                on = set[str]().union(*(days[d] for d in chosen))
                need = sum(due[d] for d in chosen)
                if len({cycles[d] for d in chosen}) == 1 and need > len(on):
                    order = list(dict.fromkeys(c.turn for d in chosen for c in problem.timeline.cells[d]))
                    told = {"demand": ",".join(chosen), "days": ",".join(sorted(on, key=order.index))}
                    return "more_than_days", {**told, "need": str(need), "capacity": str(len(on))}
    return None


def _over_places(problem: Problem, visitor: str, parts: list[_Part]) -> Iterator[tuple[str, dict[str, str]]]:
    for demand, stretch in parts:
        need = problem.due(visitor, demand, stretch)
        places = {problem.visits[n].cell.key for n in problem.visits_in[visitor, demand, stretch]}
        if need > len(places):
            yield "more_than_places", {"demand": demand, "need": str(need), "capacity": str(len(places))}
            return


def full_day_causes(problem: Problem) -> Iterator[Cause]:
    """More classes are to come on every open day than one of these days has places for."""
    if problem.school.mode("each_day_served") != "hard":
        return
    for demand in problem.school.demand_by_id.values():
        most = _room_by_day(problem, demand) if demand.each_open_day else {}
        day = min(most, key=lambda label: most[label], default=None)
        if day is not None and most[day] < demand.each_open_day:
            params = {"demand": demand.id, "each": str(demand.each_open_day), "day": day, "most": str(most[day])}
            yield Cause(code="each_day_full", params=params, weight=_EACH_DAY + demand.each_open_day - most[day])


def _room_by_day(problem: Problem, demand: Demand) -> dict[str, int]:
    """Day of the week or of the cycle -> classes that can come on such a date at most; never too few."""
    cells = problem.timeline.cells[demand.id]
    room_in = places_of(problem, demand, cells)
    there: dict[dt.date, dict[tuple[str, int, str, str], int]] = defaultdict(dict)
    labels: dict[dt.date, str] = {}
    for cell in cells:
        place = place_of(demand, cell)
        for occasion in cell.occasions:
            labels[occasion.date] = occasion.day.label
            at = (occasion.window or "", place.slot, place.period, place.room)
            there[occasion.date][at] = max(room_in[place], there[occasion.date].get(at, 0))
    classes = len(problem.visitors[demand.id]) * (1 if problem.school.mode("one_visit_a_day") == "hard" else demand.times)
    found: dict[str, int] = {}
    for date, places in sorted(there.items()):
        if date >= problem.timeline.since:
            most = min(classes, sum(places.values()))
            found[labels[date]] = min(most, found.get(labels[date], most))
    return found
