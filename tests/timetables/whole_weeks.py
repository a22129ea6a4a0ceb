"""What whole tables are made of: the lessons of a week, in the words of three languages, and what they say.

Three classes with six lessons on five days; a table differs from the next one by how it is drawn. A lesson is (class, day,
place of its period in the day, weeks, subject).
"""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import TypeAlias

Class: TypeAlias = tuple[int, int]
Week: TypeAlias = dict[tuple[Class, int, int], str]
Truth: TypeAlias = set[tuple[str, str, int, str, str]]
Sheets: TypeAlias = dict[str, list[list[str]]]
Table: TypeAlias = tuple[Sheets, Truth | None]

DAYS = ("MON", "TUE", "WED", "THU", "FRI")
ZD = ("星期一", "星期二", "星期三", "星期四", "星期五")
SD = ("周一", "周二", "周三", "周四", "周五")
ED = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
TD = ("週一", "週二", "週三", "週四", "週五")
SUBJECTS = ("语文", "数学", "英语", "科学", "体育", "音乐", "美术", "道法", "劳动", "阅读")
LESSONS = ("Maths", "English", "Science", "History", "Art", "Music", "PE", "Library")
KE = ("國語", "數學", "英語", "自然", "體育", "音樂", "美勞", "閱讀")
TEACHERS = dict(zip(SUBJECTS, ["王芳", "李强", "张敏", "刘洋", "陈静", "杨帆", "赵磊", "黄娟", "周杰", "吴丹"], strict=True))
DIGITS = "零一二三四五六七八九"
CLASSES: tuple[Class, ...] = ((5, 1), (5, 2), (6, 1))
TABLES: dict[str, Callable[[], Table]] = {}


def case(table: Callable[[], Table]) -> Callable[[], Table]:
    """Enter a table under its name."""
    TABLES[table.__name__.lstrip("_")] = table
    return table


def week(subjects: tuple[str, ...], seed: int) -> Week:
    """Some subject in every place."""
    chance = random.Random(seed)
    return {(c, d, p): chance.choice(subjects) for c in CLASSES for d in range(5) for p in range(1, 7)}


def truth(held: Week) -> Truth:
    """The lessons of a week that is the same in all weeks."""
    return {(f"{c[0]}-{c[1]}", DAYS[d], p, "all", s) for (c, d, p), s in held.items()}


def both(odd: Week, even: Week) -> Truth:
    """The lessons of two weeks that take turns."""
    found: Truth = set()
    for (c, d, p), s in odd.items():
        weeks = (("all", s),) if even[c, d, p] == s else (("A", s), ("B", even[c, d, p]))
        found |= {(f"{c[0]}-{c[1]}", DAYS[d], p, *one) for one in weeks}
    return found


def zh(c: Class) -> str:
    """五（1）班."""
    return f"{DIGITS[c[0]]}（{c[1]}）班"


def en(c: Class) -> str:
    """5A."""
    return f"{c[0]}{'AB'[c[1] - 1]}"


def cols(
    held: Week,
    heads: list[str],
    days: tuple[str, ...] | list[str],
    label: Callable[[int], str],
    fill: bool = True,
    cell: Callable[[str], str] = str,
) -> list[list[str]]:
    """A row for each period of each day, a column for each class."""
    rows = [heads]
    for d in range(5):
        for p in range(1, 7):
            rows.append([days[d] if p == 1 or fill else "", label(p), *[cell(held[c, d, p]) for c in CLASSES]])
    return rows
