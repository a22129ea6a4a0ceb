"""Times in which a demand that goes on has nowhere to be held: its room has ended, nobody keeps it open, an event takes it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from planner.models.session import Pause
from planner.models.visits import Demand
from planner.timeline import Timeline, calendar_week, within
from planner.timeline.cells import demand_occasions
from planner.timeline.openings import NotOpen

_TOLD = frozenset({"room", "event", "no_adult", "no_bell"})
"""Reasons that a school may not have thought of; that a window ends, or is shut on some dates, it has said itself."""
_WEEKS = 2
"""Whole weeks without any date that make a pause; a single week is an interruption, and its visits are told as lost."""


def pauses(timeline: Timeline) -> tuple[Pause, ...]:
    """Of each demand in windows, those from ``timeline.since`` on, in order. Lessons without a room are refused instead."""
    found = (_of(timeline, d) for d in timeline.school.demand_by_id.values() if not d.is_lesson)
    return tuple(pause for pauses in found for pause in pauses)


def _of(timeline: Timeline, demand: Demand) -> Iterator[Pause]:
    held = {o.date for o in demand_occasions(timeline.school, demand, timeline.days, timeline.openings)}
    shut: dict[dt.date, NotOpen] = {}
    for missing in timeline.openings.not_held:
        if missing.window in demand.windows and missing.reason in _TOLD and _would_be_held(timeline, demand, missing.date):
            shut.setdefault(missing.date, missing)
    dates = sorted(held | shut.keys())
    term = timeline.school.term
    weeks_held = {calendar_week(term, d) for d in held}
    for is_held, run in groupby(dates, key=held.__contains__):
        found = [*run]
        if is_held or len({calendar_week(term, d) for d in found} - weeks_held) < _WEEKS:
            continue
        (reason, detail), _ = Counter((shut[d].reason, shut[d].detail) for d in found).most_common(1)[0]
        yield Pause(demand.id, found[0], found[-1], reason, detail)


def _would_be_held(timeline: Timeline, demand: Demand, date: dt.date) -> bool:
    day = timeline.day_by_date[date]
    lends = demand.in_recall_weeks or demand.category == "READING" or not timeline.openings.is_recall(date)
    meant = demand.weeks.include(day.week, day.parity) and within(date, demand.valid_from, demand.valid_until)
    return day.confirmed and date >= timeline.since and lends and meant and (not demand.dates or date in demand.dates)


def pauses_record(found: tuple[Pause, ...]) -> list[dict[str, Any]]:
    """As JSON."""
    return [
        {"demand": p.demand, "first": p.first.isoformat(), "last": p.last.isoformat(), "reason": p.reason, "detail": p.detail}
        for p in found
    ]
