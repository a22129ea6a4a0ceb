"""The VTIMEZONE of a calendar: with the rule by which a zone has summer time, where it keeps to one."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard, vRecur

_YEARS = 5
"""In so many years a rule must hold to be one: a country that has given summer time up, or begins it by the moon, has none."""
_NAMES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


class _Change(NamedTuple):
    """Clocks are changed: at the old local time, from one offset to another, into summer time or out of it."""

    at: dt.datetime
    before: dt.timedelta
    after: dt.timedelta
    name: str
    summer: bool

    @property
    def rule(self) -> tuple[int, int, dt.time, bool]:
        """(month, weekday, time, into summer time): what is the same every year."""
        return self.at.month, self.at.weekday(), self.at.time(), self.summer


@lru_cache(maxsize=256)
def vtimezone(name: str, first: dt.date, last: dt.date) -> bytes:
    """The VTIMEZONE of a zone for events between two dates. Remembered: looking for changes takes 20 ms and more."""
    zone = _by_rules(name, first) or Timezone.from_tzid(name, first_date=first, last_date=last)
    # A remark of the library that the zone is trimmed; nothing a reader needs.
    zone.pop("COMMENT", None)
    written: bytes = zone.to_ical()
    return written


def _by_rules(name: str, first: dt.date) -> Timezone | None:
    """A zone with one change into summer time a year and one out of it, from the year before ``first`` on; None for others."""
    kinds: dict[tuple[int, int, dt.time, bool], list[_Change]] = {}
    for change in _changes(ZoneInfo(name), first.year - 1):
        kinds.setdefault(change.rule, []).append(change)
    if len(kinds) != 2 or any(len(found) != _YEARS for found in kinds.values()):
        return None
    zone = Timezone()
    zone.add("TZID", name)
    for found in sorted(kinds.values(), key=lambda changes: changes[0].at):
        place = _place([change.at.date() for change in found])
        if place is None:
            return None
        start = found[0]
        part = TimezoneDaylight() if start.summer else TimezoneStandard()
        part.add("DTSTART", start.at)
        weekday = f"{place}{_NAMES[start.at.weekday()]}"
        part.add("RRULE", vRecur({"FREQ": "YEARLY", "BYMONTH": start.at.month, "BYDAY": weekday}))
        part.add("TZNAME", start.name)
        part.add("TZOFFSETFROM", start.before)
        part.add("TZOFFSETTO", start.after)
        zone.add_component(part)
    return zone


def _place(dates: list[dt.date]) -> int | None:
    """Which of its weekdays in the month dates are: 2 = the second, -1 = the last; None where they are not the same one."""
    if all(date.day + 7 > calendar.monthrange(date.year, date.month)[1] for date in dates):
        return -1
    numbers = {(date.day + 6) // 7 for date in dates}
    return numbers.pop() if len(numbers) == 1 else None


def _changes(zone: ZoneInfo, year: int) -> Iterator[_Change]:
    """The changes of the clocks in the years from ``year`` on, found by halving the days on which the offset differs."""
    day = dt.datetime(year, 1, 1, tzinfo=dt.UTC)
    while day.year < year + _YEARS:
        after = day + dt.timedelta(1)
        if _offset(zone, day) != _offset(zone, after):
            low, high = day, after
            while high - low > dt.timedelta(minutes=1):
                middle = low + (high - low) / 2
                low, high = (middle, high) if _offset(zone, middle) == _offset(zone, day) else (low, middle)
            moment = high.replace(second=0, microsecond=0)
            local, before = moment.astimezone(zone), _offset(zone, day)
            at = (moment + before).replace(tzinfo=None)
            yield _Change(at, before, _offset(zone, after), local.tzname() or "", bool(local.dst()))
        day = after


def _offset(zone: ZoneInfo, moment: dt.datetime) -> dt.timedelta:
    return moment.astimezone(zone).utcoffset() or dt.timedelta()
