"""The linear relaxation of a model, kept warm: asked again with one variable fixed, it answers in a few pivots.

These models are nearly integral, so the relaxation mostly answers with whole numbers; then it is the exact optimum. Measured on
examples/noon-36 (1400 rows): 1-6 ms a question with the dual simplex from the last basis, 50-500 ms with a fresh search.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from ortools.linear_solver import pywraplp

from planner.solver.model import FAR, Model

_LARGEST_FACTOR = 10**6
_NEAR = 1e-5
_NODES = 200

Row = tuple[int, int, dict[int, int]]
"""Least, most, variable -> coefficient."""


def rows_of(model: Model) -> list[Row]:
    """The rows of a plain model."""
    return [(low, high, dict(model.row(n))) for n, (low, high) in enumerate(zip(model.row_lows, model.row_highs, strict=True))]


def bounds_of(model: Model) -> list[tuple[int, int]]:
    """Least and largest value of each variable."""
    return list(zip(model.lows, model.highs, strict=True))


def factor(first: Mapping[int, int], then: Mapping[int, int], rows: Sequence[Row], bounds: Sequence[tuple[int, int]]) -> int:
    """What ``first`` must be multiplied with so that its smallest difference outweighs all that ``then`` can add up to.

    0 where that would be too large to compute with.
    """
    if not first:
        return 1
    most = dict(enumerate(high for _, high in bounds))
    loose = {v for v in then if most[v] >= FAR}
    needed: dict[int, int] = dict.fromkeys(loose, 0)
    for low, high, terms in rows:
        for v in loose & terms.keys():
            rest = [(k * bounds[w][0], k * most[w]) for w, k in terms.items() if w != v]
            k = terms[v]
            # A slack need never be larger than the worst excess of its rows.
            if k > 0 and low > -FAR:
                needed[v] = max(needed[v], -(-(low - sum(map(min, rest))) // k))
            if k < 0 and high < FAR:
                needed[v] = max(needed[v], -(-(sum(map(max, rest)) - high) // -k))
    total = sum(k * needed.get(v, most[v]) for v, k in then.items())
    found = total // math.gcd(*first.values()) + 1
    return found if found <= _LARGEST_FACTOR else 0


class Relaxation:
    """A linear program over the variables of a model. Fix some, solve, read; then free them again."""

    def __init__(self, rows: Sequence[Row], bounds: Sequence[tuple[int, int]], prices: Mapping[int, int]) -> None:
        self._solver: Any = pywraplp.Solver.CreateSolver("GLOP")  # type: ignore[no-untyped-call]
        self._solver.SetSolverSpecificParametersAsString("use_dual_simplex:true use_preprocessing:false use_scaling:false")
        self._rows, self._bounds = rows, bounds
        self._variables = [self._solver.NumVar(low, high, "") for low, high in bounds]
        endless = self._solver.infinity()
        for low, high, terms in rows:
            row = self._solver.Constraint(-endless if low <= -FAR else low, endless if high >= FAR else high)
            for variable, coefficient in terms.items():
                row.SetCoefficient(self._variables[variable], coefficient)
        self._objective = self._solver.Objective()
        self._objective.SetMinimization()
        for variable, price in prices.items():
            self._objective.SetCoefficient(self._variables[variable], price)

    def fix(self, variable: int, value: int) -> None:
        """From now on this variable has this value."""
        self._variables[variable].SetBounds(value, value)

    def free(self, variable: int) -> None:
        """Let it go again."""
        self._variables[variable].SetBounds(*self._bounds[variable])

    def solve(self) -> bool | None:
        """Whether there is a solution; None when numbers were too hard."""
        status = self._solver.Solve()
        if status == pywraplp.Solver.OPTIMAL:
            return True
        return False if status == pywraplp.Solver.INFEASIBLE else None

    def values(self) -> list[float]:
        """Value of each variable in the last solution."""
        return [x.solution_value() for x in self._variables]

    def solve_whole(self) -> list[int] | bool | None:
        """The cheapest whole solution, by branching where the relaxation is fractional; False when there is none.

        None when numbers were too hard or branches too many: neither a solution nor its absence has been shown.
        """
        best: list[int] | None = None
        price = math.inf
        nodes: list[tuple[tuple[int, int], ...]] = [()]
        for _ in range(_NODES):
            if not nodes:
                return best if best is not None else False
            fixed = nodes.pop()
            for variable, value in fixed:
                self.fix(variable, value)
            solvable = self.solve()
            cost, values = (float(self._objective.Value()), self.values()) if solvable else (math.inf, [])
            for variable, _value in fixed:
                self.free(variable)
            if solvable is None:
                return None
            if not solvable or cost > price - 1 + _NEAR * max(1.0, cost) ** 0.5:
                continue  # all prices are whole numbers, so anything better is better by 1
            rounded = whole(values)
            if rounded is None:
                n = max(range(len(values)), key=lambda k: self._fraction(k, values[k]))
                if not self._fraction(n, values[n]) or n in dict(fixed):
                    return None
                nodes += [(*fixed, (n, x)) for x in ((0, 1) if values[n] > 0.5 else (1, 0))]
            elif keeps(self._rows, rounded):
                best, price = rounded, cost
            else:
                return None
        return None

    def _fraction(self, variable: int, value: float) -> float:
        return 0.5 - abs(value % 1 - 0.5) if self._bounds[variable] == (0, 1) else 0.0


def whole(values: Sequence[float]) -> list[int] | None:
    """The values as whole numbers; None when one of them is none."""
    rounded = [round(x) for x in values]
    return rounded if all(abs(x - r) < _NEAR for x, r in zip(values, rounded, strict=True)) else None


def keeps(rows: Sequence[Row], values: Sequence[int]) -> bool:
    """Whether whole values keep every row exactly."""
    return all(low <= sum(k * values[v] for v, k in terms.items()) <= high for low, high, terms in rows)
