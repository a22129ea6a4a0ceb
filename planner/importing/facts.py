"""What no timetable says of a new school: its name, when lessons are, borrowing at noon. Written into the new school file."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from planner.models.values import Span, at_minute, minute_of

MOST_WEEKS = 12
_PAUSE = 10
_LAST = 24 * 60 - 1
_EARLIEST, _LATEST, _SHORTEST = 11 * 60, 14 * 60, 30
_NAME = re.compile(r"(?m)^name: .*$")


class SchoolDay(NamedTuple):
    """Minutes of the day at which lessons begin in the morning and after noon,
    how many there are before it, how long one is."""

    first: int
    afternoon: int
    morning: int
    minutes: int


CHINESE_DAY = SchoolDay(8 * 60, 14 * 60, 4, 40)
_DAYS = dict.fromkeys(("CN", "HK", "MO", "KR", "JP", "VN"), CHINESE_DAY) | {"TW": SchoolDay(520, 13 * 60 + 30, 4, 40)}
_OTHER_DAY = SchoolDay(9 * 60, 13 * 60 + 15, 3, 50)


def usual_day(place: str | None) -> SchoolDay:
    """The lessons of a day, to begin with, as schools of a place have them."""
    return _DAYS.get((place or "CN").partition("-")[0], _OTHER_DAY)


class Noon(NamedTuple):
    """Borrowing at noon: from when to when, how long a class has, how many classes are there at once."""

    start: dt.time
    end: dt.time
    minutes: int
    classes: int

    def slots(self) -> Iterator[str]:
        """12:10-12:25, 12:25-12:40 …: as many as fit."""
        at, end = minute_of(self.start), minute_of(self.end)
        while at + self.minutes <= end:
            yield f"{at_minute(at):%H:%M}-{at_minute(at + self.minutes):%H:%M}"
            at += self.minutes

    def places(self, days: int) -> int:
        """Classes that can come in a week with so many days."""
        return days * len(list(self.slots())) * self.classes


def weeks_for(need: int, places: int) -> int:
    """How many weeks it takes until every class has come once; 0 where no number of weeks that a school would have does."""
    weeks = -(-need // places) if places else 0
    return weeks if weeks <= MOST_WEEKS else 0


def with_noon(text: str, noon: Noon, classes: int, days: int) -> str:
    """A file that `planner.new_school` has made, and borrowing at noon. Every class comes as often as there is room.

    Raises ValueError where the time holds no slot, or too few for the classes.
    """
    weeks = weeks_for(classes, noon.places(days))
    if not weeks:
        raise ValueError("noon")
    cycle = {1: "weekly", 2: "ab"}.get(weeks, f"{weeks} weeks")
    slots = ", ".join(json.dumps(slot) for slot in noon.slots())
    return (
        f"{text.rstrip()}\n"
        "  - id: noon\n    name: {zh: 午间借还书, en: Noon borrowing}\n    kind: borrowing\n    windows: noon\n"
        f"    cycle: {json.dumps(cycle)}\n\n"
        "windows:\n"
        f"  - {{id: noon, name: {{zh: 午间, en: Noon}}, kind: noon, slots: [{slots}], classes: {noon.classes}}}\n"
    )


def with_times(text: str, starts: Mapping[str, dt.time], minutes: int) -> str:
    """The same file with the beginnings of its lessons; those that are not named keep their place-holders."""
    for period, start in starts.items():
        begin = minute_of(start)
        span = f"{at_minute(begin):%H:%M}-{at_minute(min(begin + minutes, _LAST)):%H:%M}"
        key = re.escape(json.dumps(period, ensure_ascii=False))
        text = re.sub(rf"(?m)^(      {key}): .*$", lambda found, span=span: f"{found[1]}: {span}", text)  # type: ignore[misc]
    return text


def usual_starts(periods: Sequence[str], day: SchoolDay = CHINESE_DAY) -> dict[str, dt.time]:
    """To begin with: when the lessons of a morning and an afternoon begin, with ten minutes between."""
    morning, each = periods[: day.morning], day.minutes + _PAUSE
    starts = {p: at_minute(day.first + n * each) for n, p in enumerate(morning)}
    return starts | {p: at_minute(day.afternoon + n * each) for n, p in enumerate(periods[len(morning) :])}


def usual_noon(bell: Sequence[Span]) -> tuple[dt.time, dt.time]:
    """When borrowing at noon may be, to begin with: in the longest break around noon, ten minutes after lessons end."""
    ends = sorted(minute_of(span.end) for span in bell)
    starts = sorted(minute_of(span.start) for span in bell)
    breaks = [
        (min(after) - end, end) for end in ends if _EARLIEST <= end < _LATEST and (after := [s for s in starts if s >= end])
    ]
    longest, begin = max(breaks, default=(0, 0))
    if longest < _SHORTEST:
        return at_minute(12 * 60 + 10), at_minute(12 * 60 + 55)
    return at_minute(begin + 10), at_minute(begin + min(longest - 5, 55))


def named(text: str, name: str) -> str:
    """The same file under another name of the school."""
    return _NAME.sub(lambda _found: f"name: {json.dumps(name, ensure_ascii=False)}", text, count=1)
