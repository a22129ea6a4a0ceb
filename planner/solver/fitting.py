"""How many classes fit into one place at once, by all the rules that limit it: classes, heads, seats, grades."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import accumulate
from typing import NamedTuple

from planner.models.visits import READING_KINDS, Demand
from planner.solver.problem import Problem, VisitOption
from planner.timeline import VisitCell

NO_LIMIT = 10**6


class HeldPlace(NamedTuple):
    """A slot of a window in a turn, or a period in a room; what does not tell places of its kind apart is empty."""

    turn: str
    window: str
    room: str
    period: str
    slot: int


class Limit(NamedTuple):
    """Classes that fit in at once at most, and the fact of the school file that says so."""

    most: int
    by: str = ""
    of: str = ""
    amount: int = 0
    pupils: int = 0

    @property
    def params(self) -> dict[str, str]:
        """The fact as data; nothing where there is none."""
        found = {"by": self.by, "limit_of": self.of, "amount": str(self.amount), "pupils": str(self.pupils)}
        return found if self.by else {}


def place_of(demand: Demand, cell: VisitCell) -> HeldPlace:
    """The place that a cell of a demand takes."""
    if demand.is_lesson:
        return HeldPlace(cell.turn, "", cell.room or "", cell.period or "", 0)
    return HeldPlace(cell.turn, cell.window or "", "", "", cell.slot or 0)


def places_of(problem: Problem, demand: Demand, cells: Iterable[VisitCell]) -> dict[HeldPlace, int]:
    """Place -> classes that fit, by every rule that limits them; never too few."""
    places: dict[HeldPlace, int] = {}
    at_once: dict[str, int] = {}
    for cell in cells:
        if demand.is_lesson:
            # Bells differ by grade, so one period of the plan can be several one after the other.
            spans = {problem.timeline.visit_span(cell, cell.occasions[0], v) for v in problem.visitors[demand.id]} - {None}
            limit = most_in_room(problem, demand, cell.room) if cell.room else NO_LIMIT
            places[place_of(demand, cell)] = limit * len(spans)
        else:
            # A round can hold one turn in different windows: the roomiest of them counts.
            windows = {o.window for o in cell.occasions if o.window}
            for window in windows - set(at_once):
                at_once[window] = most_in_slot(problem, demand, window)
            places[place_of(demand, cell)] = max(at_once[window] for window in windows)
    return places


def takes(problem: Problem, option: VisitOption) -> Limit:
    """What limits the visit of one class in its place; most = 0 where the class is too large for it."""
    cell, demand = option.cell, option.demand
    if demand.is_lesson:
        return tightest(problem, demand, room=cell.room, alone=option.heads) if cell.room else Limit(NO_LIMIT)
    windows = {o.window for o in cell.occasions if o.window}
    return max((tightest(problem, demand, window=w, alone=option.heads) for w in sorted(windows)), key=lambda x: x.most)


def most_in_slot(problem: Problem, demand: Demand, window: str) -> int:
    """Classes of a demand that a slot of a window takes at most. Never too small: the smallest classes are counted."""
    return tightest(problem, demand, window=window).most


def most_in_room(problem: Problem, demand: Demand, room: str) -> int:
    """Classes of a demand that a room takes at one moment at most."""
    return tightest(problem, demand, room=room).most


def tightest(
    problem: Problem, demand: Demand, *, window: str | None = None, room: str | None = None, alone: int | None = None
) -> Limit:
    """The fact that limits the classes at once most, in a slot of a window or in a room; ``alone``: one class of so many
    people, for which there is room or none."""
    heads = _heads(problem, demand, window) if alone is None else [alone]
    if room is not None:
        return min(_room_limits(problem, demand, room, heads), key=lambda limit: limit.most)
    school, limits = problem.school, [Limit(NO_LIMIT), _by_grades(problem, demand)]
    w = school.window_by_id[window or ""]
    if school.mode("slot_capacity") == "hard":
        limits += [Limit(w.classes, "window_classes", w.id, w.classes)] if w.classes is not None else []
        limits += [_fitting(heads, w.heads, "window_heads", w.id)] if w.heads is not None else []
    rooms = [min(_room_limits(problem, demand, r, heads), key=lambda limit: limit.most) for r in w.rooms]
    limits += rooms if len(rooms) == 1 else [Limit(sum(r.most for r in rooms))] if rooms else []
    limits += [limit for r in w.with_rooms for limit in _room_limits(problem, demand, r, heads)]
    return min(limits, key=lambda limit: limit.most)


def _room_limits(problem: Problem, demand: Demand, room: str, heads: list[int]) -> Iterator[Limit]:
    found, school = problem.school.room_by_id[room], problem.school
    yield Limit(NO_LIMIT)
    if school.mode("room_capacity") == "hard":
        if found.classes is not None:
            yield Limit(found.classes, "room_classes", room, found.classes)
        if found.heads is not None:
            yield _fitting(heads, found.heads, "room_heads", room)
    if school.mode("room_seats") == "hard" and found.seats is not None and demand.kind in READING_KINDS:
        yield _fitting(heads, found.seats, "room_seats", room)


def _heads(problem: Problem, demand: Demand, window: str | None) -> list[int]:
    """Heads of the visitors that may come to a window, the fewest first."""
    school, found = problem.school, []
    grades = school.window_by_id[window].grades if window is not None and school.mode("eligible") == "hard" else None
    for visitor in problem.visitors[demand.id]:
        c = school.class_by_id.get(visitor)
        if c is None or c.is_of(grades):
            found.append(demand.heads if demand.heads is not None else c.pupils if c else 1)
    return sorted(found)


def _fitting(heads: list[int], most: int, by: str, of: str) -> Limit:
    """How many of the smallest groups fit into ``most`` heads; groups without heads take nothing."""
    for count, total in enumerate(accumulate(heads)):
        if total > most:
            return Limit(count, by, of, most, heads[0])
    return Limit(NO_LIMIT)


def _by_grades(problem: Problem, demand: Demand) -> Limit:
    """What the limits for single grades leave, where every visitor's grade has one."""
    school = problem.school
    if school.mode("grade_limit") != "hard" or not demand.grade_limits:
        return Limit(NO_LIMIT)
    limits: dict[int, int] = {}
    for limit in demand.grade_limits:
        for grade in limit.grades:
            limits[grade] = min(limit.at_once, limits.get(grade, NO_LIMIT))
    classes = Counter(
        grade for v in problem.visitors[demand.id] if v in school.class_by_id for grade in school.class_by_id[v].grades
    )
    if not classes:
        return Limit(NO_LIMIT)
    most = sum(min(n, limits.get(grade, n)) for grade, n in classes.items())
    return Limit(most, "grades", demand.id, min(limits.values()))
