"""What the calendar commands write into a school file: closures, changed days, events, recall weeks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from planner.editing.schooledit import SchoolEditor
from planner.models.base import Text
from planner.models.term import DayChange
from planner.timeline import days_of


def close(editor: SchoolEditor, dates: Iterable[dt.date], name: Text | str) -> bool:
    """Write a closure, in order of date; False when all of it is closed already."""
    term = editor.school.term
    closed = {d for c in term.closures for d in c.dates}
    wanted = sorted(set(dates))
    teaching = {day.date for day in days_of(term)}
    outside = [d for d in wanted if not term.start <= d <= term.end]
    # Dates outside the term are written all the same: the reader then says what is wrong with them.
    if not outside and not any(d in teaching for d in wanted):
        return False
    loc = ("term", "closures")
    at = sum(c.dates[0] < wanted[0] for c in term.closures if c.dates)
    entry = editor.entry(loc, dates=editor.dates(d for d in wanted if d not in closed), name=name)
    editor.insert(loc, at, entry)
    editor.refresh()
    return True


def change_day(
    editor: SchoolEditor,
    date: dt.date,
    *,
    runs_as: str | None = None,
    confirmed: bool | None = None,
    note: Text | str | None = None,
) -> bool:
    """Write what a date is; fields that are None stay as they are. False when the file says so already."""
    loc = ("term", "days")
    for n, change in enumerate(editor.school.term.days):
        if change.date == date:
            return _alter(editor, n, change, runs_as, confirmed)
    at = sum(c.date < date for c in editor.school.term.days)
    entry = editor.entry(
        loc,
        date=date,
        runs_as=editor.day(runs_as) if runs_as else None,
        confirmed=None if confirmed in (None, True) else False,
        note=note,
    )
    editor.insert(loc, at, entry)
    editor.refresh()
    return True


def _alter(editor: SchoolEditor, n: int, change: DayChange, runs_as: str | None, confirmed: bool | None) -> bool:
    wanted: dict[str, Any] = {}
    if runs_as and change.runs_as != runs_as:
        wanted["runs_as"] = editor.day(runs_as)
    if confirmed is not None and change.confirmed != confirmed:
        wanted["confirmed"] = editor.value(confirmed)
    editor.entries("term", "days")  # an only entry may stand there without brackets
    mapping = editor.mapping("term", "days", n)
    for name, value in wanted.items():
        editor.set(mapping, editor.key(("term", "days", n, name), mapping), value)
    editor.refresh()
    return bool(wanted)


def date_event(editor: SchoolEditor, event_id: str, dates: Iterable[dt.date]) -> bool:
    """Give dates to an event that still waits for some; False when it has all of them already."""
    for n, event in enumerate(editor.school.events):
        if event.id != event_id:
            continue
        new = sorted(set(dates) - set(event.dates))
        if not new:
            return False
        editor.entries("events")
        mapping = editor.mapping("events", n)
        editor.set(mapping, editor.key(("events", n, "dates"), mapping), editor.dates([*event.dates, *new]))
        left = max(0, event.still_to_date - len(new))
        key = editor.key(("events", n, "still_to_date"), mapping)
        if left:
            editor.set(mapping, key, left)
        else:
            mapping.pop(key, None)
        editor.refresh()
        return True
    return False


def add_event(
    editor: SchoolEditor,
    event_id: str,
    name: Text | str,
    dates: Iterable[dt.date],
    grades: tuple[int, ...] = (),
    *,
    closes: bool = False,
) -> bool:
    """Write a new event, for some grades or for all; with ``closes`` one for which no room and window of the library is free.

    False when there is one with this id.
    """
    if any(e.id == event_id for e in editor.school.events):
        return False
    loc, school = ("events",), editor.school
    shut = (
        {"closes_rooms": list(school.room_by_id) or None, "closes_windows": list(school.window_by_id) or None} if closes else {}
    )
    entry = editor.entry(loc, id=event_id, name=name, dates=editor.dates(dates), grades=_grades(grades), **shut)
    editor.insert(loc, len(editor.school.events), entry)
    editor.refresh()
    return True


def set_recall_weeks(editor: SchoolEditor, weeks: Iterable[int]) -> bool:
    """Write the recall weeks; False when the file has some already."""
    if editor.school.term.recall_weeks:
        return False
    term = editor.mapping("term")
    numbers = sorted(weeks)
    text = f"{numbers[0]}-{numbers[-1]}" if len(numbers) > 1 else numbers[0]
    editor.set(term, editor.key(("term", "recall_weeks"), term), text)
    editor.refresh()
    return True


def _grades(grades: tuple[int, ...]) -> int | list[int] | None:
    return grades[0] if len(grades) == 1 else list(grades) or None
