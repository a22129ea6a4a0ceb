"""What an explanation claims, held against a solve of nothing but the part of the school that each sentence names.

Causes and sums are counted by rules of their own, which may err; the part is put to the model as a school by itself. A true
sentence makes that part impossible. What does not is not said.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from planner.models.outcome import Balance, Cause
from planner.models.plan import Limits
from planner.models.school import School
from planner.solver.build import build
from planner.solver.counting import shortages
from planner.solver.explaining.parts import balanced_by, named_by
from planner.solver.explaining.relaxing import Standing, bare, least_broken, problem_of
from planner.solver.search import Search

_EACH = frozenset({"more_than_days", "more_than_places"})
"""Causes whose numbers are those of each class."""


class Claims:
    """Checks the sentences about one school. ``standing``: where it stands; ``left``: how many seconds one solve may take at
    most."""

    def __init__(self, school: School, standing: Standing, left: Callable[[], float]) -> None:
        self._school, self._standing, self._left = school, standing, left

    def true_causes(self, causes: Iterable[Cause]) -> tuple[Cause, ...]:
        """The causes whose part is impossible by itself, in their order."""
        return tuple(cause for cause in causes if self._is_true(cause))

    def true_balances(self, balances: Iterable[Balance]) -> tuple[Balance, ...]:
        """The same of balances; those that are not short claim nothing."""
        return tuple(b for b in balances if not b.is_short or self._is_impossible(balanced_by(self._school, b)))

    def _is_true(self, cause: Cause) -> bool:
        part = named_by(self._school, cause)
        return self._is_impossible(part) and self._are_so_many_short(part, cause)

    def _are_so_many_short(self, part: School, cause: Cause) -> bool:
        """Whether as many visits have no place as the sentence says; one being short has been shown already."""
        lack = _visits_short(cause)
        if lack <= 1:
            return True
        least = least_broken(part, "demand_met", self._left(), self._standing)
        return least is None or least >= lack

    def _is_impossible(self, part: School) -> bool:
        """By a solve; where its time ends first, by counting in that part alone."""
        problem = problem_of(bare(part), self._standing)
        status = Search(build(problem).model, Limits(seconds=max(0.05, self._left()))).run()
        return status == "INFEASIBLE" or (status == "UNKNOWN" and bool(shortages(problem)))


def _visits_short(cause: Cause) -> int:
    """How many visits a sentence says have no place at least: of 10 needed and 6 that fit, 4; of three classes that have none,
    3. None where it is about something else."""
    params, code = cause.params, cause.code
    if "demand" not in params or "pin" in params or code.startswith(("each_day", "pins_", "window_", "crowd_term")):
        return 0
    lack = int(params["need"]) - int(params["capacity"]) if "capacity" in params else 1
    return lack if "capacity" in params and code not in _EACH else lack * len(cause.who)
