"""One run of CP-SAT on a model: the arrays as its protocol buffer, its parameters, its callbacks.

Everything goes through ``cp_model_helper``: the layer above it imports pandas, a quarter of a second that nothing here needs.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from ortools.sat.python import cp_model_helper as helper

from planner.errors import BrokenPromise
from planner.models.plan import Status
from planner.solver.model import FAR, Model

_LEAST, _MOST = -(2**63), 2**63 - 1


@dataclass(frozen=True)
class Answer:
    """How a run ended: its best solution and bound, and for an infeasible model which assumptions are enough for that."""

    status: Status
    values: list[int]
    bound: int
    core: frozenset[int] = frozenset()


def proto_of(model: Model, least: int | None = None) -> helper.CpModelProto:
    """A model as CP-SAT reads it; ``least``: no solution is cheaper than that."""
    proto = helper.CpModelProto()
    new_variable = proto.variables.add
    for low, high in zip(model.lows, model.highs, strict=True):
        new_variable().domain.extend((low, high) if low <= high else (1, 0))
    new_row = proto.constraints.add
    indices, coefficients, begin = model.indices, model.coefficients, 0
    for row, end in enumerate(model.starts[1:]):
        constraint = new_row()
        linear = constraint.linear
        linear.vars.extend(indices[begin:end])
        linear.coeffs.extend(coefficients[begin:end])
        low, high = model.row_lows[row], model.row_highs[row]
        linear.domain.extend((low if low > -FAR else _LEAST, high if high < FAR else _MOST))
        if row in model.switches:
            constraint.enforcement_literal.append(model.switches[row])
        begin = end
    if model.prices:
        proto.objective.vars.extend(list(model.prices))
        proto.objective.coeffs.extend(list(model.prices.values()))
        proto.objective.offset = model.offset
        if least is not None:
            proto.objective.domain.extend((least - model.offset, _MOST))
    if model.hints:
        proto.solution_hint.vars.extend(list(model.hints))
        proto.solution_hint.values.extend([int(value) for value in model.hints.values()])
    return proto


class _Solutions(helper.SolutionCallback):
    """Hands each better solution on."""

    def __init__(self, found: Callable[[list[int]], None], size: int) -> None:
        super().__init__()
        self._found, self._size = found, size

    def OnSolutionCallback(self) -> None:
        """Called by CP-SAT under this name."""
        value = self.SolutionIntegerValue
        self._found([value(n) for n in range(self._size)])


def run(
    model: Model,
    parameters: Mapping[str, object],
    stop: threading.Event | None = None,
    *,
    least: int | None = None,
    on_solution: Callable[[list[int]], None] | None = None,
    on_bound: Callable[[int], None] | None = None,
    assume: Iterable[int] = (),
) -> Answer:
    """Solve, one worker, until proven, out of time, or soon after ``stop`` is set. ``assume`` holds Booleans to be true."""
    proto = proto_of(model, least)
    proto.assumptions.extend(list(assume))
    chosen = helper.SatParameters()
    # Ctrl-C belongs to whoever asked for the plan: they set ``stop`` and keep the best plan so far.
    for name, value in {"num_workers": 1, "catch_sigint_signal": False, **parameters}.items():
        if isinstance(value, tuple):
            getattr(chosen, name).extend(value)
        else:
            setattr(chosen, name, value)
    wrapper = helper.SolveWrapper()
    wrapper.set_parameters(chosen)
    solutions = _Solutions(on_solution, len(model.lows)) if on_solution is not None else None
    if solutions is not None:
        wrapper.add_solution_callback(solutions)
    if on_bound is not None:
        wrapper.add_best_bound_callback(lambda bound: on_bound(round_up(bound)))
    done = threading.Event()
    if stop is not None:
        threading.Thread(target=_watch, args=(stop, done, wrapper), daemon=True).start()
    response = wrapper.solve(proto)  # type: ignore[no-untyped-call]
    done.set()
    if solutions is not None:
        wrapper.clear_solution_callback(solutions)
    status = response.status.name
    if status not in {"OPTIMAL", "FEASIBLE", "INFEASIBLE", "UNKNOWN"}:
        raise BrokenPromise(f"the solver refused the model: {status} {response.solution_info}")
    core = frozenset(helper.ResponseHelper.sufficient_assumptions_for_infeasibility(response))
    bound = round_up(response.best_objective_bound) if model.prices else model.offset
    return Answer(status, list(response.solution), bound, core)


def _watch(stop: threading.Event, done: threading.Event, wrapper: helper.SolveWrapper) -> None:
    while not done.is_set():
        if stop.wait(0.05):
            wrapper.stop_search()
            return


def round_up(bound: float) -> int:
    """Costs are whole numbers, so a bound of 12.2 means 13."""
    whole = round(bound)
    return whole if abs(bound - whole) < 1e-6 else int(bound) + (bound > 0)
