"""Visits: how often, where, and when class and teacher can come."""

from planner.models import Infeasible
from planner.solver import solve
from tests.builders import (
    SLOTS,
    a_plan,
    a_school,
    a_window,
    assert_broken,
    assert_fine,
    borrowing,
    dates,
    found,
    lesson,
    reading,
    v,
    visiting,
)

MONDAYS = ("03-02", "03-09")
BELL = {"periods": {"P1": "08:00-08:40", "P2": "09:00-09:40"}}


def _reading(row, **changes):
    """One class whose reading lesson is somewhere in this timetable row."""
    base = {
        "bells": [BELL],
        "rooms": [{"id": "lib", "name": "Library", "classes": None}],
        "windows": [],
        "demands": [reading()],
        "timetable": row if isinstance(row, list) else [{"class": "3-1", **row}],
    }
    return visiting(**(base | changes))


def test_demand_met_fine():
    assert_fine(visiting(2), "demand_met", a_plan(v("3-1"), v("3-2")))


def test_demand_met_violated_by_a_class_without_a_place():
    data = visiting(2, demands=[borrowing(bans=[{"classes": "3-2"}])])
    assert_broken(data, "demand_met", a_plan(v("3-1")), 1)
    assert solve(a_school(data)).shortages[0].code == "class_without_place"


def test_demand_met_violated_by_a_visit_too_many():
    assert found(visiting(), "demand_met", a_plan(v("3-1"), v("3-1"))) == (1, ())


def test_demand_met_violated_by_a_class_that_was_not_asked():
    assert found(visiting(2, demands=[borrowing(classes="3-1")]), "demand_met", a_plan(v("3-1"), v("3-2"))) == (1, ())


def test_demand_met_violated_when_nothing_is_ever_held():
    data = visiting(windows=[a_window(valid_from="2026-06-01")])
    assert_broken(data, "demand_met", a_plan(), 1)
    assert solve(a_school(data)).shortages[0].code == "never_held"


def test_demand_met_nearly_violated():
    """One place is left for the class: the second slot."""
    data = visiting(2, windows=[a_window(slots=2)], demands=[borrowing(bans=[{"classes": "3-2", "slots": 1}])])
    assert_fine(data, "demand_met", a_plan(v("3-1"), v("3-2", slot=2)))


def test_eligible_fine():
    assert_fine(visiting(windows=[a_window(grades="3-4")]), "eligible", a_plan(v("3-1")))


def test_eligible_violated_by_a_window_for_other_grades():
    assert_broken(visiting(windows=[a_window(grades=4)]), "eligible", a_plan(v("3-1")), 2, *MONDAYS)


def test_eligible_violated_by_another_subject():
    assert_broken(_reading({"MON": "数学"}), "eligible", a_plan(lesson("3-1", "MON")), 2, *MONDAYS)


def test_eligible_nearly_violated_the_lesson_is_right_in_one_week_only():
    rows = [{"class": "3-1", "MON": "语文", "weeks": "odd"}, {"class": "3-1", "MON": "数学", "weeks": "even"}]
    assert_broken(_reading(rows), "eligible", a_plan(lesson("3-1", "MON")), 1, "03-09")


def test_eligible_nearly_violated_in_alternate_weeks():
    rows = [{"class": "3-1", "MON": "语文", "weeks": "odd"}, {"class": "3-1", "MON": "数学", "weeks": "even"}]
    data = _reading(rows, demands=[reading(cycle="A/B")])
    assert_fine(data, "eligible", a_plan(lesson("3-1", "A:MON")))
    assert found(data, "eligible", a_plan(lesson("3-1", "B:MON"))) == (1, dates("03-09"))


def test_eligible_violated_on_another_campus():
    data = visiting(
        campuses=[{"id": "main", "name": "M"}, {"id": "branch", "name": "B"}],
        classes=[{"grade": 3, "count": 1, "campus": "main"}],
        windows=[a_window(campus="branch")],
    )
    assert_broken(data, "eligible", a_plan(v("3-1")), 2, *MONDAYS)


