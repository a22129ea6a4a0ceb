"""Grades in a school's own shorthand, from the youngest of a kindergarten to the last year of a secondary school.

A grade is a number: 1 is the first year of primary school, 0 the year before it (kindergarten, reception, 大班), -1 and
below the years before that. Up to 13, which English schools have.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, PlainSerializer

from planner.models.shorthand import bad, chinese_number, compact, parse_numbers, tokens

LOWEST, HIGHEST = -3, 13
_CANONICAL = {0: "K", -1: "PK", -2: "PK2", -3: "PK3"}
"""How a grade below 1 is written back, and what it is called in ids and English names."""
_EARLY = {
    **{word.lower(): grade for grade, word in _CANONICAL.items()},
    **dict.fromkeys(("k0", "kg", "tk", "kindergarten", "reception", "r", "大", "大班", "学前", "学前班", "幼儿园"), 0),
    **dict.fromkeys(("prek", "preschool", "nursery", "n", "中", "中班"), -1),
    **dict.fromkeys(("小班",), -2),
    **dict.fromkeys(("托", "托班"), -3),
}
_EARLY_NUMERALS = {0: "大", -1: "中", -2: "小", -3: "托"}
_NUMERALS = "零一二三四五六七八九十"
_NOISE = r"年级|初|小|^(?:grades?|years?|primary|yr|y|g|p)(?=\d|$)|\s"
_APART = re.compile(r"\b(grade|year|primary)s?\s+(?=\d)|\bpre-?(?=k\b|school\b)", re.IGNORECASE)


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
        ends = [_early(part) for part in (first, last if dash else first)]
        if all(end is None for end in ends):
            numbers.update(parse_numbers(token, _NOISE, "grades"))
            continue
        start, stop = (
            end if end is not None else chinese_number(re.sub(_NOISE, "", part, flags=re.IGNORECASE))
            for end, part in zip(ends, (first, last if dash else first), strict=True)
        )
        if start is None or stop is None or stop < start:
            raise bad("grades", token)
        numbers.update(range(start, stop + 1))
    return tuple(sorted(numbers))


def _early(word: str) -> int | None:
    return _EARLY.get(word.strip().lower())


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
