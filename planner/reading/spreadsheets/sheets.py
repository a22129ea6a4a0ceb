"""Sheets of a spreadsheet or CSV file as plain text, merged cells filled, every cell with its address."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from planner.errors import BadInput
from planner.models.problem import Problem

MAX_ROWS = 5000
MAX_COLUMNS = 500
MAX_CELLS = 500_000
MAX_SHEETS = 150
MAX_TEXT = 500


def refuse(source: str, code: str, value: str = "", **params: str) -> BadInput:
    """The exception for a file that cannot be used at all."""
    return BadInput(source, [Problem(code=code, value=value, params=params)])


def address(row: int, column: int) -> str:
    """(6, 2) -> 'C7'."""
    letters, n = "", column + 1
    while n:
        n, rest = divmod(n - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"


@dataclass
class Sheet:
    """A rectangle of texts. ``merged`` holds (first row, first column) of the range for every cell filled from a merged one."""

    name: str
    rows: list[list[str]]
    merged: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    named: bool = True
    formulas: frozenset[str] = frozenset()
    """Addresses of the cells that a formula computes: 'C7'."""

    def __post_init__(self) -> None:
        width = max((len(row) for row in self.rows), default=0)
        for row in self.rows:
            row.extend([""] * (width - len(row)))
        self.width = width
        self.height = len(self.rows)

    def at(self, row: int, column: int) -> str:
        """Text of a cell, '' outside."""
        return self.rows[row][column] if 0 <= row < self.height and 0 <= column < self.width else ""

    def address(self, row: int, column: int) -> str:
        """'课表!C7', or 'C7' in a file without sheets; of a merged range its first cell."""
        place = address(*self.merged.get((row, column), (row, column)))
        return f"{self.name}!{place}" if self.named else place

    def column(self, column: int, first: int = 0) -> list[str]:
        """Texts of a column from a row on."""
        return [row[column] for row in self.rows[first:]] if column < self.width else []

    def filled(self) -> Iterator[tuple[int, int, str]]:
        """Every cell with a text, merged ranges once."""
        for r, row in enumerate(self.rows):
            for c, text in enumerate(row):
                if text and self.merged.get((r, c), (r, c)) == (r, c):
                    yield r, c, text

    def merge(self, ranges: list[tuple[tuple[int, int], tuple[int, int]]]) -> None:
        """Give every cell of the ranges the text of the first one."""
        for (top, left), (bottom, right) in ranges:
            text = self.at(top, left)
            for r in range(top, min(bottom + 1, self.height)):
                for c in range(left, min(right + 1, self.width)):
                    if not self.rows[r][c] or (r, c) == (top, left):
                        self.rows[r][c] = text
                        self.merged[r, c] = (top, left)


def check_size(source: str, rows: int, columns: int) -> None:
    """Refuse a sheet larger than any timetable."""
    if rows > MAX_ROWS or columns > MAX_COLUMNS or rows * columns > MAX_CELLS:
        raise refuse(source, "import_sheet_too_big", f"{rows} × {columns}", limit=f"{MAX_ROWS} × {MAX_COLUMNS}")


def csv_sheet(text: str, source: str) -> Sheet:
    """A CSV text with whatever separates its cells: comma, semicolon, tab, bar; quotes double or single."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    lines = lines.removeprefix("\ufeff")
    if found := re.match(r"sep=(.)\n", lines):
        return _csv(lines[len(found[0]) :], found[1], '"', source)
    best, sample = ("", '"'), lines[:20_000]
    score = 0.0
    for separator in ",;\t|^，；":
        for quote in ('"', "'"):
            try:
                widths = [len(row) for row in csv.reader(io.StringIO(sample), delimiter=separator, quotechar=quote) if any(row)]
            except csv.Error:
                continue
            widths = widths[: max(1, len(widths) - 1)]
            # The usual width; of two equally usual ones the wider, since titles are rows of one cell.
            width, times = max(Counter(widths).items(), key=lambda item: (item[1], item[0]), default=(1, 0))
            quotes = lines[:1] == quote or f"{separator}{quote}" in sample
            now = (width > 1) * times / max(1, len(widths)) * (1 + min(width, 60) / 100) + 0.01 * quotes
            if now > score + 1e-9:
                score, best = now, (separator, quote)
    return _csv(lines, best[0] or ",", best[1], source)


def _csv(text: str, separator: str, quote: str, source: str) -> Sheet:
    rows: list[list[str]] = []
    cells = 0
    try:
        for row in csv.reader(io.StringIO(text), delimiter=separator, quotechar=quote):
            cells += len(row)
            if len(rows) >= MAX_ROWS * 4 or cells > MAX_CELLS:
                raise refuse(source, "import_sheet_too_big", str(len(rows) + 1), limit=str(MAX_ROWS * 4))
            rows.append([cell.strip()[:MAX_TEXT] for cell in row])
    except csv.Error:
        raise refuse(source, "import_csv", str(len(rows) + 1)) from None
    return Sheet("", rows, named=False)
