"""Visits that are due and stand nowhere: of a class that has only just come, or whose place is gone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from planner.models.plan import PlannedVisit
from planner.solver.problem import Problem
from planner.solver.whatif.standing import Options, Taken

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
    """The same as values of variables: whoever waits is put nowhere for the sake of anything else."""

    def __init__(self, problem: Problem, options: Options) -> None:
        self._problem, self._options = problem, options

    def nowhere(self, taken: Taken) -> dict[int, int]:
        """Values that keep those who wait where they are: nowhere."""
        found: dict[int, int] = {}
        for place in self._problem.waiting:
            mine = self._problem.visits_in[place]
            if sum(n in taken.visits for n in mine) < self._problem.due(*place):
                found |= {self._options.visit_variable(n): 0 for n in mine if n not in taken.visits}
        return found
