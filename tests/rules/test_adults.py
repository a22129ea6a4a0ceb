"""One adult on the campus for each open window."""

from planner.models import PlannedPresence
from tests.builders import a_plan, a_school, a_window, assert_broken, assert_fine, dates, found, serving, solved

MONDAYS = ("03-02", "03-09")
ANY = {"max_per_week": None}
TWO_DAYS = [a_window("MON,WED")]


def _open(late, *adults, **changes):
    """Two windows on Monday, the second at ``late``; adults named by their limits."""
    return serving(
        posts=[],
        helpers=[],
        windows=[a_window(), {**a_window(id="late"), "slots": [late]}],
        adults=[{"id": "a", "name": "A", "places": [{"weekdays": "MON"}], **more} for more in adults or ({},)],
        **changes,
    )


def _presence(window="noon", adult="a", present=("a",)):
    return PlannedPresence(adult=adult, window=window, day="MON", present=present)


BOTH = a_plan(_presence(), _presence("late"))


def test_adult_there_fine():
    assert_fine(_open("12:25-12:40"), "adult_there", BOTH)


def test_adult_there_violated_by_windows_at_the_same_time():
    assert_broken(_open("12:24-12:40"), "adult_there", BOTH, 2, *MONDAYS)


def test_adult_there_violated_by_a_window_nobody_keeps():
    assert found(_open("12:25-12:40"), "adult_there", a_plan(_presence())) == (2, dates(*MONDAYS))


def test_adult_there_violated_by_two_adults_at_one_window():
    data = _open("12:25-12:40", {}, {"id": "b"})
    both = ("a", "b")
    plan = a_plan(*(_presence(w, a, both) for w, a in (("noon", "a"), ("noon", "b"), ("late", "a"))))
    assert found(data, "adult_there", plan) == (2, dates(*MONDAYS))


def test_adult_there_nearly_violated_by_as_many_windows_as_may_be():
    assert_fine(_open("12:25-12:40", {"max_windows_per_week": 2}), "adult_there", BOTH)


def test_adult_there_violated_by_too_many_windows_a_week():
    assert_broken(_open("12:25-12:40", {"max_windows_per_week": 1}), "adult_there", BOTH, 2)


def _two_campuses(late):
    data = _open(late, {"travel_minutes": 20, "places": [{"campus": c, "weekdays": "MON"} for c in ("main", "branch")]})
    data["campuses"] = [{"id": "main", "name": "M"}, {"id": "branch", "name": "B"}]
    data["classes"] = [{"grade": 5, "count": 2, "campus": "main"}]
    data["windows"][0]["campus"], data["windows"][1]["campus"] = "main", "branch"
    return data


def test_adult_there_violated_by_the_way_between_two_campuses():
    assert_broken(_two_campuses("12:44-13:00"), "adult_there", BOTH, 2, *MONDAYS)


def test_adult_there_nearly_violated():
    """The way takes just as long as there is; and a second adult keeps the second window open."""
    assert_fine(_two_campuses("12:45-13:00"), "adult_there", BOTH)
    both = ("a", "b")
    assert_fine(
        _open("12:10-12:40", {}, {"id": "b"}), "adult_there", a_plan(_presence("noon", "a", both), _presence("late", "b", both))
    )


def test_adult_there_nearly_violated_on_the_date_one_is_ill():
    """On 03-09 only b is there: dates with other people have a presence of their own."""
    data = _open("12:10-12:40", {"away": [{"dates": "2026-03-09", "windows": "noon"}]}, {"id": "b"})
    both = ("a", "b")
    plan = a_plan(_presence("noon", "a", both), _presence("noon", "b", ("b",)), _presence("late", "b", both))
    assert found(data, "adult_there", plan) == (1, dates("03-09"))
    assert solved(a_school(data)).cost == 0
