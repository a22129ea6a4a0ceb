"""What is promised is the demand's: a place that is there every other week makes a weekly visit no visit every other week."""

import datetime as dt

import pytest

import planner
from planner.accounts.accounts import accounts
from planner.accounts.report import term_report
from planner.accounts.seldom import seldom, seldom_record
from planner.messages.seldom import seldom_sentence
from planner.models import School
from planner.outputs.formats import WRITERS
from planner.outputs.papers import Papers
from planner.timeline import Timeline
from tests.builders import a_plan, a_term, a_window, borrowing, solved, v, visiting

FIRST, WEEKS = dt.date(2026, 3, 2), 9
END = {"end": "2026-05-02"}
SATURDAYS = a_term(**END, only_in_weeks=[{"weekdays": "SAT", "weeks": "odd"}])
MAKE_UP = a_term(**END, days=[{"date": "2026-03-14", "runs_as": "SAT"}])
ROUNDS = a_term(**END, cycle_days=5)
MONDAY = a_window("MON", classes=1)
TUESDAY = a_window("TUE", id="other", name="Other", classes=1)
SATURDAY = a_window("SAT", id="other", name="Other", classes=1)


def dates_of(weekday: int, weeks=range(1, WEEKS + 1)) -> set[dt.date]:
    """Dates of a weekday in some weeks, counted without any of the planner's own means."""
    return {FIRST + dt.timedelta(7 * (week - 1) + weekday) for week in weeks}


def school_of(*windows, term=None, count=2, **demand):
    names = [w["id"] for w in windows]
    changes = {"windows": list(windows), "demands": [borrowing(windows=names, **demand)]}
    return School.model_validate(visiting(count, term=term or a_term(**END), **changes))


