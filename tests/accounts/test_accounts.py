"""The accounts of a term balance, whatever the calendar does; and they say what the reference schools have."""

from collections import Counter
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.accounts.accounts import accounts
from planner.models import Limits, Plan, PlannedDuty, PlannedVisit, School, Solved
from planner.models.session import Expansion, LostVisit
from planner.reading import read_school
from planner.sessions.expand import expand
from planner.solver import solve
from planner.timeline import Timeline, visitors_of
from tests.builders import a_helper, a_plan, a_post, a_school, a_term, a_window, borrowing, d, dates, serving, v, visiting
from tests.calendars import leavers, on_calendars
from tests.campaign import often
from tests.plans.test_examples import a_plan as example_plan
from tests.plans.test_examples import a_school as an_example
from tests.strategies import duty_schools, visit_schools

KINDS = [
    visit_schools(),
    duty_schools(),
    on_calendars(visit_schools(seasons=True)),
    leavers(on_calendars(duty_schools(seasons=True))),
]
EXAMPLES = Path(__file__).parents[2] / "examples"


@cache
def example(name):
    return an_example(name), example_plan(name)


@st.composite
def planned(draw, schools):
    """Any school with any plan that uses its cells, good or bad."""
    school = School.model_validate(draw(schools))
    timeline = Timeline(school)
    visits, duties = [], []
    for demand in school.demand_by_id.values():
        for visitor in visitors_of(school, demand):
            cells = timeline.cells[demand.id]
            for c in draw(st.lists(st.sampled_from(cells), min_size=1, max_size=2, unique=True)) if cells else ():
                visits.append(
                    PlannedVisit(
                        demand=demand.id,
                        visitor=visitor,
                        turn=c.turn,
                        window=c.window,
                        slot=c.slot,
                        period=c.period,
                        room=c.room,
                    )
                )
    for helper in school.helper_by_id:
        for s in draw(st.lists(st.sampled_from(timeline.shifts), max_size=2, unique=True)) if timeline.shifts else ():
            duties.append(PlannedDuty(helper=helper, post=s.post, turn=s.turn, window=s.window, slot=s.slot))
    return school, Plan(
        effective_from=draw(st.sampled_from(dates("03-02", "03-02", "03-05"))), visits=tuple(visits), duties=tuple(duties)
    )


@often(150)
@given(st.one_of(map(planned, KINDS)))
def test_accounts_balance_for_every_class_helper_and_window(case):
    school, plan = case
    timeline = Timeline(school, plan.effective_from)
    expansion = expand(school, plan, timeline)
    result = accounts(school, plan, timeline, expansion)
    confirmed = {day.date for day in timeline.days if day.confirmed}
    held = [s for s in expansion.published if s.date >= plan.effective_from]
    assert {s.date for s in held if s.category != "EVENT"} <= confirmed
    visits = Counter((s.visitor, s.source) for s in held if s.category in {"BORROWING", "READING"})
    for a in result.visits:
        assert a.promised == a.held + a.made_up + a.owed
        assert len(a.lost) == a.made_up + a.owed
        assert a.given == visits[a.visitor, a.demand]
        assert min(a.promised, a.held, a.owed, a.extra) >= 0
        assert list(a.lost) == sorted(a.lost, key=lambda loss: loss.date)
        assert not a.extra or school.term.days, "only a day that runs a second time gives more than was promised"
    duties = Counter(s.helper for s in held if s.category == "DUTY")
    for a in result.duties:
        assert a.promised == a.held + len(a.lost)
        assert a.served == duties[a.helper]
        assert not a.extra or school.term.days
    for a in result.windows:
        opened = {
            date
            for (date, w), o in timeline.openings.held.items()
            if w == a.window and o.day.confirmed and date >= plan.effective_from
        }
        assert set(a.held) == opened
        assert not {n.date for n in a.not_held} & opened
        assert sum(minutes for _, minutes in a.minutes) == sum(timeline.openings.held[x, a.window].span.minutes for x in opened)


def test_a_make_up_saturday_keeps_the_promise_of_its_week():
    term = a_term(
        closures=[{"dates": "2026-03-10", "name": "Holiday"}], days=[{"date": "2026-03-14", "runs_as": "TUE"}], end="2026-03-20"
    )
    school = a_school(visiting(term=term, windows=[a_window("TUE")]))
    account = accounts(school, a_plan(v("3-1", "TUE"))).visit("3-1", "borrow")
    assert (account.promised, account.held, account.extra, account.lost) == (3, 3, 0, ())


def test_a_make_up_saturday_in_another_week_is_extra_unless_the_school_says_which_week_it_is():
    def account(**change):
        term = a_term(
            closures=[{"dates": "2026-03-10", "name": "Holiday"}],
            end="2026-03-20",
            days=[{"date": "2026-03-21", "runs_as": "TUE", **change}],
        ) | {"end": "2026-03-21"}
        return accounts(a_school(visiting(term=term, windows=[a_window("TUE")])), a_plan(v("3-1", "TUE"))).visit(
            "3-1", "borrow"
        )

    assert (account().held, account().owed, account().extra) == (2, 1, 1)
    assert [(x.date, x.reason, x.detail) for x in account().lost] == [(*dates("03-10"), "closed", "Holiday")]
    assert (account(week=2).held, account(week=2).owed, account(week=2).extra) == (3, 0, 0)


