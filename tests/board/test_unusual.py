"""Schools of unusual shapes, larger than those that hypothesis makes: every answer on their boards is a promise too."""

from __future__ import annotations

import pytest

from planner.board.board import Board
from planner.board.steps import answer_key, chip_of
from planner.board.ways import ways_to
from planner.models import Limits, PlannedDuty, School, Solved
from planner.sessions.book import Book
from planner.solver import solve
from tests.board.test_board import GOOD, assert_kept, full
from tests.builders import SLOTS, Data, a_helper, a_post, a_term, a_window, borrowing
from tests.campaign import CAMPAIGN

WEEK = "MON,TUE,WED,THU,FRI"
USUAL = ("two campuses", "a late season")
"""Looked at every time; the others in a campaign."""


def school(count: int = 3, **changes: object) -> Data:
    """Grades 3 and 5 borrow at noon, one class a slot; a desk with helpers of grade 5. All soft rules as they come."""
    helpers = [a_helper(f"h{n}", f"5-{1 + n % count}") for n in range(6)]
    return {
        "name": "Odd School",
        "term": a_term(end="2026-04-03"),
        "classes": [{"grades": "3,5", "count": count, "pupils": 30}],
        "windows": [a_window(WEEK, 2, classes=1, unpopular={"FRI": 2})],
        "demands": [borrowing(prefer=[{"classes": "3-1", "weekdays": "TUE", "cost": 3}])],
        "posts": [a_post()],
        "helpers": helpers,
        **changes,
    }


def timetable(count: int) -> list[Data]:
    """Chinese in periods 1 and 2, on days that differ from class to class."""
    days = WEEK.split(",")
    return [
        {"class": f"{grade}-{n}", "days": {days[(n + k) % 5]: f"{'- ' * ((n + grade + k) % 2)}语文 数学" for k in range(3)}}
        for grade in (3, 5)
        for n in range(1, count + 1)
    ]


