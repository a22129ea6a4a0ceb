"""One small term in all its figures: a holiday, a day nobody has confirmed, a new plan on a Tuesday, a visit made up."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from planner.accounts.report import report_record, term_report
from planner.models.planfile import PlanFile
from planner.models.school import School
from planner.models.session import Session
from planner.sessions.book import Book
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

_WORK = {"id": "work", "name": "Work", "kind": "duty", "weekdays": "WED", "time": "13:00-13:30"}
_HOLIDAY = {"date": "2026-03-09", "reason": "closed", "detail": "Holiday"}
_UNSURE = {"date": "2026-03-17", "reason": "unconfirmed", "detail": ""}
_TEST_DAYS = {"closures": [{"dates": "2026-03-09", "name": "Holiday"}], "days": [{"date": "2026-03-17", "confirmed": False}]}


def _school() -> School:
    """Grades 3 and 4 borrow three books a visit at one of three noons; grade 5 serves, and works on its own on Wednesdays."""
    return a_school(
        visiting(
            term=a_term(end="2026-03-20", timezone="Asia/Shanghai", **_TEST_DAYS),
            books_target=9,
            classes=[{"grade": grade, "count": count, "pupils": 30} for grade, count in ((3, 2), (4, 1), (5, 1))],
            windows=[a_window("MON,TUE,WED", slots=2), _WORK],
            demands=[borrowing(grades=[3, 4], books=3)],
            posts=[a_post(windows="noon"), a_post(id="shelf", windows="work")],
            helpers=[a_helper("h1"), a_helper("h2")],
        )
    )


def _term() -> tuple[Book, Session]:
    """Two plans one after the other, and the visit of 3-2 on the holiday, made up on a Thursday."""
    school, shelf = _school(), d("h1", "WED", "shelf", "work")
    first = a_plan(v("3-1", slot=1), v("3-2", slot=2), v("4-1", "TUE"), d("h1"), d("h2", "TUE"), shelf)
    book = Book(PlanFile(school=school, plan=first))
    sample = next(s for s in book.term.sessions if (s.visitor, s.source) == ("3-2", "borrow"))
    made_up = replace(sample, uid=f"{sample.uid}x", date=dates("03-12")[0], made_up_for=dates("03-09")[0])
    second = a_plan(v("3-1", "WED"), v("3-2", slot=2), v("4-1", "TUE"), d("h2"), d("h1", "TUE"), shelf, since="03-17")
    return book.followed_by(school, second), made_up


@pytest.fixture
def report() -> dict[str, Any]:
    """Of the whole term; each test its own, so that a tester of changes sees what each of them runs."""
    book, made_up = _term()
    return report_record(term_report(book, [made_up]))


def _visit(visitor: str, loss: dict[str, str], made_up: int) -> dict[str, Any]:
    lost = [{"demand": "borrow", "visitor": visitor, **loss}]
    counts = {"promised": 3, "held": 2, "made_up": made_up, "owed": 1 - made_up, "extra": 0}
    return {"visitor": visitor, "demand": "borrow", "lost": lost, **counts}


def test_visits_and_what_became_of_those_that_fell_out(report: dict[str, Any]) -> None:
    assert report["visits"] == [_visit("3-1", _HOLIDAY, 0), _visit("3-2", _HOLIDAY, 1), _visit("4-1", _UNSURE, 0)]
    loss = {"demand": "borrow", "visitors": ["3-1", "3-2"], "owed": ["3-1"]}
    assert report["losses"] == [
        {**_HOLIDAY, **loss},
        {**_UNSURE, "demand": "borrow", "visitors": ["4-1"], "owed": ["4-1"]},
    ]
    names = ("grade", "visitors", "promised", "held", "made_up", "owed", "extra")
    rows = ((3, 2, 6, 4, 1, 1, 0), (4, 1, 3, 2, 0, 1, 0), (None, 3, 9, 6, 1, 2, 0))
    groups = [dict(zip(names, row, strict=True)) for row in rows]
    assert report["groups"] == [{"demand": "borrow", "category": "BORROWING", **group} for group in groups]


def test_books_are_those_of_visits_that_are_held_or_made_up(report: dict[str, Any]) -> None:
    found = [(x["class_id"], x["visits"], x["books"], x["short"]) for x in report["loans"]]
    assert found == [("3-1", 2, 6, 3), ("3-2", 3, 9, 0), ("4-1", 2, 6, 3), ("5-1", 0, 0, 9)]
    assert report["target"] == 9


def test_duties_of_both_plans_are_added(report: dict[str, Any]) -> None:
    lost = [{"helper": "h1", "post": "desk", **why} for why in (_HOLIDAY, _UNSURE)]
    assert report["duties"] == [
        {"helper": "h1", "promised": 7, "held": 5, "lost": lost, "minutes": 150, "extra": 0, "stood_in": 0, "given": 0},
        {"helper": "h2", "promised": 2, "held": 2, "lost": [], "minutes": 60, "extra": 0, "stood_in": 0, "given": 0},
    ]
    assert report["helpers"] == [
        {"helper": "h1", "promised": 7, "served": 5, "lost": 2, "minutes": 150, "stood_in": 0, "given": 0},
        {"helper": "h2", "promised": 2, "served": 2, "lost": 0, "minutes": 60, "stood_in": 0, "given": 0},
    ]


def test_windows_weeks_and_days(report: dict[str, Any]) -> None:
    noons = [f"2026-03-{day:02}" for day in (2, 3, 4, 10, 11, 16, 18)]
    assert report["windows"] == [
        {"window": "noon", "held": noons, "not_held": [_HOLIDAY, _UNSURE]},
        {"window": "work", "held": ["2026-03-04", "2026-03-11", "2026-03-18"], "not_held": []},
    ]
    # What helpers do on their own opens the library to nobody.
    assert report["weeks"] == [
        {"week": week, "campus": "main", "windows": minutes, "total": minutes} for week, minutes in ((1, 90), (2, 60), (3, 60))
    ]
    days: dict[int, int | str] = {2: 2, 3: 1, 4: 0, 5: 0, 6: 0, 9: "closed", 10: 1, 11: 0, 12: 1, 13: 0}
    days |= {16: 2, 17: "unconfirmed", 18: 0, 19: 0, 20: 0}
    assert report["days"] == [
        {
            "date": f"2026-03-{day:02}",
            "week": 1 + (day - 2) // 7,
            "state": found if isinstance(found, str) else "open" if found else "shut",
            "visits": 0 if isinstance(found, str) else found,
        }
        for day, found in days.items()
    ]


def test_what_the_new_plan_changed_and_what_it_could_hold(report: dict[str, Any]) -> None:
    # The Tuesday that was given away has not been confirmed: nobody serves on it as yet.
    change = {"since": "2026-03-17", "moved": 0, "other_weekday": 0, "added": 1, "removed": 0, "helpers": 0}
    assert report["changes"] == [change]
    # Two of three come by the plan before in this week.
    reach = {"places": 3, "held": 1}
    assert report["reach"] == {**reach, "most": 3, "lost_to": {}, "demands": {"borrow": reach}}
    assert (report["reach_since"], report["whole_term"], report["status"]) == ("2026-03-17", True, "OK")
    assert (report["first"], report["last"]) == ("2026-03-02", "2026-03-20")


@pytest.mark.parametrize(
    ("until", "given", "served", "changes"),
    [
        ("2026-03-02", [1, 1, 0], [1, 0], 0),
        ("2026-03-11", [1, 1, 2], [3, 2], 0),
        ("2026-03-12", [1, 2, 2], [3, 2], 0),
        ("2026-03-15", [1, 2, 2], [3, 2], 0),
        ("2026-03-16", [2, 3, 2], [4, 2], 0),
        ("2026-03-17", [2, 3, 2], [4, 2], 1),
        ("2026-03-20", [2, 3, 2], [5, 2], 1),
        ("2026-07-01", [2, 3, 2], [5, 2], 1),
    ],
)
def test_a_report_in_mid_term_counts_what_was_held(until: str, given: list[int], served: list[int], changes: int) -> None:
    book, made_up = _term()
    found = term_report(book, [made_up], until=type(made_up.date).fromisoformat(until))
    assert [a.given for a in found.visits] == given
    assert [a.served for a in found.helpers] == served
    assert len(found.changes) == changes
    assert (found.reach is None, found.whole_term) == (until < "2026-03-20", until >= "2026-03-20")
    assert (report_record(found)["reach"] is None) == (found.reach is None)


def test_what_the_first_day_of_a_new_plan_lost_can_be_made_up() -> None:
    book, made_up = _term()
    later = replace(made_up, visitor="4-1", uid="other", date=dates("03-19")[0], made_up_for=dates("03-17")[0])
    account = next(a for a in term_report(book, [later]).visits if a.visitor == "4-1")
    assert (account.made_up, account.owed, account.extra) == (1, 0, 0)


def test_the_last_wednesday_of_a_month_is_not_the_last_of_a_report() -> None:
    """A report that ends before it takes no Wednesday before it for the last one."""
    closed = {"id": "e", "name": "E", "monthly": "last WED", "closes_windows": "noon"}
    school = a_school(visiting(term=a_term(end="2026-03-31"), windows=[a_window("WED")], events=[closed]))
    book = Book(PlanFile(school=school, plan=a_plan(v("3-1", "WED"))))
    for until, held, lost in (("03-20", 3, 0), ("03-25", 3, 1)):
        (account,) = term_report(book, until=dates(until)[0]).visits
        assert (account.held, len(account.lost)) == (held, lost)


def test_lessons_in_the_library_are_open_time_beside_windows_and_overlap_once() -> None:
    """A lesson of 40 minutes of which ten lie in the noon; only those of confirmed days, only in weeks of the report."""
    school = a_school(
        visiting(
            term=a_term(days=[{"date": "2026-03-10", "confirmed": False}]),
            rooms=[{"id": "lib", "name": "Library"}],
            bells=[{"periods": {"P1": "11:40-12:20"}}],
            timetable=[{"class": "3-1", "days": {"MON": "语文", "TUE": "语文"}}],
            windows=[a_window("MON")],
            demands=[borrowing(), reading()],
        )
    )
    book = Book(PlanFile(school=school, plan=a_plan(v("3-1"), lesson("3-1", "MON"), lesson("3-1", "TUE"))))
    found = [(w.week, w.windows, w.total) for w in term_report(book).weeks]
    assert found == [(1, 15, 45 + 40), (2, 15, 45)]
    assert [(w.week, w.total) for w in term_report(book, until=dates("03-02")[0]).weeks] == [(1, 45)]


def test_what_a_new_plan_adds_and_leaves_out() -> None:
    school = a_school(visiting(3, term=a_term(end="2026-03-20"), windows=[a_window("MON,TUE", slots=3)]))
    book = Book(PlanFile(school=school, plan=a_plan(v("3-1"), v("3-2", slot=2), v("3-3", slot=3))))
    second = a_plan(v("3-1"), v("3-1", "TUE"), since="03-09")
    (change,) = term_report(book.followed_by(school, second)).changes
    assert (change.moved, change.other_weekday, change.added, change.removed) == (0, 0, 1, 2)


def test_a_day_that_runs_twice_is_extra_and_stays_so_through_a_change() -> None:
    """3-2 came on the Monday by the plan before: of its Tuesday and the Saturday that runs as one, neither was promised."""
    term = a_term(end="2026-03-14", days=[{"date": "2026-03-14", "runs_as": "TUE"}])
    school = a_school(visiting(2, term=term, windows=[a_window("MON,TUE", slots=2)]))
    book = Book(PlanFile(school=school, plan=a_plan(v("3-1", "TUE"), v("3-2", slot=2))))
    second = a_plan(v("3-1", "TUE"), v("3-2", "TUE", 2), since="03-10")
    found = {a.visitor: (a.promised, a.held, a.extra, a.owed) for a in term_report(book.followed_by(school, second)).visits}
    assert found == {"3-1": (2, 2, 1, 0), "3-2": (2, 2, 0, 0)}
