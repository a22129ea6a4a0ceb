"""Each thing that makes a small school impossible is named as the cause, with the facts of the file, first and in words."""

from __future__ import annotations

import re
from typing import Any

import pytest

from planner.models import School
from planner.models.base import LANGUAGES
from planner.models.outcome import Cause
from planner.outputs.explanations.explanation_causes import cause_lines, cause_text
from planner.outputs.explanations.explanation_names import Names
from planner.solver.balances import balances
from planner.solver.counting import shortages
from planner.solver.explaining.causes import causes
from planner.solver.explaining.claims import Claims
from planner.solver.explaining.relaxing import AT_FIRST
from planner.solver.problem import Problem
from tests.builders import Data, a_helper, a_post, a_school, a_term, a_window, borrowing, reading, serving, solved, visiting

BELL = {"periods": {"P1": "08:00-08:40", "P2": "12:05-12:55"}, "lunch": "11:30-12:00", "home": "15:00"}
WEEK = [{"class": "3-1", "MON": "语文 数学"}, {"class": "3-2", "MON": "语文 数学"}]
TEACHER = {"teachers": {"语文": "Wu"}}


def of(school: School) -> tuple[Cause, ...]:
    """The causes that counting names."""
    problem = Problem(school)
    return causes(problem, shortages(problem), balances(problem))


def noon(**changes: Any) -> Data:
    """Two classes, two slots on Monday noon."""
    return visiting(2, **{"windows": [a_window("MON", 2)], "bells": [BELL], **changes})


def lessons(*rows: Data, **changes: Any) -> Data:
    """Two classes that read in a Chinese lesson."""
    rows = rows or ({**WEEK[0], **TEACHER}, {**WEEK[1], **TEACHER})
    demand = reading(accompany="subject_teacher")
    room = {"id": "lib", "name": "Lib", "classes": 2}
    return visiting(2, **{"demands": [demand], "rooms": [room], "bells": [BELL], "timetable": list(rows), **changes})


