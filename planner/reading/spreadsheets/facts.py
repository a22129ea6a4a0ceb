"""What a sheet says beyond its values, and readers of values leave out: errors, formulas without a value, hidden lines."""

from __future__ import annotations

import re
import struct
from typing import NamedTuple

from planner.reading.spreadsheets.archive import column_number, look_at_sheet

_ERROR_CELL = re.compile(
    rb"<(?:\w+:)?c\b(?=[^>]*\st=\"e\")(?P<attributes>[^>]*[^/>])>(?:(?!</(?:\w+:)?c>).)*?<(?:\w+:)?v>(?P<text>[^<]*)</",
    re.DOTALL,
)
_REFERENCE = re.compile(rb'\sr="([A-Za-z]{1,9})(\d{1,12})"')
_HIDDEN_ROW = re.compile(rb'<(?:\w+:)?row\b(?=[^>]*\shidden="(?:1|true)")[^>]*?\sr="(\d{1,7})"')
_HIDDEN_COLUMN = re.compile(
    rb'<(?:\w+:)?col\b(?=[^>]*\shidden="(?:1|true)")(?=[^>]*\smin="(\d{1,5})")(?=[^>]*\smax="(\d{1,5})")'
)
_FORMULA = re.compile(rb'<(?:\w+:)?c\b[^>]*?\sr="([A-Za-z]{1,3})(\d{1,7})"[^>]*>\s*<(?:\w+:)?f[\s>/]')
ERROR_TEXT = re.compile(r"#(REF!|N/A|VALUE!|NAME\?|DIV/0!|NULL!|NUM!|SPILL!|CALC!|GETTING_DATA)|Err:\d{3}")
_XLS_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
# A sheet begins (BOF), an error typed in (BOOLERR), an error computed (FORMULA whose result is one).
_XLS = re.compile(
    rb"(?P<sheet>\x09\x08\x10\x00\x00\x06\x10\x00)"
    rb"|\x05\x02\x08\x00(?P<typed>.{6})(?P<one>[\x00\x07\x0f\x17\x1d\x24\x2a])\x01"
    rb"|\x06\x00..(?P<computed>.{6})\x02\x00(?P<two>[\x00\x07\x0f\x17\x1d\x24\x2a])\x00\x00\x00\xff\xff",
    re.DOTALL,
)

Cell = tuple[int, int]
"""Row and column, from 0."""


class Facts(NamedTuple):
    """Of one sheet: the text of cells that show an error, formulas, those without a stored value, hidden rows and columns."""

    errors: dict[Cell, str]
    formulas: frozenset[Cell]
    holes: frozenset[Cell]
    rows: frozenset[int]
    columns: frozenset[int]


def facts_of(name: str, xml: bytes) -> Facts:
    """Of the XML of a sheet of an .xlsx. Raises Unreadable for one with cells too far out."""
    holes = look_at_sheet(name, xml)
    errors = {}
    for match in _ERROR_CELL.finditer(xml) if b't="e"' in xml else ():
        reference = _REFERENCE.search(b" " + match["attributes"])
        if reference:
            errors[int(reference[2]) - 1, column_number(reference[1])] = match["text"].decode("utf-8", "replace")
    columns: set[int] = set()
    for first, last in _HIDDEN_COLUMN.findall(xml):
        columns |= set(range(int(first) - 1, min(int(last), 1000)))
    return Facts(
        errors,
        frozenset((int(row) - 1, column_number(letters)) for letters, row in _FORMULA.findall(xml)),
        frozenset(holes),
        frozenset(int(row) - 1 for row in _HIDDEN_ROW.findall(xml)),
        frozenset(columns),
    )


def xls_errors(raw: bytes) -> list[dict[Cell, str]]:
    """Cells with errors of each sheet of an .xls, in the order of the sheets: their reader shows such cells as empty."""
    sheets: list[dict[Cell, str]] = []
    for match in _XLS.finditer(raw):
        if match["sheet"]:
            sheets.append({})
        elif sheets:
            row, column, _look = struct.unpack("<HHH", match["typed"] or match["computed"])
            sheets[-1][row, column] = _XLS_ERRORS[(match["one"] or match["two"])[0]]
    return sheets
