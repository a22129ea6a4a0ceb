"""How many classes fit into one place at once, by all the rules that limit it: classes, heads, seats, grades."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from planner.models.visits import READING_KINDS, Demand
from planner.solver.problem import Problem

NO_LIMIT = 10**6


def most_in_slot(problem: Problem, demand: Demand, window: str) -> int:
    """Classes of a demand that a slot of a window takes at most. Never too small: the smallest classes are counted."""
    school, limits = problem.school, []
    w = school.window_by_id[window]
    heads = _heads(problem, demand, window)
    if school.mode("slot_capacity") == "hard":
        limits += [w.classes] if w.classes is not None else []
        limits += [_fitting(heads, w.heads)] if w.heads is not None else []
    rooms = [most_in_room(problem, demand, room, heads) for room in w.rooms]
    limits += [sum(rooms)] if rooms else []
    limits += [most_in_room(problem, demand, room, heads) for room in w.with_rooms]
    limits.append(_by_grades(problem, demand))
    return min([NO_LIMIT, *limits])


def most_in_room(problem: Problem, demand: Demand, room: str, heads: list[int] | None = None) -> int:
    """Classes of a demand that a room takes at one moment at most. ``heads``: of those that may come, ascending."""
    found, school, limits = problem.school.room_by_id[room], problem.school, [NO_LIMIT]
    heads = _heads(problem, demand, None) if heads is None else heads
    if school.mode("room_capacity") == "hard":
        limits += [found.classes] if found.classes is not None else []
        limits += [_fitting(heads, found.heads)] if found.heads is not None else []
    if school.mode("room_seats") == "hard" and found.seats is not None and demand.kind in READING_KINDS:
        limits.append(_fitting(heads, found.seats))
    return min(limits)


def _heads(problem: Problem, demand: Demand, window: str | None) -> list[int]:
    """Heads of the visitors that may come to a window, the fewest first."""
    school, found = problem.school, []
    grades = school.window_by_id[window].grades if window is not None and school.mode("eligible") == "hard" else None
    for visitor in problem.visitors[demand.id]:
        c = school.class_by_id.get(visitor)
        if c is None or c.is_of(grades):
            found.append(demand.heads if demand.heads is not None else c.pupils if c else 1)
    return sorted(found)


def _fitting(heads: Iterable[int], most: int) -> int:
    """How many of the smallest groups fit into ``most`` heads; groups without heads take nothing."""
    count = total = 0
    for n in heads:
        total += n
        if total > most:
            break
        count += 1
    else:
        return NO_LIMIT if not total else count
    return count


def _by_grades(problem: Problem, demand: Demand) -> int:
    """What the limits for single grades leave, where every visitor's grade has one."""
    school = problem.school
    if school.mode("grade_limit") != "hard" or not demand.grade_limits:
        return NO_LIMIT
    limits: dict[int, int] = {}
    for limit in demand.grade_limits:
        for grade in limit.grades:
            limits[grade] = min(limit.at_once, limits.get(grade, NO_LIMIT))
    classes = Counter(
        grade for v in problem.visitors[demand.id] if v in school.class_by_id for grade in school.class_by_id[v].grades
    )
    return sum(min(n, limits.get(grade, n)) for grade, n in classes.items()) if classes else NO_LIMIT
