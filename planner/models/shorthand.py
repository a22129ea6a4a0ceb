"""How a school writes grades, and several things in a few letters: ranges, separators, numbers in Chinese.

A grade is a number: 1 is the first year of primary school, 0 the year before it (kindergarten, reception, 大班), -1 and
below the years before that. Up to 13, which English schools have.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, PlainSerializer
from pydantic_core import PydanticCustomError

from planner.script import simplified

_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"十": 10, "两": 2}
RANGE = r"\s*(?:-|–|—|~|～|至|到|\.\.)\s*"
_SEPARATOR = re.compile(r"[,，、;；\s]+")


def bad(code: str, value: Any) -> PydanticCustomError:
    return PydanticCustomError(code, "cannot read '{value}'", {"value": str(value)})


def tokens(value: Any) -> list[str]:
    """Split shorthand into tokens; a range stays one token, whatever stands around its dash."""
    items: Iterable[Any] = value if isinstance(value, list | tuple) else [value]
    out: list[str] = []
    for item in items:
        if isinstance(item, bool) or not isinstance(item, str | int | dt.date):
            raise bad("not_text", item)
        text = re.sub(RANGE, "~", str(item).strip()) if isinstance(item, str) else str(item)
        out += [t for t in _SEPARATOR.split(text) if t]
    return out


_SERIES = ("一二三四五六七八九十", "甲乙丙丁戊己庚辛壬癸")


def run_of_names(token: str) -> list[str]:
    """The names that a token of ``tokens`` means: 'A~F' -> A … F, '甲~丙', '一~六', 'X1~X4', 'Red'. Raises bad('names')."""
    first, dash, last = token.partition("~")
    if not dash:
        return [first]
    if len(first) == len(last) == 1 and first.isascii() and first.isalpha() and first <= last:
        return [chr(n) for n in range(ord(first), ord(last) + 1)]
    for series in _SERIES:
        if len(first) == len(last) == 1 and first in series and series.find(first) <= series.find(last):
            return list(series[series.index(first) : series.index(last) + 1])
    match = re.fullmatch(r"(\D*)(\d{1,2})~\1(\d{1,2})", token)
    if match and int(match[2]) <= int(match[3]):
        return [f"{match[1]}{n}" for n in range(int(match[2]), int(match[3]) + 1)]
    raise bad("names", token)


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


def parse_numbers(value: Any, noise: str, code: str) -> tuple[int, ...]:
    numbers: set[int] = set()
    for token in tokens(value):
        bare = [re.sub(noise, "", part, flags=re.IGNORECASE) for part in simplified(token).split("~")]
        ends = [chinese_number(part) for part in bare]
        if len(ends) > 2 or None in ends or ends[-1] < ends[0]:  # type: ignore[operator]
            raise bad(code, token)
        numbers.update(range(ends[0], ends[-1] + 1))  # type: ignore[arg-type, operator]
    return tuple(sorted(numbers))


def runs_of(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """1, 2, 3, 5 -> (1, 3), (5, 5)."""
    runs: list[list[int]] = []
    for n in sorted(set(numbers)):
        if runs and runs[-1][1] == n - 1:
            runs[-1][1] = n
        else:
            runs.append([n, n])
    return [(first, last) for first, last in runs]


def compact(numbers: Iterable[int], word: Callable[[int], str] = str) -> str:
    """1, 2, 3, 5 -> '1-3,5'."""
    return ",".join(word(a) if a == b else f"{word(a)}-{word(b)}" for a, b in runs_of(numbers))


LOWEST, HIGHEST = -3, 13
_CANONICAL = {0: "K", -1: "PK", -2: "PK2", -3: "PK3"}
"""How a grade below 1 is written back, and what it is called in ids and English names."""
_EARLY = {
    **{word.lower(): grade for grade, word in _CANONICAL.items()},
    **dict.fromkeys(("k0", "kg", "tk", "kindergarten", "reception", "r", "大", "大班", "学前", "学前班", "幼儿园"), 0),
    **dict.fromkeys(("prep", "p", "foundation", "f", "fs2", "preprimary", "pp"), 0),  # Australia; foundation stage in England
    **dict.fromkeys(("prek", "preschool", "nursery", "n", "fs1", "中", "中班"), -1),
    **dict.fromkeys(("小班",), -2),
    **dict.fromkeys(("托", "托班"), -3),
}
_EARLY_NUMERALS = {0: "大", -1: "中", -2: "小", -3: "托"}
_NUMERALS = "零一二三四五六七八九十"
_NOISE = r"年级|初|小|^(?:grades?|years?|primary|yr|y|g|p)(?=\d|$)|\s"
_APART = re.compile(r"\b(grade|year|primary)s?\s+(?=\d)|\bpre-?(?=k\b|school\b|primary\b)", re.IGNORECASE)


def _joined(match: re.Match[str]) -> str:
    return "" if match[1] else "pre"


def parse_grades(value: Any) -> tuple[int, ...]:
    """Grades from '3-6', 3, [1, 2], '三至六年级', 'K-5', 'Reception', '小班-大班' or 'Year 3'."""
    items = value if isinstance(value, list | tuple) else [value]
    numbers = {n for n in items if isinstance(n, int) and not isinstance(n, bool) and LOWEST <= n < 1}
    others = [item for item in items if not (isinstance(item, int) and item in numbers)]
    rest = [_APART.sub(_joined, item) if isinstance(item, str) else item for item in others]
    for token in tokens(rest):
        first, dash, last = token.partition("~")
        ends = [early_grade(part) for part in (first, last if dash else first)]
        if all(end is None for end in ends):
            numbers.update(parse_numbers(token, _NOISE, "grades"))
            continue
        start, stop = (
            end if end is not None else chinese_number(re.sub(_NOISE, "", simplified(part), flags=re.IGNORECASE))
            for end, part in zip(ends, (first, last if dash else first), strict=True)
        )
        if start is None or stop is None or stop < start:
            raise bad("grades", token)
        numbers.update(range(start, stop + 1))
    return tuple(sorted(numbers))


def early_grade(word: str) -> int | None:
    """0 for K, Reception, Prep or 大班, below it for the years before; None for every other word."""
    return _EARLY.get(simplified(word.strip().lower()))


def grade_word(grade: int) -> str:
    """'3', and below 1 'K', 'PK': in ids, and in English names."""
    return _CANONICAL.get(grade, str(grade))


def grade_numeral(grade: int) -> str:
    """'三', and below 1 '大', '中', '小', '托': in Chinese names."""
    if grade < 1:
        return _EARLY_NUMERALS[grade]
    return _NUMERALS[grade] if grade <= 10 else "十" + _NUMERALS[grade - 10]


def write_grades(grades: Iterable[int]) -> str:
    """'K-6', '3-6', '1,3'."""
    return compact(grades, grade_word)


Grades = Annotated[
    tuple[int, ...],
    BeforeValidator(parse_grades),
    PlainSerializer(write_grades, return_type=str),
    Field(description="grades: '3-6', 3, [1, 2], '三至六年级'; below 1: 'K-5', 'PK', 'Reception', '大班'"),
]
