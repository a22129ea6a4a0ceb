"""A school and a plan laid out on dates, with the questions that checks ask. No solver anywhere."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter

from planner.models.days import stretch_of
from planner.models.plan import Plan, PlannedDuty, PlannedVisit
from planner.models.school import School
from planner.models.session import Expansion, Session
from planner.models.values import Span
from planner.models.visits import Demand
from planner.sessions.chapter import Chapter
from planner.timeline import Holding, Occasion, Opening, Shift, VisitCell, fitted, holdings, visitors_of, within


@dataclass(frozen=True)
class Finding:
    """One thing a rule finds: about whom, how much, on which dates, and where in the plan."""

    subject: str
    amount: int
    dates: tuple[dt.date, ...] = ()
    detail: str = ""


Findings = Iterator[Finding]


class Case:
    """One plan of one school, ready to be questioned."""

    def __init__(
        self, school: School, plan: Plan, previous: Plan | None = None, laid: Chapter | None = None, *, alike: bool = True
    ) -> None:
        """``laid``: the plan on its dates, where that is there already; its school may have other rules. Without ``alike`` only
        changes of the published plan count, and none that lie between stretches of the term."""
        self.school, self.alike = school, alike
        laid = laid or Chapter(school, plan)
        self.timeline = laid.timeline
        self.plan = fitted(self.timeline, plan)
        self.previous = fitted(self.timeline, previous) if previous else None
        self.expansion: Expansion = laid.expansion
        self.confirmed = {day.date for day in self.timeline.open_days if day.confirmed}

    @cached_property
    def sessions(self) -> tuple[Session, ...]:
        """Sessions on confirmed dates."""
        return self.expansion.published

    @cached_property
    def visit_sessions(self) -> list[Session]:
        """Visits that take place."""
        return [s for s in self.sessions if s.category in {"BORROWING", "READING"}]

    @cached_property
    def duty_sessions(self) -> list[Session]:
        """Duties, day by day."""
        return [s for s in self.sessions if s.category == "DUTY"]

    def cell(self, visit: PlannedVisit) -> VisitCell | None:
        """The cell a visit stands in; None when the school has no such cell."""
        return self.timeline.cell_of(visit)

    def shift(self, duty: PlannedDuty) -> Shift | None:
        """The shift a duty stands in; None when the school has no such shift."""
        return self.timeline.shift_of(duty)

    @property
    def shifts(self) -> Iterable[Shift]:
        """What has to be staffed."""
        return self.timeline.shifts

    @property
    def openings(self) -> Mapping[tuple[dt.date, str], Opening]:
        """Openings by date and window."""
        return self.timeline.openings.held

    def held_on(self, demand: str) -> set[dt.date]:
        """Dates from the plan's first one on at which a demand could be held."""
        return {o.date for turn in self.timeline.turns[demand] for o in turn.occasions if o.date >= self.timeline.since}

    def days_of(self, cell: VisitCell) -> Iterable[tuple[str, str]]:
        """(part of the term, day) in which a cell stands beside others: its day in its stretch; nothing without a day."""
        return ((cell.stretch, cell.day),) if cell.day is not None else ()

    def together(self, demand: str, other: str) -> list[tuple[str, str]]:
        """Parts of the term of two demands, as `days_of` names them, that overlap."""
        return self.timeline.together(demand, other)

    def meetings(self, duty: PlannedDuty, shift: Shift) -> list[tuple[str, str]]:
        """(turn, window) at which a duty is done beside others."""
        return [(duty.turn, duty.window)]

    @cached_property
    def visits(self) -> list[tuple[PlannedVisit, Demand, VisitCell]]:
        """Planned visits whose cell exists."""
        found = []
        for visit in self.plan.visits:
            cell = self.cell(visit)
            if cell is not None:
                found.append((visit, self.school.demand_by_id[visit.demand], cell))
        return found

    @cached_property
    def dated_visits(self) -> list[tuple[PlannedVisit, Demand, VisitCell, list[tuple[Occasion, Span]]]]:
        """The same with each date on which the visitor has a time there: most rules ask for them all."""
        span = self.timeline.visit_span
        return [
            (visit, demand, cell, [(o, time) for o in cell.occasions if (time := span(cell, o, visit.visitor)) is not None])
            for visit, demand, cell in self.visits
        ]

    @cached_property
    def duties(self) -> list[tuple[PlannedDuty, Shift]]:
        """Planned duties whose shift and helper exist, and meet on some date."""
        found = []
        for duty in self.plan.duties:
            shift, helper = self.shift(duty), self.school.helper_by_id.get(duty.helper)
            if shift and helper and any(within(o.date, helper.valid_from, helper.valid_until) for o in shift.occasions):
                found.append((duty, shift))
        return found

    @cached_property
    def due(self) -> dict[tuple[str, str], int]:
        """(visitor, demand) -> visits due in a cycle of each stretch, all stretches together."""
        found: dict[tuple[str, str], int] = defaultdict(int)
        for (visitor, demand, _), due in self.due_in.items():
            found[visitor, demand] += due
        return dict(found)

    @cached_property
    def due_in(self) -> dict[tuple[str, str, str], int]:
        """(visitor, demand, stretch) -> visits due in a cycle: none instead of those that are settled, none when all dates of
        the demand, or of the stretch, are over."""
        settled = Counter((v.visitor, v.demand, v.stretch) for v in self.plan.settled)
        found = {}
        for d in self.school.demand_by_id.values():
            last: dict[str, dt.date] = {}
            for turn in self.timeline.turns[d.id]:
                key = stretch_of(turn.label)
                last[key] = max(last.get(key, dt.date.min), *(o.date for o in turn.occasions))
            is_over = bool(last) and max(last.values()) < self.plan.effective_from
            left = [key for key, date in last.items() if date >= self.plan.effective_from]
            for key in left or list(last)[-1:] or [""]:
                for v in visitors_of(self.school, d):
                    found[v, d.id, key] = 0 if is_over else d.times - settled[v, d.id, key]
        return found

    @cached_property
    def holdings(self) -> tuple[Holding, ...]:
        """How many visits of each demand could be held at most."""
        return holdings(self.timeline, self.due_in)

    @cached_property
    def held(self) -> Counter[tuple[str, str, str]]:
        """(visitor, demand, stretch) -> visits that take place, weeks in which stretches meet left out."""
        return Counter(
            (s.visitor or "", s.source, stretch_of(s.turn or ""))
            for s in self.visit_sessions
            if s.date not in self.timeline.seams[s.source]
        )

    @cached_property
    def standing(self) -> tuple[PlannedVisit, ...]:
        """Visits of the published plan that are not settled."""
        return tuple(v for v in self.previous.visits if v not in self.plan.settled) if self.previous else ()

    def is_settled(self, visit: PlannedVisit) -> bool:
        """Whether a place had all its dates before the plan begins, and the visit was there, where that is known."""
        dates = [
            o.date
            for turn in self.timeline.turns.get(visit.demand, ())
            if turn.label == visit.turn
            for o in turn.occasions
            if visit.window in (None, o.window)
        ]
        known = self.previous is None or visit in (*self.previous.visits, *self.previous.settled)
        return known and bool(dates) and max(dates) < self.plan.effective_from

    def heads(self, demand: Demand, visitor: str) -> int:
        """How many people come to a visit."""
        if demand.heads is not None:
            return demand.heads
        return self.school.class_by_id[visitor].pupils if visitor in self.school.class_by_id else 1

    def teacher(self, visit: PlannedVisit, demand: Demand, occasion: Occasion) -> str | None:
        """Who has to be there besides the class on a date."""
        if demand.kind == "teacher_reading":
            return visit.visitor
        c = self.school.class_by_id.get(visit.visitor)
        if c is None or demand.accompany == "nobody":
            return None
        if demand.accompany == "class_teacher":
            return c.teacher
        lessons = self.timeline.bells.lessons(c.id, occasion.day)
        return next((lesson.teacher for lesson, _ in lessons if lesson.period == visit.period), None)


def busiest(sessions: Iterable[Session]) -> Iterator[list[Session]]:
    """The sessions of one date that run together, at each moment at which one begins."""
    found = [s for s in sessions if s.time is not None]
    if len(found) == 1:
        yield found
        return
    for start in sorted({s.time.start for s in found if s.time}):
        yield [s for s in found if s.time and s.time.start <= start < s.time.end]


def grouped(sessions: Iterable[Session], name: str, *names: str) -> dict[tuple[object, ...], list[Session]]:
    """Sessions by the values of two and more of their fields."""
    table: dict[tuple[object, ...], list[Session]] = defaultdict(list)
    key = attrgetter(name, *names)
    for s in sessions:
        table[key(s)].append(s)
    return table
