"""Two plans -> what changes; what changes + the old plan -> the new one. Nothing is judged here.

Places are compared as the plans name them, dates and times as each school's own term gives them, from the first date of the new
plan on. A class has ``moved`` for each of its visits that is not kept: pairs are made within a class and demand, first those
that keep their day, so that the number of moves is as small as it can be and weekdays change only where they must.

Where a plan falls into stretches of the term, those of both plans together divide it into parts, and plans are compared part by
part: what stands at the same place of the cycle is the same, whatever stretch its turn names.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import zip_longest
from typing import TypeVar
from weakref import WeakKeyDictionary

from planner.changes.sides import Side, joined, parts_of, plain
from planner.models.changes import Changes, DutyChange, Entries, Figures, OpeningChange, PresenceChange, Spot, VisitChange
from planner.models.days import stretch_of
from planner.models.plan import Plan, PlannedDuty, PlannedVisit
from planner.models.planfile import canonical_plan
from planner.models.values import Span, natural
from planner.sessions.chapter import Chapter
from planner.timeline import day_of_turn

_T = TypeVar("_T")
_K = TypeVar("_K")


_KNOWN: WeakKeyDictionary[Chapter, WeakKeyDictionary[Chapter, Changes]] = WeakKeyDictionary()
"""Chapter -> the one before it -> what has been worked out; as long as somebody has both."""


def diff(before: Chapter, after: Chapter) -> Changes:
    """What the second plan changes against the first, from the second's first date on. Worked out once for two chapters."""
    known = _KNOWN.setdefault(after, WeakKeyDictionary())
    if before not in known:
        known[before] = _compared(before, after)
    return known[before]


def _compared(before: Chapter, after: Chapter) -> Changes:
    old, new = (Side(chapter, after.first) for chapter in (before, after))
    plan = new.plan
    kept = Counter(old.plan.presences) & Counter(plan.presences)
    return Changes(
        since=plan.effective_from,
        visits=tuple(sorted(_visits(old, new), key=lambda v: (natural(v.visitor), v.demand, v.model_dump_json()))),
        duties=tuple(sorted(_duties(old, new), key=lambda d: (d.window, d.post, d.turn, d.slot or 0, d.model_dump_json()))),
        presences=(
            *(PresenceChange(kind="removed", presence=c) for c in _rest(old.plan.presences, kept)),
            *(PresenceChange(kind="added", presence=c) for c in _rest(plan.presences, kept)),
        ),
        openings=tuple(_openings(old, new)),
        entries=_entries(canonical_plan(before.plan), canonical_plan(after.plan)),
        figures=Figures(
            status=plan.status,
            cost=plan.cost,
            bound=plan.bound,
            cost_by_rule=plan.cost_by_rule,
            limits=plan.limits,
            out_of_reach=plan.out_of_reach,
            settled=plan.settled,
            stretches=plan.stretches,
            had=plan.had,
            served=plan.served,
            kept_open=plan.kept_open,
            done=plan.done,
            trained=plan.trained,
        ),
    )


def _entries(old: Plan, new: Plan) -> Entries | None:
    """What leaves and enters a plan, where turns name stretches of the term."""
    if not any(stretch_of(x.turn) for plan in (old, new) for things in (plan.visits, plan.duties) for x in things):
        return None
    visits, duties = Counter(old.visits) & Counter(new.visits), Counter(old.duties) & Counter(new.duties)
    return Entries(
        visits_out=tuple(_rest(old.visits, visits)),
        visits_in=tuple(_rest(new.visits, visits)),
        duties_out=tuple(_rest(old.duties, duties)),
        duties_in=tuple(_rest(new.duties, duties)),
    )


def apply(changes: Changes, plan: Plan) -> Plan:
    """The new plan, in its canonical order, from the old one; without its proofs, which changes do not carry.

    Raises ValueError when the old one is not what was compared.
    """
    visits, duties, presences = list(plan.visits), list(plan.duties), list(plan.presences)
    entries = changes.entries
    if entries is not None:
        for visit in entries.visits_out:
            _exchange(visits, visit, None)
        for duty in entries.duties_out:
            _exchange(duties, duty, None)
        visits += entries.visits_in
        duties += entries.duties_in
    for v in changes.visits if entries is None else ():
        if v.kind not in {"time_only", "dates"}:
            _exchange(visits, _planned(v, v.old), _planned(v, v.new))
    for d in changes.duties if entries is None else ():
        if d.kind not in {"time_only", "dates"}:
            _exchange(duties, _duty(d, d.old, d.old_escorts), _duty(d, d.new, d.new_escorts))
    for c in changes.presences:
        _exchange(presences, *((None, c.presence) if c.kind == "added" else (c.presence, None)))
    return canonical_plan(
        Plan(
            effective_from=changes.since,
            visits=tuple(visits),
            duties=tuple(duties),
            presences=tuple(presences),
            **{name: getattr(changes.figures, name) for name in Figures.model_fields},
        )
    )


