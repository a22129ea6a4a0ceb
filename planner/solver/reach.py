"""Visits that room and grades alone would allow and no plan can hold, and which rules take them.

`planner.timeline.holding` counts places; other rules take some of these. The rows of the model that speak of visits alone have
a relaxation that costs a thirtieth of the whole one (240 classes: 0.03 s of 0.7), and what it proves is exact arithmetic.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from planner.models.plan import Taken
from planner.solver.build import Built
from planner.solver.certificate import Bound, bound_of
from planner.solver.model import Linear, Model
from planner.solver.relaxation import relax
from planner.timeline import VisitCell, holdings

_NEVER = frozenset({"demand_met", "held_visits"})
"""What is not due is not missing; and that no more is missing than has to be takes nothing."""
_COUNTED = frozenset({"room_seats", "room_capacity", "slot_capacity"})
"""Rules that counting places knows already, though not where several demands share them: they come last."""
_OF_PLACES = ("eligible", "forbidden", "class_free", "teacher_free")
"""Rules that leave a visitor no such place at all, so that the model has no row of them."""


@dataclass(frozen=True)
class Reach:
    """``taken``: rules and how many visits they take; ``bound`` proves their sum by the rows of ``model``."""

    taken: tuple[Taken, ...]
    model: Model
    bound: Bound


def visits_alone(built: Built) -> tuple[Model, list[int]]:
    """The rows that speak of visits alone, priced with the visits that room and grades would allow and are not held; which
    rows of the whole model these are."""
    model, missing = built.model, built.posting.amount("held_visits")
    mine = {x.index for x in built.variables.visit} | set(missing.indices)
    rows = [
        row
        for row in range(model.rows)
        if row not in model.switches and mine.issuperset(model.indices[model.starts[row] : model.starts[row + 1]])
    ]
    alone = model.only(rows)
    alone.minimize(missing)
    return alone, rows


def reach(built: Built, seconds: float, stop: threading.Event | None = None) -> Reach | None:
    """What no plan can hold; None where all that counting allows could be held, or the time ends before that is known."""
    if not built.posting.amount("held_visits").indices:
        return None
    begin = time.perf_counter()
    alone, rows = visits_alone(built)
    relaxed = relax(alone, seconds, stop)
    if relaxed.status != "OPTIMAL":
        return None
    bound = bound_of(alone, relaxed.multipliers)
    if bound.least + alone.offset <= 0:
        return None
    left = seconds - (time.perf_counter() - begin)
    return Reach(tuple(_taken(built, alone, rows, bound, left, stop)), alone, bound)


def _taken(
    built: Built, alone: Model, rows: Sequence[int], bound: Bound, seconds: float, stop: threading.Event | None
) -> Iterator[Taken]:
    """Rule by rule, what could be held besides if it and those before it were not there."""
    end = time.perf_counter() + seconds
    rule_of = {n: built.posting.posted[row][0] for n, row in enumerate(rows) if row in built.posting.posted}
    gone: set[str] = set()
    left, multipliers = bound.least + alone.offset, bound.multipliers
    counted = there = False
    lost = _lost(built)
    while left:
        binding = {rule_of[n] for n in multipliers if n in rule_of} - gone - _NEVER
        rule = min(binding, key=lambda name: (name in _COUNTED, name), default=None)
        if not counted and (rule is None or rule in _COUNTED):
            counted = True
            for taken in _of_places(built, left):
                left -= taken.visits
                yield taken
            continue
        if counted and not there and lost.indices:
            # Before rooms are blamed: as if nobody were away.
            there, rule, alone = True, "lost_visits", alone.copy()
            alone.minimize(built.posting.amount("held_visits") - lost)
        if rule is None:
            break
        gone.add(rule)
        kept = [n for n in range(alone.rows) if rule_of.get(n) not in gone]
        part = alone.only(kept)
        relaxed = relax(part, end - time.perf_counter(), stop)
        if relaxed.status != "OPTIMAL":
            break
        multipliers = {kept[n]: y for n, y in relaxed.multipliers.items()}
        still = min(left, max(0, bound_of(part, relaxed.multipliers).least + part.offset))
        if still < left:
            yield Taken(rule=rule, visits=left - still)
        left = still
    if left:
        yield Taken(rule="", visits=left)


def _lost(built: Built) -> Linear:
    """Visits of which a class is away on the date."""
    problem = built.problem
    dates = {
        n: sum(d not in problem.timeline.seams[option.demand.id] for h in option.held if h.lost for d in h.dates)
        for n, option in enumerate(problem.visits)
    }
    some = {n: count for n, count in dates.items() if count}
    return built.variables.visits_weighted(some, some.values())


def _of_places(built: Built, left: int) -> Iterator[Taken]:
    problem, gone = built.problem, set[str]()

    def allowed(visitor: str, cell: VisitCell) -> bool:
        return gone.isdisjoint(problem.excluded.get((visitor, cell.key[:-1]), ()))

    due = {place: problem.due(*place) for place in problem.visits_in}
    most = sum(group.most for group in problem.holdings)
    for rule in _OF_PLACES:
        if left and any(rule in found for found in problem.excluded.values()):
            gone.add(rule)
            now = sum(group.most for group in holdings(problem.timeline, due, allowed))
            if now < most:
                yield Taken(rule=rule, visits=min(left, most - now))
                left -= min(left, most - now)
            most = now
