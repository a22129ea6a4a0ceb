"""Pinned duties, and what changing a published plan costs."""

from tests.builders import (
    a_helper,
    a_plan,
    a_school,
    a_window,
    assert_broken,
    assert_fine,
    borrowing,
    d,
    serving,
    solved,
    v,
    visiting,
)

TWO_DAYS = [a_window("MON,WED", classes=1)]


def _pinned(*helpers, **pin):
    return serving(*helpers, duties={"pins": [{"helper": "h1", **pin}]})


def test_duty_pinned_fine():
    assert_fine(_pinned(a_helper(), a_helper("h2"), weekdays="MON"), "duty_pinned", a_plan(d("h1")))


def test_duty_pinned_violated_by_a_day_without_duty():
    assert_broken(_pinned(weekdays="TUE"), "duty_pinned", a_plan(d("h1")), 1)


def test_duty_pinned_violated_by_a_duty_that_is_ruled_out():
    assert_broken(_pinned(weekdays="MON", wanted=False), "duty_pinned", a_plan(d("h1")), 1)


def test_duty_pinned_nearly_violated():
    """Somebody else can take the duty that is kept from this helper; the pin names another day."""
    assert_fine(_pinned(a_helper(), a_helper("h2"), weekdays="MON", wanted=False), "duty_pinned", a_plan(d("h2")))
    assert_fine(_pinned(weekdays="TUE", wanted=False), "duty_pinned", a_plan(d("h1")))


def _was(*parts):
    return a_plan(*parts)


def test_kept_visits_fine():
    data = visiting(2, windows=TWO_DAYS)
    assert_fine(data, "kept_visits", a_plan(v("3-1", "WED"), v("3-2")), _was(v("3-1", "WED"), v("3-2")))


def test_kept_visits_violated():
    """The published slot is gone."""
    was = _was(v("3-1", slot=2))
    assert_broken(visiting(), "kept_visits", a_plan(v("3-1")), 1, previous=was)


def test_kept_visits_violated_by_an_exchange():
    data = visiting(2, windows=TWO_DAYS, demands=[borrowing(bans=[{"classes": "3-1", "weekdays": "MON"}])])
    plan, was = a_plan(v("3-1", "WED"), v("3-2")), _was(v("3-1"), v("3-2", "WED"))
    assert_broken(data, "kept_visits", plan, 2, previous=was)


def test_kept_visits_nearly_violated():
    """A new class has nothing to keep, and a free slot is left for it."""
    data = visiting(2, windows=TWO_DAYS)
    assert_fine(data, "kept_visits", a_plan(v("3-1"), v("3-2", "WED")), _was(v("3-1")))


def test_kept_weekdays_fine():
    assert_fine(visiting(), "kept_weekdays", a_plan(v("3-1")), _was(v("3-1")))


def test_kept_weekdays_violated():
    assert_broken(visiting(), "kept_weekdays", a_plan(v("3-1")), 1, previous=_was(v("3-1", "WED")))


def test_kept_weekdays_nearly_violated_by_another_slot_of_the_day():
    assert_fine(visiting(), "kept_weekdays", a_plan(v("3-1")), _was(v("3-1", slot=2)))


def test_kept_helpers_fine():
    assert_fine(serving(a_helper(), a_helper("h2")), "kept_helpers", a_plan(d("h2")), _was(d("h2")))


def test_kept_helpers_violated():
    data = serving(a_helper(), a_helper("h2", away="MON"))
    assert_broken(data, "kept_helpers", a_plan(d("h1")), 1, previous=_was(d("h2")))


def test_kept_helpers_nearly_violated_at_a_new_seat():
    """Nobody had the duty of Wednesday before."""
    data = serving(a_helper(), a_helper("h2"), windows=[a_window("MON,WED")])
    assert_fine(data, "kept_helpers", a_plan(d("h1"), d("h2", "WED")), _was(d("h1")))


def test_changes_come_before_everything_else():
    """A wish worth more than a change moves nobody: first as few changes as can be, then the wishes."""
    data = visiting(2, windows=TWO_DAYS, demands=[borrowing(prefer=[{"classes": "3-1", "weekdays": "WED", "cost": 90}])])
    was = _was(v("3-1"), v("3-2", "WED"))
    plan = solved(a_school(data, kept_visits="soft", preference="soft"), was)
    assert sorted((x.visitor, x.turn) for x in plan.visits) == [("3-1", "MON"), ("3-2", "WED")]
    assert plan.cost == 7 * 90
