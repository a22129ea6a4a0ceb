"""Duties: how often a helper serves, and who stands beside whom."""

from planner.models import Infeasible
from planner.models.planfile import dump_school, load_school
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
    d,
    dates,
    found,
    serving,
    solved,
)

MONDAYS = ("03-02", "03-09")
ANY = {"max_per_week": None}


def _days(days, *helpers, **duties):
    return serving(*helpers, windows=[a_window(days)], duties={**ANY, **duties})


def test_duty_max_fine():
    assert_fine(_days("MON,WED", max_per_week=2), "duty_max", a_plan(d("h1"), d("h1", "WED")))


def test_duty_max_violated():
    data = _days("MON,WED,FRI", max_per_week=1)
    assert_broken(data, "duty_max", a_plan(d("h1"), d("h1", "WED"), d("h1", "FRI")), 2 + 2)
    assert solve(a_school(data)).shortages[0].code == "duties_over_helpers"


def test_duty_max_violated_by_the_own_limit_of_a_helper():
    assert_broken(_days("MON,WED", a_helper(max_per_week=1), max_per_week=2), "duty_max", a_plan(d("h1"), d("h1", "WED")), 2)


def test_duty_max_nearly_violated_in_alternate_weeks():
    """Twice in two weeks is once a week, in A/B weeks as by dates."""
    data = _days("MON", cycle="A/B", max_per_week=1)
    assert_fine(data, "duty_max", a_plan(d("h1", "A:MON"), d("h1", "B:MON")))
    data = _days("MON", cycle="dated", max_per_week=1)
    assert_fine(data, "duty_max", a_plan(d("h1", "2026-03-02"), d("h1", "2026-03-09")))


def test_duty_max_violated_by_dates_of_one_week():
    data = _days("MON,TUE", cycle="dated", max_per_week=1)
    assert_broken(data, "duty_max", a_plan(*(d("h1", f"2026-{day}") for day in ("03-02", "03-03", "03-09", "03-10"))), 2)


def test_duty_max_violated_by_a_round_that_comes_twice_a_week():
    """Each duty of a round of two comes twice in a week of four days."""
    data = _days("MON-THU", a_helper(), a_helper("h2"), cycle="sliding 2", max_per_week=1)
    assert_broken(data, "duty_max", a_plan(d("h1", "#1"), d("h2", "#2")), 4)
    shortage = solve(a_school(data)).shortages[0]
    assert (shortage.code, shortage.need, shortage.capacity) == ("round_over_week", 2, 1)


def test_duty_max_nearly_violated_by_a_round_of_a_week():
    """The round is as long as the week; so is none in the week of a holiday."""
    helpers = [a_helper(f"h{n}") for n in range(4)]
    data = _days("MON-THU", *helpers, cycle="sliding 4", max_per_week=1)
    assert_fine(data, "duty_max", a_plan(*(d(f"h{n}", f"#{n + 1}") for n in range(4))))
    data["term"] = a_term(closures=[{"dates": "2026-03-09", "name": "Holiday"}])
    assert_fine(data, "duty_max", a_plan(*(d(f"h{n}", f"#{n + 1}") for n in range(4))))


def test_duty_max_counts_a_day_of_the_pattern_once_that_runs_twice_in_a_week():
    """A make-up Saturday: the weekly pattern has nobody else for it. By dates somebody else is found."""
    saturday = a_term(days=[{"date": "2026-03-07", "runs_as": "MON"}])
    data = _days("MON", max_per_week=1) | {"term": saturday}
    assert_fine(data, "duty_max", a_plan(d("h1")))
    data = _days("MON", cycle="dated", max_per_week=1) | {"term": saturday}
    plan = a_plan(*(d("h1", f"2026-{day}") for day in ("03-02", "03-07", "03-09")))
    assert_broken(data, "duty_max", plan, 1)


def test_duty_max_is_about_the_dates_of_a_week():
    """Mondays in the first week, Tuesdays in the second: a helper may have both."""
    closures = [{"dates": "2026-03-03", "name": "x"}, {"dates": "2026-03-09", "name": "y"}]
    data = _days("MON,TUE", max_per_week=1) | {"term": a_term(closures=closures)}
    assert_fine(data, "duty_max", a_plan(d("h1"), d("h1", "TUE")))


def test_duty_min_fine():
    assert_fine(_days("MON", min_per_week=1), "duty_min", a_plan(d("h1")))


def test_duty_min_violated():
    data = _days("MON", a_helper(), a_helper("h2"), min_per_week=1)
    assert_broken(data, "duty_min", a_plan(d("h1")), 2)
    assert solve(a_school(data)).shortages[0].code == "min_over_duties"


