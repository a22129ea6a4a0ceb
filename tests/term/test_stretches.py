"""Schools whose windows, helpers and bells change in the term are planned at once: each stretch has its own pattern."""

import datetime as dt
from collections import Counter

import pytest

from planner.accounts.report import term_report
from planner.checker import check
from planner.models import Infeasible, Limits, School, Solved
from planner.models.planfile import PlanFile
from planner.sessions.book import Book
from planner.sessions.expand import expand
from planner.solver import solve
from planner.solver.whatif.whatif import WhatIf
from planner.timeline import Timeline, fitted
from tests.builders import (
    SLOTS,
    a_helper,
    a_plan,
    a_post,
    a_term,
    a_window,
    borrowing,
    d,
    is_impossible,
    reading,
    solved,
    v,
    visiting,
)

TERM = {"id": "t", "school_year": "2026-27", "name": "t", "start": "2026-09-07", "end": "2026-11-27"}


def _seasons(cycle, **changes):
    """One Monday place in autumn, one in winter, two classes."""
    return School.model_validate(
        {
            **visiting(2),
            "term": TERM,
            "windows": [
                a_window(id="autumn", classes=1, valid_until="2026-10-16"),
                a_window(id="winter", classes=1, valid_from="2026-10-17") | {"slots": ["12:30-12:50"]},
            ],
            "demands": [borrowing(windows=["autumn", "winter"], cycle=cycle)],
            **changes,
        }
    )


def _held(school, plan):
    return Counter(s.visitor for s in expand(school, plan).published if s.category == "BORROWING")


def test_a_place_in_one_season_does_not_serve_the_other():
    outcome = solve(_seasons("weekly"), Limits(seconds=20))
    assert isinstance(outcome, Infeasible)
    assert [(s.code, s.need, s.capacity, s.params["since"]) for s in outcome.shortages] == [
        ("visits_over_slots", 2, 1, "2026-09-07"),
        ("visits_over_slots", 2, 1, "2026-10-19"),
    ]


def test_two_seasons_and_alternate_weeks_give_everybody_the_same():
    school = _seasons("A/B")
    plan = solved(school)
    assert _held(school, plan) == {"3-1": 6, "3-2": 6}
    accounts = term_report(Book(PlanFile(school=school, plan=plan))).visits
    assert [(a.promised, a.held, a.owed) for a in accounts] == [(6, 6, 0)] * 2


def test_neighbouring_stretches_are_alike():
    """Wednesday ends; those who came then move, and nobody else does."""
    windows = [a_window("MON,TUE", classes=2), a_window("WED", id="late", classes=2, valid_until="2026-10-16")]
    school = _seasons(
        "weekly",
        classes=[{"grade": 3, "count": 4, "pupils": 30}],
        windows=windows,
        demands=[borrowing(windows=["noon", "late"])],
    )
    plan = solved(school)
    by_class = {c: {x.turn.partition("@")[0] for x in plan.visits if x.visitor == c} for c in school.class_by_id}
    assert all(len(days) == 1 or "WED" in days for days in by_class.values())
    assert check(school, plan).cost == plan.cost


def test_a_helper_who_leaves_serves_a_share_until_then_and_others_after():
    school = School.model_validate(
        {
            **visiting(2),
            "term": TERM,
            "windows": [a_window("MON,TUE")],
            "posts": [a_post()],
            "helpers": [a_helper("a", "3-1"), a_helper("b", "3-2"), a_helper("c", "3-2", valid_until="2026-11-13")],
            "duties": {"max_per_week": 2},
        }
    )
    plan = solved(school)
    served = Counter(s.helper for s in expand(school, plan).published if s.category == "DUTY")
    assert served["c"] == 10
    assert sorted(served.values()) == [4, 10, 10]
    assert {d.turn.partition("@")[2] for d in plan.duties if d.helper == "c"} == {"2026-09-07"}
    assert WhatIf(school, plan).holds, "what changes between stretches is no change of the plan"


