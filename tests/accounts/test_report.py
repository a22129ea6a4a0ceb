"""The numbers of the term report."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import replace

import pytest

from planner.accounts.report import term_report
from planner.accounts.report_days import covered, open_weeks
from planner.models.planfile import PlanFile
from planner.models.report import Accounts, TermReport, WindowAccount
from planner.sessions.book import Book
from planner.sessions.expand import expand
from planner.timeline import Timeline
from tests.builders import a_school, a_window, visiting
from tests.reported import example


def balanced(report: TermReport) -> bool:
    return all(a.promised == a.held + a.made_up + a.owed and len(a.lost) == a.made_up + a.owed for a in report.visits)


def swapped(planfile: PlanFile, since: dt.date, demand: str) -> PlanFile:
    """The first and the last visit of a demand change places from a date on."""
    own = [v for v in planfile.plan.visits if v.demand == demand]
    a, b = own[0], own[-1]
    exchanged = {a.visitor: b.visitor, b.visitor: a.visitor}
    visits = tuple(
        v.model_copy(update={"visitor": exchanged.get(v.visitor, v.visitor)}) if v in (a, b) else v
        for v in planfile.plan.visits
    )
    plan = planfile.plan.model_copy(update={"effective_from": since, "visits": visits})
    return Book(planfile).followed_by(planfile.school, plan).planfile


def test_rural_sliding_gives_5_or_4() -> None:
    report = term_report(Book(example("rural-18")))
    assert [len(w.held) for w in report.windows] == [28]
    own = [a.given for a in report.visits if a.demand == "borrowing"]
    assert Counter(own) == {5: 12, 4: 6}
    assert sum(own) == 84


def test_noon_has_81_noons_and_every_lost_visit_is_told() -> None:
    report = term_report(Book(example("noon-36")))
    assert {w.window: len(w.held) for w in report.windows} == {"noon": 81, "noon-reading": 81}
    assert balanced(report)
    assert report.whole_term
    borrowing = report.of("BORROWING")[0]
    assert (borrowing.visitors, borrowing.promised, borrowing.held + borrowing.lost) == (36, 612, 612)
    assert borrowing.lost == sum(len(x.visitors) for x in report.losses if x.demand == "borrowing")
    assert {x.reason for x in report.losses} == {"closed"}
    assert len([d for d in report.days if d.state in {"open", "shut"}]) == 88
    assert next(d for d in report.days if d.date == dt.date(2026, 5, 9)).state == "open"


def test_grades_add_up_to_the_whole() -> None:
    report = term_report(Book(example("noon-36")))
    for whole in (g for g in report.groups if g.grade is None):
        parts = [g for g in report.groups if g.demand == whole.demand and g.grade is not None]
        for name in ("visitors", "promised", "held", "made_up", "owed", "extra", "lost"):
            assert sum(getattr(g, name) for g in parts) == getattr(whole, name)


def test_days_count_each_visit_once() -> None:
    report = term_report(Book(example("noon-36")))
    assert sum(d.visits for d in report.days) == sum(a.held + a.extra for a in report.visits)


def test_open_weeks_count_overlapping_times_once() -> None:
    assert covered([(0, 10), (5, 20), (30, 40), (32, 35)]) == 30
    report = term_report(Book(example("noon-36")))
    assert all(w.windows <= w.total for w in report.weeks)
    # 12:00-13:05 on five days: the two windows of a noon overlap.
    assert next(w for w in report.weeks if w.week == 2).windows == 5 * 65
    assert sum(w.windows for w in report.weeks) == 81 * 65


def test_loans_are_held_against_the_target() -> None:
    planfile = example("rural-18")
    school = planfile.school.model_copy(update={"books_target": 5})
    report = term_report(Book(planfile.model_copy(update={"school": school})))
    assert Counter((x.books, x.short) for x in report.loans) == {(5, 0): 12, (4, 1): 6}
    assert len(report.short) == 6
    assert term_report(Book(planfile)).short == ()
    assert term_report(Book(example("noon-36"))).loans == ()  # books of a visit not said


@pytest.mark.parametrize("until", ["2026-03-02", "2026-04-06", "2026-05-06", "2026-05-09", "2026-06-30"])
@pytest.mark.parametrize("name", ["noon-36", "rural-18"])
def test_an_interim_report_balances_and_says_nothing_of_later_days(name: str, until: str) -> None:
    last = dt.date.fromisoformat(until)
    report = term_report(Book(example(name)), until=last)
    assert balanced(report)
    assert not report.whole_term
    assert max([d.date for d in report.days] + [x.date for x in report.losses]) <= last
    assert all(date <= last for w in report.windows for date in w.held)


def test_reports_grow_day_by_day() -> None:
    planfile = example("rural-18")
    held = [
        sum(a.held + a.extra for a in term_report(Book(planfile), until=dt.date(2026, 5, day)).visits) for day in range(6, 16)
    ]
    assert held == sorted(held)


def test_a_moved_class_is_not_promised_twice_in_one_week() -> None:
    planfile = swapped(example("noon-36"), dt.date(2026, 5, 13), "borrowing")
    report = term_report(Book(planfile))
    assert balanced(report)
    first, last = (a for a in report.visits if a.demand == "borrowing" and a.visitor in {"1-1", "6-6"})
    published = Book(planfile).term.published
    for account in (first, last):
        own = [s for s in published if (s.visitor, s.source) == (account.visitor, "borrowing")]
        assert account.given == len(own)
    assert first.promised == 17
    (change,) = report.changes
    assert (change.since, change.moved, change.helpers) == (dt.date(2026, 5, 13), 2, 0)


def test_sliding_rounds_balance_through_a_change() -> None:
    planfile = swapped(example("rural-18"), dt.date(2026, 4, 27), "borrowing")
    report = term_report(Book(planfile))
    assert balanced(report)
    published = [s for s in Book(planfile).term.published if s.category in {"BORROWING", "READING"}]
    assert sum(a.given for a in report.visits) == len(published)


def test_make_ups_settle_what_was_lost() -> None:
    planfile = example("noon-36")
    loss = next(x for a in term_report(Book(planfile)).visits if a.demand == "borrowing" for x in a.lost)
    sample = next(
        s for s in expand(planfile.school, planfile.plan).sessions if (s.visitor, s.source) == (loss.visitor, loss.demand)
    )
    makeup = replace(sample, uid=sample.uid + "x", date=dt.date(2026, 6, 24), made_up_for=loss.date)
    report = term_report(Book(planfile), [makeup])
    account = next(a for a in report.visits if (a.visitor, a.demand) == (loss.visitor, loss.demand))
    assert (account.made_up, balanced(report)) == (1, True)
    told = next(x for x in report.losses if (x.date, x.demand) == (loss.date, loss.demand))
    assert loss.visitor in told.visitors
    assert loss.visitor not in told.owed
    early = term_report(Book(planfile), [makeup], until=dt.date(2026, 6, 20))
    assert sum(a.made_up for a in early.visits) == 0


def test_a_report_cannot_end_before_the_plan_begins() -> None:
    with pytest.raises(ValueError, match="before the first plan"):
        term_report(Book(example("rural-18")), until=dt.date(2026, 2, 1))


def test_a_library_open_in_two_recesses_is_not_open_between_them() -> None:
    slots = ["10:00-10:10", "10:15-10:25", "14:00-14:20"]
    school = a_school(visiting(windows=[a_window(slots=3) | {"slots": slots}]))
    timeline = Timeline(school)
    held = tuple(date for date, _window in timeline.openings.held)
    windows = (WindowAccount("noon", held, (), (), ()),)
    weeks = open_weeks(timeline, (), [(timeline, Accounts(visits=(), duties=(), windows=windows))], school.term.end)
    assert [week.total for week in weeks] == [45, 45]  # with the five minutes in which one class goes and the next comes
