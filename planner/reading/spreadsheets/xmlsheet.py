"""Excel's XML of 2003 -> sheets: school software writes it because it is text, and calls it .xls."""

from __future__ import annotations

from typing import Any

from planner.reading.spreadsheets.sheets import (
    MAX_CELLS,
    MAX_COLUMNS,
    MAX_ROWS,
    MAX_SHEETS,
    MAX_TEXT,
    Sheet,
    check_size,
    refuse,
)

_SS = "{urn:schemas-microsoft-com:office:spreadsheet}"
Cell = tuple[int, int]
_EXCEL = "{urn:schemas-microsoft-com:office:excel}"


def is_xml_workbook(root: Any) -> bool:
    """Whether an XML document is such a workbook."""
    return root is not None and root.tag == f"{_SS}Workbook"


def xml_workbook_sheets(root: Any, source: str) -> list[Sheet]:
    """Its sheets. Raises BadInput for one that is too large."""
    out = []
    for element in root.findall(f"{_SS}Worksheet")[:MAX_SHEETS]:
        sheet = _sheet(element, source)
        visible = element.findtext(f"{_EXCEL}WorksheetOptions/{_EXCEL}Visible") or ""
        sheet.hidden = "hidden" in visible.lower()
        out.append(sheet)
    return out


def _sheet(element: Any, source: str) -> Sheet:
    rows: list[list[str]] = []
    ranges: list[tuple[Cell, Cell]] = []
    formulas: set[Cell] = set()
    holes: set[Cell] = set()
    hidden: set[int] = set()
    cells = 0
    for row in element.iterfind(f"{_SS}Table/{_SS}Row"):
        at = _number(row, "Index", len(rows) + 1) - 1
        check_size(source, at + 1, 1)
        rows += [[] for _ in range(at + 1 - len(rows))]
        if row.get(f"{_SS}Hidden") == "1":
            hidden.add(at)
        c = 0
        for cell in row.iterfind(f"{_SS}Cell"):
            c = _number(cell, "Index", c + 1) - 1
            across, down = _number(cell, "MergeAcross", 0), _number(cell, "MergeDown", 0)
            cells += 1
            check_size(source, at + 1 + down, c + 1 + across)
            if cells > MAX_CELLS:
                raise refuse(source, "import_sheet_too_big", str(cells), limit=f"{MAX_ROWS} × {MAX_COLUMNS}")
            data = cell.find(f"{_SS}Data")
            text = "".join(data.itertext()).strip()[:MAX_TEXT] if data is not None else ""
            if data is not None and data.get(f"{_SS}Type") == "Number":
                text = text.removesuffix(".0")
            rows[at] += [""] * (c + 1 - len(rows[at]))
            rows[at][c] = text
            if cell.get(f"{_SS}Formula"):
                (formulas if text else holes).add((at, c))
            if across or down:
                ranges.append(((at, c), (at + down, c + across)))
            c += across + 1
    height = max([len(rows), *(last[0] + 1 for _first, last in ranges)], default=0)
    rows += [[] for _ in range(height - len(rows))]
    width = max([*map(len, rows), *(last[1] + 1 for _first, last in ranges)], default=0)
    for line in rows:
        line += [""] * (width - len(line))
    sheet = Sheet(str(element.get(f"{_SS}Name", "")), rows)
    sheet.merge(ranges)
    sheet.formulas, sheet.holes, sheet.hidden_rows = frozenset(formulas | holes), frozenset(holes), frozenset(hidden)
    sheet.hidden_columns = frozenset(_hidden_columns(element))
    return sheet


def _hidden_columns(element: Any) -> set[int]:
    out: set[int] = set()
    at = 0
    for column in element.iterfind(f"{_SS}Table/{_SS}Column"):
        at = _number(column, "Index", at + 1) - 1
        span = _number(column, "Span", 0)
        if column.get(f"{_SS}Hidden") == "1":
            out |= set(range(at, min(at + span + 1, MAX_COLUMNS)))
        at += span + 1
    return out


def _number(element: Any, name: str, usual: int) -> int:
    text = element.get(f"{_SS}{name}") or ""
    return int(text) if text.isdecimal() and len(text) < 7 else usual