def test_duty_min_violated_by_a_helper_who_can_do_nothing():
    data = serving(
        a_helper(), a_helper("h2", posts="shelves"), posts=[a_post(), a_post(id="shelves", count=0)], duties={"min_per_week": 1}
    )
    assert_broken(data, "duty_min", a_plan(d("h1")), 2)


def test_duty_min_violated_by_a_trainee_without_a_place():
    assert_broken(serving(a_helper(), a_helper("h2", trainee=True, away="MON")), "duty_min", a_plan(d("h1")), 1)


def test_duty_min_nearly_violated():
    """Two seats for two helpers; and half a term each is no full week for either."""
    assert_fine(
        _days("MON", a_helper(), a_helper("h2"), min_per_week=1) | {"posts": [a_post(count=2)]},
        "duty_min",
        a_plan(d("h1"), d("h2")),
    )
    halves = (a_helper(valid_until="2026-03-08"), a_helper("h2", valid_from="2026-03-09"))
    assert_fine(_days("MON", *halves, min_per_week=1), "duty_min", a_plan(d("h1"), d("h2")))


def test_duty_min_is_owed_in_the_weeks_in_which_a_helper_is_there():
    data = _days("MON", a_helper(), a_helper("h2", valid_from="2026-03-09"), cycle="dated", min_per_week=1)
    assert_broken(data, "duty_min", a_plan(d("h1", "2026-03-02"), d("h2", "2026-03-09")), 1)


def _twice(day, **changes):
    """Two windows, each with the same post."""
    return serving(
        windows=[a_window(), {**a_window(day, id="late"), "slots": ["16:00-16:20"]}],
        posts=[a_post(windows=["noon", "late"])],
        duties=ANY,
        **changes,
    )


def test_one_duty_a_day_fine():
    assert_fine(_twice("TUE"), "one_duty_a_day", a_plan(d("h1"), d("h1", "TUE", window="late")))


def test_one_duty_a_day_violated():
    assert_broken(_twice("MON"), "one_duty_a_day", a_plan(d("h1"), d("h1", window="late")), 2, *MONDAYS)


def test_one_duty_a_day_violated_on_one_date():
    data = _twice("MON")
    data["windows"][1]["weeks"] = "2"
    assert_broken(data, "one_duty_a_day", a_plan(d("h1"), d("h1", window="late")), 1, "03-09")


def test_one_duty_a_day_nearly_violated():
    """Both windows are open on Mondays, but never on the same one."""
    data = _twice("MON")
    data["windows"][0]["weeks"], data["windows"][1]["weeks"] = "1", "2"
    assert_fine(data, "one_duty_a_day", a_plan(d("h1"), d("h1", window="late")))


def test_no_consecutive_fine():
    assert_fine(_days("MON,TUE", consecutive_days=True), "no_consecutive", a_plan(d("h1"), d("h1", "TUE")))


def test_no_consecutive_violated():
    plan = a_plan(d("h1"), d("h1", "TUE"))
    assert_broken(_days("MON,TUE", consecutive_days=False), "no_consecutive", plan, 2, *MONDAYS)


def test_no_consecutive_violated_twice_by_three_days():
    plan = a_plan(d("h1"), d("h1", "TUE"), d("h1", "WED"))
    assert_broken(_days("MON-WED", consecutive_days=False), "no_consecutive", plan, 4, "03-02", "03-03", "03-09", "03-10")


def test_no_consecutive_violated_across_a_weekend_with_school():
    """Friday, and a make-up Saturday that runs Monday's timetable."""
    data = _days("MON,FRI", consecutive_days=False)
    data["term"] = a_term(days=[{"date": "2026-03-07", "runs_as": "MON"}])
    assert_broken(data, "no_consecutive", a_plan(d("h1"), d("h1", "FRI")), 1, "03-06")


def test_no_consecutive_nearly_violated_by_a_day_that_runs_twice_in_a_row():
    data = _days("FRI", consecutive_days=False)
    data["term"] = a_term(days=[{"date": "2026-03-07", "runs_as": "FRI"}])
    assert_fine(data, "no_consecutive", a_plan(d("h1", "FRI")))


def test_no_consecutive_violated_by_a_round_that_slides():
    data = _days("MON,TUE", cycle="sliding 1", consecutive_days=False)
    assert_broken(data, "no_consecutive", a_plan(d("h1", "#1")), 2, *MONDAYS)


