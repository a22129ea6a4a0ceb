"""Feeds read back by parsers that share no code with the writer, and a lint of what they tolerate but clients do not."""

from __future__ import annotations

import datetime as dt
import re
import warnings
from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import recurring_ical_events
import vobject
from ical.calendar_stream import IcsCalendarStream

from planner.models.school import School
from planner.models.session import Session
from planner.outputs.calendars.ical import one_line
from planner.outputs.calendars.session_words import SessionWords

Item = tuple[str, str, str, str]
Reader = Callable[[bytes], set[Item]]


def truth(school: School, sessions: tuple[Session, ...], language: Any = "zh") -> set[Item]:
    """(start, end, summary, uid) of what a feed must hold."""
    zone, words = ZoneInfo(school.term.timezone), SessionWords(school, language)
    found = set()
    for s in sessions:
        start: dt.date = dt.datetime.combine(s.date, s.time.start, zone) if s.time else s.date
        end: dt.date = dt.datetime.combine(s.date, s.time.end, zone) if s.time else (s.until or s.date) + dt.timedelta(1)
        found.add(_item(start, end, one_line(words.of(s).summary), s.uid))
    return found


def _item(start: Any, end: Any, summary: Any, uid: Any) -> Item:
    utc = [t.astimezone(dt.UTC) if isinstance(t, dt.datetime) else t for t in (start, end)]
    return str(utc[0]), str(utc[1]), str(summary), str(uid)


def by_recurring(raw: bytes) -> set[Item]:
    """icalendar with recurring-ical-events."""
    calendar = icalendar.Calendar.from_ical(raw)
    events = recurring_ical_events.of(calendar).between(dt.date(2020, 1, 1), dt.date(2035, 1, 1))
    assert len(events) == raw.count(b"BEGIN:VEVENT")
    return {_item(e["DTSTART"].dt, e["DTEND"].dt, e["SUMMARY"], e["UID"]) for e in events}


def by_vobject(raw: bytes) -> set[Item]:
    """vobject."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        calendar = vobject.readOne(raw.decode())
        events = calendar.contents.get("vevent", [])
        return {_item(e.dtstart.value, e.dtend.value, e.summary.value, e.uid.value) for e in events}


def by_ical(raw: bytes) -> set[Item]:
    """allenporter's ical."""
    calendar = IcsCalendarStream.calendar_from_ics(raw.decode())
    return {_item(e.dtstart, e.dtend, e.summary, e.uid) for e in calendar.timeline}


READERS: tuple[Reader, ...] = (by_recurring, by_vobject, by_ical)


def vevents(raw: bytes) -> dict[str, bytes]:
    """uid -> bytes of its VEVENT."""
    blocks = re.findall(rb"BEGIN:VEVENT\r\n.*?END:VEVENT\r\n", raw, re.DOTALL)
    return {str(icalendar.Event.from_ical(block)["UID"]): block for block in blocks}


def lint(raw: bytes) -> list[str]:
    """What would trouble a client, in codes; empty for a good feed."""
    faults = []
    if not raw.endswith(b"END:VCALENDAR\r\n") or re.search(rb"(?<!\r)\n|\r(?!\n)", raw):
        faults.append("line_ends")
    lines = raw.split(b"\r\n")
    if any(len(line) > 75 for line in lines):
        faults.append("long_line")
    try:
        for line in lines:
            line.decode()
    except UnicodeDecodeError:
        faults.append("cut_character")
    if re.search(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", raw):
        faults.append("control_character")
    text = re.sub(rb"\r\n[ \t]", b"", raw)
    head, _, body = text.partition(b"BEGIN:VTIMEZONE")
    if not body:
        faults.append("no_timezone")
        head = text.partition(b"BEGIN:VEVENT")[0]
    if b"\r\nUID" in head:
        faults.append("calendar_uid")
    faults += [
        f"no_{name}"
        for name, line in (
            ("prodid", b"PRODID:"),
            ("version", b"VERSION:2.0\r\n"),
            ("method", b"METHOD:PUBLISH\r\n"),
            ("name", b"NAME:"),
            ("calname", b"X-WR-CALNAME:"),
            ("refresh", b"REFRESH-INTERVAL;VALUE=DURATION:PT4H\r\n"),
            ("ttl", b"X-PUBLISHED-TTL:PT4H\r\n"),
        )
        if b"\r\n" + line not in head
    ]
    if re.search(rb"\r\n(X-WR-CAL)?NAME:(?:[^\\\r\n]|\\.)*?(?<!\\)[,;]", head):
        faults.append("name_unescaped")
    events = re.findall(rb"BEGIN:VEVENT\r\n(.*?)END:VEVENT", text, re.DOTALL)
    uids = [re.findall(rb"^UID:(.+)\r$", event, re.MULTILINE) for event in events]
    if any(len(u) != 1 for u in uids):
        faults.append("no_uid")
    elif len({u[0] for u in uids}) != len(uids):
        faults.append("uid_twice")
    if any(re.search(rb"^(RRULE|RDATE|EXDATE|RECURRENCE-ID)", event, re.MULTILINE) for event in events):
        faults.append("recurrence")
    for event in events:
        if len(re.findall(rb"^(?:DTSTAMP|LAST-MODIFIED):\d{8}T\d{6}Z\r$", event, re.MULTILINE)) != 2:
            faults.append("no_stamp")
        if not re.search(rb"^SEQUENCE:\d+\r$", event, re.MULTILINE):
            faults.append("no_sequence")
        zoned = rb"^DT(?:START|END)(?:;TZID=[\w/]+:\d{8}T\d{6}|;VALUE=DATE:\d{8})\r$"
        if len(re.findall(zoned, event, re.MULTILINE)) != 2:
            faults.append("no_tzid")
        if b"VALUE=DATE:" in event and b"TRANSP:TRANSPARENT" not in event:
            faults.append("all_day_opaque")
        if not re.search(rb"^CATEGORIES:[^,\r]+\r$", event, re.MULTILINE):
            faults.append("category")
    return sorted(set(faults))
