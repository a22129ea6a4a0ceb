"""Suggested closures and make-up days, against the official arrangements of 2025 and 2026."""

from __future__ import annotations

import datetime as dt

import pytest

from planner.countries import country_of
from planner.models.base import Text
from planner.models.term import Closure, DayChange, Term
from planner.suggesting import read_listed, suggest_calendar
from planner.suggesting.national import national

MAKE_UP = {
    2025: ("01-26", "02-08", "04-27", "09-28", "10-11"),
    2026: ("01-04", "02-14", "02-28", "05-09", "09-20", "10-10"),
}


def term(start: str, end: str, **fields: object) -> Term:
    return Term.model_validate({"id": "t", "school_year": "y", "name": "n", "start": start, "end": end, **fields})


@pytest.mark.parametrize("year", [2025, 2026])
def test_make_up_days_of_china(year: int) -> None:
    """All of them, each with the day it is worked for, none confirmed, none a guess."""
    found = suggest_calendar(term(f"{year}-01-01", f"{year}-12-31"), "CN")
    assert [f"{s.dates[0]:%m-%d}" for s in found.days] == list(MAKE_UP[year])
    assert all(s.runs_as for s in found.days)
    assert not any(s.confirmed or s.guess for s in found.suggestions)
    assert found.guessed_years == ()


def test_pairs_of_2026() -> None:
    """2026-05-09 is worked for Tuesday 05-05; that is a suggestion with its reason, no more."""
    found = suggest_calendar(term("2026-03-02", "2026-07-07"), "CN")
    (day,) = found.days
    assert (day.dates, day.runs_as) == ((dt.date(2026, 5, 9),), "TUE")
    assert "5月5日" in day.why.in_("zh")
    assert "Only the school" in day.why.in_("en")


def test_breaks_are_those_of_the_official_notice() -> None:
    """Merged, named, with the weekend days of the break: Qingming 4-6 April, Labour Day 1-5 May, Dragon Boat 19-21 June."""
    found = suggest_calendar(term("2026-03-02", "2026-07-07"), "CN")
    assert [(str(s.dates[0]), str(s.dates[-1]), s.name.zh) for s in found.closures] == [
        ("2026-04-04", "2026-04-06", "清明节"),
        ("2026-05-01", "2026-05-05", "劳动节"),
        ("2026-06-19", "2026-06-21", "端午节"),
    ]


def test_a_year_not_announced_is_a_guess() -> None:
    """2027: no make-up days, every closure flagged, and the year named."""
    found = suggest_calendar(term("2027-03-01", "2027-07-02"), "CN")
    assert found.guessed_years == (2027,)
    assert found.days == ()
    assert found.closures
    assert all(s.guess for s in found.closures)


@pytest.mark.parametrize("year", range(2010, 2027))
def test_announced_years_are_not_guesses(year: int) -> None:
    assert national("CN", None, range(year, year + 1)).guessed_years == ()


def test_only_differences_are_proposed() -> None:
    """What the file closes or teaches already is not proposed again; a part that is missing is."""
    closures = (
        Closure(dates=(dt.date(2026, 4, 6),), name=Text(zh="清明", en="Qingming")),
        Closure(dates=(dt.date(2026, 5, 1),), name=Text(zh="五一", en="May")),
    )
    days = (DayChange(date=dt.date(2026, 5, 9), runs_as="FRI", confirmed=False),)
    found = suggest_calendar(term("2026-03-02", "2026-07-07", closures=closures, days=days), "CN")
    assert found.days == ()
    assert [[str(d) for d in s.dates] for s in found.closures] == [
        ["2026-05-04", "2026-05-05"],
        ["2026-06-19", "2026-06-20", "2026-06-21"],
    ]


def test_conflicts_are_named() -> None:
    """A day with lessons of its own that is a holiday, and a make-up day that the file closes."""
    days = (DayChange(date=dt.date(2026, 5, 4), runs_as="MON"),)
    closures = (Closure(dates=(dt.date(2026, 5, 9),), name=Text(zh="运动会", en="Sports")),)
    found = suggest_calendar(term("2026-05-01", "2026-05-31", days=days, closures=closures), "CN")
    assert [str(c.date) for c in found.conflicts] == ["2026-05-04", "2026-05-09"]
    assert all(dt.date(2026, 5, 4) not in s.dates for s in found.closures)


def test_a_day_cycle_gets_no_weekday() -> None:
    (day,) = suggest_calendar(term("2026-05-06", "2026-05-29", cycle_days=6), "CN").days
    assert day.runs_as is None


def test_school_holidays_by_state() -> None:
    """Bavaria has an Easter break of two weeks; Britain's school holidays are not in the package."""
    bavaria = suggest_calendar(term("2026-02-23", "2026-05-15"), "DE", "BY")
    assert any(len(s.dates) >= 12 and "Easter" in s.name.en for s in bavaria.closures)
    assert all(len(s.dates) <= 4 for s in suggest_calendar(term("2026-02-23", "2026-05-15"), "GB", "ENG").closures)


def test_unknown_countries() -> None:
    with pytest.raises(KeyError):
        suggest_calendar(term("2026-03-02", "2026-07-07"), "XX")
    assert suggest_calendar(term("2026-03-02", "2026-07-07"), None).suggestions == ()
    assert (country_of("Asia/Shanghai"), country_of("Europe/Berlin"), country_of("UTC")) == ("CN", "DE", None)


CSV = """日期,名称,按周几
2026-04-03..2026-04-06,清明节
2026年5月9日,补周五,周五
# a remark
2026-06-01 ; nonsense
"""


def test_own_list_beats_the_country() -> None:
    """Its closures and days first; what it does not speak of comes from the national calendar; bad lines are named."""
    listed = read_listed(CSV, calendar=False)
    assert [n for n, _line in listed.unread] == [5]
    found = suggest_calendar(term("2026-03-02", "2026-06-12"), "CN", None, listed.days, "list.csv")
    assert [(s.dates[0].isoformat(), s.runs_as, s.source) for s in found.suggestions] == [
        ("2026-04-03", None, "list.csv"),
        ("2026-05-01", None, "CN"),
        ("2026-05-09", "FRI", "list.csv"),
    ]
    assert not any(s.confirmed for s in found.suggestions)


def test_own_calendar() -> None:
    """The end of an all-day event is not included; neither a sports day nor a meeting is a day off."""
    text = "\r\n".join(
        [
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "PRODID:x",
            *("BEGIN:VEVENT", "UID:1", "SUMMARY:校运会"),
            *("DTSTART;VALUE=DATE:20260416", "DTEND;VALUE=DATE:20260418", "END:VEVENT"),
            *("BEGIN:VEVENT", "UID:2", "SUMMARY:例会", "DTSTART:20260420T080000", "DTEND:20260420T090000", "END:VEVENT"),
            "END:VCALENDAR",
        ]
    )
    listed = read_listed(text, calendar=True)
    assert [([d.day for d in x.dates], x.name.zh, x.kind) for x in listed.days] == [
        ([16, 17], "校运会", "event"),
        ([20], "例会", "event"),
    ]
    assert read_listed("nonsense", calendar=True).days == ()
