"""How many visits are really held, and by whom: all together, the class with the fewest, and the range among classes."""

import math

import pytest

from planner.checker import check
from planner.errors import BrokenPromise
from planner.models.plan import Taken, visits_not_held
from planner.models.rules import RuleSetting
from planner.solver import posting, verdict
from planner.solver.relaxation import Relaxed
from tests.builders import (
    WEIGHT,
    a_plan,
    a_school,
    a_term,
    a_window,
    assert_broken,
    assert_fine,
    borrowing,
    found,
    solved,
    v,
    visiting,
)

HOLIDAY = {"term": a_term(closures=[{"dates": "2026-03-09", "name": "Holiday"}])}


def test_fair_visits_fine():
    """Both classes come on Monday: both lose a visit."""
    assert_fine(visiting(2, windows=[a_window("MON,TUE")], **HOLIDAY), "fair_visits", v_all("MON", "MON"))


def test_fair_visits_violated():
    """One place a day: whoever has Monday comes once, the other twice."""
    school = visiting(2, windows=[a_window("MON,TUE", classes=1)], **HOLIDAY)
    assert_broken(school, "fair_visits", v_all("MON", "TUE"), 1)


def test_fair_visits_nearly_violated():
    """Without the holiday the same plan is fair."""
    assert_fine(visiting(2, windows=[a_window("MON,TUE", classes=1)]), "fair_visits", v_all("MON", "TUE"))


def test_fair_visits_counts_only_what_is_held():
    """A class on a trip loses a visit; two visits a cycle leave the choice among more places."""
    trip = [{"classes": "3-1", "away": [{"dates": "2026-03-02"}]}]
    school = visiting(2, windows=[a_window("MON,TUE")], absences=trip)
    assert solved(a_school(school, "fair_visits", "soft")).cost == 0
    twice = visiting(2, windows=[a_window("MON,TUE")], absences=trip, demands=[borrowing(times=2)])
    assert solved(a_school(twice, "fair_visits", "soft")).cost == 7


def v_all(*turns):
    return a_plan(*(v(f"3-{n}", turn) for n, turn in enumerate(turns, start=1)))


def test_held_visits_fine():
    """Monday is closed once, Tuesday never: both classes come on Tuesday, and nothing that could be held is lost."""
    assert_fine(visiting(2, windows=[a_window("MON,TUE")], **HOLIDAY), "held_visits", v_all("TUE", "TUE"))


def test_held_visits_violated():
    """Both could come on the Tuesday that is never lost: one visit less than could be held."""
    data = visiting(2, windows=[a_window("MON,TUE")], **HOLIDAY)
    assert found(data, "held_visits", v_all("MON", "TUE")) == (1, ())
    plan = solved(a_school(data, "held_visits", "soft"))
    assert (plan.cost, plan.out_of_reach) == (0, ())


TAKEN = [
    ({"demands": [borrowing(bans=[{"classes": "3-1", "weekdays": "TUE"}])]}, "forbidden"),
    ({"demands": [borrowing(each_open_day=1)]}, "each_day_served"),
    ({"rooms": [{"id": "lib", "name": "Lib", "classes": 2, "heads": 59}]}, "room_capacity"),
    ({"demands": [borrowing(grade_limits=[{"grades": "3", "at_once": 1}])]}, "grade_limit"),
    ({"absences": [{"classes": "3-1", "away": [{"dates": "2026-03-03"}]}]}, "lost_visits"),
    ({"demands": [borrowing(), borrowing(id="more", classes="3-1")]}, "one_visit_a_day"),
]
"""What else a school says, and the rule that by it takes one visit from what room and grades would allow."""


@pytest.mark.parametrize(("changes", "rule"), TAKEN)
def test_a_visit_that_no_plan_can_hold_costs_nothing_and_the_rule_that_takes_it_is_named(changes, rule):
    """Room and grades would let both classes come on the Tuesday that is never lost; one rule or another lets only one."""
    school = taking(changes, rule, "soft")
    plan = solved(school)
    assert plan.out_of_reach == (Taken(rule=rule, visits=1),)
    assert visits_not_held(check(school, plan).cost_by_rule) == 0
    assert verdict(school, plan) in {"best", "bound"}, "59 seats for classes of 30: only the search shows the cost"
    assert verdict(school, plan.model_copy(update={"out_of_reach": (Taken(visits=2),)})) in {"wrong", "other"}
    assert check(school, plan.model_copy(update={"out_of_reach": ()})).cost == plan.cost + WEIGHT


