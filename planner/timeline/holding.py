"""How many visits could be held at most: what "proven best" is measured against.

A visit stands in a place of the plan, and a place is held on so many dates. Which places a demand's visitors can fill together
is a transversal matroid, so that taking the places with most dates first, each if all taken so far can still be filled, gives
the most visits there can be, exactly, as far as room and eligibility go. Other rules may allow less.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any
from weakref import WeakKeyDictionary

from planner.models.classes import SchoolClass
from planner.models.visits import Demand
from planner.timeline.cells import VisitCell, slot_limit, visitors_of
from planner.timeline.conditions import subjects_for
from planner.timeline.timeline import Timeline

Due = Mapping[tuple[str, str, str], int]
"""(visitor, demand, stretch) -> visits of a cycle to be planned."""


@dataclass(frozen=True)
class Holding:
    """What the visitors of one demand on one campus could have in one stretch of the term: ``due`` visits of a cycle, held
    ``most`` times together."""

    demand: str
    stretch: str
    visitors: tuple[str, ...]
    due: int
    most: int

    @property
    def share(self) -> int:
        """Dates on which each visit is held when they are shared out evenly, rounded down: nobody has to have fewer."""
        return self.most // self.due


def even_shares(
    timeline: Timeline,
    groups: Sequence[Holding],
    due: Due,
    had: Mapping[str, Mapping[str, int]],
) -> dict[tuple[str, str], int]:
    """(visitor, demand) -> visits still to come that make its term an even share of all: of what could be held, and of what the
    classes of its campus ``had`` before. Nobody has to have fewer, unless others rules say so."""
    shares: dict[tuple[str, str], int] = defaultdict(int)
    for group in groups:
        for visitor in group.visitors:
            shares[visitor, group.demand] += group.share * due[visitor, group.demand, group.stretch]
    before: dict[tuple[str, str | None], list[int]] = defaultdict(list)
    campus = {c.id: c.campus for c in timeline.school.class_list}
    for visitor, demand in shares:
        before[demand, campus.get(visitor)].append(had.get(demand, {}).get(visitor, 0))
    for visitor, demand in shares:
        those = before[demand, campus.get(visitor)]
        shares[visitor, demand] += sum(those) // len(those) - had.get(demand, {}).get(visitor, 0)
    return dict(shares)


@dataclass(frozen=True)
class _Place:
    cell: VisitCell
    dates: int
    capacity: int


_KNOWN: WeakKeyDictionary[Timeline, dict[frozenset[Any], tuple[Holding, ...]]] = WeakKeyDictionary()
"""What has been worked out for a timeline: solver and checker ask for the same of one plan."""
Allowed = Callable[[str, VisitCell], bool]
"""Whether a visitor may stand in a cell, for more reasons than room and grades."""


def holdings(timeline: Timeline, due: Due, allowed: Allowed | None = None) -> tuple[Holding, ...]:
    """Every demand's holdings by stretch and campus."""
    if allowed is not None:
        return _holdings(timeline, due, allowed)
    known, wanted = _KNOWN.setdefault(timeline, {}), frozenset(due.items())
    if wanted not in known:
        known[wanted] = _holdings(timeline, due, None)
    return known[wanted]


def _holdings(timeline: Timeline, due: Due, allowed: Allowed | None) -> tuple[Holding, ...]:
    found = []
    for demand in timeline.school.demand_by_id.values():
        for stretch in timeline.stretches[demand.id]:
            groups: dict[str | None, list[str]] = defaultdict(list)
            for visitor in visitors_of(timeline.school, demand):
                if due.get((visitor, demand.id, stretch.key), 0) > 0:
                    c = timeline.school.class_by_id.get(visitor)
                    # Only where the school insists does a class stay on its campus.
                    bound = c is not None and timeline.school.mode("eligible") == "hard"
                    groups[c.campus if c and bound else None].append(visitor)
            for campus, visitors in groups.items():
                wanted = {v: due[v, demand.id, stretch.key] for v in visitors}
                total = sum(wanted.values())
                places = _places(timeline, demand, stretch.key, campus, wanted)
                most = _most(timeline, demand, places, wanted, allowed)
                found.append(Holding(demand.id, stretch.key, tuple(visitors), total, most))
    return tuple(found)


