"""Small values written in a school's own shorthand: weeks, turns, times, dates.

Every value has one canonical spelling, to which it is written back.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, PlainSerializer, model_serializer, model_validator
from pydantic_core import PydanticCustomError

from planner.models.base import Model
from planner.models.days import parse_day
from planner.models.shorthand import RANGE, bad, chinese_number, compact, parse_numbers, tokens
from planner.script import simplified


class Weeks(Model):
    """Teaching weeks of the term: '2-17', 'odd', '3-16 even', '单周', [1, 5, 9]."""

    numbers: tuple[int, ...] | None = Field(None, description="week numbers, 1 = first week; none = all weeks")
    parity: str | None = Field(None, pattern="^[AB]$", description="A = odd weeks 单周, B = even weeks 双周")

    @model_validator(mode="before")
    @classmethod
    def _from_shorthand(cls, value: Any) -> Any:
        if isinstance(value, dict):
            return value
        parity, rest = None, []
        for token in tokens(value):
            word = simplified(token.lower())
            if word in {"a", "odd", "单周", "单"}:
                parity = "A"
            elif word in {"b", "even", "双周", "双"}:
                parity = "B"
            elif word not in {"all", "全部", "每周"}:
                rest.append(token)
        return {"numbers": parse_numbers(rest, r"第|周|weeks?|\s", "weeks") or None, "parity": parity}

    @model_serializer
    def _to_shorthand(self) -> str:
        words = [compact(self.numbers)] if self.numbers else []
        return " ".join(words + ({"A": ["odd"], "B": ["even"]}.get(self.parity or "", []))) or "all"

    def include(self, week: int, parity: str) -> bool:
        """Whether a date that counts as ``week`` with ``parity`` ('A' or 'B') belongs to these weeks."""
        return (self.numbers is None or week in self.numbers) and self.parity in (None, parity)


ALL_WEEKS = Weeks(numbers=None, parity=None)


_TURN = re.compile(
    r"(?:(?P<week>[AB]|\d{1,3}/\d{1,3}|单周?|双周?):?)?(?P<day>[A-Za-z]+\d*|(?:周|星期)[一二三四五六日天]|第\d{1,2}天)?"
    r":?(?:(?:#|第)(?P<number>\d{1,3})次?)?"
)
_PARITY = {"单": "A", "双": "B"}


def parse_turn(word: str) -> str:
    """A turn's label, written so or in Chinese: 'A:TUE' or '单周周二', '2/3:MON', '#4' or '第4次', 'MON:#2', a date."""
    text = simplified("".join(word.split()))
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        try:
            return dt.date.fromisoformat(text).isoformat()
        except ValueError:
            raise bad("turn", word) from None
    match = _TURN.fullmatch(text)
    week, day, number = match.group("week", "day", "number") if match else (None, None, None)
    if not (day or number) or (week and number) or (week and not day):
        raise bad("turn", word)
    try:
        label = parse_day(day) if day else ""
    except PydanticCustomError:
        raise bad("turn", word) from None
    if number:
        return f"{label}:#{int(number)}" if label else f"#{int(number)}"
    return f"{_PARITY.get(week[0], week)}:{label}" if week else label


def _parse_turns(value: Any) -> tuple[str, ...]:
    items: Iterable[Any] = value if isinstance(value, list | tuple) else re.split(r"[,，、;；]", str(value))
    return tuple(dict.fromkeys(parse_turn(str(item)) for item in items if str(item).strip()))


Turns = Annotated[
    tuple[str, ...],
    BeforeValidator(_parse_turns),
    Field(description="turns of the cycle: 'MON', 'A:TUE' or '单周周二', '2/3:MON', '#4' or '第4次', 'MON:#2', a date"),
]


def parse_time(value: Any) -> dt.time:
    """'12:05', '12：05' or '8:00' as a time of day."""
    match = re.fullmatch(r"(\d{1,2})[:：](\d{2})(?::00)?", str(value).strip())
    if not match or int(match[1]) > 23 or int(match[2]) > 59:
        raise bad("time", value)
    return dt.time(int(match[1]), int(match[2]))


def _write_time(value: dt.time) -> str:
    return f"{value:%H:%M}"