@pytest.mark.parametrize(("changes", "rule"), TAKEN)
def test_where_visits_have_to_be_held_all_are_that_any_plan_can_hold(changes, rule):
    """Hard is no promise of what no plan can hold: the school is planned, and one visit less is a breach."""
    school = taking(changes, rule, "hard")
    plan = solved(school)
    assert plan.out_of_reach == (Taken(rule=rule, visits=1),)
    assert (check(school, plan).breaches, verdict(school, plan)) == ((), "best")
    broken = check(school, plan.model_copy(update={"out_of_reach": ()})).breaches
    assert [(b.rule, b.amount) for b in broken] == [("held_visits", 1)]


def test_what_has_to_be_held_is_never_dropped_for_want_of_time(monkeypatch):
    """Whatever the relaxation takes: the demand stands in the model, or there is no model."""
    school = taking(*TAKEN[0], "hard")
    asked = []

    def unknown(model, seconds, *_):
        asked.append(seconds)
        return Relaxed("UNKNOWN", {}, [])

    monkeypatch.setattr(posting, "relax", unknown)
    with pytest.raises(BrokenPromise, match="held_visits"):
        solved(school)
    assert asked == [math.inf]


def taking(changes, rule, mode):
    windows = [a_window("MON,TUE", **({"rooms": ["lib"]} if "rooms" in changes else {}))]
    modes = {"held_visits": mode, **({"lost_visits": "soft"} if rule == "lost_visits" else {rule: "hard"})}
    return a_school(visiting(2, windows=windows, **HOLIDAY, **changes), "demand_met", "hard", **modes)


def test_rooms_are_not_blamed_for_visits_of_classes_that_are_away():
    """Class 1 is away on both days of a week. A larger room would hold more on Tuesdays, but not that visit."""
    closures = [{"dates": f"2026-03-{day}", "name": "x"} for day in ("16", "23")]
    term = a_term(closures=closures, end="2026-03-27")
    trip = [{"classes": "3-1", "away": [{"dates": "2026-03-02..2026-03-03"}]}]
    room = [{"id": "lib", "name": "Lib", "classes": 1}]
    data = visiting(2, windows=[a_window("MON,TUE", rooms=["lib"])], rooms=room, absences=trip, term=term)
    plan = solved(a_school(data, "held_visits", "soft", lost_visits="soft"))
    assert plan.out_of_reach == (Taken(rule="lost_visits", visits=1),)


def test_held_visits_nearly_violated():
    """One place on Tuesday: somebody has to take Monday, and that is as much as can be held."""
    assert_fine(visiting(2, windows=[a_window("MON,TUE", classes=1)], **HOLIDAY), "held_visits", v_all("MON", "TUE"))


def test_held_visits_are_chosen_before_comfort():
    """Both classes would rather come on Monday; the visit that falls out there weighs more."""
    wish = [{"weekdays": "MON", "cost": 100}]
    data = visiting(2, windows=[a_window("MON,TUE")], demands=[borrowing(prefer=wish)], **HOLIDAY)
    school = a_school(data, "held_visits", "soft", preference="soft")
    priced = school.model_copy(update={"rules": {**school.rules, "held_visits": RuleSetting(), "preference": RuleSetting()}})
    assert {visit.turn for visit in solved(priced).visits} == {"TUE"}


def test_held_visits_counts_what_the_grades_of_windows_allow():
    """Grade 3 may only come on Monday, which loses a visit: more cannot be held, so that nothing is amiss."""
    windows = [a_window("MON"), a_window("TUE", id="late", grades="4")]
    data = visiting(2, windows=windows, demands=[borrowing(windows=["noon", "late"])], **HOLIDAY)
    assert_fine(data, "held_visits", v_all("MON", "MON"))


def test_fewest_visits_fine():
    assert_fine(visiting(2, windows=[a_window("MON,TUE")], **HOLIDAY), "fewest_visits", v_all("TUE", "TUE"))


def test_fewest_visits_violated():
    """Two visits each could be had, on one Tuesday: class 1 has one, and is kept from the other by the school."""
    bans = [{"classes": "3-1", "weekdays": "TUE"}]
    data = visiting(2, windows=[a_window("MON,TUE")], demands=[borrowing(bans=bans)], **HOLIDAY)
    assert_broken(data, "fewest_visits", v_all("MON", "TUE"), 1)


def test_fewest_visits_counts_each_further_one_more():
    """Two short are one and two."""
    closures = [{"dates": "2026-03-02", "name": "x"}, {"dates": "2026-03-09", "name": "y"}]
    data = visiting(2, windows=[a_window("MON,TUE")]) | {"term": a_term(closures=closures, end="2026-03-20")}
    assert found(data, "fewest_visits", v_all("MON", "TUE")) == (1 + 2, ())


def test_fewest_visits_nearly_violated():
    """Of three visits two classes have one and two: the even share is one."""
    assert_fine(visiting(2, windows=[a_window("MON,TUE", classes=1)], **HOLIDAY), "fewest_visits", v_all("MON", "TUE"))
