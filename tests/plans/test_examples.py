"""The schools of ``examples/``: all solved and proven, and what is expected of them."""

from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from planner.checker import check
from planner.models import Infeasible, Limits, School, Solved
from planner.models.visits import Ban, Cycle
from planner.reading import read_school
from planner.reading.published import read_published_csv
from planner.sessions.expand import expand
from planner.solver import solve
from planner.timeline import Timeline
from tests.shared import once

EXAMPLES = Path(__file__).parents[2] / "examples"
NAMES = sorted(p.parent.name for p in EXAMPLES.glob("*/school.yaml") if not p.parent.name.startswith("impossible-"))


@cache
def a_school(name):
    return read_school(EXAMPLES / name / "school.yaml")


@cache
def a_plan(name):
    def make():
        outcome = solve(a_school(name), Limits(seconds=60))
        assert isinstance(outcome, Solved), outcome
        return outcome.plan

    return once(f"plan-{name}", make)


def _with_demand(school: School, key: str, **changes) -> School:
    demands = tuple(d.model_copy(update=changes) if d.id == key else d for d in school.demands)
    return School.model_validate(
        {**school.model_dump(by_alias=True), "demands": [d.model_dump(by_alias=True) for d in demands]}
    )


def _borrowing(school):
    return next(d.id for d in school.demands if d.kind == "borrowing")


@pytest.mark.parametrize("name", NAMES)
def test_an_example_has_a_proven_plan_that_the_checker_accepts(name):
    plan = a_plan(name)
    report = check(a_school(name), plan)
    assert report.ok
    assert (plan.status, plan.cost, plan.bound) == ("OPTIMAL", report.cost, report.cost)


def test_the_tiny_example_costs_what_its_readme_says():
    assert str(a_plan("tiny").cost) in (EXAMPLES / "tiny" / "README.md").read_text(encoding="utf-8")


def test_rural_teaching_days_and_held_windows():
    timeline = Timeline(a_school("rural-18"))
    assert Counter(day.label for day in timeline.days) == {"MON": 17, "TUE": 19, "WED": 18, "THU": 18, "FRI": 16}
    held = [o.day for o in timeline.held_windows["noon"]]
    assert Counter(day.label for day in held) == {"MON": 14, "FRI": 14}
    assert "2026-05-08" not in map(str, (day.date for day in held))
    assert "2026-05-09" in map(str, (day.date for day in held))


def test_rural_rounds_give_twelve_classes_five_visits_and_six_classes_four():
    school = a_school("rural-18")
    sessions = expand(school, a_plan("rural-18")).published
    visits = Counter(s.visitor for s in sessions if s.source == _borrowing(school))
    assert Counter(visits.values()) == {5: 12, 4: 6}


def test_rural_is_impossible_without_the_first_period_of_monday():
    """Five classes have their Chinese lessons in four cells then; counting alone does not see it."""
    school = a_school("rural-18")
    ban = Ban.model_validate({"weekdays": "MON", "periods": "P1"})
    key = next(d.id for d in school.demands if d.kind == "lesson_reading")
    assert isinstance(solve(_with_demand(school, key, bans=(ban,))), Infeasible)


def test_city_noons_and_a_week():
    """81 noons; 36 visits and 57 duties a week, every helper once or twice."""
    school, plan = a_school("noon-36"), a_plan("noon-36")
    timeline = Timeline(school)
    assert len(timeline.days) == 88
    assert Counter(o.day.label for o in timeline.held_windows["noon"]) == {
        "MON": 15,
        "TUE": 17,
        "WED": 17,
        "THU": 17,
        "FRI": 15,
    }
    assert sum(v.demand == _borrowing(school) for v in plan.visits) == 36
    assert len(plan.duties) == 57
    duties = Counter(duty.helper for duty in plan.duties)
    assert set(duties) == set(school.helper_by_id)
    assert set(duties.values()) == {1, 2}


def test_two_campuses_windows_and_rounds():
    school = a_school("two-campus-36")
    timeline = Timeline(school)
    held = {school.window_campus(w): len(o) for w, o in timeline.held_windows.items() if o}
    assert len(timeline.days) == 83
    assert sorted(held.values()) == [32, 76]
    branch = min(held, key=held.__getitem__)
    at_branch = [
        s for s in expand(school, a_plan("two-campus-36")).published if s.campus == branch and s.category == "BORROWING"
    ]
    visits = Counter(s.visitor for s in at_branch)
    assert sum(visits.values()) == 64
    assert Counter(visits.values()) == {5: 8, 6: 4}


def test_the_published_table_of_feilong_is_right_and_our_own_fills_it_too():
    school = a_school("feilong-30")
    published = read_published_csv(EXAMPLES / "feilong-30" / "published.csv", school)
    assert len(published.visits) == 30
    assert check(school, published).ok
    places = {(v.turn, v.window, v.slot) for v in a_plan("feilong-30").visits}
    assert len(a_plan("feilong-30").visits) == len(places) == 30


def test_feilong_asked_weekly_is_told_need_and_capacity():
    school = a_school("feilong-30")
    outcome = solve(_with_demand(school, _borrowing(school), cycle=Cycle.model_validate("weekly")))
    assert isinstance(outcome, Infeasible)
    assert [(s.need, s.capacity) for s in outcome.shortages if s.code == "visits_over_slots"] == [(30, 15)]


def test_a_uk_primary_counts_its_own_weeks():
    timeline = Timeline(a_school("uk-primary-10"))
    letters = {day.week: day.parity for day in timeline.days}
    assert "".join(letters[week] for week in sorted(letters)) == "ABABABABABABABA"
    assert [day.week for day in timeline.days if day.date.isoformat() in {"2026-10-23", "2026-11-03"}] == [8, 9]
    held = Counter(
        s.visitor for s in expand(a_school("uk-primary-10"), a_plan("uk-primary-10")).published if s.source == "visit"
    )
    assert len(held) == 10
    assert set(held.values()) <= {6, 7}


def test_a_us_school_fills_every_place_of_its_six_days():
    school, plan = a_school("us-cycle-12"), a_plan("us-cycle-12")
    assert Counter(v.turn for v in plan.visits) == {f"D{n}": 2 for n in range(1, 7)}
    days = {day.date.isoformat()[5:]: day.label for day in Timeline(school).days}
    assert (days["12-08"], days["12-10"]) == ("D2", "D4")  # the snow day has eaten its D3
    assert (days["11-25"], days["11-30"]) == ("D1", "D2")  # the cycle goes on from the half day


def test_a_hong_kong_school_has_volunteers_and_a_visit_in_every_month():
    plan = a_plan("hk-recess-12")
    assert {d.helper for d in plan.duties if d.post == "door"} == {"m1", "m2"}
    months = Counter(v.turn[:7] for v in plan.visits if v.demand.startswith("corner"))
    assert months == {"2026-09": 2, "2026-10": 2, "2026-11": 2, "2026-12": 2}
