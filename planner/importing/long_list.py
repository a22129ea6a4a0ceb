"""Shape 7: a long list, one lesson a line: 年级, 班级, 课程, 教师, 场地, 星期, 节次, 周类型, in any order."""

from __future__ import annotations

import re

from planner.importing.cells import is_free
from planner.importing.grid import HEAD_ROWS
from planner.importing.labels import bare_day, parity_of, period_label
from planner.importing.raw import Leftover, RawLesson, RawTimetable
from planner.reading.classnames import ClassName, plain, read_class_name, read_class_number, read_grade
from planner.reading.spreadsheets.sheets import Sheet

SHAPE = "long-list"
_TITLES = {
    "grade": ("年级", "grade", "year"),
    "class": ("班级", "班", "班级名称", "教学班", "行政班", "class", "students", "class name"),
    "subject": ("课程", "科目", "学科", "课程名称", "科目名称", "subject", "course"),
    "teacher": ("教师", "老师", "任课教师", "任课老师", "教师姓名", "授课教师", "teacher", "teachers"),
    "room": ("场地", "教室", "地点", "上课地点", "场所", "room", "place"),
    "day": ("星期", "周几", "星期几", "上课星期", "day", "weekday"),
    "period": ("节次", "节", "课节", "上课节次", "period", "hour", "lesson"),
    "weeks": ("周类型", "周次类型", "单双周", "周型", "weeks", "week type", "parity"),
}
_WORDS = {word: name for name, words in _TITLES.items() for word in words}
_NEEDED = {"class", "subject", "day", "period"}


def _heading(sheet: Sheet) -> tuple[int, dict[str, int]] | None:
    for r in range(min(sheet.height, HEAD_ROWS)):
        found: dict[str, int] = {}
        for c, text in enumerate(sheet.rows[r]):
            name = _WORDS.get(plain(text).lower().strip("*: "))
            if name:
                found.setdefault(name, c)
        if set(found) >= _NEEDED:
            return r, found
    return None


def recognises(sheets: list[Sheet]) -> float:
    """Lines under a heading that names class, subject, day and period."""
    return float(sum(sheet.height - found[0] - 0.5 for sheet in sheets if (found := _heading(sheet))))


def read(sheets: list[Sheet], raw: RawTimetable) -> None:
    """Note every line of every sheet of this shape."""
    for sheet in sheets:
        found = _heading(sheet)
        if found is None:
            raw.leftovers += [Leftover(sheet.address(r, c), plain(text)) for r, c, text in sheet.filled()][:20]
            continue
        heading, columns = found
        for r in range(heading + 1, sheet.height):
            words = {name: plain(sheet.at(r, c)).replace("\n", " ") for name, c in columns.items()}
            if any(words.values()):
                _line(raw, words, sheet, r, columns)


def _line(raw: RawTimetable, words: dict[str, str], sheet: Sheet, r: int, columns: dict[str, int]) -> None:
    def leftover(name: str) -> None:
        texts = " | ".join(text for text in sheet.rows[r] if text)
        raw.leftovers.append(Leftover(sheet.address(r, columns[name]), plain(texts)))

    missing = next((name for name in sorted(_NEEDED) if not words[name]), None)
    if missing:
        leftover(missing)
        return
    spelling, name = _class(words)
    periods = _periods(words["period"])
    weeks = parity_of(words.get("weeks", ""))
    if not bare_day(words["day"]) or not periods or weeks is None:
        leftover("day" if not bare_day(words["day"]) else "period" if not periods else "weeks")
        return
    raw.classes.setdefault(spelling, name)
    raw.days.setdefault(words["day"], None)
    if is_free(words["subject"]):
        return
    for period in periods:
        raw.periods.setdefault(period, None)
        raw.lessons.append(
            RawLesson(
                spelling, words["day"], period, words["subject"], words.get("teacher", ""), words.get("room", ""), weeks,
                sheet.address(r, columns["subject"]),
            )
        )  # fmt: skip


def _class(words: dict[str, str]) -> tuple[str, ClassName | None]:
    text, grade = words["class"], words.get("grade", "")
    full = read_class_name(text)
    if full or not grade:
        return text, full
    bare = text if text.endswith("班") else f"{text}班"
    over = read_grade(grade) or read_grade(f"{grade}年级")
    number = read_class_number(text) or read_class_number(bare)
    return f"{grade}{bare if number else text}", number.joined(over) if number and over else None


def _periods(text: str) -> list[str]:
    """'第1节' -> one period; '1-2', '第3、4节' -> a double lesson."""
    tight = text.replace(" ", "")
    if period_label(tight):
        return [tight]
    found = re.fullmatch(r"第?(\d{1,2})(?:[-~至到—、,+](\d{1,2}))节?课?", tight)
    if not found:
        return []
    first, last = int(found[1]), int(found[2])
    ends = "节" in tight
    return [f"第{n}节" if ends else str(n) for n in range(first, last + 1)] if first < last <= first + 4 else []
