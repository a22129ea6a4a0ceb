"""A copy of a workbook with its mistakes: the wrong cells red, each with a note, and first a list of all with links."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Sequence
from typing import Any, NamedTuple

import xlsxwriter

from planner.languages import LANGUAGES, N_
from planner.messages.wording import translator
from planner.models.base import Language
from planner.outputs.workbook.styles import font
from planner.script import spelt
from planner.sheets.catalogue import IGNORED_SHEETS
from planner.sheets.grid import Grid

_CELL = re.compile(r"(.+)!([A-Z]{1,3})(\d{1,7})")
_HEADINGS = {N_("where"): 22, N_("what is there"): 26, N_("what is wrong"): 52, N_("how to mend it"): 60}


class Remark(NamedTuple):
    """One problem in words. ``place`` is a cell (班级!B4), a sheet, or anything else."""

    place: str
    value: str
    what: str
    mend: str


def checked(grids: Sequence[Grid], remarks: Sequence[Remark], language: Language) -> bytes:
    """The marked copy as .xlsx: values without the formulas behind them."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    styles = _Styles(book, language)
    skipped = {spelt(known, *pair) for pair in IGNORED_SHEETS.values() for known in LANGUAGES}
    shown = [grid for grid in grids if not grid.name.startswith("_") and grid.name not in skipped]
    by_cell: dict[tuple[str, int, int], list[Remark]] = {}
    for remark in remarks:
        match = _CELL.fullmatch(remark.place)
        if match:
            by_cell.setdefault((match[1], int(match[3]) - 1, _column(match[2])), []).append(remark)
    first = book.add_worksheet(spelt(language, *IGNORED_SHEETS["problems"]))
    _listing(first, remarks, {grid.name for grid in shown}, styles, language)
    for grid in shown:
        marks = {(row, column): found for (name, row, column), found in by_cell.items() if name == grid.name}
        _copy(book.add_worksheet(grid.name), grid, marks, styles)
    book.close()
    return buffer.getvalue()


class _Styles:
    def __init__(self, book: Any, language: Language) -> None:
        base = {"font_name": font(language), "font_size": 10, "valign": "vcenter", "text_wrap": True, "border": 1}
        grey = {**base, "border_color": "#C8C8C8"}
        self.head = book.add_format({**base, "bold": True, "bg_color": "#DCE6F1", "align": "center"})
        self.text = book.add_format({**grey, "num_format": "@"})
        self.date = book.add_format({**grey, "num_format": "yyyy-mm-dd"})
        self.time = book.add_format({**grey, "num_format": "hh:mm"})
        bad = {**base, "bg_color": "#FFC7CE", "font_color": "#9C0006", "border": 2, "border_color": "#C00000"}
        self.bad = book.add_format(bad)
        self.bad_date = book.add_format({**bad, "num_format": "yyyy-mm-dd"})
        self.bad_time = book.add_format({**bad, "num_format": "hh:mm"})
        self.link = book.add_format({**grey, "font_color": "#0563C1", "underline": 1})
        self.title = book.add_format({"font_name": font(language), "font_size": 13, "bold": True, "font_color": "#9C0006"})
        self.small = book.add_format({"font_name": font(language), "font_size": 9, "font_color": "#595959"})


def _listing(sheet: Any, remarks: Sequence[Remark], names: set[str], styles: _Styles, language: Language) -> None:
    _ = translator(language)
    title = _.ngettext(
        "{count} problem. Mend it in your own workbook: this copy only marks it.",
        "{count} problems. Mend them in your own workbook: this copy only marks them.",
        len(remarks),
    )
    sheet.set_tab_color("#C00000")
    sheet.write_string(0, 0, title, styles.title)
    sheet.write_string(1, 0, _("A click on a place leads there"), styles.small)
    for place, (word, width) in enumerate(_HEADINGS.items()):
        sheet.set_column(place, place, width)
        sheet.write_string(2, place, _(word), styles.head)
    for row, remark in enumerate(remarks, 3):
        name = remark.place.rpartition("!")[0]
        if _CELL.fullmatch(remark.place) and name in names:
            target = f"internal:'{name.replace(chr(39), chr(39) * 2)}'!{remark.place.rpartition('!')[2]}"
            sheet.write_url(row, 0, target, styles.link, remark.place)
        else:
            sheet.write_string(row, 0, remark.place, styles.text)
        for place, text in enumerate((remark.value, remark.what, remark.mend), 1):
            sheet.write_string(row, place, text, styles.text)
    sheet.freeze_panes(3, 0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _copy(sheet: Any, grid: Grid, marks: dict[tuple[int, int], list[Remark]], styles: _Styles) -> None:
    widths: dict[int, float] = {}
    top = next((n for n, row in enumerate(grid.rows) if any(v not in (None, "") for v in row)), 0)
    for row, line in enumerate(grid.rows):
        for column, value in enumerate(line):
            if value in (None, "") and (row, column) not in marks:
                continue
            _cell(sheet, row, column, value, (row, column) in marks, row == top, styles)
            wide = max((sum(2 if ord(c) > 0x2E7F else 1 for c in part) for part in str(value or "").split("\n")), default=0)
            widths[column] = min(40, max(widths.get(column, 8), wide + 2))
    for (row, column), found in marks.items():
        if row >= len(grid.rows) or column >= len(grid.rows[row]):
            _cell(sheet, row, column, None, True, False, styles)
        text = "\n".join(f"{remark.what}\n→ {remark.mend}" for remark in found)
        lines = sum(1 + len(part.encode("gbk", "replace")) // 40 for part in text.split("\n"))
        options = {
            "author": "lunjie",
            "x_scale": 2,
            "y_scale": max(0.8, 0.28 * (lines + 1)),
            "color": "#FFE0E0",
            "font_size": 9,
        }
        sheet.write_comment(row, column, text[:2000], options)
    for column, width in widths.items():
        sheet.set_column(column, column, width)
    sheet.freeze_panes(top + 1, 0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    if marks:
        sheet.set_tab_color("#C00000")


def _cell(sheet: Any, row: int, column: int, value: Any, bad: bool, head: bool, styles: _Styles) -> None:
    look = styles.bad if bad else styles.head if head else styles.text
    if isinstance(value, dt.timedelta):
        value = (dt.datetime(1900, 1, 1) + value).time() if dt.timedelta() <= value < dt.timedelta(1) else str(value)  # noqa: DTZ001
    if value is None or value == "":
        sheet.write_blank(row, column, None, look)
    elif isinstance(value, bool):
        sheet.write_boolean(row, column, value, look)
    elif isinstance(value, dt.time):
        sheet.write_datetime(row, column, value, styles.bad_time if bad else styles.time)
    elif isinstance(value, dt.date) and value.year >= 1900:
        sheet.write_datetime(row, column, value, styles.bad_date if bad else styles.date)
    elif isinstance(value, int | float):
        sheet.write_number(row, column, value, look)
    else:
        sheet.write_string(row, column, str(value)[:32_767], look)


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
