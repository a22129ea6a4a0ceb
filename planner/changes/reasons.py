"""Why a plan is changed, as far as the two school files say it: what is different between them from the first date on."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Literal

from planner.models.base import Text
from planner.models.school import School
from planner.models.timetable import TimetableRow
from planner.timeline import closed_days_of

Cause = Literal[
    "timetable", "closed", "event", "hours", "rooms", "adults", "classes_new", "classes_gone", "helpers_new", "helpers_gone"
]


@dataclass(frozen=True)
class Reason:
    """One thing that is not as it was. ``ids`` are those of classes or helpers; ``name`` and ``dates`` belong to days off
    and events, of which there is one reason each."""

    cause: Cause
    ids: tuple[str, ...] = ()
    name: Text | None = None
    dates: tuple[dt.date, ...] = ()


def reasons(before: School, after: School, since: dt.date) -> tuple[Reason, ...]:
    """What a school has changed that concerns dates from ``since`` on, in the order in which people would name it."""
    found = [Reason("timetable", _timetables(before, after, since))]
    found += _closed(before, after, since)
    found += _events(before, after, since)
    hours: tuple[Callable[[School], Any], ...] = (lambda s: s.windows, lambda s: s.bells)
    found += [Reason("hours", ("*",))] if _differ(before, after, hours) else []
    found += [Reason("rooms", ("*",))] if _differ(before, after, (lambda s: s.rooms,)) else []
    found += [Reason("adults", ("*",))] if _differ(before, after, (lambda s: s.adults,)) else []
    found += [
        Reason("classes_new", _missing(after.class_by_id, before.class_by_id)),
        Reason("classes_gone", _missing(before.class_by_id, after.class_by_id)),
        Reason("helpers_new", _missing(after.helper_by_id, before.helper_by_id)),
        Reason("helpers_gone", _missing(before.helper_by_id, after.helper_by_id)),
    ]
    return tuple(r for r in found if r.ids or r.dates)


def _missing(there: Iterable[str], here: Iterable[str]) -> tuple[str, ...]:
    gone = set(here)
    return tuple(key for key in there if key not in gone)


def _differ(before: School, after: School, parts: tuple[Callable[[School], Any], ...]) -> bool:
    """Whether any of these lists holds something else than it did; their order says nothing."""
    return any(sorted(map(repr, part(before))) != sorted(map(repr, part(after))) for part in parts)


def _timetables(before: School, after: School, since: dt.date) -> tuple[str, ...]:
    """Classes whose lessons are others from then on; classes that are new or gone are named as such."""
    old, new = (_rows(school, since) for school in (before, after))
    return tuple(c for c in after.class_by_id if c in before.class_by_id and old.get(c) != new.get(c))


def _rows(school: School, since: dt.date) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for row in school.timetable:
        if row.valid_until is None or row.valid_until >= since:
            found[row.class_id].append(_said(row, since))
    return {key: sorted(rows) for key, rows in found.items()}


def _said(row: TimetableRow, since: dt.date) -> str:
    """A row from then on: since when it was so before does not matter."""
    begun = row.valid_from is None or row.valid_from <= since
    return repr(row.model_copy(update={"valid_from": None}) if begun else row)


def _closed(before: School, after: School, since: dt.date) -> list[Reason]:
    known = {c.date for c in closed_days_of(before.term)}
    found: dict[str, tuple[Text, list[dt.date]]] = {}
    for closed in closed_days_of(after.term):
        if closed.date >= since and closed.date not in known:
            found.setdefault(repr(closed.name), (closed.name, []))[1].append(closed.date)
    return [Reason("closed", name=name, dates=tuple(dates)) for name, dates in found.values()]


def _events(before: School, after: School, since: dt.date) -> list[Reason]:
    known = {(e.id, date) for e in before.events for date in e.dates}
    found = []
    for event in after.events:
        dates = tuple(date for date in sorted(event.dates) if date >= since and (event.id, date) not in known)
        if dates and (event.closes_rooms or event.closes_windows):
            found.append(Reason("event", name=event.name, dates=dates))
    return found
