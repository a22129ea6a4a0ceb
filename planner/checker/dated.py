"""What happens on single dates, judged by the rules of a plan: make-ups, substitutes, swaps, whatever changes one date.

A rule has one meaning: the same functions that judge a plan are asked about the dates as they really are, by a case whose
visits and duties stand on these dates alone. What they find more than before is what the change breaks.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TypeVar

from planner.checker import RULES
from planner.checker.case import Case, Findings
from planner.models.plan import Breach, Plan, PlannedDuty, PlannedVisit
from planner.models.rules import ON_DATES
from planner.models.rules import RULES as DECLARED
from planner.models.session import Expansion, Session
from planner.models.visits import Demand
from planner.sessions.chapter import Chapter
from planner.timeline import Occasion, Opening, Shift, Timeline, VisitCell, calendar_week, visitors_of
from planner.timeline.cells import dated_cells

VISITS = frozenset({"BORROWING", "READING"})
_P = TypeVar("_P", PlannedVisit, PlannedDuty)
_C = TypeVar("_C", VisitCell, Shift)
_Item = tuple[str, str, dt.date | None]
"""(rule, subject, date or none)."""


class Dates:
    """A plan as it is held, date by date, ready to be asked what a change of single dates would break."""

    def __init__(self, chapter: Chapter, sessions: Iterable[Session], facts: _Facts | None = None) -> None:
        """``sessions``: what is held in the term; ``chapter``: the plan in force on the dates to be asked about.
        ``facts``: those of the same chapter, where they are there already."""
        self.school = chapter.school
        self._chapter = chapter
        self._facts = facts or _Facts(chapter)
        self.case = self._facts.case
        self._by_date: dict[dt.date, list[Session]] = defaultdict(list)
        self._by_who: dict[str, list[Session]] = defaultdict(list)
        for s in sessions:
            self._add(s)

    def _add(self, s: Session) -> None:
        if s.category in VISITS or s.category == "DUTY":
            self._by_date[s.date].append(s)
            self._by_who[_who(s)].append(s)

    @property
    def _sessions(self) -> Iterator[Session]:
        return (s for found in self._by_date.values() for s in found)

    def without(self, sessions: Iterable[Session]) -> Dates:
        """The same dates without some of what is held."""
        gone = set(sessions)
        return Dates(self._chapter, (s for s in self._sessions if s not in gone), self._facts) if gone else self

    def holding(self, sessions: Iterable[Session]) -> Dates:
        """The same dates with more held on them."""
        return Dates(self._chapter, (*self._sessions, *sessions), self._facts)

    def visitors(self, date: dt.date, window: str, slot: int | None) -> frozenset[str]:
        """Who visits in a window, or in one of its slots, on a date."""
        return frozenset(
            s.visitor
            for s in self._by_date.get(date, ())
            if s.visitor and s.category in VISITS and s.window == window and slot in (None, s.slot)
        )

    def rules(self, *, of_visits: bool = True) -> tuple[str, ...]:
        """Rules that bind single dates and are not switched off; those of visits only where one is changed."""
        return tuple(r for r in ON_DATES if self.school.mode(r) != "off" and (of_visits or DECLARED[r].group == "duties"))

    def broken(
        self, added: Iterable[Session], gone: Iterable[Session] = (), rules: Iterable[str] | None = None
    ) -> tuple[Breach, ...]:
        """What is broken when ``added`` is held and ``gone`` is not, and is not broken without that; soft rules included.

        ``rules``: only these; none = all that bind single dates. In the order of the rules.
        """
        added, gone = tuple(added), tuple(gone)
        if rules is None:
            rules = self.rules(of_visits=any(s.category in VISITS for s in (*added, *gone)))
        around = self._around((*added, *gone))
        before, after = Counter(around), Counter(around)
        after.subtract(Counter(gone))
        after.update(Counter(added))
        dates = frozenset(s.date for s in (*added, *gone))
        was = self._found(list(before), dates, rules)
        now = self._found(list((+after).elements()), dates, rules)
        return tuple(_breaches(was, now))

    def _around(self, changed: tuple[Session, ...]) -> list[Session]:
        """All that a rule can hold against these sessions: what else is on their dates, and whom they are about."""
        found: dict[int, Session] = {}
        for s in changed:
            for other in (*self._by_date[s.date], *self._by_who[_who(s)]):
                found[id(other)] = other
        return list(found.values())

    def _found(self, sessions: list[Session], dates: frozenset[dt.date], rules: Iterable[str]) -> dict[_Item, tuple[int, str]]:
        case, found = _OnDates(self._facts, sessions, dates), dict[_Item, tuple[int, str]]()
        for rule in rules:
            for item, amount, detail in _items(rule, RULES[rule](case)):
                found[item] = (found[item][0] + amount if item in found else amount, detail)
        return found


def _who(s: Session) -> str:
    return f"helper {s.helper}" if s.category == "DUTY" else f"visitor {s.visitor}"


def _items(rule: str, findings: Findings) -> Iterator[tuple[_Item, int, str]]:
    for f in findings:
        each = f.amount if len(f.dates) < 2 else max(1, f.amount // len(f.dates))
        for date in f.dates or (None,):
            # A finding without dates tells by its detail which week or place it is about.
            yield (rule, f.subject if f.dates else f"{f.subject}\n{f.detail}", date), each, f.detail


def _breaches(was: Mapping[_Item, tuple[int, str]], now: Mapping[_Item, tuple[int, str]]) -> Iterator[Breach]:
    for (rule, subject, date), (amount, detail) in now.items():
        more = amount - was.get((rule, subject, date), (0, ""))[0]
        if more > 0:
            dates = (date,) if date else ()
            yield Breach(rule=rule, subject=subject.partition("\n")[0], amount=more, dates=dates, detail=detail)


class _Facts:
    """What all cases of one plan share: where its sessions stand, and the places of each date."""

    def __init__(self, chapter: Chapter) -> None:
        self.chapter = chapter
        self.timeline: Timeline = chapter.timeline
        self.case = Case(chapter.school, chapter.plan, laid=chapter)
        self.shifts: dict[dt.date, list[Shift]] = defaultdict(list)
        self.openings: dict[dt.date, dict[tuple[dt.date, str], Opening]] = defaultdict(dict)
        # With the dates before the plan: they count in the week in which it begins.
        self._whole = self.timeline.beginning(chapter.school.term.start)
        for shift in self._whole.shifts:
            for o in shift.occasions:
                self.shifts[o.date].append(replace(shift, occasions=(o,), tentative=()))
        for (date, window), opening in self.timeline.openings.held.items():
            self.openings[date][date, window] = opening
        self._planned: dict[tuple[object, ...], list[tuple[PlannedVisit, VisitCell]]] = defaultdict(list)
        for visit, demand, cell in self.case.visits:
            self._planned[visit.visitor, demand.id, visit.turn, visit.slot, visit.period].append((visit, cell))
        self._cells: dict[tuple[str, dt.date], dict[tuple[object, ...], VisitCell]] = {}

    def visit(self, s: Session) -> tuple[PlannedVisit, VisitCell | None]:
        """A visit with the cell it stands in: that of the plan, else one of its date alone; None where the date has none."""
        for visit, cell in self._planned.get((s.visitor, s.source, s.turn, s.slot, s.period), ()):
            if visit.window in (None, s.window) and any(o.date == s.date for o in cell.occasions):
                return visit, cell
        demand = self.chapter.school.demand_by_id.get(s.source)
        rooms = self._rooms(demand, s.window) if demand else frozenset()
        room = next((r for r in s.rooms if r in rooms), None)
        visit = PlannedVisit(
            demand=s.source,
            visitor=s.visitor or "",
            turn=s.date.isoformat(),
            window=s.window,
            slot=s.slot,
            period=s.period,
            room=room,
        )
        return visit, self._dated(demand, visit, s) if demand else None

    def _rooms(self, demand: Demand, window: str | None) -> frozenset[str]:
        if demand.is_lesson:
            return frozenset(demand.rooms)
        known = self.chapter.school.window_by_id.get(window or "")
        return frozenset(known.rooms) if known else frozenset()

    def _dated(self, demand: Demand, visit: PlannedVisit, s: Session) -> VisitCell | None:
        key, timeline = (demand.id, s.date), self.timeline
        place = (visit.window, visit.slot, visit.period, visit.room)
        if place not in self._cells.get(key, ()):  # looked for again: whoever shares the timeline may suppose an opening
            days = tuple(d for d in timeline.open_days if d.date == s.date)
            cells = dated_cells(timeline.school, demand, days, timeline.openings, timeline.bells, s.date)
            self._cells[key] = {(c.window, c.slot, c.period, c.room): c for c in cells}
        cell = self._cells[key].get(place)
        if cell is None or visit.visitor not in visitors_of(timeline.school, demand):
            return None
        span = timeline.visit_span(cell, cell.occasions[0], visit.visitor)
        lost = span is not None and timeline.loss(demand.id, visit.visitor, visit.room, cell.occasions[0], span)
        return None if lost else cell

    def duty(self, s: Session) -> tuple[PlannedDuty, Shift | None]:
        """A duty with its shift: that of the plan where the plan gives it to this helper, else one of its date alone."""
        slot = s.slot
        duty = PlannedDuty.model_construct(
            helper=s.helper or "", post=s.source, turn=s.turn or "", window=s.window or "", slot=slot, escorts=None
        )
        if s.instead_of is None and s.turn is not None:
            shift = self._whole.shift_of(duty)
            if shift is not None:
                return duty, shift
        duty = duty.model_copy(update={"turn": s.date.isoformat()})
        mine = (s.source, s.window, slot)
        shift = next((x for x in self.shifts[s.date] if (x.post, x.window, x.slot) == mine), None)
        return duty, replace(shift, turn=duty.turn, week=None) if shift else None


class _OnDates(Case):
    """Sessions as a case: each visit and duty on the dates on which it is held, and no date beside those looked at."""

    def __init__(self, facts: _Facts, sessions: list[Session], dates: frozenset[dt.date]) -> None:
        self.school = facts.chapter.school
        self.timeline = facts.timeline
        self.previous = None
        self.confirmed = facts.case.confirmed
        self.expansion = Expansion(tuple(sessions), ())
        self._dates = dates
        self._facts = facts
        visits, duties = _grouped(sessions, facts.visit, VISITS), _grouped(sessions, facts.duty, frozenset({"DUTY"}))
        self._cell = {visit: cell for visit, (cell, _) in visits.items()}
        self._shift = {duty: shift for duty, (shift, _) in duties.items()}
        plan = facts.chapter.plan
        self.plan = Plan.model_construct(
            effective_from=plan.effective_from,
            visits=tuple(visits),
            duties=tuple(duties),
            presences=plan.presences,
            settled=(),
            trained={},
        )
        # As the cells say it, so that a rule that looks up the visit of a session finds it.
        turns = {id(s): visit.turn for visit, (_, mine) in visits.items() for s in mine}
        turns |= {id(s): duty.turn for duty, (_, mine) in duties.items() for s in mine}
        self.on_dates = tuple(s if turns.get(id(s)) == s.turn else replace(s, turn=turns[id(s)]) for s in sessions)

    @property
    def sessions(self) -> tuple[Session, ...]:
        """The sessions looked at."""
        return self.on_dates

    def cell(self, visit: PlannedVisit) -> VisitCell | None:
        """The cell of a visit, with the dates on which it is held."""
        return self._cell.get(visit)

    def shift(self, duty: PlannedDuty) -> Shift | None:
        """The same of a duty."""
        return self._shift.get(duty)

    @property
    def shifts(self) -> Iterator[Shift]:
        """What has to be staffed on the dates looked at."""
        return (shift for date in sorted(self._dates) for shift in self._facts.shifts[date])

    @property
    def openings(self) -> Mapping[tuple[dt.date, str], Opening]:
        """Openings of the dates looked at."""
        return {key: o for date in self._dates for key, o in self._facts.openings[date].items()}

    def held_on(self, demand: str) -> set[dt.date]:
        """Dates looked at on which a demand could be held."""
        return super().held_on(demand) & self._dates

    def days_of(self, cell: VisitCell) -> Iterator[tuple[str, str]]:
        """(week, day) of the dates of a cell."""
        return ((calendar_week(self.school.term, o.date), o.day.label) for o in cell.occasions)

    def together(self, demand: str, other: str) -> list[tuple[str, str]]:
        """Every week beside itself."""
        weeks = dict.fromkeys(calendar_week(self.school.term, s.date) for s in self.on_dates)
        return [(week, week) for week in weeks]

    def meetings(self, duty: PlannedDuty, shift: Shift) -> list[tuple[str, str]]:
        """(date, window) at which a duty is done."""
        return [(o.date.isoformat(), shift.window) for o in shift.occasions]


def _grouped(
    sessions: Iterable[Session], place: Callable[[Session], tuple[_P, _C | None]], categories: frozenset[str]
) -> dict[_P, tuple[_C | None, list[Session]]]:
    """Each planned visit or duty with its cell on the dates of its sessions, and these."""
    found: dict[_P, tuple[_C | None, list[Session]]] = {}
    for s in sessions:
        if s.category in categories:
            planned, cell = place(s)
            found.setdefault(planned, (cell, []))[1].append(s)
    return {planned: (_held(cell, mine), mine) for planned, (cell, mine) in found.items()}


def _held(cell: _C | None, sessions: list[Session]) -> _C | None:
    if cell is None:
        return None
    when = {(s.date, s.window) for s in sessions}
    held: tuple[Occasion, ...] = tuple(o for o in cell.occasions if (o.date, o.window) in when)
    return replace(cell, occasions=held, tentative=())
