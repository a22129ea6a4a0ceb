"""Kinds of damage that a timetable suffers on its way to us, each with what is then true of it."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import xlsxwriter

from tests.timetables.known import SUBJECTS, TEACHERS
from tests.timetables.writing import Page

Cell = tuple[int, int]


@dataclass
class Spoiled:
    """Pages, and what a program writes that texts cannot say."""

    pages: list[Page]
    rng: random.Random
    formulas: dict[tuple[int, int, int], str] = field(default_factory=dict)
    hidden_rows: set[tuple[int, int]] = field(default_factory=set)
    hidden_columns: set[tuple[int, int]] = field(default_factory=set)
    hidden_sheets: set[int] = field(default_factory=set)
    extra: list[Page] = field(default_factory=list)

    def cells(self, wanted: Callable[[str], bool]) -> list[tuple[int, int, int]]:
        """(page, row, column) of the cells that hold such a text."""
        return [
            (n, r, c)
            for n, page in enumerate(self.pages)
            for r, row in enumerate(page.rows)
            for c, t in enumerate(row)
            if wanted(t)
        ]

    def labels(self) -> list[tuple[int, int, int]]:
        """Cells that say when, or whose. Where teachers have the rows, classes stand in the place of lessons."""
        return [(n, r, c) for n, r, c in self.cells(_is_label) if self.pages[n].name != "教师课表" or r < 2]

    def lesson(self) -> tuple[int, int, int] | None:
        """A cell with a lesson."""
        found = self.cells(lambda t: t.split("\n")[0] in SUBJECTS)
        return self.rng.choice(found) if found else None

    def text(self, at: tuple[int, int, int], new: str) -> None:
        """Write into a cell."""
        self.pages[at[0]].rows[at[1]][at[2]] = new

    def write(self, path: Path) -> None:
        """As a workbook."""
        book = xlsxwriter.Workbook(str(path))
        for n, page in enumerate([*self.pages, *self.extra]):
            sheet = book.add_worksheet(page.name)
            for r, row in enumerate(page.rows):
                for c, text in enumerate(row):
                    if (n, r, c) in self.formulas:
                        sheet.write_formula(r, c, "=1", None, self.formulas[n, r, c])
                    elif text:
                        _number(sheet, r, c, text)
            for r1, c1, r2, c2 in page.merges:
                sheet.merge_range(r1, c1, r2, c2, page.rows[r1][c1])
            for p, r in self.hidden_rows:
                if p == n:
                    sheet.set_row(r, None, None, {"hidden": True})
            for p, c in self.hidden_columns:
                if p == n:
                    sheet.set_column(c, c, None, None, {"hidden": True})
            if n in self.hidden_sheets and n:
                sheet.hide()
        book.close()


def _number(sheet: Any, r: int, c: int, text: str) -> None:
    sheet.write(r, c, int(text) if text.isdecimal() and text.isascii() else text)


def error_in_a_lesson(s: Spoiled) -> None:
    """#N/A where a lesson stands."""
    if at := s.lesson():
        s.formulas[at] = s.rng.choice(("#N/A", "#REF!", "#DIV/0!"))


def formula_without_a_value(s: Spoiled) -> None:
    """A lesson is computed and was never saved by a spreadsheet program."""
    if at := s.lesson():
        s.formulas[at] = ""


def other_characters(s: Spoiled) -> None:
    """Full-width, no-break and zero-width characters, other dashes in headings and labels."""
    table = {" ": "\u00a0", "-": s.rng.choice("‐−–－"), "(": "（", ")": "）", "～": "〜"}
    for page in s.pages:
        for row in page.rows:
            for c, text in enumerate(row):
                if text and text not in SUBJECTS and s.rng.random() < 0.5:
                    row[c] = "".join(table.get(x, x) for x in text) + s.rng.choice(("", "\u200b", "\u3000", "\u00a0"))


def a_note_below(s: Spoiled) -> None:
    """A remark and a signature under the table."""
    page = s.rng.choice(s.pages)
    page.put(len(page.rows) + 1, 0, "备注：体育课雨天在教室上。")


def a_title_above(s: Spoiled) -> None:
    """A line more at the top."""
    for page in s.pages:
        page.rows.insert(0, ["某某小学课程总表"])
        page.merges = [(a + 1, b, c + 1, d) for a, b, c, d in page.merges]


def an_empty_row(s: Spoiled) -> None:
    """A gap between the rows."""
    page = s.rng.choice(s.pages)
    at = s.rng.randrange(2, max(3, len(page.rows)))
    if not any(a < at <= c for a, _b, c, _d in page.merges):
        page.rows.insert(at, [])
        page.merges = [(a + (a >= at), b, c + (c >= at), d) for a, b, c, d in page.merges]


def a_hidden_row(s: Spoiled) -> None:
    """Somebody has hidden a row with lessons."""
    if at := s.lesson():
        s.hidden_rows.add(at[:2])


def a_hidden_column(s: Spoiled) -> None:
    """Somebody has hidden a column with lessons."""
    if at := s.lesson():
        s.hidden_columns.add((at[0], at[2]))


def an_old_sheet(s: Spoiled) -> None:
    """The table of last year beside it, with other lessons; sometimes hidden."""
    page = s.pages[0]
    old = Page("旧" + page.name[:20], [list(row) for row in page.rows], list(page.merges))
    for row in old.rows:
        for c, text in enumerate(row):
            if text in SUBJECTS:
                row[c] = SUBJECTS[(SUBJECTS.index(text) + 1) % len(SUBJECTS)]
    s.extra.append(old)
    if s.rng.random() < 0.5:
        s.hidden_sheets.add(len(s.pages))


def _is_label(text: str) -> bool:
    return bool(text) and text not in ("-", "　") and not any(subject in text for subject in (*SUBJECTS, "大课间", *TEACHERS))


def a_strange_heading(s: Spoiled) -> None:
    """A weekday, period or class that nobody can read."""
    labels = s.labels()
    if labels:
        s.text(s.rng.choice(labels), s.rng.choice(("???", "待定", "x")))


def a_lost_heading(s: Spoiled) -> None:
    """A weekday, period or class is gone."""
    labels = s.labels()
    if labels:
        s.text(s.rng.choice(labels), "")


def a_strange_lesson(s: Spoiled) -> None:
    """A heading, an unknown sign or three words in the place of a lesson."""
    if at := s.lesson():
        s.text(at, s.rng.choice(("星期三", "第3节", "语文/数学/英语", "语文/数学", "???")))


def shuffled_rows(s: Spoiled) -> None:
    """Two rows below the headings change places: the same table for a list, another label order for others."""
    page = s.rng.choice(s.pages)
    if not page.merges and len(page.rows) > 6:
        a, b = s.rng.sample(range(len(page.rows) - 2, len(page.rows)), 2)
        page.rows[a], page.rows[b] = page.rows[b], page.rows[a]


DAMAGES = {
    f.__name__: f
    for f in (
        error_in_a_lesson, formula_without_a_value, other_characters, a_note_below, a_title_above, an_empty_row, a_hidden_row,
        a_hidden_column, an_old_sheet, a_strange_heading, a_lost_heading, a_strange_lesson, shuffled_rows,
    )
}  # fmt: skip
