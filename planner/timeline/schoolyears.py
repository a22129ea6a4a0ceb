"""The school year as it usually is in a country: first and last days of its terms, and holidays within them.

Proposals only: every authority, and often every school, has dates of its own. Sources: calendars published for 2026 and 2027
by the ministries (MOE Singapore, MOE Taiwan, EDB Hong Kong, MOE New Zealand, NSW DoE, Victoria DE, Queensland DoE, DBE South
Africa, KPM Malaysia) and by typical local authorities (England, Wales, Scotland, Ireland, Ontario, New York).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from planner.countries import located
from planner.models.term import Term

Naming = Literal["first", "season", "semester", "number"]
"""What its terms are called: the first and second one; autumn, spring, summer; fall and spring semester; term 1 to 4."""
_ENOUGH = dt.timedelta(days=14)
_NEAR = dt.timedelta(days=62)


@dataclass(frozen=True)
class SchoolYear:
    """``terms``: in order from the one that opens a school year, ``first~last`` and, after a space, the holidays within it: a
    span, or a day whose whole week is free. All as month-day."""

    terms: tuple[str, ...]
    naming: Naming = "first"
    one_year: bool = False
    """It is called by one year: 2027, not 2026–2027."""


_TWO = SchoolYear(("09-01~01-30 12-23..01-05", "02-01~06-30"))
_BRITISH = SchoolYear(("09-02~12-18 10-28", "01-05~03-26 02-17", "04-13~07-21 05-31"), "season")
_HONG_KONG = SchoolYear(("09-01~01-29 12-22..01-01", "02-01~07-10"))
_YEARS = {
    "CN": SchoolYear(("09-01~01-22", "03-01~07-03")),
    "HK": _HONG_KONG,
    "MO": _HONG_KONG,
    "TW": SchoolYear(("08-30~01-20", "02-11~06-30")),
    "SG": SchoolYear(("01-02~03-13", "03-22~05-29", "06-28~09-04", "09-14~11-20"), "number", True),
    "MY": SchoolYear(("01-12~05-22 03-25", "06-08~12-04 09-02"), one_year=True),
    "JP": SchoolYear(("04-07~07-20", "09-01~12-24", "01-08~03-24"), one_year=True),
    "KR": SchoolYear(("03-02~07-20", "08-20~01-08"), one_year=True),
    "TH": SchoolYear(("05-16~10-10", "11-01~03-31"), one_year=True),
    "VN": SchoolYear(("09-05~01-15", "01-18~05-31")),
    "EG": SchoolYear(("09-20~01-15", "02-08~06-05")),
    "ZA": SchoolYear(("01-14~03-27", "04-08~06-26", "07-21~09-23", "10-06~12-09"), "number", True),
    "GB": _BRITISH,
    "GB-SCT": SchoolYear(("08-18~12-22 10-14", "01-06~04-02 02-16", "04-19~06-25"), "season"),
    "IE": SchoolYear(("09-01~12-18 10-28", "01-06~03-26 02-17", "04-12~06-30"), "season"),
    "AU": SchoolYear(("01-28~04-02", "04-20~07-03", "07-20~09-25", "10-12~12-17"), "number", True),
    "AU-VIC": SchoolYear(("01-28~04-02", "04-20~06-26", "07-13~09-18", "10-05~12-18"), "number", True),
    "AU-QLD": SchoolYear(("01-27~04-02", "04-20~06-26", "07-13~09-18", "10-06~12-11"), "number", True),
    "NZ": SchoolYear(("02-02~04-02", "04-20~07-03", "07-20~09-25", "10-12~12-16"), "number", True),
    "US": SchoolYear(("08-20~12-18", "01-05~06-05"), "semester"),
    "CA": SchoolYear(("09-08~01-29 12-21..01-01", "02-01~06-26 03-17")),
}


@dataclass(frozen=True)
class UsualTerm:
    """A term as schools of a place usually have it. ``index``: 0 opens the school year."""

    start: dt.date
    end: dt.date
    index: int
    opened: int
    """The year in which its school year begins."""
    free: tuple[dt.date, dt.date] | None
    """First and last day of the holidays within it."""


def year_of(place: str | None) -> SchoolYear:
    """The school year of a place; of one that is not known two terms from September on."""
    return _YEARS.get(place or "") or _YEARS.get((place or "").partition("-")[0]) or _TWO


def usual_term(place: str | None, today: dt.date) -> UsualTerm:
    """The term in which a date lies, with two weeks of it to come; else the next one."""
    return next(term for term in _terms(place, today.year - 1) if term.end >= today + _ENOUGH)


def index_of(place: str | None, start: dt.date) -> int:
    """Which term of a school year it is that begins then: that with the nearest usual beginning."""
    return _nearest(place, start).index


def opens_year(place: str | None, start: dt.date) -> bool:
    """Whether a term that begins then opens a school year."""
    first = (t.start for t in _terms(place, start.year - 1) if t.index == 0 and t.start.year <= start.year + 1)
    return index_of(place, start) == 0 and any(abs(day - start) < _NEAR for day in first)


def opened_in(place: str | None, start: dt.date) -> tuple[int, int]:
    """(the year in which the school year of a term that begins then has opened, which of its terms it is)."""
    term = _nearest(place, start)
    return term.opened, term.index


def _nearest(place: str | None, start: dt.date) -> UsualTerm:
    known = (t for t in _terms(place, start.year - 2) if t.start.year <= start.year + 1)
    return min(known, key=lambda term: abs(term.start - start))


def place_of_term(term: Term) -> str | None:
    """Where a school is, by its file: as it says itself, else by its time zone."""
    country, part = located(term.country, term.timezone)
    return f"{country}-{part}" if country and part else country


def _terms(place: str | None, first_year: int) -> Iterator[UsualTerm]:
    """Terms in order, of four school years."""
    usual = year_of(place)
    for year in range(first_year, first_year + 4):
        for index, written in enumerate(usual.terms):
            span, _space, free = written.partition(" ")
            first, _tilde, last = span.partition("~")
            opening = usual.terms[0][:5]
            start = _on(year + (first < opening), first)
            end = _on(start.year + (last < first), last)
            yield UsualTerm(_weekday(start, 1), _weekday(end, -1), index, year, _free(free, start))


def _free(written: str, start: dt.date) -> tuple[dt.date, dt.date] | None:
    if not written:
        return None
    first, _dots, last = written.partition("..")
    begin = _on(start.year + (first < f"{start:%m-%d}"), first)
    if last:
        return begin, _on(begin.year + (last < first), last)
    monday = begin - dt.timedelta(days=begin.weekday())
    return monday, monday + dt.timedelta(days=4)


def _on(year: int, written: str) -> dt.date:
    return dt.date.fromisoformat(f"{year}-{written}")


def _weekday(date: dt.date, step: int) -> dt.date:
    """The next day that is no Saturday or Sunday, or the one before."""
    while date.weekday() >= 5:
        date += dt.timedelta(days=step)
    return date
