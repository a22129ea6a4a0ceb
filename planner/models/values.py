"""Small values written in a school's own shorthand: weekdays, grades, weeks, times, dates.

Every value has one canonical spelling, to which it is written back.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from types import MappingProxyType
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, PlainSerializer, model_serializer, model_validator
from pydantic_core import PydanticCustomError

from planner.models.base import Model

WEEKDAYS = ("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN")
CYCLE_DAYS = tuple(f"D{n}" for n in range(1, 11))
DAY_LABELS = WEEKDAYS + CYCLE_DAYS
_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"十": 10, "两": 2}
_DAY_WORDS = {
    **{w: w for w in DAY_LABELS},
    **{
        name.upper(): w
        for name, w in zip(
            ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"), WEEKDAYS, strict=True
        )
    },
    **{p + c: w for c, w in zip("一二三四五六日", WEEKDAYS, strict=True) for p in ("周", "星期", "礼拜", "")},
    "周天": "SUN",
    "星期天": "SUN",
    **{f"第{n}天": f"D{n}" for n in range(1, 11)},
    **{f"第{c}天": f"D{n}" for n, c in enumerate("一二三四五六七八九十", 1)},
    **{f"DAY{n}": f"D{n}" for n in range(1, 11)},
}
_OWN_DAYS: ContextVar[Mapping[str, str]] = ContextVar("_OWN_DAYS", default=MappingProxyType({}))
"""The names that the school being read has given to the days of its cycle -> D1, D2 …"""
_DAY_OF = re.compile(r"day\s+(?=\w)", re.IGNORECASE)
_RANGE = r"\s*(?:-|–|—|~|～|至|到|\.\.)\s*"
_SEPARATOR = re.compile(r"[,，、;；\s]+")


def _bad(code: str, value: Any) -> PydanticCustomError:
    return PydanticCustomError(code, "cannot read '{value}'", {"value": str(value)})


def _tokens(value: Any) -> list[str]:
    """Split shorthand into tokens; a range stays one token, whatever stands around its dash."""
    items: Iterable[Any] = value if isinstance(value, list | tuple) else [value]
    out: list[str] = []
    for item in items:
        if isinstance(item, bool) or not isinstance(item, str | int | dt.date):
            raise _bad("not_text", item)
        text = re.sub(_RANGE, "~", str(item).strip()) if isinstance(item, str) else str(item)
        out += [t for t in _SEPARATOR.split(text) if t]
    return out


def parse_day(word: str) -> str:
    """One day label from 'MON', 'Monday', '周一', '星期一' or, in day cycles, 'D3', 'Day 3' or the school's own name."""
    key = _DAY_OF.sub("day", word.strip()).upper()
    own = _OWN_DAYS.get()
    label = own.get(key) or own.get(re.sub(r"^DAY|[日天]$", "", key))
    label = label or _DAY_WORDS.get(key, _DAY_WORDS.get(key[:3] if word.isascii() and not key.startswith("DAY") else ""))
    if label is None:
        raise _bad("weekday", word)
    return label


@contextmanager
def own_days(names: Sequence[str]) -> Iterator[None]:
    """While it lasts, ``parse_day`` knows these names of the days of a cycle, the first of them as D1."""
    token = _OWN_DAYS.set({name.strip().upper(): f"D{n}" for n, name in enumerate(names, 1)})
    try:
        yield
    finally:
        _OWN_DAYS.reset(token)


def names_of_days(term: Any) -> tuple[str, ...]:
    """The names that a term, as it stands in a file, gives to the days of its cycle: ['A', 'B'], 'A-F', '一~六'.

    Empty without names, and for plain numbers, whose days are called Day 1, Day 2 … anyhow.
    """
    if not isinstance(term, Mapping):
        return ()
    for key in ("cycle_names", "循环日名称", "cycle_days", "循环日"):
        said = term.get(key)
        if (isinstance(said, str) and not said.strip().isdecimal()) or (isinstance(said, list | tuple) and said):
            try:
                names = [name for token in _tokens(said) for name in _run_of_names(token)]
            except PydanticCustomError:
                return ()
            return tuple(names)
    return ()


def _run_of_names(token: str) -> list[str]:
    first, dash, last = token.partition("~")
    if not dash:
        return [first]
    if len(first) == len(last) == 1 and first.isascii() and first.isalpha() and first <= last:
        return [chr(n) for n in range(ord(first), ord(last) + 1)]
    numerals = "一二三四五六七八九十"
    if first in numerals and last in numerals and first and last and numerals.index(first) <= numerals.index(last):
        return list(numerals[numerals.index(first) : numerals.index(last) + 1])
    prefix = re.match(r"\D*", first)[0]  # type: ignore[index]
    start, stop = first.removeprefix(prefix), last.removeprefix(prefix)
    if start.isdecimal() and stop.isdecimal() and int(start) <= int(stop) <= 10:
        return [f"{prefix}{n}" for n in range(int(start), int(stop) + 1)]
    raise _bad("cycle_names", token)


