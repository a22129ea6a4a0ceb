"""A random timetable that is known, and the many ways in which schools write it down."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from planner.importing.lessons import Settled, settle
from planner.importing.mapping import propose
from planner.importing.raw import RawTimetable
from planner.models.school import School
from planner.reading import parse_school

DAYS = ("MON", "TUE", "WED", "THU", "FRI")
NUMERALS = "零一二三四五六七八九"
SUBJECTS = ("语文", "数学", "英语", "科学", "体育", "音乐", "美术", "道德与法治", "综合实践", "阅读")
TEACHERS = ("张三", "李四", "王小红", "赵一", "欧阳明", "陈晨", "刘洋", "周舟", "吴涛", "郑爽")


class Known(NamedTuple):
    """One lesson of the known timetable."""

    grade: int
    number: int
    day: str
    period: int
    subject: str
    teacher: str
    weeks: str


@dataclass
class Timetable:
    """The known timetable and the random choices about how it is written."""

    rng: random.Random
    classes: list[tuple[int, int]]
    periods: int
    lessons: list[Known] = field(default_factory=list)

    def at(self, grade: int, number: int, day: str, period: int) -> list[Known]:
        """Lessons of a class at one time, odd weeks first."""
        return sorted((x for x in self.lessons if x[:4] == (grade, number, day, period)), key=lambda x: x.weeks)

    def expected(self) -> set[tuple[str, str, str, str, str, str]]:
        """What an import must give back."""
        return {(f"{x.grade}-{x.number}", x.day, f"P{x.period}", x.weeks, x.subject, x.teacher) for x in self.lessons}


def timetable(seed: int, *, parity: bool = True, teacher_once: bool = False) -> Timetable:
    """A small random school: 2 to 4 grades with 1 to 3 classes, 4 to 7 periods; free periods; subjects that alternate."""
    rng = random.Random(seed)
    grades = sorted(rng.sample(range(1, 7), rng.randint(2, 4)))
    classes = [(g, n) for g in grades for n in range(1, rng.randint(1, 3) + 1)]
    out = Timetable(rng, classes, rng.randint(4, 7))
    for day in DAYS:
        for period in range(1, out.periods + 1):
            free = rng.sample(TEACHERS, len(TEACHERS))
            for grade, number in classes:
                if rng.random() < 0.15:
                    continue
                pair = rng.sample(SUBJECTS, 2)
                weeks = ("A", "B") if parity and rng.random() < 0.08 else ("all",)
                for n, w in enumerate(weeks):
                    teacher = free.pop() if teacher_once and free else rng.choice(TEACHERS)
                    if not teacher_once or teacher not in {
                        x.teacher for x in out.lessons if (x.day, x.period) == (day, period)
                    }:
                        out.lessons.append(Known(grade, number, day, period, pair[n], teacher, w))
    # Every class and every period appears, as it does in a real file.
    for grade, number in classes:
        if not any((x.grade, x.number) == (grade, number) for x in out.lessons):
            out.lessons.append(Known(grade, number, "MON", 1, "语文", "刘洋", "all"))
    return out


def spellings(rng: random.Random) -> Callable[[int, int], str]:
    """One way of writing classes for a whole file."""
    ways: list[Callable[[int, int], str]] = [
        lambda g, n: f"{NUMERALS[g]}{n}",
        lambda g, n: f"{NUMERALS[g]}({n})",
        lambda g, n: f"{NUMERALS[g]}（{n}）班",
        lambda g, n: f"{NUMERALS[g]}年级{n}班",
        lambda g, n: f"{NUMERALS[g]}年级（{n}）班",
        lambda g, n: f"小{NUMERALS[g]}.{n}",
        lambda g, n: f"{2026 - g + 1}级{n}班({30 + n})",
        lambda g, n: f"{g}{n:02d}",
        lambda g, n: f"{g}.{n}",
        lambda g, n: f"{NUMERALS[g]}（{full(str(n))}）",
        lambda g, n: f" {NUMERALS[g]} ({n}) 班",
    ]
    return rng.choice(ways)


def full(text: str) -> str:
    """ASCII as full-width characters."""
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else "\u3000" if c == " " else c for c in text)


def cell(rng: random.Random, lessons: list[Known], teachers: bool = True) -> str:
    """One cell, in one of the usual writings."""
    if not lessons:
        return rng.choice(("", "", "-", "　"))
    if len(lessons) == 2:
        first, second = lessons
        if not teachers:
            return f"{first.subject}(单)/{second.subject}(双)"
        return f"{first.subject}(单)/{second.subject}（双）\n{first.teacher}/{second.teacher}"
    x = lessons[0]
    mark = {"A": "(单)", "B": "（双）"}.get(x.weeks, "")
    if not teachers:
        return x.subject + mark
    way = rng.randrange(4) if not mark else 1
    return (
        f"{x.subject}({x.teacher})",
        f"{x.subject}{mark}\n{x.teacher}",
        f"{x.subject}（{x.teacher}）",
        f"{x.subject} {x.teacher}",
    )[way]


SCHOOL = """
name: 某校
term: {{id: t, school_year: y, name: n, start: 2026-09-01, end: 2027-01-20}}
classes: [{classes}]
bells: [{{periods: {{{periods}}}}}]
demands: []
"""


def school(known: Timetable) -> School:
    """The school of the timetable, without one."""
    classes = ", ".join(f"{{grades: {g}, number: {n}}}" for g, n in known.classes)
    periods = ", ".join(f"P{n}: {7 + n:02d}:00-{7 + n:02d}:40" for n in range(1, known.periods + 1))
    return parse_school(SCHOOL.format(classes=classes, periods=periods), "school.yaml")


def imported(raw: RawTimetable, known: Timetable) -> set[tuple[str, str, str, str, str, str]]:
    """What an import makes of a file, for a school that knows its classes and periods."""
    at = school(known)
    mapping = propose(raw, at, at.term.start)
    assert mapping.open_points == []
    assert raw.leftovers == []
    return {as_tuple(x) for x in settle(raw, mapping)}


def as_tuple(x: Settled) -> tuple[str, str, str, str, str, str]:
    """A settled lesson, comparable with `Timetable.expected`."""
    return (x.class_id, x.day, x.period, x.weeks, x.subject, x.teacher or "")
