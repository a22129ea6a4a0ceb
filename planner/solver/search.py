"""The search for the cheapest solution: the linear relaxation first, then a whole point where its bound allows one.

1. The relaxation (`relaxation`) costs an eighth to a sixtieth of a tree search, and its bound, made exact (`certificate`), is
   the optimum of nearly every school: every rule is written so that it is (tests/solver/test_relaxation.py).
2. Every solution as cheap as the bound lies on one face of the model, where a quarter of the variables are fixed and there is
   no price left to look at; and the point that the relaxation found is whole already but for one variable in sixty. So what is
   whole stays, and only the rest is searched, then with all that shares a row with it, then the whole face: by CP-SAT's
   feasibility jump alone (270 moves for 36 classes), then by its tree search. Each is given little time: what it does not find
   soon it does not find. (240 classes: 0.1 s after 0.8 s for the relaxation.)
3. What fractions keep and whole numbers cannot is refuted by remainders (`residues`): no search sees it.
4. Where that ends without a plan, a tree search over the whole model begins from the bound, and from the best plan near the
   point of the relaxation, or near one that was handed in. ``reduced_costs`` was the fastest of the strategies there: 0.2-0.3 s
   where ``max_lp`` took 0.3-4 s.

One thread, no clock but the user's: the same model, seed and limits give the same solution.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from planner.models.plan import Limits, Status
from planner.solver import cpsat
from planner.solver.certificate import Bound, bound_of, face
from planner.solver.model import Linear, Model
from planner.solver.relaxation import refutation, relax
from planner.solver.residues import residue

_JUMP: Mapping[str, object] = {
    "cp_model_probing_level": 0,
    "symmetry_level": 0,
    "max_presolve_iterations": 1,
    "interleave_search": True,
    # Without any of the full strategies only the local search is left.
    "ignore_subsolvers": (
        "default_lp", "max_lp", "fixed", "no_lp", "quick_restart", "reduced_costs", "core", "pseudo_costs", "probing",
    ),
}  # fmt: skip
_GLANCE: Mapping[str, object] = {**_JUMP, "feasibility_jump_batch_dtime": 0.005}
"""The same where little is free and mostly nothing can be found: in shorter turns, since by itself it goes on for 50 ms before
others are let to show that there is nothing. Where there is something, longer turns find more."""
_WHOLE: Mapping[str, object] = {"linearization_level": 2, "subsolvers": ("reduced_costs",)}
_TREE: Mapping[str, object] = {"linearization_level": 0, "cp_model_probing_level": 0, "symmetry_level": 0}
_LIGHT: Mapping[str, object] = {**_TREE, "max_presolve_iterations": 1}
_Patience = tuple[tuple[Mapping[str, object], int], ...]
_PATIENCE: _Patience = ((_JUMP, 2), (_LIGHT, 4), (_TREE, 4), (_LIGHT, 12), (_TREE, 12))
"""Searches of the whole face, and how many times the effort of a step each may take. They take turns: what one does not find
soon another mostly does."""
_PARTS: Mapping[str, object] = {"interleave_search": True, "interleave_batch_size": 1, "use_lns_only": True}
_PARTS_TIMES = 12
"""Search of the neighbourhood of a plan alone, and how many times the effort of a step it may take."""
_MANY = 6000
"""Variables from which on a model of several stretches is slow for the simplex."""
_LEAST_EFFORT, _EFFORT = 0.03, 2e-6
"""Deterministic time for each step near the relaxation: at least, and for each entry of the model."""
_RINGS, _LOCAL = 3, 60
"""How often the part that is searched grows; rows with more entries say nothing about who is near whom."""
_NEAR = 1e-4
_TOWARDS = 100
"""What a whole step away from a point costs, in the search for a corner near it."""


@dataclass(frozen=True)
class Progress:
    """How far the search is: seconds since it began, cheapest plan so far, bound, plans found."""

    seconds: float
    cost: int | None
    bound: int | None
    solutions: int


OnProgress = Callable[[Progress], None]
FirstPlan = Callable[[float], list[int] | None]


class Search:
    """A search for the cheapest solution of one model. Without prices, for any solution."""

    def __init__(
        self,
        model: Model,
        limits: Limits,
        on_progress: OnProgress | None = None,
        stop: threading.Event | None = None,
        *,
        relaxation: bool = True,
        stretches: bool = False,
        first_plan: FirstPlan | None = None,
        steps: int | None = None,
    ) -> None:
        """``first_plan`` is asked, with the seconds left, for a solution to begin the tree search from.

        ``stretches``: the term has several. Then the face has a point nearly always but is harder to search; and the simplex
        is slow where the model is large, while a method that ends closer to the middle of the face is fast (36 classes in five
        stretches: 0.6 s, not 3.4) and leaves half as much to search.

        ``relaxation=False`` asks the tree search alone, for comparison. ``steps``: the effort of the tree search over the whole
        model, as many times that of a step near the relaxation; None: the clock alone ends it.
        """
        self._model, self._limits = model, limits
        self._on_progress, self._stop = on_progress, stop
        self._relaxation, self._stretches, self._first_plan = relaxation, stretches, first_plan
        self._steps = steps
        self._begin = time.perf_counter()
        self._bound: int | None = None
        self._solutions = 0
        self.values: list[int] = []
        """The best solution so far; empty without one."""
        self.proof: Bound | None = None
        """What proves the bound by arithmetic alone; None where only the search does."""
        self.ray: dict[int, int] = {}
        """Multipliers of rows that cannot hold together, where the relaxation alone shows it."""
        self.first: float | None = None
        self.seconds = 0.0

    def run(self) -> Status:
        """Search until proven, out of time or stopped."""
        status = self._run()
        self.seconds = time.perf_counter() - self._begin
        return status

    @property
    def cost(self) -> int:
        """Cost of the best solution; 0 in a model without prices."""
        return self._model.cost(self.values)

    @property
    def bound(self) -> int | None:
        """No solution costs less; None while nothing is known."""
        return self._bound

    def value(self, expression: Linear) -> int:
        """Its value in the best solution."""
        return expression.value(self.values)

    @property
    def _left(self) -> float:
        return self._limits.seconds - (time.perf_counter() - self._begin)

    @property
    def _is_over(self) -> bool:
        return self._left <= 0 or (self._stop is not None and self._stop.is_set())

    def _run(self) -> Status:
        point: list[float] = []
        if self._stretches and len(self._model.lows) > _MANY:
            relaxed = relax(self._model, self._left, self._stop, closely=True)
            if relaxed.status == "OPTIMAL":
                self.proof = bound_of(self._model, relaxed.multipliers)
                self._better_bound(self.proof.least + self._model.offset)
                if (
                    self._patiently(self.proof, relaxed.values, _PATIENCE[:1])
                    or self._on_the_face(self.proof, self._corner(self.proof, relaxed.values))
                    or self._patiently(self.proof, relaxed.values, _PATIENCE[1:])
                ):
                    return "OPTIMAL"
        if self._relaxation:
            relaxed = relax(self._model, self._left, self._stop)
            if relaxed.status == "INFEASIBLE":
                self.ray = refutation(self._model, self._left, self._stop) or {}
                if self.ray:
                    return "INFEASIBLE"
            elif relaxed.status == "OPTIMAL":
                bound = bound_of(self._model, relaxed.multipliers)
                if self._bound is None or bound.least + self._model.offset >= self._bound:
                    self.proof, point = bound, relaxed.values
                    self._better_bound(bound.least + self._model.offset)
                    if self._on_the_face(bound, point):
                        return "OPTIMAL"
                if self._first_plan is None and not self._is_over:
                    self._nearby(relaxed.values)
                if not self.values and not self._is_over and residue(self._model):
                    return "INFEASIBLE"
        if self._first_plan is not None and not self._is_over:
            values = self._first_plan(self._left)
            if values and self._model.keeps(values):
                self._found(values)
                self._around()
                self._model.hints = dict(enumerate(self.values))
                point = []
        if self._stretches and point and self._patiently(self.proof, point):
            return "OPTIMAL"
        if self.values and self.cost == self._bound:
            return "OPTIMAL"
        if self._is_over:
            return "FEASIBLE" if self.values else "UNKNOWN"
        return self._whole()

    def _on_the_face(self, bound: Bound, point: list[float]) -> bool:
        """Whether a solution that costs as much as the bound was found. Where there is none, the bound is one higher."""
        narrow = face(self._model, bound, bound.least)
        rounded = [round(x) for x in point]
        if self._is_best(rounded):
            return True
        for n, free in enumerate(_rings(self._model, point)):
            part = narrow if free is None else narrow.copy()
            if free is not None:
                part.fix({x: value for x, value in enumerate(rounded) if x not in free})
            for strategy in (_JUMP if n or free is None else _GLANCE, _TREE):
                if self._is_over:
                    return False
                answer = cpsat.run(part, {**strategy, **self._little}, self._stop)
                if self._is_best(answer.values):
                    return True
                if answer.status == "INFEASIBLE":
                    if free is None:
                        self._nothing_costs(bound)
                    break
        return False

    def _corner(self, bound: Bound, point: list[float]) -> list[float]:
        """A corner of the face near a point of it, which like any corner is whole but for a few variables. The simplex finds it
        there in a sixth to a tenth of what the whole model takes (72 classes in five stretches: a plan after 5 s, and none in
        120 s without)."""
        narrow = face(self._model, bound, bound.least)
        narrow.prices = {x: round(_TOWARDS * (1 - 2 * value)) for x, value in enumerate(point)}
        return relax(narrow, self._left, self._stop, closely=False).values or point

    def _patiently(self, bound: Bound | None, point: list[float], patience: _Patience = _PATIENCE) -> bool:
        """Whether a solution that costs as much as the bound was found on the whole face after all, with more time for it and
        beginning near the relaxation (36 classes with a season: 0.2 s, and 40 s in the whole model)."""
        if bound is None:
            return False
        narrow = face(self._model, bound, bound.least)
        narrow.hints = {x: round(value) for x, value in enumerate(point)}
        for n, (strategy, times) in enumerate(patience):
            if self._is_over:
                return False
            limits = {"random_seed": self._limits.seed + n, "max_deterministic_time": times * self._effort}
            answer = cpsat.run(narrow, {**strategy, **self._little, **limits}, self._stop)
            if self._is_best(answer.values):
                return True
            if answer.status == "INFEASIBLE":
                self._nothing_costs(bound)
                return False
        return False

    def _nothing_costs(self, bound: Bound) -> None:
        """What costs as much as the bound does not exist."""
        self.proof = None
        self._better_bound(bound.least + 1 + self._model.offset)

    def _is_best(self, values: list[int]) -> bool:
        """Whether these values keep everything and cost no more than the bound; then they are taken."""
        best = bool(values) and self._model.cost(values) == self._bound and self._model.keeps(values)
        if best:
            self._found(values)
        return best

    def _nearby(self, point: list[float]) -> None:
        """A solution to go on from: the cheapest with what is whole in the relaxation left as it is; else, at whatever price,
        the first that local search finds, so that a search that is ended early has a plan."""
        for free in _rings(self._model, point):
            part = self._model.copy()
            if free is not None:
                part.fix({x: round(value) for x, value in enumerate(point) if x not in free})
            answer = cpsat.run(part, {**_WHOLE, **self._little}, self._stop)
            if answer.values:
                self._found(answer.values)
                self._model.hints = dict(enumerate(answer.values))
                return
            if self._is_over:
                return
        anything = self._model.copy()
        anything.minimize(None)
        # No hint: the tree search does better from the relaxation than from so dear a plan.
        answer = cpsat.run(anything, {**_JUMP, **self._little}, self._stop)
        if answer.values:
            self._found(answer.values)

    def _around(self) -> None:
        """Cheaper solutions near the one that is known: parts of it are opened, again and again, each for a moment. (A dated
        roster of 36 classes: from 8 points above its bound to 4 in two seconds; the tree search finds nothing in twelve.)"""
        if self._is_over or self.cost == self._bound:
            return
        near = self._model.copy()
        near.hints = dict(enumerate(self.values))
        limits = {**self._little, "max_deterministic_time": _PARTS_TIMES * self._effort}
        cpsat.run(near, {**_PARTS, **limits}, self._stop, least=self._bound, on_solution=self._cheaper)

    def _cheaper(self, values: list[int]) -> None:
        if self._model.cost(values) < self.cost:
            self._found(values)

    @property
    def _little(self) -> dict[str, object]:
        """Limits of one step."""
        return {
            "random_seed": self._limits.seed,
            "max_deterministic_time": self._effort,
            "max_time_in_seconds": max(0.01, self._left),
        }

    @property
    def _effort(self) -> float:
        return max(_LEAST_EFFORT, _EFFORT * len(self._model.indices))

    def _whole(self) -> Status:
        limits: dict[str, object] = {"random_seed": self._limits.seed, "max_time_in_seconds": max(0.01, self._left)}
        if self._steps is not None:
            limits["max_deterministic_time"] = self._steps * self._effort
        answer = cpsat.run(
            self._model,
            {**_WHOLE, **limits},
            self._stop,
            least=self._bound,
            on_solution=self._found,
            on_bound=self._better_bound,
        )
        if answer.values and (not self.values or self._model.cost(answer.values) < self.cost):
            self.values = answer.values
        if answer.status == "INFEASIBLE" and not self.values:
            return "INFEASIBLE"
        self._bound = max(answer.bound, answer.bound if self._bound is None else self._bound)
        if self.proof is not None and self._bound > self.proof.least + self._model.offset:
            self.proof = None
        if answer.status == "OPTIMAL":
            return "OPTIMAL"
        return "FEASIBLE" if self.values else "UNKNOWN"

    def _found(self, values: list[int]) -> None:
        self._solutions += 1
        if not self.values or self._model.cost(values) < self.cost:
            self.values = values
        if self.first is None:
            self.first = time.perf_counter() - self._begin
        self._report()

    def _better_bound(self, bound: int) -> None:
        if self._bound is None or bound > self._bound:
            self._bound = bound
            self._report()

    def _report(self) -> None:
        if self._on_progress is not None:
            cost = self.cost if self.values else None
            self._on_progress(Progress(time.perf_counter() - self._begin, cost, self._bound, self._solutions))


def _rings(model: Model, point: list[float]) -> Iterator[set[int] | None]:
    """Variables that are not whole in the relaxation; these with all that share a short row with them; and so on; None: all."""
    free = {x for x, value in enumerate(point) if abs(value - round(value)) > _NEAR}
    for _ in range(_RINGS):
        if len(free) > len(point) // 2:
            break
        yield free
        wider = set(free)
        for row in range(model.rows):
            entries = model.indices[model.starts[row] : model.starts[row + 1]]
            if len(entries) <= _LOCAL and not free.isdisjoint(entries):
                wider.update(entries)
        free = wider
    yield None


def core_of(model: Model, switches: Iterable[int], seconds: float) -> frozenset[int]:
    """Switches that cannot all be on, as the tree search says, to be tested; empty when it finds none in time."""
    limits = {"max_time_in_seconds": seconds}
    answer = cpsat.run(model, {"linearization_level": 2, "subsolvers": ("max_lp",), **limits}, assume=switches)
    return answer.core if answer.status == "INFEASIBLE" else frozenset()
