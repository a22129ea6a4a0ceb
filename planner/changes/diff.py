"""Two plans -> what changes; what changes + the old plan -> the new one. Nothing is judged here.

Places are compared as the plans name them, dates and times as each school's own term gives them, from the first date of the new
plan on. A class has ``moved`` for each of its visits that is not kept: pairs are made within a class and demand, first those
that keep their day, so that the number of moves is as small as it can be and weekdays change only where they must.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import zip_longest
from typing import TypeVar

from planner.changes.sides import Side
from planner.models.changes import Changes, CoverChange, DutyChange, Figures, OpeningChange, Spot, VisitChange
from planner.models.plan import Plan, PlannedDuty, PlannedVisit
from planner.models.planfile import canonical_plan
from planner.models.values import Span, natural
from planner.sessions.chapter import Chapter
from planner.timeline import day_of_turn

_Seat = tuple[str, str, str, int]
_T = TypeVar("_T")
_K = TypeVar("_K")


def diff(before: Chapter, after: Chapter) -> Changes:
    """What the second plan changes against the first, from the second's first date on."""
    old, new = (Side(chapter, after.first) for chapter in (before, after))
    plan = new.plan
    kept = Counter(old.plan.covers) & Counter(plan.covers)
    return Changes(
        since=plan.effective_from,
        visits=tuple(sorted(_visits(old, new), key=lambda v: (natural(v.visitor), v.demand, v.model_dump_json()))),
        duties=tuple(sorted(_duties(old, new), key=lambda d: (d.window, d.post, d.turn, d.slot or 0, d.model_dump_json()))),
        covers=(
            *(CoverChange(kind="removed", cover=c) for c in _rest(old.plan.covers, kept)),
            *(CoverChange(kind="added", cover=c) for c in _rest(plan.covers, kept)),
        ),
        openings=tuple(_openings(old, new)),
        figures=Figures(
            status=plan.status,
            cost=plan.cost,
            bound=plan.bound,
            cost_by_rule=plan.cost_by_rule,
            limits=plan.limits,
            settled=plan.settled,
            trained=plan.trained,
        ),
    )


def apply(changes: Changes, plan: Plan) -> Plan:
    """The new plan, in its canonical order, from the old one; without its proofs, which changes do not carry.

    Raises ValueError when the old one is not what was compared.
    """
    visits, duties, covers = list(plan.visits), list(plan.duties), list(plan.covers)
    for v in changes.visits:
        if v.kind not in {"time_only", "dates"}:
            _exchange(visits, _planned(v, v.old), _planned(v, v.new))
    for d in changes.duties:
        if d.kind not in {"time_only", "dates"}:
            _exchange(duties, _duty(d, d.old, d.old_escorts), _duty(d, d.new, d.new_escorts))
    for c in changes.covers:
        _exchange(covers, *((None, c.cover) if c.kind == "added" else (c.cover, None)))
    return canonical_plan(
        Plan(
            effective_from=changes.since,
            visits=tuple(visits),
            duties=tuple(duties),
            covers=tuple(covers),
            **{name: getattr(changes.figures, name) for name in Figures.model_fields},
        )
    )


def _visits(old: Side, new: Side) -> Iterator[VisitChange]:
    was, now = (_grouped(side.plan.visits, lambda v: (v.visitor, v.demand)) for side in (old, new))
    for visitor, demand in {**was, **now}:
        before, after = was[visitor, demand], now[visitor, demand]
        kept = Counter(before) & Counter(after)
        for v in kept:
            yield from _redated(old, new, v)
        gone = _rest(before, kept)
        for v in gone:
            if not old.has_visit(v):
                yield VisitChange(kind="past", visitor=visitor, demand=demand, old=_spot(old, v))
        for a, b in _pairs([v for v in gone if old.has_visit(v)], _rest(after, kept)):
            kind = "moved" if a and b else "added" if b else "removed"
            yield VisitChange(kind=kind, visitor=visitor, demand=demand, old=_spot(old, a), new=_spot(new, b))


def _redated(old: Side, new: Side, v: PlannedVisit) -> Iterator[VisitChange]:
    was, now = old.visit_dates(v), new.visit_dates(v)
    if was == now:
        return
    kind = "time_only" if was.keys() == now.keys() else "dates"
    first = _first_difference(was, now)
    yield VisitChange(
        kind=kind,
        visitor=v.visitor,
        demand=v.demand,
        old=_spot(old, v, first),
        new=_spot(new, v, first),
        gone=tuple(sorted(d for d in was if now.get(d) != was[d])),
        come=tuple(sorted(d for d in now if was.get(d) != now[d])),
    )


def _pairs(before: list[PlannedVisit], after: list[PlannedVisit]) -> Iterator[tuple[PlannedVisit | None, PlannedVisit | None]]:
    """Visits that are gone with visits that are new: those on the same day first, the rest in order."""
    left = list(before)
    others = []
    for b in after:
        same = next((a for a in left if day_of_turn(a.turn) == day_of_turn(b.turn)), None)
        if same is None:
            others.append(b)
        else:
            left.remove(same)
            yield same, b
    yield from zip_longest(left, others)


