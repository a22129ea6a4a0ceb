"""Three hundred kinds of damage to a list of days off in iCalendar form, each with what is true of it then.

An event is a list of content lines; ``true`` of a kind says which entries change, by an account of its own.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

Event = list[str]
"""The content lines of one event, without BEGIN and END."""
Entry = tuple[str, str, str | None]
"""off, work or event; month-day; the weekday whose timetable it runs."""


class Base(NamedTuple):
    """An event and what it says."""

    lines: Event
    entries: frozenset[Entry]


def _off(*days: str) -> frozenset[Entry]:
    return frozenset(("off", d, None) for d in days)


def _events(*days: str) -> frozenset[Entry]:
    return frozenset(("event", d, None) for d in days)


BASE = (
    Base(["DTSTART;VALUE=DATE:20260404", "DTEND;VALUE=DATE:20260407", "SUMMARY:清明节"], _off("04-04", "04-05", "04-06")),
    Base(
        ["DTSTART;VALUE=DATE:20260501", "DURATION:P5D", "SUMMARY;LANGUAGE=zh:劳动节（休）", "STATUS:CONFIRMED"],
        _off("05-01", "05-02", "05-03", "05-04", "05-05"),
    ),
    Base(["DTSTART;VALUE=DATE:20260509", "SUMMARY:补上周二的课", "TRANSP:OPAQUE"], frozenset({("work", "05-09", "TUE")})),
    Base(["DTSTART;VALUE=DATE:20260614", "DTEND;VALUE=DATE:20260615", "SUMMARY:补班"], frozenset({("work", "06-14", None)})),
    Base(
        ["DTSTART;VALUE=DATE:20260422", "DTEND;VALUE=DATE:20260425", "SUMMARY:期中考试"],
        _events("04-22", "04-23", "04-24"),
    ),
    Base(
        ["DTSTART;TZID=Asia/Shanghai:20260515T140000", "DTEND;TZID=Asia/Shanghai:20260515T160000", "SUMMARY:家长会"],
        _events("05-15"),
    ),
    Base(
        [
            "DTSTART;VALUE=DATE:20260525",
            "SUMMARY:农忙假",
            "RRULE:FREQ=DAILY;COUNT=5",
            "EXDATE;VALUE=DATE:20260527",
            "RDATE;VALUE=DATE:20260601",
        ],
        _off("05-25", "05-26", "05-28", "05-29", "06-01"),
    ),
    Base(["DTSTART:20260604T160000Z", "DTEND:20260605T160000Z", "SUMMARY:Founder's Day", "CATEGORIES:HOLIDAY"], _off("06-05")),
)
"""Entries of events are of days by which nothing else stands, so that each can be told from the others."""

Doing = Callable[[list[Event], random.Random], set[int] | None]
"""Changes events in place; gives the numbers (from 1) of those touched, or None where nothing could be done."""


class CalendarKind(NamedTuple):
    """``write`` makes bytes of the events (none = the usual way). ``true``: entries of an event after it, by its number;
    ``free``: any reading of the events touched is right, for only people know what is meant."""

    name: str
    do: Doing
    write: Callable[[list[Event]], bytes] | None = None
    true: dict[int, frozenset[Entry]] | None = None
    free: bool = False


def text_of(events: list[Event], head: tuple[str, ...] = (), end: str = "\r\n") -> str:
    """A calendar of events."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//somebody//EN", *head]
    for number, event in enumerate(events, 1):
        own = [] if any(line.startswith("UID") for line in event) else [f"UID:{number}@school"]
        lines += ["BEGIN:VEVENT", *own, "DTSTAMP:20260101T000000Z", *event, "END:VEVENT"]
    return end.join([*lines, "END:VCALENDAR", ""])


def usual(events: list[Event]) -> bytes:
    """In UTF-8, with the line ends of the standard."""
    return text_of(events).encode()


PROPERTIES = ("DTSTART", "DTEND", "DURATION", "SUMMARY", "RRULE", "EXDATE", "RDATE", "STATUS", "CATEGORIES")
WORDS = (
    "", " ", "?", "x", "null", "待定", "-", "0", "99999999", "2026", "20260230", "2026-05-11", "5月11日", "20260511T",
    "T120000", "20260511T250000", "20260511/20260512", "P", "P1X", "-P1D", "FREQ=", "FREQ=SOMETIMES", "COUNT=5",
    "FREQ=DAILY;COUNT=x", "FREQ=DAILY;COUNT=3;UNTIL=20260530", "#N/A", "[object Object]",
)  # fmt: skip
_DECORATION = ("{} ", " {}", "{}\u3000", "{}\u200b", "\ufeff{}", "{};", "\t{}", '"{}"')
PARAMS = ("VALUE=DATE", "VALUE=DATE-TIME", "VALUE=TEXT", "TZID=Nowhere", "TZID=China Standard Time", "X-A=1", "VALUE=", "", ";")
OTHER_NAMES = {"lower": str.lower, "misspelt": lambda n: n[:-1], "with a blank": lambda n: n + " ", "X-": lambda n: "X-" + n}


