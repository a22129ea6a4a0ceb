"""One plan of one school laid out on its dates, from a date on: what a comparison of two plans asks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import TypeVar

from planner.models.changes import DutyChange, VisitChange
from planner.models.days import position_of
from planner.models.plan import PlannedDuty, PlannedVisit
from planner.models.planfile import canonical_plan
from planner.models.values import Span
from planner.sessions.chapter import Chapter
from planner.sessions.expand import serves_on
from planner.timeline import Occasion, Stretch, fitted

Part = tuple[dt.date, dt.date]
"""First and last date of a part of the term in which neither plan has a seam."""
_P = TypeVar("_P", PlannedVisit, PlannedDuty)
_C = TypeVar("_C", VisitChange, DutyChange)


class Side:
    """One plan laid out on its dates, all of them or those of a part of the term."""

    def __init__(self, chapter: Chapter, since: dt.date) -> None:
        self.school, self.plan = chapter.school, canonical_plan(fitted(chapter.timeline, chapter.plan))
        self.timeline = chapter.timeline.beginning(since)
        self.part: Part | None = None

    def during(self, part: Part) -> Side:
        """The same plan on the dates of a part of the term."""
        side = object.__new__(Side)
        side.school, side.plan, side.timeline, side.part = self.school, self.plan, self.timeline, part
        return side

    def stretches(self, demand: str | None) -> tuple[Stretch, ...]:
        """Stretches of the term of a demand, or of the duties; none of a demand that the school does not have."""
        return self.timeline.duty_stretches if demand is None else self.timeline.stretches.get(demand, ())

    def visits_of(self, visits: Iterable[PlannedVisit]) -> list[PlannedVisit]:
        """Those of some visits of one demand that are meant for this part."""
        return [v for v in visits if self._is_meant(v, self.stretches(v.demand), self.has_visit)]

    def duties_of(self, duties: Iterable[PlannedDuty]) -> list[PlannedDuty]:
        """The same of duties."""
        return [d for d in duties if self._is_meant(d, self.timeline.duty_stretches, self.has_duty)]

    def _is_meant(self, planned: _P, stretches: Sequence[Stretch], is_there: Callable[[_P], bool]) -> bool:
        """Meant for the stretch that this part belongs to; where there are several, also held in it."""
        if self.part is None or len(stretches) < 2:
            return True
        here = next((s.key for s in stretches if s.first <= self.part[0] <= s.last), "")
        return planned.stretch == here and is_there(planned)

    def _here(self, occasions: Iterable[Occasion]) -> Iterator[Occasion]:
        return (o for o in occasions if self.part is None or self.part[0] <= o.date <= self.part[1])

    def has_visit(self, v: PlannedVisit) -> bool:
        """Whether a visit is held on any of the dates."""
        cell = self.timeline.cell_of(v)
        return cell is not None and any(self._here((*cell.occasions, *cell.tentative)))

    def has_duty(self, d: PlannedDuty) -> bool:
        """Whether a duty is done on any of the dates."""
        shift = self.timeline.shift_of(d)
        return shift is not None and any(self._here((*shift.occasions, *shift.tentative)))

    def visit_dates(self, v: PlannedVisit) -> dict[dt.date, Span]:
        """Confirmed dates on which a visit takes place, with its times."""
        cell = self.timeline.cell_of(v)
        found = {}
        for occasion in self._here(cell.occasions) if cell else ():
            span = self.timeline.visit_span(cell, occasion, v.visitor) if cell else None
            if span and not self.timeline.loss(v.demand, v.visitor, v.room, occasion, span):
                found[occasion.date] = span
        return found

    def duty_dates(self, d: PlannedDuty) -> dict[dt.date, Span]:
        """Confirmed dates on which a duty is done, with its times."""
        shift, helper = self.timeline.shift_of(d), self.school.helper_by_id.get(d.helper)
        if shift is None or helper is None:
            return {}
        return {
            o.date: self.timeline.duty_span(shift, o)
            for o in self._here(shift.occasions)
            if serves_on(helper.valid_from, helper.valid_until, o.date)
        }


def plain(planned: _P) -> _P:
    """A visit or duty by its place in the cycle, whatever stretch of the term it is for."""
    return planned.model_copy(update={"turn": position_of(planned.turn)})


def parts_of(old: Side, new: Side, demand: str | None) -> list[Part]:
    """Parts of what is left of the term, between the seams of both plans."""
    since, end = new.timeline.since, max(old.school.term.end, new.school.term.end, new.timeline.since)
    seams = {s.first for side in (old, new) for s in side.stretches(demand)[1:] if since < s.first <= end}
    firsts = [since, *sorted(seams), end + dt.timedelta(1)]
    return [(first, after - dt.timedelta(1)) for first, after in pairwise(firsts)]


def joined(parts: Sequence[Part], found: Iterable[Iterable[_C]]) -> Iterator[_C]:
    """Changes part by part as those of the whole: what is the same in parts that follow each other is one change, and one that
    is not for all of them says from when to when."""
    running: dict[str, tuple[_C, int, int]] = {}
    for n, changes in enumerate(found):
        for change in changes:
            same = _what(change)
            if same in running and running[same][2] == n - 1:
                before, first, _ = running[same]
                more = {"gone": before.gone + change.gone, "come": before.come + change.come}
                running[same] = (before.model_copy(update=more), first, n)
                continue
            if same in running:
                yield _dated(*running[same], parts)
            running[same] = (change, n, n)
    for change, first, last in running.values():
        yield _dated(change, first, last, parts)


def _what(change: VisitChange | DutyChange) -> str:
    """What is changed into what, but for times and dates."""
    record = change.model_dump(mode="json", exclude={"gone", "come", "old_time", "new_time"})
    for spot in (record, record.get("old"), record.get("new")):
        if isinstance(spot, dict):
            spot.pop("time", None)
            if "turn" in spot:
                spot["turn"] = position_of(spot["turn"])
    return repr(record)


def _dated(change: _C, first: int, last: int, parts: Sequence[Part]) -> _C:
    if change.kind in {"time_only", "dates"}:
        return change  # its dates say it
    since = parts[first][0] if first else None
    return change.model_copy(update={"since": since, "until": parts[last][1] if last < len(parts) - 1 else None})
