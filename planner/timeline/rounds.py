"""How long a sliding round must be: as few occasions as serve every class, when each may stand only where it can be.

A turn of the round comes round on different weekdays and in different windows, so a class can have it only if it may come on
all of its dates: grades of the windows, seats and heads, and a day left over for what else it comes for each week.
"""

from __future__ import annotations

from collections.abc import Sequence

from planner.models.school import School
from planner.models.visits import READING_KINDS, Demand
from planner.timeline.cycles import Occasion, Turn, turns_of

_PLENTY = 10**6
_Visitors = dict[str, int]
"""Visitor -> heads."""


def round_length(school: School, demand: Demand, visitors: Sequence[str], occasions: Sequence[Occasion]) -> int:
    """Occasions in one round (for each weekday, where each slides by itself): as given, or the fewest that serve everybody.

    Where no round does, the longest there is: every occasion of the term by itself.
    """
    held = [o for o in occasions if o.day.confirmed]
    lanes = {o.day.label for o in held} if demand.cycle.keep_weekday else {""}
    return serving_round(school, demand, visitors, occasions) or max(1, -(-len(held) // max(1, len(lanes))))


def serving_round(school: School, demand: Demand, visitors: Sequence[str], occasions: Sequence[Occasion]) -> int | None:
    """As `round_length`; None where no round of these occasions serves everybody."""
    if demand.cycle.n is not None:
        return demand.cycle.n
    held = [o for o in occasions if o.day.confirmed]
    lanes = {o.day.label for o in held} if demand.cycle.keep_weekday else {""}
    heads = {v: demand.heads or (school.class_by_id[v].pupils if v in school.class_by_id else 1) for v in visitors}
    if not held or not heads:
        return 1
    best = max(_capacity(school, demand, o.window or "", heads) for o in held)
    least = -(-len(heads) * demand.times // max(1, best))
    longest = max(1, -(-len(held) // len(lanes)))
    for length in range(max(1, -(-least // len(lanes))), longest + 1):
        if _serves(school, demand, heads, turns_of(demand.cycle, held, school.term, length)):
            return length
    return None


def _serves(school: School, demand: Demand, heads: _Visitors, turns: Sequence[Turn]) -> bool:
    """Whether every visitor can have its visits in turns of its own: a matching of visits and places."""
    fitting = [[v for v in heads if _may_have(school, demand, v, turn)] for turn in turns]
    places = []
    for turn, who in zip(turns, fitting, strict=True):
        mine = {v: heads[v] for v in who}
        room = min((_capacity(school, demand, o.window or "", mine) for o in turn.occasions), default=0)
        places.append(min(room, _left_by_others(school, demand, turn)) if mine else 0)
    taken: list[list[str]] = [[] for _ in turns]
    return all(_place(v, fitting, places, taken, set()) for v in heads for _ in range(demand.times))


def _place(visitor: str, fitting: list[list[str]], places: list[int], taken: list[list[str]], seen: set[int]) -> bool:
    for n, who in enumerate(fitting):
        if n in seen or visitor not in who or visitor in taken[n]:
            continue
        seen.add(n)
        if len(taken[n]) < places[n]:
            taken[n].append(visitor)
            return True
        for other in list(taken[n]):
            taken[n].remove(other)
            if _place(other, fitting, places, taken, seen):
                taken[n].append(visitor)
                return True
            taken[n].append(other)
    return False


def _capacity(school: School, demand: Demand, window: str, heads: _Visitors) -> int:
    """Visits that fit into a window on one date for certain, whoever of these comes."""
    w = school.window_by_id[window]
    largest = max(1, *heads.values()) if heads else 1
    counted = 0 if demand.kind == "appointment" else 1
    limits = [w.classes // counted if w.classes is not None and counted else _PLENTY]
    limits.append(w.heads // largest if w.heads is not None and school.mode("slot_capacity") == "hard" else _PLENTY)
    if w.rooms:
        limits.append(sum(_room(school, demand, room, largest, counted) for room in w.rooms))
    slots = len(w.slots) or len(w.slot_minutes) or 1
    if len(w.slot_minutes) == 1 and w.time and not (w.after or w.before):
        slots = w.time.minutes // w.slot_minutes[0]
    return min(limits) * slots


def _room(school: School, demand: Demand, room: str, largest: int, counted: int) -> int:
    r = school.room_by_id[room]
    limits = [r.classes if r.classes is not None and counted else _PLENTY]
    if school.mode("room_capacity") == "hard" and r.heads is not None:
        limits.append(r.heads // largest)
    if school.mode("room_seats") == "hard" and demand.kind in READING_KINDS and r.seats is not None:
        limits.append(r.seats // largest)
    return min(limits)


def _may_have(school: School, demand: Demand, visitor: str, turn: Turn) -> bool:
    """Whether a visitor may come on every date of a turn, and still has days for its weekly visits."""
    c = school.class_by_id.get(visitor)
    if c is None:
        return True
    windows = {o.window or "" for o in turn.occasions}
    if school.mode("eligible") == "hard" and not all(
        c.is_of(school.window_by_id[w].grades) and school.window_campus(w) == c.campus for w in windows
    ):
        return False
    if school.mode("one_visit_a_day") != "hard":
        return True
    if len({o.date for o in turn.occasions}) < len(turn.occasions):
        return False  # two windows on one date
    hit = {o.day.label for o in turn.occasions}
    return all(len(days - hit) >= other.times for other, days in _weekly(school, demand) if c.id in school.select(other))


def _weekly(school: School, demand: Demand) -> list[tuple[Demand, set[str]]]:
    """Other demands that come every week in windows, and the days on which they can."""
    return [
        (d, {day for w in d.windows for day in school.window_by_id[w].weekdays})
        for d in school.demand_by_id.values()
        if d.id != demand.id and d.cycle.kind == "weekly" and not d.is_lesson
    ]


def _left_by_others(school: School, demand: Demand, turn: Turn) -> int:
    """Places a day that weekly visits leave in the windows of a turn; plenty where they share none."""
    windows = {o.window or "" for o in turn.occasions}
    sharing = [d for d, _days in _weekly(school, demand) if windows & set(d.windows)]
    if not sharing:
        return _PLENTY
    days = {day for w in windows for day in school.window_by_id[w].weekdays}
    need = sum(len(school.select(d)) * d.times for d in sharing)
    room = sum(_capacity(school, demand, w, {"": 1}) * len(school.window_by_id[w].weekdays) for w in windows)
    return max(0, (room - need) // max(1, len(days)))