def test_half_term_in_alternate_weeks_loses_no_visit_that_could_be_held():
    """Twelve classes, two places a day, a week and a day off: the ten days with most dates are taken."""
    closures = [{"dates": "2026-10-26..2026-10-30", "name": "Half-term"}, {"dates": "2026-11-02", "name": "INSET"}]
    school = School.model_validate(
        {
            **visiting(12),
            "term": {**TERM, "start": "2026-09-03", "end": "2026-12-18", "closures": closures},
            "windows": [a_window("MON-FRI", classes=1) | {"slots": SLOTS[:2]}],
            "demands": [borrowing(cycle="A/B")],
        }
    )
    plan = solved(school)
    held = _held(school, plan)
    assert (sum(held.values()), min(held.values()), max(held.values()), plan.cost) == (92, 7, 8, 0)


def test_a_change_in_the_middle_of_a_week_gives_nobody_a_second_visit():
    """A window begins on a Wednesday: what a class gains or loses in that week is no reason to move it."""
    windows = [a_window("MON,TUE", classes=1), a_window("THU,FRI", id="late", classes=1, valid_from="2026-10-14")]
    school = _seasons("weekly", windows=windows, demands=[borrowing(windows=["noon", "late"])])
    plan = solved(school)
    assert {x.turn.partition("@")[0] for x in plan.visits} == {"MON", "TUE"}


@pytest.mark.parametrize("cycle", ["weekly", "A/B", "2 weeks", "sliding 4"])
def test_uids_are_one_for_each_session_over_all_stretches(cycle):
    windows = [a_window("MON,TUE", classes=2), a_window("WED", id="late", classes=2, valid_until="2026-10-14")]
    school = _seasons(cycle, windows=windows, demands=[borrowing(windows=["noon", "late"], cycle=cycle)])
    outcome = solve(school, Limits(seconds=20))
    assert isinstance(outcome, Solved)
    sessions = expand(school, outcome.plan).sessions
    assert len({s.uid for s in sessions}) == len(sessions)
    assert sum(a.held + a.extra for a in term_report(Book(PlanFile(school=school, plan=outcome.plan))).visits) == len(sessions)


def test_a_plan_from_before_stretches_is_judged_in_all_of_them():
    windows = [a_window("MON,TUE", classes=1), a_window("WED", id="late", classes=1, valid_until="2026-03-06")]
    data = visiting(2, windows=windows, demands=[borrowing(windows=["noon", "late"])]) | {"term": a_term(end="2026-03-27")}
    school = School.model_validate(data)
    assert check(school, a_plan(v("3-1"), v("3-2", "TUE"))).ok
    broken = check(school, a_plan(v("3-1"), v("3-2", "WED", window="late"))).breaches
    assert [(b.rule, b.subject) for b in broken] == [("demand_met", "3-2 borrow 2026-03-09")]


def test_a_round_that_slides_over_one_window_less_is_spread_from_reading_by_its_weekday():
    """While two weekdays alternate a turn of the round has no weekday; afterwards it has one, near to reading or not."""
    windows = [a_window("MON", classes=1), a_window("TUE", id="late", classes=1, valid_until="2026-10-14")]
    school = _seasons(
        "sliding 2",
        windows=windows,
        rooms=[{"id": "lib", "name": "Lib"}],
        bells=[{"periods": {"P1": "08:00-08:40"}}],
        timetable=[{"class": c, "WED": "语文", "TUE": "语文"} for c in ("3-1", "3-2")],
        demands=[borrowing(windows=["noon", "late"], cycle="sliding 2"), reading()],
        min_gap_days=2,
    )
    plan = solved(school)
    assert check(school, plan).cost == plan.cost


