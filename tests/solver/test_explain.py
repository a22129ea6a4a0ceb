"""What the explanation says of the impossible examples; the partial plan; several things wrong at once."""

from __future__ import annotations

from functools import cache
from itertools import product
from math import prod
from pathlib import Path

from hypothesis import assume, given

from planner.checker import check
from planner.models import Limits, Plan, PlannedVisit, School, Solved
from planner.models.outcome import Explanation
from planner.models.rules import RuleSetting
from planner.reading import read_school
from planner.solver import apply_fixes, explain, is_feasible, solve
from planner.solver.explaining.relaxing import LEFT_OUT, partial_plan
from tests.campaign import often
from tests.plans.test_brute_force import _choices
from tests.shared import once
from tests.solver.impossible import impossible_schools
from tests.strategies import visit_schools

EXAMPLES = Path(__file__).parents[2] / "examples"
MOST_PLANS = 300


@cache
def a_school(name: str) -> School:
    """An impossible example."""
    return read_school(EXAMPLES / name / "school.yaml")


@cache
def explained(name: str) -> Explanation:
    """Its explanation."""
    return once(f"explained-{name}", lambda: explain(a_school(name), 60))


def single(explanation: Explanation) -> dict[str, dict[str, str]]:
    """Code -> params of the packages of one fix."""
    return {package[0].code: package[0].params for package in explanation.packages if len(package) == 1}


def without_left_out(school: School) -> School:
    """The school without the rules that a partial plan need not keep."""
    off = {rule: RuleSetting(mode="off") for rule in LEFT_OUT}
    return school.model_copy(update={"rules": {**school.rules, **off}})


def test_weekly_thirty_visits_for_fifteen_slots():
    explanation = explained("impossible-weekly")
    short = [b for b in explanation.balances if b.is_short]
    assert [(b.kind, b.need, b.capacity) for b in short] == [("demand", 30, 15)]
    assert set(short[0].by_day.values()) == {3}
    assert single(explanation)["slot_classes"] == {"window": "noon", "classes": "2"}
    assert "fortnightly" in single(explanation)
    assert sum(u.missing for u in explanation.unplaced) == 15


def test_reading_what_fits_and_what_would_help():
    explanation = explained("impossible-reading")
    assert not any(b.is_short for b in explanation.balances)
    assert [(u.kind, u.of, u.missing) for u in explanation.unplaced] == [("visit", "reading", 1)]
    assert {"drop_ban", "room_classes", "classes_fortnightly", "rule_soft"} <= set(single(explanation))
    (soft,) = [p[0] for p in explanation.packages if p[0].code == "rule_soft"]
    assert soft.breaks == 17  # the Mondays of the term


def test_twelve_more_duties_than_places():
    explanation = explained("impossible-helpers")
    (short,) = [b for b in explanation.balances if b.is_short]
    assert (short.kind, short.need, short.capacity) == ("helpers", 57, 45)
    assert {u.kind for u in explanation.unplaced} == {"duty"}
    assert sum(u.missing for u in explanation.unplaced) == 12
    fixes = single(explanation)
    assert fixes["more_per_week"] == {"times": "2"}
    assert fixes["more_helpers"]["count"] == "12"


def test_two_things_at_once_take_a_package():
    """Weekly visits without room, and posts without helpers: two steps, each of which says what it leaves."""
    weekly = a_school("impossible-weekly")
    more = {
        "posts": [{"id": "desk", "name": "Desk", "windows": "noon", "count": 2}],
        "helpers": [{"id": f"h{n}", "class": "6-1"} for n in range(4)],
    }
    school = School.model_validate({**weekly.model_dump(by_alias=True), **more})
    explanation = explain(school, 60)
    assert explanation.packages
    for package in explanation.packages:
        assert len(package) == 2
        assert package[0].leaves > package[1].leaves == 0
        assert isinstance(solve(apply_fixes(school, package)), Solved)


def test_a_single_step_of_a_package_is_not_enough():
    """Otherwise the other step would be asked for in vain."""
    weekly = a_school("impossible-weekly")
    demand = weekly.demands[0].model_copy(update={"bans": ()})
    school = weekly.model_copy(update={"demands": (demand,)})
    for package in explain(school, 30).packages:
        if len(package) > 1:
            for n in range(len(package)):
                assert is_feasible(apply_fixes(school, package[:n] + package[n + 1 :]), 20) is False


@often(40)
@given(data=impossible_schools())
def test_what_a_partial_plan_places_breaks_nothing_else(data):
    school = School.model_validate(data)
    assume(is_feasible(school, 20) is False)
    plan, left_out = partial_plan(school, 20)
    assert plan is not None
    assert check(without_left_out(school), plan).ok
    assert left_out


@often(60)
@given(data=visit_schools())
def test_a_partial_plan_leaves_out_as_few_visits_as_can_be(data):
    """Against every plan of a tiny school."""
    school = School.model_validate(data)
    assume(school.mode("demand_met") == "hard")
    loose = without_left_out(school)
    choices = _choices(loose)
    assume(prod(len(c) for c in choices) <= MOST_PLANS)
    due = sum(demand.times * len(_visitors(school, demand.id)) for demand in school.demands)
    least = due
    for chosen in product(*choices):
        visits = tuple(part for group in chosen for part in group)
        if len(visits) <= due and _no_more_than_due(school, visits):
            plan = Plan(effective_from=school.term.start, visits=visits, duties=(), presences=())
            if check(loose, plan).ok:
                least = min(least, due - len(visits))
    plan, left_out = partial_plan(school, 20)
    assert plan is not None
    assert sum(u.missing for u in left_out if u.kind == "visit") == least


def _visitors(school: School, demand: str) -> tuple[str, ...]:
    return school.select(school.demand_by_id[demand])


def _no_more_than_due(school: School, visits: tuple[PlannedVisit, ...]) -> bool:
    pairs = [(v.visitor, v.demand) for v in visits]
    return all(pairs.count(pair) <= school.demand_by_id[pair[1]].times for pair in pairs)


def test_an_explanation_is_the_same_each_time():
    first, second = (explain(a_school("impossible-reading"), 60) for _ in range(2))
    assert first == second


def test_limits_of_time_are_kept():
    """A very short time gives less, never something untested."""
    explanation = explain(a_school("impossible-helpers"), 0.5)
    for package in explanation.packages:
        assert isinstance(solve(apply_fixes(a_school("impossible-helpers"), package), Limits(seconds=30)), Solved)
