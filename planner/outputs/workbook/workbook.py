"""School -> a workbook to fill in: a sheet for each topic, drop-downs, help in the notes of the headings, ready to print."""

from __future__ import annotations

import datetime as dt
import io
import math
from typing import Any

import xlsxwriter

from planner.models.base import Language
from planner.models.school import School
from planner.outputs.workbook.lists import Lists
from planner.outputs.workbook.readme import readme
from planner.outputs.workbook.styles import Styles
from planner.script import spelt
from planner.sheets.catalogue import IGNORED_SHEETS, LISTS_SHEET
from planner.sheets.columns import Column
from planner.sheets.first import FIRST, sample
from planner.sheets.layout import Head, Table, school_tables

BLANK_ROWS = 60
"""Empty rows below the last one that have borders, formats and drop-downs."""
A4, A3 = 9, 8
WIDE = 16
"""Sheets with more columns are printed on A3."""
READABLE = {A4: 195, A3: 280}
"""Half characters across a sheet of paper at three quarters of their size: smaller ones cannot be read."""
_CREATED = dt.datetime(2000, 1, 1)  # noqa: DTZ001  (a fixed date: the same school always gives the same bytes)
_WIDTHS: dict[str, float] = {
    "text": 18, "str": 16, "id": 12, "ids": 16, "int": 7, "ints": 9, "yesno": 7, "choice": 11, "date": 12, "dates": 24,
    "time": 8, "span": 13, "spans": 26, "days": 14, "day": 9, "grades": 9, "weeks": 11, "cycle": 11, "items": 30, "item": 22,
    "counts": 16, "subjects": 18, "teachers": 18,
}  # fmt: skip


def first_workbook(language: Language) -> bytes:
    """The small workbook to fill in, as .xlsx: what a first term needs, with a sample school."""
    return _written(sample(language), language, FIRST)


def workbook(school: School, language: Language) -> bytes:
    """The school as .xlsx, on all sheets. The same school always gives the same bytes."""
    return _written(school, language, None)


def _written(school: School, language: Language, only: dict[str, tuple[str, ...]] | None) -> bytes:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": school.name.in_(language), "created": _CREATED})
    book.set_size(2000, 1300)
    styles = Styles(book, language)
    tables = school_tables(school, language, only)
    readme(book.add_worksheet(spelt(language, *IGNORED_SHEETS["readme"])), styles, tables, language)
    lists = Lists(tables, school, language)
    for table in tables:
        _Sheet(book.add_worksheet(table.name), styles, table, lists, language).write()
    hidden = book.add_worksheet(LISTS_SHEET)
    lists.write(hidden)
    hidden.hide()
    book.close()
    return buffer.getvalue()


