"""Dated spare capacity: every place where one more visit could be held, and what each place takes of what is left."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from planner.checker.dated import Dates
from planner.models.rules import MENDED_BY_MORE, ON_DATES, RULES
from planner.models.session import Expansion, Session
from planner.models.values import Span
from planner.models.visits import READING_KINDS, Demand
from planner.solver.judging import VisitJudge
from planner.timeline import Occasion, Opening, Timeline, Turn, VisitCell
from planner.timeline.cells import dated_cells, visit_cells
from planner.timeline.openings import adult_is_there, window_times

Row = tuple[object, ...]
"""What is limited: its kind, what it is about, a date, and where it matters a moment."""

CAPACITY = frozenset({"slot", "room", "grade"})
MODELLED = frozenset(
    {"eligible", "forbidden", "class_free", "teacher_free", "one_visit_a_day", "slot_capacity", "room_capacity", "room_seats"}
    | {"grade_limit", "post_staffed", "escort_tied", "helper_available", "helper_suitable", "arrival_fits", "duty_max"}
    | {"one_duty_a_day", "no_consecutive"}
    # A further class, or a further helper who is no trainee, cannot break these:
    | {"each_day_served", "trainee_paired", "experienced_there", "adult_there"}
)
"""Rules that the model of make-ups has rows for. Of every other one that binds single dates the checker is asked, place by
place; and of all of them once more when the make-ups are found."""


@dataclass(frozen=True, eq=False)
class SpareSpot:
    """A place on one date where a visitor might come. ``against``: hard rules of single visits that forbid it."""

    visitor: str
    demand: Demand
    cell: VisitCell
    occasion: Occasion
    span: Span
    rooms: tuple[str, ...]
    teacher: str | None
    against: tuple[str, ...]

    @property
    def date(self) -> dt.date:
        """The date."""
        return self.occasion.date

    def session(self) -> Session:
        """The visit as it would be held, without an identity."""
        return Session(
            uid="",
            category=self.demand.category,
            date=self.date,
            time=self.span,
            source=self.demand.id,
            visitor=self.visitor,
            turn=self.cell.turn,
            window=self.occasion.window,
            slot=self.cell.slot,
            period=self.cell.period,
            rooms=self.rooms,
            runs_as=self.occasion.day.label if self.occasion.day.changed else None,
        )


class Spare:
    """What the held sessions leave free from a date on. The timeline must be its own: `opened` supposes openings in it."""

    def __init__(self, timeline: Timeline, expansion: Expansion, since: dt.date, dates: Dates) -> None:
        """``dates``: the same sessions before the checker."""
        self.dates = dates
        self.timeline = timeline
        self.school = timeline.school
        self.since = since
        self.judge = VisitJudge(timeline)
        self.visits: dict[dt.date, list[Session]] = defaultdict(list)
        self.duties: dict[dt.date, list[Session]] = defaultdict(list)
        for s in expansion.published:
            if s.category in {"BORROWING", "READING"}:
                self.visits[s.date].append(s)
            elif s.category == "DUTY":
                self.duties[s.date].append(s)
        self._left: dict[Row, int | None] = {}
        self._starts: dict[dt.date, set[dt.time]] = defaultdict(set)
        for date, found in self.visits.items():
            self._starts[date] |= {s.time.start for s in found if s.time}
        self._cells: dict[str, dict[tuple[dt.date, str | None], list[VisitCell]]] = {}
        self._supposed: set[tuple[dt.date, str]] = set()

    def is_hard(self, rule: str) -> bool:
        """Whether make-ups must keep this rule; soft rules do not bind them."""
        return self.school.mode(rule) == "hard"

    @cached_property
    def asked_of_visits(self) -> tuple[str, ...]:
        """Rules that a visit must keep and of which only the checker knows. Who serves then may still change: whether a class
        finds its own helper is seen in the end."""
        return tuple(r for r in self._asked if RULES[r].group == "visits" and r not in MENDED_BY_MORE)

    @cached_property
    def asked_of_duties(self) -> tuple[str, ...]:
        """The same of a further duty."""
        return tuple(r for r in self._asked if RULES[r].group == "duties")

    @property
    def _asked(self) -> Iterator[str]:
        return (r for r in ON_DATES if r not in MODELLED and self.is_hard(r))

    def spots(self, visitor: str, demand: Demand) -> list[SpareSpot]:
        """Every place on a confirmed date at which the demand is held, hopeless lessons left out."""
        if demand.id not in self._cells:
            self._cells[demand.id] = self._index(demand)
        table = self._cells[demand.id]
        found = []
        for (date, period), cells in table.items():
            day = self.timeline.day_by_date[date]
            by_lesson = demand.kind == "lesson_reading" and self.is_hard("eligible")
            if by_lesson and period not in self.judge.lessons_meant(demand, visitor, day):
                continue
            found += [spot for cell in cells if (spot := self.spot(visitor, demand, cell))]
        return found

    def _index(self, demand: Demand) -> dict[tuple[dt.date, str | None], list[VisitCell]]:
        timeline = self.timeline
        table: dict[tuple[dt.date, str | None], list[VisitCell]] = defaultdict(list)
        for cell in dated_cells(self.school, demand, timeline.days, timeline.openings, timeline.bells, self.since):
            table[cell.occasions[0].date, cell.period].append(cell)
        return table

    def spot(self, visitor: str, demand: Demand, cell: VisitCell) -> SpareSpot | None:
        """A visitor in a dated cell; None when there is no such time or the visit would be lost again."""
        occasion = cell.occasions[0]
        verdict = self.judge.verdict(demand, visitor, cell, occasion)
        if verdict.span is None or verdict.lost:
            return None
        also = demand.with_rooms if demand.is_lesson else self.school.window_by_id[occasion.window or ""].with_rooms
        rooms = tuple(dict.fromkeys([*([cell.room] if cell.room else []), *sorted(also)]))
        against = tuple(rule for rule in verdict.against if self.is_hard(rule))
        if not against and self._own_helper_is_busy(visitor, occasion, verdict.span):
            against = ("helper_available",)
        self._starts[occasion.date].add(verdict.span.start)
        teacher = self.judge.teacher(demand, visitor, cell, occasion)
        spot = SpareSpot(visitor, demand, cell, occasion, verdict.span, rooms, teacher, against)
        if not against and self.asked_of_visits:
            found = self.dates.broken([spot.session()], (), self.asked_of_visits)
            spot = replace(spot, against=tuple(dict.fromkeys(b.rule for b in found)))
        return spot

    def opened(self, demand: Demand, date: dt.date) -> list[VisitCell]:
        """Cells of windows of a demand that are shut on a date, as if they were open, where an adult could be there."""
        day = self.timeline.day_by_date[date]
        cells: list[VisitCell] = []
        for key in sorted(demand.windows):
            known = (date, key) in self.timeline.openings.held and (date, key) not in self._supposed
            if known or (self.timeline.openings.is_recall(date) and demand.category != "READING"):
                continue
            times = window_times(self.school, self.timeline.bells, self.school.window_by_id[key], day)
            if times is None:
                continue
            campus = self.school.window_campus(key)
            adults = tuple(
                a.id
                for a in self.school.adult_by_id.values()
                if adult_is_there(a, campus, self.school.campus_ids[0], day, times[0], key)
            )
            if self.school.adults and not adults:
                continue
            self._supposed.add((date, key))
            self.timeline.openings.held[date, key] = Opening(day, key, times[0], times[1], True, adults)
            turn = Turn(date.isoformat(), (Occasion(day, key),), day.label, None)
            cells += visit_cells(self.school, demand, (turn,), self.timeline.openings, self.timeline.bells, date)
        return cells

    def _own_helper_is_busy(self, visitor: str, occasion: Occasion, span: Span) -> bool:
        if not self.is_hard("helper_available"):
            return False
        return any(
            s.time is not None
            and s.window != occasion.window
            and s.time.overlaps(span)
            and self.school.helper_by_id[s.helper or ""].class_id == visitor
            for s in self.duties[occasion.date]
        )

    def rows(self, spot: SpareSpot) -> Iterator[tuple[Row, int]]:
        """What a visit there takes: (row, amount), only rows with a limit. All spots must have been made before."""
        school, date = self.school, spot.date
        heads, classes = self.judge.heads(spot.demand, spot.visitor), 0 if spot.demand.kind == "appointment" else 1
        moments = [t for t in sorted(self._starts[date]) if spot.span.start <= t < spot.span.end]
        if self.is_hard("one_visit_a_day"):
            yield ("day", spot.visitor, date), 1
        else:
            # Whatever the rules say, nobody is in two places at once.
            yield from ((("self", spot.visitor, date, t), 1) for t in moments)
        window = spot.occasion.window
        if window is not None and self.is_hard("slot_capacity"):
            yield ("slot", "classes", window, spot.cell.slot or 0, date), classes
            yield ("slot", "heads", window, spot.cell.slot or 0, date), heads
        for room in spot.rooms:
            for t in moments:
                if self.is_hard("room_capacity"):
                    yield ("room", "classes", room, date, t), classes
                    yield ("room", "heads", room, date, t), heads
                if self.is_hard("room_seats") and spot.demand.kind in READING_KINDS:
                    yield ("room", "seats", room, date, t), heads
        c = school.class_by_id.get(spot.visitor)
        if spot.demand.grade_limits and c is not None and self.is_hard("grade_limit"):
            for grade in c.grades:
                yield ("grade", spot.demand.id, grade, window or "", spot.cell.period or "", spot.cell.slot or 0, date), 1
        if spot.teacher and self.is_hard("teacher_free"):
            yield from ((("teacher", spot.teacher, date, t), 1) for t in moments)

    def left(self, row: Row) -> int | None:
        """How much of a row the held sessions leave; None = no limit."""
        if row not in self._left:
            self._left[row] = self._leave(row)
        return self._left[row]

    def _leave(self, row: Row) -> int | None:
        limit = self._limit(row)
        if limit is None:
            return None
        return limit - sum(self._takes(s, row) for s in self.visits[self._date(row)])

    @staticmethod
    def _date(row: Row) -> dt.date:
        return next(part for part in row if isinstance(part, dt.date))

    def _limit(self, row: Row) -> int | None:
        kind, what = row[0], row[1]
        if kind == "slot":
            window = self.school.window_by_id[str(row[2])]
            return window.classes if what == "classes" else window.heads
        if kind == "room":
            room = self.school.room_by_id[str(row[2])]
            return {"classes": room.classes, "heads": room.heads, "seats": room.seats}[str(what)]
        if kind == "grade":
            limits = [x.at_once for x in self.school.demand_by_id[str(what)].grade_limits if row[2] in x.grades]
            return min(limits, default=None)
        return 1

    def _takes(self, s: Session, row: Row) -> int:
        """What a held session takes of a row of its date."""
        demand, kind = self.school.demand_by_id[s.source], row[0]
        moment = row[-1]
        if isinstance(moment, dt.time) and not (s.time and s.time.start <= moment < s.time.end):
            return 0
        if kind == "day" or kind == "self":
            return int(s.visitor == row[1])
        if kind == "grade":
            c = self.school.class_by_id.get(s.visitor or "")
            there = (s.source, s.window or "", s.period or "", s.slot or 0) == (row[1], *row[3:6])
            return int(c is not None and there and row[2] in c.grades)
        if kind == "teacher":
            return int(self._teacher(s) == row[1])
        if kind == "slot" and (s.window, s.slot or 0) != row[2:4]:
            return 0
        if kind == "room" and (row[2] not in s.rooms or (row[1] == "seats" and demand.kind not in READING_KINDS)):
            return 0
        if row[1] == "classes":
            return 0 if demand.kind == "appointment" else 1
        return self.judge.heads(demand, s.visitor or "")

    def _teacher(self, s: Session) -> str | None:
        day = self.timeline.day_by_date[s.date]
        cell = VisitCell(s.source, s.turn or "", None, None, s.window, s.slot, s.period, None, ())
        return self.judge.teacher(self.school.demand_by_id[s.source], s.visitor or "", cell, Occasion(day, s.window))
