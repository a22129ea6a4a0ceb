"""Duties: staffed, by helpers who can come, suit the post and are there in time, and escorts for visiting classes."""

from tests.builders import (
    a_helper,
    a_plan,
    a_post,
    a_school,
    a_window,
    assert_broken,
    assert_fine,
    borrowing,
    d,
    found,
    reading,
    serving,
    solved,
    v,
)

MONDAYS = ("03-02", "03-09")
MIXED = [{"grade": 3, "count": 2, "pupils": 30}, {"grade": 5, "count": 2, "pupils": 30}]


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
    data = serving(
        campuses=[{"id": "main", "name": "M"}, {"id": "branch", "name": "B"}],
        classes=[{"grade": 5, "count": 2, "campus": "main"}],
        windows=[a_window(campus="branch")],
    )
    assert_broken(data, "helper_available", a_plan(d("h1")), 2, *MONDAYS)


def _visit_elsewhere(**late):
    """The helper's own class visits another window on Monday."""
    return serving(
        windows=[a_window(), {**a_window(id="late"), "slots": ["12:20-12:35"], **late}],
        demands=[borrowing(classes="5-1", windows="late")],
    )


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


def test_helper_available_violated_by_a_helper_who_comes_after_the_last_date():
    """A duty that is never served is no duty: it meets no minimum either."""
    data = serving(a_helper(), a_helper("h2", trainee=True, valid_from="2026-03-10"))
    plan = a_plan(d("h1"), d("h2"))
    assert found(data, "helper_available", plan) == (1, ())
    assert found(data, "duty_min", plan) == (1, ())


def test_helper_suitable_fine():
    assert_fine(serving(a_helper(posts="desk"), posts=[a_post(grades="5-6", trained=True)]), "helper_suitable", a_plan(d("h1")))


def test_helper_suitable_violated_by_grade():
    assert_broken(serving(posts=[a_post(grades=6)]), "helper_suitable", a_plan(d("h1")), 1)


def test_helper_suitable_violated_without_training():
    assert_broken(serving(posts=[a_post(trained=True)]), "helper_suitable", a_plan(d("h1")), 1)
    assert_broken(
        serving(a_helper(posts="shelves"), posts=[a_post(), a_post(id="shelves", count=0)]),
        "helper_suitable",
        a_plan(d("h1")),
        1,
    )


def test_helper_suitable_nearly_violated():
    """The other helper is of the right grade."""
    data = serving(a_helper(), a_helper("h2", "6-1"), classes=[{"grades": "5-6", "count": 1}], posts=[a_post(grades=6)])
    assert_fine(data, "helper_suitable", a_plan(d("h2")))
    assert found(data, "helper_suitable", a_plan(d("h1"))) == (1, ())


def _early(minutes, **bell):
    return serving(
        bells=[{"periods": {"P1": "11:20-12:00"}, **bell}],
        timetable=[{"class": "5-1", "MON": "数学"}],
        duties={"arrive_before": minutes},
    )


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


BOTH = (v("3-1"), v("3-2"))


def test_helper_available_does_not_clash_with_a_reading_lesson_before():
    data = serving(
        bells=[{"periods": {"P1": "11:30-12:10"}}],
        rooms=[{"id": "lib", "name": "Library"}],
        demands=[reading(classes="5-1")],
        timetable=[{"class": "5-1", "MON": "语文"}],
    )
    assert_fine(data, "helper_available", a_plan(v("5-1", "MON", None, "read", None, "lib", "P1"), d("h1")))
