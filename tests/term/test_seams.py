"""The week, or the round, in which one pattern follows another: nobody comes twice, and who comes not at all is named."""

from collections import Counter
from itertools import product

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from planner.accounts.report import term_report
from planner.messages.wording import date_text
from planner.models.planfile import PlanFile
from planner.outputs.papers import Papers
from planner.outputs.tables.cards import class_slips
from planner.sessions.book import Book
from planner.solver.makeup.makeup import make_up
from planner.timeline import Timeline, calendar_week, visitors_of, week_of
from tests.builders import a_plan, a_school, a_term, a_window, borrowing, dates, solved, v, visiting
from tests.campaign import often

CUT = dates("03-11")[0]
"""A Wednesday."""
WINDOWS = [a_window("MON,THU", 3), a_window("TUE,FRI", 3, id="late", valid_from="2026-03-11")]


def book_of(*visits, count=1, **changes):
    school = a_school(visiting(count, term=a_term(end="2026-03-27"), windows=WINDOWS) | changes)
    return Book(PlanFile(school=school, plan=a_plan(*visits)))


def stretched(*visits, cycle="weekly", **changes):
    """One class whose pattern changes on the Wednesday of the second week, where a second window begins."""
    one = book_of(demands=[borrowing(windows=["noon", "late"], cycle=cycle)], **changes)
    assert [s.first for s in one.timeline.stretches["borrow"]] == [one.school.term.start, CUT]
    return Book(PlanFile(school=one.school, plan=a_plan(*visits)))


def told(book):
    (account,) = term_report(book).visits
    came = [f"{s.date:%m-%d}" for s in book.sessions if s.category == "BORROWING"]
    assert account.given == len(came)
    assert account.promised == account.held + account.made_up + account.owed
    assert len(account.lost) == account.made_up + account.owed
    return came, [(f"{x.date:%m-%d}", x.reason) for x in account.lost]


A, B = "@2026-03-02", "@2026-03-11"


def test_who_has_come_on_monday_does_not_come_again_on_thursday():
    book = stretched(v("3-1", "MON" + A), v("3-1", "THU" + B))
    assert told(book) == (["03-02", "03-09", "03-19", "03-26"], [])


def test_who_is_moved_from_thursday_to_monday_misses_the_week_and_is_named():
    book = stretched(v("3-1", "THU" + A), v("3-1", "MON" + B))
    assert told(book) == (["03-05", "03-16", "03-23"], [("03-11", "between")])


def test_who_stays_is_told_nothing_of():
    assert told(stretched(v("3-1", "THU" + A), v("3-1", "THU" + B))) == (["03-05", "03-12", "03-19", "03-26"], [])
    moved = stretched(v("3-1", "MON" + A), v("3-1", "MON" + B))
    assert told(moved) == (["03-02", "03-09", "03-16", "03-23"], [])


def test_twice_a_week_is_twice_in_that_week_too():
    demands = [borrowing(windows=["noon", "late"], times=2)]
    book = book_of(demands=demands)
    plan = a_plan(v("3-1", "MON" + A), v("3-1", "THU" + A), v("3-1", "THU" + B), v("3-1", "FRI" + B, window="late"))
    came, lost = told(Book(PlanFile(school=book.school, plan=plan)))
    assert (came[2:5], lost) == (["03-09", "03-12", "03-19"], [])


def test_a_closed_day_is_named_once_and_by_its_own_reason():
    closed = a_term(end="2026-03-27", closures=[{"dates": "2026-03-09", "name": "Holiday"}])
    book = stretched(v("3-1", "MON" + A), v("3-1", "MON" + B), term=closed)
    assert told(book)[1] == [("03-09", "closed")]


@pytest.mark.parametrize(("turns", "came", "lost"), [(("#3", "#1"), 3, 1), (("#1", "#3"), 4, 0), (("#2", "#2"), 4, 0)])
def test_a_round_that_goes_on_through_the_change(turns, came, lost):
    """Mondays, Tuesdays and Thursdays by turns of three: on the Wednesday of the second week two of a round are over."""
    more = [{"valid_from": "2026-03-11", "slots": ["12:10-12:25", "12:25-12:40"]}]
    windows = [a_window("MON,TUE,THU", 1, changes=more)]
    school = a_school(visiting(term=a_term(end="2026-03-27"), windows=windows, demands=[borrowing(cycle="sliding 3")]))
    book = Book(PlanFile(school=school, plan=a_plan(v("3-1", turns[0] + A), v("3-1", turns[1] + B))))
    assert len(book.timeline.stretches["borrow"]) == 2
    found, missed = told(book)
    assert (len(found), len(missed)) == (came, lost)


@pytest.mark.parametrize(
    ("before", "after", "came", "lost"),
    [
        ("MON", "THU", ["03-02", "03-09", "03-19", "03-26"], []),
        ("THU", "MON", ["03-05", "03-16", "03-23"], [("03-11", "between")]),
    ],
)
def test_the_same_where_a_published_plan_is_changed(before, after, came, lost):
    first = book_of(v("3-1", before))
    changed = first.followed_by(first.school, a_plan(v("3-1", after), since="03-11"))
    assert told(changed) == (came, lost)


def test_nobody_is_named_who_was_not_there_before():
    first = book_of(v("3-1", "THU"))
    more = a_school(visiting(2, term=a_term(end="2026-03-27"), windows=WINDOWS))
    changed = first.followed_by(more, a_plan(v("3-1", "THU"), v("3-2", "MON"), since="03-11"))
    assert Counter(x.reason for a in term_report(changed).visits for x in a.lost) == {}


