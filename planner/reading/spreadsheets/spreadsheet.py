"""Excel files -> sheets through calamine, which also reads .xls; merged cells filled, every cell a text.

An .xlsx is measured before anything unpacks it, with the same rules as the school workbook. An .xls cannot be looked into
beforehand: it is read in a process of its own, with limited memory and time.
"""

from __future__ import annotations

import datetime as dt
import io
from typing import Any, NamedTuple

from planner.apart.children import Overran, once
from planner.errors import BadInput
from planner.reading.decoding import Unreadable
from planner.reading.spreadsheets.archive import APART, sheet_parts, unpacked
from planner.reading.spreadsheets.facts import facts_of, xls_errors
from planner.reading.spreadsheets.sheets import MAX_COLUMNS, MAX_ROWS, MAX_SHEETS, MAX_TEXT, Sheet, check_size, refuse

MAX_MERGES = 20_000

Range = tuple[tuple[int, int], tuple[int, int]]


class Loaded(NamedTuple):
    """One sheet as calamine gives it."""

    name: str
    rows: list[list[Any]]
    merged: list[Range]
    hidden: bool = False


class TooBig(Exception):
    """A sheet reaches too far: (rows, columns)."""


def zip_parts(raw: bytes, source: str) -> dict[str, bytes]:
    """The XML parts of a zip, all together small enough. Raises BadInput."""
    try:
        return unpacked(raw)
    except Unreadable as error:
        raise BadInput(source, [error.problem]) from None


def xlsx_sheets(raw: bytes, parts: dict[str, bytes], source: str) -> list[Sheet]:
    """Sheets of an .xlsx file. Raises BadInput."""
    if any("externallink" in name.lower() for name in parts):
        raise refuse(source, "import_links")
    try:
        facts = {name: facts_of(name, xml) for name, xml in sheet_parts(parts).items()}
    except Unreadable as error:
        raise BadInput(source, [error.problem]) from None
    sheets = _sheets(_load(raw, source), source)
    for sheet in sheets:
        if known := facts.get(sheet.name):
            sheet.write(known.errors)
            sheet.formulas, sheet.holes = known.formulas, known.holes
            sheet.hidden_rows, sheet.hidden_columns = known.rows, known.columns
    return sheets


def xls_sheets(raw: bytes, source: str) -> list[Sheet]:
    """Sheets of an .xls file. Raises BadInput."""
    from python_calamine import PasswordError

    try:
        loaded = once(APART, f"{__name__}:load", raw)
    except Overran as error:
        if error.cause == "time":
            raise refuse(source, "import_bomb", f"> {APART.seconds} s", limit=str(APART.seconds)) from None
        raise refuse(source, "import_broken", kind="Excel") from None
    except TooBig:
        raise refuse(source, "import_sheet_too_big", limit=f"{MAX_ROWS} × {MAX_COLUMNS}") from None
    except PasswordError:
        raise refuse(source, "import_locked") from None
    except Exception:  # whatever calamine says of a damaged file
        raise refuse(source, "import_broken", kind="Excel") from None
    sheets = _sheets(loaded, source)
    for sheet, errors in zip(sheets, xls_errors(raw), strict=False):
        sheet.write(errors)
    return sheets


def load(raw: bytes) -> list[Loaded]:
    """All sheets with cells. Raises calamine's errors, and TooBig."""
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_filelike(io.BytesIO(raw))
    out = []
    for n, meta in enumerate(book.sheets_metadata[:MAX_SHEETS]):
        if "WorkSheet" not in str(meta.typ):
            continue
        sheet = book.get_sheet_by_index(n)
        try:
            check_size("", sheet.total_height, sheet.total_width)
        except BadInput:
            raise TooBig(sheet.total_height, sheet.total_width) from None
        merged = list(sheet.merged_cell_ranges or [])[:MAX_MERGES]
        hidden = "Hidden" in str(meta.visible)
        out.append(Loaded(str(meta.name), sheet.to_python(skip_empty_area=False), merged, hidden))
    return out


def _load(raw: bytes, source: str) -> list[Loaded]:
    from python_calamine import PasswordError

    try:
        return load(raw)
    except TooBig as error:
        size = " × ".join(map(str, error.args))
        raise refuse(source, "import_sheet_too_big", size, limit=f"{MAX_ROWS} × {MAX_COLUMNS}") from None
    except PasswordError:
        raise refuse(source, "import_locked") from None
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException:
        # calamine panics on some damaged files; a panic is no Exception.
        raise refuse(source, "import_broken", kind="Excel") from None


def _sheets(loaded: list[Loaded], source: str) -> list[Sheet]:
    sheets = []
    for name, rows, merged, hidden in loaded:
        check_size(source, len(rows), max(map(len, rows), default=0))
        sheet = Sheet(name, [[_text(v) for v in row] for row in rows], hidden=hidden)
        sheet.merge(merged)
        sheets.append(sheet)
    return sheets


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else str(value)
    if isinstance(value, dt.time):
        return f"{value:%H:%M}"
    return str(value).strip()[:MAX_TEXT]
