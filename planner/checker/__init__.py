"""The meaning of every rule without a solver: what is wrong with a plan, and what it costs.

Written apart from the solver's rules on purpose, and on real dates instead of kinds of day, so that each side proves the other.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable

from planner.checker import changes, duties, sharing, visits, wishes
from planner.checker.case import Case, Finding, Findings
from planner.models.plan import Breach, Plan, Report, RuleCost
from planner.models.rules import RULES as ALL_RULES
from planner.models.school import School

RULES: dict[str, Callable[[Case], Findings]] = {
    name: function
    for module in (visits, wishes, duties, sharing, changes)
    for name, function in vars(module).items()
    if name in ALL_RULES
}
"""Every rule's check by name."""

_WORST = 5


def check(school: School, plan: Plan, previous: Plan | None = None) -> Report:
    """Judge a plan: the hard rules it breaks, and the cost of the soft ones, in the units of ``planner.models.rules``.

    ``previous`` is the published plan against which changes have their price; none = nothing has been published.
    """
    return judged(Case(school, plan, previous))


def judged(case: Case) -> Report:
    """The same for a case that is there already."""
    school = case.school
    breaches: list[Breach] = []
    costs: list[RuleCost] = []
    for name in ALL_RULES:
        mode = school.mode(name)
        if mode == "off":
            continue
        findings = list(RULES[name](case))
        if mode == "hard":
            breaches += _breaches(name, findings)
        elif findings:
            costs.append(_cost(name, school.weight(name), findings))
    return Report(breaches=tuple(breaches), cost=sum(c.cost for c in costs), cost_by_rule=tuple(costs))


def amounts(case: Case) -> dict[str, dict[str, int]]:
    """Soft rule -> subject -> what it counts there, in its own unit."""
    found: dict[str, dict[str, int]] = {}
    for name in ALL_RULES:
        if case.school.mode(name) == "soft" and (by_subject := _by_subject(RULES[name](case))):
            found[name] = by_subject
    return found


def _breaches(rule: str, findings: list[Finding]) -> list[Breach]:
    """One breach for each subject and place, with all its dates."""
    amounts: dict[tuple[str, str], int] = defaultdict(int)
    dates: dict[tuple[str, str], list[dt.date]] = defaultdict(list)
    for f in findings:
        amounts[f.subject, f.detail] += f.amount
        dates[f.subject, f.detail] += f.dates
    return [
        Breach(rule=rule, subject=subject, amount=amount, dates=tuple(sorted(dates[subject, detail])), detail=detail)
        for (subject, detail), amount in amounts.items()
    ]


def _by_subject(findings: Iterable[Finding]) -> dict[str, int]:
    by_subject: dict[str, int] = defaultdict(int)
    for f in findings:
        by_subject[f.subject] += f.amount
    return dict(by_subject)


def _cost(rule: str, weight: int, findings: list[Finding]) -> RuleCost:
    by_subject = _by_subject(findings)
    amount = sum(by_subject.values())
    worst = sorted(by_subject, key=lambda s: (-by_subject[s], s))[:_WORST]
    return RuleCost(rule=rule, weight=weight, amount=amount, cost=weight * amount, worst=tuple(worst))


__all__ = ["RULES", "Case", "check", "judged"]
