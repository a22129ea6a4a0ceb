"""Where what exists changes, the term falls into stretches; where only times or single days change, it does not."""

import pytest

from planner.models import School
from planner.timeline import Timeline, fitted
from tests.builders import a_helper, a_plan, a_post, a_term, a_window, borrowing, d, reading, serving, v, visiting

MARCH = a_term(end="2026-04-03")
BELLS = [{"periods": {"P1": "08:00-08:40", "P2": "12:00-12:40"}}]


def _cuts(data):
    """First dates of the stretches of the demand after the first, or of the duties where there is none."""
    timeline = Timeline(School.model_validate({"term": MARCH, **data}))
    parts = timeline.stretches["borrow"] if timeline.stretches else timeline.duty_stretches
    return [f"{s.first:%m-%d}" for s in parts[1:]]


def _visiting(**changes):
    return {**visiting(2, **changes), "term": changes.get("term", MARCH)}


def _serving(*helpers, **changes):
    return {**serving(*helpers, **changes), "term": changes.get("term", MARCH)}


@pytest.mark.parametrize(
    ("changes", "cuts"),
    [
        ({}, []),
        ({"windows": [a_window("MON,TUE"), a_window("WED", id="late", valid_until="2026-03-15")]}, ["03-16"]),
        ({"windows": [a_window("MON,TUE"), a_window("WED", id="late", valid_from="2026-03-18")]}, ["03-18"]),
        ({"windows": [a_window("MON,TUE"), a_window("WED", id="late", weeks="3-5")]}, ["03-16"]),
        ({"windows": [a_window("MON,TUE"), a_window("WED", id="late", weeks="1,3,5")]}, []),
        ({"windows": [a_window(changes=[{"valid_from": "2026-03-16", "slots": "12:20-12:35"}])]}, []),
        ({"term": {**MARCH, "closures": [{"dates": "2026-03-09..2026-03-13", "name": "Closed"}]}}, []),
        ({"term": {**MARCH, "days": [{"date": "2026-03-10", "runs_as": "MON"}]}}, []),
        ({"bells": [*BELLS, {"periods": {"P1": "08:10-08:50", "P2": "13:10-13:50"}, "valid_from": "2026-03-16"}]}, []),
        ({"absences": [{"classes": "3-1", "away": [{"dates": "2026-03-16"}]}]}, []),
    ],
    ids=[
        "nothing",
        "a window ends",
        "a window begins in the middle of a week",
        "weeks 3 to 5",
        "every other week",
        "other times",
        "a closed week",
        "a changed day",
        "a bell that only moves times",
        "an absence",
    ],
)
def test_stretches_of_visits(changes, cuts):
    windows = [w["id"] for w in changes.get("windows", [])] or ["noon"]
    assert _cuts(_visiting(demands=[borrowing(windows=windows)], **changes)) == cuts


def test_a_bell_and_a_timetable_make_a_stretch_where_a_class_is_no_longer_free():
    lessons = [{"class": "3-1", "MON": "数学 -"}, {"class": "3-1", "MON": "数学 语文", "valid_from": "2026-03-16"}]
    assert _cuts(_visiting(bells=BELLS, timetable=lessons)) == ["03-16"]
    bells = [*BELLS, {"periods": {"P1": "12:10-12:50"}, "valid_from": "2026-03-23"}]
    assert _cuts(_visiting(bells=bells, timetable=lessons[:1])) == ["03-23"]


def test_stretches_of_lessons_are_those_of_the_timetable():
    lessons = [{"class": "3-1", "MON": "语文 -"}, {"class": "3-1", "MON": "- 语文", "valid_from": "2026-03-16"}]
    data = _visiting(bells=BELLS, timetable=lessons, rooms=[{"id": "lib", "name": "Lib"}], demands=[reading(id="borrow")])
    assert _cuts(data) == ["03-16"]


def test_lessons_change_where_works_in_a_room_begin_or_end_with_the_room_itself():
    """The hall exists until the works in it begin, or from the day after they end: neither is there for lessons during them."""
    lessons = [{"class": "3-1", "MON": "语文 语文"}]

    def cuts(works, **hall):
        rooms = [{"id": "lib", "name": "Lib"}, {"id": "hall", "name": "Hall", **hall}]
        events = [{"id": "works", "name": "Works", "dates": works, "closes_rooms": "hall"}] if works else []
        demands = [reading(id="borrow", rooms=["lib", "hall"])]
        return _cuts(_visiting(bells=BELLS, timetable=lessons, rooms=rooms, events=events, demands=demands))

    assert cuts(None) == []
    assert cuts("2026-03-16..2026-04-03") == ["03-16"]
    assert cuts("2026-03-16..2026-04-03", valid_until="2026-03-15") == ["03-16"]
    assert cuts("2026-03-02..2026-03-15", valid_from="2026-03-16") == ["03-16"]


@pytest.mark.parametrize(
    ("helper", "cuts"),
    [
        ({"valid_until": "2026-03-13"}, ["03-16"]),
        ({"valid_from": "2026-03-10"}, ["03-10"]),
        ({"trainee_until": "2026-03-20"}, ["03-23"]),
        ({"away": [{"dates": "2026-03-16"}]}, []),
        ({"valid_until": "2026-04-20"}, []),
    ],
)
def test_stretches_of_duties(helper, cuts):
    assert _cuts(_serving(a_helper(), a_helper("h2", **helper), windows=[a_window("MON-FRI")])) == cuts