def _of(line: str) -> str:
    return re.split("[;:]", line, maxsplit=1)[0].upper()


def _spot(events: list[Event], rng: random.Random, name: str) -> tuple[int, int] | None:
    spots = [(n, k) for n, event in enumerate(events) for k, line in enumerate(event) if _of(line) == name]
    return rng.choice(spots) if spots else None


def _line(name: str, change: Callable[[str], list[str]]) -> Doing:
    """Another line, several, or none in the place of one line of that name."""

    def do(events: list[Event], rng: random.Random) -> set[int] | None:
        spot = _spot(events, rng, name)
        if spot is None:
            return None
        n, k = spot
        events[n][k : k + 1] = change(events[n][k])
        return {n + 1}

    return do


def _valued(word: str) -> Callable[[str], list[str]]:
    return lambda line: [f"{line.partition(':')[0]}:{word}"]


def _with_params(params: str) -> Callable[[str], list[str]]:
    return lambda line: [f"{_of(line)}{';' if params else ''}{params}:{line.partition(':')[2]}"]


def _renamed(change: Callable[[str], str]) -> Callable[[str], list[str]]:
    return lambda line: [change(_of(line)) + line[len(_of(line)) :]]


def _decorated(pattern: str) -> Callable[[str], list[str]]:
    return lambda line: [f"{line.partition(':')[0]}:{pattern.format(line.partition(':')[2])}"]


def _also(name: str, word: str) -> Doing:
    return _line(name, lambda line: [line, *_valued(word)(line)])


