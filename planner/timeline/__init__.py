"""The term laid out on dates: days, bells, openings, turns and cells. Facts only: no rule is judged here."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property

from planner.models.people import Absence
from planner.models.plan import CellKey, PlannedDuty, PlannedVisit, ShiftKey
from planner.models.school import School
from planner.models.values import Span
from planner.timeline.bells import Bells, is_away, within
from planner.timeline.cells import Shift, VisitCell, demand_turns, duty_span, shifts_of, slot_limit, visit_cells, visitors_of
from planner.timeline.conditions import day_of_turn, fits, pin_fits, subjects_for, unpopularity
from planner.timeline.cycles import Occasion, Turn, calendar_week
from planner.timeline.days import ClosedDay, Day, closed_days_of, days_of, days_without_lessons
from planner.timeline.holding import Holding, holdings
from planner.timeline.openings import NotOpen, Opening, Openings, event_dates
from planner.timeline.weeks import is_school_day, own_weekday, school_weeks, week1_monday, week_number, week_of
from planner.timeline.workload import fair_share, full_weeks, term_share


class Timeline:
    """All dated facts of a school, worked out once. ``since`` leaves out the dates before it (for re-planning).

    Nothing here depends on the rules of the school, their modes or prices.
    """

    def __init__(self, school: School, since: dt.date | None = None, *, whole: Timeline | None = None) -> None:
        """``whole``: a timeline of the same school from another date on; what does not depend on the date is taken from it."""
        self.school = school
        self.since = since or school.term.start
        self._whole = whole
        self.days: tuple[Day, ...] = whole.days if whole else days_of(school.term)
        self.bells: Bells = whole.bells if whole else Bells(school)
        self.open_days: tuple[Day, ...] = whole.open_days if whole else self._open_days()
        self.day_by_date: dict[dt.date, Day] = whole.day_by_date if whole else {day.date: day for day in self.open_days}
        self.openings: Openings = whole.openings if whole else Openings(school, self.bells, self.open_days)

    def _open_days(self) -> tuple[Day, ...]:
        """Days with lessons, and those without on which a window may be held."""
        by_calendar = any(not w.school_days_only for w in self.school.windows)
        others = days_without_lessons(self.school.term) if by_calendar else ()
        return tuple(sorted((*self.days, *others), key=lambda day: day.date))

    def beginning(self, since: dt.date) -> Timeline:
        """The same term without the dates before ``since``."""
        return self if since == self.since else Timeline(self.school, since, whole=self)

    @cached_property
    def turns(self) -> dict[str, tuple[Turn, ...]]:
        """Turns of each demand."""
        if self._whole is not None:
            return self._whole.turns
        return {d.id: demand_turns(self.school, d, self.days, self.openings) for d in self.school.demand_by_id.values()}

    @cached_property
    def cells(self) -> dict[str, tuple[VisitCell, ...]]:
        """Cells of each demand."""
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
        return tuple(self._shifts(self.since))

    def _shifts(self, since: dt.date) -> Iterator[Shift]:
        for post in self.school.post_by_id.values():
            yield from shifts_of(self.school, post, self.open_days, self.openings, since)

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


__all__ = [
    "Bells",
    "ClosedDay",
    "Day",
    "Holding",
    "NotOpen",
    "Occasion",
    "Opening",
    "Openings",
    "Shift",
    "Timeline",
    "Turn",
    "VisitCell",
    "calendar_week",
    "closed_days_of",
    "day_of_turn",
    "days_of",
    "event_dates",
    "fair_share",
    "fits",
    "full_weeks",
    "holdings",
    "is_away",
    "is_school_day",
    "own_weekday",
    "pin_fits",
    "school_weeks",
    "slot_limit",
    "subjects_for",
    "term_share",
    "unpopularity",
    "visitors_of",
    "week1_monday",
    "week_number",
    "week_of",
    "within",
]
