"""Rooms that nothing tells apart are planned as one; the plan still names real rooms, and costs the same."""

import pytest

from planner.checker import check
from planner.models import School, Solved
from planner.solver import solve
from planner.solver.pools import pools_of
from planner.timeline import Timeline


def a_school(**changes):
    document = {
        "name": "Pool",
        "term": {"id": "t", "school_year": "2025", "name": "2", "start": "2026-03-02", "end": "2026-03-13"},
        "bells": [{"periods": {"P1": "08:00-08:40", "P2": "08:50-09:30"}}],
        "rooms": [{"id": f"r{n}", "name": f"R{n}", "classes": 1, "seats": 40} for n in (1, 2, 3)],
        "classes": [{"grades": "1", "count": 6, "pupils": 30}],
        "timetable": [{"class": f"1-{n}", "MON": "Chinese Chinese"} for n in range(1, 7)],
        "demands": [
            {"id": "reading", "name": "Reading", "kind": "lesson_reading", "subjects": ["Chinese"], "rooms": ["r1", "r2", "r3"]}
        ],
        **changes,
    }
    return School.model_validate(document)


def test_a_full_pool_is_told_apart():
    school = a_school()
    assert pools_of(Timeline(school)) == {"r1": ("r1", "r2", "r3")}
    outcome = solve(school)
    assert isinstance(outcome, Solved)
    assert check(school, outcome.plan).ok
    assert {(v.period, v.room) for v in outcome.plan.visits} == {(p, r) for p in ("P1", "P2") for r in ("r1", "r2", "r3")}


def test_one_class_too_many_is_still_impossible():
    school = a_school(
        classes=[{"grades": "1", "count": 7, "pupils": 30}],
        timetable=[{"class": f"1-{n}", "MON": "Chinese Chinese"} for n in range(1, 8)],
    )
    assert not isinstance(solve(school), Solved)


@pytest.mark.parametrize(
    "changes",
    [
        {"classes": [{"grades": "1", "count": 6, "pupils": 50}], "rules": {"room_seats": {"mode": "off"}}},
        {"events": [{"id": "e", "name": "E", "dates": "2026-03-09", "closes_rooms": "r2"}]},
        {"windows": [{"id": "w", "name": "W", "rooms": "r3", "slots": ["12:00-12:20"]}]},
        {"bells": [{"grades": "1", "periods": {"P1": "08:00-08:40", "P2": "08:50-09:30"}},
                   {"grades": "2", "periods": {"P1": "08:20-09:00", "P2": "09:10-09:50"}}],
         "classes": [{"grades": "1-2", "count": 3, "pupils": 30}]},
    ],
    ids=["too few seats", "an event in one of them", "a window in one of them", "other bells"],
)  # fmt: skip
def test_rooms_that_something_tells_apart_are_no_pool(changes):
    pools = pools_of(Timeline(a_school(**changes)))
    assert all("r2" not in rooms for rooms in pools.values()) or "w" in str(changes)
    assert pools == {} or len(pools["r1"]) == 2
