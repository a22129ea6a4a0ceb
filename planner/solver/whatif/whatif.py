"""One class in every cell, one helper on every shift: what each place would take, exactly.

The model is built once. Each place is then one question to its linear relaxation, kept warm, with that place taken: first the
price of changes as small as can be, then all other costs. Where the answer is whole it is proven; where it is not, the full
search decides. Both are compared with full re-solves in tests/solver/test_whatif.py.

A plan that has been changed since is another point of the same model (`stand`): its rows and prices stay, the prices of
changes are still those against the plan that the model was made for, and nothing has to be built anew.
"""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from planner.models.plan import Limits, Plan, PlannedDuty, PlannedVisit
from planner.models.rules import CHANGES
from planner.models.school import School
from planner.models.whatif import Answer, Answers, PlanPlace
from planner.solver.model import Linear, Model
from planner.solver.posting import Posting
from planner.solver.problem import Problem
from planner.solver.rules import RULES
from planner.solver.search import Search
from planner.solver.vacancies import Taken
from planner.solver.variables import Variables
from planner.solver.whatif.duties_alone import DutiesAlone, FewestChanges
from planner.solver.whatif.hindrances import Hindrances, Judges
from planner.solver.whatif.linear import LARGEST_FACTOR, Relaxation, bounds_of, factor, rows_of
from planner.solver.whatif.questions import Question, Questions
from planner.solver.whatif.standing import Found, Options, Price, Shares, numbered, taken_by, together, whole
from planner.solver.whatif.standing import with_changes_priced as priced
from planner.solver.whatif.waiting import Waiting, missing_visits
from planner.timeline import Shift

if TYPE_CHECKING:
    from planner.solver.whatif.linear import Whole

_OFTEN = 10**5
"""How often the price of a change counts where nothing less than a number too large to compute with is sure to be enough:
there a second relaxation, of changes alone, confirms that no fewer would do."""
_NEAR = 1e-3
_COMES_IN = 10**6
"""What it is worth that a visit which waits stands somewhere: more than any wish."""
_STOOD = 64
"""Points that plans have stood at, kept so that going back to one costs nothing."""


