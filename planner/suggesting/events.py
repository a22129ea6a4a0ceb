"""Days off and changed days of an iCalendar file, event by event."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from planner.languages import N_
from planner.suggesting.daywords import Meaning, bare_title, what_it_says
from planner.suggesting.daywords import runs_as as day_in
from planner.suggesting.eventlines import begun, doubtful, unfolded
from planner.suggesting.listedday import LONGEST_NAME, Listed, ListedDay, named

_LONGEST_BREAK = 120
_MANY = 5000
_DAY = dt.timedelta(days=1)
_READ = ("VEVENT", "VTIMEZONE")


def events_in(text: str, between: tuple[dt.date, dt.date], zone: str) -> Listed:
    """Every event as a line of the list. An event whose dates cannot be read is named with its number, never passed over."""
    from icalendar import Calendar

    plain = unfolded(text)
    try:
        calendars = Calendar.from_ical(plain, multiple=True)
    except Exception as error:  # whatever the library stumbles over: the file is what is wrong
        return Listed((), ((1, str(error)[:80] or type(error).__name__),))
    doubts = doubtful(plain)
    days: list[ListedDay] = []
    unread: list[tuple[int, str]] = []
    cancelled = before = 0
    for calendar in calendars:
        part = _in_calendar(calendar, before, doubts, between, ZoneInfo(zone))
        days += part.days
        unread += part.unread
        cancelled += part.cancelled
        before += len(calendar.walk("VEVENT"))
    if before < begun(plain) or not calendars:
        # Where an END is missing the library gives what was whole before it, and no word of the rest.
        unread.append((before + 1, "BEGIN:VEVENT … END:VEVENT?" if calendars else plain.strip().split("\n")[0][:80]))
    return Listed(tuple(_breaks(days)), tuple(sorted(set(unread))), cancelled)


def _in_calendar(
    calendar: Any, before: int, doubts: Mapping[int, str], between: tuple[dt.date, dt.date], place: ZoneInfo
) -> Listed:
    """The events of one calendar of the file, of which ``before`` stand in others; ``doubts`` are lines not to be trusted."""
    unread = [(before + 1, f"{x.name} {_title(x)}".strip()) for x in calendar.subcomponents if x.name not in _READ]
    series: dict[str, list[tuple[int, Any]]] = defaultdict(list)
    for number, event in enumerate(calendar.walk("VEVENT"), before + 1):
        try:
            # Every event has an identity of its own in a sound file; one without is alone.
            key = str(event.get("UID") or f"event {number}")
            _span(event, place)
        except Exception:
            unread.append((number, _title(event) or "VEVENT"))
            continue
        if number in doubts:
            unread.append((number, f"{_title(event)}: {doubts[number][:80]}".removeprefix(": ")))
            continue
        series[key].append((number, event))
    name = str(calendar.get("X-WR-CALNAME", ""))
    holidays = "holiday" in name.lower() or what_it_says(name) == "off"
    days: list[ListedDay] = []
    cancelled = 0
    for members in series.values():
        number, first = members[0]
        try:
            found, gone = _dates(calendar, [event for _n, event in members], between, place)
        except Exception:
            unread.append((number, _title(first) or "VEVENT"))
            continue
        cancelled += gone
        for (title, said, whole), dates in found.items():
            line = _event_line(title, said, whole, tuple(sorted(dates)), holidays)
            if line is None:
                unread.append((number, title or "VEVENT"))
            elif dates:
                days.append(line)
    return Listed(tuple(days), tuple(unread), cancelled)


def _breaks(days: list[ListedDay]) -> list[ListedDay]:
    """A break written day by day is one line: 劳动节 假期 第1天/共5天 and its fellows."""
    out: dict[tuple[str, str], ListedDay] = {}
    for day in days:
        key = (day.kind, day.name.zh) if day.kind == "off" else (day.kind, f"{len(out)} {day.name.zh}")
        known = out.get(key)
        out[key] = replace(known, dates=tuple(sorted({*known.dates, *day.dates}))) if known else day
    return [part for day in out.values() for part in _runs(day)]


def _runs(day: ListedDay) -> list[ListedDay]:
    """The same break of several years, or of spring and autumn, is several lines."""
    if day.kind != "off":
        return [day]
    runs: list[list[dt.date]] = []
    for date in day.dates:
        if runs and date - runs[-1][-1] <= 3 * _DAY:
            runs[-1].append(date)
        else:
            runs.append([date])
    return [replace(day, dates=tuple(run)) for run in runs]


def _event_line(title: str, said: Meaning, whole: bool, dates: tuple[dt.date, ...], holidays: bool) -> ListedDay | None:
    if said == "both" or len(dates) > _MANY or len(title) > LONGEST_NAME:
        return None
    name = title or None
    if said == "work":
        return ListedDay(dates, named(name, N_("Make-up working day")), day_in(title), kind="work")
    # An hour of a day is a meeting, whatever it is called.
    if whole and (said == "off" or (said == "" and (holidays or not name))):
        return ListedDay(dates, named(bare_title(title) or None, N_("Closed")))
    return ListedDay(dates, named(name, N_("Event")), kind="event", known=said != "")


def _dates(
    calendar: Any, events: list[Any], between: tuple[dt.date, dt.date], zone: ZoneInfo
) -> tuple[dict[tuple[str, Meaning, bool], set[dt.date]], int]:
    """(title, kind, all day) -> dates of one series with its exceptions and moved occurrences; and how many are cancelled."""
    import recurring_ical_events
    from icalendar import Calendar

    alone = Calendar()
    for name, value in calendar.property_items(recursive=False):
        if name not in ("BEGIN", "END"):
            alone.add(name, value, encode=False)
    for part in (*calendar.walk("VTIMEZONE"), *events):
        alone.add_component(part)
    everything = str(calendar.get("METHOD", "")).upper() == "CANCEL"
    found: dict[tuple[str, Meaning, bool], set[dt.date]] = defaultdict(set)
    cancelled = 0
    for event in recurring_ical_events.of(alone).between(between[0], between[1] + _DAY):
        if everything or str(event.get("STATUS", "")).upper() == "CANCELLED":
            cancelled += 1
            continue
        first, last, whole = _span(event, zone)
        if not 0 <= (last - first).days <= _LONGEST_BREAK:
            raise ValueError("too long for a break")
        said = what_it_says(_title(event), marked=_marks(event))
        if said == "off" and str(event.get("STATUS", "")).upper() == "TENTATIVE":
            said = "event"
        key = (_title(event), said, whole)
        found[key] |= {first + _DAY * n for n in range((last - first).days + 1)}
    return found, cancelled


def _span(event: Any, zone: ZoneInfo) -> tuple[dt.date, dt.date, bool]:
    """(first day, last day, whether whole days). From midnight to midnight is a whole day as well. Raises ValueError."""
    begin = event.get("DTSTART").dt
    end = getattr(event.get("DTEND"), "dt", None)
    if isinstance(begin, dt.datetime) and isinstance(end, dt.datetime) and (begin.tzinfo is None) != (end.tzinfo is None):
        raise ValueError("one by the clock of some zone, the other by any")
    length = getattr(event.get("DURATION"), "dt", None)
    if not isinstance(begin, dt.datetime):
        if not isinstance(begin, dt.date) or isinstance(end, dt.datetime):
            raise ValueError("no date")
        last = end - _DAY if end is not None else begin + (length or _DAY) - _DAY
        if last < begin and end is not None and end < begin:
            raise ValueError("ends before it begins")
        return begin, max(begin, last), True
    start = _local(begin, zone)
    stop = _local(end, zone) if isinstance(end, dt.datetime) else start + (length or dt.timedelta(0))
    if stop < start:
        raise ValueError("ends before it begins")
    whole = start.time() == dt.time() and stop > start and (stop.time() == dt.time() or stop.time() >= dt.time(23, 59))
    last = (stop - dt.timedelta(microseconds=1)).date() if stop > start else start.date()
    return start.date(), last, whole


def _local(moment: dt.datetime, zone: ZoneInfo) -> dt.datetime:
    """A moment on the clocks of the school; without a zone of its own it is told by them already."""
    return (moment.astimezone(zone) if moment.tzinfo else moment).replace(tzinfo=None)


def _title(event: Any) -> str:
    title = event.get("SUMMARY")
    if isinstance(title, list):
        title = title[0] if title else ""
    return str(title or "").strip()


def _marks(event: Any) -> str:
    found = event.get("CATEGORIES")
    parts = found if isinstance(found, list) else [found] if found is not None else []
    words = [str(c) for part in parts for c in getattr(part, "cats", [part])]
    return " ".join([*words, str(event.get("X-APPLE-SPECIAL-DAY", ""))])
