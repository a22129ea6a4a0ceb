"""Plans that follow each other through a term -> the sessions of the whole term. The published past is never computed anew.

A date belongs to the last plan that has begun by then, with the school as it was: a new timetable, a helper who has left or
another name changes nothing before its date. Identity runs through all plans, so that a visit moved within its week is
the same calendar event and a uid never stands for two sessions.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from planner.models.days import marked, position_of
from planner.models.plan import Plan
from planner.models.session import LostVisit, Session
from planner.sessions.chapter import Chapter
from planner.sessions.expand import drafts
from planner.sessions.seams import Spot, block_of, repeated, spot_of
from planner.timeline import Timeline, fitted

_Block = tuple[str, str, int | str]
"""(visitor, demand, block of weeks or round)."""


def drafts_of(chapters: Sequence[Chapter]) -> tuple[list[Session], list[LostVisit]]:
    """Sessions and lost visits of plans that follow each other, each by the plan in force on its date, in no order.

    Without identity, substitutes and what is made up; a class comes once in a week although two plans would have it come.
    """
    ends = [c.first for c in chapters[1:]] + [dt.date.max]
    sessions: list[Session] = []
    lost: list[LostVisit] = []
    before: Chapter | None = None
    for chapter, end in zip(chapters, ends, strict=True):
        again = repeated(chapter)
        if before is None:
            first, (drafted, fallen) = dt.date.min, chapter.drafts
            if again:
                drafted, fallen = drafts(chapter.timeline, chapter.plan, _once(again))
        else:
            first = chapter.first
            again_before = repeated(before)
            dropped = frozenset((who, what, date) for what, who, date, *_ in again_before)
            comes = _Repeats(chapter.timeline, before.timeline, before.plan, sessions, dropped).comes
            drafted, fallen = drafts(chapter.timeline, chapter.plan, _within(first, end, _once(again, comes)))
        sessions += [s for s in drafted if first <= s.date < end]
        lost += [v for v in fallen if first <= v.date < end]
        before = chapter
    return sessions, lost


def _once(again: frozenset[Spot], comes: Callable[[Session], bool] = lambda _s: True) -> Callable[[Session], bool]:
    return lambda s: spot_of(s) not in again and comes(s)


def _within(first: dt.date, end: dt.date, comes: Callable[[Session], bool]) -> Callable[[Session], bool]:
    return lambda s: first <= s.date < end and comes(s)


@dataclass
class _Repeats:
    """Finds visits of a class that has already come by the plan before, in the same week or round."""

    timeline: Timeline
    before: Timeline
    plan_before: Plan
    past: Iterable[Session]
    dropped: frozenset[tuple[object, ...]]
    """(visitor, demand, date) of visits of the plan before that would not take place either: their class has come by then."""
    _came: dict[_Block, int] = field(init=False)

    def __post_init__(self) -> None:
        self._came = defaultdict(int)
        for s in self.past:
            block = self._block(s) if s.category in {"BORROWING", "READING"} and s.confirmed else None
            if block:
                self._came[block] += 1
        self._places = {(v.visitor, v.demand, v.turn) for v in fitted(self.before, self.plan_before).visits}

    def comes(self, s: Session) -> bool:
        """Whether a visit of the new plan takes place. One that stays where it was always does, as without any change."""
        block = self._block(s)
        if block is None or not self._came.get(block):
            return True
        parts = self.before.stretches.get(s.source, ())
        key = next((part.key for part in parts if part.first <= s.date <= part.last), "")
        there = (s.visitor or "", s.source, marked(position_of(s.turn or ""), key)) in self._places
        moved = not there or (s.visitor, s.source, s.date) in self.dropped
        if moved and self._came[block] >= self.timeline.school.demand_by_id[s.source].times:
            return False
        self._came[block] += s.confirmed
        return True

    def _block(self, s: Session) -> _Block | None:
        demand = self.timeline.school.demand_by_id.get(s.source)
        if demand is None or (demand.cycle.kind == "sliding" and not self._same_rounds(s.source)):
            return None
        block = block_of(self.timeline, s)
        return None if block is None else (s.visitor or "", s.source, block)

    def _same_rounds(self, demand: str) -> bool:
        """Whether the rounds up to now are counted as before: not so when windows of the past are edited."""
        since = self.timeline.since
        rounds = [
            {t.label: [o.date for o in t.occasions if o.date < since] for t in timeline.turns.get(demand, ())}
            for timeline in (self.before, self.timeline)
        ]
        return rounds[0] == rounds[1]
