"""The weeks of a term as the school counts them: which number and which letter each has.

``week_of`` counts every week of the wall calendar: what happens within one week is compared by it. The number that the
school gives a week, and its letter, may skip weeks without school.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache

from planner.models.days import WEEKDAYS
from planner.models.term import Term


@dataclass(frozen=True)
class SchoolWeek:
    """One week of the term: the school's number for it, and its letter, A or B.

    ``count`` is the number by which cycles of several weeks go round. A week without school (``closed``) that has no number
    of its own repeats that of the week before.
    """

    monday: dt.date
    number: int
    letter: str
    count: int
    closed: bool


def week1_monday(term: Term) -> dt.date:
    """Monday of teaching week 1."""
    return term.week1_monday or term.start - dt.timedelta(term.start.weekday())


def week_of(term: Term, date: dt.date) -> int:
    """Week of a date, counted from 1 on the wall calendar, weeks without school included."""
    return (date - week1_monday(term)).days // 7 + 1


def own_weekday(date: dt.date) -> str:
    """The weekday a date has on the wall calendar."""
    return WEEKDAYS[date.weekday()]


@lru_cache(maxsize=32)
def school_weeks(term: Term) -> dict[int, SchoolWeek]:
    """`week_of` of each week of the term -> that week. Not to be changed: it is remembered."""
    closed = {date for closure in term.closures for date in closure.dates}
    changed = {change.date for change in term.days}
    usual = {*term.weekdays, *(day for some in term.only_in_weeks for day in some.weekdays)}
    begun = {week_of(term, start.date): start.letter for start in term.letters_from}
    goes_on = term.letters == "goes_on"
    weeks: dict[int, SchoolWeek] = {}
    skipped, letter, since = 0, term.first_week_is, 1
    for index in range(min(1, week_of(term, term.start)), week_of(term, term.end) + 1):
        monday = week1_monday(term) + dt.timedelta(7 * (index - 1))
        dates = [d for n in range(7) if term.start <= (d := monday + dt.timedelta(n)) <= term.end]
        empty = bool(dates) and not any(d in changed or (own_weekday(d) in usual and d not in closed) for d in dates)
        skipped += empty
        counted = index - skipped if goes_on else index
        if index in begun:
            letter, since = begun[index], counted
        weeks[index] = SchoolWeek(
            monday=monday,
            number=index if term.closed_weeks_count else index - skipped,
            letter=letter if (counted - since) % 2 == 0 else "AB"["BA".index(letter)],
            count=index - skipped if goes_on or not term.closed_weeks_count else index,
            closed=empty,
        )
    return weeks


def week_number(term: Term, date: dt.date) -> int:
    """The number that the school gives the week of a date."""
    week = school_weeks(term).get(week_of(term, date))
    return week.number if week else week_of(term, date)


def is_school_day(term: Term, weekday: str, week: SchoolWeek) -> bool:
    """Whether a weekday is an ordinary school day in a week, closures apart."""
    some = [entry.weeks for entry in term.only_in_weeks if weekday in entry.weekdays]
    return any(weeks.include(week.number, week.letter) for weeks in some) if some else weekday in term.weekdays
