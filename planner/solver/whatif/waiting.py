"""What a plan that is taken over lacks: visits that stand nowhere, of a class that has only just come or whose place is gone;
and seats of duties that nobody has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from planner.models.plan import PlannedVisit
from planner.solver.problem import Problem
from planner.solver.vacancies import Taken
from planner.solver.whatif.standing import Options

Place = tuple[str, str, str]
"""Visitor, demand, stretch."""


def missing_visits(problem: Problem, visits: Iterable[PlannedVisit]) -> dict[Place, int]:
    """How many visits that are due are not among these; nobody is missed where the rule is switched off, or where not
    everybody has a turn in a stretch."""
    if problem.school.mode("demand_met") == "off":
        return {}
    stand = Counter((v.visitor, v.demand, v.stretch) for v in visits)
    left = {place: problem.due(*place) - stand[place] for place in problem.visits_in if place[1:] in problem.timeline.whole}
    return {place: count for place, count in left.items() if count > 0}


class Waiting:
    """The same as values of variables: whoever waits is put nowhere, and no seat is filled, for the sake of anything else."""

    def __init__(self, problem: Problem, options: Options) -> None:
        self._problem, self._options = problem, options

    def vacant(self, taken: Taken) -> dict[int, int]:
        """Values that keep as many seats vacant as are."""
        return {v.variable: v.left(taken) for v in self._options.vacancies}

    def filled(self, n: int, taken: Taken) -> dict[int, int]:
        """Values that mean that a duty option, by its index, fills a seat that nobody has; nothing where there is none."""
        shift = self._problem.duties[n].shift.key
        there = {v.variable: v.left(taken) - 1 for v in self._options.vacancies if v.shift == shift and n in v.staff}
        return {x: left for x, left in there.items() if left >= 0}

    def nowhere(self, taken: Taken) -> dict[int, int]:
        """Values that keep those who wait where they are: nowhere."""
        found: dict[int, int] = {}
        for place in self._problem.waiting:
            mine = self._problem.visits_in[place]
            if sum(n in taken.visits for n in mine) < self._problem.due(*place):
                found |= {self._options.visit_variable(n): 0 for n in mine if n not in taken.visits}
        return found
