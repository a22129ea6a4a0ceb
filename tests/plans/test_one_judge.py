"""One judge: whatever happens on a single date is held against every rule that binds dates, by whoever plans it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

import planner
from planner.applying.clashes import ALONE
from planner.checker import RULES as CHECKS
from planner.checker.case import Case, Finding, Findings
from planner.checker.dated import Dates
from planner.checker.whole import check_book
from planner.models.rules import MENDED_BY_MORE, ON_DATES, RULES
from planner.sessions.book import Book
from planner.sessions.chapter import Chapter
from planner.solver.makeup.makeup import make_up
from planner.solver.makeup.spare import MODELLED
from planner.verbs.covering import Covering
from tests.accounts.test_accounts import planned
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
    v,
    visiting,
)
from tests.campaign import often
from tests.strategies import duty_schools, visit_schools

MON1, WED1, THU1, MON2 = dates("03-02", "03-04", "03-05", "03-09")
LOST_THURSDAY = {"term": a_term(closures=[{"dates": "2026-03-05", "name": "Holiday"}])}


def test_every_rule_says_what_it_binds():
    """Without a default: a new rule cannot come in without saying it."""
    assert {rule.binds for rule in RULES.values()} == {"pattern", "dates", "both"}
    assert {name for name, rule in RULES.items() if rule.binds != "pattern"} == set(ON_DATES)
    assert set(ON_DATES) >= MENDED_BY_MORE | MODELLED


def a_book() -> Book:
    """3-1 comes on Thursdays with an escort and loses one; h1 and h2 are on duty, h3 is there too."""
    school = a_school(
        visiting(
            classes=[{"grades": "3,5", "count": 1, "pupils": 30}],
            windows=[a_window("WED,THU")],
            demands=[borrowing(classes="3-1")],
            posts=[a_post(), a_post(id="escort", escort={"demand": "borrow"})],
            helpers=[a_helper("h1"), a_helper("h2"), a_helper("h3"), a_helper("h4")],
            **LOST_THURSDAY,
        ),
        **dict.fromkeys(ON_DATES, "hard"),
    )
    duties = [d("h1", "WED"), d("h2", "THU"), d("h3", "THU", "escort", slot=None)]
    return Book.of(school, a_plan(v("3-1", "THU"), *duties))


@pytest.mark.parametrize("rule", ON_DATES)
def test_who_plans_single_dates_knows_every_rule_of_dates(rule, monkeypatch):
    """A rule that finds fault with everything beside the pattern: nothing is made up, every substitute is told of it, and a
    plan file that has such a thing all the same is not valid. With the rule as it is, all of this is possible."""
    book = a_book()
    (made, *_), (seat,) = make_up(book.school, book.plan).sessions, Covering(book).seats("h1", WED1, WED1)
    assert made.date == WED1
    assert any(not c.cannot and not c.exceeds for c in Covering(book).cover(seat).candidates)
    with_makeup = Book.of(book.school, book.plan, make_up(book.school, book.plan).all)
    substituted = book.given(seat, "h4")
    assert check_book(with_makeup).ok
    assert check_book(substituted).ok

    def against_everything_else(case: Case) -> Findings:
        places = {v.place for v in book.plan.visits} | {d.place for d in book.plan.duties}
        for thing in (*case.plan.visits, *case.plan.duties):
            if thing.place not in places:
                yield Finding(str(thing), 1)

    monkeypatch.setitem(CHECKS, rule, against_everything_else)
    if RULES[rule].group == "visits":
        assert make_up(book.school, book.plan).sessions == ()
        assert rule in {b.rule for b in check_book(with_makeup).breaches}
    else:
        told = [{*c.cannot, *c.exceeds} for c in Covering(book).cover(seat).candidates]
        assert all(rule in broken for broken in told)
        assert make_up(book.school, book.plan).duties == ()
        assert rule in {b.rule for b in check_book(substituted).breaches}


def test_edits_by_hand_know_every_rule_of_dates():
    """What a further visit or duty can only break, breaks the whole; the others are for the search to mend."""
    assert set(ALONE) == set(ON_DATES) - MENDED_BY_MORE


def test_a_hard_wish_is_kept_by_a_make_up():
    """3-1 comes on Thursdays only: its lost Thursday is not made up on a Wednesday, and a file that does so is not valid."""
    wish = [{"classes": "3-1", "weekdays": "THU"}]
    data = visiting(windows=[a_window("WED,THU")], demands=[borrowing(prefer=wish)], **LOST_THURSDAY)
    hard, soft = (a_school(data, preference=mode) for mode in ("hard", "soft"))
    plan = a_plan(v("3-1", "THU"))
    made = make_up(soft, plan)
    assert [s.date for s in made.sessions] == [WED1]
    assert planner.check(soft, Book.of(soft, plan, made.all)).ok
    (breach,) = planner.check(hard, Book.of(hard, plan, made.all)).breaches
    assert (breach.rule, breach.subject) == ("preference", "3-1")
    assert make_up(hard, plan).sessions == ()


def test_a_make_up_keeps_away_from_reading_where_that_is_hard():
    """Borrowing on Monday, reading on Thursday: the lost Monday is not made up on Wednesday, but on Tuesday."""
    data = visiting(
        windows=[a_window("MON,TUE,WED")],
        rooms=[{"id": "lib", "name": "Lib"}],
        demands=[borrowing(), reading()],
        bells=[{"periods": {"P1": "08:00-08:40"}}],
        timetable=[{"class": "3-1", "MON": "数学", "TUE": "数学", "WED": "数学", "THU": "语文"}],
        term=a_term(closures=[{"dates": "2026-03-09", "name": "Holiday"}], days=[{"date": "2026-03-10", "windows": []}]),
    )
    plan = a_plan(v("3-1"), lesson("3-1", "THU"))
    today = MON2
    assert [str(s.date) for s in make_up(a_school(data), plan, today=today).sessions] == ["2026-03-11"]
    assert make_up(a_school(data, spread="hard"), plan, today=today).sessions == ()
    free = {**data, "term": a_term(closures=[{"dates": "2026-03-09", "name": "Holiday"}])}
    assert [str(s.date) for s in make_up(a_school(free, spread="hard"), plan, today=today).sessions] == ["2026-03-10"]


def on_duty(**duties) -> Book:
    """h1 on Mondays, h2 on Tuesdays; at most one duty a week."""
    school = a_school(
        visiting(
            classes=[{"grades": "5", "count": 1}],
            demands=[],
            windows=[a_window("MON,TUE,FRI")],
            posts=[a_post()],
            helpers=[a_helper("h1"), a_helper("h2"), a_helper("h3"), a_helper("h4")],
            duties={"max_per_week": 1, **duties},
            term=a_term(end="2026-03-20"),
        )
    )
    return Book.of(school, a_plan(d("h1", "MON"), d("h2", "TUE"), d("h3", "FRI")))


def test_the_past_counts_in_the_week_in_which_a_plan_begins():
    """h1 had its duty on Monday by the plan before: a substitute's duty on the Friday of that week is the second one."""
    book = on_duty()
    later = book.followed_by(book.school, a_plan(d("h3", "MON"), d("h2", "TUE"), d("h1", "FRI"), since="03-11"))
    (seat,) = Covering(later).seats("h2", *dates("03-10", "03-10"))
    assert Covering(later).cover(seat).of("h1").exceeds == ("duty_max",)
    (seat,) = Covering(later).seats("h1", *dates("03-13", "03-13"))
    assert {c.helper: c.exceeds for c in Covering(later).cover(seat).candidates} == {"h2": ("duty_max",), "h3": (), "h4": ()}
    (seat,) = Covering(later).seats("h2", *dates("03-17", "03-17"))
    assert Covering(later).cover(seat).of("h1").exceeds == ("duty_max",)


