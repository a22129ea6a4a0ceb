"""OpenDocument sheets, read from their one XML part: merged cells keep their range, endless empty repetitions cost nothing."""

from __future__ import annotations

import io
from typing import Any

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from planner.errors import BadInput
from planner.reading.spreadsheets.sheets import MAX_COLUMNS, MAX_ROWS, MAX_SHEETS, MAX_TEXT, Sheet, check_size, refuse

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"


def ods_sheets(content: bytes, source: str) -> list[Sheet]:
    """Sheets of an OpenDocument file. Empty repetitions at the end of rows and sheets cost nothing. Raises BadInput."""
    sheets: list[Sheet] = []
    rows: list[list[str]] = []
    merges: list[tuple[tuple[int, int], tuple[int, int]]] = []
    row: list[str] = []
    gap = 0
    unseen: set[str] = set()
    hidden: set[int] = set()
    formulas: set[tuple[int, int]] = set()
    style = ""
    try:
        for event, element in iterparse(io.BytesIO(content), events=("start", "end"), forbid_dtd=True):
            if event == "start":
                if element.tag == f"{_TABLE}table":
                    rows, merges, gap, hidden, formulas = [], [], 0, set(), set()
                elif element.tag == f"{_STYLE}style":
                    style = element.get(f"{_STYLE}name") or ""
                elif element.tag == f"{_STYLE}table-properties" and element.get(f"{_TABLE}display") == "false":
                    unseen.add(style)
                elif element.tag == f"{_TABLE}table-row":
                    row = []
            elif element.tag in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
                _ods_cell(element, row, len(rows) + gap, merges, formulas, source)
            elif element.tag == f"{_TABLE}table-row":
                times = _count(element, "number-rows-repeated")
                if element.get(f"{_TABLE}visibility") in ("collapse", "filter") and row:
                    hidden.add(len(rows) + gap)
                while row and not row[-1]:
                    row.pop()
                if not row:
                    gap += times
                else:
                    check_size(source, len(rows) + gap + times, len(row))
                    rows += [[] for _ in range(gap)]
                    rows += [list(row) for _ in range(times)]
                    gap = 0
                element.clear()
            elif element.tag == f"{_TABLE}table" and len(sheets) < MAX_SHEETS:
                check_size(source, len(rows), max(map(len, rows), default=0))
                sheet = Sheet(element.get(f"{_TABLE}name") or str(len(sheets) + 1), _grown(rows, merges))
                sheet.hidden = element.get(f"{_TABLE}style-name") in unseen
                sheet.hidden_rows, sheet.formulas = frozenset(hidden), frozenset(formulas)
                sheet.holes = frozenset(cell for cell in formulas if not sheet.at(*cell))
                sheet.merge(merges)
                sheets.append(sheet)
                element.clear()
    except BadInput:
        raise
    except DefusedXmlException:
        raise refuse(source, "import_entities") from None
    except Exception:
        raise refuse(source, "import_broken", kind="ODS") from None
    return sheets


def _grown(rows: list[list[str]], merges: list[tuple[tuple[int, int], tuple[int, int]]]) -> list[list[str]]:
    """Rows wide and high enough for their merged cells."""
    for _first, (bottom, right) in merges:
        while len(rows) <= min(bottom, MAX_ROWS - 1):
            rows.append([])
        if rows:
            row = rows[min(bottom, len(rows) - 1)]
            row.extend([""] * (min(right + 1, MAX_COLUMNS) - len(row)))
    return rows


def _count(element: Any, name: str) -> int:
    text = element.get(f"{_TABLE}{name}") or "1"
    return max(1, int(text)) if text.isdecimal() and len(text) < 9 else 1


def _ods_cell(
    element: Any,
    row: list[str],
    at: int,
    merges: list[tuple[tuple[int, int], tuple[int, int]]],
    formulas: set[tuple[int, int]],
    source: str,
) -> None:
    if element.get(f"{_TABLE}formula"):
        formulas.add((at, len(row)))
    covered = element.tag.endswith("covered-table-cell")
    text = "" if covered else "\n".join("".join(p.itertext()) for p in element.findall(f"{_TEXT}p")).strip()[:MAX_TEXT]
    down, across = _count(element, "number-rows-spanned"), _count(element, "number-columns-spanned")
    if text and (down > 1 or across > 1) and len(merges) < 20_000:
        merges.append(((at, len(row)), (at + min(down, MAX_ROWS) - 1, len(row) + min(across, MAX_COLUMNS) - 1)))
    times = _count(element, "number-columns-repeated")
    if text and len(row) + times > MAX_COLUMNS:
        raise refuse(source, "import_sheet_too_big", str(len(row) + times), limit=f"{MAX_ROWS} × {MAX_COLUMNS}")
    # An empty stretch may be as wide as the sheet; what lies beyond every timetable is cut off.
    row.extend([text] * min(times, MAX_COLUMNS + 1 - len(row) if not text else times))
