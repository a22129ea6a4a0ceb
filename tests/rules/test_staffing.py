"""Duties: every post staffed, escorts for visiting classes."""

from planner.checker import check
from planner.solver import solve
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
    serving,
    solved,
    v,
)

MONDAYS = ("03-02", "03-09")
MIXED = [{"grade": 3, "count": 2, "pupils": 30}, {"grade": 5, "count": 2, "pupils": 30}]


BOTH = (v("3-1"), v("3-2"))


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
    return serving(
        *helpers,
        classes=[{"grade": 3, "count": count}, {"grade": 5, "count": 2}],
        demands=[borrowing(grades=3)],
        posts=[a_post(per_classes=per)],
    )


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


def _escorting(*helpers, slots=1, **changes):
    return serving(
        *helpers,
        **(
            {
                "classes": MIXED,
                "windows": [a_window(slots=slots)],
                "demands": [borrowing(grades=3)],
                "posts": [a_post(id="escort", escort={"demand": "borrow"})],
            }
            | changes
        ),
    )


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
    data = _escorting(
        a_helper(),
        windows=[a_window(), a_window("TUE", id="late")],
        demands=[borrowing(grades=3, windows=["noon", "late"])],
        posts=[a_post(id="escort", escort={"demand": "borrow"}, windows="noon")],
    )
    assert_fine(data, "escort_tied", a_plan(v("3-1"), v("3-2", "TUE", window="late"), d("h1", post="escort")))


def test_post_staffed_on_an_unconfirmed_date_does_not_count():
    data = serving(a_helper(away=[{"dates": "2026-03-09"}]), term=a_term(days=[{"date": "2026-03-09", "confirmed": False}]))
    assert check(a_school(data), a_plan(d("h1"))).ok