Time = Annotated[
    dt.time,
    BeforeValidator(parse_time),
    PlainSerializer(_write_time, return_type=str),
    Field(description="time of day, 'HH:MM'"),
]


class Span(Model):
    """A stretch of one day, '12:05-12:20'; the end is not included."""

    start: Time
    end: Time

    @model_validator(mode="before")
    @classmethod
    def _from_shorthand(cls, value: Any) -> Any:
        if isinstance(value, dict):
            return value
        parts = re.split(RANGE, str(value).strip())
        if len(parts) != 2:
            raise bad("span", value)
        start, end = parse_time(parts[0]), parse_time(parts[1])
        if end <= start:
            raise bad("span_order", value)
        return {"start": start, "end": end}

    @model_serializer
    def _to_shorthand(self) -> str:
        return str(self)

    @classmethod
    @lru_cache(maxsize=2**12)
    def between(cls, start: dt.time, end: dt.time) -> Span:
        """A stretch between two times known to be in order. Not validated, and each made once: plans are laid out with
        thousands of them."""
        return cls.model_construct(start=start, end=end)

    # As pydantic says it, without asking for the names of the fields each time: spans are keys everywhere.
    def __eq__(self, other: object) -> bool:
        return self is other or (isinstance(other, Span) and self.start == other.start and self.end == other.end)

    def __hash__(self) -> int:
        return hash((self.start, self.end))

    def __str__(self) -> str:
        return f"{self.start:%H:%M}-{self.end:%H:%M}"

    @property
    def minutes(self) -> int:
        """Length in minutes."""
        return minute_of(self.end) - minute_of(self.start)

    def overlaps(self, other: Span) -> bool:
        """Whether the two stretches share a moment."""
        return self.start < other.end and other.start < self.end


def minute_of(time: dt.time) -> int:
    """Minutes since midnight."""
    return time.hour * 60 + time.minute


def at_minute(minute: int) -> dt.time:
    """Time of day of a minute since midnight; ValueError outside the day."""
    if not 0 <= minute < 24 * 60:
        raise ValueError(f"minute {minute} is outside the day")
    return dt.time(minute // 60, minute % 60)


def parse_date(value: Any) -> dt.date:
    """An ISO date, also with dots, slashes or 年月日."""
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    match = re.fullmatch(r"(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})日?", str(value).strip())
    try:
        if match:
            return dt.date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        pass
    raise bad("date", value)


Date = Annotated[dt.date, BeforeValidator(parse_date), Field(description="date, 'YYYY-MM-DD'")]


def _parse_dates(value: Any) -> tuple[dt.date, ...]:
    days: set[dt.date] = set()
    for item in value if isinstance(value, list | tuple) else [value]:
        if isinstance(item, dt.date):
            days.add(item)
            continue
        for part in re.split(r"[,，、;；]\s*", str(item).strip()):
            ends = [parse_date(end) for end in re.split(r"\s*(?:\.\.|~|～|至|到|\bto\b)\s*", part)]
            if len(ends) > 2 or ends[-1] < ends[0] or (ends[-1] - ends[0]).days > 400:
                raise bad("dates", part)
            days.update(ends[0] + dt.timedelta(n) for n in range((ends[-1] - ends[0]).days + 1))
    return tuple(sorted(days))


def _write_dates(days: tuple[dt.date, ...]) -> list[str]:
    runs: list[list[dt.date]] = []
    for day in days:
        if runs and (day - runs[-1][1]).days == 1:
            runs[-1][1] = day
        else:
            runs.append([day, day])
    return [str(a) if a == b else f"{a}..{b}" for a, b in runs]


Dates = Annotated[
    tuple[dt.date, ...],
    BeforeValidator(_parse_dates),
    PlainSerializer(_write_dates, return_type=list[str]),
    Field(description="dates: '2026-03-05', '2026-06-22..2026-06-30', or a list of these"),
]


@lru_cache(maxsize=2**12)
def natural(text: str) -> tuple[tuple[int, int, str], ...]:
    """Sort key that puts '2' before '10' and '二' before '十': numbers inside a name count as numbers."""
    key = []
    for part in re.findall(r"\d+|[一二三四五六七八九十]+|[^\d一二三四五六七八九十]+", text):
        number = chinese_number(part)
        key.append((0, number, "") if number is not None else (1, 0, part))
    return tuple(key)
