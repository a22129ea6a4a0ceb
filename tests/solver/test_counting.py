"""What counting calls impossible has no plan: every plan of a tiny school, judged by the checker alone."""

from __future__ import annotations

from math import prod
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from planner.models import Limits, School
from planner.solver.build import build
from planner.solver.counting import shortages
from planner.solver.explaining.crowds import crowds
from planner.solver.problem import Problem
from planner.solver.roster_weeks import duties_over_week, minimum_over_week
from planner.solver.search import Search
from tests.builders import Data, a_helper, a_post, a_school, a_term, a_window, borrowing, serving, visiting
from tests.campaign import often
from tests.plans.test_brute_force import _cheapest, _choices
from tests.strategies import sometimes, without_none

MOST_PLANS = 400


@st.composite
def narrow_schools(draw: Any, seasons: bool = False) -> Data:
    """Two to four classes of unlike size for few slots, limited by heads, seats, rooms, grades or a least number a day."""
    pupils = [draw(st.sampled_from([10, 20, 30])) for _ in range(draw(st.integers(2, 4)))]
    grades = [draw(st.sampled_from([3, 4])) for _ in pupils]
    numbers = [grades[: n + 1].count(g) for n, g in enumerate(grades)]
    days = draw(st.sampled_from(["MON", "MON,TUE"]))
    limits = without_none(
        classes=sometimes(draw, [1, 2], 2),
        heads=sometimes(draw, [10, 25, 40, 55], 2),
        rooms=sometimes(draw, [["lib"], ["lib", "hall"]], 2),
        with_rooms=sometimes(draw, [["hall"]], 4),
        valid_until=sometimes(draw, ["2026-03-08", "2026-03-10"], 2) if seasons else None,
    )
    kind = draw(st.sampled_from(["borrowing", "noon_reading", "delegates"]))
    demand = borrowing(
        kind=kind,
        times=draw(st.sampled_from([1, 1, 2])),
        cycle=draw(st.sampled_from(["weekly", "weekly", "A/B", "sliding", "dated"])),
        each_open_day=draw(st.sampled_from([0, 0, 0, 1, 2])),
        grade_limits=draw(st.sampled_from([[], [], [{"grades": "3", "at_once": 1}], [{"grades": "3-4", "at_once": 1}]])),
        **without_none(heads=sometimes(draw, [5, 15], 4)),
    )
    opened = [a_window(days, draw(st.integers(1, 2)), **limits)]
    if seasons and draw(st.booleans()):
        opened.append(a_window("MON", 1, id="late", valid_from="2026-03-09"))
        demand = demand | {"windows": ["noon", "late"]}
    event = {"id": "e", "name": "Event", "dates": "2026-03-09", **draw(st.sampled_from([{"closes_rooms": "hall"}, {}]))}
    return {
        "name": "Tiny",
        "term": visiting()["term"],
        "classes": [{"grade": g, "number": n, "pupils": p} for g, n, p in zip(grades, numbers, pupils, strict=True)],
        "windows": opened,
        "demands": [demand],
        "rooms": [
            {
                "id": "lib",
                "name": "Lib",
                "classes": draw(st.sampled_from([1, 2, 4])),
                **without_none(seats=sometimes(draw, [25, 45], 2)),
            },
            {
                "id": "hall",
                "name": "Hall",
                "classes": draw(st.sampled_from([None, 1, 2])),
                **without_none(heads=sometimes(draw, [25], 2)),
            },
        ],
        "events": [event] if draw(st.booleans()) else [],
    }


def contradicts(data: Data) -> None:
    """Where counting finds something, no plan at all passes the checker."""
    school = School.model_validate(data)
    problem = Problem(school)
    counted = shortages(problem)
    assume(counted or next(crowds(problem), None))
    choices = _choices(school)
    assume(prod(len(c) for c in choices) <= MOST_PLANS)
    assert _cheapest(school, choices) is None


@often(150)
@given(data=narrow_schools())
def test_counting_claims_only_what_no_plan_can_do(data):
    contradicts(data)


@often(150)
@given(data=narrow_schools(seasons=True))
def test_counting_claims_only_what_no_plan_can_do_in_stretches(data):
    contradicts(data)


def counted(**changes: Any) -> list[tuple[str, int, int]]:
    """Code, need and capacity of what counting finds in a school of three classes of 30."""
    return [(s.code, s.need, s.capacity) for s in shortages(Problem(a_school(visiting(3, **changes))))]


def test_heads_are_counted():
    """Three classes of 30 pupils, two slots: one class fits into each."""
    assert counted(windows=[a_window("MON", 2, heads=50)]) == [("visits_over_slots", 3, 2)]
    assert counted(windows=[a_window("MON", 2, heads=60)]) == []


def test_seats_are_counted_where_classes_read():
    room = {"id": "lib", "name": "Lib", "classes": 3, "seats": 45}
    opened = [a_window("MON", 2, rooms="lib")]
    noon = [borrowing(kind="noon_reading")]
    assert counted(windows=opened, rooms=[room], demands=noon) == [("visits_over_slots", 3, 2)]
    assert counted(windows=opened, rooms=[room]) == []


def test_limits_of_grades_are_counted():
    limited = borrowing(grade_limits=[{"grades": "3", "at_once": 1}])
    assert counted(windows=[a_window("MON", 2)], demands=[limited]) == [("visits_over_slots", 3, 2)]


def test_the_least_of_each_day_is_counted():
    assert counted(windows=[a_window("MON,TUE", 2)], demands=[borrowing(each_open_day=2)]) == [("each_day_over", 4, 3)]
    assert counted(windows=[a_window("MON,TUE", 2)], demands=[borrowing(each_open_day=1)]) == []


@st.composite
def small_rosters(draw: Any) -> Data:
    """A few helpers, with limits of their own, for a round of duties, dated ones or weekly ones; with escorts at times."""
    limits = st.sampled_from([None, None, 1, 2])
    helpers = [
        a_helper(
            f"h{n}",
            **without_none(
                max_per_week=draw(limits),
                min_per_week=draw(st.sampled_from([None, None, 0, 1])),
                valid_from=sometimes(draw, ["2026-03-09"], 4),
                away=sometimes(draw, ["MON"], 4),
            ),
        )
        for n in range(draw(st.integers(1, 4)))
    ]
    escorts = a_post(id="escort", escort={"demand": "borrow"})
    escorted = {
        "posts": [a_post(), escorts][draw(st.integers(0, 1)) :],
        "demands": [borrowing(cycle=draw(st.sampled_from(["weekly", "sliding"])), grades=5)],
    }
    rules = {"cycle": draw(st.sampled_from(["sliding 2", "sliding 3", "dated", "weekly"])), "max_per_week": draw(limits)}
    return serving(
        *helpers,
        term=a_term(closures=draw(st.sampled_from([[], [{"dates": "2026-03-10", "name": "Fair"}]]))),
        windows=[a_window(draw(st.sampled_from(["MON", "MON,TUE", "MON,TUE,THU"])), draw(st.integers(1, 2)), classes=1)],
        duties={**rules, "min_per_week": draw(st.sampled_from([0, 0, 1]))},
        **(escorted if draw(st.booleans()) else {"posts": [a_post(count=draw(st.integers(1, 3)))]}),
    )


@often(120)
@given(small_rosters())
def test_a_week_that_is_short_of_duties_or_helpers_has_no_roster(data):
    problem = Problem(a_school(data))
    assume(minimum_over_week(problem) or duties_over_week(problem))
    assert Search(build(problem).model, Limits(seconds=60)).run() == "INFEASIBLE"