def _places(timeline: Timeline, demand: Demand, stretch: str, campus: str | None, wanted: Mapping[str, int]) -> list[_Place]:
    """Places of a demand on a campus; one that fits more classes on some dates than on others counts as several."""
    school, total = timeline.school, sum(wanted.values())
    limited = demand.kind != "appointment" and all(school.mode(r) == "hard" for r in ("slot_capacity", "room_capacity"))
    mine = [c for c in timeline.cells[demand.id] if c.stretch == stretch]
    alike = {(c.campus, c.grades): v for v in wanted if (c := school.class_by_id.get(v))}
    cells = {(c.turn, c.window, c.slot, c.period, c.room if demand.is_lesson else None): c for c in mine}
    places = []
    for cell in cells.values():
        occasions = [o for o in cell.occasions if o.date not in timeline.seams[demand.id]]
        if demand.is_lesson:
            room = school.room_by_id[cell.room].classes if cell.room else None
            limit = total if room is None or not limited else room * _times(timeline, cell, alike)
            if campus is None or cell.room is None or school.room_campus(cell.room) == campus:
                places.append(_Place(cell, len(occasions), min(limit, total)))
            continue
        limits = [
            min(slot_limit(school, o.window or ""), total) if limited else total
            for o in occasions
            if campus is None or school.window_campus(o.window or "") == campus
        ]
        for smaller, larger in _steps(limits):
            places.append(_Place(cell, sum(n >= larger for n in limits), larger - smaller))
    return places


def _times(timeline: Timeline, cell: VisitCell, alike: Mapping[tuple[str, tuple[int, ...]], str]) -> int:
    """Bells differ by campus and grade, so that one period of the plan can be several one after the other."""
    if len(alike) < 2 or len(timeline.school.bells) < 2:
        return 1
    of_a_kind = {timeline.bells.kind(o.day): o for o in cell.occasions}.values()
    return max(len({timeline.visit_span(cell, o, v) for v in alike.values()} - {None}) for o in of_a_kind) or 1


def _steps(limits: Sequence[int]) -> list[tuple[int, int]]:
    levels = [0, *sorted(set(limits) - {0})]
    return list(pairwise(levels))


def _most(timeline: Timeline, demand: Demand, places: list[_Place], wanted: dict[str, int], allowed: Allowed | None) -> int:
    free, left = dict(wanted), sum(wanted.values())
    taken: list[str] = []
    who: list[list[str]] = []
    stands: dict[str, set[int]] = {v: set() for v in wanted}
    fitting: dict[tuple[str, str, str, int, str, str], list[str]] = {}
    lessons = _Lessons(timeline, demand)
    total = 0
    for place in sorted(places, key=lambda p: -p.dates):
        if not left:
            break
        key = place.cell.key
        if key not in fitting:
            able = [v for v in wanted if _may_stand(timeline, demand, v, place.cell, lessons)]
            fitting[key] = [v for v in able if allowed is None or allowed(v, place.cell)]
        for _ in range(min(place.capacity, left)):
            who.append(fitting[key])
            if not _filled(who, taken, stands, free):
                who.pop()
                break
            left -= 1
            total += place.dates
    return total


def _filled(who: list[list[str]], taken: list[str], stands: dict[str, set[int]], free: dict[str, int]) -> bool:
    """Give the last place to somebody, moving others to places that they can fill as well. ``who``: place -> who can fill it;
    ``taken``: place -> who does; ``stands``: the same by visitor; ``free``: visitor -> visits still to be placed."""
    new = len(who) - 1
    came: dict[str, int] = {}
    queue = deque([new])
    while queue:
        place = queue.popleft()
        for visitor in who[place]:
            if visitor in came:
                continue
            came[visitor] = place
            if free[visitor]:
                free[visitor] -= 1
                taken.append("")
                while True:
                    place = came[visitor]
                    stands[visitor].add(place)
                    stands.get(taken[place], set()).discard(place)
                    taken[place], visitor = visitor, taken[place]
                    if place == new:
                        return True
            queue.extend(sorted(stands[visitor]))
    return False


class _Lessons:
    """In which periods a class has lessons that are meant for a demand on all dates of a turn."""

    def __init__(self, timeline: Timeline, demand: Demand) -> None:
        self._bells, self._demand = timeline.bells, demand
        self._known: dict[tuple[str, str], frozenset[str]] = {}

    def meant(self, c: SchoolClass, cell: VisitCell) -> frozenset[str]:
        """Names of the periods; the same for all cells of a turn."""
        key = (c.id, cell.turn)
        if key not in self._known:
            subjects = {subject for grade in c.grades for subject in subjects_for(self._demand, grade)}
            on_each = (
                frozenset(lesson.period for lesson, _ in self._bells.lessons(c.id, day) if lesson.subject in subjects)
                for day in {self._bells.kind(o.day): o.day for o in cell.occasions}.values()
            )
            self._known[key] = frozenset.intersection(*on_each)
        return self._known[key]


def _may_stand(timeline: Timeline, demand: Demand, visitor: str, cell: VisitCell, lessons: _Lessons) -> bool:
    c = timeline.school.class_by_id.get(visitor)
    if c is None or timeline.school.mode("eligible") != "hard":
        return True
    if demand.is_lesson:
        return cell.period in lessons.meant(c, cell)
    limits = [timeline.school.window_by_id[window].grades for window in {o.window or "" for o in cell.occasions}]
    return all(c.is_of(grades) for grades in limits)