class _Sheet:
    """Writes one table."""

    def __init__(self, sheet: Any, styles: Styles, table: Table, lists: Lists, language: Language) -> None:
        self.sheet, self.styles, self.table, self.lists, self.language = sheet, styles, table, lists, language

    def write(self) -> None:
        """Headings, rows, drop-downs, print set-up."""
        self._headings()
        rows, blank = self.table.rows, 0 if self.table.sheet.form else BLANK_ROWS
        for n in range(len(rows) + blank):
            row = rows[n] if n < len(rows) else [None] * len(self.table.heads)
            for place, head in enumerate(self.table.heads):
                self._cell(n + 1, place, row[place], self._style(head, n))
            self._height(n + 1, row)
        self._choices(len(rows) + blank)
        self._page(len(rows))

    def _headings(self) -> None:
        for place, head in enumerate(self.table.heads):
            required = head.column is not None and head.column.required and not head.second and not self.table.sheet.form
            look = self.styles.info if head.kind == "info" else self.styles.required if required else self.styles.head
            self.sheet.write_string(0, place, head.text, look)
            self.sheet.set_column(place, place, self._width(head, place))
            if head.column is not None and head.column.note(self.language):
                self._note(0, place, head.column)
        self.sheet.set_row(0, 32)

    def _note(self, row: int, place: int, column: Column) -> None:
        text = self.lists.help(column)
        lines = sum(1 + len(line.encode("gbk", "replace")) // 36 for line in text.split("\n"))
        options = {"author": "lunjie", "x_scale": 1.8, "y_scale": max(0.6, 0.28 * (lines + 1)), "font_size": 9}
        self.sheet.write_comment(row, place, text, options)

    def _width(self, head: Head, place: int) -> float:
        if self.table.sheet.form:
            return {"item": 20.0, "value": 36.0, "other": 36.0, "help": 60.0}[head.column.key if head.column else "help"]
        if head.kind in ("lesson", "period"):
            return 6.5 if head.kind == "lesson" else 12.5
        if head.kind == "info":
            return 60
        assert head.column is not None
        longest = max((_wide(line) for row in self.table.rows for line in str(row[place] or "").split("\n")), default=0)
        least = max(_wide(part) for part in head.text.split()) + 2
        return float(min(44, max(least, min(longest + 2, _WIDTHS[head.column.kind] * 1.7), _WIDTHS[head.column.kind] * 0.8)))

    def _style(self, head: Head, row: int) -> Any:
        if self.table.sheet.form and row < len(self.table.fields):
            column = self.table.fields[row]
            if head.column is not None and head.column.key == "item":
                return self.styles.label_required if column.required else self.styles.label
            if head.column is not None and head.column.key == "value" and column.kind in ("int", "date"):
                return self.styles.of(column)
            return self.styles.note if head.kind == "info" else self.styles.text
        return self.styles.of(head.column, head.kind)

    def _cell(self, row: int, place: int, value: Any, look: Any) -> None:
        if value is None:
            self.sheet.write_blank(row, place, None, look)
        elif isinstance(value, dt.date):
            self.sheet.write_datetime(row, place, dt.datetime.combine(value, dt.time.min), look)
        elif isinstance(value, str):
            if self.sheet.write_string(row, place, value, look) < 0:
                raise ValueError(f"a text of {len(value)} characters does not fit into a cell")
        else:
            self.sheet.write_number(row, place, value, look)

    def _height(self, row: int, values: list[Any]) -> None:
        lines = 1
        for place, value in enumerate(values):
            if isinstance(value, str):
                width = self._width(self.table.heads[place], place)
                lines = max(lines, sum(1 + int(_wide(line) / (width * 1.05)) for line in value.split("\n")))
        if lines > 1:
            self.sheet.set_row(row, min(400, 14.5 * lines + 2))

    def _choices(self, last: int) -> None:
        if self.table.sheet.form:
            for n, column in enumerate(self.table.fields):
                self._drop_down(n + 1, n + 1, 1, column)
            return
        for place, head in enumerate(self.table.heads):
            if head.column is not None and not head.second and head.kind == "":
                self._drop_down(1, last, place, head.column)

    def _drop_down(self, first: int, last: int, place: int, column: Column) -> None:
        rule = self.lists.validation(column, self.table.sheet)
        if rule:
            self.sheet.data_validation(first, place, last, place, rule)

    def _page(self, rows: int) -> None:
        heads, sheet = self.table.heads, self.sheet
        sheet.freeze_panes(1, 1 if not self.table.sheet.form else 0)
        sheet.repeat_rows(0)
        sheet.set_landscape()
        paper = A3 if len(heads) > WIDE else A4
        across = math.ceil(sum(self._width(head, place) for place, head in enumerate(heads)) / READABLE[paper])
        sheet.set_paper(paper)
        sheet.set_margins(left=0.4, right=0.4, top=0.85, bottom=0.75)
        sheet.fit_to_pages(across, 0)
        if across > 1:
            sheet.repeat_columns(0, 1)  # id and name
        sheet.print_area(0, 0, max(rows, 1) + (0 if rows > 4 or self.table.sheet.form else 10), len(heads) - 1)
        sheet.set_header("&C&A")
        sheet.set_footer("&C&P / &N")
        if not rows and not self.table.sheet.form:
            sheet.set_tab_color("#BFBFBF")


def _wide(text: str) -> int:
    """Width in half characters: Chinese counts twice."""
    return sum(2 if ord(c) > 0x2E7F else 1 for c in text)
