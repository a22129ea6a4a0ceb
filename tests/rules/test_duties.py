"""Duties: staffed, by helpers who can come, suit the post and are there in time, and escorts for visiting classes."""

from tests.builders import (
    a_helper,
    a_plan,
    a_post,
    a_school,
    a_term,
    a_window,
    assert_broken,
    assert_fine,
    borrowing,
    d,
    dates,
    found,
    reading,
    serving,
    solved,
    v,
)

from planner.check import check
from planner.solver import solve

MONDAYS = ("03-02", "03-09")
MIXED = [{"grade": 3, "count": 2, "pupils": 30}, {"grade": 5, "count": 2, "pupils": 30}]


def test_post_staffed_fine():
    assert_fine(serving(), "post_staffed", a_plan(d("h1")))


def test_post_staffed_violated():
    data = serving(a_helper(away="MON"))
    assert_broken(data, "post_staffed", a_plan(), 2, *MONDAYS)
    assert solve(a_school(data)).shortages[0].code == "post_short"


def test_post_staffed_violated_by_too_many():
    assert found(serving(a_helper(), a_helper("h2")), "post_staffed", a_plan(d("h1"), d("h2"))) == (2, dates(*MONDAYS))


def test_post_staffed_violated_by_a_shift_the_school_does_not_have():
    assert found(serving(), "post_staffed", a_plan(d("h1"), d("h1", "FRI"))) == (1, ())


def test_post_staffed_violated_from_the_day_a_helper_leaves():
    assert_broken(serving(a_helper(valid_until="2026-03-08")), "post_staffed", a_plan(d("h1")), 1, "03-09")


def test_post_staffed_nearly_violated():
    """One helper leaves on the day before the other begins."""
    data = serving(a_helper(valid_until="2026-03-08"), a_helper("h2", valid_from="2026-03-09"))
    assert_fine(data, "post_staffed", a_plan(d("h1"), d("h2")))


def _by_classes(count, *helpers, per=2):
    return serving(*helpers, classes=[{"grade": 3, "count": count}, {"grade": 5, "count": 2}], demands=[borrowing(grades=3)],
                   posts=[a_post(per_classes=per)])


def test_post_staffed_one_helper_for_two_classes_fine():
    assert_fine(_by_classes(2), "post_staffed", a_plan(v("3-1"), v("3-2"), d("h1")))


def test_post_staffed_one_helper_for_two_classes_violated_by_a_third():
    plan = a_plan(v("3-1"), v("3-2"), v("3-3"), d("h1"))
    assert_broken(_by_classes(3), "post_staffed", plan, 2, *MONDAYS)


def test_post_staffed_one_helper_for_two_classes_violated_by_a_helper_too_many():
    """Three helpers must serve, one is needed."""
    helpers = [a_helper(f"h{n}", min_per_week=1) for n in range(3)]
    assert_broken(_by_classes(2, *helpers), "post_staffed", a_plan(v("3-1"), v("3-2"), d("h0"), d("h1"), d("h2")), 4, *MONDAYS)


def test_post_staffed_follows_the_visits_that_are_left():
    """Away in one week, the third class needs no second helper then."""
    data = _by_classes(3, a_helper(), a_helper("h2", valid_until="2026-03-08"))
    data |= {"absences": [{"classes": "3-3", "away": [{"dates": "2026-03-09"}]}]}
    assert_fine(data, "post_staffed", a_plan(v("3-1"), v("3-2"), v("3-3"), d("h1"), d("h2")))


def test_helper_available_fine():
    assert_fine(serving(a_helper(away="TUE")), "helper_available", a_plan(d("h1")))


def test_helper_available_violated_by_absence():
    assert_broken(serving(a_helper(away="MON")), "helper_available", a_plan(d("h1")), 2, *MONDAYS)


def test_helper_available_violated_on_one_date():
    assert_broken(serving(a_helper(away=[{"dates": "2026-03-09"}])), "helper_available", a_plan(d("h1")), 1, "03-09")


