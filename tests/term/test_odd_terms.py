"""Facts that solver and checker share, and re-plans, in terms that schools have and generators seldom make.

Each test stands for a small change of the code that nothing else found.
"""

from __future__ import annotations

import pytest

from planner.accounts.accounts import accounts
from planner.changes.diff import apply, diff
from planner.checker import check
from planner.models import Infeasible, Limits, PlannedPresence, Solved
from planner.models.planfile import PlanFile, canonical_plan
from planner.models.term import Term
from planner.sessions.book import Book
from planner.sessions.chapter import Chapter
from planner.sessions.expand import expand
from planner.solver import solve
from planner.timeline import Timeline, days_of
from planner.timeline.workload import fair_shares, term_shares
from tests.builders import (
    a_helper,
    a_plan,
    a_post,
    a_school,
    a_term,
    a_window,
    borrowing,
    d,
    dates,
    lesson,
    reading,
    serving,
    solved,
    v,
    visiting,
)

SIX_WEEKS = a_term(end="2026-04-10")
CAMPUSES = [{"id": "main", "name": "M"}, {"id": "branch", "name": "B"}]


def account(data, plan, demand="borrow"):
    """(promised, held, why not) of 3-1."""
    found = accounts(a_school(data), plan).visit("3-1", demand)
    return found.promised, found.held, [(f"{x.date:%m-%d}", x.reason, x.detail) for x in found.lost]


@pytest.mark.parametrize(
    ("cycle", "turn", "promised"), [("2 weeks", "1/2:MON", 3), ("2 weeks", "2/2:MON", 3), ("3 weeks", "3/3:MON", 2)]
)
def test_weeks_of_a_pattern_are_promised_where_they_come(cycle, turn, promised):
    data = visiting(term=SIX_WEEKS, demands=[borrowing(cycle=cycle)])
    assert account(data, a_plan(v("3-1", turn))) == (promised, promised, [])
    closed = a_term(end="2026-04-10", closures=[{"dates": "2026-03-16", "name": "Holiday"}])
    lost = [("03-16", "closed", "Holiday")] if turn in ("1/2:MON", "3/3:MON") else []
    assert account({**data, "term": closed}, a_plan(v("3-1", turn))) == (promised, promised - len(lost), lost)


def test_a_class_moved_in_a_block_of_three_weeks_comes_once_in_it():
    data = visiting(term=SIX_WEEKS, demands=[borrowing(cycle="3 weeks")])
    book = Book(PlanFile(school=a_school(data), plan=a_plan(v("3-1", "1/3:MON"))))
    later = book.followed_by(book.school, a_plan(v("3-1", "3/3:MON"), since="03-09"))
    assert [f"{s.date:%m-%d}" for s in later.term.sessions] == ["03-02", "04-06"]
    across = book.followed_by(book.school, a_plan(v("3-1", "2/3:MON"), since="03-23"))
    assert [f"{s.date:%m-%d}" for s in across.term.sessions] == ["03-02", "03-30"]


@pytest.mark.parametrize(("cycle", "turn"), [("sliding", "#1"), ("dated", "2026-03-09")])
def test_why_a_visit_of_a_round_or_of_a_date_is_lost(cycle, turn):
    away = [{"classes": "3-1", "away": [{"dates": "2026-03-09"}], "what": "trip"}]
    data = visiting(demands=[borrowing(cycle=cycle)], absences=away)
    assert account(data, a_plan(v("3-1", turn)))[2] == [("03-09", "away", "trip")]


def test_of_two_days_of_one_label_in_a_week_the_promised_one_says_why():
    """Neither the Monday nor the Saturday that runs as Monday is held: what is told is the Monday's reason."""
    event = [{"id": "e", "name": "Fair", "dates": "2026-03-09", "closes_windows": "noon"}]
    saturday = a_term(end="2026-03-14", days=[{"date": "2026-03-14", "runs_as": "MON", "confirmed": False}])
    assert account(visiting(term=saturday, events=event), a_plan(v("3-1")))[2] == [("03-09", "event", "e")]


def test_a_date_that_runs_its_weekday_of_another_week_is_a_changed_day():
    days = {f"{x.date:%m-%d}": x for x in days_of(Term.model_validate(a_term(days=[{"date": "2026-03-10", "week": 1}])))}
    assert (days["03-10"].label, days["03-10"].parity, days["03-10"].changed) == ("TUE", "A", True)
    assert not days["03-09"].changed
    data = visiting(
        windows=[a_window("TUE")], demands=[borrowing(cycle="A/B")], term=a_term(days=[{"date": "2026-03-10", "week": 1}])
    )
    assert [s.runs_as for s in expand(a_school(data), a_plan(v("3-1", "A:TUE"))).sessions] == [None, "TUE"]