def test_whole_files_are_judged_and_the_past_by_its_own_school():
    """A substitute who is away is a breach of that date; a school that came later does not judge what was published before."""
    book = on_duty()
    (seat,) = Covering(book).seats("h1", MON1, MON1)
    helped = book.given(seat, "h4")
    assert planner.check(helped.school, helped).ok
    away = book.school.model_copy(
        update={"helpers": tuple(h.model_copy(update={"max_per_week": 0}) if h.id == "h4" else h for h in book.school.helpers)}
    )
    assert "duty_max" in {b.rule for b in planner.check(away, helped).breaches}
    changed = helped.followed_by(book.school, a_plan(d("h1", "MON"), d("h2", "TUE"), d("h3", "FRI"), since="03-09"))
    dated = [b for b in planner.check(away, changed).breaches if any(date < dt.date(2026, 3, 9) for date in b.dates)]
    assert dated == []


def test_somebody_else_can_do_a_duty_of_a_make_up():
    """The escort of a visit that is made up cannot come either: another one goes, and the file is still valid."""
    book = a_book()
    made = make_up(book.school, book.plan)
    whole = Book.of(book.school, book.plan, made.all)
    (duty,) = made.duties
    (seat,) = [s for s in Covering(whole).seats(duty.helper, WED1, WED1) if s.post == "escort"]
    other = next(c.helper for c in Covering(whole).cover(seat).candidates if not c.cannot and not c.exceeds)
    given = whole.given(seat, other)
    fetching = {s.helper for s in given.sessions if (s.source, s.date) == ("escort", WED1)}
    assert (fetching, planner.check(given.school, given).ok) == ({other}, True)
    assert len({s.uid for s in given.sessions}) == len(given.sessions)