def _parse_days(value: Any) -> tuple[str, ...]:
    days: set[str] = set()
    items = value if isinstance(value, list | tuple) else [value]
    for token in _tokens([_DAY_OF.sub("day", item) if isinstance(item, str) else item for item in items]):
        first, _, last = token.partition("~")
        start, stop = DAY_LABELS.index(parse_day(first)), DAY_LABELS.index(parse_day(last or first))
        if stop < start:
            raise _bad("weekday", token)
        days.update(DAY_LABELS[start : stop + 1])
    return tuple(sorted(days, key=DAY_LABELS.index))


def chinese_number(text: str) -> int | None:
    """'三' -> 3, '十二' -> 12, '12' -> 12; None when it is no number up to 99."""
    if text.isdecimal():
        return int(text) if len(text) <= 2 else None
    if not text or any(c not in _DIGITS for c in text):
        return None
    if "十" not in text:
        return _DIGITS[text] if len(text) == 1 else None
    tens, _, ones = text.partition("十")
    if len(tens) > 1 or len(ones) > 1:
        return None
    return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0)


def _parse_numbers(value: Any, noise: str, code: str) -> tuple[int, ...]:
    numbers: set[int] = set()
    for token in _tokens(value):
        bare = [re.sub(noise, "", part, flags=re.IGNORECASE) for part in token.split("~")]
        ends = [chinese_number(part) for part in bare]
        if len(ends) > 2 or None in ends or ends[-1] < ends[0]:  # type: ignore[operator]
            raise _bad(code, token)
        numbers.update(range(ends[0], ends[-1] + 1))  # type: ignore[arg-type, operator]
    return tuple(sorted(numbers))


def parse_grades(value: Any) -> tuple[int, ...]:
    """Grades from '3-6', 3, [1, 2] or '三至六年级'."""
    return _parse_numbers(value, r"年级|初|小|grades?|\s", "grades")


def _compact(numbers: Iterable[int]) -> str:
    runs: list[list[int]] = []
    for n in sorted(numbers):
        if runs and runs[-1][1] == n - 1:
            runs[-1][1] = n
        else:
            runs.append([n, n])
    return ",".join(str(a) if a == b else f"{a}-{b}" for a, b in runs)


def _write_days(days: tuple[str, ...]) -> str:
    return ",".join(days)


DayLabel = Annotated[
    str,
    BeforeValidator(lambda v: parse_day(v) if isinstance(v, str) else v),
    Field(description="MON … SUN, or D1 … D10 in a school with a day cycle"),
]
Days = Annotated[
    tuple[str, ...],
    BeforeValidator(_parse_days),
    PlainSerializer(_write_days, return_type=str),
    Field(description="weekdays: 'MON-FRI', '周一,周五', ['MON', 'THU']"),
]
Grades = Annotated[
    tuple[int, ...],
    BeforeValidator(parse_grades),
    PlainSerializer(_compact, return_type=str),
    Field(description="grades: '3-6', 3, [1, 2], '三至六年级'"),
]


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
        for token in _tokens(value):
            word = token.lower()
            if word in {"a", "odd", "单周", "单"}:
                parity = "A"
            elif word in {"b", "even", "双周", "双"}:
                parity = "B"
            elif word not in {"all", "全部", "每周"}:
                rest.append(token)
        return {"numbers": _parse_numbers(rest, r"第|周|weeks?|\s", "weeks") or None, "parity": parity}

    @model_serializer
    def _to_shorthand(self) -> str:
        words = [_compact(self.numbers)] if self.numbers else []
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
    text = "".join(word.split())
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        try:
            return dt.date.fromisoformat(text).isoformat()
        except ValueError:
            raise _bad("turn", word) from None
    match = _TURN.fullmatch(text)
    week, day, number = match.group("week", "day", "number") if match else (None, None, None)
    if not (day or number) or (week and number) or (week and not day):
        raise _bad("turn", word)
    try:
        label = parse_day(day) if day else ""
    except PydanticCustomError:
        raise _bad("turn", word) from None
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
        raise _bad("time", value)
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
        parts = re.split(_RANGE, str(value).strip())
        if len(parts) != 2:
            raise _bad("span", value)
        start, end = parse_time(parts[0]), parse_time(parts[1])
        if end <= start:
            raise _bad("span_order", value)
        return {"start": start, "end": end}

    @model_serializer
    def _to_shorthand(self) -> str:
        return str(self)

    @classmethod
    def between(cls, start: dt.time, end: dt.time) -> Span:
        """A stretch between two times known to be in order. Not validated: plans are laid out with thousands of them."""
        return cls.model_construct(start=start, end=end)

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
    raise _bad("date", value)


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
                raise _bad("dates", part)
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


def natural(text: str) -> tuple[tuple[int, int, str], ...]:
    """Sort key that puts '2' before '10' and '二' before '十': numbers inside a name count as numbers."""
    key = []
    for part in re.findall(r"\d+|[一二三四五六七八九十]+|[^\d一二三四五六七八九十]+", text):
        number = chinese_number(part)
        key.append((0, number, "") if number is not None else (1, 0, part))
    return tuple(key)