HELPERS = [a_helper(f"h{n}", f"5-{n % 2 + 1}") for n in range(4)]
EVENT = {"id": "exam", "name": "Mock exam", "dates": ["2026-03-02", "2026-03-09"], "closes_windows": "noon"}
CASES: dict[str, tuple[Data, str, dict[str, str]]] = {
    "event": (noon(events=[EVENT]), "window_event", {"event": "exam", "window": "noon", "days": "MON"}),
    "adult": (
        noon(
            windows=[a_window("MON,TUE", 1, classes=1)],
            adults=[{"id": "li", "name": "Li", "places": [{"weekdays": "MON"}]}],
        ),
        "window_no_adult",
        {"days": "TUE", "places": "1"},
    ),
    "lunch": (noon(bells=[BELL | {"lunch": "11:55-12:50"}]), "eats", {"lunch": "11:55-12:50", "last": "12:25:00"}),
    "lesson": (
        noon(timetable=[WEEK[0] | {"MON": "- 体育"}, WEEK[1] | {"MON": "- 体育"}]),
        "in_lesson",
        {"subject": "体育", "period": "P2"},
    ),
    "home": (
        noon(classes=[{"grade": 3, "number": 1, "stays": ["TUE"]}], bells=[BELL | {"home": "12:05"}]),
        "gone_home",
        {"home": "12:05:00"},
    ),
    "teacher twice": (lessons(), "teacher_twice", {"teacher": "Wu", "day": "MON", "period": "P1", "classes": "3-1,3-2"}),
    # Where no class at all has such a lesson, the file is refused: a word to correct.
    "no such lesson": (lessons(WEEK[0], WEEK[1] | {"MON": "数学 体育"}), "no_lesson", {"demand": "read"}),
    "no room any more": (
        lessons(
            *[{**row, "TUE": "语文 数学"} for row in WEEK],
            rooms=[{"id": "lib", "name": "Lib", "classes": 2, "valid_until": "2026-03-09"}],
            demands=[reading(accompany="nobody")],
            term=a_term(end="2026-03-27"),
        ),
        "room_gone",
        {"demand": "read", "room": "lib", "from": "2026-03-10", "to": "2026-03-27"},
    ),
    "more visits than days": (
        noon(windows=[a_window("MON,TUE", 2)], demands=[borrowing(times=3)]),
        "more_than_days",
        {"demand": "borrow", "days": "MON,TUE", "need": "3", "capacity": "2"},
    ),
    "two kinds of visits and one day": (
        noon(
            windows=[a_window("MON", 2)],
            demands=[borrowing(), borrowing(id="more", name="More")],
        ),
        "more_than_days",
        {"demand": "borrow,more", "need": "2", "capacity": "1"},
    ),
    "two kinds of visits that share a noon": (
        noon(
            windows=[a_window("MON,TUE", 1, classes=1)],
            demands=[borrowing(classes=["3-1", "3-2"]), borrowing(id="more", name="More", classes="3-1")],
        ),
        "crowd",
        {"demand": "borrow,more", "need": "3", "capacity": "2", "window": "noon"},
    ),
    "every week and once a term in one noon": (
        noon(
            windows=[a_window("MON", 1, classes=1)],
            demands=[borrowing(classes="3-1"), borrowing(id="more", name="More", classes="3-2", cycle="dated")],
        ),
        "crowd_term",
        {"demand": "borrow,more", "need": "3", "capacity": "2", "window": "noon"},
    ),
    "more than there are": (
        serving(posts=[a_post(count=3)]),
        "more_than_there_are",
        {"posts": "desk", "need": "3", "all": "1"},
    ),
    "a room of another time": (
        noon(
            windows=[a_window("MON", 2, rooms="lib")],
            rooms=[{"id": "lib", "name": "Lib", "classes": 2, "valid_from": "2026-05-01"}],
        ),
        "window_room_gone",
        {"window": "noon", "room": "lib", "from": "2026-05-01"},
    ),
    "trainees only": (serving(a_helper(trainee=True)), "trainee", {"posts": "desk", "need": "1", "capacity": "0"}),
    "over the week": (
        serving(
            a_helper(posts=["desk"]),
            a_helper("h2", posts=["shelves"]),
            posts=[a_post(), a_post(id="shelves", count=0)],
            windows=[a_window("MON,TUE")],
        ),
        "post_over",
        {"posts": "desk", "why": "untrained", "need": "2", "capacity": "1"},
    ),
    "ban": (noon(demands=[borrowing(bans=[{"weekdays": "MON"}])]), "banned", {"demand": "borrow"}),
    "pin and ban": (
        noon(demands=[borrowing(bans=[{"classes": "3-1", "slots": 1}], pins=[{"classes": "3-1", "slots": 1}])]),
        "pin_banned",
        {"demand": "borrow"},
    ),
    "pin nowhere": (noon(demands=[borrowing(pins=[{"classes": "3-1", "weekdays": "FRI"}])]), "pin_nowhere", {}),
    "two pins": (
        noon(
            windows=[a_window("MON,TUE", 1)],
            demands=[borrowing(pins=[{"classes": "3-1", "weekdays": "MON"}, {"classes": "3-1", "weekdays": "TUE"}])],
        ),
        "pins_apart",
        {"demand": "borrow"},
    ),
    "pins in one slot": (
        noon(windows=[a_window("MON", 2, classes=1)], demands=[borrowing(pins=[{"slots": 1}])]),
        "pins_full",
        {"most": "1", "demand": "borrow"},
    ),
    "each day": (
        noon(windows=[a_window("MON,TUE", 2)], demands=[borrowing(each_open_day=2)]),
        "each_day_over",
        {"each": "2", "days": "2", "need": "4", "visits": "2"},
    ),
    "each day more than fit": (
        noon(windows=[a_window("MON", 1, classes=1)], demands=[borrowing(cycle="dated", each_open_day=3)]),
        "each_day_full",
        {"demand": "borrow", "each": "3", "most": "1", "day": "MON"},
    ),
    "pins of a round": (
        noon(windows=[a_window("MON", 2, classes=1)], demands=[borrowing(cycle="sliding 1", pins=[{"slots": 1}])]),
        "pins_full",
        {"most": "1", "demand": "borrow"},
    ),
    "arrival": (
        serving(bells=[BELL | {"lunch": "11:30-12:08"}], duties={"arrive_before": 10}),
        "arrives_too_early",
        {"arrive": "12:00:00", "lunch": "11:30-12:08", "opens": "12:10:00"},
    ),
    "lunch on duty": (serving(bells=[BELL | {"lunch": "11:30-12:20"}]), "duty_in_lunch", {"lunch": "11:30-12:20"}),
    "untrained": (
        serving(a_helper(posts=["shelves"]), posts=[a_post(), a_post(id="shelves", count=0)]),
        "untrained",
        {"post": "desk"},
    ),
    "helper away": (serving(a_helper(away=[{"weekdays": "MON"}])), "away", {"days": "MON", "need": "1", "capacity": "0"}),
    "least duties": (
        serving(a_helper(), a_helper("h2"), duties={"min_per_week": 1}),
        "minimum_over",
        {"need": "2", "capacity": "1"},
    ),
    "least duties of one's own": (
        serving(
            a_helper(min_per_week=1), a_helper("h2", min_per_week=2), windows=[a_window("MON,TUE")], duties={"max_per_week": 2}
        ),
        "minimum_over",
        {"need": "3", "capacity": "2"},
    ),
    "least duties in a round": (
        serving(*HELPERS[:3], windows=[a_window("MON,TUE")], duties={"cycle": "sliding 2", "min_per_week": 1}),
        "minimum_over_week",
        {"least": "1", "need": "3", "capacity": "2", "weeks": "2", "of": "2"},
    ),
    "least duties by dates": (
        serving(*HELPERS, windows=[a_window("MON,TUE")], duties={"cycle": "dated", "min_per_week": 1}),
        "minimum_over_week",
        {"least": "1", "need": "4", "capacity": "2"},
    ),
    "least duties beside escorts": (
        serving(
            *HELPERS,
            windows=[a_window("MON", 1, classes=1)],
            demands=[borrowing(cycle="sliding 2")],
            posts=[a_post(id="escort", escort={"demand": "borrow"})],
            duties={"cycle": "sliding 2", "min_per_week": 1},
        ),
        "minimum_over_week",
        {"need": "4", "capacity": "1"},
    ),
    "most duties in a round": (
        serving(*HELPERS[:2], windows=[a_window("MON,TUE,WED")], duties={"cycle": "sliding 3"}),
        "maximum_under_week",
        {"most": "1", "need": "3", "capacity": "2"},
    ),
    "most duties of one's own": (
        serving(a_helper(), a_helper("h2", max_per_week=0), windows=[a_window("MON,TUE")]),
        "maximum_under",
        {"need": "2", "capacity": "1"},
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_the_cause_comes_first_with_its_facts(name):
    data, code, params = CASES[name]
    first = of(a_school(data))[0]
    assert first.code == code
    assert params.items() <= first.params.items()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", CASES)
def test_a_cause_is_a_sentence(name, language):
    school = a_school(CASES[name][0])
    for cause in of(school):
        text = cause_text(Names(school, language), cause)
        assert text.endswith(("。", ".", "）"))
        assert not re.search(r"[{}_]|None|:\d\d:\d\d", text)


def test_like_causes_are_told_once():
    """Two classes eat too long: one sentence that names both."""
    (cause,) = of(a_school(CASES["lunch"][0]))
    assert cause.who == ("3-1", "3-2")


def test_a_school_that_fits_has_no_causes():
    assert of(a_school(noon())) == ()
    assert of(a_school(serving())) == ()


def lines(data: Data, language: str = "en") -> list[str]:
    """The causes of a school as they are told."""
    school = a_school(data)
    return cause_lines(Names(school, language), of(school))


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_the_same_at_several_windows_is_said_once(language):
    """Of helpers who eat, of those who cannot be early enough, and of classes."""
    opened = [a_window(), a_window(id="hall", name="Hall", campus="main")]
    posts = [a_post(), a_post(id="walk", name="Walk", windows="hall")]
    for changes in ({"bells": [BELL | {"lunch": "11:30-12:20"}]}, {"bells": [BELL], "duties": {"arrive_before": 15}}):
        (said,) = lines(serving(*HELPERS, windows=opened, posts=posts, **changes), language)
        assert [name for name in ("Noon", "Hall", "Desk", "Walk") if name not in said] == []
    demands = [borrowing(), borrowing(id="read", name="Reading", windows="hall")]
    (said,) = lines(noon(windows=opened, demands=demands, bells=[BELL | {"lunch": "11:55-12:50"}]), language)
    assert said.count("12:10") == 2


@pytest.mark.parametrize(
    ("room", "words"),
    [
        ({"valid_from": "2026-05-04"}, "in the whole term"),
        ({"valid_from": "2026-03-09"}, "Until Fri 6 Mar"),
        ({"valid_until": "2026-03-09"}, "From Tue 10 Mar on"),
    ],
)
def test_a_room_that_is_not_there_says_when(room, words):
    alone = {"demands": [reading(accompany="nobody")], "timetable": [{**row, "TUE": "语文 数学"} for row in WEEK]}
    rooms = [{"id": "lib", "name": "Lib", "classes": 2, **room}]
    (said, *_) = lines(lessons(rooms=rooms, term=a_term(end="2026-03-27"), **alone))
    assert words in said


@pytest.mark.parametrize(
    ("room", "words"),
    [
        ({"valid_from": "2026-05-04"}, "not in use before Mon 4 May"),
        ({"valid_until": "2026-02-27"}, "not in use any more after Fri 27 Feb"),
        ({"valid_from": "2026-02-02", "valid_until": "2026-02-27"}, "in use (Mon 2 Feb to Fri 27 Feb) only"),
    ],
)
def test_a_window_whose_room_is_not_there_says_when(room, words):
    (said, *_) = lines(noon(rooms=[{"id": "lib", "name": "Lib", **room}], windows=[a_window("MON", 2, rooms="lib")]))
    assert words in said


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (serving(a_helper(away=[{"weekdays": "MON"}])), "every student librarian (1) is away"),
        (serving(a_helper(), a_helper("h2", away="MON"), posts=[a_post(count=2)]), "2 needed at once at Desk, but only 1 of 2"),
        (serving(a_helper(trainee=True)), "Desk: every student librarian (1) is a trainee"),
        (serving(posts=[a_post(grades="6")], classes=[{"grades": "5-6", "count": 2}]), "is in Grade 6"),
        (serving(duties={"experienced": 1}), "none of the 1 student librarians is marked as experienced"),
    ],
)
def test_nobody_is_told_as_nobody(data, words):
    assert words in lines(data)[0]
    assert " 0 " not in lines(data)[0]