CASES = {
    "a window in odd weeks": (school_of(MONDAY, TUESDAY | {"weeks": "odd"}), "TUE", 1, {2, 4, 6, 8}, "other_weeks"),
    "a window in even weeks": (school_of(MONDAY, TUESDAY | {"weeks": "even"}), "TUE", 1, {1, 3, 5, 7, 9}, "other_weeks"),
    "a window in weeks": (school_of(MONDAY, TUESDAY | {"weeks": "1,4,7"}), "TUE", 1, {2, 3, 5, 6, 8, 9}, "other_weeks"),
    "alternating Saturdays": (school_of(MONDAY, SATURDAY, term=SATURDAYS), "SAT", 5, {2, 4, 6, 8}, "no_school"),
    "the Saturday of a make-up day": (school_of(MONDAY, SATURDAY, term=MAKE_UP), "SAT", 5, {1, *range(3, 10)}, "no_school"),
    "a window in odd weeks of a day cycle": (
        school_of(a_window("D1", classes=1), TUESDAY | {"weekdays": "D2", "weeks": "odd"}, term=ROUNDS),
        "D2", 1, {2, 4, 6, 8}, "other_weeks",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_a_place_that_is_not_there_every_week_promises_every_week(case):
    school, turn, weekday, without, reason = case
    plan = solved(school)
    account = {a.visitor: a for a in accounts(school, plan).visits}
    place = {visit.visitor: (visit.window, visit.turn) for visit in plan.visits}
    (rare,) = [c for c, where in place.items() if where == ("other", turn)]
    (usual,) = [c for c in place if c != rare]
    assert (account[usual].promised, account[usual].held, account[usual].lost) == (WEEKS, WEEKS, ())
    assert (account[rare].promised, account[rare].held) == (WEEKS, WEEKS - len(without))
    assert {x.date for x in account[rare].lost} == dates_of(weekday, without)
    assert {(x.reason, x.detail) for x in account[rare].lost} == {(reason, "other" if reason == "other_weeks" else "")}
    (told,) = seldom(Timeline(school), plan)
    assert (told.visitors, told.kept, told.promised, told.reason) == ((rare,), WEEKS - len(without), WEEKS, reason)


@pytest.mark.parametrize(("term", "other"), [(a_term(**END), TUESDAY | {"weeks": "odd"}), (SATURDAYS, SATURDAY)])
def test_a_place_of_every_week_comes_first(term, other):
    school = school_of(MONDAY, other, term=term, count=1)
    (visit,) = solved(school).visits
    assert visit.window == "noon"
    assert seldom(Timeline(school), a_plan(visit)) == ()


def test_a_library_that_opens_every_other_week_keeps_half_of_a_weekly_promise():
    school = school_of(MONDAY | {"weeks": "odd"}, count=1)
    account = accounts(school, a_plan(v("3-1"))).visit("3-1", "borrow")
    assert (account.promised, account.held, {x.date for x in account.lost}) == (9, 5, dates_of(0, {2, 4, 6, 8}))
    (told,) = seldom(Timeline(school), a_plan(v("3-1")))
    assert seldom_sentence(school, told, "en") == (
        "Borrowing, 3(1): 5 of 9 visits, since “Noon” is open in these weeks only: Week A (odd)."
    )
    assert "单周" in seldom_sentence(school, told, "zh")
    assert seldom_record((told,))[0]["visitors"] == ["3-1"]


@pytest.mark.parametrize(
    ("window", "term", "turn", "kept"),
    [
        (MONDAY | {"weeks": "even"}, a_term(**END), "MON", {2, 4, 6, 8}),
        (SATURDAY | {"id": "noon"}, a_term(**END, only_in_weeks=[{"weekdays": "SAT", "weeks": "even"}]), "SAT", {2, 4, 6, 8}),
        (a_window("D1", classes=1, weeks="even"), ROUNDS, "D1", {2, 4, 6, 8}),
    ],
)
def test_it_makes_no_difference_whether_every_other_week_begins_with_the_first(window, term, turn, kept):
    """Nine weeks are promised where a library is open in even weeks, as where it is open in odd ones."""
    account = accounts(school_of(window, term=term, count=1), a_plan(v("3-1", turn))).visit("3-1", "borrow")
    assert (account.promised, account.held) == (9, len(kept))
    weekday = 5 if turn == "SAT" else 0
    assert {x.date for x in account.lost} == dates_of(weekday, {*range(1, WEEKS + 1)} - kept)


@pytest.mark.parametrize(("eats", "held", "lost"), [(True, 8, {dt.date(2026, 3, 10)}), (False, 9, set())])
def test_a_closed_day_that_uses_up_its_day_of_the_cycle_is_a_visit_lost(eats, held, lost):
    """Days 1 to 5 are Monday to Friday. Without the second Tuesday everything is a day later, or that Day 2 is over."""
    holiday = {"dates": "2026-03-10", "name": "Snow", "eats_day": eats}
    school = school_of(a_window("D2", classes=1), term=a_term(**END, cycle_days=5, closures=[holiday]), count=1)
    account = accounts(school, a_plan(v("3-1", "D2"))).visit("3-1", "borrow")
    assert {x.date for x in account.lost} == lost
    assert {(x.reason, x.detail) for x in account.lost} <= {("closed", "Snow")}
    assert account.held == held


@pytest.mark.parametrize(
    ("window", "demand", "turn", "weeks"),
    [
        (MONDAY | {"weeks": "odd"}, {"cycle": "A/B"}, "A:MON", {1, 3, 5, 7, 9}),
        (MONDAY | {"weeks": "odd"}, {"cycle": "2 weeks"}, "1/2:MON", {1, 3, 5, 7, 9}),
        (MONDAY | {"weeks": "odd"}, {"weeks": "odd"}, "MON", {1, 3, 5, 7, 9}),
        (MONDAY | {"weeks": "2-7"}, {}, "MON", {2, 3, 4, 5, 6, 7}),
        (MONDAY | {"weeks": "1-4,6-9"}, {}, "MON", {1, 2, 3, 4, 6, 7, 8, 9}),
    ],
)
def test_what_the_school_says_itself_is_what_it_promises(window, demand, turn, weeks):
    """Every other week by the demand's cycle or weeks; and a library that is shut for a time, or in one week."""
    school = school_of(window, count=1, **demand)
    timeline = Timeline(school)
    (cell,) = [c for c in timeline.cells["borrow"] if c.turn == turn]
    assert {o.date for o in cell.occasions} == dates_of(0, weeks)
    account = accounts(school, a_plan(v("3-1", turn))).visit("3-1", "borrow")
    assert (account.promised, account.held, account.lost) == (len(weeks), len(weeks), ())
    assert seldom(timeline, a_plan(v("3-1", turn))) == ()


def test_a_holiday_in_a_week_without_the_place_is_the_holiday():
    closed = a_term(**END, closures=[{"dates": "2026-03-10", "name": "Holiday"}])
    school = school_of(MONDAY, TUESDAY | {"weeks": "odd"}, term=closed)
    lost = accounts(school, a_plan(v("3-1", "TUE", window="other"))).visit("3-1", "borrow").lost
    assert [(x.date.isoformat(), x.reason) for x in lost][:2] == [("2026-03-10", "closed"), ("2026-03-24", "other_weeks")]


@pytest.mark.parametrize(
    ("school", "line", "visit"),
    [
        (school_of(MONDAY, TUESDAY | {"weeks": "odd"}), "“Other”只在单周开放。", "单周 周二"),
        (school_of(MONDAY, TUESDAY | {"weeks": "1,4,7"}), "“Other”只在第1、4、7周开放。", "第1、4、7周 周二"),
        (school_of(MONDAY, SATURDAY, term=SATURDAYS), "周六只在单周上课。", "单周 周六"),
    ],
)
def test_papers_say_in_which_weeks_the_place_is_there(school, line, visit):
    papers = Papers(planner.plan(school).book, "zh")
    table, slips = (papers.make(*paper).decode() for paper in (("borrowing", WRITERS["html"]), ("slips", WRITERS["txt"])))
    assert line in table
    assert [text.split("：")[1].split(" 12:")[0] for text in slips.splitlines() if "Borrowing" in text] == ["周一", visit]


def test_the_last_week_of_a_stretch_without_a_place_for_everybody_is_promised_too():
    """From the eighth week on three classes have two places: whoever has none misses the last week as well."""
    later = a_window("WED", id="later", name="Later", classes=1, valid_from="2026-04-20")
    windows = [MONDAY | {"valid_until": "2026-04-19"}, later, TUESDAY, a_window("THU", id="rare", weeks="2,4,6", classes=1)]
    report = term_report(planner.plan(school_of(*windows, count=3)).book)
    assert {a.visitor: a.promised for a in report.visits} == {"3-1": WEEKS, "3-2": WEEKS, "3-3": WEEKS}
    (none,) = [a for a in report.visits if {x.reason for x in a.lost} >= {"between"}]
    assert [x.date for x in none.lost if x.reason == "between"][-1] >= dt.date(2026, 4, 27)
