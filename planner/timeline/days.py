"""A date is not a weekday: what every date of the term is, and which timetable it runs."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from planner.models.base import Text
from planner.models.term import Closure, DayChange, Term
from planner.timeline.weeks import SchoolWeek, is_school_day, own_weekday, school_weeks, week_of


@dataclass(frozen=True)
class Day:
    """A date with lessons. ``label`` is the day whose timetable it runs, ``week`` and ``parity`` those that count.

    ``lessons`` is false for a date without school on which some window is open all the same; its label is its own weekday.
    ``count`` is the number by which cycles of weeks go round; it is the week's own where every week counts.
    """

    date: dt.date
    label: str
    week: int
    parity: str
    after_school: bool = True
    windows: tuple[str, ...] | None = None
    confirmed: bool = True
    changed: bool = False
    note: Text | None = None
    count: int = 0
    lessons: bool = True


@dataclass(frozen=True)
class ClosedDay:
    """An ordinary school day on which there is no school, and why."""

    date: dt.date
    name: Text


def days_of(term: Term) -> tuple[Day, ...]:
    """Every date with lessons, in order. In a day cycle D1, D2 … are counted over confirmed days only.

    A closed day lets the cycle wait unless it uses up its day; after a day that runs another one the cycle goes on from
    that one unless the school says that the days after it stay as they were.
    """
    return _counted(term)[0]


def used_up_days(term: Term) -> tuple[Day, ...]:
    """Closed dates that use up a day of the day cycle, as the day that would have been, in order."""
    return _counted(term)[1]


def _counted(term: Term) -> tuple[tuple[Day, ...], tuple[Day, ...]]:
    """(days with lessons, closed days that use up theirs)."""
    closed = {date: closure for closure in term.closures for date in closure.dates}
    changes = {change.date: change for change in term.days}
    weeks = school_weeks(term)
    by_number = {week.number: week for week in weeks.values() if not week.closed}
    days: list[Day] = []
    used_up: list[Day] = []
    turn = 0
    for offset in range((term.end - term.start).days + 1):
        date = term.start + dt.timedelta(offset)
        change, own = changes.get(date), weeks[week_of(term, date)]
        ordinary = is_school_day(term, own_weekday(date), own)
        if change is None and (date in closed or not ordinary):
            if term.cycle_days and ordinary and date in closed and closed[date].eats_day:
                day, turn = _day(term, date, None, own, own, turn, ordinary)
                used_up.append(day)
            continue
        counted = by_number.get(change.week, own) if change and change.week else own
        day, turn = _day(term, date, change, own, counted, turn, ordinary)
        days.append(day)
    return tuple(days), tuple(used_up)


def _day(
    term: Term, date: dt.date, change: DayChange | None, own: SchoolWeek, counted: SchoolWeek, turn: int, ordinary: bool
) -> tuple[Day, int]:
    """A day with lessons, and the place in the day cycle of the one after it."""
    own_label = f"D{turn % term.cycle_days + 1}" if term.cycle_days else own_weekday(date)
    label = (change.runs_as if change else None) or own_label
    confirmed = change.confirmed if change else True
    day = Day(
        date=date,
        label=label,
        week=counted.number,
        parity=counted.letter,
        after_school=change.after_school if change else True,
        windows=change.windows if change else None,
        confirmed=confirmed,
        changed=change is not None and (label != own_label or counted is not own or not ordinary),
        note=change.note if change else None,
        count=counted.count,
    )
    if confirmed and change and change.runs_as and change.goes_on and term.cycle_days and label.startswith("D"):
        return day, int(label[1:])
    return day, turn + confirmed


def days_without_lessons(term: Term) -> tuple[Day, ...]:
    """Every other date of the term that is not closed: weekends, mostly."""
    taken = {day.date for day in days_of(term)} | {date for closure in term.closures for date in closure.dates}
    weeks = school_weeks(term)
    dates = (term.start + dt.timedelta(n) for n in range((term.end - term.start).days + 1))
    found = []
    for date in dates:
        week = weeks[week_of(term, date)]
        if date not in taken:
            found.append(Day(date, own_weekday(date), week.number, week.letter, count=week.count, lessons=False))
    return tuple(found)


def closed_days_of(term: Term) -> tuple[ClosedDay, ...]:
    """Ordinary school days that fall out, in order."""
    teaching = {day.date for day in days_of(term)}
    closures: dict[dt.date, Closure] = {date: closure for closure in term.closures for date in closure.dates}
    weeks = school_weeks(term)
    return tuple(
        ClosedDay(date, closure.name)
        for date, closure in sorted(closures.items())
        if term.start <= date <= term.end
        and is_school_day(term, own_weekday(date), weeks[week_of(term, date)])
        and date not in teaching
    )