def test_changes_in_neighbouring_weeks_are_each_seen():
    """Week 2 is B and week 3 is A: with nothing that goes by letters a week is compared with the one before."""
    helpers = [a_helper(), a_helper("h2", valid_until="2026-03-06"), a_helper("h3", valid_until="2026-03-13"), a_helper("h4")]
    later = [{**BELLS[0], "valid_from": "2026-03-23"}]
    data = _serving(*helpers, windows=[a_window("MON-FRI")], bells=[*BELLS, *later])
    assert _cuts(data) == ["03-09", "03-16"]


def test_duties_change_with_the_visits_they_follow():
    windows = [a_window("MON,TUE"), a_window("WED", id="late", valid_until="2026-03-15")]
    data = _serving(windows=windows, posts=[a_post(per_classes=1, count=0)], demands=[borrowing(windows=["noon", "late"])])
    timeline = Timeline(School.model_validate({"term": MARCH, **data}))
    assert [s.first for s in timeline.duty_stretches] == [s.first for s in timeline.stretches["borrow"]]


def test_dated_duties_have_no_stretches():
    assert _cuts(_serving(a_helper(), a_helper("h2", valid_until="2026-03-13"), duties={"cycle": "dated"})) == []


def test_turns_of_stretches_keep_their_place_in_the_cycle():
    """A/B goes on: three weeks before, two after."""
    windows = [a_window(), a_window("WED", id="late", valid_until="2026-03-22")]
    data = _visiting(windows=windows, demands=[borrowing(windows=["noon", "late"], cycle="A/B")])
    turns = {t.label: len(t.occasions) for t in Timeline(School.model_validate(data)).turns["borrow"] if t.day == "MON"}
    assert turns == {"A:MON@2026-03-02": 2, "B:MON@2026-03-02": 1, "B:MON@2026-03-23": 1, "A:MON@2026-03-23": 1}


def test_a_plan_that_begins_with_a_change_has_no_stretch_for_it():
    windows = [a_window("MON,TUE"), a_window("WED", id="late", valid_until="2026-03-15")]
    school = School.model_validate(_visiting(windows=windows, demands=[borrowing(windows=["noon", "late"])]))
    assert [s.key for s in Timeline(school, a_plan(since="03-16").effective_from).stretches["borrow"]] == [""]


def test_a_plan_without_stretches_is_meant_for_all_of_them():
    """A plan file from before stretches, or a table that was typed in."""
    windows = [a_window("MON,TUE"), a_window("WED", id="late", valid_until="2026-03-15")]
    data = _visiting(windows=windows, demands=[borrowing(windows=["noon", "late"])])
    timeline = Timeline(School.model_validate(data))
    plan = fitted(timeline, a_plan(v("3-1"), v("3-2", "WED", window="late")))
    assert [(x.visitor, x.turn) for x in plan.visits] == [
        ("3-1", "MON@2026-03-02"),
        ("3-1", "MON@2026-03-16"),
        ("3-2", "WED@2026-03-02"),
    ]
    assert fitted(timeline, plan) == plan
    steady = Timeline(School.model_validate(_visiting()))
    plain = a_plan(v("3-1"), d("h1"))
    assert fitted(steady, plain) is plain


@pytest.mark.parametrize(
    ("changes", "cuts"),
    [
        ({"rooms": [{"id": "a", "name": "A"}, {"id": "b", "name": "B", "valid_until": "2026-03-13"}]}, ["03-16"]),
        ({"rooms": [{"id": "a", "name": "A"}, {"id": "b", "name": "B", "valid_from": "2026-03-18"}]}, ["03-18"]),
        ({"adults": [{"id": "x", "name": "X", "places": [{}]}, {"id": "y", "name": "Y", "places": [{"weekdays": "MON"}]}]}, []),
        (
            {
                "adults": [
                    {"id": "x", "name": "X", "places": [{}], "valid_until": "2026-03-20"},
                    {"id": "y", "name": "Y", "places": [{"weekdays": "MON"}]},
                ]
            },
            ["03-23"],
        ),
        (
            {
                "adults": [
                    {"id": "x", "name": "X", "places": [{}], "away": [{"weeks": "odd"}, {"dates": "2026-03-11"}]},
                    {"id": "y", "name": "Y", "places": [{}], "away": [{"weeks": "even"}], "valid_from": "2026-03-30"},
                ]
            },
            ["03-30"],
        ),
    ],
    ids=["a room ends", "a room begins", "two adults", "an adult leaves", "adults who alternate by weeks"],
)
def test_rooms_and_adults_that_begin_or_end_make_stretches(changes, cuts):
    rooms = changes.get("rooms", [{"id": "a", "name": "A"}])
    window = a_window("MON,TUE", rooms=[r["id"] for r in rooms])
    assert _cuts(_visiting(**{"windows": [window], "rooms": rooms, **changes})) == cuts


def test_posts_that_begin_or_end_make_stretches_of_duties():
    posts = [a_post(), a_post(id="shelves", windows=["noon"], valid_from="2026-03-16", valid_until="2026-03-27")]
    data = _serving(a_helper(), a_helper("h2"), windows=[a_window("MON-FRI")], posts=posts)
    assert _cuts(data) == ["03-16", "03-30"]
    shifts = Timeline(School.model_validate({"term": MARCH, **data})).shifts
    assert {s.stretch for s in shifts if s.post == "shelves"} == {"2026-03-16"}
