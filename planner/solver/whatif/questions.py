"""What is asked about a plan: somebody in a place, as values of variables; or the rules that forbid it by themselves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from planner.models.outcome import Cause
from planner.models.plan import Plan, PlannedDuty, PlannedVisit, ShiftKey
from planner.models.whatif import Against, PlanPlace
from planner.solver.problem import Problem
from planner.solver.vacancies import Taken
from planner.solver.whatif.hindrances import Judges
from planner.solver.whatif.standing import Options
from planner.solver.whatif.waiting import Waiting
from planner.timeline import Shift, VisitCell


@dataclass(frozen=True)
class Question:
    """Somebody in a place."""

    who: str
    place: PlanPlace
    at: VisitCell | Shift | None = None
    forbidden: tuple[tuple[Against, ...], tuple[Cause, ...]] | None = None
    """Rules that forbid it by themselves, and the facts behind them; None: none does."""
    fixed: Mapping[int, int] | None = None
    """Variables with the values that this means; None: it is so already."""
    rather: Mapping[int, int] = field(default_factory=dict)
    """Values that these are to have as well, where that is possible: who leaves a seat takes the one that is given up."""
    held: PlannedDuty | None = None
    """Whose seat it is, where that may not move."""
    tells: Mapping[str, Any] = field(default_factory=dict)
    """What the answer is to say besides."""


class Questions:
    """Those about one plan; ``taken``: the options that it takes."""

    def __init__(self, problem: Problem, options: Options, judges: Judges, plan: Plan, taken: Taken, waiting: Waiting) -> None:
        self._problem, self._options, self._judges = problem, options, judges
        self._plan, self._taken, self._waiting = plan, taken, waiting

    def of_class(self, visitor: str, demand: str | None) -> Iterator[Question]:
        """A class in every cell."""
        for v, d in self._problem.visits_by:
            if v == visitor and demand in (None, d):
                yield from (self._cell(visitor, cell, {}) for cell in self._cells(d))

    def of_visit(self, visit: PlannedVisit) -> Iterator[Question]:
        """A visit in every cell of its stretch."""
        fixed = self._leaving(visit)
        cells = (cell for cell in self._cells(visit.demand) if cell.stretch == visit.stretch)
        return (self._cell(visit.visitor, cell, fixed) for cell in cells)

    def of_waiting(self, visitor: str, demand: str, stretch: str) -> Iterator[Question]:
        """A visit that stands nowhere in every cell of its stretch; the class's others of its kind stay."""
        beside = (visitor, demand, stretch)
        stay = self._fixed([v for v in self._plan.visits if (v.visitor, v.demand, v.stretch) == beside], 1)
        return (self._cell(visitor, cell, stay) for cell in self._cells(demand) if cell.stretch == stretch)

    def of_exchange(
        self, visit: PlannedVisit, place: PlanPlace, held: Mapping[int, PlannedVisit | PlannedDuty]
    ) -> Iterator[Question]:
        """A visit in exchange with each that stands in a place and is not held there."""
        there = (place.window, place.turn, place.slot, place.period, place.room)
        here = visit.model_dump(include={"turn", "window", "slot", "period", "room"})
        for other in self._plan.visits:
            if (other.window, other.turn, other.slot, other.period, other.room) == there and other.visitor != visit.visitor:
                gone, back = self._fixed([other], 0), self._fixed([other.model_copy(update=here)], 1)
                cells = (cell for cell in self._cells(visit.demand) if cell.key == (visit.demand, *other.place[1:]))
                fixed = {**self._leaving(visit), **gone, **back}
                questions = (self._cell(visit.visitor, cell, fixed) for cell in cells)
                yield from (q for q in questions if back and q.fixed and not held.keys() & gone.keys())

    def of_helper(self, helper: str) -> Iterator[Question]:
        """A helper on every shift."""
        return (self._shift(helper, shift, {}) for shift in self._problem.timeline.shifts)

    def of_duty(self, duty: PlannedDuty, held: Mapping[int, PlannedVisit | PlannedDuty]) -> Iterator[Question]:
        """A helper in every seat of the stretch instead of this one; ``held``: what may not move."""
        leave = self._fixed([duty], 0)
        there: dict[ShiftKey, list[PlannedDuty]] = defaultdict(list)
        for d in self._plan.duties:
            there[d.place].append(d)
        for shift in [s for s in self._problem.timeline.shifts if s.stretch == duty.stretch]:
            seats = [d for d in there[shift.key] if d.helper != duty.helper]
            if len(seats) < len(there[shift.key]) or not seats:
                yield self._filling(duty.helper, shift, leave)
            else:
                if any(v.shift == shift.key and v.left(self._taken) for v in self._options.vacancies):
                    yield self._filling(duty.helper, shift, leave)
                for other in seats:
                    gone = self._fixed([other], 0)
                    question = self._shift(duty.helper, shift, {**leave, **gone})
                    if gone.keys() & held.keys():
                        question = replace(question, held=other)
                    back = self._fixed([duty.model_copy(update={"helper": other.helper})], 1)
                    yield replace(question, rather=back, tells={"instead": other.helper})

    def of_vacant(self, place: PlanPlace, only: str | None) -> Iterator[Question]:
        """Everybody, or one, in a seat of a shift that nobody has."""
        shift = self._problem.timeline.shift_by_key[place.what, place.turn, place.window or "", place.slot or 0]
        who = [h for h in self._problem.school.helper_by_id if only in (None, h)]
        seats = {v.variable for v in self._options.vacancies if v.shift == shift.key}
        for helper in who:
            question = self._filling(helper, shift, {})
            if question.fixed and seats.isdisjoint(question.fixed) and seats:
                # Could be there, beside whoever has the seat: a trainee.
                facts = self._judges.facts(helper, shift)
                question = replace(question, fixed=None, forbidden=((Against(rule="trainee_paired"),), facts))
            yield replace(question, tells={"helper": helper})

    def of_seat(self, duty: PlannedDuty, only: str | None) -> Iterator[Question]:
        """Everybody else on the shift of a duty, or one of them."""
        shift, leave = self._problem.timeline.shift_by_key[duty.place], self._fixed([duty], 0)
        others = [h for h in self._problem.school.helper_by_id if h != duty.helper and only in (None, h)]
        asked = (self._shift(h, shift, leave) for h in others)
        return (replace(q, tells={"helper": q.who, "instead": duty.helper}) for q in asked)

    def _leaving(self, visit: PlannedVisit) -> dict[int, int]:
        """Values that mean that a visit goes and the class's others of its kind stay."""
        beside = (visit.visitor, visit.demand, visit.stretch)
        others = [v for v in self._plan.visits if (v.visitor, v.demand, v.stretch) == beside and v != visit]
        return {**self._fixed(others, 1), **self._fixed([visit], 0)}

    def _cells(self, demand: str) -> list[VisitCell]:
        return list(self._problem.timeline.cells[demand])

    def _fixed(self, things: Iterable[PlannedVisit | PlannedDuty], value: int) -> dict[int, int]:
        return {x: value for thing in things if (x := self._options.variable(thing)) is not None}

    def _cell(self, visitor: str, cell: VisitCell, leave: Mapping[int, int]) -> Question:
        place = PlanPlace(
            what=cell.demand, turn=cell.turn, window=cell.window, slot=cell.slot, period=cell.period, room=cell.room
        )
        n = self._options.visit_of.get((visitor, *cell.key))
        if n is None:
            return Question(visitor, place, cell, (self._judges.visit(visitor, cell), self._judges.facts(visitor, cell)))
        fixed = None if n in self._taken.visits else {**leave, self._options.visit_variable(n): 1}
        return Question(visitor, place, cell, fixed=fixed)

    def _filling(self, helper: str, shift: Shift, leave: Mapping[int, int]) -> Question:
        """A helper on a shift, in a seat that nobody has, if there is one."""
        question = self._shift(helper, shift, leave)
        if not question.fixed:
            return question
        filled = self._waiting.filled(self._options.duty_of[helper, *shift.key], self._taken)
        return replace(question, fixed={**question.fixed, **filled})

    def _shift(self, helper: str, shift: Shift, leave: Mapping[int, int]) -> Question:
        place = PlanPlace(what=shift.post, turn=shift.turn, window=shift.window, slot=shift.slot)
        n = self._options.duty_of.get((helper, *shift.key))
        if n is None:
            against = self._judges.duty(self._problem.school.helper_by_id[helper], shift)
            return Question(helper, place, shift, (against, self._judges.facts(helper, shift)))
        fixed = None if n in self._taken.duties else {**leave, self._options.duty_variable(n): 1}
        return Question(helper, place, shift, fixed=fixed)
