"""The bound of the linear relaxation is the cost of the cheapest plan: what makes the search fast, rule by rule."""

from __future__ import annotations

from typing import Any

import pytest

from planner.models import School
from planner.models.planfile import canonical_school
from planner.solver.build import build
from planner.solver.certificate import bound_of
from planner.solver.problem import Problem
from planner.solver.relaxation import relax
from tests.builders import a_helper, a_post, a_school, a_term, a_window, borrowing, serving, solved, visiting


def least_of(school: School) -> int:
    """The least whole cost that the relaxation allows."""
    model = build(Problem(canonical_school(school))).model
    return bound_of(model, relax(model, 60).multipliers).least + model.offset


def _in_turns(cycle: dict[str, Any] | str, **duties: Any) -> dict[str, Any]:
    """Two helpers share duties on three weekdays: with an even share each needs a second weekday."""
    helpers = [a_helper(), a_helper("h2")]
    return serving(
        *helpers,
        term=a_term(end="2026-03-27"),
        windows=[a_window("MON,WED,FRI")],
        duties={"cycle": cycle, "max_per_week": None, **duties},
    )


@pytest.mark.parametrize("share", ["cycle", "term"])
@pytest.mark.parametrize("cycle", ["A/B", "4 weeks", "dated"])
def test_sharing_evenly_and_keeping_the_weekday_are_weighed_together(cycle, share):
    """Half a duty on each weekday would cost half a further weekday; three whole ones do not fit on one weekday."""
    school = a_school(_in_turns(cycle, share=share), "fair_duties", "soft", same_weekday="soft")
    plan = solved(school)
    assert plan.cost > 0
    assert least_of(school) == plan.cost


def test_one_helper_is_not_shared_by_visits_that_exclude_each_other():
    """Once a week and once in the term, never on one day: both classes' helpers are there on Mondays alone."""
    data = visiting(
        2,
        term=a_term(end="2026-03-27"),
        windows=[a_window("MON,TUE", slots=2)],
        demands=[borrowing(), borrowing(id="exchange", name="Exchange", kind="corner_exchange", cycle="dated")],
        posts=[a_post()],
        helpers=[a_helper("h1", "3-1", away="TUE"), a_helper("h2", "3-2", away="TUE"), a_helper("h3", "3-2", away="MON")],
        duties={"max_per_week": None},
    )
    school = a_school(data, "own_class", "soft")
    plan = solved(school)
    assert plan.cost > 0
    assert least_of(school) == plan.cost
