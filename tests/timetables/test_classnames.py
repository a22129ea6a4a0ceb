"""Class spellings: those seen in schools, those that must not be taken for classes, and how they meet the school's own."""

from __future__ import annotations

import datetime as dt

import pytest

from planner.reading.classnames import class_in, match_class, read_class_name, read_class_number, read_grade
from tests.timetables.known import school, timetable

SPRING, AUTUMN = dt.date(2026, 3, 1), dt.date(2026, 9, 1)

SEEN = {
    "四1": (4, 1),
    "四(1)": (4, 1),
    "四（1）班": (4, 1),
    "四年级1班": (4, 1),
    "四年级（1）班": (4, 1),
    "四年1班": (4, 1),
    "四一班": (4, 1),
    "四(一)班": (4, 1),
    "小四.1": (4, 1),
    "小四1": (4, 1),
    "４（１）班": (4, 1),
    "401": (4, 1),
    "412": (4, 12),
    "1003": (10, 3),
    "4.1": (4, 1),
    "4-1": (4, 1),
    "七(3)": (7, 3),
    "初一(3)": (7, 3),
    "初三3班": (9, 3),
    "高一(12)班": (10, 12),
    "高三2": (12, 2),
    "十一(2)班": (11, 2),
    "四(1)班(45)": (4, 1),
    "四【1】班": (4, 1),
    "Α1": (1, 1),
    "ΣΤ2": (6, 2),
    "5B": (5, 2),
    "10 c": (10, 3),
    "Grade 4 Class 1": (4, 1),
    "IX A": (9, 1),
    "VIIb": (7, 2),
}
NOT_CLASSES = [
    "",
    "语文",
    "星期一",
    "第1节",
    "1",
    "周一",
    "上午1",
    "教师",
    "班级",
    "13(1)班",
    "四年级",
    "2026.10",
    "体育馆",
    "12:05",
    "合计",
]


@pytest.mark.parametrize(("spelling", "meant"), SEEN.items())
def test_spellings_seen(spelling: str, meant: tuple[int, int]) -> None:
    read = read_class_name(spelling)
    assert read is not None
    assert (read.grade, read.number) == meant


@pytest.mark.parametrize("word", NOT_CLASSES)
def test_words_that_are_no_classes(word: str) -> None:
    assert read_class_name(word) is None


def test_a_year_of_entry_becomes_a_grade_by_the_date() -> None:
    read = read_class_name("2022级1班(45)")
    assert read is not None
    assert (read.grade, read.number, read.cohort, read.pupils) == (None, 1, 2022, 45)
    assert [read.grade_on(d) for d in (SPRING, AUTUMN)] == [4, 5]
    assert read.grade_on(AUTUMN, {7, 8, 9}) is None
    junior = read_class_name("初2025级3班")
    assert junior is not None
    assert junior.grade_on(AUTUMN) == 8


def test_numbers_stand_under_grades() -> None:
    number, grade = read_class_number("（2）班"), read_grade("初一年级") or read_grade("初一")
    assert number is not None
    assert grade is not None
    assert (number.joined(grade).grade, number.joined(grade).number) == (7, 2)
    assert [g.grade if (g := read_grade(w)) else None for w in ("四年级", "4年级", "高二", "语文", "十三年级")] == [
        4,
        4,
        11,
        None,
        None,
    ]


def test_a_class_in_a_title() -> None:
    assert class_in("某某小学四（1）班课程表") == "四(1)班"
    assert class_in("总课表") is None


def test_the_class_of_a_school() -> None:
    at = school(timetable(1))
    first = at.class_list[0]
    for word in (first.id, first.name.zh, f"{first.name.zh}班", f"{first.grade}{first.number:02d}"):
        assert match_class(word, at) == first.id
    assert match_class("九(9)", at) is None
