"""A plan changed in the middle of a week: what its helpers and adults have done in that week by then counts."""

import pytest

import planner
from planner.checker import check
from planner.models import Infeasible, Limits, Solved
from planner.models.planfile import PlanFile, Substitution
from planner.models.session import Session
from planner.outputs.explanations.explanation_text import explanation_text
from planner.sessions.book import Book
from planner.sessions.served import served_before
from planner.solver import Standing, explain, is_feasible, solve
from planner.timeline import Timeline, duty_shares
from tests.builders import a_helper, a_plan, a_school, a_term, a_window, d, dates, serving

THURSDAY = dates("03-05")[0]
ADULTS = [{"id": "L", "name": "L", "places": [{}], "max_windows_per_week": 2}, {"id": "M", "name": "M", "places": [{}]}]


def school_of(days="MON,TUE,THU,FRI", helpers=("a", "b", "c", "d"), **changes):
    data = serving(*(a_helper(h) for h in helpers), windows=[a_window(days)], term=a_term(end="2026-03-20"), **changes)
    return a_school(data, kept_helpers="soft")


def book_of(school, *helpers, days=("MON", "TUE", "THU", "FRI")):
    return Book(PlanFile(school=school, plan=a_plan(*(d(h, day) for h, day in zip(helpers, days, strict=True)))))


def after(book, school, since=THURSDAY):
    outcome = solve(school, Limits(seconds=20), since=since, previous=book.plan, past=book.past(since))
    assert isinstance(outcome, Solved), outcome
    return outcome.plan


def on(plan):
    return {x.turn.partition("@")[0]: x.helper for x in plan.duties}


def test_duties_held_in_the_week_count_towards_its_limit():
    """c leaves on Wednesday. Of those who may serve once a week a and b have served already: only e is left for Thursday."""
    once = {"max_per_week": 1}
    book = book_of(school_of(duties=once), "a", "b", "c", "d")
    changed = school_of(helpers=("a", "b", "d", "e"), days="THU,FRI", duties=once)
    plan = after(book, changed)
    assert on(plan) == {"THU": "e", "FRI": "d"}
    assert [(s.helper, s.date.day, s.turn) for s in plan.served] == [("a", 2, "MON"), ("b", 3, "TUE")]
    for helper in "ab":
        again = plan.model_copy(update={"duties": (d(helper, "THU"), d("d", "FRI"))})
        assert [(b.rule, b.subject, b.amount, b.detail) for b in check(changed, again).breaches] == [
            ("duty_max", helper, 1, "w1")
        ]
    without = school_of(helpers=("a", "b", "d"), days="THU,FRI", duties=once)
    past = book.past(THURSDAY)
    assert isinstance(solve(without, Limits(seconds=20), since=THURSDAY, previous=book.plan, past=past), Infeasible)
    assert is_feasible(without, 20, Standing(THURSDAY, book.plan))
    assert is_feasible(without, 20, Standing(THURSDAY, book.plan, past)) is False
    assert explain(without, 10, Standing(THURSDAY, book.plan, past)).unplaced


def test_where_only_this_week_is_too_full_the_next_one_is_offered():
    """From now on b comes on Mondays and a on Thursdays: who has served on this Monday cannot on this Thursday."""
    once = {"max_per_week": 1}
    book = book_of(school_of("MON,THU", "ab", duties=once), "a", "b", days=("MON", "THU"))
    helpers = (a_helper("a", away=[{"weekdays": "MON"}]), a_helper("b", away=[{"weekdays": "THU"}]))
    school = a_school(serving(*helpers, windows=[a_window("MON,THU")], term=a_term(end="2026-03-20"), duties=once))
    found = planner.replan(book, school, dates("03-04")[0], seconds=20)
    why = found.why(20)
    assert (found.status, why.later) == ("INFEASIBLE", dates("03-09")[0])
    words = [line for section in explanation_text(school, why, "en") for line in section.lines if section.key == "later"]
    assert words[0].startswith("From Mon 9 Mar on there is a plan")
    assert planner.replan(book, school, why.later, seconds=20).status == "OPTIMAL"


def test_nobody_serves_on_the_first_day_after_a_duty_of_the_day_before():
    """Where nobody serves two days running, whoever had Tuesday does not take over Wednesday; Monday's may."""
    rest = {"consecutive_days": False, "max_per_week": None}
    book = book_of(school_of("MON,TUE,WED", "abc", duties=rest), "a", "b", "c", days=("MON", "TUE", "WED"))
    wednesday = dates("03-04")[0]
    changed = school_of("TUE,WED", "ab", duties=rest)
    outcome = after(book, changed, wednesday)
    assert on(outcome)["WED"] == "a"
    tired = outcome.model_copy(update={"duties": (d("b", "WED"), d("a", "TUE"))})
    found = [(b.rule, b.subject, b.dates) for b in check(changed, tired).breaches]
    assert found == [("no_consecutive", "b", dates("03-03"))]