def test_eligible_violated_by_a_place_the_school_does_not_have():
    assert found(visiting(), "eligible", a_plan(v("3-1", "FRI"))) == (1, ())


def test_forbidden_fine():
    assert_fine(visiting(demands=[borrowing(bans=[{"weekdays": "TUE"}])]), "forbidden", a_plan(v("3-1")))


def test_forbidden_violated():
    assert_broken(visiting(demands=[borrowing(bans=[{"weekdays": "MON"}])]), "forbidden", a_plan(v("3-1")), 2, *MONDAYS)


def test_forbidden_nearly_violated_in_even_weeks_only():
    data = visiting(demands=[borrowing(bans=[{"weekdays": "MON", "weeks": "even"}])])
    assert_broken(data, "forbidden", a_plan(v("3-1")), 1, "03-09")


def test_forbidden_nearly_violated_for_the_other_class_only():
    data = visiting(2, demands=[borrowing(bans=[{"classes": "3-2", "slots": 1}])], windows=[a_window(slots=2)])
    assert_fine(data, "forbidden", a_plan(v("3-1"), v("3-2", slot=2)))


def test_pinned_fine():
    data = visiting(windows=[a_window(slots=2)], demands=[borrowing(pins=[{"classes": "3-1", "slots": 2}])])
    assert_fine(data, "pinned", a_plan(v("3-1", slot=2)))


def test_pinned_violated_by_two_for_one_place():
    data = visiting(2, windows=[a_window(slots=2, classes=1)], demands=[borrowing(pins=[{"grades": 3, "slots": 2}])])
    assert_broken(data, "pinned", a_plan(v("3-1"), v("3-2", slot=2)), 1)


def test_pinned_nearly_violated_to_neighbouring_places():
    data = visiting(
        2,
        windows=[a_window(slots=2, classes=1)],
        demands=[borrowing(pins=[{"classes": "3-1", "slots": 2}, {"classes": "3-2", "slots": 1}])],
    )
    assert_fine(data, "pinned", a_plan(v("3-1", slot=2), v("3-2")))


def test_pinned_nearly_violated_in_one_week_only():
    """A weekly visit stands in every week, so a pin to odd weeks is not met by it."""
    assert_broken(visiting(demands=[borrowing(pins=[{"grades": 3, "weeks": "odd"}])]), "pinned", a_plan(v("3-1")), 1)


def test_one_visit_a_day_fine():
    data = visiting(windows=[a_window("MON,TUE")], demands=[borrowing(times=2)])
    assert_fine(data, "one_visit_a_day", a_plan(v("3-1"), v("3-1", "TUE")))


def test_one_visit_a_day_violated():
    data = visiting(windows=[a_window(slots=2)], demands=[borrowing(times=2)])
    assert_broken(data, "one_visit_a_day", a_plan(v("3-1"), v("3-1", slot=2)), 2, *MONDAYS)


def test_one_visit_a_day_violated_from_the_day_on_which_a_second_demand_begins():
    other = borrowing(id="second", windows="late", valid_from="2026-03-09")
    data = visiting(windows=[a_window(), {**a_window(id="late"), "slots": SLOTS[2:]}], demands=[borrowing(), other])
    assert_broken(data, "one_visit_a_day", a_plan(v("3-1"), v("3-1", demand="second", window="late")), 1, "03-09")


def test_one_visit_a_day_nearly_violated_in_alternate_weeks():
    """Twice in A/B weeks on Mondays only: one in each week."""
    data = visiting(demands=[borrowing(times=2, cycle="A/B")])
    assert_fine(data, "one_visit_a_day", a_plan(v("3-1", "A:MON"), v("3-1", "B:MON")))


def test_an_impossible_school_says_so():
    assert isinstance(solve(a_school(visiting(demands=[borrowing(times=2)]))), Infeasible)
