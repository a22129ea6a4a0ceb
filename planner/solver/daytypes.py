"""Dates that are alike in everything a rule can ask: rules look at each kind of day once, and count its dates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Iterator
from dataclasses import dataclass

from planner.models.people import Away
from planner.models.values import Weeks
from planner.models.visits import Place
from planner.timeline import Day, Timeline, event_dates, within


@dataclass(frozen=True)
class DayType:
    """A kind of day: one example, and all dates like it."""

    index: int
    day: Day
    dates: tuple[dt.date, ...]

    @property
    def count(self) -> int:
        """How many dates are of this kind."""
        return len(self.dates)


def day_types(timeline: Timeline) -> tuple[DayType, ...]:
    """Group the confirmed dates from ``timeline.since`` on; two dates are alike when every fact about them is."""
    turns: dict[dt.date, list[Hashable]] = {}
    for demand, found in sorted(timeline.turns.items()):
        for turn in found:
            for occasion in turn.occasions:
                turns.setdefault(occasion.date, []).append((demand, turn.label, occasion.window))
    for shift in timeline.shifts:
        for occasion in shift.occasions:
            turns.setdefault(occasion.date, []).append((shift.post, shift.turn, shift.window, shift.slot))
    openings: dict[dt.date, list[Hashable]] = {}
    for (date, window), o in timeline.openings.held.items():
        openings.setdefault(date, []).append((window, o.span, o.slots, o.adults))
    # Many rows share one condition, and most state none: keep each that says something, once.
    conditions = [c for c in dict.fromkeys(_conditions(timeline)) if c.says_something]
    groups: dict[Hashable, list[Day]] = {}
    for day in timeline.open_days:
        if day.confirmed and day.date >= timeline.since:
            held = tuple(openings.get(day.date, ()))
            facts = (day.label, day.lessons, day.after_school)
            signature = (*facts, tuple(turns.get(day.date, ())), held, tuple(c(day) for c in conditions))
            groups.setdefault(signature, []).append(day)
    return tuple(DayType(n, days[0], tuple(d.date for d in days)) for n, days in enumerate(groups.values()))


def _conditions(timeline: Timeline) -> Iterator[_Condition]:
    """Every condition on dates or weeks that the school states anywhere."""
    school = timeline.school
    for bell in school.bells:
        yield _Condition(first=bell.valid_from, last=bell.valid_until)
    for row in school.timetable:
        yield _Condition(row.weeks, row.valid_from, row.valid_until)
    for helper in school.helper_by_id.values():
        yield _Condition(first=helper.valid_from, last=helper.valid_until)
        yield _Condition(last=helper.trainee_until)
    for demand in school.demands:
        places: list[Place] = [*demand.bans, *demand.pins, *demand.prefer]
        for place in places:
            yield _Condition(place.weeks)
    aways: list[Away] = [a for absence in school.absences for a in absence.away]
    aways += [a for helper in school.helpers for a in (*helper.away, *helper.likes)]
    aways += [a for teacher in school.teachers for a in teacher.away]
    aways += [a for adult in school.adults for a in adult.away]
    for away in aways:
        yield _Condition(away.weeks, dates=away.dates)
    for event in school.events:
        if event.closes_rooms:
            yield _Condition(dates=event_dates(event, timeline.days))


@dataclass(frozen=True)
class _Condition:
    weeks: Weeks | None = None
    first: dt.date | None = None
    last: dt.date | None = None
    dates: tuple[dt.date, ...] | None = None

    @property
    def says_something(self) -> bool:
        limited = self.weeks is not None and (self.weeks.numbers is not None or self.weeks.parity is not None)
        return limited or self.first is not None or self.last is not None or self.dates is not None

    def __call__(self, day: Day) -> bool:
        return (
            (self.weeks is None or self.weeks.include(day.week, day.parity))
            and within(day.date, self.first, self.last)
            and (self.dates is None or day.date in self.dates)
        )
