"""The plan that questions are about, as points of the model: what stands where, its costs, what another point moves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from planner.models.plan import Plan, PlannedDuty, PlannedVisit
from planner.models.planfile import canonical_school
from planner.models.rules import CHANGES, RuleSetting
from planner.models.school import School
from planner.models.whatif import DutyMove, PlanPlace, VisitMove
from planner.solver.model import Linear
from planner.solver.problem import Problem
from planner.solver.vacancies import Taken
from planner.solver.variables import Variables

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from planner.solver.whatif.linear import Whole


@dataclass(frozen=True, eq=False)
class Found:
    """A point of the model: price of changes against the published plan, cost of all else, values of all variables."""

    changes: int
    comfort: int
    values: Whole
    proven: bool


class Options:
    """Which visits and duties a point takes, read as vectors."""

    def __init__(self, problem: Problem, variables: Variables) -> None:
        import numpy as np

        self._problem, self._variables = problem, variables
        self.vacancies = variables.vacancies
        self._visits: Whole = np.array([x.index for x in variables.visit], dtype="int64")
        self._duties: Whole = np.array([x.index for x in variables.duty], dtype="int64")
        self.visit_of, self.duty_of = numbered(problem)

    def at(self, plan: Plan) -> Taken:
        """The options that a plan has taken."""
        return taken_by(plan, self.visit_of, self.duty_of)

    def variable(self, thing: PlannedVisit | PlannedDuty) -> int | None:
        """The variable of a visit or duty in its place; None where the rules leave no such option."""
        if isinstance(thing, PlannedVisit):
            n = self.visit_of.get((thing.visitor, *thing.place))
            return None if n is None else self.visit_variable(n)
        n = self.duty_of.get((thing.helper, *thing.place))
        return None if n is None else self.duty_variable(n)

    def visit_variable(self, n: int) -> int:
        """The variable of the ``n``-th option of a visit."""
        return int(self._visits[n])

    def duty_variable(self, n: int) -> int:
        """The variable of the ``n``-th option of a duty."""
        return int(self._duties[n])

    @cached_property
    def visits(self) -> frozenset[int]:
        """The variables of all visits."""
        return frozenset(self._visits.tolist())

    def within(self, places: Container[tuple[str, str, int]]) -> frozenset[int]:
        """The variables of all visits in windows on days, each a (turn, window, slot), with slot 0 for all slots."""
        cells = ((n, o.cell.turn, o.cell.window or "", o.cell.slot or 0) for n, o in enumerate(self._problem.visits))
        there = [n for n, turn, window, slot in cells if (turn, window, 0) in places or (turn, window, slot) in places]
        return frozenset(int(self._visits[n]) for n in there)

    def fixed(self, taken: Taken) -> dict[int, int]:
        """Values of all visits and duties at a plan."""
        return {int(x): int(n in taken.visits) for n, x in enumerate(self._visits)} | {
            int(x): int(n in taken.duties) for n, x in enumerate(self._duties)
        }

    def taken(self, values: Whole) -> Taken:
        """The options that a point takes."""
        return Taken(
            frozenset(values[self._visits].nonzero()[0].tolist()), frozenset(values[self._duties].nonzero()[0].tolist())
        )

    def visit_moves(self, before: Taken, after: Taken) -> tuple[VisitMove, ...]:
        """What leaves and comes, for each visitor and demand."""
        sides: dict[tuple[str, str], list[list[int]]] = defaultdict(lambda: [[], []])
        for n in sorted(before.visits ^ after.visits):
            option = self._problem.visits[n]
            sides[option.visitor, option.demand.id][n in after.visits].append(n)
        read = self._variables.read_visits
        return tuple(VisitMove(visitor=v, demand=d, before=read(a), after=read(b)) for (v, d), (a, b) in sides.items())

    def duty_moves(self, before: Taken, after: Taken) -> tuple[DutyMove, ...]:
        """Who leaves and who comes, for each shift."""
        sides: dict[tuple[str, str, str, int], list[list[int]]] = defaultdict(lambda: [[], []])
        for n in sorted(before.duties ^ after.duties):
            sides[self._problem.duties[n].shift.key][n in after.duties].append(n)
        read = self._variables.read_duties
        return tuple(
            DutyMove(place=PlanPlace(what=post, turn=turn, window=window, slot=slot or None), before=read(a), after=read(b))
            for (post, turn, window, slot), (a, b) in sides.items()
        )


def numbered(problem: Problem) -> tuple[dict[tuple[str | int, ...], int], dict[tuple[str | int, ...], int]]:
    """Who where -> index of the option: of visits, and of duties."""
    visits: dict[tuple[str | int, ...], int] = {(o.visitor, *o.cell.key): n for n, o in enumerate(problem.visits)}
    return visits, {(o.helper.id, *o.shift.key): n for n, o in enumerate(problem.duties)}


def taken_by(plan: Plan, visits: Mapping[tuple[str | int, ...], int], duties: Mapping[tuple[str | int, ...], int]) -> Taken:
    """The options that a plan has taken, among those that `numbered` gives."""
    there = {n for v in plan.visits if (n := visits.get((v.visitor, *v.place))) is not None}
    serving = {n for d in plan.duties if (n := duties.get((d.helper, *d.place))) is not None}
    return Taken(frozenset(there), frozenset(serving))


class Price:
    """The price of a rule over the variables, as vectors."""

    def __init__(self, prices: Mapping[int, int]) -> None:
        import numpy as np

        self._index: Whole = np.array(list(prices), dtype="int64")
        self._each: NDArray[np.int64] = np.array(list(prices.values()), dtype="int64")

    def of(self, values: Whole) -> int:
        """What a point costs by it; constants are left out."""
        return int(self._each @ values[self._index])


class Shares:
    """What a rule counts, by whom it is about, as vectors; ``terms``: (what is counted, how often, about whom; '' = nobody)."""

    def __init__(self, terms: Iterable[tuple[Linear, int, str]]) -> None:
        import numpy as np

        found = [
            (x, k * times, who)
            for linear, times, who in terms
            if who
            for x, k in zip(linear.indices, linear.coefficients, strict=True)
        ]
        self._names = list(dict.fromkeys(who for _, _, who in found))
        number = {who: n for n, who in enumerate(self._names)}
        self._index: Whole = np.array([x for x, _, _ in found], dtype="int64")
        self._each: Whole = np.array([k for _, k, _ in found], dtype="int64")
        self._who: Whole = np.array([number[who] for _, _, who in found], dtype="int64")

    def more(self, before: Whole, after: Whole) -> dict[str, int]:
        """About whom a rule counts more or less after than before."""
        import numpy as np

        by = self._each * (after[self._index] - before[self._index])
        sums = np.zeros(len(self._names), dtype="int64")
        np.add.at(sums, self._who, by)
        return {self._names[n]: int(sums[n]) for n in sums.nonzero()[0]}


def with_changes_priced(school: School) -> School:
    """The school in which every change of a plan has its price, whatever the school makes of that otherwise."""
    school = canonical_school(school)
    priced = {r: RuleSetting(mode="soft", weight=school.weight(r)) for r in CHANGES}
    return school.model_copy(update={"rules": {**school.rules, **priced}})


def together(parts: Iterable[Mapping[int, int]]) -> dict[int, int]:
    """The sum of several prices."""
    total: dict[int, int] = defaultdict(int)
    for part in parts:
        for variable, coefficient in part.items():
            total[variable] += coefficient
    return dict(total)


def whole(values: Sequence[int]) -> Whole:
    """What a search found, as a vector."""
    import numpy as np

    return np.array(values, dtype="int64")
