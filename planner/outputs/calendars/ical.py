"""Sessions -> iCalendar: one VEVENT per dated session and no RRULE, the only form every parser tried read rightly .

The same session gives the same VEVENT, byte for byte, in every feed it stands in; only what rings does so in one alone.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event, vDatetime, vDuration, vText

from planner.models.base import Language
from planner.models.planfile import EventRevision
from planner.models.school import School
from planner.models.session import Session
from planner.outputs.calendars.revisions import first_stamp
from planner.outputs.calendars.session_words import WordsByDate
from planner.outputs.calendars.zones import vtimezone

REFRESH = dt.timedelta(hours=4)
_PRODID = "-//lunjie//school library//EN"
_END = b"END:VCALENDAR\r\n"
_BEGIN_EVENT, _END_EVENT = b"BEGIN:VEVENT\r\n", b"END:VEVENT\r\n"
_MARGIN = dt.timedelta(7)
_FOLDED = 75
"""Bytes of a line from which on it may have to be folded (RFC 5545 3.1)."""
_NAMES = (b"NAME:", b"X-WR-CALNAME:")
"""What a calendar's name stands behind."""
_PLAIN = ("UID", "SUMMARY", "LOCATION", "DESCRIPTION")
"""Properties that are nothing but text."""
# Forbidden by RFC 5545 3.1, or taken for line ends by some readers; lone surrogates cannot be written at all.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufeff]")
_LINE_END = re.compile("\r\n?|[\u2028\u2029]")


def clean(text: str) -> str:
    """Text as a calendar may hold it: lines without control characters, tabs or blanks at their ends."""
    plain = _UNPRINTABLE.sub("", _LINE_END.sub("\n", text)).replace("\t", " ")
    return "\n".join(line.strip() for line in plain.strip().split("\n"))


def one_line(text: str) -> str:
    """Clean text on a single line, for names and places."""
    return " ".join(clean(text).split())


_CLEAN: Mapping[str, Callable[[str], str]] = {"SUMMARY": one_line, "LOCATION": one_line, "DESCRIPTION": clean}
"""What is done to texts of the school before they are written."""


class CalendarWriter:
    """Writes the feeds of one school; every event is written once and remembered.

    ``earlier`` are plans that were in force before: their sessions keep the words that their own school gave them.
    ``lines`` may be shared by the writers of several languages.
    """

    def __init__(
        self,
        school: School,
        language: Language,
        revisions: Mapping[str, EventRevision],
        earlier: Sequence[tuple[dt.date, School]] = (),
        lines: Lines | None = None,
    ) -> None:
        self.zone = ZoneInfo(school.term.timezone)
        self._words = WordsByDate(school, language, earlier)
        self._revisions = revisions
        self._remind = school.duties.remind_before
        self._first = EventRevision(sequence=0, modified=first_stamp(school))
        self._written: dict[int, tuple[Session, bytes]] = {}
        self._lines = lines or Lines()
        dates = [school.term.start, school.term.end, *(d for e in school.events for d in e.dates)]
        self.dates = (min(dates) - _MARGIN, max(dates) + _MARGIN)

    def feed(
        self,
        name: str,
        sessions: Iterable[Session],
        older: Iterable[tuple[CalendarWriter, Iterable[Session]]] = (),
        *,
        rings: bool = False,
    ) -> bytes:
        """A whole calendar; without sessions it still has its VTIMEZONE, since a calendar needs one component.

        ``older``: writers of earlier terms with their sessions, the earliest first; these stand before the others.
        ``rings``: duties have the reminder that the school wants for them: in a calendar of one helper, not in everybody's.
        """
        parts = [*older, (self, sessions)]
        events = [event for writer, own in parts for event in writer.events(own, rings=rings)]
        return self._head(one_line(name), [writer for writer, _own in parts]).removesuffix(_END) + b"".join(events) + _END

    def events(self, sessions: Iterable[Session], *, rings: bool = False) -> list[bytes]:
        """The events of sessions in their order; on unconfirmed dates there are none."""
        shown = [s for s in sorted(sessions, key=lambda s: s.order) if s.confirmed]
        return [self._reminded(s) if rings and self._remind and s.category == "DUTY" else self._event(s) for s in shown]

    def _reminded(self, session: Session) -> bytes:
        """A duty that rings before it begins."""
        alarm = Alarm()
        alarm.add("ACTION", "DISPLAY")
        alarm.add("DESCRIPTION", one_line(self._words.on(session.date).of(session).summary))
        alarm.add("TRIGGER", -dt.timedelta(minutes=self._remind))
        written: bytes = alarm.to_ical()
        return self._event(session).removesuffix(_END_EVENT) + written + _END_EVENT

    @staticmethod
    def _head(name: str, writers: Sequence[CalendarWriter]) -> bytes:
        """All before the events. Only its name is a calendar's own: the rest is written once for all of them."""
        head = _unnamed(tuple((w.zone.key, *w.dates) for w in writers))
        for prefix in _NAMES:
            head = head.replace(b"\r\n" + prefix + b"\r\n", b"\r\n" + _named(prefix, name), 1)
        return head

    def _event(self, session: Session) -> bytes:
        # By which object it is: to compare sessions takes as long as to write them.
        known = self._written.get(id(session))
        if known is None:
            known = self._written[id(session)] = session, self._write(session)
        return known[1]

    def _write(self, session: Session) -> bytes:
        words = self._words.on(session.date).of(session)
        revision = self._revisions.get(session.uid, self._first)
        facts: dict[str, object] = {
            "UID": session.uid,
            "DTSTAMP": revision.modified,
            "LAST-MODIFIED": revision.modified,
            "SEQUENCE": revision.sequence,
            "STATUS": "CONFIRMED",
            "CATEGORIES": words.kind,
            "SUMMARY": words.summary,
            "LOCATION": words.place,
            "DESCRIPTION": words.description,
        }
        if session.time is None:
            facts |= {
                "DTSTART": session.date,
                "DTEND": (session.until or session.date) + dt.timedelta(1),
                "TRANSP": "TRANSPARENT",
            }
        else:
            begin, end = (dt.datetime.combine(session.date, t, self.zone) for t in (session.time.start, session.time.end))
            facts |= {"DTSTART": begin, "DTEND": end, "TRANSP": "OPAQUE"}
        return self._lines.event(facts)