def escorting(*escorted: str | None) -> tuple:
    """Two classes, each with its escort; ``escorted`` says whom h1 and h2 fetch by the plan."""
    school = a_school(
        visiting(
            classes=[{"grades": "3", "count": 3}, {"grades": "5", "count": 1}],
            windows=[a_window(), a_window("TUE", id="late")],
            demands=[borrowing(classes=["3-1", "3-2"]), borrowing(id="other", classes="3-3", windows="late")],
            posts=[a_post(id="escort", escort={"demand": "borrow"})],
            helpers=[a_helper("h1"), a_helper("h2")],
        )
    )
    duties = [d(f"h{n}", post="escort").model_copy(update={"escorts": c}) for n, c in enumerate(escorted, start=1)]
    return school, a_plan(v("3-1"), v("3-2"), v("3-3", "TUE", demand="other", window="late"), *duties)


@pytest.mark.parametrize(
    ("escorted", "wrong"),
    [
        (("3-1", "3-2"), []),
        ((None, None), []),
        (("3-1", "3-3"), ["h2"]),
        (("5-1", "3-2"), ["h1"]),
        (("3-2", "3-1"), ["h1", "h2"]),
        (("3-1", "3-1"), ["h2"]),
    ],
)
def test_the_plan_says_whom_each_escort_really_fetches(escorted, wrong):
    """A class that never comes, or that another one fetches by the calendars, is a breach."""
    school, plan = escorting(*escorted)
    assert [b.subject for b in planner.check(school, plan).breaches if b.rule == "escort_tied"] == wrong


@often(100)
@given(st.one_of(planned(visit_schools(seasons=True)), planned(duty_schools(seasons=True))))
def test_dates_are_judged_as_the_plan_is(made):
    """Whatever plan there is: its sessions, each taken as a single date, break what the plan breaks on these dates."""
    school, plan = made
    chapter = Chapter(school, plan)
    sessions = chapter.expansion.published
    case = Case(school, plan, laid=chapter)
    lost = {(x.visitor, x.date) for x in chapter.expansion.lost}
    rules = [r for r in ON_DATES if RULES[r].binds == "dates" and r not in MENDED_BY_MORE]
    found = ((rule, f.subject, date) for rule in rules for f in CHECKS[rule](case) for date in f.dates)
    by_plan = {x for x in found if x[1:] not in lost}
    alone = [replace(s, turn=None) if s.category != "EVENT" else s for s in sessions]
    for taken in (sessions, alone):
        broken = Dates(chapter, ()).broken(taken, (), rules)
        by_date = {(b.rule, b.subject, date) for b in broken for date in b.dates}
        assert by_date == by_plan
    weekly = {(f.subject, f.detail): f.amount for f in CHECKS["duty_max"](case)}
    broken = Dates(chapter, ()).broken(sessions, (), ["duty_max"])
    assert {(b.subject, b.detail): b.amount for b in broken} == weekly
