"""Days of a class's borrowing and reading chosen together: what they cost beside each other, and as the term goes on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from itertools import combinations, pairwise, product
from math import prod

from planner.models.days import DAY_LABELS
from planner.solver.model import ones
from planner.solver.posting import Posting
from planner.solver.problem import Problem
from planner.solver.variables import Linear, Variable, Variables
from planner.timeline import day_of_turn

_Part = tuple[str, str]
"""A demand in one stretch of the term."""
_Pair = tuple[_Part, _Part]
_Way = tuple[str, ...]
"""A day for each of some parts."""
_Known = dict[_Part, frozenset[str]]
"""Parts whose turns are known by their weekday -> these days."""
_WAYS = 150
"""Ways to choose the days of a class's visits up to which each has a flag: five days for three visits."""


class _Segment:
    """A piece of the term in which no part begins or ends, with a flag for each way to choose the days of its parts."""

    def __init__(self, parts: tuple[_Part, ...], flags: dict[_Way, Variable]) -> None:
        self.parts, self._flags = parts, flags
        self._on: dict[tuple[_Part, ...], dict[_Way, Linear]] = {}

    def by(self, parts: tuple[_Part, ...]) -> dict[_Way, Linear]:
        """Days of some parts -> how many of the ways with these days are taken. Days that no way has are missing."""
        if parts not in self._on:
            at = [self.parts.index(part) for part in parts]
            found: dict[_Way, list[int]] = defaultdict(list)
            for way, flag in self._flags.items():
                found[tuple([way[k] for k in at])].append(flag.index)
            self._on[parts] = {way: Linear(flags, ones(len(flags))) for way, flags in found.items()}
        return self._on[parts]


_NONE = Linear()


def spread(problem: Problem, variables: Variables, posting: Posting) -> None:
    """Borrowing and reading of a class are not on neighbouring days."""
    if not posting.is_on("spread"):
        return
    school, known = problem.school, _days_known(problem)
    for visitor in dict.fromkeys(v for v, _ in problem.visits_by):
        due = [d for v, d in problem.visits_by if v == visitor]
        pairs = [
            ((borrowing, one), (reading, other))
            for borrowing in (d for d in due if school.demand_by_id[d].category == "BORROWING")
            for reading in (d for d in due if school.demand_by_id[d].category == "READING")
            for one, other in problem.timeline.together(borrowing, reading)
        ]
        single = [pair for pair in pairs if all(problem.comes_once(demand) for demand, _ in pair)]
        there = [pair for pair in single if all(_by_day(problem, visitor, part) for part in pair)]
        _of_class(problem, variables, posting, visitor, there, known)
        for one, other in pairs:
            if (one, other) not in single:
                _spread_pair(problem, variables, posting, visitor, one, other)


def _days_known(problem: Problem) -> _Known:
    """The parts in which what a class has in its turn is known by its weekday: not so in rounds."""
    found: _Known = {}
    for demand, keys in problem.stretches.items():
        cells = {(cell.turn, cell.day): cell.stretch for cell in problem.timeline.cells[demand]}
        for key in keys:
            mine = [(turn, day) for (turn, day), stretch in cells.items() if stretch == key]
            if all(day_of_turn(turn) == day for turn, day in mine):
                found[demand, key] = frozenset(day for _, day in mine if day is not None)
    return found


def _of_class(
    problem: Problem, variables: Variables, posting: Posting, visitor: str, pairs: list[_Pair], known: _Known
) -> None:
    """Pairs of visits of which a class makes one each. All together, piece by piece of the term, where every visit is sure to
    have a day and these can be combined in few ways; else each pair by itself, since one of which a visit is missing says
    nothing of the others."""
    pieces = _pieces(problem, list(dict.fromkeys(part for pair in pairs for part in pair)))
    sure = all(_has_a_day(problem, visitor, part) for parts in pieces for part in parts)
    few = all(prod(len(_by_day(problem, visitor, part)) for part in parts) <= _WAYS for parts in pieces)
    if not sure or not few:
        pieces = [tuple(dict.fromkeys(pair)) for pair in pairs]
    left = list(dict.fromkeys(pairs))
    costs = []
    for parts in pieces:
        mine = [pair for pair in left if set(pair) <= set(parts)]
        left = [pair for pair in left if pair not in mine]
        costs.append(_costs(problem, visitor, parts, mine))
    if sure and few and any(any(found.values()) for found in costs):
        # One piece: the model of schools without seasons stays as it is, and so do the proofs beside their plans.
        several = len(pieces) > 1 and not problem.guarded
        segments = [
            _flags(problem, variables, posting, visitor, parts, found, sure=several)
            for parts, found in zip(pieces, costs, strict=True)
        ]
        for before, after in pairwise(segments):
            _goes_on(problem, variables, visitor, before, after, known)
    elif not (sure and few):
        for parts, found in zip(pieces, costs, strict=True):
            if any(found.values()):
                _flags(problem, variables, posting, visitor, parts, found, sure=False)


def _pieces(problem: Problem, parts: list[_Part]) -> list[tuple[_Part, ...]]:
    """The parts that overlap, from one date to the next on which any of them begins."""
    known = {(demand, s.key): s for demand in {demand for demand, _ in parts} for s in problem.timeline.stretches[demand]}
    found = []
    for first in sorted({known[part].first for part in parts}):
        now = tuple(part for part in parts if known[part].first <= first <= known[part].last)
        if len(now) > 1:
            found.append(now)
    return found