ONE_DAY = noon(
    windows=[a_window("MON,TUE", 1, classes=1)], adults=[{"id": "li", "name": "Li", "places": [{"weekdays": "MON"}]}]
)


@pytest.mark.parametrize(
    ("data", "en", "zh"),
    [
        (noon(events=[EVENT]), "needs 2 visits a week for all 2 classes; no place is left.", "每周要排2次，一个位置也没有。"),
        (
            ONE_DAY,
            "2 visits a week for all 2 classes; only 1 place is left.",
            "全部2个班的“Borrowing”每周要排2次，只剩1个位置。",
        ),
        (
            noon(bells=[BELL | {"lunch": "11:55-12:50"}]),
            "“Borrowing” needs 2 visits a week; no place is left.",
            "一个位置也没有",
        ),
    ],
)
def test_what_takes_places_away_says_what_is_needed_and_left(data, en, zh):
    assert en in lines(data)[0]
    assert zh in lines(data, "zh")[0]


def test_a_sum_that_a_shut_window_says_already_is_not_told_again():
    assert [cause.code for cause in of(a_school(ONE_DAY))] == ["window_no_adult", "crowd"]
    assert len(lines(ONE_DAY)) == 1


def test_places_that_several_demands_share_fall_out_once():
    both = {**ONE_DAY, "demands": [borrowing(), borrowing(id="more", name="More")]}
    assert of(a_school(both))[0].params["places"] == "1"
    every_other = {**ONE_DAY, "classes": [{"grade": 3, "count": 5}], "demands": [borrowing(cycle="A/B")]}
    assert of(a_school(every_other))[0].params["places"] == "2"


