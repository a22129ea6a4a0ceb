"""Hard rules of visits that join several options: demand, days, capacity, teachers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from planner.models.values import Span
from planner.models.visits import READING_KINDS, Demand, Pin
from planner.solver.daytypes import DayType
from planner.solver.posting import Posting
from planner.solver.problem import Held, Problem
from planner.solver.rules.places import rule_out_visits
from planner.solver.variables import Variables
from planner.timeline import fits, pinned_in

Alike = Iterator[tuple[DayType, list[int], int]]


def merged(sets: Iterable[tuple[DayType, list[int]]]) -> Alike:
    """Kinds of day with the same set of options count as one, with all their dates."""
    first: dict[tuple[int, ...], tuple[DayType, list[int]]] = {}
    dates: dict[tuple[int, ...], int] = defaultdict(int)
    for kind, options in sets:
        # Not a set: where a sliding round has two windows on one date, one option can be held twice.
        key = tuple(sorted(options))
        first.setdefault(key, (kind, options))
        dates[key] += kind.count
    for key, (kind, options) in first.items():
        yield kind, options, dates[key]


def demand_met(problem: Problem, variables: Variables, posting: Posting) -> None:
    """Each class gets its visits in every cycle."""
    for (visitor, demand, stretch), options in problem.visits_in.items():
        times = problem.due(visitor, demand, stretch)
        subject = (visitor, demand, stretch) if stretch else (visitor, demand)
        # In a stretch shorter than a cycle not everybody has a turn.
        least = times - problem.waiting.get((visitor, demand, stretch), 0)
        low = least if (demand, stretch) in problem.timeline.whole else None
        posting.require("demand_met", subject, variables.visits(options), low=low, high=times)


def pinned(problem: Problem, variables: Variables, posting: Posting) -> None:
    """A visit the librarian has pinned stays there."""
    for demand in problem.school.demand_by_id.values():
        for pin in dict.fromkeys(demand.pins):
            for visitor in problem.school.select(pin):
                if (visitor, demand.id) not in problem.visits_by or _is_over(problem, demand, pin, visitor):
                    continue
                for stretch in pinned_in(problem.timeline, demand.id, pin, problem.stretches[demand.id]):
                    there = [
                        n
                        for n in problem.visits_in[visitor, demand.id, stretch]
                        if all(fits(pin, problem.visits[n].cell, o) for o in problem.visits[n].cell.occasions)
                    ]
                    subject = (visitor, demand.id, pin.model_dump_json(), *([stretch] if stretch else []))
                    due = problem.due(visitor, demand.id, stretch)
                    if due and problem.waiting.get((visitor, demand.id, stretch)):
                        # The last visit that comes in stands there, if none before does.
                        missing = due - variables.visits(problem.visits_in[visitor, demand.id, stretch])
                        posting.require("pinned", subject, variables.visits(there) + missing, low=1)
                    elif due:
                        posting.require("pinned", subject, variables.visits(there), low=1)


def _is_over(problem: Problem, demand: Demand, pin: Pin, visitor: str) -> bool:
    """Whether a pin speaks of a visit that is over by the published plan."""
    cells = [problem.timeline.over[v.place] for v in problem.settled if (v.visitor, v.demand) == (visitor, demand.id)]
    return any(all(fits(pin, c, o) for o in c.occasions) for c in cells)


def one_visit_a_day(problem: Problem, variables: Variables, posting: Posting) -> None:
    """A class comes at most once a day."""
    by_visitor: dict[str, list[tuple[DayType, list[int]]]] = defaultdict(list)
    for kind in problem.types:
        today: dict[str, list[int]] = defaultdict(list)
        for n, _ in problem.visits_on[kind.index]:
            today[problem.visits[n].visitor].append(n)
        for visitor, options in today.items():
            by_visitor[visitor].append((kind, options))
    for visitor, sets in by_visitor.items():
        for kind, options, dates in merged(sets):
            if len(options) > 1:
                posting.require(
                    "one_visit_a_day", (visitor, str(kind.day.date)), variables.visits(options), high=1, dates=dates
                )


def slot_capacity(problem: Problem, variables: Variables, posting: Posting) -> None:
    """A slot takes no more classes and pupils than it has room for."""
    slots: dict[tuple[str, int], list[tuple[DayType, list[int]]]] = defaultdict(list)
    for kind in problem.types:
        today: dict[tuple[str, int], list[int]] = defaultdict(list)
        for n, held in problem.visits_on[kind.index]:
            if held.occasion.window is not None:
                today[held.occasion.window, problem.visits[n].cell.slot or 0].append(n)
        for place, options in today.items():
            slots[place].append((kind, options))
    for (window, slot), sets in slots.items():
        limits = problem.school.window_by_id[window]
        for kind, options, dates in merged(sets):
            subject = (window, str(slot), str(kind.day.date))
            if limits.classes is not None:
                posting.require("slot_capacity", subject, variables.classes(options), high=limits.classes, dates=dates)
            if limits.heads is not None:
                posting.require("slot_capacity", subject, variables.heads(options), high=limits.heads, dates=dates)


def room_capacity(problem: Problem, variables: Variables, posting: Posting) -> None:
    """A room takes no more classes and pupils at once than it can hold."""
    for room in problem.school.room_by_id.values():
        for kind, sets, dates in _room_sets(problem, room.id, readers_only=False):
            subject = (room.id, str(kind.day.date))
            for options in sets:
                if room.classes is not None:
                    most = room.classes * len(problem.pools.get(room.id, (room.id,)))
                    posting.require("room_capacity", subject, variables.classes(options), high=most, dates=dates)
                if room.heads is not None and room.id not in problem.pools:
                    posting.require("room_capacity", subject, variables.heads(options), high=room.heads, dates=dates)


def _moments(found: list[tuple[int, Held]]) -> list[list[int]]:
    """Largest sets of options that share a moment of a day: enough to bound every moment of it. An option that is held twice at
    once (a sliding round with two windows on one date) is in it twice."""
    at: dict[Span, list[int]] = defaultdict(list)
    for n, held in found:
        at[held.span].append(n)
    starts = sorted({span.start for span in at})
    sets = list(dict.fromkeys(frozenset(s for s in at if s.start <= moment < s.end) for moment in starts))
    return [sorted(n for span in spans for n in at[span]) for spans in sets if not any(spans < other for other in sets)]


def room_seats(problem: Problem, variables: Variables, posting: Posting) -> None:
    """Readers at once have a seat each."""
    for room in problem.school.room_by_id.values():
        if room.seats is None or room.id in problem.pools:
            continue  # in a pool the seats never limit what the classes allow
        for kind, sets, dates in _room_sets(problem, room.id, readers_only=True):
            for options in sets:
                posting.require(
                    "room_seats", (room.id, str(kind.day.date)), variables.heads(options), high=room.seats, dates=dates
                )


def _room_sets(problem: Problem, room: str, *, readers_only: bool) -> Iterator[tuple[DayType, list[list[int]], int]]:
    """Kinds of day on which a room is used differently: (kind, sets of options at one moment, dates)."""
    first: dict[tuple[tuple[int, ...], ...], tuple[DayType, list[list[int]]]] = {}
    dates: dict[tuple[tuple[int, ...], ...], int] = defaultdict(int)
    for kind in problem.types:
        there = problem.visits_in_room[kind.index].get(room, [])
        sets = _moments([x for x in there if not readers_only or problem.visits[x[0]].demand.kind in READING_KINDS])
        key = tuple(tuple(s) for s in sets)
        if sets:
            first.setdefault(key, (kind, sets))
            dates[key] += kind.count
    for key, (kind, sets) in first.items():
        yield kind, sets, dates[key]


def teacher_free(problem: Problem, variables: Variables, posting: Posting) -> None:
    """The accompanying teacher is free and with one class at a time."""
    rule_out_visits(problem, variables, posting, "teacher_free")
    for kind in problem.types:
        today: dict[str, list[tuple[int, Held]]] = defaultdict(list)
        for n, held in problem.visits_on[kind.index]:
            teacher = problem.visits[n].teacher
            if teacher is not None:
                today[teacher].append((n, held))
        for teacher, found in today.items():
            for together in _moments(found):
                if len(together) > 1:
                    posting.require(
                        "teacher_free", (teacher, str(kind.day.date)), variables.visits(together), high=1, dates=kind.count
                    )


def grade_limit(problem: Problem, variables: Variables, posting: Posting) -> None:
    """Not too many classes of one grade at once."""
    grades_of = {c.id: c.grades for c in problem.school.class_list}
    for demand in problem.school.demand_by_id.values():
        for limit in demand.grade_limits:
            for grade in limit.grades:
                at: dict[tuple[str, str, int], list[tuple[DayType, list[int]]]] = defaultdict(list)
                for kind in problem.types:
                    today: dict[tuple[str, str, int], list[int]] = defaultdict(list)
                    for n, held in problem.visits_on[kind.index]:
                        option = problem.visits[n]
                        if option.demand.id == demand.id and grade in grades_of.get(option.visitor, ()):
                            today[held.occasion.window or "", option.cell.period or "", option.cell.slot or 0].append(n)
                    for place, options in today.items():
                        at[place].append((kind, options))
                for place, sets in at.items():
                    for kind, options, dates in merged(sets):
                        subject = (demand.id, str(grade), *map(str, place), str(kind.day.date))
                        posting.require("grade_limit", subject, variables.visits(options), high=limit.at_once, dates=dates)


def each_day_served(problem: Problem, variables: Variables, posting: Posting) -> None:
    """Every open day has at least the required number of classes."""
    for demand in problem.school.demand_by_id.values():
        if not demand.each_open_day:
            continue
        open_dates = {o.date for turn in problem.timeline.turns[demand.id] for o in turn.occasions}
        sets = [
            (kind, [n for n, _ in problem.visits_on[kind.index] if problem.visits[n].demand.id == demand.id])
            for kind in problem.types
            if kind.day.date in open_dates
        ]
        for kind, options, dates in merged(sets):
            posting.require(
                "each_day_served",
                (demand.id, str(kind.day.date)),
                variables.visits(options),
                low=demand.each_open_day,
                dates=dates,
            )
