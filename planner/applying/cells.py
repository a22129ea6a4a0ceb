"""Changed cells -> who has gone from which place and who has come to which, each still by itself; or what is wrong in them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from planner.applying.compare import Changed
from planner.applying.texts import ARROW, fold
from planner.applying.written import Comer, Read, Reader, Server
from planner.models.days import position_of
from planner.models.edits import DutyEdit
from planner.models.plan import Plan, PlannedDuty, PlannedVisit
from planner.models.problem import Problem
from planner.reading.paths import shorten
from planner.sessions.book import Book
from planner.timeline import Shift, VisitCell, visitors_of

Key = tuple[str, str, str, int, str, str]


@dataclass(frozen=True)
class Gone:
    """A visit that no longer stands in its cell."""

    visit: PlannedVisit
    cell: str
    text: str


@dataclass(frozen=True)
class Come:
    """Somebody who now stands in a cell, and the places of the plan that this can mean."""

    who: str
    cell: str
    text: str
    places: tuple[VisitCell, ...]
    room: str | None


@dataclass
class Differences:
    """What the changed cells of all sheets say."""

    gone: list[Gone] = field(default_factory=list)
    come: list[Come] = field(default_factory=list)
    duties: list[DutyEdit] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


class Cells:
    """Reads the changed cells of tables of one plan. ``found`` grows with each."""

    def __init__(self, book: Book) -> None:
        self._school, plan = book.school, book.plan
        self.reader = Reader(book.school)
        self.found = Differences()
        self._visits = _by_place(plan)
        self._duties: dict[tuple[str, str, str, int], list[PlannedDuty]] = defaultdict(list)
        for duty in plan.duties:
            self._duties[duty.place].append(duty)
        self._meant = {d.id: set(visitors_of(self._school, d)) for d in self._school.demand_by_id.values()}

    def read(self, changed: Changed, place: str) -> None:
        """One cell; ``place`` is how it is called in messages."""
        shifts = [p for p in changed.cell.places if isinstance(p, Shift)]
        if shifts:
            self._duty(changed, place, shifts[0])
        elif changed.cell.places:
            self._visit(changed, place)
        elif changed.text:
            self._problem("apply_closed", place, changed.text)

    def _problem(self, code: str, place: str, value: str, **params: str) -> None:
        self.found.problems.append(Problem(code=code, path=place, value=shorten(value), params=params))

    def _unread(self, read: Read, place: str, code: str) -> None:
        for text in read.unknown:
            self._problem(code, place, text)
        for text in read.several:
            self._problem("apply_several_helpers", place, text)

    def _visit(self, changed: Changed, place: str) -> None:
        cells = tuple(p for p in changed.cell.places if isinstance(p, VisitCell))
        read = self.reader.visits(changed.text, changed.cell)
        self._unread(read, place, "apply_unknown_visitor")
        for comer in _repeated(read.comers):
            self._problem("apply_twice_in_cell", place, comer.text)
        stood = [v for cell in cells for v in self._visits.get(cell.key, ())]
        left = list(stood)
        for comer in {(c.who, c.week, c.room): c for c in reversed(read.comers)}.values():
            possible = self._possible(comer, cells, place)
            keys = {cell.key for cell in possible}
            kept = next((v for v in left if v.visitor == comer.who and v.place in keys), None)
            if kept is not None:
                left.remove(kept)
            elif possible and self._school.demand_by_id[possible[0].demand].kind == "teacher_reading":
                self._problem("apply_teacher_reading", place, comer.text)
            elif possible:
                self.found.come.append(Come(comer.who, place, comer.text, possible, comer.room))
        if not read.unknown:
            classes = self._school.class_by_id
            named = {line.who: line.text for line in changed.cell.lines}
            self.found.gone += [Gone(v, place, named.get(v.visitor, v.visitor)) for v in left if v.visitor in classes]
            for visit in left:
                if visit.visitor not in classes:
                    self._problem("apply_teacher_reading", place, named.get(visit.visitor, visit.visitor))
        if changed.text and not stood and not (read.comers or read.unknown or read.teachers):
            self._problem("apply_unknown_visitor", place, changed.text)  # a time, and nobody who comes then
        if not left and len(stood) == len(read.comers) and not self._same_teachers(read, changed):
            self._problem("apply_teacher", place, changed.text)

    def _possible(self, comer: Comer, cells: tuple[VisitCell, ...], place: str) -> tuple[VisitCell, ...]:
        """The places in a cell where somebody may be meant to stand; empty, and a problem noted, when there is none."""
        meant = [c for c in cells if comer.who in self._meant[c.demand]]
        # Where a visit of every week and one of every other week can stand together, no week means every week.
        weeks = {c.week for c in meant if not position_of(c.week or "")} or {c.week for c in meant}
        found = [c for c in meant if c.week in ({comer.week} if comer.week else weeks) and comer.room in (None, c.room)]
        if not meant:
            self._problem("apply_not_meant", place, comer.text)
        elif not found:
            self._problem("apply_not_there", place, comer.text)
        else:
            return tuple(found)
        return ()

    def _same_teachers(self, read: Read, changed: Changed) -> bool:
        """Whether the names of teachers in a cell are those that were there; left out is as good."""
        words = Counter(fold(line.text) for line in changed.cell.lines if not line.who)
        return not Counter(read.teachers) - words

    def _duty(self, changed: Changed, place: str, shift: Shift) -> None:
        read = self.reader.duties(changed.text)
        self._unread(read, place, "apply_unknown_helper")
        for server in _repeated(read.servers):
            self._problem("apply_twice_in_cell", place, server.text)
        stood = [d.helper for d in self._duties.get(shift.key, ())]
        here = [server.who for server in read.servers]
        gone = [h for h in stood if h not in here]
        come = [s.who for s in read.servers if s.who not in stood]
        if read.unknown or read.several:
            gone = []
        self._escorts(read.servers, changed, place)
        words = {line.who: line.text for line in changed.cell.lines} | {s.who: s.text for s in read.servers}
        for n in range(max(len(gone), len(come))):
            self.found.duties.append(
                DutyEdit(
                    cell=place,
                    text=words.get(come[n] if n < len(come) else gone[n], ""),
                    post=shift.post,
                    turn=shift.turn,
                    window=shift.window,
                    slot=shift.slot,
                    before=gone[n] if n < len(gone) else None,
                    after=come[n] if n < len(come) else None,
                )
            )

    def _escorts(self, servers: Iterable[Server], changed: Changed, place: str) -> None:
        """Whom a helper escorts follows from the visits: another class behind the arrow would say nothing."""
        was = {line.who: fold(line.text).partition(ARROW)[2] for line in changed.cell.lines if line.who}
        for server in servers:
            if server.escorts and server.escorts != was.get(server.who, server.escorts):
                self._problem("apply_escort", place, server.text)


def _repeated(found: Sequence[Comer] | Sequence[Server]) -> list[Comer | Server]:
    """Those who stand in a cell a second time, in the same week."""
    seen: Counter[tuple[str, str | None]] = Counter()
    again: list[Comer | Server] = []
    for one in found:
        key = (one.who, one.week if isinstance(one, Comer) else None)
        seen[key] += 1
        again += [one] if seen[key] == 2 else []
    return again


def _by_place(plan: Plan) -> dict[Key, list[PlannedVisit]]:
    found: dict[Key, list[PlannedVisit]] = defaultdict(list)
    for visit in plan.visits:
        found[visit.place].append(visit)
    return found
