"""Make-ups: where lost visits go, who staffs them, and what is said when there is no place."""

from collections import Counter
from pathlib import Path

import pytest

from planner.accounts.accounts import accounts
from planner.models import School
from planner.reading import read_school
from planner.reading.published import read_published_csv
from planner.sessions.expand import expand
from planner.solver.makeup.makeup import make_up
from tests.builders import a_helper, a_plan, a_post, a_school, a_term, a_window, borrowing, d, dates, v, visiting
from tests.dated import breaches, dated_school, held
from tests.plans.test_examples import a_plan as example_plan
from tests.plans.test_examples import a_school as an_example

EXAMPLES = Path(__file__).parents[2] / "examples"
CLOSED = {"term": a_term(closures=[{"dates": "2026-03-09", "name": "Holiday"}])}


def made(school, plan, **how):
    """Where the make-ups stand: (visitor, date, slot), and what is not made up."""
    result = make_up(school, plan, **how)
    return [(s.visitor, str(s.date), s.slot) for s in result.sessions], result


def test_a_lost_visit_goes_to_the_nearest_date_of_its_week_and_keeps_its_identity():
    school = a_school(visiting(windows=[a_window("MON,WED,THU")], **CLOSED))
    places, result = made(school, a_plan(v("3-1")))
    assert places == [("3-1", "2026-03-11", 1)]
    (session,) = result.sessions
    assert session.made_up_for == dates("03-09")[0]
    whole = a_school(visiting(windows=[a_window("MON,WED,THU")]))
    assert session.uid == next(s.uid for s in expand(whole, a_plan(v("3-1"))).sessions if s.date == dates("03-09")[0])
    assert accounts(school, a_plan(v("3-1")), makeups=result.all).visit("3-1", "borrow").made_up == 1


@pytest.mark.parametrize(
    ("policy", "told", "count"),
    [("always", True, 1), ("always", False, 1), ("when_told", True, 1), ("when_told", False, 0), ("never", True, 0)],
)
def test_the_policy_is_the_schools(policy, told, count):
    school = a_school(visiting(windows=[a_window("MON,WED")], makeup=policy, **CLOSED))
    assert len(make_up(school, a_plan(v("3-1")), told=told).sessions) == count


def test_the_policy_can_be_written_in_chinese():
    assert School.model_validate(visiting(补借="总是")).makeup == "always"


def test_nothing_is_placed_before_today():
    school = a_school(visiting(windows=[a_window("MON,FRI")], **CLOSED))
    assert made(school, a_plan(v("3-1")))[0] == [("3-1", "2026-03-13", 1)], "the same week first"
    assert made(school, a_plan(v("3-1")), today=dates("03-14")[0])[0] == []


def test_a_full_slot_is_named_and_one_more_class_would_do():
    """Two classes lose their visit, one place is left: it goes to one of them; the other is told what would help."""
    school = a_school(
        visiting(
            2,
            windows=[a_window("MON,WED", classes=2)],
            demands=[borrowing(), borrowing(id="more", classes="3-9")],
            classes=[{"grade": 3, "count": 2}, {"grade": 4, "count": 1}],
            **CLOSED,
        ),
        slot_capacity="hard",
    )
    plan = a_plan(v("3-1"), v("3-2"), v("4-1", "WED"))
    places, result = made(school, plan, today=dates("03-10")[0])
    assert len(places) == 1
    (missed,) = result.not_made_up
    assert (missed.reason, missed.change.code) == ("shared", "one_more_class")
    assert (missed.change.date, missed.change.week, missed.change.window, missed.change.slot) == (*dates("03-11"), 2, "noon", 1)


def test_a_window_on_another_day_would_do():
    school = a_school(visiting(**CLOSED))
    _, result = made(school, a_plan(v("3-1")))
    (missed,) = result.not_made_up
    assert (missed.reason, missed.change.code, str(missed.change.date)) == ("twice_a_day", "open_window", "2026-03-10")