def test_classes_too_large_for_every_slot_are_named_where_others_fit():
    rooms = [{"id": "lib", "name": "Lib", "heads": 27}]
    classes = [{"grade": 3, "number": 1, "pupils": 24}, {"grade": 3, "number": 2, "pupils": 28}]
    school = a_school(noon(rooms=rooms, classes=classes, windows=[a_window("MON", 2, rooms="lib")]))
    (found, *_) = of(school)
    assert (found.code, found.who) == ("nobody_fits", ("3-2",))
    assert "(Lib takes 27 people, a class has 28)" in cause_text(Names(school, "en"), found)
    assert not of(school.model_copy(update={"rooms": (school.rooms[0].model_copy(update={"heads": 28}),)}))


def test_posts_that_can_be_filled_one_by_one_are_short_together():
    """Three posts with one helper each at one time, and two of five who can come."""
    away = [a_helper(f"h{n}", away="MON") for n in range(3)]
    posts = [a_post(), a_post(id="door", name="Door"), a_post(id="order", name="Order")]
    school = a_school(serving(*away, a_helper("x"), a_helper("y"), posts=posts))
    (found, *_) = of(school)
    assert (found.code, found.params["need"], found.params["capacity"]) == ("away", "3", "2")
    assert "3 needed at once at Desk, Door, Order, but only 2 of 5" in cause_text(Names(school, "en"), found)
    assert Claims(school, AT_FIRST, lambda: 20.0).true_causes([found])


def test_a_round_without_dates_enough_says_how_many_there_are():
    few = [a_window("MON", 1, classes=1, valid_until="2026-03-02")]
    (said, *_) = lines(noon(windows=few, demands=[borrowing(cycle="sliding 2")]))
    assert "“Noon” is open for them on 1 date only, with room for 1." in said


def test_a_pin_is_named_of_a_replan_as_well():
    school = a_school(CASES["pins in one slot"][0])
    unpinned = school.model_copy(update={"demands": tuple(d.model_copy(update={"pins": ()}) for d in school.demands)})
    problem = Problem(school, previous=solved(unpinned))
    assert causes(problem, shortages(problem), balances(problem))[0].code == "pins_full"