def test_helper_available_violated_by_a_lesson():
    data = serving(bells=[{"periods": {"P1": "12:20-13:00"}}], timetable=[{"class": "5-1", "MON": "数学"}])
    assert_broken(data, "helper_available", a_plan(d("h1")), 2, *MONDAYS)


def test_helper_available_violated_on_another_campus():
    data = serving(campuses=[{"id": "main", "name": "M"}, {"id": "branch", "name": "B"}],
                   classes=[{"grade": 5, "count": 2, "campus": "main"}], windows=[a_window(campus="branch")])
    assert_broken(data, "helper_available", a_plan(d("h1")), 2, *MONDAYS)


def _visit_elsewhere(**late):
    """The helper's own class visits another window on Monday."""
    return serving(windows=[a_window(), {**a_window(id="late"), "slots": ["12:20-12:35"], **late}],
                   demands=[borrowing(classes="5-1", windows="late")])


def test_helper_available_violated_by_the_own_class_elsewhere():
    assert_broken(_visit_elsewhere(), "helper_available", a_plan(v("5-1", window="late"), d("h1")), 2, *MONDAYS)


def test_helper_available_fine_with_the_own_class_in_the_same_window():
    assert_fine(serving(demands=[borrowing(classes="5-1")]), "helper_available", a_plan(v("5-1"), d("h1")))


def test_helper_available_fine_when_extra_visits_of_the_own_class_are_elsewhere():
    """Two visits of one demand in the other window, only wished for, take nothing from somebody who is not on duty."""
    data = _visit_elsewhere(slots=["12:10-12:20", "12:10-12:21"])
    data["demands"] = [borrowing(classes="5-1", windows="late", each_open_day=2)]
    data |= {"helpers": [a_helper(), a_helper("h2", "5-2")], "rules": {"one_visit_a_day": {"mode": "off"}}}
    school = a_school(data, "helper_available", "hard", demand_met="soft")
    assert [duty.helper for duty in solved(school).duties] == ["h2"]


def test_helper_available_nearly_violated():
    """The lesson, and the own class's visit elsewhere, begin when the duty ends."""
    data = _visit_elsewhere(slots=["12:25-12:40"])
    data |= {"bells": [{"periods": {"P1": "12:40-13:00"}}], "timetable": [{"class": "5-1", "MON": "数学"}]}
    assert_fine(data, "helper_available", a_plan(v("5-1", window="late"), d("h1")))


def test_helper_available_violated_by_a_helper_nobody_knows():
    assert found(serving(), "helper_available", a_plan(d("nobody"))) == (1, ())


def test_helper_suitable_fine():
    assert_fine(serving(a_helper(posts="desk"), posts=[a_post(grades="5-6", trained=True)]), "helper_suitable", a_plan(d("h1")))


def test_helper_suitable_violated_by_grade():
    assert_broken(serving(posts=[a_post(grades=6)]), "helper_suitable", a_plan(d("h1")), 1)


def test_helper_suitable_violated_without_training():
    assert_broken(serving(posts=[a_post(trained=True)]), "helper_suitable", a_plan(d("h1")), 1)
    assert_broken(serving(a_helper(posts="shelves"), posts=[a_post(), a_post(id="shelves", count=0)]), "helper_suitable",
                  a_plan(d("h1")), 1)


def test_helper_suitable_nearly_violated():
    """The other helper is of the right grade."""
    data = serving(a_helper(), a_helper("h2", "6-1"), classes=[{"grades": "5-6", "count": 1}], posts=[a_post(grades=6)])
    assert_fine(data, "helper_suitable", a_plan(d("h2")))
    assert found(data, "helper_suitable", a_plan(d("h1"))) == (1, ())


def _early(minutes, **bell):
    return serving(bells=[{"periods": {"P1": "11:20-12:00"}, **bell}], timetable=[{"class": "5-1", "MON": "数学"}],
                   duties={"arrive_before": minutes})


def test_arrival_fits_fine():
    assert_fine(_early(0), "arrival_fits", a_plan(d("h1")))


def test_arrival_fits_violated_by_a_lesson():
    assert_broken(_early(11), "arrival_fits", a_plan(d("h1")), 2, *MONDAYS)