@st.composite
def patterns(draw):
    """Windows that begin and end on any date of the second week, now and then a day off; every class in any place of each
    stretch, and from some date on in any place of another plan."""
    days = st.sampled_from(["MON,THU", "TUE,FRI", "MON-FRI", "WED", "THU,FRI", "MON,TUE"])
    on = st.sampled_from([f"2026-03-{n:02}" for n in range(9, 14)])
    windows = [
        a_window(draw(days), 2, **draw(st.one_of(st.just({}), st.builds(lambda d: {"valid_until": d}, on)))),
        a_window(draw(days), 2, id="late", valid_from=draw(on)),
    ]
    off = draw(st.lists(on, max_size=1))
    term = a_term(end="2026-03-27", closures=[{"dates": date, "name": "Holiday"} for date in off])
    school = a_school(visiting(2, term=term, windows=windows, demands=[borrowing(windows=["noon", "late"])]))
    changed = draw(st.sampled_from([None, *dates("03-11", "03-12", "03-17", "03-19")]))
    book = Book(PlanFile(school=school, plan=draw(anywhere(school))))
    return book if changed is None else book.followed_by(school, draw(anywhere(school, changed)))


@st.composite
def anywhere(draw, school, since=None):
    """A plan in which each class has any place of each stretch."""
    timeline, visits = Timeline(school, since), []
    for visitor, part in product(visitors_of(school, school.demands[0]), timeline.stretches["borrow"]):
        cells = [c for c in timeline.cells["borrow"] if c.stretch == part.key and c.occasions]
        if part.last >= timeline.since:
            assume(cells)
            c = draw(st.sampled_from(cells))
            visits.append(v(visitor, c.turn, c.slot, window=c.window))
    return a_plan(*visits, since=timeline.since.isoformat()[5:])


@often(80)
@given(book=patterns())
def test_in_every_week_of_any_pattern_a_class_comes_once_or_is_named(book):
    """From the first week with any place to the last: whoever does not come is named, with a date of that week."""
    term, timeline = book.school.term, Timeline(book.school)
    came = Counter((s.visitor, calendar_week(term, s.date)) for s in book.sessions)
    lost = Counter((a.visitor, calendar_week(term, x.date)) for a in term_report(book).visits for x in a.lost)
    weeks = {week_of(term, o.date) for t in timeline.turns["borrow"] for o in t.occasions}
    for visitor, week in product(visitors_of(book.school, book.school.demands[0]), sorted(weeks)[1:-1]):
        place = (visitor, f"w{week}")
        assert came[place] + lost[place] == 1, place


def test_who_comes_in_neither_pattern_is_offered_another_time_in_that_week():
    """Thursdays until the 10th, Mondays from the 11th on: in that week another day is free."""
    school = stretched(makeup="always").school
    plan = a_plan(v("3-1", "THU" + A), v("3-1", "MON" + B))
    found = make_up(school, plan)
    assert [(week_of(school.term, s.date), s.made_up_for) for s in found.sessions] == [(2, CUT)]
    account = term_report(Book.of(school, plan, found.all)).visits[0]
    assert (account.made_up, account.owed, len(account.lost)) == (1, 0, 1)


def test_a_holiday_in_a_short_stretch_makes_no_school_impossible():
    """Four classes and four places a week, MON and THU; from the 16th on there is a Wednesday too. One Monday of the nine days
    before is no school day, and the other a holiday: two classes have no turn there, which is told."""
    term = a_term(start="2026-03-04", end="2026-04-03", closures=[{"dates": "2026-03-09", "name": "Holiday"}])
    windows = [a_window("MON,THU", 2, classes=1), a_window("WED", 2, id="late", valid_from="2026-03-16", classes=1)]
    demands = [borrowing(windows=["noon", "late"])]
    school = a_school(visiting(4, term=term, windows=windows, demands=demands), held_visits="soft", fewest_visits="soft")
    book = Book(PlanFile(school=school, plan=solved(school)))
    lost = [x for a in term_report(book).visits for x in a.lost if x.date < dates("03-16")[0]]
    assert len([x for x in book.plan.visits if x.stretch == "2026-03-04"]) == 2
    assert len({x.visitor for x in lost}) == 2


@pytest.mark.parametrize(("language", "said"), [("en", "Not again on Thu 12 Mar"), ("zh", "3月12日（周四）不再来")])
def test_tables_say_on_which_date_of_the_week_of_the_change_somebody_does_not_come(language, said):
    """Whoever stands on a door table is there on each of its dates in the calendar, or is named under it with the date."""
    data = stretched(classes=[{"grade": 3, "count": 2, "pupils": 30}])
    plan = a_plan(v("3-1", "MON" + A), v("3-1", "THU" + B), v("3-2", "THU" + A, 2), v("3-2", "THU" + B, 2))
    book = Book(PlanFile(school=data.school, plan=plan))
    came = {(s.visitor, s.date) for s in book.sessions if s.category == "BORROWING"}
    papers = Papers(book, language)
    by_table, named = set(), set()
    for table in papers.tables("borrowing"):
        lines = [note for note in table.notes if said in note]
        for cell in (c for row in table.rows for c in row.cells):
            dates_of_it = [o.date for place in cell.places for o in place.occasions]
            by_table |= {(line.who, date) for line in cell.lines if line.who for date in dates_of_it}
        named |= {(c.id, dates("03-12")[0]) for c in book.school.class_list for note in lines if c.name.in_(language) in note}
    assert by_table - came == named == {("3-1", dates("03-12")[0])}
    assert came <= by_table
    slip, _other = class_slips(papers.source)
    first, last = (date_text(language, date) for date in dates("03-19", "03-26"))
    assert all(date in slip.entries[1][1][1] for date in (first, last))