def test_a_stretch_in_which_nobody_serves_is_none_in_which_everybody_goes_on():
    """The escort of the only visit leaves after it; the plan says that nothing is planned in the second stretch."""
    helpers = [a_helper("a", "3-2", valid_until="2026-10-16"), a_helper("b", "3-2", valid_from="2026-10-17")]
    windows = [a_window("MON,TUE", valid_until="2026-11-20")]
    school = _seasons("weekly", windows=windows, demands=[borrowing()], posts=[a_post(count=0)], helpers=helpers)
    plan = solved(school)
    assert plan.stretches == {"": ("2026-09-07", "2026-10-19")}
    one = plan.model_copy(update={"duties": (d("a", "MON@2026-09-07"),)})
    assert [x.turn for x in fitted(Timeline(school), one).duties] == ["MON@2026-09-07"]


def test_a_room_that_ends_is_used_until_then_and_not_after():
    """Two rooms for two classes at once; when one ends, one class moves to the other day, and nothing is lost."""
    rooms = [{"id": "a", "name": "A"}, {"id": "b", "name": "B", "valid_until": "2026-10-16"}]
    windows = [a_window("MON,TUE", rooms=["a", "b"])]
    school = _seasons("weekly", rooms=rooms, windows=windows, demands=[borrowing()])
    plan = solved(school)
    sessions = [s for s in expand(school, plan).published if s.category == "BORROWING"]
    assert len(sessions) == 24
    assert all("b" not in s.rooms for s in sessions if s.date.isoformat() > "2026-10-16")
    later = {x.turn.partition("@")[0] for x in plan.visits if x.stretch == "2026-10-19"}
    assert later == {"MON", "TUE"}
    assert check(school, a_plan(v("3-1", room="a"), v("3-2", room="b"))).breaches


@pytest.mark.parametrize("cycle", ["weekly", "A/B", "2 weeks"])
def test_lessons_go_on_without_their_only_room_only_when_they_are_said_to_end(cycle):
    """In a stretch without a room nobody is served: refused, when re-planned too, unless the lessons end with the room."""
    rooms = [{"id": "lib", "name": "Lib", "valid_until": "2026-10-16"}]
    rows = [{"class": c, "MON": "语文", "TUE": "语文"} for c in ("3-1", "3-2")]
    base = {"rooms": rooms, "windows": [a_window("MON,TUE")], "bells": [{"periods": {"P1": "08:00-08:40"}}], "timetable": rows}
    lesson = reading(accompany="nobody", cycle=cycle)
    assert is_impossible(_seasons("weekly", **base, demands=[lesson]))
    ending = _seasons("weekly", **base, demands=[lesson | {"valid_until": "2026-10-16"}])
    plan = solved(ending)
    assert {x.visitor for x in plan.visits} == {"3-1", "3-2"}
    going_on = _seasons("weekly", **base, demands=[lesson])
    late = solve(going_on, Limits(seconds=20), since=dt.date(2026, 10, 26), previous=plan)
    assert isinstance(late, Infeasible)


def test_a_plan_is_changed_in_a_stretch_in_which_a_class_has_come_already():
    """From Tuesday on Monday's class owes no visit in the first stretch and one a week in the second."""
    school = School.model_validate(
        {
            **visiting(2),
            "term": a_term(end="2026-03-20", closures=[{"dates": ["2026-03-09"], "name": "Holiday"}]),
            "windows": [a_window("MON,TUE", 2, rooms="lib")],
            "rooms": [{"id": "lib", "name": "Lib", "classes": 1}],
            "bells": [
                {"periods": {"P1": "08:00-08:40", "P2": "12:20-13:00"}},
                {"periods": {"P1": "08:00-08:40"}, "valid_from": "2026-03-11"},
            ],
            "timetable": [
                {"class": "3-1", "MON": "语文 -", "TUE": "语文 -"},
                {"class": "3-2", "MON": "- 数学", "TUE": "语文 -"},
            ],
        }
    )
    first = solved(school)
    again = solve(school, Limits(seconds=20), since=dt.date(2026, 3, 9), previous=first)
    assert isinstance(again, Solved)
    assert check(school, again.plan, first).breaches == ()