def test_no_consecutive_violated_by_dates():
    data = _days("MON,TUE", cycle="dated", consecutive_days=False)
    data["windows"][0]["weeks"] = "1"
    assert_broken(data, "no_consecutive", a_plan(d("h1", "2026-03-02"), d("h1", "2026-03-03")), 1, "03-02")


def test_no_consecutive_nearly_violated():
    """A day lies between; Friday and the next Monday are not in a row."""
    assert_fine(_days("MON,WED,FRI", consecutive_days=False), "no_consecutive", a_plan(d("h1"), d("h1", "WED"), d("h1", "FRI")))


def test_no_consecutive_nearly_violated_by_two_duties_on_mondays_of_different_weeks():
    """Each Monday one duty, no other day: adding up the Mondays must not count as two days in a row."""
    data = _twice("MON") | {"duties": {**ANY, "consecutive_days": False}}
    data["windows"][0]["weeks"], data["windows"][1]["weeks"] = "1", "2"
    data["windows"].append(a_window("TUE", id="third"))
    data["posts"] = [a_post(windows=["noon", "late", "third"])]
    data["helpers"] = [a_helper(away="TUE"), a_helper("h2", away="MON")]
    assert_fine(data, "no_consecutive", a_plan(d("h1"), d("h1", window="late"), d("h2", "TUE", window="third")))


def test_no_consecutive_violated_with_several_duties_a_day():
    """Two duties on Monday and one on Tuesday are one pair of days."""
    data = _twice("MON", rules={"one_duty_a_day": {"mode": "off"}}) | {"duties": {**ANY, "consecutive_days": False}}
    data["windows"].append(a_window("TUE", id="third"))
    data["posts"] = [a_post(windows=["noon", "late", "third"])]
    plan = a_plan(d("h1"), d("h1", window="late"), d("h1", "TUE", window="third"))
    assert_broken(data, "no_consecutive", plan, 2, *MONDAYS)


def _training(*helpers, count=1, **duties):
    return serving(*helpers, posts=[a_post(count=count)], duties=duties)


def test_trainee_paired_fine():
    assert_fine(_training(a_helper(), a_helper("t", trainee=True)), "trainee_paired", a_plan(d("h1"), d("t")))


def test_trainee_paired_violated_alone():
    assert_broken(_training(a_helper("t", trainee=True), count=0), "trainee_paired", a_plan(d("t")), 2, *MONDAYS)


def test_trainee_paired_violated_by_two():
    data = _training(a_helper(), a_helper("t", trainee=True), a_helper("u", trainee=True), trainees_per_post=2)
    assert_broken(data, "trainee_paired", a_plan(d("h1"), d("t"), d("u")), 2, *MONDAYS)


def test_trainee_paired_nearly_violated():
    """Two trainees beside two trained helpers, where two are allowed; one where the other has left."""
    trained = (a_helper(), a_helper("h2"))
    data = _training(*trained, a_helper("t", trainee=True), a_helper("u", trainee=True), count=2, trainees_per_post=2)
    assert_fine(data, "trainee_paired", a_plan(d("h1"), d("h2"), d("t"), d("u")))
    data = _training(*trained, a_helper("t", trainee=True), a_helper("u", trainee=True), count=2)
    assert_broken(data, "trainee_paired", a_plan(d("h1"), d("h2"), d("t"), d("u")), 2, *MONDAYS)
    turns = (a_helper("t", trainee=True, valid_until="2026-03-08"), a_helper("u", trainee=True, valid_from="2026-03-09"))
    assert_fine(_training(a_helper(), *turns), "trainee_paired", a_plan(d("h1"), d("t"), d("u")))


def test_experienced_there_fine():
    assert_fine(_training(a_helper(experienced=True), experienced=1), "experienced_there", a_plan(d("h1")))


def test_experienced_there_violated():
    assert_broken(_training(a_helper(), experienced=1), "experienced_there", a_plan(d("h1")), 2, *MONDAYS)


def test_experienced_there_violated_from_the_day_the_experienced_helper_leaves():
    data = _training(
        a_helper(),
        a_helper("h2", experienced=True, valid_until="2026-03-08"),
        count=2,
        experienced=1,
    ) | {"rules": {"post_staffed": {"mode": "soft", "weight": 1}}}
    assert found(data, "experienced_there", a_plan(d("h1"), d("h2"))) == (1, dates("03-09"))
    assert solved(a_school(data, "experienced_there", "soft")).cost == 7 + 1


