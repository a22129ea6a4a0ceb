"""The one door through which rules reach the model: ``require`` what must hold, ``prefer`` what has a price."""

from __future__ import annotations

from collections import defaultdict

from ortools.sat.python import cp_model

from planner.models.school import School
from planner.solver.variables import Linear

Subject = tuple[str, ...]
_FAR = 10**7


class Posting:
    """Posts rules as the school switches them: hard, soft with a slack that has a price, or not at all.

    The amount of a soft requirement is the largest excess over its subject's bounds, times the number of dates.
    ``guarded`` gives every hard (rule, subject) a literal that switches it on.
    """

    def __init__(self, model: cp_model.CpModel, school: School, *, guarded: bool = False) -> None:
        self._model = model
        self._school = school
        self._guarded = guarded
        self._slacks: dict[tuple[str, Subject], cp_model.IntVar] = {}
        self.guards: dict[tuple[str, Subject], cp_model.IntVar] = {}
        self.prices: dict[str, list[tuple[Linear, int]]] = defaultdict(list)

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
            slack = self._slack(rule, subject, dates)
            if low is not None:
                self._model.add(expression + unit * slack >= low)
            if high is not None:
                self._model.add(expression - unit * slack <= high)
            return
        constraint = self._model.add_linear_constraint(
            expression, -_FAR if low is None else low, _FAR if high is None else high
        )
        if self._guarded:
            constraint.only_enforce_if(self._guard(rule, subject))

    def rule_out(self, rule: str, subject: Subject, option: cp_model.IntVar, amount: int) -> None:
        """An option against which a rule speaks, ``amount`` times."""
        mode = self._school.mode(rule)
        if mode == "soft":
            self.prefer(rule, option, amount)
        elif mode == "hard":
            self.require(rule, subject, option, high=0)

    def prefer(self, rule: str, expression: Linear, amount: int = 1) -> None:
        """Each unit of ``expression`` counts ``amount`` times against a rule; a school may also forbid any."""
        mode = self._school.mode(rule)
        if mode == "soft" and amount:
            self.prices[rule].append((expression, amount))
        elif mode == "hard" and amount:
            self.require(rule, (rule,), expression, high=0)

    def set_objective(self, rules: frozenset[str] | None = None) -> None:
        """Minimise the sum of all prices, or of those of some rules only."""
        self._model.clear_objective()  # type: ignore[no-untyped-call]
        terms = self._terms(rules)
        if terms:
            self._model.minimize(cp_model.LinearExpr.sum(terms))

    def hold(self, rules: frozenset[str], cost: int) -> None:
        """From now on the prices of these rules may not add up to more than ``cost``."""
        terms = self._terms(rules)
        if terms:
            self._model.add(cp_model.LinearExpr.sum(terms) <= cost)

    def _terms(self, rules: frozenset[str] | None) -> list[Linear]:
        return [
            expression * (amount * self._school.weight(rule))
            for rule, found in self.prices.items()
            if rules is None or rule in rules
            for expression, amount in found
        ]

    def _slack(self, rule: str, subject: Subject, dates: int) -> cp_model.IntVar:
        key = (rule, subject)
        if key not in self._slacks:
            self._slacks[key] = self._model.new_int_var(0, _FAR, f"slack {rule} {' '.join(subject)}")
            self.prefer(rule, self._slacks[key], dates)
        return self._slacks[key]

    def _guard(self, rule: str, subject: Subject) -> cp_model.IntVar:
        key = (rule, subject)
        if key not in self.guards:
            self.guards[key] = self._model.new_bool_var(f"guard {rule} {' '.join(subject)}")
        return self.guards[key]
