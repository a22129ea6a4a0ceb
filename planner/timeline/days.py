"""A date is not a weekday: what every date of the term is, and which timetable it runs (DOMAIN.md 4.1)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from planner.models.base import Text
from planner.models.term import Term
from planner.models.values import WEEKDAYS


@dataclass(frozen=True)
class Day:
    """A date with lessons. ``label`` is the day whose timetable it runs, ``week`` and ``parity`` those that count."""

    date: dt.date
    label: str
    week: int
    parity: str
    after_school: bool = True
    windows: tuple[str, ...] | None = None
    confirmed: bool = True
    changed: bool = False
    note: Text | None = None


@dataclass(frozen=True)
class ClosedDay:
    """An ordinary school day on which there is no school, and why."""

    date: dt.date
    name: Text


def week1_monday(term: Term) -> dt.date:
    """Monday of teaching week 1."""
    return term.week1_monday or term.start - dt.timedelta(term.start.weekday())


def week_of(term: Term, date: dt.date) -> int:
    """Teaching week of a date, counted from 1."""
    return (date - week1_monday(term)).days // 7 + 1


def parity_of(term: Term, week: int) -> str:
    """'A' (单周) or 'B' (双周) of a teaching week."""
    odd = week % 2 == 1
    return "A" if odd == (term.first_week_is == "A") else "B"


def own_weekday(date: dt.date) -> str:
    """The weekday a date has on the wall calendar."""
    return WEEKDAYS[date.weekday()]


def days_of(term: Term) -> tuple[Day, ...]:
    """Every date with lessons, in order. In a day cycle D1, D2 … are counted over confirmed days only."""
    closed = {date for closure in term.closures for date in closure.dates}
    changes = {change.date: change for change in term.days}
    days: list[Day] = []
    turn = 0
    for offset in range((term.end - term.start).days + 1):
        date = term.start + dt.timedelta(offset)
        change = changes.get(date)
        weekday = own_weekday(date)
        if change is None and (date in closed or weekday not in term.weekdays):
            continue
        own_label = f"D{turn % term.cycle_days + 1}" if term.cycle_days else weekday
        week = (change.week if change else None) or week_of(term, date)
        label = (change.runs_as if change else None) or own_label
        confirmed = change.confirmed if change else True
        turn += confirmed
        days.append(
            Day(
                date=date,
                label=label,
                week=week,
                parity=parity_of(term, week),
                after_school=change.after_school if change else True,
                windows=change.windows if change else None,
                confirmed=confirmed,
                changed=change is not None
                and (label != own_label or week != week_of(term, date) or weekday not in term.weekdays),
                note=change.note if change else None,
            )
        )
    return tuple(days)


def closed_days_of(term: Term) -> tuple[ClosedDay, ...]:
    """Ordinary school days that fall out, in order."""
    teaching = {day.date for day in days_of(term)}
    names = {date: closure.name for closure in term.closures for date in closure.dates}
    return tuple(
        ClosedDay(date, name)
        for date, name in sorted(names.items())
        if term.start <= date <= term.end and own_weekday(date) in term.weekdays and date not in teaching
    )
