"""The linear relaxation of a model, solved by ortools' own simplex or first-order method; both come with it.

Handed over and read back through ``model_builder_helper`` number by number, which takes a few milliseconds: numpy, which it
would take for whole vectors, takes longer to load than a school of 36 classes to solve. GLOP finds a vertex, which is whole
but for a few variables: half the way to a plan. Where there are more rows than columns its time grows too fast (a roster of
dated duties: more than 6 s), and PDLP, a first-order method, takes 0.9 s. That one's multipliers are a little off, which does
no harm: `certificate` computes the bound from them exactly.
"""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from planner.solver.certificate import SCALE, bound_of
from planner.solver.model import FAR, Linear, Model, Variable

if TYPE_CHECKING:
    from ortools.linear_solver.python.model_builder_helper import ModelBuilderHelper

Status = Literal["OPTIMAL", "INFEASIBLE", "UNKNOWN"]
_LARGE = 10_000
"""Rows, where these are more than the columns, from which PDLP is asked first."""
_CLOSE = """
termination_criteria {
  iteration_limit: 20000
  simple_optimality_criteria { eps_optimal_relative: 1e-8 eps_optimal_absolute: 1e-2 }
}
num_threads: 1
sufficient_reduction_for_restart: 0.4
primal_weight_update_smoothing: 0.75
"""
"""One thread, so that the same model gives the same point. Prices are whole numbers, so a gap of a hundredth is closed by
rounding up. It begins anew more readily than by itself and goes on with more of the balance it has found: a fifth to a third
less time on 24 to 60 classes in three and five stretches."""


@dataclass(frozen=True)
class Relaxed:
    """What the relaxation says: its multipliers of rows, times SCALE, and a cheapest point of it."""

    status: Status
    multipliers: dict[int, int]
    values: list[float]


def relax(model: Model, seconds: float, stop: threading.Event | None = None, *, closely: bool | None = None) -> Relaxed:
    """Solve the relaxation; ``closely``: by PDLP, or by GLOP, where it matters. Rows behind a switch that is not fixed to 1 are
    left out.

    UNKNOWN when the time ends first, ``stop`` is set, or numbers were too hard.
    """
    begin, helper = time.perf_counter(), handed_over(model)
    if closely is None:
        closely = model.rows > max(_LARGE, len(model.lows))
    for method in ("pdlp", "glop") if closely else ("glop",):
        relaxed = _asked(method, helper, seconds - (time.perf_counter() - begin), stop)
        if relaxed.status == "OPTIMAL":
            break
    return relaxed


def _asked(method: str, helper: ModelBuilderHelper, seconds: float, stop: threading.Event | None) -> Relaxed:
    from ortools.linear_solver.python import model_builder_helper as builder

    solver = builder.ModelSolverHelper(method)
    if method == "pdlp":
        solver.set_solver_specific_parameters(_CLOSE)
    solver.set_time_limit_in_seconds(max(0.01, seconds))
    _interruptible(lambda: solver.solve(helper), solver.interrupt_solve, stop)
    status = solver.status()
    if status == builder.SolveStatus.OPTIMAL:
        duals = (round(dual * SCALE) for dual in map(solver.dual_value, range(helper.num_constraints())))
        values = list(map(solver.variable_value, range(helper.num_variables())))
        return Relaxed("OPTIMAL", {r: y for r, y in enumerate(duals) if y}, values)
    infeasible = (builder.SolveStatus.INFEASIBLE, builder.SolveStatus.UNBOUNDED)
    return Relaxed("INFEASIBLE" if status in infeasible else "UNKNOWN", {}, [])


def refutation(model: Model, seconds: float, stop: threading.Event | None = None) -> dict[int, int] | None:
    """Multipliers of rows (a Farkas ray) under which no point keeps all of them, shown by exact arithmetic; None without.

    Every row may give, each unit at a price of 1: where something has to give even so, the duals are the ray.
    """
    loose = Model()
    loose.lows, loose.highs = list(model.lows), list(model.highs)
    for row, (low, high) in enumerate(zip(model.row_lows, model.row_highs, strict=True)):
        given = [Variable(x) * k for x, k in model.row(row)]
        for sign, end_of_row in ((1, low), (-1, high)):
            if abs(end_of_row) < FAR:
                give = loose.new_variable(0, FAR)
                loose.prices[give.index] = 1
                given.append(give * sign)
        loose.add(Linear.sum(given), low if low > -FAR else None, high if high < FAR else None)
    relaxed = relax(loose, seconds, stop)
    bound = bound_of(model, relaxed.multipliers, {})
    return bound.multipliers if bound.scaled > 0 else None


def handed_over(model: Model) -> ModelBuilderHelper:
    """The relaxation of a model as ortools takes it; rows behind a switch as `relax` says."""
    from ortools.linear_solver.python import model_builder_helper as builder

    helper = builder.ModelBuilderHelper()
    for low, high in zip(model.lows, model.highs, strict=True):
        x = helper.add_var()
        helper.set_var_lower_bound(x, low)
        helper.set_var_upper_bound(x, high if high < FAR else math.inf)
    helper.set_objective_coefficients(list(model.prices), [float(k) for k in model.prices.values()])
    term, indices, coefficients, starts = helper.add_term_to_constraint, model.indices, model.coefficients, model.starts
    for row, (low, high) in enumerate(zip(model.row_lows, model.row_highs, strict=True)):
        number = helper.add_linear_constraint()
        switch = model.switches.get(row)
        if switch is None or model.lows[switch] == 1:
            if low > -FAR:
                helper.set_constraint_lower_bound(number, low)
            if high < FAR:
                helper.set_constraint_upper_bound(number, high)
        for n in range(starts[row], starts[row + 1]):
            term(number, indices[n], coefficients[n])
    return helper


def _interruptible(solve: Callable[[], object], interrupt: Callable[[], object], stop: threading.Event | None) -> None:
    """Run ``solve``, and ``interrupt`` it soon after ``stop`` has been set."""
    if stop is None:
        solve()
        return
    done = threading.Event()

    def watch() -> None:
        while not done.is_set():
            if stop.wait(0.05):
                interrupt()
                return

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        solve()
    finally:
        done.set()