BELL = [{"periods": {"1": "08:00-08:40", "2": "08:50-09:30"}}]
LIBRARY = [{"id": "lib", "name": "Lib", "classes": 2, "seats": 65}]
READS = {"id": "read", "name": "Reading", "kind": "lesson_reading", "subjects": "语文", "rooms": ["lib"]}
CAMPUSES = [{"id": "main", "name": "Main"}, {"id": "branch", "name": "Branch"}]
SCHOOLS: dict[str, Data] = {
    "two campuses": school(
        campuses=CAMPUSES,
        classes=[
            {"grades": "3,5", "count": 2, "pupils": 30, "campus": "main"},
            {"grades": "3", "letters": ["X", "Y"], "pupils": 20, "campus": "branch"},
        ],
        windows=[
            a_window("MON,WED,THU", 2, classes=1, campus="main"),
            a_window("TUE", 2, id="there", campus="branch", classes=1),
        ],
        demands=[borrowing(windows=["noon", "there"])],
        posts=[a_post(windows=["noon"])],
        helpers=[a_helper(f"h{n}", f"5-{1 + n % 2}") for n in range(4)],
        adults=[{"id": "li", "name": "Li", "places": [{"campus": "main"}, {"campus": "branch"}], "travel_minutes": 20}],
    ),
    "odd and even weeks": school(4, windows=[a_window("MON,THU", 2, classes=1)], demands=[borrowing(cycle="A/B")]),
    "a round that slides": school(
        windows=[a_window("MON,FRI", 2, classes=1)], demands=[borrowing(cycle="sliding")], term=a_term(end="2026-05-15")
    ),
    "sliding by weekday": school(
        windows=[a_window("MON,FRI", 3, classes=1)],
        demands=[borrowing(cycle="sliding by weekday")],
        term=a_term(end="2026-04-30", closures=[{"dates": "2026-03-13", "name": "Trip"}]),
    ),
    "duties that slide": school(duties={"cycle": "sliding", "max_per_week": 2}),
    "a late season": school(
        windows=[
            a_window("MON,TUE,WED", 2, classes=1, valid_until="2026-03-20"),
            a_window("TUE,WED,THU", 2, id="spring", classes=1, valid_from="2026-03-23"),
        ],
        demands=[borrowing(windows=["noon", "spring"])],
        posts=[a_post(windows=["noon", "spring"])],
    ),
    "once a term": school(demands=[borrowing(cycle="dated")], term=a_term(end="2026-03-13")),
    "two rooms": school(
        rooms=[{"id": "a", "name": "A", "classes": 1}, {"id": "b", "name": "B", "classes": 1, "seats": 30}],
        windows=[a_window("MON,WED", 2, rooms=["a", "b"])],
        demands=[borrowing(rooms=["a", "b"])],
    ),
    "volunteers": school(
        helpers=[
            *(a_helper(f"h{n}", f"5-{1 + n % 3}", experienced=n == 0) for n in range(4)),
            {"id": "v1", "volunteer": True, "name": "王阿姨"},
            {"id": "v2", "volunteer": True, "name": "李叔叔"},
        ],
        posts=[a_post(count=2)],
        duties={"max_per_week": 3},
    ),
    "no duty at all": school(posts=[], helpers=[]),
    "only a reading room": school(
        bells=BELL, rooms=LIBRARY, timetable=timetable(3), windows=[], demands=[READS], posts=[], helpers=[]
    ),
    "borrowing and reading": school(
        bells=BELL, rooms=LIBRARY, timetable=timetable(3), demands=[borrowing(), READS], windows=[a_window(WEEK, 2, classes=1)]
    ),
    "escorts": school(
        posts=[a_post(), a_post(id="fetch", name="Fetch", escort={"demand": "borrow"}, grades="5")],
        demands=[borrowing(classes=["3-1", "3-2", "3-3"])],
        duties={"max_per_week": 3},
        helpers=[a_helper(f"h{n}", f"5-{1 + n % 3}") for n in range(8)],
    ),
    "trainees and friends": school(
        posts=[a_post(count=2)],
        helpers=[*(a_helper(f"h{n}", f"5-{1 + n % 3}") for n in range(6)), a_helper("t", "5-1", trainee=True)],
        wishes=[{"helpers": ["h0", "h1"], "together": True}, {"helpers": ["h2", "h3"], "together": False}],
        duties={"max_per_week": 2, "consecutive_days": False},
    ),
    "twice a week, pins and bans": school(
        windows=[a_window(WEEK, 3, classes=1)],
        demands=[borrowing(times=2, pins=[{"classes": "3-2", "weekdays": "MON"}], bans=[{"grades": "5", "weekdays": "WED"}])],
        posts=[a_post(each_slot=True)],
        duties={"max_per_week": 4},
    ),
    "full to the last place": school(windows=[a_window("MON,TUE,WED", 2, classes=1)], demands=[borrowing()]),
}
assert len(SLOTS) >= 3


@pytest.mark.parametrize("name", SCHOOLS if CAMPAIGN else USUAL)
def test_a_school_of_an_unusual_shape_keeps_its_promises(name: str) -> None:
    """A visit and a duty lifted, put somewhere and lifted again: costs by the checker, each no by the full model, each way
    tried."""
    outcome = solve(School.model_validate(SCHOOLS[name]), Limits(seconds=30))
    assert isinstance(outcome, Solved), outcome
    board = Board.of(Book.of(School.model_validate(SCHOOLS[name]), outcome.plan))
    for things in (board.plan.visits[:: 3 if CAMPAIGN else 9], board.plan.duties[:: 3 if CAMPAIGN else 9]):
        for key in map(chip_of, things):
            if key not in {chip_of(x) for x in (*board.plan.visits, *board.plan.duties)}:
                continue
            thing, exact = board.chip(key), full(board)
            answers = [*board.lift(key).answers]
            if isinstance(thing, PlannedDuty):
                answers += board.who_could(key).answers
            asked = exact.of_duty(thing) if isinstance(thing, PlannedDuty) else exact.of_visit(thing)
            slow = {answer_key(a): a for a in asked.answers}
            for answer in answers:
                same = slow.get(answer_key(answer), answer)
                assert (answer.verdict in GOOD, answer.changes, answer.extra) == (
                    same.verdict in GOOD,
                    same.changes,
                    same.extra,
                )
            reached = assert_kept(board, key, answers)
            refused = [a for a in answers if a.verdict == "impossible" and not (a.held_visits or a.held_duties)]
            for answer in refused[: 3 if CAMPAIGN else 1]:
                assert_kept(board, key, [*ways_to(board, key, answer_key(answer)).answers])
            if reached:
                board = reached[len(reached) // 2]
