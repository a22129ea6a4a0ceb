"""The one door through which rules reach the model: ``require`` what must hold, ``prefer`` what has a price."""

from __future__ import annotations

from collections import defaultdict
from math import inf

from planner.errors import BrokenPromise
from planner.models.school import School
from planner.solver.certificate import bound_of
from planner.solver.model import Linear, Model, Variable
from planner.solver.relaxation import relax

Subject = tuple[str, ...]


class Posting:
    """Posts rules as the school switches them: hard, soft with a slack that has a price, or not at all.

    The amount of a soft requirement is the largest excess over its subject's bounds, times the number of dates.
    ``guarded`` gives every hard (rule, subject) a literal that switches it on.
    """

    def __init__(self, model: Model, school: School, *, guarded: bool = False) -> None:
        self._model = model
        self._school = school
        self._guarded = guarded
        self._slacks: dict[tuple[str, Subject], Variable] = {}
        self.guards: dict[tuple[str, Subject], Variable] = {}
        self.prices: dict[str, list[tuple[Linear, int]]] = defaultdict(list)
        self.counted: dict[str, Linear] = {}
        """Rule that has to be kept as far as it can be -> what it counts."""
        self.about: dict[str, list[str]] = defaultdict(list)
        """Rule -> about whom each of its prices is, as ``planner.checker`` names its subjects; '' = about nobody alone."""
        self.posted: dict[int, tuple[str, Subject]] = {}
        """Row of the model -> the hard rule it stands for, and about whom."""

    def is_on(self, rule: str) -> bool:
        """Whether the school looks at this rule at all."""
        return self._school.mode(rule) != "off"

    def require(
        self,
        rule: str,
        subject: Subject,
        expression: Linear,
        *,
        low: int | None = None,
        high: int | None = None,
        dates: int = 1,
        unit: int = 1,
    ) -> None:
        """``low`` ≤ ``expression`` ≤ ``high``. When soft, each ``unit`` of excess costs the rule's weight, on every date."""
        mode = self._school.mode(rule)
        if mode == "off":
            return
        if mode == "soft":
            least, most = self._model.span(expression)
            excess = max(0 if low is None else low - least, 0 if high is None else most - high)
            if excess > 0:
                slack = self._slack(rule, subject, dates, -(-excess // unit))
                if low is not None:
                    self._model.add(expression + unit * slack, low=low)
                if high is not None:
                    self._model.add(expression - unit * slack, high=high)
            return
        row = self._model.add(expression, low, high, self._guard(rule, subject) if self._guarded else None)
        self.posted[row] = (rule, subject)

    def require_least(self, rule: str, subject: Subject, expression: Linear) -> None:
        """``expression`` is no more than it has to be, by all that has been required so far. Where that cannot hold, nothing is
        said. No clock ends it, since what a school demands must not depend on the machine; rows of visits alone take hundredths
        of a second. Raises BrokenPromise where they have no answer."""
        self.counted[rule] = expression
        so_far = self._model.switched(guard.index for guard in self.guards.values())
        so_far.minimize(expression)
        relaxed = relax(so_far, inf)
        if relaxed.status == "UNKNOWN":
            raise BrokenPromise(f"{rule}: what no plan can do without is not known")
        if relaxed.status == "OPTIMAL":
            least = max(0, bound_of(so_far, relaxed.multipliers).least + so_far.offset)
            self.require(rule, subject, expression, high=least)

    def rule_out(self, rule: str, subject: Subject, option: Variable, amount: int) -> None:
        """An option against which a rule speaks, ``amount`` times."""
        mode = self._school.mode(rule)
        if mode == "soft":
            self.prefer(rule, option, amount, subject[0])
        elif mode == "hard":
            self.require(rule, subject, option, high=0)

    def prefer(self, rule: str, expression: Linear, amount: int = 1, about: str = "") -> None:
        """Each unit of ``expression`` counts ``amount`` times against a rule; a school may also forbid any."""
        mode = self._school.mode(rule)
        if mode == "soft" and amount:
            self.prices[rule].append((expression, amount))
            self.about[rule].append(about)
        elif mode == "hard" and amount:
            self.require(rule, (rule,), expression, high=0)

    def amount(self, rule: str) -> Linear:
        """What a rule counts, in its own unit."""
        if rule in self.counted:
            return self.counted[rule]
        return Linear.sum(expression * amount for expression, amount in self.prices.get(rule, ()))

    def set_objective(self, rules: frozenset[str] | None = None) -> None:
        """Minimise the sum of all prices, or of those of some rules only."""
        self._model.minimize(self._price(rules))

    def hold(self, rules: frozenset[str], cost: int) -> None:
        """From now on the prices of these rules may not add up to more than ``cost``."""
        self._model.add(self._price(rules), high=cost)

    def _price(self, rules: frozenset[str] | None) -> Linear:
        indices: list[int] = []
        coefficients: list[int] = []
        constant = 0
        for rule, found in self.prices.items():
            if rules is None or rule in rules:
                weight = self._school.weight(rule)
                for expression, amount in found:
                    price = amount * weight
                    indices.extend(expression.indices)
                    coefficients.extend([price * k for k in expression.coefficients])
                    constant += price * expression.constant
        return Linear(indices, coefficients, constant)

    def _slack(self, rule: str, subject: Subject, dates: int, most: int) -> Variable:
        """A requirement with several bounds has one slack, no larger than the worst excess over any of them."""
        key = (rule, subject)
        if key not in self._slacks:
            self._slacks[key] = self._model.new_variable(0, most)
            self.prefer(rule, self._slacks[key], dates, subject[0])
        slack = self._slacks[key]
        self._model.highs[slack.index] = max(most, self._model.highs[slack.index])
        return slack

    def _guard(self, rule: str, subject: Subject) -> Variable:
        key = (rule, subject)
        if key not in self.guards:
            self.guards[key] = self._model.new_flag()
        return self.guards[key]