@pytest.mark.parametrize(
    ("changes", "reason", "detail"),
    [
        ({"term": a_term(days=[{"date": "2026-03-09", "runs_as": "TUE"}])}, "runs_as", "TUE"),
        ({"term": a_term(days=[{"date": "2026-03-09", "confirmed": False}])}, "unconfirmed", ""),
        ({"events": [{"id": "e", "name": "E", "dates": "2026-03-09", "closes_windows": "noon"}]}, "event", "e"),
        ({"events": [{"id": "e", "name": "E", "dates": "2026-03-09", "no_new_loans": True}]}, "recall", ""),
        ({"absences": [{"grades": 3, "away": [{"dates": "2026-03-09"}], "what": "trip"}]}, "away", "trip"),
        ({"adults": [{"id": "a", "name": "A", "places": [{}], "away": [{"dates": "2026-03-09"}]}]}, "no_adult", ""),
    ],
)
def test_a_lost_visit_has_its_date_and_reason(changes, reason, detail):
    account = accounts(a_school(visiting(**changes)), a_plan(v("3-1"))).visit("3-1", "borrow")
    assert [(str(x.date), x.reason, x.detail) for x in account.lost] == [("2026-03-09", reason, detail)]
    assert (account.promised, account.held, account.owed) == (2, 1, 1)


def test_weeks_of_recall_promise_nothing_and_rounds_only_what_is_held():
    school = a_school(visiting(term=a_term(recall_weeks=[2])))
    assert accounts(school, a_plan(v("3-1"))).visit("3-1", "borrow").promised == 1
    closed = a_term(closures=[{"dates": "2026-03-09", "name": "Holiday"}])
    school = a_school(visiting(term=closed, demands=[borrowing(cycle="sliding")]))
    account = accounts(school, a_plan(v("3-1", "#1"))).visit("3-1", "borrow")
    assert (account.promised, account.held, account.lost) == (1, 1, ())


def test_a_round_of_which_nothing_is_known_had_no_place():
    school = a_school(visiting(demands=[borrowing(cycle="sliding")]))
    account = accounts(school, a_plan(v("3-1", "#1")), expansion=Expansion((), ())).visit("3-1", "borrow")
    assert account.lost == tuple(LostVisit("borrow", "3-1", date, "no_place") for date in dates("03-02", "03-09"))


def test_duties_of_a_helper_who_begins_late_and_of_a_closed_date():
    school = a_school(
        visiting(
            term=a_term(end="2026-03-20", closures=[{"dates": "2026-03-16", "name": "Holiday"}]),
            posts=[a_post()],
            helpers=[a_helper(valid_from="2026-03-05"), a_helper("h2")],
            classes=[{"grades": "3,5", "count": 1}],
        )
    )
    first, second = accounts(school, a_plan(d("h1"), d("h2"))).duties
    assert (first.promised, first.held, [x.reason for x in first.lost], first.minutes) == (2, 1, ["closed"], 15)
    assert (second.promised, second.held, second.served) == (3, 2, 2)


def test_a_make_up_day_that_nobody_has_confirmed_is_not_held_as_yet():
    term = a_term(end="2026-03-14", days=[{"date": "2026-03-14", "runs_as": "MON", "confirmed": False}])
    (window,) = accounts(a_school(visiting(term=term)), a_plan(v("3-1"))).windows
    assert [(x.date, x.reason) for x in window.not_held] == [(*dates("03-14"), "unconfirmed")]


def test_duties_at_what_is_made_up_are_extra_and_take_their_time():
    school = a_school(serving(a_helper("h1"), a_helper("h2")))
    plan = a_plan(d("h1"))
    (duty, _second) = expand(school, plan).sessions
    made_up = replace(duty, uid="x", helper="h2", date=dates("03-04")[0])
    first, second = accounts(school, plan, makeups=[made_up, replace(made_up, uid="y")]).duties
    assert (first.held, first.extra, first.minutes) == (2, 0, 30)
    assert (second.promised, second.held, second.extra, second.served, second.minutes) == (0, 0, 2, 2, 30)


def test_city_promises_and_losses():
    """Whoever borrows on Monday or Friday loses two of seventeen visits; the Saturday makes up for its Tuesday by itself."""
    school, plan = example("noon-36")
    result = accounts(school, plan)
    borrowed = Counter((a.promised, a.held, a.owed, a.extra) for a in result.visits if a.demand == "borrowing")
    assert borrowed == {(17, 17, 0, 0): borrowed[17, 17, 0, 0], (17, 15, 2, 0): 36 - borrowed[17, 17, 0, 0]}
    noon = next(w for w in result.windows if w.window == "noon")
    assert len(noon.held) == 81
    assert [(str(n.date), n.reason) for n in noon.not_held] == [
        (x, "closed") for x in ("2026-04-06", "2026-05-01", "2026-05-04", "2026-06-19")
    ]
    assert dict(noon.minutes)[1] == 300


def test_the_sick_week_leaves_exactly_five_rounds_at_the_branch():
    """L1 away from 05-11 to 05-15, L2 at the main campus each noon of that week: 60 = 5 × 12 visits."""
    data = read_school(EXAMPLES / "two-campus-36" / "school.yaml").model_dump(by_alias=True)
    for adult in data["adults"]:
        if adult["id"] == "L1":
            adult["away"] = [*adult["away"], {"dates": "2026-05-11..2026-05-15"}]
        else:
            adult["places"] = [*adult["places"], {"campus": "main", "dates": "2026-05-11..2026-05-15"}]
    school = School.model_validate(data)
    outcome = solve(school, Limits(seconds=60))
    assert isinstance(outcome, Solved)
    result = accounts(school, outcome.plan)
    assert Counter(a.held for a in result.visits if a.demand == "borrow-branch") == {5: 12}
    branch, main = (next(w for w in result.windows if w.window == key) for key in ("branch-noon", "main-noon"))
    assert (len(branch.held), len(main.held)) == (30, 76)
    assert [(str(n.date), n.reason) for n in branch.not_held] == [("2026-05-12", "no_adult"), ("2026-05-14", "no_adult")]
