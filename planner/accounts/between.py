"""Visits that fall between two patterns: in the week or round in which one follows another, a class that is moved may come in
neither. No pattern promises it then, so that nothing but this tells of it.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from planner.models.days import WEEKDAYS, position_of
from planner.models.report import VisitAccount
from planner.models.session import LostVisit, Session
from planner.models.term import Term
from planner.models.visits import Demand
from planner.sessions.seams import first_week
from planner.timeline import Timeline, visitors_of
from planner.timeline.weeks import school_weeks

_Place = tuple[dt.date, str | None]
"""(date, window) of an occasion; of a lesson without a window."""


@dataclass(frozen=True)
class _Block:
    """Weeks, or a round, in which each class is due once, with all places in them."""

    places: frozenset[_Place]
    begin: dt.date
    end: dt.date


def with_between(
    accounts: Sequence[VisitAccount], timelines: Sequence[Timeline], sessions: Iterable[Session], last: dt.date
) -> tuple[VisitAccount, ...]:
    """Accounts of a term up to ``last`` in which such visits are promised and lost too, with the date on which the pattern
    changes and reason ``between``; and in which one that falls out is not, where its class comes by the other pattern.

    ``timelines``: of the plans that follow each other; ``sessions``: what is held in the term, make-ups included.
    """
    visits = [s for s in sessions if s.visitor and s.category in {"BORROWING", "READING"}]
    came: dict[tuple[str, str], list[_Place]] = defaultdict(list)
    for s in visits:
        if s.made_up_for is None:
            came[s.visitor or "", s.source].append((s.date, s.window))
    made_up = Counter((s.visitor, s.source, s.made_up_for) for s in visits if s.made_up_for is not None)
    known = {(a.visitor, a.demand): a for a in accounts}
    for before, timeline, cut, demand in _cuts(timelines, last):
        block = _block(timeline, demand, cut)
        if block is None or min(block.end, timeline.school.term.end) > last:
            continue
        when = min(cut, block.end - dt.timedelta(2))  # a Friday, where the next pattern begins on a Monday
        for visitor in visitors_of(timeline.school, demand):
            account = known.get((visitor, demand.id))
            if account is None or visitor not in before[demand.id]:
                continue
            there = sum(place in block.places for place in came[visitor, demand.id])
            named = [x for x in account.lost if block.begin <= x.date <= block.end]
            still = [x for x in named if not made_up[visitor, demand.id, x.date]]
            for lost in still[: max(0, there + len(named) - demand.times)]:
                account = _one_less(account, lost)
            for _n in range(demand.times - there - len(named)):
                done = made_up[visitor, demand.id, when] > 0
                made_up[visitor, demand.id, when] -= done
                account = _one_more(account, LostVisit(demand.id, visitor, when, "between"), done)
            known[visitor, demand.id] = account
    return tuple(known.values())


def _cuts(timelines: Sequence[Timeline], last: dt.date) -> Iterator[tuple[dict[str, set[str]], Timeline, dt.date, Demand]]:
    """(demand -> whom it was about before, timeline from then on, date of the change, demand) of all changes of pattern."""
    for before, after in pairwise([None, *timelines]):
        if after is None or after.school.term.cycle_days:
            continue
        ends = min([last, *(t.since - dt.timedelta(1) for t in timelines if t.since > after.since)])
        for demand in after.school.demand_by_id.values():
            mine = {demand.id: set(visitors_of(after.school, demand))}
            if before is not None and demand.cycle.has_weeks:
                old = before.school.demand_by_id.get(demand.id)
                yield {demand.id: set(visitors_of(before.school, old)) if old else set()}, after, after.since, demand
            for stretch in after.stretches[demand.id][1:]:
                if after.since < stretch.first <= ends:
                    yield mine, after, stretch.first, demand
            for date in _within_partial(after, demand):
                if after.since <= date <= ends:
                    yield mine, after, date, demand


def _within_partial(timeline: Timeline, demand: Demand) -> Iterator[dt.date]:
    """Last dates of the weeks in which each class is due once, in stretches that cannot hold the whole of a cycle: a class that
    has no turn there comes by no pattern either."""
    if not demand.cycle.has_weeks or len(timeline.stretches[demand.id]) < 2:
        return
    first, held = first_week(timeline, demand.id), [o for t in timeline.turns[demand.id] for o in t.occasions]
    for stretch in timeline.stretches[demand.id]:
        if (demand.id, stretch.key) not in timeline.whole:
            last: dict[int, dt.date] = {}
            for o in held:
                if stretch.first <= o.date <= stretch.last:
                    block = (o.day.count - first) // demand.cycle.in_weeks
                    last[block] = max(o.date, last.get(block, o.date))
            yield from sorted(last.values())


def _block(timeline: Timeline, demand: Demand, cut: dt.date) -> _Block | None:
    """The weeks or the round in which the pattern changes; None where it changes between two of them."""
    turns, cycle, term = timeline.turns[demand.id], demand.cycle, timeline.school.term
    held = [(o.date, o.window) for t in turns for o in t.occasions]
    if not any(date < cut for date, _ in held) or not any(date >= cut for date, _ in held):
        return None
    if cycle.has_weeks:
        number = {w.monday: (w.count - first_week(timeline, demand.id)) // cycle.in_weeks for w in school_weeks(term).values()}
        monday = cut - dt.timedelta(cut.weekday())
        mine = [m for m, n in number.items() if n == number.get(monday)]
        if cut in mine and min(mine) == cut:
            # The weeks before: a window that ended within them, and a holiday at their end, may have left nothing.
            mine = [m for m, n in number.items() if n == number[cut] - 1]
        if len(mine) < cycle.in_weeks or not _is_whole(term, max(mine)):
            return None
        begin, end = min(mine), max(mine) + dt.timedelta(6)
        places = frozenset(place for place in held if begin <= place[0] <= end)
        return _Block(places, begin, end) if places else None
    by_position: dict[str, list[_Place]] = defaultdict(list)
    for t in turns if cycle.kind == "sliding" else ():
        by_position[position_of(t.label)] += [(o.date, o.window) for o in t.occasions]
    for number_ in range(min((len(found) for found in by_position.values()), default=0)):
        places = frozenset(sorted(found, key=_when)[number_] for found in by_position.values())
        begin, end = min(date for date, _ in places), max(date for date, _ in places)
        if begin < cut <= end:
            return _Block(places, begin, end)
    return None


def _is_whole(term: Term, monday: dt.date) -> bool:
    """Whether the term goes on to the last ordinary school day of a week."""
    return monday + dt.timedelta(max(WEEKDAYS.index(day) for day in term.weekdays)) <= term.end


def _when(place: _Place) -> tuple[dt.date, str]:
    return place[0], place[1] or ""


def _one_less(account: VisitAccount, lost: LostVisit) -> VisitAccount:
    left = list(account.lost)
    left.remove(lost)
    return replace(account, promised=account.promised - 1, lost=tuple(left), owed=account.owed - 1)


def _one_more(account: VisitAccount, lost: LostVisit, made_up: bool) -> VisitAccount:
    return replace(
        account,
        promised=account.promised + 1,
        lost=tuple(sorted((*account.lost, lost), key=lambda x: x.date)),
        made_up=account.made_up + made_up,
        owed=account.owed + (not made_up),
        extra=account.extra - made_up,
    )
