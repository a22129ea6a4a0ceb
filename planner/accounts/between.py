"""Visits that fall between two patterns: in the week or round in which one follows another, a class that is moved may come in
neither. No pattern promises it then, so that nothing but this tells of it.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from planner.models.days import position_of
from planner.models.report import VisitAccount
from planner.models.session import LostVisit, Session
from planner.models.visits import Demand
from planner.sessions.seams import first_week
from planner.timeline import Timeline, visitors_of

_Place = tuple[dt.date, str | None]
"""(date, window) of an occasion; of a lesson without a window."""


def with_between(
    accounts: Sequence[VisitAccount], timelines: Sequence[Timeline], sessions: Iterable[Session], last: dt.date
) -> tuple[VisitAccount, ...]:
    """Accounts of a term up to ``last`` in which such visits are promised and lost too, with the date on which the pattern
    changes and reason ``between``.

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
        places = _places(timeline, demand, cut)
        if not places or max(date for date, _ in places) > last:
            continue
        dates = {date for date, _ in places}
        for visitor in visitors_of(timeline.school, demand):
            account = known.get((visitor, demand.id))
            if account is None or visitor not in before[demand.id]:
                continue
            there = sum((date, window) in places for date, window in came[visitor, demand.id])
            missing = demand.times - there - sum(min(dates) <= x.date <= max(dates) for x in account.lost)
            for _n in range(missing):
                done = made_up[visitor, demand.id, cut] > 0
                made_up[visitor, demand.id, cut] -= done
                account = _one_more(account, LostVisit(demand.id, visitor, cut, "between"), done)
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


def _places(timeline: Timeline, demand: Demand, cut: dt.date) -> set[_Place]:
    """Occasions of the weeks or the round in which the pattern changes; none where it changes between two of them."""
    turns, cycle = timeline.turns[demand.id], demand.cycle
    held: set[_Place] = set()
    if cycle.has_weeks:
        weeks = {day.date: (day.count - first_week(timeline, demand.id)) // cycle.in_weeks for day in timeline.days}
        mine = next((weeks[d] for d in sorted(weeks) if d >= cut), None)
        held = {(o.date, o.window) for t in turns for o in t.occasions if weeks.get(o.date) == mine}
    elif cycle.kind == "sliding":
        by_position: dict[str, list[_Place]] = defaultdict(list)
        for t in turns:
            by_position[position_of(t.label)] += [(o.date, o.window) for o in t.occasions]
        for number in range(max((len(found) for found in by_position.values()), default=0)):
            mine_ = [sorted(found, key=_when)[number] for found in by_position.values() if len(found) > number]
            if len(mine_) == len(by_position) and min(mine_)[0] < cut <= max(mine_)[0]:
                held = {*mine_}
    return held if any(date < cut for date, _ in held) and any(date >= cut for date, _ in held) else set()


def _when(place: _Place) -> tuple[dt.date, str]:
    return place[0], place[1] or ""


def _one_more(account: VisitAccount, lost: LostVisit, made_up: bool) -> VisitAccount:
    return replace(
        account,
        promised=account.promised + 1,
        lost=tuple(sorted((*account.lost, lost), key=lambda x: x.date)),
        made_up=account.made_up + made_up,
        owed=account.owed + (not made_up),
        extra=account.extra - made_up,
    )
