"""Where one stretch of the term follows another within a week, a class that moves comes once in that week and not twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from planner.models.days import position_of, stretch_of
from planner.models.session import Session
from planner.sessions.chapter import Chapter
from planner.timeline import Timeline, week_of

Spot = tuple[str, str | None, object, str | None, int | None, str | None]
_Block = tuple[str, str, int | str]


def spot_of(s: Session) -> Spot:
    """What a visit is, whatever it is called."""
    return (s.source, s.visitor, s.date, s.window, s.slot, s.period)


def repeated(chapter: Chapter) -> frozenset[Spot]:
    """As `twice`, of a plan by itself; it is laid out for that only where stretches meet within a week."""
    timeline = chapter.timeline
    meet = any(timeline.seams.values()) and not timeline.school.term.cycle_days
    return twice(timeline, chapter.drafts[0]) if meet else frozenset()


def twice(timeline: Timeline, visits: Iterable[Session]) -> frozenset[Spot]:
    """Visits of one plan that do not take place, since their class has come by the stretch before in the same week or round.

    A visit that stays where it was always takes place, as without any stretches.
    """
    groups: dict[_Block, list[Session]] = defaultdict(list)
    several = {demand for demand, seams in timeline.seams.items() if seams and not timeline.school.term.cycle_days}
    for s in visits if several else ():
        if s.source in several and s.confirmed:
            block = block_of(timeline, s)
            if block is not None:
                groups[s.visitor or "", s.source, block].append(s)
    found = set()
    for (_, demand, _), group in groups.items():
        times = timeline.school.demand_by_id[demand].times
        came, places = 0, set[str]()
        first = min(group, key=lambda s: s.order)
        for s in sorted(group, key=lambda s: s.order):
            moved = stretch_of(s.turn or "") != stretch_of(first.turn or "") and position_of(s.turn or "") not in places
            if moved and came >= times and s.date in timeline.seams[demand]:
                found.add(spot_of(s))
            else:
                came += 1
                places.add(position_of(s.turn or ""))
    return frozenset(found)


def block_of(timeline: Timeline, s: Session) -> int | str | None:
    """The weeks, or the round, in which a class is due once; None where every date is by itself."""
    cycle = timeline.school.demand_by_id[s.source].cycle
    if cycle.kind == "sliding":
        return s.uid
    if cycle.kind == "dated":
        return None
    day = timeline.day_by_date.get(s.date)
    count = day.count if day else week_of(timeline.school.term, s.date)
    return (count - first_week(timeline, s.source)) // cycle.in_weeks


def first_week(timeline: Timeline, demand: str) -> int:
    """The week from which a demand's cycle counts."""
    return min((o.day.count for t in timeline.turns[demand] for o in t.occasions), default=1)
