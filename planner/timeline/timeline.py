"""Turns, cells and shifts of a school on the dates of its term, worked out once."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cached_property

from planner.models.days import position_of, stretch_of
from planner.models.people import Absence
from planner.models.plan import CellKey, PlannedDuty, PlannedVisit, ShiftKey
from planner.models.school import School
from planner.models.values import Span
from planner.models.visits import Demand, Window
from planner.timeline.bells import is_away
from planner.timeline.cells import (
    Shift,
    VisitCell,
    demand_occasions,
    demand_rounds,
    demand_turns,
    duty_span,
    shifts_of,
    visit_cells,
)
from planner.timeline.circles import circles
from planner.timeline.cycles import Occasion, Stretch, Turn
from planner.timeline.dates import Same, TermDates
from planner.timeline.openings import Opening
from planner.timeline.stretches import demand_cuts, duty_cuts, stretches
from planner.timeline.weeks import week_of


def _overlap(window: Window, part: Stretch) -> bool:
    return (window.valid_from or part.last) <= part.last and (window.valid_until or part.first) >= part.first


class Timeline(TermDates):
    """All dated facts of a school, worked out once. ``since`` leaves out the dates before it (for re-planning).

    Nothing here depends on the rules of the school, their modes or prices.
    """

    def __init__(
        self,
        school: School,
        since: dt.date | None = None,
        *,
        whole: Timeline | None = None,
        like: Timeline | None = None,
    ) -> None:
        """``whole``: a timeline of the same school from another date on; what does not depend on the date is taken from it.
        ``like``: one of a school from which this one was made, as `TermDates` says."""
        super().__init__(school, whole, like)
        self.since = since or school.term.start
        self._whole = whole
        same = Same(school, like.school) if like is not None and like.since == self.since else None
        self._cells_of = like if same is not None and same.cells else None
        self._shifts_of = like if same is not None and same.shifts else None

    def beginning(self, since: dt.date) -> Timeline:
        """The same term without the dates before ``since``."""
        return self if since == self.since else Timeline(self.school, since, whole=self)

    @cached_property
    def turns(self) -> dict[str, tuple[Turn, ...]]:
        """Turns of each demand."""
        known = self._whole or self._cells_of
        if known is not None:
            return known.turns
        return {
            d.id: demand_turns(self.school, d, self.days, self.openings, self.stretches[d.id], self._begins_anew(d))
            for d in self.school.demand_by_id.values()
        }

    @cached_property
    def stretches(self) -> dict[str, tuple[Stretch, ...]]:
        """Stretches of the term of each demand, in order."""
        known = self._whole or self._cells_of
        if known is not None:
            return known.stretches
        return {d.id: stretches(self, self._inner(demand_cuts(self, d))) for d in self.school.demand_by_id.values()}

    @cached_property
    def duty_stretches(self) -> tuple[Stretch, ...]:
        """Stretches of the term of the duties."""
        known = self._whole or self._shifts_of
        if known is not None:
            return known.duty_stretches
        return stretches(self, self._inner(duty_cuts(self, lambda d: tuple(s.first for s in self.stretches[d][1:]))))

    @property
    def stretch_keys(self) -> dict[str, tuple[str, ...]]:
        """Demand ('' = duties) -> keys of its stretches, where there are several."""
        found = {demand: tuple(s.key for s in parts) for demand, parts in self.stretches.items() if len(parts) > 1}
        return found | ({"": tuple(s.key for s in self.duty_stretches)} if len(self.duty_stretches) > 1 else {})

    def _inner(self, cuts: tuple[dt.date, ...]) -> list[dt.date]:
        """Without a stretch that begins where the plan begins: a plan that is changed from a date on is a stretch already."""
        begin = min((d.date for d in self.days if d.date >= self.since), default=self.since)
        return [cut for cut in cuts if cut != begin]

    @cached_property
    def circles(self) -> dict[str, frozenset[str]]:
        """Helper -> posts among which its duties are shared."""
        return self._whole.circles if self._whole is not None else circles(self.school)

    @property
    def shares_term(self) -> bool:
        """Whether fairness counts the dates of the whole term: so the school wants it, or there is no one cycle to share."""
        dated = self.school.duties.cycle.kind == "dated"
        return dated or self.school.duties.share == "term" or len(self.duty_stretches) > 1

    @staticmethod
    def speaks_of(visit: PlannedVisit, stretch: str) -> bool:
        """Whether a visit of a published plan, `fitted` to this timeline, is one to be kept in a stretch; one without a stretch
        is meant for all."""
        return visit.stretch in ("", stretch)

    def together(self, demand: str, other: str) -> list[tuple[str, str]]:
        """Stretches of two demands that overlap, by their keys."""
        return [
            (a.key, b.key)
            for a in self.stretches[demand]
            for b in self.stretches[other]
            if a.first <= b.last and b.first <= a.last
        ]

    @cached_property
    def seams(self) -> dict[str, frozenset[dt.date]]:
        """Dates of the weeks in which one stretch of a demand follows another: in them a class that is moved may come twice,
        or not at all, so that they say nothing of how often it comes."""
        weeks = {d.date: week_of(self.school.term, d.date) for d in self.days}
        found = {}
        for demand, parts in self.stretches.items():
            cut = {weeks[s.first] for s in parts[1:] if any(d < s.first and w == weeks[s.first] for d, w in weeks.items())}
            found[demand] = frozenset(d for d, w in weeks.items() if w in cut)
        return found

    @cached_property
    def whole(self) -> frozenset[tuple[str, str]]:
        """(demand, key) of the stretches that owe every class its visits: those of a whole cycle, and a term of one stretch.

        A cycle is whole when every turn it has in any stretch of the same days occurs, or it is as long as a cycle.
        """
        found = set()
        for demand, parts in self.stretches.items():
            cycle = self.school.demand_by_id[demand].cycle
            weeks = cycle.in_weeks
            rounds = self._rounds(demand) if cycle.kind == "sliding" and len(parts) > 1 else {}
            for part in parts:
                mine = [t for t in self.turns[demand] if stretch_of(t.label) == part.key]
                days = (self.school.term.cycle_days or 0) * weeks
                teaching = sum(part.first <= d.date <= part.last for d in self.days)
                if cycle.kind == "sliding" and part.key:
                    lanes = Counter(position_of(t.label).rpartition("#")[0] for t in mine)
                    whole = all(turns >= rounds[part.key] for turns in lanes.values())
                elif days:
                    whole = teaching >= days
                else:
                    length = (part.last - part.first).days + 1
                    whole = length >= 14 * weeks or (length >= 7 * weeks and not self._lacks_a_turn(demand, part))
                if not part.key or (mine and whole):
                    found.add((demand, part.key))
        return frozenset(found)

    def _begins_anew(self, demand: Demand) -> dt.date | None:
        """Where a plan is changed on the very date on which what exists changes: its rounds are those of what is left."""
        if demand.cycle.kind != "sliding" or self.since <= self.school.term.start:
            return None
        begin = min((d.date for d in self.days if d.date >= self.since), default=self.since)
        return begin if begin in demand_cuts(self, demand) else None

    def _lacks_a_turn(self, demand: str, part: Stretch) -> bool:
        """Whether days off leave a turn of a demand no date in a stretch, though a window of it is open on that weekday."""
        windows = [self.school.window_by_id[w] for w in self.school.demand_by_id[demand].windows]
        there = [w for w in windows if _overlap(w, part)]
        days = {day for w in there for day in w.weekdays}
        turns = [t for t in self.turns[demand] if not windows or t.day in days]
        mine = {position_of(t.label) for t in turns if stretch_of(t.label) == part.key}
        return not mine.issuperset(position_of(t.label) for t in turns)

    def _rounds(self, demand: str) -> dict[str, int]:
        found = self.school.demand_by_id[demand]
        occasions = demand_occasions(self.school, found, self.days, self.openings)
        return demand_rounds(self.school, found, occasions, self.stretches[demand], self._begins_anew(found))

    @cached_property
    def cells(self) -> dict[str, tuple[VisitCell, ...]]:
        """Cells of each demand."""
        if self._cells_of is not None:
            return self._cells_of.cells
        return {
            d.id: tuple(visit_cells(self.school, d, self.turns[d.id], self.openings, self.bells, self.since))
            for d in self.school.demand_by_id.values()
        }

    @cached_property
    def cell_by_key(self) -> dict[CellKey, VisitCell]:
        """Every cell by its key."""
        return {cell.key: cell for found in self.cells.values() for cell in found}

    def cell_of(self, visit: PlannedVisit) -> VisitCell | None:
        """The cell that a planned visit stands in; None when the school has no such cell from ``since`` on."""
        return self.cell_by_key.get(visit.place)

    @cached_property
    def shifts(self) -> tuple[Shift, ...]:
        """Shifts of every post, posts in the order of the tables."""
        if self._shifts_of is not None:
            return self._shifts_of.shifts
        return tuple(self._shifts(self.since))

    def _shifts(self, since: dt.date) -> Iterator[Shift]:
        for post in self.school.post_by_id.values():
            yield from shifts_of(self.school, post, self.open_days, self.openings, since, self.duty_stretches)

    @cached_property
    def shift_by_key(self) -> dict[ShiftKey, Shift]:
        """Every shift by its key."""
        return {shift.key: shift for shift in self.shifts}

    def shift_of(self, duty: PlannedDuty) -> Shift | None:
        """The shift that a planned duty stands in; None when the school has no such shift from ``since`` on."""
        return self.shift_by_key.get(duty.place)

    @cached_property
    def over(self) -> dict[CellKey, VisitCell]:
        """Cells that are not held any more from ``since`` on, with the dates on which they were; by their key."""
        if self.since <= self.school.term.start:
            return {}
        left = self.cell_by_key
        return {
            cell.key: cell
            for d in self.school.demand_by_id.values()
            for cell in visit_cells(self.school, d, self.turns[d.id], self.openings, self.bells, self.school.term.start)
            if cell.key not in left
        }

    @cached_property
    def shifts_over(self) -> tuple[Shift, ...]:
        """The same of shifts."""
        start = self.school.term.start
        if self.since <= start:
            return ()
        left = self.shift_by_key
        return tuple(s for s in self._shifts(start) if s.key not in left)

    @cached_property
    def held_windows(self) -> dict[str, tuple[Opening, ...]]:
        """Openings of each window on confirmed dates on which books are lent."""
        found: dict[str, list[Opening]] = defaultdict(list)
        for (_, window), opening in sorted(self.openings.held.items()):
            if opening.day.confirmed and opening.loans:
                found[window].append(opening)
        return {w: tuple(found[w]) for w in self.school.window_by_id}

    def visit_span(self, cell: VisitCell, occasion: Occasion, visitor: str) -> Span | None:
        """Time of a visit on one date; None when the visitor has no such period then."""
        if cell.period is not None:
            c = self.school.class_by_id.get(visitor)
            if c is not None:
                return self.bells.period(c, occasion.day, cell.period)
            spans = [s for k in self.school.class_list if (s := self.bells.period(k, occasion.day, cell.period))]
            return max(spans, key=lambda s: s.end, default=None)
        return self.openings.held[occasion.date, occasion.window or ""].time_of(cell.slot)

    def loss(self, demand: str, visitor: str, room: str | None, occasion: Occasion, span: Span) -> tuple[str, str] | None:
        """(reason, detail) when a planned visit cannot take place on a date after all; None when it can."""
        date, school = occasion.date, self.school
        rooms = [room] if room else []
        if school.demand_by_id[demand].is_lesson:
            rooms += school.demand_by_id[demand].with_rooms
        for closed in rooms:
            if self.openings.room_closed(closed, date, span):
                return "event", closed
        for absence, classes in self._absences:
            if visitor in classes and is_away(absence.away, occasion.day, occasion.window, span):
                return "away", absence.what.zh if absence.what else ""
        return None

    @cached_property
    def _absences(self) -> list[tuple[Absence, frozenset[str]]]:
        return [(a, frozenset(self.school.select(a))) for a in self.school.absences]

    def duty_span(self, shift: Shift, occasion: Occasion) -> Span:
        """From arrival to the end of a duty on one date."""
        opening = self.openings.held[occasion.date, shift.window]
        return duty_span(self.school, self.school.post_by_id[shift.post], opening, shift.slot)