def _halves(name: str, between: str) -> Doing:
    return _line(name, lambda line: [line[: len(line) // 2], between + line[len(line) // 2 :]])


def property_kinds() -> Iterator[CalendarKind]:
    """Every property with every word, gone, twice, under another name, with other parameters."""
    for name in PROPERTIES:
        for word in WORDS:
            yield CalendarKind(f"{name} becomes {word!r}", _line(name, _valued(word)), free=name == "SUMMARY")
        for pattern in _DECORATION:
            yield CalendarKind(f"{name} is written {pattern!r}", _line(name, _decorated(pattern)), free=name == "SUMMARY")
        for params in PARAMS:
            yield CalendarKind(f"{name} has the parameter {params!r}", _line(name, _with_params(params)))
        for how, change in OTHER_NAMES.items():
            # A property of a program's own says nothing to anybody else.
            yield CalendarKind(f"{name} is named otherwise, {how}", _line(name, _renamed(change)), free=how == "X-")
        yield CalendarKind(f"{name} is gone", _line(name, lambda _line: []), free=True)
        yield CalendarKind(f"{name} stands twice", _line(name, lambda line: [line, line]))
        yield CalendarKind(f"{name} is folded into the line before", _line(name, lambda line: [f" {line}"]))
        yield CalendarKind(f"{name} is folded", _halves(name, " "))
        yield CalendarKind(f"{name} is broken in two", _halves(name, ""))
        yield CalendarKind(f"a blank line before {name}", _line(name, lambda line: ["", line]))
        yield CalendarKind(f"an unknown line before {name}", _line(name, lambda line: ["这一行不是日历", line]))
    for name, others in {
        "DTSTART": ("20260511", "20260512T080000", "20260511T000000Z"),
        "DTEND": ("20260401", "20270501", "20260501T"),
        "DURATION": ("PT1H", "P400D", "P0D"),
        "SUMMARY": ("放假", "补班", "期中考试"),
        "EXDATE": ("20260525", "20260530"),
        "RDATE": ("20260525", "20260603"),
        "RRULE": ("FREQ=WEEKLY;COUNT=2", "FREQ=YEARLY"),
        "STATUS": ("CANCELLED", "TENTATIVE"),
        "CATEGORIES": ("Work", "会议"),
    }.items():
        for other in others:
            yield CalendarKind(f"{name} twice, the other is {other}", _also(name, other), free=name in ("EXDATE", "RDATE"))


def _at(n: int, name: str, value: str) -> Doing:
    """Write a line of one event, or put it in."""

    def do(events: list[Event], _rng: random.Random) -> set[int]:
        event = events[n - 1]
        at = next((k for k, line in enumerate(event) if _of(line) == _of(name)), len(event))
        event[at : at + 1] = [f"{name}:{value}"]
        return {n}

    return do


def true_kinds() -> Iterator[CalendarKind]:
    """Changes that say something: what is true then was written down by hand."""
    for n, name, value, entries in (
        (1, "DTSTART;VALUE=DATE", "20260405", _off("04-05", "04-06")),
        (1, "DTSTART", "20260405", _off("04-05", "04-06")),
        (1, "DTEND;VALUE=DATE", "20260405", _off("04-04")),
        (1, "DTEND;VALUE=DATE", "20260404", _off("04-04")),
        (1, "STATUS", "CANCELLED", frozenset()),
        (1, "STATUS", "TENTATIVE", _events("04-04", "04-05", "04-06")),
        (1, "SUMMARY", "清明节补班", frozenset(("work", d, None) for d in ("04-04", "04-05", "04-06"))),
        (1, "SUMMARY", "清明诗会", _events("04-04", "04-05", "04-06")),
        (1, "X-MICROSOFT-CDO-ALLDAYEVENT", "TRUE", _off("04-04", "04-05", "04-06")),
        (2, "DURATION", "P1D", _off("05-01")),
        (2, "DURATION", "P1W", _off(*[f"05-0{n}" for n in range(1, 8)])),
        (2, "DURATION", "PT48H", _off("05-01", "05-02")),
        (2, "SUMMARY", "劳动节\\, 放假", _off(*[f"05-0{n}" for n in range(1, 6)])),
        (3, "SUMMARY", "补上周四的课", frozenset({("work", "05-09", "THU")})),
        (3, "SUMMARY", "上课（按周三课表）", frozenset({("work", "05-09", "WED")})),
        (3, "SUMMARY", "Make-up day: runs Friday's timetable", frozenset({("work", "05-09", "FRI")})),
        (4, "RRULE", "FREQ=WEEKLY;COUNT=2", frozenset({("work", "06-14", None), ("work", "06-21", None)})),
        (5, "RRULE", "FREQ=WEEKLY;COUNT=2", _events("04-22", "04-23", "04-24", "04-29", "04-30", "05-01")),
        (6, "DTSTART;TZID=Asia/Shanghai", "20260515T000000", _events("05-15")),
        (6, "DTSTART", "20260514T233000Z", _events("05-15")),
        (7, "RRULE", "FREQ=DAILY;UNTIL=20260528", _off("05-25", "05-26", "05-28", "06-01")),
        (7, "RRULE", "FREQ=DAILY;INTERVAL=2;COUNT=3", _off("05-25", "05-29", "06-01")),
        (7, "RRULE", "FREQ=WEEKLY;BYDAY=MO,TU;COUNT=4", _off("05-25", "05-26", "06-01", "06-02")),
        (7, "EXDATE;VALUE=DATE", "20260525,20260526", _off("05-27", "05-28", "05-29", "06-01")),
        (7, "EXDATE;VALUE=DATE", "20260530", _off("05-25", "05-26", "05-27", "05-28", "05-29", "06-01")),
        (7, "RDATE;VALUE=DATE", "20260601,20260603", _off("05-25", "05-26", "05-28", "05-29", "06-01", "06-03")),
        (8, "DTSTART", "20260604T000000", _off("06-04", "06-05")),
        (8, "DTEND", "20260605T155900Z", _off("06-05")),
        (8, "CATEGORIES", "HOLIDAY,SCHOOL", _off("06-05")),
        (8, "CATEGORIES", "Birthday", _events("06-05")),
    ):
        yield CalendarKind(f"event {n}: {name} is {value}", _at(n, name, value), true={n: entries})
    for n, base in enumerate(BASE, 1):
        yield CalendarKind(f"event {n} is gone", lambda events, _rng, n=n: events[n - 1].clear() or {n}, free=True)  # type: ignore[misc]
        yield CalendarKind(f"event {n} once more", lambda events, _rng, n=n: events.append(list(events[n - 1])) or set())  # type: ignore[misc]
        yield CalendarKind(f"event {n} once more with its UID", _with_its_uid(n, lambda line: line))
        yield CalendarKind(
            f"event {n} has a newer revision with the word 停课",
            _with_its_uid(n, lambda line: "SUMMARY:停课" if _of(line) == "SUMMARY" else line, "SEQUENCE:3"),
            true={n: _off(*[d for _k, d, _r in base.entries]) if n != 6 else base.entries},
        )
        yield CalendarKind(
            f"event {n} has a revision two days later that may be older",
            _with_its_uid(n, lambda line: _later(line) if _of(line) in ("DTSTART", "DTEND") else line),
        )


def _later(line: str) -> str:
    return re.sub(r"(?<=2026\d\d)(\d\d)", lambda m: f"{int(m[1]) + 2:02}", line)


def _with_its_uid(n: int, change: Callable[[str], str], *more: str) -> Doing:
    def do(events: list[Event], _rng: random.Random) -> set[int]:
        event = events[n - 1]
        event.append(f"UID:{n}@school")
        events.append([*map(change, event), *more])
        return {n, len(events)}

    return do


def _each(*_: object) -> set[int]:
    return set()


def _on_text(name: str, change: Callable[[str], str], encoding: str = "utf-8", *, free: bool = False) -> CalendarKind:
    return CalendarKind(name, _each, lambda events: change(text_of(events)).encode(encoding, "replace"), free=free)


def _part(share: float) -> Callable[[str], str]:
    return lambda text: text[: int(len(text) * share)]


def _component(old: str, new: str, count: int) -> Callable[[str], str]:
    return lambda text: text.replace(f"BEGIN:{old}", f"BEGIN:{new}", count).replace(f"END:{old}", f"END:{new}", count)


def file_kinds() -> Iterator[CalendarKind]:
    """Other line ends, encodings and wrappings, parts cut off, components lost or exchanged."""
    for name, end in (("LF", "\n"), ("CR", "\r"), ("blank lines between", "\r\n\r\n"), ("blanks at the ends", " \r\n")):
        yield _on_text(name, lambda t, e=end: t.replace("\r\n", e))  # type: ignore[misc]
    for encoding in ("utf-8-sig", "utf-16", "gb18030"):
        yield _on_text(encoding, str, encoding)
    for share in (0.0, 0.05, 0.2, 0.35, 0.5, 0.65, 0.8, 0.95, 0.99):
        yield _on_text(f"cut off at {share}", _part(share))
        yield _on_text(f"begins at {share}", lambda t, s=share: t[int(len(t) * s) :], free=share == 0.0)  # type: ignore[misc]
    for word in ("END:VEVENT", "BEGIN:VEVENT", "END:VCALENDAR", "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//somebody//EN"):
        for count in (1, -1):
            yield _on_text(f"{word} is gone, {count}", lambda t, w=word, c=count: t.replace(f"{w}\r\n", "", c))  # type: ignore[misc]
            yield _on_text(f"{word} twice, {count}", lambda t, w=word, c=count: t.replace(f"{w}\r\n", f"{w}\r\n" * 2, c))  # type: ignore[misc]
    for other in ("VTODO", "VJOURNAL", "VFREEBUSY", "VALARM", "X-EVENT", "vevent", "VEVENTS"):
        for count in (1, -1):
            yield _on_text(f"VEVENT is {other}, {count}", _component("VEVENT", other, count))
    for head in (
        "METHOD:PUBLISH", "METHOD:CANCEL", "METHOD:REQUEST", "X-WR-CALNAME:校历", "X-WR-TIMEZONE:America/New_York",
        "X-WR-TIMEZONE:Nowhere", "CALSCALE:GREGORIAN", "CALSCALE:CHINESE", "COMMENT:x", "这一行不是日历",
    ):  # fmt: skip
        yield CalendarKind(f"head {head}", _each, lambda events, h=head: text_of(events, (h,)).encode(), free="CANCEL" in head)  # type: ignore[misc]
    alarm = "BEGIN:VALARM\r\nTRIGGER:-PT15M\r\nACTION:DISPLAY\r\nDESCRIPTION:放假\r\nEND:VALARM\r\n"
    zone = "BEGIN:VTIMEZONE\r\nTZID:{}\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nTZOFFSETFROM:{}\r\nTZOFFSETTO:{}\r\n"
    zone += "END:STANDARD\r\nEND:VTIMEZONE\r\nBEGIN:VEVENT"
    yield _on_text("an alarm in each", lambda t: t.replace("END:VEVENT", alarm + "END:VEVENT"))
    yield _on_text("zone described", lambda t: t.replace("BEGIN:VEVENT", zone.format("Asia/Shanghai", "+0800", "+0800"), 1))
    yield _on_text("zone broken", lambda t: t.replace("BEGIN:VEVENT", zone.format("Asia/Shanghai", "x", "y"), 1))
    yield _on_text("words before it", lambda t: "校历\r\n" + t)
    yield _on_text("words behind it", lambda t: t + "校历\r\n")
    yield _on_text("the calendar twice", lambda t: t + t)
    yield _on_text("a calendar for each", lambda t: t.replace("END:VEVENT\r\nBEGIN:VEVENT", _between))
    yield _on_text("one folded in a character", lambda t: t.replace("劳动节", "劳\r\n 动节"))
    yield _on_text("a tab folds", lambda t: t.replace("劳动节", "劳\r\n\t动节"))
    yield _on_text("lower-case", lambda t: re.sub(r"^[A-Z-]+(?=[;:])", lambda m: m[0].lower(), t, flags=re.M))


_between = "END:VEVENT\r\nEND:VCALENDAR\r\nBEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT"
KINDS = (*property_kinds(), *true_kinds(), *file_kinds())