def _duties(old: Side, new: Side) -> Iterator[DutyChange]:
    was, now = (_grouped(side.plan.duties, lambda d: (d.post, d.turn, d.window, d.slot or 0)) for side in (old, new))
    for seat in {**was, **now}:
        kept = Counter(was[seat]) & Counter(now[seat])
        for d in kept:
            yield from _duty_redated(old, new, d)
        gone, after = _rest(was[seat], kept), _rest(now[seat], kept)
        before = [d for d in gone if old.has_duty(d)]
        for d in gone:
            if not old.has_duty(d):
                yield _duty_change("past", seat, old, new, d, None)
        for a in list(before):
            same = next((b for b in after if b.helper == a.helper), None)
            if same is not None:
                before.remove(a)
                after.remove(same)
                yield _duty_change("escort", seat, old, new, a, same)
        for a, b in zip_longest(before, after):
            kind = "replaced" if a and b else "added" if b else "removed"
            yield _duty_change(kind, seat, old, new, a, b)


def _duty_redated(old: Side, new: Side, d: PlannedDuty) -> Iterator[DutyChange]:
    was, now = old.duty_dates(d), new.duty_dates(d)
    if was != now:
        kind = "time_only" if was.keys() == now.keys() else "dates"
        change = _duty_change(kind, (d.post, d.turn, d.window, d.slot or 0), old, new, d, d)
        first = _first_difference(was, now)
        yield change.model_copy(
            update={
                "old_time": was.get(first) if first else change.old_time,
                "new_time": now.get(first) if first else change.new_time,
                "gone": tuple(sorted(x for x in was if now.get(x) != was[x])),
                "come": tuple(sorted(x for x in now if was.get(x) != now[x])),
            }
        )


def _duty_change(kind: str, seat: _Seat, old: Side, new: Side, a: PlannedDuty | None, b: PlannedDuty | None) -> DutyChange:
    return DutyChange.model_validate(
        {
            "kind": kind,
            "post": seat[0],
            "turn": seat[1],
            "window": seat[2],
            "slot": seat[3] or None,
            "old": a.helper if a else None,
            "new": b.helper if b else None,
            "old_escorts": a.escorts if a else None,
            "new_escorts": b.escorts if b else None,
            "old_time": _earliest(old.duty_dates(a)) if a else None,
            "new_time": _earliest(new.duty_dates(b)) if b else None,
        }
    )


def _openings(old: Side, new: Side) -> Iterator[OpeningChange]:
    """Windows on confirmed dates from then on."""
    was, now = (
        {key: o for key, o in s.timeline.openings.held.items() if key[0] >= s.timeline.since and o.day.confirmed}
        for s in (old, new)
    )
    why = {(x.date, x.window): x for x in new.timeline.openings.not_held}
    for date, window in sorted(was.keys() | now.keys()):
        a, b = was.get((date, window)), now.get((date, window))
        if a and b and a.span != b.span:
            yield OpeningChange(kind="time", date=date, window=window, old=a.span, new=b.span)
        elif b and not a:
            yield OpeningChange(kind="opened", date=date, window=window, new=b.span)
        elif a and not b:
            because = why.get((date, window))
            closed = date not in new.timeline.day_by_date
            reason = because.reason if because else "closed" if closed else ""
            detail = because.detail if because else ""
            yield OpeningChange(kind="closed", date=date, window=window, reason=reason, detail=detail, old=a.span)


def _spot(side: Side, v: PlannedVisit | None, on: dt.date | None = None) -> Spot | None:
    if v is None:
        return None
    dates = side.visit_dates(v)
    return Spot(
        turn=v.turn,
        day=day_of_turn(v.turn),
        window=v.window,
        slot=v.slot,
        period=v.period,
        room=v.room,
        time=dates.get(on) if on in dates else _earliest(dates),
    )


def _earliest(dates: Mapping[dt.date, Span]) -> Span | None:
    return dates[min(dates)] if dates else None


def _first_difference(was: Mapping[dt.date, Span], now: Mapping[dt.date, Span]) -> dt.date | None:
    """The first date that both have at different times; None when they differ only in dates."""
    return min((d for d in was.keys() & now.keys() if was[d] != now[d]), default=None)


def _grouped(things: Iterable[_T], key: Callable[[_T], _K]) -> defaultdict[_K, list[_T]]:
    table: defaultdict[_K, list[_T]] = defaultdict(list)
    for thing in things:
        table[key(thing)].append(thing)
    return table


def _rest(things: Iterable[_T], kept: Counter[_T]) -> list[_T]:
    """What is left when those kept are taken away, in order."""
    left = Counter(kept)
    out = []
    for thing in things:
        if left[thing] > 0:
            left[thing] -= 1
        else:
            out.append(thing)
    return out


def _planned(change: VisitChange, spot: Spot | None) -> PlannedVisit | None:
    if spot is None:
        return None
    return PlannedVisit(
        demand=change.demand,
        visitor=change.visitor,
        turn=spot.turn,
        window=spot.window,
        slot=spot.slot,
        period=spot.period,
        room=spot.room,
    )


def _duty(change: DutyChange, helper: str | None, escorts: str | None) -> PlannedDuty | None:
    if helper is None:
        return None
    return PlannedDuty(
        helper=helper, post=change.post, turn=change.turn, window=change.window, slot=change.slot, escorts=escorts
    )


def _exchange(things: list[_T], old: _T | None, new: _T | None) -> None:
    if old is not None:
        if old not in things:
            raise ValueError(f"the plan has no {old}")
        things.remove(old)
    if new is not None:
        things.append(new)
