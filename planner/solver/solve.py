"""Find the cheapest plan, prove it, and have the checker confirm it."""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from ortools.sat.python import cp_model

from planner.check import check
from planner.errors import BrokenPromise
from planner.expand import pair_escorts
from planner.models.outcome import Effort, Infeasible, Outcome, OutOfTime, Solved
from planner.models.plan import Limits, Plan, PlannedDuty, PlannedVisit, Status
from planner.models.school import School
from planner.solver.build import Built, build
from planner.solver.counting import shortages
from planner.solver.problem import Problem


@dataclass(frozen=True)
class Progress:
    """How far the search is: seconds since it began, cheapest plan so far, bound, plans found."""

    seconds: float
    cost: int | None
    bound: int | None
    solutions: int


OnProgress = Callable[[Progress], None]


def solve(
    school: School, limits: Limits | None = None, on_progress: OnProgress | None = None, stop: threading.Event | None = None
) -> Outcome:
    """Plan a school. Same school, seed and limits give the same plan unless the clock or ``stop`` ends the search first.

    Raises BrokenPromise if the checker disagrees with the plan or its cost.
    """
    limits = limits or Limits()
    begin = time.perf_counter()
    problem = Problem(school)
    counted = shortages(problem)
    if counted:
        return Infeasible(shortages=counted)
    built = build(problem)
    build_seconds = time.perf_counter() - begin
    search = _Search(built, limits, on_progress, stop)
    status = search.run()
    proto = built.model.proto
    effort = Effort(
        build_seconds=build_seconds,
        solve_seconds=search.seconds,
        first_plan_seconds=search.first,
        variables=len(proto.variables),
        constraints=len(proto.constraints),
    )
    if status == "INFEASIBLE":
        return Infeasible(shortages=(), effort=effort)
    if status == "UNKNOWN":
        bound = _round_up(search.solver.best_objective_bound) if built.model.has_objective() else 0
        return OutOfTime(bound=bound, effort=effort)
    plan = _plan(built, search, status, limits)
    return Solved(plan=_verified(school, plan), effort=effort)


def _verified(school: School, plan: Plan) -> Plan:
    """The plan with the checker's costs. A plan from a search that ended early may cost less than the solver says, since
    nothing has yet pushed its derived variables down; never more, and never otherwise when proven optimal."""
    report = check(school, plan)
    wrong = report.cost > plan.cost or (plan.status == "OPTIMAL" and report.cost != plan.cost)
    if report.breaches or wrong:
        broken = "; ".join(f"{b.rule} {b.subject} {b.detail}" for b in report.breaches[:5])
        raise BrokenPromise(f"solver says {plan.cost}, checker {report.cost}; broken: {broken or 'nothing'}")
    return plan.model_copy(update={"cost": report.cost, "cost_by_rule": report.cost_by_rule})


