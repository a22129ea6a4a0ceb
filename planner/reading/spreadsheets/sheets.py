"""Sheets of a spreadsheet or CSV file as plain text, merged cells filled, every cell with its address."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
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


def _as_it_is(row: int, column: int) -> tuple[int, int]:
    return row, column


@dataclass
class Sheet:
    """A rectangle of texts. ``merged`` holds (first row, first column) of the range for every cell filled from a merged one."""

    name: str
    rows: list[list[str]]
    merged: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    named: bool = True
    formulas: frozenset[tuple[int, int]] = frozenset()
    """(row, column) of the cells that a formula computes."""
    holes: frozenset[tuple[int, int]] = frozenset()
    """(row, column) of formulas without a value."""
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    origin: tuple[int, int] = (0, 0)
    """Where its first cell stands in the sheet of the file, of which it may be a part."""
    drawn: Callable[[int, int], tuple[int, int]] = _as_it_is
    """Where a cell stands in the rectangle as it was drawn: rows may have been exchanged with columns, or spelled out."""

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
        top, left = self.drawn(*self.merged.get((row, column), (row, column)))
        place = address(top + self.origin[0], left + self.origin[1])
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

    def part(self, rows: range, columns: range) -> Sheet:
        """A rectangle of it as a sheet of its own, whose addresses are those of the whole."""
        top, left = rows.start, columns.start
        made = Sheet(self.name, [[self.at(r, c) for c in columns] for r in rows], named=self.named)
        inside = {cell: first for cell, first in self.merged.items() if cell[0] in rows and cell[1] in columns}
        # Addresses reach back over the edge of the part: the first cell of a merged range may stand outside.
        made.merged = {(r - top, c - left): (first[0] - top, first[1] - left) for (r, c), first in inside.items()}
        made.origin = self.origin
        made.drawn = lambda row, column: self.drawn(row + top, column + left)
        made.formulas = frozenset((r - top, c - left) for r, c in self.formulas if r in rows and c in columns)
        return made

    def turned(self) -> Sheet:
        """The sheet with rows for columns; its addresses are still those of the file."""
        made = Sheet(self.name, [self.column(c) for c in range(self.width)], named=self.named, origin=self.origin)
        made.merged = {(c, r): (left, top) for (r, c), (top, left) in self.merged.items()}
        made.formulas = frozenset((c, r) for r, c in self.formulas)
        made.drawn = lambda row, column: self.drawn(column, row)
        return made

    def spelled_out(self, rows: Mapping[int, list[str]], column: int) -> Sheet:
        """The sheet with each of ``rows`` written once for each label, which is put into ``column``."""
        single: list[str | None] = [None]
        order = [(r, label) for r in range(self.height) for label in (rows.get(r) or single)]
        made = Sheet(self.name, [list(self.rows[r]) for r, _label in order], named=self.named, origin=self.origin)
        for n, (r, label) in enumerate(order):
            made.rows[n][column] = self.rows[r][column] if label is None else label
        first = {r: n for n, (r, _label) in reversed(list(enumerate(order)))}
        cells = [(n, r, c) for n, (r, _label) in enumerate(order) for c in range(self.width)]
        made.merged = {
            (n, c): (first[self.merged[r, c][0]], self.merged[r, c][1]) for n, r, c in cells if (r, c) in self.merged
        }
        made.formulas = frozenset((n, c) for n, r, c in cells if (r, c) in self.formulas)
        made.drawn = lambda row, place: self.drawn(order[row][0], place) if 0 <= row < len(order) else self.drawn(row, place)
        return made

    def write(self, cells: Mapping[tuple[int, int], str]) -> None:
        """Put texts into cells that are empty, and make the sheet large enough for them."""
        for (row, column), text in cells.items():
            if row >= MAX_ROWS or column >= MAX_COLUMNS:
                continue
            if row >= self.height or column >= self.width:
                self.rows += [[] for _ in range(row + 1 - self.height)]
                self.width = max(self.width, column + 1)
                for line in self.rows:
                    line.extend([""] * (self.width - len(line)))
                self.height = len(self.rows)
            self.rows[row][column] = self.rows[row][column] or text

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
