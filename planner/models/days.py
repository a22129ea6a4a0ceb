"""Days and turns by name: weekdays, the days of a cycle with the school's own names for them, and labels of turns.

Every value has one canonical spelling, to which it is written back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from types import MappingProxyType
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, PlainSerializer
from pydantic_core import PydanticCustomError

from planner.models.shorthand import RANGE, bad, run_of_names, tokens
from planner.script import simplified

WEEKDAYS = ("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN")
CYCLE_DAYS = tuple(f"D{n}" for n in range(1, 11))
DAY_LABELS = WEEKDAYS + CYCLE_DAYS
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
_DAY_NAMES = tuple(word for word in _DAY_WORDS if word.endswith("DAY"))
_AND = re.compile(r"\s+and\s+|\s*[/+&和与與及]\s*", re.IGNORECASE)
_OWN_DAYS: ContextVar[Mapping[str, str]] = ContextVar("_OWN_DAYS", default=MappingProxyType({}))
"""The names that the school being read has given to the days of its cycle -> D1, D2 …"""
_DAY_OF = re.compile(r"day\s+(?=\w)", re.IGNORECASE)
_NUMBERED = re.compile(r"(?:day ?|d|第)?1天?\s*~\s*(?:day ?|d|第)?(\d{1,2})天?", re.IGNORECASE)


def parse_day(word: str) -> str:
    """One day label from 'MON', 'Monday', '周一', '星期一' or, in day cycles, 'D3', 'Day 3' or the school's own name."""
    key = simplified(_DAY_OF.sub("day", word.strip()).upper())
    own = _OWN_DAYS.get()
    label = own.get(key) or own.get(re.sub(r"^DAY|[日天]$", "", key))
    label = label or _DAY_WORDS.get(key) or _shortened(key.rstrip("."))
    if label is None:
        raise bad("weekday", word)
    return label


def _shortened(key: str) -> str | None:
    """THU of THURS and THURSDAYS. Not of THU/FRI: a second day is not to go unheard."""
    bare = key.removesuffix("S")
    return next((_DAY_WORDS[name] for name in _DAY_NAMES if len(bare) > 2 and name.startswith((key, bare))), None)


@contextmanager
def own_days(names: Sequence[str]) -> Iterator[None]:
    """While it lasts, ``parse_day`` knows these names of the days of a cycle, the first of them as D1."""
    token = _OWN_DAYS.set({simplified(name.strip().upper()): f"D{n}" for n, name in enumerate(names, 1)})
    try:
        yield
    finally:
        _OWN_DAYS.reset(token)


def numbered_days(said: Any) -> int | None:
    """How many days a cycle has that is said as 'Day 1-Day 8', 'D1~D6', '1-6': they need no names of their own."""
    match = _NUMBERED.fullmatch(re.sub(RANGE, "~", said.strip())) if isinstance(said, str) else None
    return int(match[1]) if match else None


def names_of_days(term: Any) -> tuple[str, ...]:
    """The names that a term, as it stands in a file, gives to the days of its cycle: ['A', 'B'], 'A-F', '一~六'.

    Empty without names, and for plain numbers, whose days are called Day 1, Day 2 … anyhow.
    """
    if not isinstance(term, Mapping):
        return ()
    for key in ("cycle_names", "循环日名称", "cycle_days", "循环日"):
        said = term.get(key)
        if numbered_days(said):
            return ()
        if (isinstance(said, str) and not said.strip().isdecimal()) or (isinstance(said, list | tuple) and said):
            try:
                names = [name for token in tokens(said) for name in run_of_names(token)]
            except PydanticCustomError:
                return ()
            return tuple(names)
    return ()


def _parse_days(value: Any) -> tuple[str, ...]:
    days: set[str] = set()
    items = value if isinstance(value, list | tuple) else [value]
    joined = re.compile(r"(?!)") if any(_AND.search(name) for name in _OWN_DAYS.get()) else _AND  # a day may be called 和
    for token in tokens([joined.sub(",", _DAY_OF.sub("day", item)) if isinstance(item, str) else item for item in items]):
        first, _, last = token.partition("~")
        start, stop = DAY_LABELS.index(parse_day(first)), DAY_LABELS.index(parse_day(last or first))
        if stop < start:
            raise bad("weekday", token)
        days.update(DAY_LABELS[start : stop + 1])
    return tuple(sorted(days, key=DAY_LABELS.index))


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


_MARK = "@"


def marked(position: str, stretch: str) -> str:
    """``A:MON`` in the stretch ``2026-11-16`` -> ``A:MON@2026-11-16``; just the position in a term of one stretch ('')."""
    return f"{position}{_MARK}{stretch}" if stretch else position


def position_of(turn: str) -> str:
    """``A:MON@2026-11-16`` -> ``A:MON``."""
    return turn.partition(_MARK)[0]


def stretch_of(turn: str) -> str:
    """``A:MON@2026-11-16`` -> ``2026-11-16``; '' where the label names no stretch."""
    return turn.partition(_MARK)[2]
