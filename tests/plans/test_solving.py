"""What every solve promises: a plan that the checker accepts at the same cost, whatever the order of the input."""

from hypothesis import given

from planner.checker import check
from planner.models import Limits, School, Solved
from planner.models.days import DAY_LABELS
from planner.solver import solve, verdict
from tests.builders import solved
from tests.calendars import seasonal
from tests.campaign import often
from tests.plans.test_examples import a_plan, a_school
from tests.strategies import feasible_schools

SETTINGS = often(15)
IN_ORDER = {"slot_minutes", *DAY_LABELS}
"""Lists whose order says something: lengths of slots, and the lessons of a day."""


def reversed_lists(value, key=""):
    """The same data with every list of things turned round, at every depth."""
    if isinstance(value, dict):
        return {k: reversed_lists(v, k) for k, v in value.items()}
    if isinstance(value, list | tuple):
        items = [reversed_lists(v) for v in value]
        return items if key in IN_ORDER else items[::-1]
    return value


@SETTINGS
@given(data=feasible_schools())
def test_a_feasible_school_gets_a_plan_that_keeps_all_promises(data):
    school = School.model_validate(data)
    plan = solved(school)
    report = check(school, plan)
    assert report.ok
    assert (report.cost, report.cost_by_rule) == (plan.cost, plan.cost_by_rule)
    assert plan.bound == plan.cost
    assert solved(School.model_validate(data)).model_dump_json() == plan.model_dump_json()
    assert solved(School.model_validate(reversed_lists(data))).model_dump_json() == plan.model_dump_json()


@often(60)
@given(data=seasonal(feasible_schools()))
def test_with_seasons_and_leavers_solver_and_checker_agree_on_every_price(data):
    """Visits and duties change on dates of their own. The search hands nothing over that the checker does not confirm."""
    school = School.model_validate(data)
    outcome = solve(school, Limits(seconds=20))
    if isinstance(outcome, Solved):
        assert check(school, outcome.plan).cost_by_rule == outcome.plan.cost_by_rule
        assert verdict(school, outcome.plan) in {"best", "bound", "none"}


def test_the_order_of_input_never_shows_in_the_plans_of_the_examples():
    for name in ("tiny", "rural-18", "noon-36"):
        data = a_school(name).model_dump(by_alias=True, mode="json")
        turned = School.model_validate(reversed_lists(data))
        assert solve(turned, Limits(seconds=60)).plan.model_dump_json() == a_plan(name).model_dump_json(), name
