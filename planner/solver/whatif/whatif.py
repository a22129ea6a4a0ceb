"""One class in every cell, one helper on every shift: what each place would take, exactly.

The model is built once. Each place is then one question to its linear relaxation, kept warm, with that place taken: first the
price of changes as small as can be, then all other costs. Where the answer is whole it is proven; where it is not, the full
search decides. Both are compared with full re-solves in tests/solver/test_whatif.py.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from planner.models.plan import Limits, Plan
from planner.models.planfile import canonical_school
from planner.models.rules import CHANGES, RuleSetting
from planner.models.school import School
from planner.models.whatif import Answer, Answers, DutyMove, PlanPlace, VisitMove
from planner.solver.model import Linear, Model
from planner.solver.posting import Posting
from planner.solver.problem import Problem
from planner.solver.rules import RULES
from planner.solver.search import Search
from planner.solver.variables import Variables
from planner.solver.whatif.hindrances import Hindrances, Judges
from planner.solver.whatif.linear import Relaxation, bounds_of, factor, rows_of


@dataclass(frozen=True)
class _Found:
    """A repair: price of changes, cost of all else, and the values of all variables."""

    changes: int
    comfort: int
    values: list[int]
    proven: bool


class WhatIf:
    """Questions about one plan. ``seconds`` bounds each search, where one is needed. The prices of changes are always
    looked at here, also where the school has switched them off: fewer moves are the point of the question.
    ``relaxation=False`` asks the full search alone, for comparison."""

    def __init__(self, school: School, plan: Plan, seconds: float = 5.0, *, relaxation: bool = True) -> None:
        self.plan = plan
        self._seconds = seconds
        school = canonical_school(school)
        priced = {r: RuleSetting(mode="soft", weight=school.weight(r)) for r in CHANGES}
        self.school = school.model_copy(update={"rules": {**school.rules, **priced}})
        self.problem = Problem(self.school, plan.effective_from, previous=plan, had=plan.had, alike=False)
        self._model = Model()
        self._variables = Variables(self._model, self.problem)
        self._posting = Posting(self._model, self.school)
        for rule in RULES.values():
            rule(self.problem, self._variables, self._posting)
        self._prices = {rule: self._price(rule) for rule in list(self._posting.prices)}
        self._first = _sum(p for r, p in self._prices.items() if r in CHANGES)
        self._then = _sum(p for r, p in self._prices.items() if r not in CHANGES)
        self._rows, self._bounds = rows_of(self._model), bounds_of(self._model)
        self._factor = factor(self._first, self._then, self._rows, self._bounds) if relaxation else 0
        combined = _sum(({v: self._factor * k for v, k in self._first.items()}, self._then))
        self._linear = Relaxation(self._rows, self._bounds, combined)
        self._base = self._repair(None)

    @property
    def holds(self) -> bool:
        """Whether the plan keeps the rules of its school, so that questions about it make sense."""
        return isinstance(self._base, _Found) and self._base.changes == 0

    def of_class(self, visitor: str, demand: str | None = None) -> Answers:
        """Every cell of a class, or of one of its demands."""
        begin = time.perf_counter()
        options = {(o.demand.id, o.cell.key): n for n, o in enumerate(self.problem.visits) if o.visitor == visitor}
        found = []
        for d in [d for v, d in self.problem.visits_by if v == visitor and demand in (None, d)]:
            for cell in self.problem.timeline.cells[d]:
                place = PlanPlace(
                    what=d, turn=cell.turn, window=cell.window, slot=cell.slot, period=cell.period, room=cell.room
                )
                n = options.get((d, cell.key))
                if n is None:
                    against = self._judges.visit(visitor, cell)
                    found.append(Answer(place=place, verdict="impossible", proven=True, against=against))
                    continue
                found.append(self._answer(visitor, place, self._variables.visit[n].index, n in self._visits))
        return Answers(who=visitor, answers=tuple(found), seconds=time.perf_counter() - begin)

    def of_helper(self, helper: str) -> Answers:
        """Every shift of a helper."""
        begin = time.perf_counter()
        options = {o.shift.key: n for n, o in enumerate(self.problem.duties) if o.helper.id == helper}
        found = []
        for shift in self.problem.timeline.shifts:
            place = PlanPlace(what=shift.post, turn=shift.turn, window=shift.window, slot=shift.slot)
            n = options.get(shift.key)
            if n is None:
                against = self._judges.duty(self.school.helper_by_id[helper], shift)
                found.append(Answer(place=place, verdict="impossible", proven=True, against=against))
                continue
            found.append(self._answer(helper, place, self._variables.duty[n].index, n in self._duties))
        return Answers(who=helper, answers=tuple(found), seconds=time.perf_counter() - begin)

    def _answer(self, who: str, place: PlanPlace, variable: int, is_here: bool) -> Answer:
        if is_here:
            return Answer(place=place, verdict="here", proven=True)
        found, base = self._repair(variable), self._base
        if not isinstance(found, _Found) or not isinstance(base, _Found):
            if found is False:
                return Answer(place=place, verdict="impossible", proven=True, against=self._hindrances.against(variable))
            return Answer(place=place, verdict="unknown", proven=False)
        visits, duties = self._visit_moves(found.values), self._duty_moves(found.values)
        extra = {
            rule: by
            for rule, prices in self._prices.items()
            if rule not in CHANGES and (by := _cost(prices, found.values) - _cost(prices, base.values))
        }
        alone = all((m.visitor, m.demand) == (who, place.what) for m in visits) and all(
            d.helper == who for m in duties for d in (*m.before, *m.after)
        )
        return Answer(
            place=place,
            verdict="free" if alone else "moves",
            proven=found.proven and base.proven,
            changes=found.changes,
            extra=sum(extra.values()),
            extra_by_rule=extra,
            visits=visits,
            duties=duties,
        )

    def _repair(self, variable: int | None) -> _Found | bool | None:
        """The cheapest plan with a variable taken; False when there is none, None when the time ended."""
        if self._factor:
            if variable is not None:
                self._linear.fix(variable, 1)
            values = self._linear.solve_whole()
            if variable is not None:
                self._linear.free(variable)
            if values is False:
                return False
            if isinstance(values, list):
                return _Found(_cost(self._first, values), _cost(self._then, values), values, True)
        return self._search(variable)

    def _search(self, variable: int | None) -> _Found | bool | None:
        """The same by the full search: changes first, then the rest with changes held there."""
        self._variables.hint(self.plan)
        model = self._model.copy()
        if variable is not None:
            model.fix({variable: 1})
        model.prices = self._first
        first = Search(model, Limits(seconds=self._seconds))
        status = first.run()
        if status == "INFEASIBLE":
            return False
        if status == "UNKNOWN":
            return None
        proven, best = status == "OPTIMAL", first
        model.add(Linear(list(self._first), list(self._first.values())), high=first.cost)
        model.prices = self._then
        second = Search(model, Limits(seconds=self._seconds))
        status = second.run()
        if status in {"OPTIMAL", "FEASIBLE"}:
            best = second
        values = best.values
        return _Found(_cost(self._first, values), _cost(self._then, values), values, proven and status == "OPTIMAL")

    def _price(self, rule: str) -> dict[int, int]:
        self._posting.set_objective(frozenset({rule}))
        return dict(self._model.prices)

    @cached_property
    def _hindrances(self) -> Hindrances:
        return Hindrances(self._rows, self._bounds, self._posting.posted, self.school)

    @cached_property
    def _judges(self) -> Judges:
        return Judges(self.problem)

    @cached_property
    def _visits(self) -> frozenset[int]:
        """Visit options that the plan has taken."""
        keys = {(v.visitor, *v.place) for v in self.plan.visits}
        return frozenset(n for n, o in enumerate(self.problem.visits) if (o.visitor, *o.cell.key) in keys)

    @cached_property
    def _duties(self) -> frozenset[int]:
        """Duty options that the plan has taken."""
        keys = {(d.helper, *d.place) for d in self.plan.duties}
        return frozenset(n for n, o in enumerate(self.problem.duties) if (o.helper.id, *o.shift.key) in keys)

    def _visit_moves(self, values: list[int]) -> tuple[VisitMove, ...]:
        taken = {n for n, x in enumerate(self._variables.visit) if values[x.index]}
        sides: dict[tuple[str, str], list[list[int]]] = defaultdict(lambda: [[], []])
        for n in sorted(self._visits ^ taken):
            option = self.problem.visits[n]
            sides[option.visitor, option.demand.id][n in taken].append(n)
        read = self._variables.read_visits
        return tuple(
            VisitMove(visitor=v, demand=d, before=read(before), after=read(after)) for (v, d), (before, after) in sides.items()
        )

    def _duty_moves(self, values: list[int]) -> tuple[DutyMove, ...]:
        taken = {n for n, x in enumerate(self._variables.duty) if values[x.index]}
        sides: dict[tuple[str, str, str, int], list[list[int]]] = defaultdict(lambda: [[], []])
        for n in sorted(self._duties ^ taken):
            sides[self.problem.duties[n].shift.key][n in taken].append(n)
        read = self._variables.read_duties
        return tuple(
            DutyMove(
                place=PlanPlace(what=post, turn=turn, window=window, slot=slot or None), before=read(before), after=read(after)
            )
            for (post, turn, window, slot), (before, after) in sides.items()
        )


def _sum(parts: Iterable[Mapping[int, int]]) -> dict[int, int]:
    total: dict[int, int] = defaultdict(int)
    for part in parts:
        for variable, coefficient in part.items():
            total[variable] += coefficient
    return dict(total)


def _cost(prices: Mapping[int, int], values: list[int]) -> int:
    return sum(k * values[v] for v, k in prices.items())
