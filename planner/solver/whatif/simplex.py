"""A linear program that stays in ortools' simplex (GLOP) between questions, through MathOpt's own messages.

Each solve begins where the last one ended and is told only which bounds and prices have changed. That takes a third of the time
that ``pywraplp`` needs, which hands over everything again (240 classes: 9 ms, not 30, before anything is computed); MathOpt's
Python models would take longer to make and to read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ortools.math_opt import callback_pb2, model_parameters_pb2, model_pb2, model_update_pb2, parameters_pb2, result_pb2
from ortools.math_opt.core.python import solver
from ortools.math_opt.python.init_arguments import StreamableSolverInitArguments

from planner.solver.model import FAR

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Row = tuple[int, int, dict[int, int]]
"""Least, most, variable -> coefficient."""
Bounds = tuple[int, int]
_NONE = (result_pb2.TERMINATION_REASON_INFEASIBLE, result_pb2.TERMINATION_REASON_INFEASIBLE_OR_UNBOUNDED)
"""Nothing here is without bounds: whatever has no largest value has a price."""


class Simplex:
    """A linear program, its prices as small as can be."""

    def __init__(self, rows: Sequence[Row], bounds: Sequence[Bounds], prices: Mapping[int, int]) -> None:
        self._count = len(bounds)
        self._prices: dict[int, int] = {x: k for x, k in prices.items() if k}
        self._bounds: dict[int, Bounds] = {}
        """What is to be told before the next solve."""
        model = model_pb2.ModelProto()
        _fill(model.objective.linear_coefficients, self._prices)
        model.variables.ids.extend(range(self._count))
        model.variables.lower_bounds.extend(_low(low) for low, _ in bounds)
        model.variables.upper_bounds.extend(_high(high) for _, high in bounds)
        model.variables.integers.extend([False] * self._count)
        model.linear_constraints.ids.extend(range(len(rows)))
        model.linear_constraints.lower_bounds.extend(_low(low) for low, _, _ in rows)
        model.linear_constraints.upper_bounds.extend(_high(high) for _, high, _ in rows)
        matrix = model.linear_constraint_matrix
        for number, (_, _, terms) in enumerate(rows):
            matrix.row_ids.extend([number] * len(terms))
            matrix.column_ids.extend(sorted(terms))
            matrix.coefficients.extend(float(terms[x]) for x in sorted(terms))
        how = StreamableSolverInitArguments().to_proto()
        self._solver: Any = solver.new(parameters_pb2.SOLVER_TYPE_GLOP, model, how)  # type: ignore[no-untyped-call]
        self._how, self._asked = parameters_pb2.SolveParametersProto(), model_parameters_pb2.ModelSolveParametersProto()
        # The last basis is the next one's beginning only where nothing is presolved or scaled.
        self._how.presolve = self._how.scaling = parameters_pb2.EMPHASIS_OFF
        self._how.glop.use_dual_simplex = True
        self._asked.variable_values_filter.skip_zero_values = True
        self._asked.dual_values_filter.filter_by_ids = self._asked.reduced_costs_filter.filter_by_ids = True
        self._calls = callback_pb2.CallbackRegistrationProto()
        self._point: Any = None

    def price(self, prices: Mapping[int, int]) -> None:
        """From now on the prices are these."""
        changed = {x: prices.get(x, 0) for x in {*self._prices, *prices} if prices.get(x, 0) != self._prices.get(x, 0)}
        self._prices = {x: k for x, k in prices.items() if k}
        update = model_update_pb2.ModelUpdateProto()
        _fill(update.objective_updates.linear_coefficients, changed)
        self._tell(update)

    def bound(self, variable: int, bounds: Bounds) -> None:
        """From now on a variable lies between these."""
        self._bounds[variable] = bounds

    def solve(self) -> bool | None:
        """Whether there is a point; None when numbers were too hard."""
        if self._bounds:
            update = model_update_pb2.ModelUpdateProto()
            _fill(update.variable_updates.lower_bounds, {x: _low(low) for x, (low, _) in self._bounds.items()})
            _fill(update.variable_updates.upper_bounds, {x: _high(high) for x, (_, high) in self._bounds.items()})
            self._tell(update)
            self._bounds = {}
        result = self._solver.solve(self._how, self._asked, None, self._calls, None, None)
        if result.termination.reason == result_pb2.TERMINATION_REASON_OPTIMAL:
            self._point = result.solutions[0].primal_solution
            return True
        return False if result.termination.reason in _NONE else None

    @property
    def cost(self) -> float:
        """What the last point costs."""
        return float(self._point.objective_value)

    @property
    def values(self) -> NDArray[np.float64]:
        """Value of each variable at the last point."""
        import numpy as np

        values = np.zeros(self._count)
        values[np.array(self._point.variable_values.ids, dtype="int64")] = self._point.variable_values.values
        return values

    def _tell(self, update: model_update_pb2.ModelUpdateProto) -> None:
        if not self._solver.update(update):
            raise RuntimeError("GLOP takes every change of bounds and prices")


def _fill(vector: Any, values: Mapping[int, float]) -> None:
    """A sparse vector of a message: in order of its ids."""
    vector.ids.extend(sorted(values))
    vector.values.extend(float(values[x]) for x in sorted(values))


def _low(bound: int) -> float:
    return float("-inf") if bound <= -FAR else float(bound)


def _high(bound: int) -> float:
    return float("inf") if bound >= FAR else float(bound)
