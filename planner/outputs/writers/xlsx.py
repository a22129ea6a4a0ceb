"""Tables -> an Excel workbook, a sheet for each, ready to print and to change by hand.

Where the cells stand is said once more in `planner.outputs.writers.positions`, by which ``lunjie apply`` reads a sheet back.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Sequence
from functools import cache
from typing import Any

import xlsxwriter

from planner.languages import office_fonts
from planner.outputs.formats import Setting
from planner.outputs.tables.rota import Cell, Rota
from planner.outputs.tables.tints import cell_tint
from planner.outputs.writers.fit import Fit, ems, fit, lines_in

ORIGIN = "lunjie"
"""Name of the document property that says from which version of a plan the tables were made."""
_A4 = 9
_POINTS_PER_MM = 72 / 25.4
_CHARACTERS_PER_MM = 0.52
"""Excel measures columns in digits of its standard font."""


def xlsx(rotas: Sequence[Rota]) -> bytes:
    """A workbook with these tables. The same tables always give the same bytes, since no clock is read."""
    if not rotas:
        raise ValueError("no tables to write")
    buffer = io.BytesIO()
    workbook = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    created = dt.datetime.combine(rotas[0].created, dt.time.min)
    workbook.set_properties({"title": rotas[0].title, "created": created})
    if rotas[0].origin:
        workbook.set_custom_property(ORIGIN, rotas[0].origin, "text")
    taken: set[str] = set()
    for rota in rotas:
        name = _sheet_name(rota, taken)
        taken.add(name.lower())
        _Sheet(workbook, workbook.add_worksheet(name), rota).write()
    workbook.close()
    return buffer.getvalue()


def write(rotas: Sequence[Rota], _setting: Setting) -> bytes:
    """For `planner.outputs.formats`."""
    return xlsx(rotas)


def _sheet_name(rota: Rota, taken: set[str]) -> str:
    """At most 31 characters, none of ``[]:*?/\\``, no apostrophe at an end, each name once."""
    plain = re.sub(r"[\[\]:*?/\\]", " ", rota.label).strip("' ")[:27].strip("' ")
    name, n = plain, 1
    while name.lower() in taken:
        n += 1
        name = f"{plain} {n}"
    return name


class _Sheet:
    """Writes one table: title, subtitle, mark, headings, rows, notes, signature, from the top down."""

    def __init__(self, workbook: Any, sheet: Any, rota: Rota) -> None:
        self.workbook, self.sheet, self.rota = workbook, sheet, rota
        self.last = rota.column_count - 1
        self.at = 0
        self.fit: Fit = fit(rota)
        self.size = self.fit.size

    def write(self) -> None:
        """The whole sheet."""
        rota, sheet = self.rota, self.sheet
        for n, width in enumerate(self.fit.widths):
            sheet.set_column(n, n, width * _CHARACTERS_PER_MM)
        title_font = office_fonts(rota.language).title
        self._across(rota.title, {"bold": True, "font_size": 18, "font_name": title_font, "align": "center"}, 1.5)
        if rota.internal:
            self._across(rota.internal, {"bold": True, "font_size": 12, "align": "right"})
        if rota.subtitle:
            self._across(rota.subtitle, {"font_size": 12, "align": "center"})
        for words in rota.lead:
            self._across(words, {"font_size": 11, "align": "left"})
        top = self.at
        self._headings()
        self._rows()
        sheet.repeat_rows(0, self.at - len(rota.rows) - 1)
        sheet.freeze_panes(top + len(rota.headings), rota.head_count)
        for note in rota.notes:
            self._across(note, {"font_size": 11, "align": "left"})
        for n, words in enumerate(rota.signature):
            self._across(words, {"font_size": 11, "align": "right"}, 1.35 if n else 1.6)
        if rota.edition:
            self._across(rota.edition, {"font_size": 9, "align": "left"})
        self._page_setup()

    def _format(self, **properties: Any) -> Any:
        return self.workbook.add_format(
            {"font_name": office_fonts(self.rota.language).text, "text_wrap": True, "valign": "vcenter", **properties}
        )

    def _across(self, text: str, properties: dict[str, Any], factor: float = 1.35) -> None:
        """One line of text over all columns."""
        form, size = self._format(**properties), properties["font_size"]
        lines = max(1, int(-(-ems(text) * size * 0.3528 * 1.05 // sum(self.fit.widths))))
        self.sheet.set_row(self.at, lines * size * factor + 2)
        if self.last:
            self.sheet.merge_range(self.at, 0, self.at, self.last, "", form)
        self.sheet.write_string(self.at, 0, text, form)
        self.at += 1

    def _headings(self) -> None:
        form = self._format(bold=True, border=1, align="center", font_size=self.size)
        for depth, row in enumerate(self.rota.headings):
            column = 0 if depth == 0 else self.rota.head_count
            lines, place = 1, column
            for cell in row:
                width = sum(self.fit.widths[place : place + cell.columns])
                lines = max(lines, -(-self._lines(cell, width) // cell.rows))
                place += cell.columns
            self.sheet.set_row(self.at + depth, lines * self.size * 1.35 + 4)
            for cell in row:
                self._cell(self.at + depth, column, cell, form)
                column += cell.columns
        self.at += len(self.rota.headings)

    def _rows(self) -> None:
        rota = self.rota
        align = "center" if rota.centred else "left"
        bold = self._format(bold=True, font_size=self.size)

        @cache
        def form(side: str, colour: str, *, strong: bool = False) -> Any:
            """A spreadsheet has one colour a cell: none where the classes in it are of several grades."""
            filled = {"bg_color": colour} if colour else {}
            return self._format(border=1, align=side, font_size=self.size, bold=strong, **filled)

        for row in rota.rows:
            offset = rota.column_count - len(row.cells)
            widths = self.fit.widths[offset:]
            counts = [self._lines(c, w) for c, w in zip(row.cells, widths, strict=True)]
            counts += [-(-len(h.lines) // h.rows) for h in row.heads]
            high = max([1, *counts]) * self.size * 1.35 + 4
            self.sheet.set_row(self.at, max(high, self.fit.row * _POINTS_PER_MM))
            for n, cell in enumerate(row.heads):
                shape = form("center", cell_tint(cell), strong=any(x.strong for x in cell.lines))
                self._cell(self.at, offset - len(row.heads) + n, cell, shape)
            for n, cell in enumerate(row.cells):
                kinds = {line.strong for line in cell.lines}
                if len(kinds) == 2:
                    self._mixed(self.at, offset + n, cell, bold, form(align, cell_tint(cell)))
                else:
                    self._cell(self.at, offset + n, cell, form(align, cell_tint(cell), strong=kinds == {True}))
            self.at += 1

    def _lines(self, cell: Cell, width: float) -> int:
        return sum(lines_in(line.text, self.size, width) for line in cell.lines)

    def _cell(self, row: int, column: int, cell: Cell, form: Any) -> None:
        if cell.columns > 1 or cell.rows > 1:
            self.sheet.merge_range(row, column, row + cell.rows - 1, column + cell.columns - 1, "", form)
        if cell.lines:
            self.sheet.write_string(row, column, cell.text, form)
        else:
            self.sheet.write_blank(row, column, None, form)

    def _mixed(self, row: int, column: int, cell: Cell, bold: Any, form: Any) -> None:
        """A cell in which some lines are bold."""
        parts: list[Any] = []
        for n, line in enumerate(cell.lines):
            text = line.text + ("\n" if n < len(cell.lines) - 1 else "")
            parts += [bold, text] if line.strong else [text]
        self.sheet.write_rich_string(row, column, *parts, form)

    def _page_setup(self) -> None:
        sheet, rota = self.sheet, self.rota
        sheet.set_paper(_A4)
        if rota.orientation == "landscape":
            sheet.set_landscape()
        else:
            sheet.set_portrait()
        sheet.set_margins(left=0.43, right=0.43, top=0.45, bottom=0.45)
        sheet.center_horizontally()
        sheet.fit_to_pages(1, 1)
        sheet.ignore_errors({"number_stored_as_text": f"A1:{xlsxwriter.utility.xl_rowcol_to_cell(self.at, self.last)}"})
        if rota.internal:
            # Over the table, and high enough for Chinese characters: what does not fit is cut through.
            sheet.set_margins(left=0.43, right=0.43, top=0.7, bottom=0.45)
            sheet.set_header(f"&R{rota.internal.replace('&', '&&')}", {"margin": 0.25})