def test_arrival_fits_violated_by_lunch():
    assert_broken(_early(10, lunch="12:00-12:05"), "arrival_fits", a_plan(d("h1")), 2, *MONDAYS)


def test_arrival_fits_violated_by_the_time_of_the_post():
    data = _early(0) | {"posts": [a_post(arrive="11:55")]}
    assert_broken(data, "arrival_fits", a_plan(d("h1")), 2, *MONDAYS)


def test_arrival_fits_nearly_violated():
    """The lesson, and the lunch of those on duty, end when the helper must be there."""
    assert_fine(_early(10, lunch="12:00-12:05", lunch_on_duty="11:50-12:00"), "arrival_fits", a_plan(d("h1")))


def _escorting(*helpers, slots=1, **changes):
    return serving(*helpers, **({"classes": MIXED, "windows": [a_window(slots=slots)], "demands": [borrowing(grades=3)],
                                 "posts": [a_post(id="escort", escort={"demand": "borrow"})]} | changes))


BOTH = (v("3-1"), v("3-2"))


def test_escort_tied_fine():
    data = _escorting(a_helper(), a_helper("h2"))
    assert_fine(data, "escort_tied", a_plan(*BOTH, d("h1", post="escort"), d("h2", post="escort")))


def test_escort_tied_violated():
    assert_broken(_escorting(a_helper()), "escort_tied", a_plan(*BOTH, d("h1", post="escort")), 2, *MONDAYS)
    (shortage,) = solve(a_school(_escorting(a_helper()))).shortages
    assert (shortage.code, shortage.need, shortage.capacity) == ("duties_over_helpers", 2, 1)


def test_escort_tied_violated_on_the_date_on_which_a_class_is_away():
    data = _escorting(a_helper(), a_helper("h2"), absences=[{"classes": "3-2", "away": [{"dates": "2026-03-09"}]}])
    plan = a_plan(*BOTH, d("h1", post="escort"), d("h2", post="escort"))
    assert_broken(data, "escort_tied", plan, 1, "03-09")


def test_escort_tied_nearly_violated_in_the_other_slot():
    """Each slot has its own escorts."""
    data = _escorting(a_helper(), a_helper("h2"), slots=2)
    plan = a_plan(v("3-1"), v("3-2", slot=2), d("h1", post="escort", slot=1), d("h2", post="escort", slot=2))
    assert_fine(data, "escort_tied", plan)
    assert found(data, "escort_tied", a_plan(*BOTH, *plan.duties)) == (4, dates(*MONDAYS))


def test_escort_tied_says_whom_each_escort_fetches():
    plan = solved(a_school(_escorting(a_helper(), a_helper("h2"))))
    assert sorted((duty.helper, duty.escorts) for duty in plan.duties) == [("h1", "3-1"), ("h2", "3-2")]


def test_escort_tied_nearly_violated_where_only_one_window_has_escorts():
    """Counting must not ask for escorts of visits that can be in a window without any."""
    data = _escorting(a_helper(), windows=[a_window(), a_window("TUE", id="late")],
                      demands=[borrowing(grades=3, windows=["noon", "late"])],
                      posts=[a_post(id="escort", escort={"demand": "borrow"}, windows="noon")])
    assert_fine(data, "escort_tied", a_plan(v("3-1"), v("3-2", "TUE", window="late"), d("h1", post="escort")))


def test_post_staffed_on_an_unconfirmed_date_does_not_count():
    data = serving(a_helper(away=[{"dates": "2026-03-09"}]), term=a_term(days=[{"date": "2026-03-09", "confirmed": False}]))
    assert check(a_school(data), a_plan(d("h1"))).ok


def test_helper_available_does_not_clash_with_a_reading_lesson_before():
    data = serving(bells=[{"periods": {"P1": "11:30-12:10"}}], rooms=[{"id": "lib", "name": "Library"}],
                   demands=[reading(classes="5-1")], timetable=[{"class": "5-1", "MON": "语文"}])
    assert_fine(data, "helper_available", a_plan(v("5-1", "MON", None, "read", None, "lib", "P1"), d("h1")))
