"""A sheet of a workbook as it was read: rows of values from cell A1 on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple


def letters(column: int) -> str:
    """0 -> A, 25 -> Z, 26 -> AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


class Address(NamedTuple):
    """A cell; row and column count from 0."""

    sheet: str
    row: int
    column: int

    def __str__(self) -> str:
        return f"{self.sheet}!{letters(self.column)}{self.row + 1}"


@dataclass
class Grid:
    """One sheet: text, numbers, truth values, dates and times; nothing (or '') for an empty cell."""

    name: str
    rows: list[list[Any]]
    uncalculated: set[tuple[int, int]] = field(default_factory=set)
    """(row, column) of formulas without a value."""
    merged: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    """(row, column) of cells merged with others beside them -> the first of these."""
    filled: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    """(row, column) of cells merged with others below or above them alone, each of which holds their value -> the first."""

    def texts(self) -> list[str]:
        """Every cell in which words stand."""
        return [cell for row in self.rows for cell in row if isinstance(cell, str)]

    def at(self, row: int, column: int) -> Any:
        """The value of a cell; None beyond the edge and for an empty one."""
        line = self.rows[row] if row < len(self.rows) else ()
        value = line[column] if column < len(line) else None
        return None if value == "" else value