def two_campuses(**helper):
    """One post on each campus: on Mondays on the main one, on five days at the branch; a helper each."""
    return serving(
        a_helper("h1", "5-1"),
        a_helper("h2", "5-2", **helper),
        campuses=CAMPUSES,
        classes=[{"grade": 5, "number": 1, "campus": "main"}, {"grade": 5, "number": 2, "campus": "branch"}],
        windows=[a_window(campus="main"), a_window("MON-FRI", id="there", campus="branch")],
        posts=[a_post(), a_post(id="other", windows="there")],
    )


def test_each_campus_shares_its_own_duties_over_the_term():
    school = a_school(two_campuses())
    timeline = Timeline(school)
    assert term_shares(timeline) == {"h1": 2, "h2": 10}
    assert fair_shares(timeline) == {"h1": 1, "h2": 5}


def test_a_helper_of_one_campus_is_there_on_the_dates_of_that_campus():
    """Two helpers of the main campus, one of them from the second week on: dates of the branch say nothing about them."""
    data = two_campuses() | {"windows": [a_window("MON,TUE", campus="main"), a_window("THU,FRI", id="there", campus="branch")]}
    data["helpers"] = [a_helper("h1"), a_helper("h2"), a_helper("h3", valid_from="2026-03-10")]
    data["classes"] = [{"grade": 5, "number": 1, "campus": "main"}, {"grade": 5, "number": 2, "campus": "branch"}]
    data["posts"] = [a_post(count=5), a_post(id="other", windows="there")]
    school = a_school(data)
    shares = term_shares(Timeline(school))
    # 20 duties on 4 dates; there on 4, 4 and 1 of them.
    assert [shares["h1"], shares["h3"]] == [20 * 4 // 9, 20 * 1 // 9]


def test_a_campus_with_trainees_only_has_no_share():
    school = a_school(two_campuses(trainee=True))
    assert fair_shares(Timeline(school))["h2"] == 0


def test_an_escort_has_its_places_where_its_classes_come():
    """In no other window of the school."""
    data = serving(
        demands=[borrowing(classes="5-1")],
        windows=[a_window(), a_window("TUE", id="late"), a_window("WED", id="free", booked=False)],
        posts=[a_post(windows=["noon", "late"]), a_post(id="walk", windows=None, escort={"demand": "borrow"})],
    )
    shifts = Timeline(a_school(data)).shifts
    assert {s.window for s in shifts if s.post == "walk"} == {"noon"}
    assert {s.window for s in shifts if s.post == "desk"} == {"noon", "late"}


def test_a_window_with_lengths_and_no_time_never_opens():
    """Models alone let it through (the reader of school files names it)."""
    window = {k: x for k, x in a_window().items() if k != "slots"} | {"slot_minutes": [15]}
    timeline = Timeline(a_school(visiting(windows=[window])))
    assert not timeline.openings.held
    assert {n.reason for n in timeline.openings.not_held} == {"no_bell"}


def test_a_lesson_goes_on_after_a_date_without_its_period():
    """On 9 March the bell of grade 3 drops the period; the lessons before and after it are there."""
    data = visiting(
        term=a_term(end="2026-03-20"),
        classes=[{"grades": "3-4", "count": 1}],
        rooms=[{"id": "lib", "name": "Lib"}],
        demands=[reading(classes="3-1")],
        windows=[],
        bells=[
            {"periods": {"P1": "08:00-08:40"}},
            {"periods": {"P2": "09:00-09:40"}, "grades": 3, "valid_from": "2026-03-09", "valid_until": "2026-03-09"},
        ],
        timetable=[{"class": "3-1", "MON": "语文"}],
    )
    school = a_school(data)
    assert [f"{s.date:%m-%d}" for s in expand(school, a_plan(lesson("3-1", "MON"))).sessions] == ["03-02", "03-16"]


def test_a_room_on_the_other_campus_is_no_place_for_a_lesson():
    """Solver and checker agree: nothing can be planned, rather than a plan that breaks a rule."""
    data = visiting(
        campuses=CAMPUSES,
        classes=[{"grade": 3, "count": 1, "campus": "main"}],
        rooms=[{"id": "lib", "name": "Lib", "campus": "branch"}],
        demands=[reading()],
        windows=[],
        bells=[{"periods": {"P1": "08:00-08:40"}}],
        timetable=[{"class": "3-1", "MON": "语文"}],
    )
    assert isinstance(solve(a_school(data), Limits(seconds=20)), Infeasible)
    (breach,) = [b for b in check(a_school(data), a_plan(lesson("3-1", "MON"))).breaches if b.rule == "eligible"]
    assert breach.subject == "3-1"
    assert isinstance(solve(a_school({**data, "rooms": [{"id": "lib", "name": "Lib", "campus": "main"}]})), Solved)


def test_escorts_of_two_windows_of_a_day_fetch_the_classes_of_their_own_window():
    data = visiting(
        classes=[{"grades": "3", "count": 2}, {"grades": "5", "count": 1}],
        windows=[a_window(classes=1), a_window(id="late", classes=1) | {"slots": ["16:00-16:15"]}],
        demands=[
            borrowing(
                classes=["3-1", "3-2"],
                windows=["noon", "late"],
                pins=[{"classes": "3-1", "windows": "late"}, {"classes": "3-2", "windows": "noon"}],
            )
        ],
        posts=[a_post(id="walk", windows=None, escort={"demand": "borrow"})],
        helpers=[a_helper("h1", away=[{"windows": "late"}]), a_helper("h2", away=[{"windows": "noon"}])],
    )
    school = a_school(data)
    plan = solved(school)
    assert {x.helper: x.escorts for x in plan.duties} == {"h1": "3-2", "h2": "3-1"}
    assert {s.helper: s.visitor for s in expand(school, plan).sessions if s.category == "DUTY"} == {"h1": "3-2", "h2": "3-1"}
    assert check(school, plan).ok


def test_a_pin_of_a_demand_that_is_over_stands_in_nobodys_way():
    """Visits end on 6 March. Planned again from the 9th on, with a class that was not there before: nothing is due."""
    pins = [{"grades": 3, "weekdays": "MON"}]
    data = visiting(2, demands=[borrowing(pins=pins, valid_until="2026-03-06"), borrowing(id="more", classes="4-1")])
    data["classes"] = [{"grades": 3, "count": 2}, {"grades": 4, "count": 1}]
    previous = a_plan(v("3-1"), v("4-1", demand="more"))
    outcome = solve(a_school(data), Limits(seconds=20), since=dates("03-09")[0], previous=previous)
    assert isinstance(outcome, Solved)
    assert [x.visitor for x in outcome.plan.visits] == ["4-1"]


def test_a_visit_in_a_window_that_has_ended_is_settled_though_another_one_of_the_day_goes_on():
    data = visiting(
        2,
        windows=[a_window(classes=1, valid_until="2026-03-06"), a_window(id="late", classes=1) | {"slots": ["16:00-16:15"]}],
        demands=[borrowing(windows=["noon", "late"])],
    )
    previous = a_plan(v("3-1"), v("3-2", window="late"))
    outcome = solve(a_school(data), Limits(seconds=20), since=dates("03-09")[0], previous=previous)
    assert isinstance(outcome, Solved)
    assert [(x.visitor, x.window) for x in outcome.plan.settled] == [("3-1", "noon")]
    assert check(a_school(data), outcome.plan, previous).ok


def test_breaches_say_where():
    """Kept visits of two demands of a class are two breaches, and say of which; an unsuitable helper's says at which post."""
    data = visiting(windows=[a_window("MON,TUE"), a_window("MON,TUE", id="late")])
    data["demands"] = [borrowing(), borrowing(id="more", windows="late")]
    rules = {"kept_visits": "hard", "one_visit_a_day": "off"}
    old = a_plan(v("3-1"), v("3-1", "TUE", demand="more", window="late"))
    new = a_plan(v("3-1", "TUE"), v("3-1", "MON", demand="more", window="late"))
    found = [b for b in check(a_school(data, **rules), new, old).breaches if b.rule == "kept_visits"]
    assert [(b.subject, b.amount, b.detail) for b in found] == [("3-1", 1, "borrow"), ("3-1", 1, "more")]
    trained = a_school(serving(posts=[a_post(trained=True)]))
    (breach,) = check(trained, a_plan(d("h1"))).breaches
    assert (breach.rule, breach.detail) == ("helper_suitable", "desk MON noon")


def test_changes_of_the_adults_make_the_new_plan_of_the_old_one():
    data = visiting(windows=[a_window("MON,TUE")], adults=[{"id": a, "name": a, "places": [{}]} for a in "ab"])
    school = a_school(data)
    presences = {a: [PlannedPresence(adult=a, window="noon", day=x, present=("a", "b")) for x in ("MON", "TUE")] for a in "ab"}
    old = a_plan(v("3-1"), *presences["a"])
    new = a_plan(v("3-1"), presences["a"][0], presences["b"][1])
    changes = diff(Chapter(school, old), Chapter(school, new))
    changed = {(c.kind, c.presence.adult, c.presence.day) for c in changes.presences}
    assert changed == {("removed", "a", "TUE"), ("added", "b", "TUE")}
    assert apply(changes, old) == canonical_plan(new)
