"""An imported timetable against the one that the school has: what would change, class by class, and from when."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from planner.importing.lessons import Settled
from planner.importing.raw import Parity
from planner.models.days import DAY_LABELS
from planner.models.school import School
from planner.models.timetable import TimetableRow
from planner.models.values import natural

Place = tuple[str, str, Parity]
"""Day, period, weeks."""


class LessonChange(NamedTuple):
    """One place in the timetable of a class: what stood there and what will; None = nothing."""

    class_id: str
    day: str
    period: str
    weeks: Parity
    before: str | None
    after: str | None


def covers(row: TimetableRow, date: dt.date) -> bool:
    """Whether a row holds on a date or on any later one."""
    return row.valid_until is None or row.valid_until >= date


def lessons_from(school: School, date: dt.date) -> list[Settled]:
    """The lessons that the school has on a date, in single weeks numbered by hand left out: no import writes them."""
    return [
        Settled(x.class_id, x.day, x.period, _weeks(x.row), x.subject, x.teacher)
        for x in school.lessons
        if x.row.weeks.numbers is None and (x.row.valid_from is None or x.row.valid_from <= date) and covers(x.row, date)
    ]


def _weeks(row: TimetableRow) -> Parity:
    return "A" if row.weeks.parity == "A" else "B" if row.weeks.parity == "B" else "all"


def differences(before: Iterable[Settled], after: Iterable[Settled], classes: Iterable[str]) -> list[LessonChange]:
    """Every place at which the two differ, for the classes that are imported; others keep what they have."""
    old, new = _by_place(before), _by_place(after)
    out = []
    for class_id in sorted(set(classes), key=natural):
        places = sorted({*old[class_id], *new[class_id]}, key=lambda p: (DAY_LABELS.index(p[0]), natural(p[1]), p[2]))
        for place in places:
            was, now = old[class_id].get(place), new[class_id].get(place)
            if was != now:
                out.append(LessonChange(class_id, *place, was, now))
    return out


def _by_place(lessons: Iterable[Settled]) -> dict[str, dict[Place, str]]:
    out: dict[str, dict[Place, str]] = defaultdict(dict)
    for x in lessons:
        out[x.class_id][x.day, x.period, x.weeks] = f"{x.subject} ({x.teacher})" if x.teacher else x.subject
    return out