class _Search(cp_model.CpSolverSolutionCallback):
    """One run of CP-SAT with the settings that were measured to be best for these models."""

    def __init__(self, built: Built, limits: Limits, on_progress: OnProgress | None, stop: threading.Event | None) -> None:
        super().__init__()
        self._built = built
        self._on_progress = on_progress
        self._stop = stop
        self._begin = time.perf_counter()
        self._cost: int | None = None
        self._bound: int | None = None
        self._solutions = 0
        self.first: float | None = None
        self.seconds = 0.0
        self.solver = cp_model.CpSolver()
        parameters = self.solver.parameters
        parameters.random_seed = limits.seed
        # One worker is deterministic, and the strategy that leans on the linear relaxation proves these nearly integral
        # models fastest: on eight schools of 18 to 72 classes it took 0.02-0.42 units of deterministic time, the default
        # strategy at linearization level 2 took 0.06-0.80, and searching from the lower bound proved one of them.
        parameters.num_workers = 1
        parameters.linearization_level = 2
        parameters.subsolvers.append("max_lp")
        parameters.max_time_in_seconds = limits.seconds
        # Ctrl-C belongs to whoever asked for the plan: they set ``stop`` and keep the best plan so far.
        parameters.catch_sigint_signal = False
        self.solver.best_bound_callback = self._on_bound

    def run(self) -> Status:
        """Search until proven, out of time or stopped."""
        watcher = threading.Thread(target=self._watch, daemon=True)
        done = self._done = threading.Event()
        if self._stop is not None:
            watcher.start()
        code = self.solver.solve(self._built.model, self)
        done.set()
        self.seconds = time.perf_counter() - self._begin
        if code == cp_model.OPTIMAL:
            return "OPTIMAL"
        if code == cp_model.FEASIBLE:
            return "FEASIBLE"
        if code == cp_model.INFEASIBLE:
            return "INFEASIBLE"
        if code == cp_model.UNKNOWN:
            return "UNKNOWN"
        raise BrokenPromise(f"the solver refused the model: {self.solver.status_name(code)}")

    def _watch(self) -> None:
        while not self._done.wait(0.05):
            if self._stop is not None and self._stop.is_set():
                self.solver.stop_search()
                return

    def on_solution_callback(self) -> None:
        """Called by the solver for each better plan."""
        self._solutions += 1
        self._cost = round(self.objective_value)
        if self.first is None:
            self.first = time.perf_counter() - self._begin
        self._report()

    def _on_bound(self, bound: float) -> None:
        self._bound = _round_up(bound)
        self._report()

    def _report(self) -> None:
        if self._on_progress is not None:
            self._on_progress(Progress(time.perf_counter() - self._begin, self._cost, self._bound, self._solutions))


def _round_up(bound: float) -> int:
    """Costs are whole numbers, so a bound of 12.2 means 13."""
    whole = round(bound)
    return whole if abs(bound - whole) < 1e-6 else int(bound) + (bound > 0)


def _plan(built: Built, search: _Search, status: Status, limits: Limits) -> Plan:
    solver, variables, school = search.solver, built.variables, built.problem.school
    visits = variables.read_visits(n for n, var in enumerate(variables.visit) if solver.boolean_value(var))
    duties = variables.read_duties(n for n, var in enumerate(variables.duty) if solver.boolean_value(var))
    covers = variables.read_covers(n for n, var in enumerate(variables.cover) if solver.boolean_value(var))
    has_cost = built.model.has_objective()
    return Plan(
        effective_from=built.problem.timeline.since,
        visits=visits,
        duties=_with_escorted(school, visits, duties),
        covers=covers,
        status=status,
        cost=round(solver.objective_value) if has_cost else 0,
        bound=_round_up(solver.best_objective_bound) if has_cost else 0,
        limits=limits,
    )


def _with_escorted(
    school: School, visits: tuple[PlannedVisit, ...], duties: tuple[PlannedDuty, ...]
) -> tuple[PlannedDuty, ...]:
    """Say which class each escort fetches, where visits and duties repeat in the same rhythm."""
    teams: dict[tuple[str, str, str, int | None], list[PlannedDuty]] = defaultdict(list)
    for duty in duties:
        escort = school.post_by_id[duty.post].escort
        if escort and school.demand_by_id[escort.demand].cycle == school.duties.cycle:
            teams[duty.post, duty.turn, duty.window, duty.slot].append(duty)
    escorted: dict[tuple[str, str, str, str, int | None], str] = {}
    for (post, turn, window, slot), team in teams.items():
        escort = school.post_by_id[post].escort
        if escort is None:
            continue
        classes = [
            v.visitor
            for v in visits
            if v.demand == escort.demand and v.turn == turn and v.window == window and (slot is None or v.slot == slot)
        ]
        for helper, c in pair_escorts(school, [d.helper for d in team], classes, escort.per_class).items():
            escorted[helper, post, turn, window, slot] = c
    return tuple(d.model_copy(update={"escorts": escorted.get((d.helper, d.post, d.turn, d.window, d.slot))}) for d in duties)
