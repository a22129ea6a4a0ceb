"""Tables as people hand them back: some cells changed, saved by another program, which keeps words and nothing else."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping

import xlsxwriter

from planner.outputs.xlsx import ORIGIN
from planner.reading.workbook import read_grids
from planner.reading.workbook.origin import document_property
from planner.sheets.grid import Grid, letters


def saved_again(raw: bytes, changes: Mapping[str, object] = {}, *, property_kept: bool = True) -> bytes:
    """The workbook with other words in some cells ('班级借阅安排表!C7', or 'C7' of its first sheet), written afresh.

    None empties a cell. Formats, merged cells and widths are gone, as after a detour through a plain spreadsheet.
    """
    grids = read_grids(raw)
    values = {(g.name, r, c): v for g in grids for r, row in enumerate(g.rows) for c, v in enumerate(row) if v != ""}
    for address, value in changes.items():
        sheet, _mark, cell = address.rpartition("!")
        values[(sheet or grids[0].name, *place(cell))] = value
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "default_date_format": "yyyy-mm-dd"})
    origin = document_property(raw, ORIGIN)
    if property_kept and origin:
        book.set_custom_property(ORIGIN, origin, "text")
    sheets = {name: book.add_worksheet(name) for name in dict.fromkeys(name for name, _r, _c in values)}
    for (name, row, column), value in values.items():
        if value is not None:
            sheets[name].write(row, column, value)
    book.close()
    return buffer.getvalue()


def place(cell: str) -> tuple[int, int]:
    """'C7' -> (6, 2)."""
    match = re.fullmatch(r"([A-Z]+)(\d+)", cell)
    assert match, cell
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return int(match[2]) - 1, column - 1


def where(raw: bytes, text: str) -> list[str]:
    """Addresses of the cells that hold a text, sheet by sheet."""
    return [
        f"{g.name}!{letters(c)}{r + 1}"
        for g in read_grids(raw)
        for r, row in enumerate(g.rows)
        for c, value in enumerate(row)
        if text in str(value).split("\n")
    ]


def written(raw: bytes, address: str) -> str:
    """What a cell holds."""
    sheet, _mark, cell = address.rpartition("!")
    grid: Grid = next(g for g in read_grids(raw) if sheet in ("", g.name))
    return str(grid.at(*place(cell)) or "")