class WhatIf:
    """Questions about one plan. ``seconds`` bounds each search, where one is needed. The prices of changes are always
    looked at here, also where the school has switched them off: fewer moves are the point of the question.
    ``relaxation=False`` asks the full search alone, for comparison."""

    def __init__(self, school: School, plan: Plan, seconds: float = 5.0, *, relaxation: bool = True) -> None:
        self.plan = plan
        self._seconds = seconds
        self.school = priced(school)
        self.problem = Problem(self.school, plan.effective_from, previous=plan, past=plan.past, alike=False)
        missing = missing_visits(self.problem, self.problem.standing)
        if self.school.mode("demand_met") == "hard":
            self.problem.waiting = missing
        self.problem.taken = taken_by(plan, *numbered(self.problem))
        self._model = Model()
        self._variables = Variables(self._model, self.problem)
        self._posting = Posting(self._model, self.school)
        for rule in RULES.values():
            rule(self.problem, self._variables, self._posting)
        prices = {rule: self._price(rule) for rule in list(self._posting.prices)}
        self._first = together(p for r, p in prices.items() if r in CHANGES)
        self._then = together(p for r, p in prices.items() if r not in CHANGES)
        self._changes, self._comfort = Price(self._first), Price(self._then)
        self._by_rule = {r: Price(p) for r, p in prices.items() if r not in CHANGES}
        self._shares = {
            rule: Shares((x, k, who) for (x, k), who in zip(found, self._posting.about[rule], strict=True))
            for rule, found in self._posting.prices.items()
        }
        self._rows, self._bounds = rows_of(self._model), bounds_of(self._model)
        self._relaxed = relaxation
        needed = factor(self._first, self._then, self._rows, self._bounds)
        often = needed if needed <= LARGEST_FACTOR else _OFTEN
        self._combined = together(({v: often * k for v, k in self._first.items()}, self._then))
        self._linear = Relaxation(self._rows, self._bounds, self._combined)
        self._confirming = Relaxation(self._rows, self._bounds, self._first) if needed > often else None
        self._options, self._judges = Options(self.problem, self._variables), Judges(self.problem)
        self._waiting = Waiting(self.problem, self._options)
        self._nowhere: dict[int, int] = {}
        self._vacant: dict[int, int] = {}
        self._held: dict[int, PlannedVisit | PlannedDuty] = {}
        self._empty: frozenset[int] = frozenset()
        self._floors: dict[frozenset[int], float | None] = {}
        """Fewest changes with some variables at 0, as far as it has been asked since something was held."""
        self._stood: OrderedDict[Taken, Found] = OrderedDict()
        self._offered: dict[Taken, Found] = {}
        self._alone: DutiesAlone | None = None
        self._few_first = True
        """Whether in that part a change surely outweighs all other prices."""
        self._taken = self._options.at(plan)
        self._published, self._begun = self._taken.visits, self._options.fixed(self._taken)
        self._moved: list[int] = []
        self._hold({})
        self._base = self._repair(self._options.fixed(self._taken))
        # A duty where no rule lets its helper be is no vacant seat.
        may = all((d.helper, *d.place) in self._options.duty_of for d in plan.duties if d.place in self.problem.duties_by_shift)
        self.holds = may and isinstance(self._base, Found) and self._base.changes == 0
        """Whether the plan keeps the rules of its school, so that questions about it make sense."""
        self._keep_base()

    def stand(
        self, plan: Plan, held: Iterable[PlannedVisit | PlannedDuty] = (), free: Container[tuple[str, str, int]] = frozenset()
    ) -> None:
        """From now on questions are about this plan. What is held in it may not move for the sake of anything else, and where
        it is to be free, each a (turn, window, slot or 0 for all), nobody comes.

        The prices of changes stay those against the plan that the model was made for. What has moved since stays where it is
        by now, wherever that can be.
        """
        self.plan, self._taken = plan, (taken := self._options.at(plan))
        self._hold({})
        self._base = self._offered.get(taken) or self._stood.get(taken) or self._repair(self._options.fixed(taken))
        there = {x: thing for thing in held if (x := self._options.variable(thing)) is not None}
        self._hold(there, self._options.within(free))
        self._moved = [x for x, at in self._options.fixed(taken).items() if at and not self._begun[x] and x not in there]
        self.holds = isinstance(self._base, Found)
        self._keep_base()

    def of_class(self, visitor: str, demand: str | None = None) -> Answers:
        """Every cell of a class, or of one of its demands."""
        return self._answers(visitor, self._asking.of_class(visitor, demand))

    def of_visit(self, visit: PlannedVisit, only: PlanPlace | None = None) -> Answers:
        """Every cell that this visit could have instead, in its stretch of the term; the class's others of its kind stay."""
        return self._answers(visit.visitor, (q for q in self._asking.of_visit(visit) if only in (None, q.place)))

    def of_waiting(self, visitor: str, demand: str, stretch: str, only: PlanPlace | None = None) -> Answers:
        """Every cell for a visit that is due and stands nowhere."""
        asked = self._asking.of_waiting(visitor, demand, stretch)
        return self._answers(visitor, (q for q in asked if only in (None, q.place)))

    def of_exchange(self, visit: PlannedVisit, place: PlanPlace) -> Answers:
        """Straight exchanges of this visit with each other one that stands in a place: possible ones only."""
        answers = self._answers(visit.visitor, self._asking.of_exchange(visit, place, self._held))
        return answers.model_copy(update={"answers": tuple(a for a in answers.answers if a.verdict == "moves")})

    def of_helper(self, helper: str) -> Answers:
        """Every shift of a helper."""
        return self._answers(helper, self._asking.of_helper(helper))

    def of_duty(self, duty: PlannedDuty, only: PlanPlace | None = None) -> Answers:
        """Every shift that a helper could have instead of this one, in its stretch of the term: in the seat of each who serves
        there, who takes this one in exchange if that can be; or beside them."""
        return self._answers(duty.helper, (q for q in self._asking.of_duty(duty, self._held) if only in (None, q.place)))

    def of_vacant(self, place: PlanPlace, only: str | None = None) -> Answers:
        """Everybody who could have a seat that nobody has; ``only``: one of them."""
        return self._answers("", self._asking.of_vacant(place, only))

    def of_seat(self, duty: PlannedDuty, only: str | None = None) -> Answers:
        """Everybody who could have this duty instead of its helper; ``only``: one of them."""
        return self._answers(duty.helper, self._asking.of_seat(duty, only))

    def emptied(self) -> Answer:
        """The cheapest repair with nobody where all is kept free. Impossible where some have to be there."""
        place, found = PlanPlace(what="", turn=""), self._repair({})
        if not isinstance(found, Found) or not isinstance(self._base, Found):
            return Answer(place=place, verdict="unknown" if found is None else "impossible", proven=found is False)
        self._offered = {self._options.taken(found.values): found}
        return self._told(Question("", place), found, self._base)

    def best(self) -> Answer:
        """The cheapest plan of all in which what is held stays: a change has the price that the school gives it, no more.
        Whoever waits comes in, and seats that nobody has are filled, wherever that is possible."""
        come_in, filled = dict.fromkeys(self._nowhere, -_COMES_IN), dict.fromkeys(self._vacant, _COMES_IN)
        prices = together((self._first, self._then, come_in, filled))
        self._nowhere, self._vacant = {}, {}
        self._linear.hold(self._standing)
        self._linear.price(prices)
        try:
            values = self._linear.solve_whole({}) if self._relaxed else None
            found = self._found(values)
            if values is None:
                model = self._model.copy()
                model.fix(self._standing)
                model.prices = prices
                search = Search(model, Limits(seconds=self._seconds))
                status = search.run()
                if status in {"OPTIMAL", "FEASIBLE"}:
                    found = self._found(whole(search.values), proven=status == "OPTIMAL")
        finally:  # whatever becomes of this question, the next ones have their own prices, and what is held
            self._linear.price(self._combined)
            self._hold(self._held, self._empty)
        place = PlanPlace(what="", turn="")
        if not isinstance(found, Found) or not isinstance(self._base, Found):
            return Answer(place=place, verdict="unknown", proven=False)
        self._offered = {self._options.taken(found.values): found}
        return self._told(Question("", place), found, self._base)

    @property
    def _duties(self) -> Iterator[int]:
        return map(self._options.duty_variable, range(len(self.problem.duties)))

    @property
    def _asking(self) -> Questions:
        return Questions(self.problem, self._options, self._judges, self.plan, self._taken, self._waiting)

    def _answers(self, who: str, questions: Iterable[Question]) -> Answers:
        begin = time.perf_counter()
        self._offered, asked = {}, list(questions)
        answers = [self._answer(question) for question in asked]
        refused = [n for n, (q, a) in enumerate(zip(asked, answers, strict=True)) if q.fixed and a.verdict == "impossible"]
        for n, reason in zip(refused, self._in_the_way([asked[n] for n in refused]), strict=True):
            answers[n] = answers[n].model_copy(update=reason)
        return Answers(who=who, answers=tuple(answers), seconds=time.perf_counter() - begin)

    def _answer(self, question: Question) -> Answer:
        if question.forbidden is not None:
            rules, facts = question.forbidden
            told = {"against": rules, "facts": facts, **question.tells}
            return Answer(place=question.place, verdict="impossible", proven=True, **told)
        if question.fixed is None:
            return Answer(place=question.place, verdict="here", proven=True, **question.tells)
        found: Found | bool | None = False
        base = self._base
        barred = question.held is not None or any(value and x in self._empty for x, value in question.fixed.items())
        for more in self._rather(question) if not barred else ():
            found = self._repair_for(question, {**question.fixed, **more})
            if isinstance(found, Found):
                break
        if found is False:
            return Answer(place=question.place, verdict="impossible", proven=True, **question.tells)
        if not isinstance(found, Found) or not isinstance(base, Found):
            return Answer(place=question.place, verdict="unknown", proven=False, **question.tells)
        self._offered[self._options.taken(found.values)] = found
        return self._told(question, found, base)

    def _rather(self, question: Question) -> list[dict[int, int]]:
        """Values that a repair is to have besides if it can, the best first: what moved stays, who leaves a seat takes the
        one that is given up; at last none."""
        stay = {x: 1 for x in self._moved if x not in (question.fixed or {})}
        wanted = ({**stay, **question.rather}, stay, dict(question.rather))
        return [more for n, more in enumerate(wanted) if more and more not in wanted[:n]] + [{}]

    def _told(self, question: Question, found: Found, base: Found) -> Answer:
        taken, who = self._options.taken(found.values), question.who
        visits = self._options.visit_moves(self._taken, taken)
        duties = self._options.duty_moves(self._taken, taken)
        extra = {rule: by for rule, price in self._by_rule.items() if (by := price.of(found.values) - price.of(base.values))}
        about = {rule: self._shares[rule].more(base.values, found.values) for rule in self._by_rule}
        # Who leaves a seat that somebody else is asked to take does just what was asked for.
        mine = {who, question.tells.get("instead", who)} if "helper" in question.tells else {who}
        alone = all((m.visitor, m.demand) == (who, question.place.what) for m in visits) and all(
            d.helper in mine and (len(mine) == 1 or m.place == question.place) for m in duties for d in (*m.before, *m.after)
        )
        return Answer(
            place=question.place,
            verdict="free" if alone else "moves",
            proven=found.proven and base.proven,
            changes=found.changes,
            extra=sum(extra.values()),
            extra_by_rule=extra,
            extra_about={rule: more for rule, more in about.items() if more},
            visits=visits,
            duties=duties,
            **question.tells,
        )

    def _in_the_way(self, refused: Sequence[Question]) -> Iterator[dict[str, object]]:
        """Of each question that nothing in the model answers: what is held and would have to go, or else the rules."""
        held, empty = self._held, self._empty
        solved: list[Found | bool | None] = [False] * len(refused)
        if (held or empty) and refused:
            self._hold({})
            solved = [self._repair(question.fixed or {}) for question in refused]
            self._hold(held, empty)
        for question, found in zip(refused, solved, strict=True):
            fixed = question.fixed or {}
            if isinstance(found, Found):
                # What is taken up itself may go; whoever's seat it is to have may not.
                gone = [
                    thing for x, thing in held.items() if not found.values[x] and (x not in fixed or thing == question.held)
                ]
                visits = tuple(m for m in gone if isinstance(m, PlannedVisit))
                kept = any(found.values[x] for x in empty)
                yield {
                    "held_visits": visits,
                    "held_duties": tuple(m for m in gone if isinstance(m, PlannedDuty)),
                    "kept_free": kept,
                }
            else:
                facts = self._judges.facts(question.who, question.at) if question.at is not None else ()
                yield {"against": self._hindrances.against(fixed), "facts": facts}

    def _hold(self, held: dict[int, PlannedVisit | PlannedDuty], empty: frozenset[int] = frozenset()) -> None:
        self._held, self._empty, self._floors = held, empty, {}
        self._nowhere, self._vacant = self._waiting.nowhere(self._taken), self._waiting.vacant(self._taken)
        for linear in (self._linear, self._confirming, self._alone):
            if linear is not None:
                linear.hold(self._standing)

    @property
    def _standing(self) -> dict[int, int]:
        """Values that every answer has."""
        return {**self._nowhere, **self._vacant, **dict.fromkeys(self._empty, 0), **dict.fromkeys(self._held, 1)}

    def _keep_base(self) -> None:
        if isinstance(self._base, Found):
            self._stood[self._taken] = self._base
            self._stood.move_to_end(self._taken)
            if len(self._stood) > _STOOD:
                self._stood.popitem(last=False)

    def _repair_for(self, question: Question, fixed: Mapping[int, int]) -> Found | bool | None:
        """`_repair`; of a duty first with all visits where they stand, which is a small part of the model."""
        found = self._repair_duties(fixed) if isinstance(question.at, Shift) else None
        return self._repair(fixed) if found is None else found

    def _repair_duties(self, fixed: Mapping[int, int]) -> Found | None:
        """The cheapest plan with these values, where it is sure that no visit moves in it: the visits are those of the
        published plan, and the duties that have to change make up so much of its price that no moved visit has room in it."""
        if not self._relaxed or self._taken.visits != self._published or not isinstance(self._base, Found):
            return None
        if self.school.mode("demand_met") != "hard":
            return None
        if self._alone is None:
            taken = {x: value for x, value in self._options.fixed(self._taken).items() if x in self._options.visits}
            self._alone = DutiesAlone(self._rows, self._bounds, self._combined, taken, self._duties)
            self._alone.hold(self._standing)
            then = {x: k for x, k in self._then.items() if x in self._alone.variables}
            self._few_first = self._confirming is None or factor(self._first, then, self._rows, self._bounds) <= _OFTEN
        if not self._few_first:
            return None
        found = self._found(self._alone.solve_whole(fixed, self._base.values))
        if not isinstance(found, Found):
            return None
        wanted, below = {**self._standing, **fixed}, found.changes - self.school.weight("kept_visits")
        least = sum(self._first.get(x, 0) for x, value in wanted.items() if value)
        return found if least > below or self._fewest.of(wanted) - _NEAR > below else None

    def _repair(self, fixed: Mapping[int, int]) -> Found | bool | None:
        """The cheapest plan with these values; False when there is none, None when the time ended."""
        found = self._found(self._linear.solve_whole(fixed)) if self._relaxed else None
        if isinstance(found, Found) and not self._is_least(found.changes, fixed):
            found = None
        return self._search({**self._standing, **fixed}) if found is None else found

    def _is_least(self, changes: int, fixed: Mapping[int, int]) -> bool:
        """Whether no fewer changes would do. What leaves is the same in all questions about one chip: where that alone takes
        as many, nothing has to be solved."""
        if self._confirming is None:
            return True
        step = math.gcd(*self._first.values()) - _NEAR
        leaving = frozenset(v for v, value in fixed.items() if not value)
        if leaving not in self._floors:
            self._floors[leaving] = self._confirming.least(dict.fromkeys(leaving, 0))
        floor = self._floors[leaving]
        if floor is not None and changes - floor < step:
            return True
        least = self._confirming.least(fixed)
        return least is not None and changes - least < step

    def _found(self, values: Whole | bool | None, *, proven: bool = True) -> Found | bool | None:
        if values is None or isinstance(values, bool):
            return values
        return Found(self._changes.of(values), self._comfort.of(values), values, proven)

    def _search(self, fixed: Mapping[int, int]) -> Found | bool | None:
        """The same by the full search: changes first, then the rest with changes held there."""
        self._variables.hint(self.plan)
        model = self._model.copy()
        model.fix(fixed)
        model.prices = self._first
        first = Search(model, Limits(seconds=self._seconds))
        status = first.run()
        if status == "INFEASIBLE":
            return False
        if status == "UNKNOWN":
            return None
        proven, best = status == "OPTIMAL", first
        model.add(Linear(list(self._first), list(self._first.values())), high=first.cost)
        model.prices = self._then
        second = Search(model, Limits(seconds=self._seconds))
        status = second.run()
        if status in {"OPTIMAL", "FEASIBLE"}:
            best = second
        return self._found(whole(best.values), proven=proven and status == "OPTIMAL")

    def _price(self, rule: str) -> dict[int, int]:
        self._posting.set_objective(frozenset({rule}))
        return dict(self._model.prices)

    @cached_property
    def _fewest(self) -> FewestChanges:
        return FewestChanges(self._rows, self._bounds, self._first, self._options.visits, self._duties)

    @cached_property
    def _hindrances(self) -> Hindrances:
        return Hindrances(self._rows, self._bounds, self._posting.posted, self.school)