def _visits(old: Side, new: Side) -> Iterator[VisitChange]:
    was, now = (_grouped(side.plan.visits, lambda v: (v.visitor, v.demand)) for side in (old, new))
    for visitor, demand in {**was, **now}:
        before, after = was[visitor, demand], now[visitor, demand]
        kept = Counter(map(plain, before)) & Counter(map(plain, after))
        for v in _rest(before, kept, plain):
            if not old.has_visit(v):
                yield VisitChange(kind="past", visitor=visitor, demand=demand, old=_spot(old, v))
        parts = parts_of(old, new, demand)
        found = [_visits_in(old.during(part), new.during(part), before, after) for part in parts]
        yield from joined(parts, found)


def _visits_in(old: Side, new: Side, before: list[PlannedVisit], after: list[PlannedVisit]) -> Iterator[VisitChange]:
    """Changes of the visits of one visitor in one part of the term."""
    before, after = old.visits_of(before), new.visits_of(after)
    kept = Counter(map(plain, before)) & Counter(map(plain, after))
    same = {plain(v): v for v in after}
    for v in {plain(v): v for v in before if plain(v) in kept}.values():
        yield from _redated(old, new, v, same[plain(v)])
    gone = [v for v in _rest(before, kept, plain) if old.has_visit(v)]
    for a, b in _pairs(gone, _rest(after, kept, plain)):
        kind = "moved" if a and b else "added" if b else "removed"
        whose = a or b
        assert whose is not None  # a pair has one of them
        yield VisitChange(kind=kind, visitor=whose.visitor, demand=whose.demand, old=_spot(old, a), new=_spot(new, b))


def _redated(old: Side, new: Side, v: PlannedVisit, same: PlannedVisit) -> Iterator[VisitChange]:
    was, now = old.visit_dates(v), new.visit_dates(same)
    if was == now:
        return
    kind = "time_only" if was.keys() == now.keys() else "dates"
    first = _first_difference(was, now)
    yield VisitChange(
        kind=kind,
        visitor=v.visitor,
        demand=v.demand,
        old=_spot(old, v, first),
        new=_spot(new, same, first),
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
    was, now = (_grouped(side.plan.duties, lambda d: plain(d).place) for side in (old, new))
    parts = parts_of(old, new, None)
    sides = [(old.during(part), new.during(part)) for part in parts]
    for seat in {**was, **now}:
        before, after = was[seat], now[seat]
        kept = Counter(map(plain, before)) & Counter(map(plain, after))
        for d in _rest(before, kept, plain):
            if not old.has_duty(d):
                yield _duty_change("past", old, new, d, None)
        yield from joined(parts, [_duties_in(a, b, before, after) for a, b in sides])


def _duties_in(old: Side, new: Side, before: list[PlannedDuty], after: list[PlannedDuty]) -> Iterator[DutyChange]:
    """Changes of one seat in one part of the term."""
    before, after = old.duties_of(before), new.duties_of(after)
    kept = Counter(map(plain, before)) & Counter(map(plain, after))
    same = {plain(d): d for d in after}
    for d in {plain(d): d for d in before if plain(d) in kept}.values():
        yield from _duty_redated(old, new, d, same[plain(d)])
    gone, come = [d for d in _rest(before, kept, plain) if old.has_duty(d)], _rest(after, kept, plain)
    for a in list(gone):
        stays = next((b for b in come if b.helper == a.helper), None)
        if stays is not None:
            gone.remove(a)
            come.remove(stays)
            yield _duty_change("escort", old, new, a, stays)
    for a, b in zip_longest(gone, come):
        yield _duty_change("replaced" if a and b else "added" if b else "removed", old, new, a, b)


def _duty_redated(old: Side, new: Side, d: PlannedDuty, same: PlannedDuty) -> Iterator[DutyChange]:
    was, now = old.duty_dates(d), new.duty_dates(same)
    if was != now:
        kind = "time_only" if was.keys() == now.keys() else "dates"
        change = _duty_change(kind, old, new, d, same)
        first = _first_difference(was, now)
        yield change.model_copy(
            update={
                "old_time": was.get(first) if first else change.old_time,
                "new_time": now.get(first) if first else change.new_time,
                "gone": tuple(sorted(x for x in was if now.get(x) != was[x])),
                "come": tuple(sorted(x for x in now if was.get(x) != now[x])),
            }
        )


def _duty_change(kind: str, old: Side, new: Side, a: PlannedDuty | None, b: PlannedDuty | None) -> DutyChange:
    seat = b or a
    assert seat is not None  # nobody changes into nobody nowhere
    return DutyChange.model_validate(
        {
            "kind": kind,
            "post": seat.post,
            "turn": seat.turn,
            "window": seat.window,
            "slot": seat.slot,
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


def _rest(things: Iterable[_T], kept: Counter[_T], key: Callable[[_T], _T] = lambda thing: thing) -> list[_T]:
    """What is left when those kept, by their key, are taken away, in order."""
    left = Counter(kept)
    out = []
    for thing in things:
        if left[key(thing)] > 0:
            left[key(thing)] -= 1
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
