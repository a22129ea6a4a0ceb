"""What stands in the way of a place: rules that forbid it by themselves, or the least that would have to give in all."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from planner.models.outcome import Cause
from planner.models.people import Helper
from planner.models.school import School
from planner.models.whatif import Against
from planner.solver.explaining.facts import DutyFacts, Fact, VisitFacts
from planner.solver.judging import DutyJudge, VisitJudge
from planner.solver.model import FAR
from planner.solver.posting import Subject
from planner.solver.problem import Problem
from planner.solver.whatif.linear import Relaxation
from planner.solver.whatif.simplex import Row
from planner.timeline import Shift, VisitCell

_SUBJECTS = 5
_FACTS = 2
_LITTLE = 1e-4


class Judges:
    """Rules that by themselves keep a class from a cell or a helper from a shift, with the dates on which they do, and the
    facts of the school behind them."""

    def __init__(self, problem: Problem) -> None:
        self._problem, self._school = problem, problem.school
        self._visits = VisitJudge(problem.timeline)
        self._duties = DutyJudge(problem.timeline)
        self._visit_facts, self._duty_facts = VisitFacts(problem), DutyFacts(problem)

    def visit(self, visitor: str, cell: VisitCell) -> tuple[Against, ...]:
        """Hard rules against a class in a cell."""
        demand = self._school.demand_by_id[cell.demand]
        dates: Counter[str] = Counter()
        for occasion in cell.occasions:
            if self._visits.is_hopeless(demand, visitor, cell, occasion):
                dates["eligible"] += 1
            else:
                dates.update(self._visits.verdict(demand, visitor, cell, occasion).against)
        return self._told(dates)

    def duty(self, helper: Helper, shift: Shift) -> tuple[Against, ...]:
        """Hard rules against a helper on a shift."""
        dates: Counter[str] = Counter()
        if not self._duties.is_suitable(helper, shift):
            dates["helper_suitable"] = len(shift.occasions)
        for occasion in shift.occasions:
            if not self._duties.serves(helper, occasion):
                dates["helper_available"] += 1
            else:
                dates.update(self._duties.against(helper, shift, occasion))
        return self._told(dates)

    def facts(self, who: str, place: VisitCell | Shift) -> tuple[Cause, ...]:
        """What of the school by itself keeps a class from a cell, or a helper from a shift; the commonest facts."""
        counts = Counter[Fact]()
        if isinstance(place, VisitCell):
            about, demand = {"demand": place.demand}, self._school.demand_by_id[place.demand]
            for occasion in place.occasions:
                counts.update(self._visit_facts.against(demand, who, place, occasion))
        else:
            about, helper = {"post": place.post}, self._school.helper_by_id[who]
            against = (self._duty_facts.against(helper, place, occasion) for occasion in place.occasions)
            counts.update(fact for fact in against if fact is not None)
        about["dates"] = str(len(place.occasions))
        return tuple(
            Cause(code=fact.code, who=(who,), params={**about, **dict(fact.params)}, weight=n)
            for fact, n in counts.most_common(_FACTS)
        )

    def _told(self, dates: Counter[str]) -> tuple[Against, ...]:
        return tuple(Against(rule=r, dates=n) for r, n in sorted(dates.items()) if self._school.mode(r) == "hard")


class Hindrances:
    """The model with every hard rule allowed to give, each at its weight: what gives at the optimum is in the way."""

    def __init__(
        self, rows: Sequence[Row], bounds: Sequence[tuple[int, int]], posted: dict[int, tuple[str, Subject]], school: School
    ) -> None:
        self._slacks: dict[int, tuple[str, Subject]] = {}
        wide, more = list(bounds), list(rows)
        prices: dict[int, int] = {}
        for number, (rule, subject) in posted.items():
            low, high, terms = rows[number]
            terms = dict(terms)
            for sign, bound in ((1, low), (-1, high)):
                if abs(bound) < FAR:
                    terms[len(wide)] = sign
                    self._slacks[len(wide)] = (rule, subject)
                    prices[len(wide)] = school.weight(rule)
                    wide.append((0, FAR))
            more[number] = (low, high, terms)
        self._linear = Relaxation(more, wide, prices)

    def against(self, fixed: Mapping[int, int]) -> tuple[Against, ...]:
        """Rules that would have to give, least of all, for variables to have these values."""
        for v, value in fixed.items():
            self._linear.fix(v, value)
        values = self._linear.values() if self._linear.solve() else ()
        for v in fixed:
            self._linear.free(v)
        found: dict[str, dict[str, None]] = defaultdict(dict)
        for slack, (rule, subject) in self._slacks.items() if len(values) else ():
            if values[slack] > _LITTLE:
                found[rule][" ".join(subject)] = None
        return tuple(Against(rule=r, subjects=tuple(subjects)[:_SUBJECTS]) for r, subjects in sorted(found.items()))
