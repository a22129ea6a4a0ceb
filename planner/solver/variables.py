"""Decision variables behind readable questions. Rules ask here and never touch the model."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence

from planner.models.plan import Plan, PlannedDuty, PlannedPresence, PlannedVisit, ShiftKey
from planner.solver.model import Linear, Model, Variable, ones
from planner.solver.problem import Problem
from planner.solver.vacancies import Need, Vacancy

__all__ = ["Linear", "Variable", "Variables"]


class Variables:
    """One Boolean for each option of a problem."""

    def __init__(self, model: Model, problem: Problem) -> None:
        self._model = model
        self.problem = problem
        self.visit = [model.new_flag() for _ in problem.visits]
        self.duty = [model.new_flag() for _ in problem.duties]
        self.second_day: dict[str, Variable] = {}
        """Helper -> the step of fairness from which duties need a second weekday: ties two soft rules together."""
        self.ways: dict[str, tuple[tuple[str, ...], list[tuple[tuple[int, ...], Variable]]]] = {}
        """Helper -> stretches of the term, and a flag for each way of having so many duties in each: ties fairness over
        stretches to what changes between them."""
        self.days_left: dict[tuple[str, str, str], tuple[frozenset[str], Linear]] = {}
        """(visitor, demand, stretch) -> days of the stretch before that are still there, and how many of these a class leaves,
        seen beside the days of visits that go on: ties what borrowing and reading cost beside each other to what changes
        between stretches."""
        self.vacancies: list[Vacancy] = []
        self.presence = [model.new_flag() for _ in problem.presences]

    def visits(self, options: Iterable[int]) -> Linear:
        """How many of these visit options are taken."""
        chosen = [self.visit[n].index for n in options]
        return Linear(chosen, ones(len(chosen)))

    def visits_weighted(self, options: Iterable[int], amounts: Iterable[int]) -> Linear:
        """The amounts of those visit options that are taken."""
        return Linear([self.visit[n].index for n in options], list(amounts))

    def heads(self, options: Iterable[int]) -> Linear:
        """How many people come with these visit options."""
        chosen = list(options)
        return self.visits_weighted(chosen, [self.problem.visits[n].heads for n in chosen])

    def classes(self, options: Iterable[int]) -> Linear:
        """How many classes come with these visit options; appointments of a few pupils count as none."""
        chosen = list(options)
        return self.visits_weighted(chosen, [self.problem.visits[n].classes for n in chosen])

    def duties(self, options: Iterable[int]) -> Linear:
        """How many of these duty options are taken."""
        chosen = [self.duty[n].index for n in options]
        return Linear(chosen, ones(len(chosen)))

    def duties_weighted(self, options: Iterable[int], amounts: Iterable[int]) -> Linear:
        """The amounts of those duty options that are taken."""
        return Linear([self.duty[n].index for n in options], list(amounts))

    def presences(self, options: Iterable[int]) -> Linear:
        """How many of these presence options are taken."""
        chosen = [self.presence[n].index for n in options]
        return Linear(chosen, ones(len(chosen)))

    def vacant(self, rule: str, shift: ShiftKey, staff: Iterable[int], need: Need) -> Linear:
        """Seats of a shift that nobody of the ``staff`` has in a plan that is taken over, and that may stay so, though a hard
        ``rule`` asks for somebody."""
        taken, there = self.problem.taken, frozenset(staff)
        most = need.missing(taken, there) if taken is not None and self.problem.school.mode(rule) == "hard" else 0
        if not most:
            return Linear()
        count = self.new_count(most)
        self.vacancies.append(Vacancy(shift, there, need, count.index, most))
        return count

    def vacant_at(self, rule: str, shifts: Container[ShiftKey]) -> Linear:
        """Seats of some shifts that are vacant, with which a hard ``rule`` need not hold; a soft one costs what it costs."""
        hard = self.problem.school.mode(rule) == "hard"
        found = [v.variable for v in self.vacancies if hard and v.shift in shifts]
        return Linear(found, ones(len(found)))

    @staticmethod
    def total(derived: Iterable[Linear]) -> Linear:
        """Sum of derived variables."""
        return Linear.sum(derived)

    def new_flag(self) -> Variable:
        """A Boolean that a soft rule derives; its price pushes it down, its bounds hold it up."""
        return self._model.new_flag()

    def any_visit(self, options: Iterable[int]) -> Variable:
        """Whether any of these visit options is taken, as a flag for a price to push down."""
        flag = self.new_flag()
        for n in options:
            self.at_least(flag, self.visit[n])
        return flag

    def new_count(self, high: int) -> Variable:
        """A whole number from 0 to ``high`` that a soft rule derives."""
        return self._model.new_variable(0, high)

    def constant(self, value: int) -> Variable:
        """A number that is the same in every plan, for prices that begin to count there."""
        return self._model.new_variable(value, value)

    def exactly(self, expression: Linear, value: int) -> None:
        """Tie derived variables together: ``expression`` = ``value``."""
        self._model.add(expression, low=value, high=value)

    def at_least(self, derived: Linear, expression: Linear) -> None:
        """Hold a derived variable up: ``derived`` ≥ ``expression``."""
        self._model.add(derived - expression, low=0)

    def hint(self, plan: Plan) -> None:
        """Suggest the visits and duties of a plan as the place to start from."""
        visits = {(v.visitor, *v.place) for v in plan.visits}
        duties = {(d.helper, *d.place) for d in plan.duties}
        self._model.hints = {
            **{x.index: (v.visitor, *v.cell.key) in visits for v, x in zip(self.problem.visits, self.visit, strict=True)},
            **{x.index: (d.helper.id, *d.shift.key) in duties for d, x in zip(self.problem.duties, self.duty, strict=True)},
        }

    def hint_solution(self, values: Sequence[int]) -> None:
        """Suggest a solution that has been found."""
        self._model.hints = {x.index: values[x.index] for x in (*self.visit, *self.duty, *self.presence)}

    def read_visits(self, taken: Iterable[int]) -> tuple[PlannedVisit, ...]:
        """The chosen visit options as they stand in a plan, in the order of options."""
        out = []
        for n in taken:
            option = self.problem.visits[n]
            cell = option.cell
            out.append(
                PlannedVisit(
                    demand=cell.demand,
                    visitor=option.visitor,
                    turn=cell.turn,
                    window=cell.window,
                    slot=cell.slot,
                    period=cell.period,
                    room=cell.room,
                )
            )
        return tuple(out)

    def read_duties(self, taken: Iterable[int]) -> tuple[PlannedDuty, ...]:
        """The chosen duty options as they stand in a plan."""
        out = []
        for n in taken:
            option = self.problem.duties[n]
            out.append(
                PlannedDuty(
                    helper=option.helper.id,
                    post=option.shift.post,
                    turn=option.shift.turn,
                    window=option.shift.window,
                    slot=option.shift.slot,
                    escorts=None,
                )
            )
        return tuple(out)

    def read_presences(self, taken: Iterable[int]) -> tuple[PlannedPresence, ...]:
        """The chosen presence options as they stand in a plan."""
        found = [self.problem.presences[n] for n in taken]
        return tuple(PlannedPresence(adult=o.adult, window=o.window, day=o.day, present=o.present) for o in found)