def test_experienced_there_nearly_violated_at_another_post():
    """One experienced helper in the window is enough, whatever the post."""
    data = serving(
        a_helper(experienced=True, posts="shelves"),
        a_helper("h2", posts="desk"),
        posts=[a_post(), a_post(id="shelves")],
        duties={"experienced": 1},
    )
    assert_fine(data, "experienced_there", a_plan(d("h1", post="shelves"), d("h2")))


def test_duty_min_is_not_owed_in_a_stretch_that_has_no_whole_week():
    """Ten helpers for ten duties a week; one leaves, and the only week after that has a holiday: eight duties for nine."""
    helpers = [a_helper(f"h{n}", valid_until="2026-03-06" if n == 9 else None) for n in range(10)]
    posts, term = [a_post(count=2)], a_term(closures=[{"dates": "2026-03-09", "name": "Holiday"}])
    data = serving(*helpers, windows=[a_window("MON-FRI")], posts=posts, duties={"min_per_week": 1}, term=term)
    plan = solved(a_school(data))
    first = [x.helper for x in plan.duties if x.stretch == "2026-03-02"]
    assert sorted(first) == [h["id"] for h in helpers], "in the first week everybody serves once"


FOUR = {"term": a_term(cycle_days=4), "windows": [a_window("D1-D4")]}
"""The first day of the cycle comes on Monday and Friday of the first week, the third on Wednesday and Tuesday, so only the
first comes twice in one week; in the second the second does, on Monday and Friday."""
EACH = ("D1", "D2", "D3", "D4")


def _four(**duties):
    return serving(*(a_helper(f"h{n}") for n in range(1, 5)), duties=duties, **FOUR)


def _one_each():
    return a_plan(*(d(f"h{n}", day) for n, day in enumerate(EACH, 1)))


def test_duty_max_violated_by_a_day_of_the_cycle_that_comes_twice_in_a_week():
    """It is dates that are counted, in weeks of the calendar: in each week one of four days comes twice."""
    data = _four(max_per_week=1)
    assert_broken(data, "duty_max", _one_each(), 2)
    outcome = solve(a_school(data))
    shortage = outcome.shortages[0]
    assert (shortage.code, shortage.need, shortage.capacity) == ("round_over_week", 2, 1)
    assert solve(a_school(data | {"duties": {"max_per_week": 2}})).plan.cost == 0


def test_duty_max_of_one_helper_counts_dates_where_that_helper_has_one():
    data = _four()
    data["helpers"][0]["max_per_week"] = 1
    assert found(data, "duty_max", _one_each()) == (1, ())
    assert {duty.turn for duty in solved(a_school(data)).duties if duty.helper == "h1"} <= {"D3", "D4"}


def test_duty_max_fine_where_nothing_is_written_or_a_duty_is_to_count_once():
    """One duty a round is all that a cycle of four days can ask."""
    for duties in ({}, {"max_per_week": 1, "each_date": False}):
        assert_fine(_four(**duties), "duty_max", _one_each())
        assert sorted(duty.helper for duty in solved(a_school(_four(**duties))).duties) == ["h1", "h2", "h3", "h4"]


def test_a_written_maximum_counts_dates_after_a_round_through_a_canonical_file():
    for duties, counts in (({}, False), ({"max_per_week": 1}, True), ({"max_per_week": 1, "each_date": False}, False)):
        school = a_school(_four(**duties))
        again = load_school(dump_school(school))
        whole = type(school).model_validate(school.model_dump(by_alias=True))
        assert [s.counts_dates(s.helpers[0]) for s in (school, again, whole)] == [counts] * 3
        assert again == school


def test_duty_min_reached_by_a_day_of_the_cycle_that_comes_twice_in_a_week():
    """Twice a week is asked of a helper who serves on the one day that comes twice in the only week that has every day."""
    data = _four(max_per_week=2)
    data["term"] = {**data["term"], "end": "2026-03-06"}
    data["helpers"][0]["min_per_week"] = 2
    assert_fine(data, "duty_min", _one_each())
    assert {(duty.helper, duty.turn) for duty in solved(a_school(data)).duties if duty.turn == "D1"} == {("h1", "D1")}


def test_no_consecutive_violated_by_a_day_of_the_cycle_that_is_held_again_on_the_next_date():
    term = a_term(cycle_days=5, days=[{"date": "2026-03-04", "runs_as": "D2"}])
    data = serving(windows=[a_window("D2")], term=term, duties={"consecutive_days": False})
    assert_broken(data, "no_consecutive", a_plan(d("h1", "D2")), 1, "03-03")
    assert isinstance(solve(a_school(data)), Infeasible)
    assert_fine(data | {"duties": {"consecutive_days": False, "each_date": False}}, "no_consecutive", a_plan(d("h1", "D2")))
