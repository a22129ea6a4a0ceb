"""On which dates each window is really held, with its times; and why not, where it is not."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from planner.models.people import Adult
from planner.models.places import Room
from planner.models.school import School
from planner.models.term import Event
from planner.models.values import Span, at_minute, minute_of
from planner.models.visits import Window
from planner.timeline.bells import Bells, is_away, within
from planner.timeline.days import Day
from planner.timeline.weeks import own_weekday, week_number

CHANGE_OF_CLASSES = 15
"""Minutes between two slots in which nobody locks up."""


@dataclass(frozen=True)
class Opening:
    """One window on one date. ``loans`` is false while books only come back."""

    day: Day
    window: str
    span: Span
    slots: tuple[Span, ...]
    loans: bool
    adults: tuple[str, ...]

    @property
    def date(self) -> dt.date:
        """The date."""
        return self.day.date

    @property
    def spans(self) -> tuple[Span, ...]:
        """When it is open: recesses in the morning and in the afternoon leave the lessons between them out."""
        found: list[Span] = []
        for slot in sorted(self.slots or (self.span,), key=lambda span: span.start):
            if found and minute_of(slot.start) - minute_of(found[-1].end) <= CHANGE_OF_CLASSES:
                slot = Span(start=found.pop().start, end=slot.end)
            found.append(slot)
        return tuple(found)

    def time_of(self, slot: int | None) -> Span:
        """Time of a slot counted from 1, or of the whole window."""
        return self.slots[slot - 1] if slot is not None else self.span


@dataclass(frozen=True)
class NotOpen:
    """A date on which a window would open by its weekday and weeks, but does not."""

    date: dt.date
    window: str
    reason: str
    detail: str = ""


MOST_OF_A_MONTH = 3


def event_dates(event: Event, days: tuple[Day, ...]) -> tuple[dt.date, ...]:
    """Dates of an event: those written, and the first or last such teaching day of each month.

    A month of which the term has only the beginning (for the last) or the end (for the first) counts when it has at least
    `MOST_OF_A_MONTH` such days: the first Friday of July is not the last one of that month because holidays begin.
    """
    dates = set(event.dates)
    if event.monthly and days:
        which, weekday = event.monthly.split()
        months: dict[tuple[int, int], list[dt.date]] = {}
        for day in days:
            if own_weekday(day.date) == weekday:
                months.setdefault((day.date.year, day.date.month), []).append(day.date)
        first, last = days[0].date, days[-1].date
        for found in months.values():
            date = max(found) if which == "last" else min(found)
            week = dt.timedelta(7 if which == "last" else -7)
            beyond = date + week
            cut = beyond.month == date.month and not first <= beyond <= last
            if not cut or len(found) >= MOST_OF_A_MONTH:
                dates.add(date)
    return tuple(sorted(dates))


def adult_is_there(adult: Adult, campus: str, only_campus: str, day: Day, span: Span, window: str | None = None) -> bool:
    """Whether an adult is on a campus for all of ``span`` on a day. Places given by date beat those given by weekday."""
    if is_away(adult.away, day, window, span) or not within(day.date, adult.valid_from, adult.valid_until):
        return False
    dated = [
        p
        for p in adult.places
        if p.dates is not None and day.date in p.dates and (p.weekdays is None or day.label in p.weekdays)
    ]
    usual = [p for p in adult.places if p.dates is None and (p.weekdays is None or day.label in p.weekdays)]
    return any(
        (p.campus or only_campus) == campus and (p.time is None or (p.time.start <= span.start and span.end <= p.time.end))
        for p in (dated or usual)
    )


def rooms_exist(school: School, window: Window, date: dt.date) -> bool:
    """Whether any room that a window takes classes into can be used on a date, and all that are taken along."""
    own = not window.rooms or any(is_in_use(school.room_by_id[r], date) for r in window.rooms)
    return own and all(is_in_use(school.room_by_id[r], date) for r in window.with_rooms)


def is_in_use(room: Room, date: dt.date) -> bool:
    """Whether a room has begun to be used and not yet ended."""
    return within(date, room.valid_from, room.valid_until)


def window_times(school: School, bells: Bells, window: Window, day: Day) -> tuple[Span, tuple[Span, ...]] | None:
    """(whole window, its slots) on a day; None when the bell has no period to anchor it to."""
    time, slots = window.time, window.slots
    for change in sorted(window.changes, key=lambda c: c.valid_from):
        if day.date >= change.valid_from:
            time, slots = change.time or time, change.slots or slots
    lengths = window.slot_minutes
    if window.after or window.before:
        anchor = bells.latest(day, window.after or window.before or "", school.window_campus(window.id), window.grades)
        if anchor is None:
            return None
        total = sum(lengths)
        start = minute_of(anchor.end) + window.gap if window.after else minute_of(anchor.start) - window.gap - total
        time = Span.between(start=at_minute(start), end=at_minute(start + total))
    if lengths and time:
        if len(lengths) == 1 and not (window.after or window.before):
            lengths = lengths * (time.minutes // lengths[0])
        starts = [minute_of(time.start) + sum(lengths[:n]) for n in range(len(lengths))]
        slots = tuple(Span.between(start=at_minute(s), end=at_minute(s + m)) for s, m in zip(starts, lengths, strict=True))
    slots = tuple(sorted(slots, key=lambda s: s.start))
    if time is None and slots:
        time = Span.between(start=slots[0].start, end=max(s.end for s in slots))
    if time is None:
        return None
    if not slots and window.booked and window.kind != "duty":
        slots = (time,)
    end = max([time.end, *([window.tidy.end] if window.tidy else [])])
    return Span.between(start=time.start, end=end), slots


class Openings:
    """Every window of a school laid over its term."""

    def __init__(self, school: School, bells: Bells, days: tuple[Day, ...]) -> None:
        self._school = school
        self._bells = bells
        self._recall = {day.date for day in days if week_number(school.term, day.date) in (school.term.recall_weeks or ())}
        self._closing: dict[dt.date, list[Event]] = {}
        for event in school.events:
            for date in event_dates(event, days):
                if event.no_new_loans:
                    self._recall.add(date)
                if event.closes_windows or event.closes_rooms:
                    self._closing.setdefault(date, []).append(event)
        self.held: dict[tuple[dt.date, str], Opening] = {}
        self.not_held: list[NotOpen] = []
        for day in days:
            for window in school.window_by_id.values():
                if window.school_days_only and not day.lessons:
                    continue
                found = self._open(window, day)
                if isinstance(found, Opening):
                    self.held[day.date, window.id] = found
                elif found:
                    self.not_held.append(found)

    def _open(self, window: Window, day: Day) -> Opening | NotOpen | None:
        label = day.label if window.school_days_only else own_weekday(day.date)
        if (
            label not in window.weekdays
            or not window.weeks.include(day.week, day.parity)
            or not within(day.date, window.valid_from, window.valid_until)
        ):
            return None
        if not rooms_exist(self._school, window, day.date):
            rooms = (self._school.room_by_id[r] for r in (*window.rooms, *window.with_rooms))
            return NotOpen(day.date, window.id, "room", next(r.id for r in rooms if not is_in_use(r, day.date)))
        if day.windows is not None and window.id not in day.windows:
            return NotOpen(day.date, window.id, "not_open", day.note.zh if day.note else "")
        if window.kind == "after_school" and not day.after_school:
            return NotOpen(day.date, window.id, "no_after_school")
        times = window_times(self._school, self._bells, window, day)
        if times is None:
            return NotOpen(day.date, window.id, "no_bell")
        span, slots = times
        for event in self._closing.get(day.date, ()):
            rooms_gone = bool(window.rooms) and all(self.room_closed(r, day.date, span) for r in window.rooms)
            rooms_gone |= any(self.room_closed(r, day.date, span) for r in window.with_rooms)
            if (window.id in event.closes_windows or rooms_gone) and (event.time is None or event.time.overlaps(span)):
                return NotOpen(day.date, window.id, "event", event.id)
        adults = self._adults(window, day, span)
        if self._school.adults and window.kind != "duty" and not adults:
            return NotOpen(day.date, window.id, "no_adult")
        return Opening(day, window.id, span, slots, day.date not in self._recall, adults)

    def _adults(self, window: Window, day: Day, span: Span) -> tuple[str, ...]:
        campus = self._school.window_campus(window.id)
        return tuple(
            a.id
            for a in self._school.adult_by_id.values()
            if adult_is_there(a, campus, self._school.campus_ids[0], day, span, window.id)
        )

    def room_closed(self, room: str, date: dt.date, span: Span) -> bool:
        """Whether an event takes a room then, or it is not in use yet or any more."""
        if not is_in_use(self._school.room_by_id[room], date):
            return True
        return any(room in e.closes_rooms and (e.time is None or e.time.overlaps(span)) for e in self._closing.get(date, ()))

    def is_recall(self, date: dt.date) -> bool:
        """Whether books only come back on a date."""
        return date in self._recall