def test_when_the_only_adult_of_a_day_leaves_nobody_is_planned_there_any_more():
    adults = [
        {"id": "x", "name": "X", "places": [{"weekdays": "TUE"}], "valid_until": "2026-10-16"},
        {"id": "y", "name": "Y", "places": [{"weekdays": "MON"}]},
    ]
    school = _seasons("weekly", windows=[a_window("MON,TUE", classes=2)], demands=[borrowing()], adults=adults)
    plan = solved(school)
    assert {x.turn.partition("@")[0] for x in plan.visits if x.stretch == "2026-10-19"} == {"MON"}
    accounts = term_report(Book(PlanFile(school=school, plan=plan))).visits
    assert [(a.promised, a.held, a.owed) for a in accounts] == [(12, 12, 0)] * 2


def test_a_duty_beside_the_visits_of_two_stretches_serves_both():
    """Wednesday ends in October and a helper leaves in November: one stretch of duties lies beside two of the visits."""
    school = _seasons(
        "weekly",
        classes=[{"grade": 3, "count": 1, "pupils": 30}],
        windows=[a_window("MON"), a_window("WED", id="late", valid_until="2026-10-16")],
        demands=[borrowing(windows=["noon", "late"], bans=[{"weekdays": "WED"}])],
        posts=[a_post()],
        helpers=[a_helper("a", "3-1"), a_helper("b", "3-1", valid_until="2026-11-06")],
        rules={"fair_duties": {"mode": "off"}},
    )
    timeline = Timeline(school)
    assert [s.key for s in timeline.stretches["borrow"]] == ["2026-09-07", "2026-10-19"]
    assert [s.key for s in timeline.duty_stretches] == ["2026-09-07", "2026-11-09"]
    assert solved(school).cost == 0, "the class finds one of its own helpers whenever it comes"


REPAIR = {"id": "repair", "name": "Repair", "dates": "2026-10-12..2026-10-30"}


def test_a_room_that_an_event_takes_for_weeks_is_planned_around():
    """Two classes at once on Monday, each in its room; while one is being painted, one class comes on Tuesday instead."""
    rooms = [{"id": "a", "name": "A", "classes": 1}, {"id": "b", "name": "B", "classes": 1}]
    windows = [a_window("MON,TUE", rooms=["a", "b"])]
    prefer = [{"weekdays": "MON", "cost": 9}]
    demands = [borrowing(prefer=prefer)]
    painted = [REPAIR | {"closes_rooms": "b"}]
    free = {"kept_visits": {"mode": "off"}, "kept_weekdays": {"mode": "off"}}
    school = _seasons("weekly", rooms=rooms, windows=windows, demands=demands, events=painted, rules=free)
    plan = solved(school)
    assert [s.key for s in Timeline(school).stretches["borrow"]] == ["2026-09-07", "2026-10-12", "2026-11-02"]
    assert _held(school, plan) == {"3-1": 12, "3-2": 12}
    days = {key: sorted(x.turn.partition("@")[0] for x in plan.visits if x.stretch == key) for key in plan.stretches["borrow"]}
    assert days == {"2026-09-07": ["MON", "MON"], "2026-10-12": ["MON", "TUE"], "2026-11-02": ["MON", "MON"]}
    week = [REPAIR | {"closes_rooms": "b", "dates": "2026-10-12..2026-10-16"}]
    short = _seasons("weekly", rooms=rooms, windows=windows, demands=demands, events=week)
    assert len(Timeline(short).stretches["borrow"]) == 1


def test_where_an_event_leaves_nothing_there_is_no_stretch_and_the_visits_are_lost_with_that_reason():
    school = _seasons(
        "weekly", windows=[a_window("MON,TUE")], demands=[borrowing()], events=[REPAIR | {"closes_windows": "noon"}]
    )
    assert len(Timeline(school).stretches["borrow"]) == 1
    accounts = term_report(Book(PlanFile(school=school, plan=solved(school)))).visits
    assert [(a.promised, a.held, [x.reason for x in a.lost]) for a in accounts] == [(12, 9, ["event"] * 3)] * 2
