"""What each cycle would give a demand in this term: visits per class, fixed by the calendar against sliding by held dates."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import groupby

from planner.models.report import CycleChoice, VisitAccount
from planner.models.school import School
from planner.models.visits import Cycle, Demand
from planner.timeline import Occasion, Timeline, VisitCell, slot_limit, visitors_of


def compare_cycles(timeline: Timeline, visits: Sequence[VisitAccount]) -> tuple[CycleChoice, ...]:
    """For each demand of windows with one visit a cycle: its own cycle as planned, then what others would give.

    Compared are weekly, A/B, the fewest weeks that serve everybody, and sliding with and without fixed weekdays. Places are
    counted and not rules; among them everybody is given those that keep the numbers of visits as close as they can be.
    """
    school = timeline.school
    found: list[CycleChoice] = []
    for demand in school.demand_by_id.values():
        if len(timeline.stretches[demand.id]) > 1:
            continue  # a pattern for each stretch: counting places of one would say nothing true
        if demand.is_lesson or demand.category != "BORROWING" or demand.times != 1 or demand.cycle.kind == "dated":
            continue
        own = [a for a in visits if a.demand == demand.id]
        if own:
            found += _of_demand(timeline, demand, own)
    return tuple(found)


def _of_demand(timeline: Timeline, demand: Demand, own: list[VisitAccount]) -> list[CycleChoice]:
    given = Counter(a.given for a in own)
    places = sum(size for size, _dates in _places(timeline, demand))
    present = CycleChoice(demand.id, demand.cycle, True, len(own), places, tuple(sorted(given.items(), reverse=True)))
    others = [
        _choice(timeline, demand, cycle)
        for cycle in _cycles(timeline, demand)
        if cycle != _plain(timeline, demand, demand.cycle)
    ]
    possible = [c for c in others if c.visits]
    return [present, *sorted(possible, key=lambda c: c.spread), *(c for c in others if not c.visits)]


def _cycles(timeline: Timeline, demand: Demand) -> list[Cycle]:
    """The cycles worth a look: all shorter fixed ones are there to show that they do not fit."""
    found = [Cycle(kind="weekly", n=None, keep_weekday=False), Cycle(kind="ab", n=None, keep_weekday=False)]
    weekly = sum(size for size, _dates in _places(timeline, demand.model_copy(update={"cycle": found[0]})))
    weeks = -(-len(visitors_of(timeline.school, demand)) // weekly) if weekly else 1
    if weeks > 2:
        found.append(Cycle(kind="weeks", n=weeks, keep_weekday=False))
    else:
        found = found[: max(weeks, 1)] if weeks == 1 else found
    return [*found, *(Cycle(kind="sliding", n=None, keep_weekday=keep) for keep in (False, True))]


def _plain(timeline: Timeline, demand: Demand, cycle: Cycle) -> Cycle:
    """A cycle without a length that says nothing new, so that one kind is not compared with itself."""
    return cycle.model_copy(update={"n": None}) if cycle.kind == "sliding" else cycle


def _choice(timeline: Timeline, demand: Demand, cycle: Cycle) -> CycleChoice:
    need = len(visitors_of(timeline.school, demand))
    places = _places(timeline, demand.model_copy(update={"cycle": cycle}))
    total = sum(size for size, _dates in places)
    counts = sorted((dates for size, dates in places for _n in range(size)), reverse=True)
    if total < need:
        return CycleChoice(demand.id, cycle, False, need, total, ())
    # Any `need` places that are neighbours in this order have the smallest range; of those the ones with most visits.
    best = min(range(total - need + 1), key=lambda n: (counts[n] - counts[n + need - 1], n))
    chosen = [(visits, len(list(same))) for visits, same in groupby(counts[best : best + need])]
    return CycleChoice(demand.id, cycle, False, need, total, tuple(chosen))


def _places(timeline: Timeline, demand: Demand) -> list[tuple[int, int]]:
    """(classes that fit, dates on which it is held) of each slot of each turn."""
    cells = _cells(timeline, demand)
    slots = {(c.turn, c.window or "", c.slot): c.occasions for c in cells}
    # A round that slides over several windows has no window of its own: the smallest of them says how many classes fit.
    return [(min(slot_limit(timeline.school, o.window or "") for o in found), _held(found)) for found in slots.values()]


def _held(occasions: tuple[Occasion, ...]) -> int:
    return len({(o.date, o.window) for o in occasions})


def _cells(timeline: Timeline, demand: Demand) -> list[VisitCell]:
    if timeline.school.demand_by_id[demand.id] == demand:
        return list(timeline.cells[demand.id])
    changed = _with(timeline.school, demand)
    return list(Timeline(changed, timeline.since).cells[demand.id])


def _with(school: School, demand: Demand) -> School:
    """The school with this demand alone: the others do not change when windows are held."""
    return school.model_copy(update={"demands": (demand,)})
