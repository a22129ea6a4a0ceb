"""Every example with seasons (`tests.seasonal`) is planned at once; what is promised, held, told and subscribed to agrees."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from functools import cache

import icalendar
import pytest

import planner
from planner.accounts.report import term_report
from planner.checker import check
from planner.models import School
from planner.outputs.calendars.written import Calendars
from planner.reading import read_school
from planner.sessions.book import Book
from planner.timeline import Timeline, calendar_week, visitors_of
from tests.campaign import CAMPAIGN
from tests.cli.cases import ROOT
from tests.seasonal import variant

SMALL = ["feilong-30", "hk-recess-12", "rural-18", "uk-primary-10", "us-cycle-12"]
LARGE = ["noon-36", "two-campus-36"]
NAMES = [*SMALL, *(LARGE if CAMPAIGN else [])]
WITH_HELPERS = [name for name in NAMES if name not in {"feilong-30", "us-cycle-12"}]
Week = str


@cache
def school_of(name: str) -> School:
    return variant(read_school(ROOT / "examples" / name / "school.yaml"))


@cache
def book_of(name: str) -> Book:
    return planner.plan(school_of(name), seconds=60).book


@pytest.mark.parametrize("name", NAMES)
def test_seasons_are_planned_at_once(name: str) -> None:
    school, plan = school_of(name), book_of(name).plan
    assert check(school, plan).ok
    assert plan.status == "OPTIMAL"
    assert any(len(parts) > 1 for parts in Timeline(school).stretches.values())


@pytest.mark.parametrize("name", NAMES)
def test_calendars_hold_what_the_report_says_week_by_week(name: str) -> None:
    book = book_of(name)
    report, term = term_report(book), book.school.term
    given = {(a.visitor, a.demand): a.given for a in report.visits}
    written = Calendars([book], ["zh"]).written
    visits = {s.uid for s in book.sessions if s.category in {"BORROWING", "READING"}}
    by_week: Counter[Week] = Counter()
    for c in book.school.class_list:
        events = icalendar.Calendar.from_ical(written[f"class-{c.id}", "zh"]).walk("VEVENT")
        held = [e for e in events if str(e["UID"]) in visits]
        assert len(held) == sum(n for (visitor, _), n in given.items() if visitor == c.id), c.id
        by_week.update(calendar_week(term, e["DTSTART"].dt.date()) for e in held)
    told: Counter[Week] = Counter()
    for day in report.days:
        told[calendar_week(term, day.date)] += day.visits
    assert by_week == +told


@pytest.mark.parametrize("name", NAMES)
def test_no_class_is_below_its_promise_in_any_stretch_without_being_named(name: str) -> None:
    """Weekly visits: in every week from the first to the last that holds any, also in those in which one stretch follows
    another, each class comes as often as promised, or the loss is named."""
    book = book_of(name)
    school, timeline, report = book.school, book.timeline, term_report(book)
    named: defaultdict[tuple[str, str], Counter[Week]] = defaultdict(Counter)
    for account in report.visits:
        named[account.visitor, account.demand].update(calendar_week(school.term, x.date) for x in account.lost)
    came: defaultdict[tuple[str, str], Counter[Week]] = defaultdict(Counter)
    for s in book.sessions:
        if s.visitor and s.category in {"BORROWING", "READING"}:
            came[s.visitor, s.source][calendar_week(school.term, s.date)] += 1
    checked = 0
    for demand in school.demand_by_id.values():
        if demand.cycle.kind != "weekly" or school.term.cycle_days:
            continue
        dates = [o.date for t in timeline.turns[demand.id] for o in t.occasions]
        for monday in sorted({d - dt.timedelta(d.weekday()) for d in dates}):
            # Before the first and after the last occasion nothing is promised.
            if monday <= min(dates) or monday + dt.timedelta(6) >= max(dates):
                continue
            week = calendar_week(school.term, monday)
            for visitor in visitors_of(school, demand):
                place = (visitor, demand.id)
                assert came[place][week] + named[place][week] >= demand.times, (place, monday)
                checked += 1
    assert checked or all(d.cycle.kind != "weekly" for d in school.demand_by_id.values()) or school.term.cycle_days


@pytest.mark.parametrize("name", WITH_HELPERS)
def test_a_helper_who_leaves_serves_until_then_and_is_not_missed(name: str) -> None:
    book = book_of(name)
    leaver = next(h for h in book.school.helper_by_id.values() if h.valid_until)
    assert leaver.valid_until is not None
    served = [s.date for s in book.sessions if s.helper == leaver.id]
    assert served
    assert max(served) <= leaver.valid_until
