"""Ways out of a known cause: the change the cause asks for is offered, and with it alone a plan exists."""

from __future__ import annotations

import pytest
from hypothesis import assume, given

from planner.models import School
from planner.models.rules import RULES
from planner.solver import apply_fixes, explain, is_feasible
from planner.solver.balances import balances
from planner.solver.counting import shortages
from planner.solver.explaining.causes import causes
from planner.solver.explaining.exchanging import exchanged_lessons
from planner.solver.explaining.fixes import SOFTENED
from planner.solver.explaining.mending import MEND
from planner.solver.explaining.relaxing import least_broken
from planner.solver.explaining.remedies import remedies
from planner.solver.problem import Problem
from tests.builders import a_school, a_term, a_window, borrowing
from tests.campaign import often
from tests.solver.impossible import impossible_schools
from tests.solver.test_causes import BELL, CASES, lessons, noon

# Case of a cause -> the change that takes it away alone.
WAYS = {
    "event": "event_frees",
    "adult": "more_adults",
    "lunch": "lunch_until",
    "ban": "drop_ban",
    "pin and ban": "drop_pin",
    "pin nowhere": "drop_pin",
    "two pins": "drop_pin",
    "pins in one slot": "drop_pin",
    "each day": "each_day",
    "arrival": "arrive_at",
    "lunch on duty": "lunch_on_duty",
    "untrained": "train_all",
    "least duties": "lower_minimum",
    "teacher twice": "any_adult",
    "trainees only": "promote",
    "over the week": "train_all",
}
PHYSICAL = {
    "demand_met",
    "eligible",
    "class_free",
    "teacher_free",
    "slot_capacity",
    "room_capacity",
    "room_seats",
    "post_staffed",
    "helper_available",
    "helper_suitable",
    "arrival_fits",
    "escort_tied",
    "adult_there",
}


def working(school: School) -> set[str]:
    """Codes of the changes for the known causes of a school after each of which a plan exists."""
    problem = Problem(school)
    known = causes(problem, shortages(problem), balances(problem))
    return {fix.code for fix in remedies(school, known) if is_feasible(apply_fixes(school, (fix,)), 20)}


@pytest.mark.parametrize("name", WAYS)
def test_the_change_that_a_cause_asks_for_suffices(name):
    assert WAYS[name] in working(a_school(CASES[name][0]))


def test_lessons_change_places_where_one_teacher_has_two():
    rows = [
        {"class": "3-1", "MON": "语文 数学", "teachers": {"语文": "Wu"}},
        {"class": "3-2", "MON": "语文 体育", "teachers": {"语文": "Wu"}},
    ]
    assert "exchange" in working(a_school(lessons(*rows)))


def test_a_lesson_goes_where_the_timetable_says_nothing():
    """A timetable of Chinese lessons alone; and two classes that exchange the times of one."""
    rows = [{**row, "MON": "语文 -", "teachers": {"语文": "Wu"}} for row in _two_rows()]
    assert "move_lesson" in working(a_school(lessons(*rows)))
    later = {"class": "3-3", "TUE": "- 语文", "MON": "- -", "teachers": {"语文": "Li"}}
    found = working(a_school(lessons(*rows, later, classes=[{"grade": 3, "count": 3, "pupils": 30}])))
    assert {"move_lesson", "exchange_classes"} <= found


def test_nobody_teaches_two_classes_for_an_exchange():
    """Li, who would teach 3-1 maths in the first period then, has maths with 3-3 there."""
    rows = [
        {"class": "3-1", "MON": "语文 数学", "teachers": {"语文": "Wu", "数学": "Li"}},
        {"class": "3-2", "MON": "语文 数学", "teachers": {"语文": "Wu", "数学": "Li"}},
        {"class": "3-3", "MON": "数学 -", "teachers": {"数学": "Li"}},
    ]
    both, at = ["3-1", "3-2"], ("MON", "P1")
    three = {"classes": [{"grade": 3, "count": 3, "pupils": 30}]}
    assert not list(exchanged_lessons(a_school(lessons(*rows, **three)), {"语文"}, both, at))
    assert list(exchanged_lessons(a_school(lessons(*rows[:2], **three)), {"语文"}, both, at))


def test_part_of_a_ban_another_room_and_the_right_campus():
    days = noon(demands=[borrowing(bans=[{"weekdays": "MON,TUE"}])])
    assert "smaller_ban" in working(a_school(days))
    lib = {"id": "lib", "name": "Lib", "classes": 2, "valid_until": "2026-03-09"}
    rows = [{**row, "TUE": "语文 数学"} for row in _two_rows()]
    rooms = [lib, {"id": "hall", "name": "Hall", "classes": 2}]
    assert {"lesson_room", "lessons_until"} <= working(a_school(lessons(*rows, rooms=rooms, term=a_term(end="2026-03-27"))))
    gone = noon(windows=[a_window("MON", 2, rooms="lib")], rooms=[{**lib, "valid_until": "2026-01-09"}, rooms[1]])
    assert "window_room" in working(a_school(gone))
    fair = {"id": "fair", "name": "Fair", "dates": ["2026-03-02", "2026-03-09"], "closes_rooms": "lib"}
    taken = noon(windows=[a_window("MON", 2, rooms="lib")], rooms=[{"id": "lib", "name": "Lib", "classes": 2}, rooms[1]])
    assert {"event_frees", "window_room"} <= working(a_school({**taken, "events": [fair]}))
    small = [{"id": "lib", "name": "Lib", "classes": 2, "seats": 20}, rooms[1]]
    assert {"room_seats", "lesson_room"} <= working(a_school(lessons(*_two_rows(), rooms=small)))
    sites = [{"id": "a", "name": "A"}, {"id": "b", "name": "B"}]
    classes = [{"grade": 3, "count": 2, "pupils": 30, "campus": "a"}, {"grade": 3, "number": 2, "campus": "b"}]
    assert "class_campus" in working(a_school(noon(campuses=sites, classes=classes, windows=[a_window("MON", 2, campus="a")])))


def test_seats_heads_and_weeks():
    room = {"id": "lib", "name": "Lib", "classes": 2, "seats": 20}
    assert "room_seats" in working(a_school(lessons(*_two_rows(), rooms=[room])))
    few = noon(windows=[{**noon()["windows"][0], "heads": 20}])
    assert "window_heads" in working(a_school(few))
    late = noon(windows=[{**noon()["windows"][0], "valid_from": "2026-05-09"}])
    assert "window_always" in working(a_school(late))


def _two_rows():
    return [{"class": f"3-{n}", "MON": "语文 语文"} for n in (1, 2)]


def test_a_subject_nobody_has_is_exchanged_for_one_that_all_have():
    rows = [{"class": f"3-{n}", "MON": "阅读 阅读"} for n in (1, 2)]
    assert "subject" in working(a_school(lessons(*rows, bells=[BELL])))


def test_what_nobody_can_do_is_never_softened():
    assert not SOFTENED & PHYSICAL
    assert set(RULES) >= SOFTENED
    assert {"lunch_until", "more_adults", "room_seats"} <= set(MEND)


@often(40)
@given(data=impossible_schools())
def test_no_way_softens_what_nobody_can_do(data):
    school = School.model_validate(data)
    assume(is_feasible(school, 20) is False)
    for package in explain(school, 10).packages:
        for fix in package:
            assert fix.params.get("rule", "pinned") in SOFTENED


def test_how_often_a_rule_breaks_is_said_only_when_proven():
    school = a_school(CASES["each day"][0])
    assert least_broken(school, "each_day_served", 20) == 4
