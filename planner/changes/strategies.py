"""Ways to change a published plan that a librarian can choose between: each is a choice of three prices.

The prices lie so far apart that the first wish of a strategy is met as well as it can be before the second is looked at.
Comfort comes last: `planner.solver.solve` makes the price of changes as small as can be before anything else.
"""

from __future__ import annotations

from dataclasses import dataclass

from planner.changes import Name as Name
from planner.changes.diff import diff
from planner.checker import Case, judged
from planner.languages import N_
from planner.models.changes import Changes
from planner.models.plan import Plan
from planner.models.planfile import canonical_plan
from planner.models.rules import RULES, RuleSetting
from planner.models.school import School
from planner.sessions.chapter import Chapter


@dataclass(frozen=True)
class Strategy:
    """Prices of a moved visit, a changed weekday and a changed helper, and what people call that choice."""

    name: Name
    title: str
    meaning: str
    visits: int
    weekdays: int
    helpers: int

    def priced(self, school: School) -> School:
        """The school with these prices; a change rule that it has made hard or switched off stays so."""
        prices = {"kept_visits": self.visits, "kept_weekdays": self.weekdays, "kept_helpers": self.helpers}
        rules = dict(school.rules)
        for rule, price in prices.items():
            rules[rule] = RuleSetting(mode=rules[rule].mode if rule in rules else None, weight=price)
        values = {name: getattr(school, name) for name in School.model_fields}
        return School.model_construct(**{**values, "rules": rules})


_LIST = (
    Strategy(
        "fewest",
        N_("fewest classes moved"),
        N_("as few visits moved as possible, then few student librarians changed"),
        visits=1000,
        weekdays=1,
        helpers=10,
    ),
    Strategy(
        "keep_weekday",
        N_("keep the weekday"),
        N_("weekdays stay, even if more visits move"),
        visits=10,
        weekdays=1000,
        helpers=1,
    ),
    Strategy(
        "keep_helpers",
        N_("keep the student librarians"),
        N_("duties stay with their student librarians, even if more visits move"),
        visits=10,
        weekdays=1,
        helpers=1000,
    ),
)
STRATEGIES: dict[Name, Strategy] = {s.name: s for s in _LIST}
"""By name, the usual one first."""


@dataclass(frozen=True)
class Proposal:
    """A re-plan by one strategy, and how sure it is that nothing changes less.

    ``plan`` says of itself only what it costs in comfort: what was changed on the way there is no property of a plan.
    """

    strategy: Strategy
    chapter: Chapter
    """School and plan on their dates."""
    changes: Changes
    price: int
    """Prices of all changes by this strategy; the same unit as ``least``."""
    least: int
    """No valid plan has a lower price of changes."""

    @property
    def plan(self) -> Plan:
        """The plan found."""
        return self.chapter.plan

    @property
    def proven(self) -> bool:
        """Whether it is proven that no valid plan changes less, as this strategy counts."""
        return self.least >= self.price


def proposal(strategy: Strategy, laid: Chapter, standing: Chapter) -> Proposal:
    """What `planner.solver.solve` found for ``strategy.priced(school)`` against the standing plan, as people weigh it.

    ``laid`` is the plan found, with the school as it was before it was priced.
    """
    found = laid.plan
    price = sum(c.cost for c in found.cost_by_rule if RULES[c.rule].group == "changes")
    bound = found.bound or 0
    report = judged(Case(laid.school, found, laid=laid))
    comfort = bound - price if bound >= price else None
    plan = canonical_plan(found).model_copy(
        update={
            "cost": report.cost,
            "cost_by_rule": report.cost_by_rule,
            "bound": report.cost if found.status == "OPTIMAL" else comfort,
        }
    )
    made = Chapter(laid.school, plan, laid.timeline, laid.expansion)
    return Proposal(strategy, made, diff(standing, made), price, price if found.status == "OPTIMAL" else min(price, bound))
