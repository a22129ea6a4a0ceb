"""A first plan for dated rosters: a standing rota of one week gives the visits, then the term is filled week by week.

The whole model is too large to find a good first plan in; each week alone is small. What it gives is only a hint: the search
over the whole model keeps what is good, and proves how good it is. (36 classes, 81 noons: 1709 against a bound of 1705 after
two seconds; two default workers stood at 2048 after twenty.)
"""

from __future__ import annotations

import threading
from collections import Counter, defaultdict
from dataclasses import dataclass

from planner.models.plan import Limits
from planner.models.visits import WEEKLY
from planner.solver.build import Built, build
from planner.solver.model import FAR, Linear, Model, Variable
from planner.solver.problem import Problem
from planner.solver.search import Search
from planner.timeline import calendar_week, day_of_turn

# Relative prices while a week is filled: the plan's own costs, a duty for somebody who has had more than others, a duty on
# another weekday than in the standing rota.
_COST, _MORE, _OTHER_DAY = 10, 10, 5
_DATE = 10
_LARGE = 1500
"""Duty options from which a first plan is worth making: smaller models find their own at once."""


@dataclass(frozen=True)
class _Row:
    """One linear constraint of the model."""

    terms: tuple[tuple[int, int], ...]
    low: int
    high: int


def dated_plan(built: Built, limits: Limits, stop: threading.Event | None = None) -> list[int] | None:
    """A solution of a model of dated duties, made week by week; None where a standing rota or a week has none, where the model
    is small enough to find its own, or once ``stop`` is set."""
    problem = built.problem
    if problem.school.duties.cycle.kind != "dated" or len(problem.duties) < _LARGE or problem.guarded:
        return None
    standing = _standing(problem, limits, stop)
    if standing is None:
        return None
    values = _Weeks(built, *standing, limits, stop).filled()
    # Only a complete plan is taken up: let what follows from visits and duties be worked out first.
    whole = built.model.copy()
    whole.fix({x.index: values.get(x.index, 0) for x in (*built.variables.visit, *built.variables.duty)})
    search = Search(whole, limits.model_copy(update={"seconds": limits.seconds / 6}), stop=stop)
    return search.values if search.run() in {"OPTIMAL", "FEASIBLE"} else None


def _standing(problem: Problem, limits: Limits, stop: threading.Event | None) -> tuple[Built, list[int]] | None:
    """The same school with the same duties every week, and its answer."""
    duties = problem.school.duties.model_copy(update={"cycle": WEEKLY, "share": "cycle"})
    school = problem.school.model_copy(update={"duties": duties})
    built = build(Problem(school, problem.timeline.since, previous=problem.previous, past=problem.past))
    # Duties that follow visits are fewest on the weekdays with fewest dates: over a whole term that weighs most.
    dates = [sum(h.count for h in option.held) for option in built.problem.duties]
    terms = [e * (amount * school.weight(rule)) for rule, found in built.posting.prices.items() for e, amount in found]
    terms.append(Linear.weighted(built.variables.duty, [_DATE * n for n in dates]))
    built.model.minimize(Linear.sum(terms))
    search = Search(built.model, limits.model_copy(update={"seconds": limits.seconds / 6}), stop=stop)
    return (built, search.values) if search.run() in {"OPTIMAL", "FEASIBLE"} else None


class _Weeks:
    """The term, one week after the other."""

    def __init__(self, built: Built, standing: Built, answer: list[int], limits: Limits, stop: threading.Event | None) -> None:
        self._limits, self._stop = limits, stop
        model = built.model
        problem, term = built.problem, built.problem.school.term
        visits = {
            (o.visitor, o.cell.key)
            for o, x in zip(standing.problem.visits, standing.variables.visit, strict=True)
            if answer[x.index]
        }
        self._days = {
            (o.helper.id, day_of_turn(o.shift.turn))
            for o, x in zip(standing.problem.duties, standing.variables.duty, strict=True)
            if answer[x.index]
        }
        self._value = {
            x.index: int((o.visitor, o.cell.key) in visits) for o, x in zip(problem.visits, built.variables.visit, strict=True)
        }
        self._who: dict[int, tuple[str, str]] = {}
        self._week: dict[int, str] = {}
        for o, x in zip(problem.duties, built.variables.duty, strict=True):
            date = o.shift.occasions[0].date
            self._week[x.index] = calendar_week(term, date)
            self._who[x.index] = (o.helper.id, o.shift.occasions[0].day.label)
        self._bounds = list(zip(model.lows, model.highs, strict=True))
        self._price = model.prices
        self._rows: dict[str, list[_Row]] = defaultdict(list)
        self._always: list[_Row] = []
        """Rows between derived variables alone."""
        for number in range(model.rows):
            terms = tuple(model.row(number))
            row = _Row(terms, model.row_lows[number], model.row_highs[number])
            weeks = {self._week[v] for v, _ in terms if v in self._week}
            for week in weeks:
                self._rows[week].append(row)
            if not weeks and not any(v in self._value for v, _ in terms):
                self._always.append(row)
        self._derived: set[int] = set()
        helpers, done = problem.school.helper_by_id.values(), problem.past.done
        self._served: Counter[str] = Counter({h.id: h.last_term + done.get(h.id, 0) for h in helpers})

    def filled(self) -> dict[int, int]:
        """Values of visits, duties and what follows from them, as far as the weeks could be filled."""
        weeks = sorted(self._rows, key=lambda w: int(w[1:]))
        for week in weeks:
            if (self._stop is not None and self._stop.is_set()) or not self._fill(week):
                break
        return self._value

    def _fill(self, week: str) -> bool:
        model = Model()
        new: dict[int, Variable] = {}

        def var(index: int) -> Variable:
            if index not in new:
                low, high = self._bounds[index]
                # What earlier weeks have cost stays.
                new[index] = model.new_variable(max(low, self._value.get(index, low)), high)
            return new[index]

        for row in (*self._rows[week], *self._always):
            fixed, free = 0, []
            for index, coefficient in row.terms:
                owner = self._week.get(index)
                if owner == week or (owner is None and (index not in self._value or index in self._derived)):
                    free.append((var(index), coefficient))
                else:
                    fixed += coefficient * self._value.get(index, 0)
            model.add(
                Linear([x.index for x, _ in free], [c for _, c in free]),
                None if row.low <= -FAR else row.low - fixed,
                None if row.high >= FAR else row.high - fixed,
            )
        least = min(self._served.values())
        xs, prices = [], []
        for index, x in new.items():
            price = _COST * self._price.get(index, 0)
            if index in self._who:
                helper, day = self._who[index]
                price += _MORE * (self._served[helper] - least) + _OTHER_DAY * ((helper, day) not in self._days)
            xs.append(x)
            prices.append(price)
        model.minimize(Linear.weighted(xs, prices))
        search = Search(model, Limits(seed=self._limits.seed, seconds=max(0.5, self._limits.seconds / 60)))
        if search.run() not in {"OPTIMAL", "FEASIBLE"}:
            return False
        for index, x in new.items():
            self._value[index] = search.value(x)
            if index in self._who:
                self._served[self._who[index][0]] += self._value[index]
            else:
                self._derived.add(index)
        return True
