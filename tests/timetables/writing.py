"""Writes a known timetable as a spreadsheet of each of the seven shapes."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import xlsxwriter

from tests.timetables.known import DAYS, NUMERALS, Known, Timetable, cell, full, spellings

DAY_WORDS = (
    ("周一", "周二", "周三", "周四", "周五"),
    ("星期一", "星期二", "星期三", "星期四", "星期五"),
    ("Mon", "Tue", "Wed", "Thu", "Fri"),
)
PERIOD_WORDS: tuple[Callable[[int], str], ...] = (
    lambda n: f"第{n}节",
    lambda n: f"第{NUMERALS[n]}节",
    lambda n: str(n),
    lambda n: f"正{n}",
    lambda n: full(f"{n}"),
)


@dataclass
class Page:
    """One sheet to be written: texts, and the ranges to be merged."""

    name: str
    rows: list[list[str]] = field(default_factory=list)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)

    def put(self, r: int, c: int, text: str) -> None:
        while len(self.rows) <= r:
            self.rows.append([])
        self.rows[r].extend([""] * (c + 1 - len(self.rows[r])))
        self.rows[r][c] = text

    def span(self, r: int, c: int, height: int, width: int, text: str) -> None:
        self.put(r, c, text)
        if height > 1 or width > 1:
            self.merges.append((r, c, r + height - 1, c + width - 1))


def preamble(page: Page, rng: random.Random, width: int) -> int:
    """Title lines over the table; the first free row."""
    if rng.random() < 0.3:
        return 0
    page.span(0, 0, 1, width, "某某小学2026年上学期总课表")
    if rng.random() < 0.5:
        page.put(1, 0, "教导处 2026年9月")
    return rng.randint(2, 4)


def heading(page: Page, rng: random.Random, top: int, left: int, periods: int) -> list[tuple[str, int]]:
    """Two heading rows: days over periods; (day, period) of each column."""
    days, word = rng.choice(DAY_WORDS), rng.choice(PERIOD_WORDS)
    slots = []
    merged = rng.random() < 0.7
    for d, label in enumerate(DAYS):
        at = left + d * periods
        if merged:
            page.span(top, at, 1, periods, days[d])
        else:
            page.put(top, at, days[d])
        for p in range(1, periods + 1):
            page.put(top + 1, at + p - 1, word(p))
            slots.append((label, p))
    return slots


def rows_are_classes(known: Timetable) -> list[Page]:
    """Shapes 1 and 3."""
    rng, page = known.rng, Page("总课表")
    top = preamble(page, rng, 1 + 5 * known.periods)
    page.span(top, 0, 2, 1, "班级")
    slots = heading(page, rng, top, 1, known.periods)
    spell, row = spellings(rng), top + 2
    for g, n in known.classes:
        row += rng.random() < 0.2  # blank rows stand between grades
        page.put(row, 0, spell(g, n))
        for c, (day, p) in enumerate(slots, 1):
            page.put(row, c, cell(rng, known.at(g, n, day, p)))
        row += 1
    return [page]


def rows_are_teachers(known: Timetable) -> list[Page]:
    """Shape 2."""
    rng, page = known.rng, Page("教师课表")
    top = preamble(page, rng, 1 + 5 * known.periods)
    page.span(top, 0, 2, 1, "教师")
    slots = heading(page, rng, top, 1, known.periods)
    spell = spellings(rng)
    for row, teacher in enumerate(sorted({x.teacher for x in known.lessons}), top + 2):
        page.put(row, 0, teacher)
        for c, (day, p) in enumerate(slots, 1):
            mine = [x for x in known.lessons if (x.teacher, x.day, x.period) == (teacher, day, p)]
            marks = {"A": "(单)", "B": "(双)", "all": ""}
            page.put(row, c, "/".join(f"{spell(x.grade, x.number)}\n{x.subject}{marks[x.weeks]}" for x in mine))
    return [page]


def rows_are_periods(known: Timetable) -> list[Page]:
    """Shape 4: classes as numbers under merged grade headings, or by their full names; days merged down."""
    rng, page = known.rng, Page("总表")
    top = preamble(page, rng, 2 + len(known.classes))
    page.put(top + 1, 0, "星期")
    page.put(top + 1, 1, "节次")
    under_grades, spell = rng.random() < 0.6, spellings(rng)
    for c, (g, n) in enumerate(known.classes, 2):
        if under_grades and n == 1:
            page.span(top, c, 1, sum(x == g for x, _ in known.classes), f"{NUMERALS[g]}年级")
        page.put(top + 1, c, rng.choice((f"{n}班", f"（{n}）班")) if under_grades else spell(g, n))
    words, word, row = rng.choice(DAY_WORDS), rng.choice(PERIOD_WORDS), top + 2
    for d, day in enumerate(DAYS):
        page.span(row, 0, known.periods, 1, words[d])
        for p in range(1, known.periods + 1):
            page.put(row, 1, word(p))
            doubled(page, known, row, day, p)
            row += 1
    return [page]


def doubled(page: Page, known: Timetable, row: int, day: str, p: int) -> None:
    """A row of cells; a lesson that goes on in the next period is sometimes merged over both (连堂)."""
    for c, (g, n) in enumerate(known.classes, 2):
        now, after = known.at(g, n, day, p), known.at(g, n, day, p + 1)
        if any(top < row <= bottom and c == left for top, left, bottom, _ in page.merges):
            continue
        text = cell(known.rng, now)
        page.put(row, c, text)
        same = [(x.subject, x.teacher, x.weeks) for x in now] == [(x.subject, x.teacher, x.weeks) for x in after]
        if now and same and text:
            page.merges.append((row, c, row + 1, c))


def one_label_column(known: Timetable) -> list[Page]:
    """Shape 5: 周一-正1."""
    rng, page = known.rng, Page("课表")
    spell, dash = spellings(rng), rng.choice(("-", " - ", " ", "—"))
    page.put(0, 0, "时间")
    for c, (g, n) in enumerate(known.classes, 1):
        page.put(0, c, spell(g, n))
    row = 1
    for d, day in enumerate(DAYS):
        for p in range(1, known.periods + 1):
            page.put(row, 0, f"{DAY_WORDS[0][d]}{dash}正{p}")
            for c, (g, n) in enumerate(known.classes, 1):
                page.put(row, c, cell(rng, known.at(g, n, day, p)))
            row += 1
    return [page]


def sheet_per_class(known: Timetable) -> list[Page]:
    """Shape 6."""
    rng, pages = known.rng, []
    words, word, in_name = rng.choice(DAY_WORDS), rng.choice(PERIOD_WORDS), rng.random() < 0.5
    for g, n in known.classes:
        name = f"{NUMERALS[g]}({n})班"
        page = Page(name if in_name else f"Sheet{g}{n}x")
        page.span(0, 0, 1, 7, f"{NUMERALS[g]}（{n}）班课程表")
        page.put(1, 0, "班主任：某老师")
        for c, text in enumerate(("节次", "时间", *words)):
            page.put(2, c, text)
        for p in range(1, known.periods + 1):
            page.put(2 + p, 0, word(p))
            page.put(2 + p, 1, f"{7 + p}:00-{7 + p}:40")
            for d, day in enumerate(DAYS):
                page.put(2 + p, 2 + d, cell(rng, known.at(g, n, day, p)))
        pages.append(page)
    return pages


def long_list(known: Timetable) -> list[Page]:
    """Shape 7, columns in any order."""
    rng, page = known.rng, Page("数据")
    titles = ["年级", "班级", "课程", "教师", "场地", "星期", "节次", "周类型"]
    rng.shuffle(titles)
    page.rows.append(list(titles))
    week, day_words, word = {"all": "全部", "A": "单周", "B": "双周"}, rng.choice(DAY_WORDS), rng.choice(PERIOD_WORDS)
    lessons = list(known.lessons)
    rng.shuffle(lessons)
    for x in lessons:
        words = {
            "年级": f"{NUMERALS[x.grade]}年级",
            "班级": f"{x.number}班",
            "课程": x.subject,
            "教师": x.teacher,
            "场地": "",
            "星期": day_words[DAYS.index(x.day)],
            "节次": word(x.period),
            "周类型": week[x.weeks],
        }
        page.rows.append([words[t] for t in titles])
        if rng.random() < 0.05:
            page.rows.append([""] * len(titles))
    return [page]


SHAPES: dict[str, Callable[[Timetable], list[Page]]] = {
    "rows-classes": rows_are_classes,
    "rows-teachers": rows_are_teachers,
    "rows-periods": rows_are_periods,
    "one-label": one_label_column,
    "sheet-per-class": sheet_per_class,
    "long-list": long_list,
}


def write_xlsx(path: Path, pages: list[Page]) -> None:
    """The pages as a workbook; numbers as numbers, as Excel would have them."""
    book = xlsxwriter.Workbook(str(path))
    for page in pages:
        sheet = book.add_worksheet(page.name)
        tops = {(r, c) for r, c, _, _ in page.merges}
        for r, row in enumerate(page.rows):
            for c, text in enumerate(row):
                if text and (r, c) not in tops:
                    sheet.write(r, c, int(text) if text.isascii() and text.isdigit() else text)
        for top, left, bottom, right in page.merges:
            sheet.merge_range(top, left, bottom, right, page.rows[top][left])
    book.close()


def csv_text(page: Page, separator: str) -> str:
    """A page as CSV; merged cells leave their others empty, as programs do."""
    out = io.StringIO()
    csv.writer(out, delimiter=separator, lineterminator="\r\n").writerows(page.rows)
    return out.getvalue()


__all__ = ["SHAPES", "Known", "Page", "csv_text", "write_xlsx"]