def test_the_rule_against_every_place_is_named():
    bans = [{"weekdays": "WED", "classes": "3-1"}]
    school = a_school(visiting(windows=[a_window("MON,WED")], demands=[borrowing(bans=bans)], **CLOSED))
    assert [m.reason for m in make_up(school, a_plan(v("3-1")), today=dates("03-10")[0]).not_made_up] == ["forbidden"]


def test_an_unconfirmed_date_is_not_yet_lost():
    school = a_school(visiting(windows=[a_window("MON,WED")], term=a_term(days=[{"date": "2026-03-09", "confirmed": False}])))
    _, result = made(school, a_plan(v("3-1")))
    assert [(m.reason, m.change) for m in result.not_made_up] == [("not_confirmed", None)]


def test_fairly_when_there_is_not_enough():
    """3-1 loses two visits and 3-2 one, two places are left: each class is owed no more than it must be."""
    term = a_term(
        end="2026-03-20",
        closures=[{"dates": "2026-03-09", "name": "H"}, {"dates": "2026-03-16", "name": "H"}],
        days=[{"date": "2026-03-03", "windows": []}, {"date": "2026-03-17", "windows": []}],
    )
    school = a_school(
        visiting(
            windows=[a_window("MON,TUE", classes=2)], term=term, classes=[{"grade": 3, "count": 2}, {"grade": 4, "count": 1}]
        ),
        slot_capacity="hard",
    )
    plan = a_plan(v("3-1"), v("3-2"), v("4-1", "TUE"))
    _, result = made(school, plan)
    owed = Counter(m.visitor for m in result.not_made_up)
    assert max(owed.values(), default=0) <= 2
    assert sum(owed.values()) == len(result.not_made_up)


def escorted(*helpers):
    return a_school(
        visiting(
            classes=[{"grades": "3,5", "count": 1}],
            windows=[a_window("MON,WED")],
            demands=[borrowing(classes="3-1")],
            posts=[a_post(escort={"demand": "borrow", "per_class": 1})],
            helpers=list(helpers),
            **CLOSED,
        )
    )


def test_an_escort_who_can_come_is_found_for_the_extra_visit():
    school = escorted(a_helper(away="WED"), a_helper("h2"))
    plan = a_plan(v("3-1"), d("h1", slot=None))
    _, result = made(school, plan)
    assert [(s.helper, str(s.date), s.source) for s in result.duties] == [("h2", "2026-03-11", "desk")]
    assert breaches(dated_school(school), plan, [*held(school, plan), *result.all]) == set()


def test_without_an_escort_there_is_no_extra_visit():
    school = escorted(a_helper(away="WED"))
    _, result = made(school, a_plan(v("3-1"), d("h1")))
    (missed,) = result.not_made_up
    assert (missed.reason, missed.change.code) == ("no_helper", "one_more_helper")


def test_a_table_that_is_full_cannot_make_up_anything():
    """Feilong: 30 classes in 30 slots. Every visit lost to a holiday is named; one more class in a slot would do."""
    school = read_school(EXAMPLES / "feilong-30" / "school.yaml")
    plan = read_published_csv(EXAMPLES / "feilong-30" / "published.csv", school)
    result = make_up(school, plan)
    assert result.sessions == ()
    assert {(m.reason, m.change.code) for m in result.not_made_up} == {("full", "one_more_class")}
    assert len(result.not_made_up) == 24


@pytest.mark.parametrize("name", ["noon-36", "two-campus-36", "rural-18"])
def test_make_ups_of_the_examples_break_no_rule_of_single_dates(name):
    school, plan = an_example(name), example_plan(name)
    result = make_up(school, plan)
    assert result.proven
    assert result == make_up(school, plan), "deterministic"
    dated, before = dated_school(school), held(school, plan)
    assert breaches(dated, plan, [*before, *result.all]) <= breaches(dated, plan, before)
    uids = [s.uid for s in (*expand(school, plan).sessions, *result.all)]
    assert len(uids) == len(set(uids))