class Lines:
    """Events line by line, as icalendar writes them; a line that many events share is written once: several times faster."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, object], bytes] = {}

    def event(self, facts: Mapping[str, object]) -> bytes:
        """A VEVENT with these properties, byte for byte what icalendar makes of them together; without texts that are empty."""
        lines = [self._line(name, facts[name]) for name in _order(frozenset(facts))]
        return b"".join([_BEGIN_EVENT, *lines, _END_EVENT])

    def _line(self, name: str, value: object) -> bytes:
        key = (name, value)
        known = self._known.get(key)
        if known is None:
            if isinstance(value, dt.datetime):
                known = self._at(name, value)
            else:
                plain = _CLEAN[name](value) if name in _CLEAN and isinstance(value, str) else value
                known = _written(name, plain) + b"\r\n" if plain != "" else b""
            self._known[key] = known
        return known

    def _at(self, name: str, value: dt.datetime) -> bytes:
        """A moment: all of a zone begin alike, and the line is short."""
        key = (name, value.tzinfo)
        if key not in self._known:
            self._known[key] = _written(name, value).rpartition(b":")[0]
        moment: Any = vDatetime(value)
        return b"".join([self._known[key], b":", moment.to_ical(), b"\r\n"])


def _written(name: str, value: object) -> bytes:
    """A property as icalendar writes it. It goes through every line letter by letter to see where that has to be folded, and
    most lines are short: these need only its spelling of their value."""
    if name in _PLAIN and isinstance(value, str):
        short = name.encode() + b":" + vText(value).to_ical()
        if len(short) < _FOLDED:
            return short
    event = Event()
    event.add(name, [value] if name == "CATEGORIES" else value)
    line = event.content_line(name, event[name])
    raw: bytes = line.encode()
    return raw if len(raw) < _FOLDED else line.to_ical()


@lru_cache(maxsize=64)
def _unnamed(zones: tuple[tuple[str, dt.date, dt.date], ...]) -> bytes:
    """A calendar without a name and events, for terms with their zone and dates, the newest last."""
    # Plain Calendar(), never Calendar.new(): that adds a UID, which breaks vdirsyncer.
    calendar = Calendar()
    calendar.add("PRODID", _PRODID)
    calendar.add("VERSION", "2.0")
    calendar.add("CALSCALE", "GREGORIAN")
    calendar.add("METHOD", "PUBLISH")
    for prefix in _NAMES:
        calendar.add(prefix[:-1].decode(), vText(""))
    calendar.add("X-WR-TIMEZONE", vText(zones[-1][0]))
    calendar.add("REFRESH-INTERVAL", vDuration(REFRESH), parameters={"VALUE": "DURATION"})
    calendar.add("X-PUBLISHED-TTL", vDuration(REFRESH))
    known = []
    for zone in dict.fromkeys((zones[-1][0], *(zone for zone, *_dates in zones))):
        # From the earliest term on: an event before the first onset of its zone has no offset.
        spans = [(first, last) for other, first, last in zones if other == zone]
        known.append(vtimezone(zone, min(a for a, _b in spans), max(b for _a, b in spans)))
    written: bytes = calendar.to_ical()
    return written.removesuffix(_END) + b"".join(known) + _END


def _named(prefix: bytes, name: str) -> bytes:
    """The line of a calendar that says its name."""
    # vText because icalendar 7.3.0 leaves these two unescaped otherwise.
    text = vText(name)
    line: bytes = prefix + text.to_ical()
    if len(line) >= _FOLDED:
        calendar, key = Calendar(), prefix[:-1].decode()
        calendar.add(key, text)
        line = calendar.content_line(key, calendar[key]).to_ical()
    return line + b"\r\n"


@lru_cache(maxsize=256)
def _order(names: frozenset[str]) -> tuple[str, ...]:
    """Properties of an event in the order in which icalendar writes them."""
    event = Event()
    for name in names:
        event[name] = ""
    return tuple(event.sorted_keys())