def _has_a_day(problem: Problem, visitor: str, part: _Part) -> bool:
    options = problem.visits_in.get((visitor, *part), [])
    return (
        part in problem.timeline.whole
        and problem.due(visitor, *part) == 1
        and all(problem.visits[n].cell.day is not None for n in options)
    )


def _costs(problem: Problem, visitor: str, parts: tuple[_Part, ...], pairs: Iterable[_Pair]) -> dict[_Way, int]:
    """Ways to choose the days of the visits, with the pairs that are too near in each. Two on one date are no way where a rule
    says so."""
    days = {part: _by_day(problem, visitor, part) for part in parts}
    costs: dict[_Way, int] = {}
    for way in product(*days.values()):
        chosen = dict(zip(parts, way, strict=True))
        if not any(chosen[a] == chosen[b] and _always_clash(problem, days, chosen, a, b) for a, b in combinations(parts, 2)):
            costs[way] = sum(_gap(chosen[one], chosen[other]) < problem.school.min_gap_days for one, other in pairs)
    return costs


def _flags(
    problem: Problem,
    variables: Variables,
    posting: Posting,
    visitor: str,
    parts: tuple[_Part, ...],
    costs: dict[_Way, int],
    *,
    sure: bool,
) -> _Segment:
    """One flag for each way: every mixture that the relaxation can take is then one of whole ways, so that a class by itself
    leaves no gap. ``sure``: each part has its one visit."""
    days = {part: _by_day(problem, visitor, part) for part in parts}
    flags = {way: variables.new_flag() for way in costs}
    segment = _Segment(parts, flags)
    for part in parts:
        for day, options in days[part].items():
            variables.at_least(variables.visits(options), segment.by((part,)).get((day,), _NONE))
    if sure:
        variables.at_least(variables.total(flags.values()), Linear(constant=1))
    else:
        come = variables.visits(n for found in days.values() for options in found.values() for n in options)
        variables.at_least(variables.total(flags.values()), come - (len(parts) - 1))
    for way, cost in costs.items():
        posting.prefer("spread", flags[way], cost, visitor)
    return segment


def _goes_on(
    problem: Problem, variables: Variables, visitor: str, before: _Segment, after: _Segment, known: _Known
) -> None:
    """What goes on from one piece of the term to the next is the same in both; and whoever leaves a day leaves it beside the
    days of what goes on: mixtures of different such days must not look like a class that stays."""
    shared = tuple(part for part in before.parts if part in after.parts)
    ways = list(product(*(_by_day(problem, visitor, part) for part in shared)))
    if len(shared) > 1:
        for way in ways:
            variables.exactly(before.by(shared).get(way, _NONE) - after.by(shared).get(way, _NONE), 0)
    if not shared or not problem.alike or problem.school.mode("kept_weekdays") == "off":
        return
    follows = {(demand, one): (demand, other) for demand, keys in problem.stretches.items() for one, other in pairwise(keys)}
    for part in before.parts:
        later = follows.get(part)
        if later in after.parts and part in known and later in known:
            days = [day for day in _by_day(problem, visitor, part) if day in known[later]]
            flags: list[Variable] = []
            earlier, next_ = before.by((*shared, part)), after.by((*shared, later))
            for way in ways:
                for day in days:
                    here = earlier.get((*way, day))
                    if here is not None:
                        flag = variables.new_flag()
                        variables.at_least(flag, here - next_.get((*way, day), _NONE))
                        flags.append(flag)
            variables.days_left[visitor, *later] = (frozenset(days), variables.total(flags))


def _always_clash(
    problem: Problem, days: dict[_Part, dict[str, list[int]]], chosen: dict[_Part, str], one: _Part, other: _Part
) -> bool:
    """Whether all visits of two demands on the chosen days fall together on some date on which only one may be."""
    if problem.school.mode("one_visit_a_day") != "hard":
        return False
    options = days[one][chosen[one]] + days[other][chosen[other]]
    kinds = [frozenset(h.type.index for h in problem.visits[n].held if not h.lost) for n in options]
    return bool(frozenset.intersection(*kinds))


def _spread_pair(problem: Problem, variables: Variables, posting: Posting, visitor: str, one: _Part, other: _Part) -> None:
    """Visits of which there may be more."""
    days = [_by_day(problem, visitor, one), _by_day(problem, visitor, other)]
    near = {
        day: frozenset(other_day for other_day in days[1] if _gap(day, other_day) < problem.school.min_gap_days)
        for day in days[0]
    }
    for day, options in days[0].items():
        if near[day]:
            here_too = variables.any_visit(options)
            for other_day in (d for d in days[1] if d in near[day]):
                both = variables.new_flag()
                there_too = variables.any_visit(days[1][other_day])
                variables.at_least(both, here_too + there_too - 1)
                posting.prefer("spread", both, about=visitor)


def _by_day(problem: Problem, visitor: str, part: _Part) -> dict[str, list[int]]:
    table: dict[str, list[int]] = defaultdict(list)
    for n in problem.visits_in.get((visitor, *part), ()):
        day = problem.visits[n].cell.day
        if day is not None:
            table[day].append(n)
    return table


@cache
def _gap(day: str, other: str) -> int:
    return abs(DAY_LABELS.index(day) - DAY_LABELS.index(other))