def test_what_stays_as_it_is_can_always_stay():
    """Also when somebody stood in and has more than the limit by now: the plan breaks no more than it adds."""
    school = school_of(helpers="abcd", duties={"max_per_week": 2})
    book = book_of(school, "a", "b", "a", "d")
    stands_in = Substitution(date=dates("03-03")[0], post="desk", window="noon", slot=None, helper="b", substitute="a")
    helped = Book(book.planfile.model_copy(update={"substitutions": (stands_in,)}))
    for since in dates("03-04", "03-05"):
        assert on(after(helped, school, since)) == {"MON": "a", "TUE": "b", "THU": "a", "FRI": "d"}
    friday = dates("03-06")[0]
    plan = after(helped, school, friday)
    assert on(plan) == {"MON": "a", "TUE": "b", "THU": "a", "FRI": "d"}
    assert [(s.helper, s.turn) for s in plan.served] == [("a", "MON"), ("a", "THU")], "two are the limit: more is not counted"
    more = plan.model_copy(update={"duties": (*plan.duties[:3], d("a", "FRI"))})
    assert ("duty_max", "a", 1) in [(b.rule, b.subject, b.amount) for b in check(school, more).breaches if b.detail == "w1"]


def test_who_stood_in_counts_as_far_as_the_own_duties_leave_room():
    """b did a's Monday too and is to come on Tuesday: with two a week nothing is left for b on Friday."""
    school = school_of(helpers="abcd", duties={"max_per_week": 2})
    book = book_of(school, "a", "b", "c", "d")
    stands_in = Substitution(date=dates("03-02")[0], post="desk", window="noon", slot=None, helper="a", substitute="b")
    helped = Book(book.planfile.model_copy(update={"substitutions": (stands_in,)}))
    assert [(s.helper, s.turn) for s in helped.past(dates("03-03")[0]).served] == [("b", "2026-03-02")]
    plan = after(helped, school, dates("03-03")[0])
    more = plan.model_copy(
        update={"duties": tuple(x.model_copy(update={"helper": "b"}) if x.turn == "FRI" else x for x in plan.duties)}
    )
    assert [(b.rule, b.subject, b.detail) for b in check(school, more).breaches] == [("duty_max", "b", "w1")]


def test_a_make_up_day_that_runs_a_day_of_the_same_week_once_more_is_no_further_duty():
    days = [{"date": "2026-03-07", "runs_as": "MON", "confirmed": True}]
    school = a_school(
        serving(a_helper("a"), term=a_term(end="2026-03-20", days=days), duties={"max_per_week": 1}), kept_helpers="soft"
    )
    book = book_of(school, "a", days=("MON",))
    assert on(after(book, school)) == {"MON": "a"}


def test_windows_kept_open_in_the_week_count_towards_the_limit_of_an_adult():
    data = serving(a_helper("a"), windows=[a_window("MON,TUE,THU")], posts=[], helpers=[], adults=ADULTS)
    school = a_school({**data, "term": a_term(end="2026-03-20")})
    first = after(Book(PlanFile(school=school, plan=a_plan())), school, dates("03-02")[0])
    kept = first.model_copy(
        update={
            "presences": tuple(c.model_copy(update={"adult": "L" if c.day != "THU" else "M"}) for c in first.presences)
        }
    )
    book = Book(PlanFile(school=school, plan=kept))
    plan = after(book, school)
    assert plan.kept_open == {"L": 2}
    assert {c.day: c.adult for c in plan.presences}["THU"] == "M"
    wrong = plan.model_copy(
        update={"presences": tuple(c.model_copy(update={"adult": "L"}) for c in plan.presences if c.day == "THU")}
    )
    assert ("adult_there", "L", "w1") in [(b.rule, b.subject, b.detail) for b in check(school, wrong).breaches]


def test_what_each_has_done_in_the_term_counts_where_dates_are_shared():
    """a has served four times and b never: both duties that are left fall to b. c, who is new, has no part of those four."""
    for duties in ({"share": "term", "max_per_week": 2}, {"cycle": "dated", "max_per_week": 2}):
        term = a_term(end="2026-03-20")
        data = serving(a_helper("a"), a_helper("b"), windows=[a_window("MON,TUE")], term=term, duties=duties)
        school, since = a_school(data, fair_duties="soft"), dates("03-16")[0]
        turns = ("MON", "TUE") if "share" in duties else ("2026-03-02", "2026-03-03", "2026-03-09", "2026-03-10")
        book = book_of(school, *("a" for _ in turns), days=turns)
        past = book.past(since)
        assert past.done == {"a": 4, "b": 0}
        outcome = solve(school, Limits(seconds=20), since=since, past=past)
        assert isinstance(outcome, Solved)
        assert [x.helper for x in outcome.plan.duties] == ["b", "b"]
        joined = a_school({**data, "helpers": [*data["helpers"], a_helper("c")]}, fair_duties="soft")
        assert duty_shares(Timeline(joined, since), past.done) == {"a": -2, "b": 2, "c": 0}


@pytest.mark.parametrize(
    ("stood_in", "own", "in_a_row", "counts"),
    [
        ("03-04", "03-05", False, False),
        ("03-04", "03-06", False, True),
        ("03-03", "03-05", False, True),
        ("03-04", "03-05", True, True),
    ],
)
def test_who_stood_in_on_the_day_before_keeps_the_own_duty_of_the_first_day(stood_in, own, in_a_row, counts):
    """Only there would two days in a row make the plan that goes on impossible."""
    school = a_school(serving(a_helper(), a_helper("h2"), duties={"max_per_week": None, "consecutive_days": in_a_row}))
    done, to_come = (dates(day)[0] for day in (stood_in, own))
    mine = {"category": "DUTY", "time": None, "source": "desk", "helper": "h1", "window": "noon"}
    sessions = [Session(uid="a", date=done, instead_of="h2", **mine), Session(uid="b", date=to_come, turn="THU", **mine)]
    assert [d.date for d in served_before(school, sessions, dates("03-05")[0])] == ([done] if counts else [])
