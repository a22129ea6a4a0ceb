"""Bytes of an .xlsx, .xls, .xlsb or .ods -> sheets of cells. What it is shows its content, not its name."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from planner.apart.children import Overran, once
from planner.reading.spreadsheets.archive import APART, MAX_COLUMNS, MAX_ROWS, refuse, sheet_parts, unpacked
from planner.reading.spreadsheets.facts import Cell, Facts, facts_of, xls_errors
from planner.reading.spreadsheets.kind import OLE, ZIP
from planner.sheets.grid import Grid

MAX_SHEETS = 100
MAX_MERGES = 5_000
Range = tuple[Cell, Cell]
"""First and last cell of a merged range."""


def read_grids(raw: bytes) -> list[Grid]:
    """All sheets. Raises Unreadable with one problem: locked, damaged, too big, or no workbook at all."""
    if raw.lstrip()[:1] == b"<":
        raise refuse("workbook_is_html")
    if not raw.startswith((ZIP, OLE)):
        raise refuse("not_workbook")
    if raw.startswith(ZIP):
        parts = unpacked(raw)
        if "xl/workbook.xml" in parts:
            facts = {name: facts_of(name, xml) for name, xml in sheet_parts(parts).items()}
            return [_grid(name, rows, merged, facts.get(name)) for name, rows, merged in load(raw)]
        if "content.xml" not in parts and "xl/workbook.bin" not in _names(raw):
            raise refuse("not_workbook")
    grids = [_grid(name, rows, merged, None) for name, rows, merged in _load_apart(raw)]
    for grid, errors in zip(grids, xls_errors(raw) if raw.startswith(OLE) else (), strict=False):
        _write(grid, errors)
    return grids


def _grid(name: str, rows: list[list[Any]], merged: list[Range], facts: Facts | None) -> Grid:
    grid = Grid(name, rows, set(facts.holes) if facts else set())
    _write(grid, facts.errors if facts else {})
    for (top, left), (bottom, right) in merged:
        if left == right:
            # One value for the rows below each other: it holds for each of them.
            _write(grid, dict.fromkeys(((r, left) for r in range(top + 1, bottom + 1)), grid.at(top, left)))
            grid.filled |= {(r, left): (top, left) for r in range(top, bottom + 1)}
        elif bottom >= top:
            grid.merged |= {(r, c): (top, left) for r in range(top, bottom + 1) for c in range(left, right + 1)}
    return grid


def _write(grid: Grid, cells: Mapping[Cell, Any]) -> None:
    """Put values into cells that come empty: the text of errors, what merged cells hold together."""
    for (row, column), text in cells.items():
        if text is not None and row < MAX_ROWS and column < MAX_COLUMNS:
            grid.rows += [[] for _ in range(row + 1 - len(grid.rows))]
            line = grid.rows[row]
            line += [""] * (column + 1 - len(line))
            line[column] = text


def _names(raw: bytes) -> set[str]:
    import zipfile

    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        return set(archive.namelist())


def load(raw: bytes) -> list[tuple[str, list[list[Any]], list[Range]]]:
    """(name, rows, merged ranges) of each sheet, rows beginning at A1. Raises Unreadable."""
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(raw))
        if len(book.sheet_names) > MAX_SHEETS:
            raise refuse("workbook_unpacks", limit=str(MAX_SHEETS))
        sheets = []
        for name in book.sheet_names:
            sheet = book.get_sheet_by_name(name)
            if sheet.total_height > MAX_ROWS or sheet.total_width > MAX_COLUMNS:
                raise refuse("sheet_too_big", name, rows=str(MAX_ROWS), columns=str(MAX_COLUMNS))
            sheets.append((name, sheet.to_python(skip_empty_area=False), list(sheet.merged_cell_ranges or [])[:MAX_MERGES]))
        return sheets
    except PasswordError:
        raise refuse("workbook_locked") from None
    except (CalamineError, OSError, ValueError, OverflowError):
        raise refuse("workbook_damaged") from None


def _load_apart(raw: bytes) -> Any:
    """The same in a process of its own, with limited memory and time: these formats cannot be looked into beforehand."""
    try:
        return once(APART, f"{__name__}:load", raw)
    except Overran as error:
        if error.cause == "time":
            raise refuse("workbook_unpacks", limit=str(APART.seconds)) from None
        raise refuse("workbook_damaged") from None
