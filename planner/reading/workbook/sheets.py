"""What has been read so far, and what every reader of a sheet does: headings, addresses, single values."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from planner.models.base import Language
from planner.models.problem import Problem
from planner.reading.lookalikes import fold_lookalikes
from planner.reading.paths import shorten
from planner.reading.spelling import Loc, closest, parse_or_none
from planner.reading.workbook.values import Misread, plain, shown
from planner.script import simplified
from planner.sheets.catalogue import SheetForm
from planner.sheets.columns import Column, fold, headings_of
from planner.sheets.grid import Address, Grid
from planner.sheets.layout import PERIOD_MARK, PLAIN_PERIOD

_TITLES = 4
_LESSON = re.compile(r"(.+?)(?:\s+第?|第|(?<=[^\dA-Za-z])(?=\d))(\d{1,2})[节節]?")


@dataclass
class Sheets:
    """What the sheets say: ``data`` as YAML would have it, ``cells`` the address of each value by its place in ``data``."""

    data: dict[str, Any] = field(default_factory=dict)
    cells: dict[Loc, Address] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    columns: dict[Address, Column] = field(default_factory=dict)
    languages: dict[str, Language] = field(default_factory=dict)
    """Language of the headings, by sheet."""
    tops: dict[Loc, Address] = field(default_factory=dict)
    """Where a list or a form stands, for what is missing as a whole."""

    def problem(self, code: str, where: Address | str, value: str = "", **params: str) -> None:
        """Note something that is wrong with a cell or sheet."""
        self.problems.append(Problem(code=code, path=str(where), value=shorten(value), params=params))


class Head(NamedTuple):
    """What a column holds: a field (in one language of a bilingual text), a period of a bell, or the n-th lesson of a day."""

    column: Column | None
    language: Language | None = None
    period: str | None = None
    lesson: tuple[str, int] | None = None


def filled(row: list[Any]) -> bool:
    """Whether anything stands in a row."""
    return any(value is not None and (not isinstance(value, str) or value.strip()) for value in row)


class SheetReader:
    """One sheet with its headings."""

    def __init__(self, found: Sheets, sheet: SheetForm, grid: Grid, columns: tuple[Column, ...]) -> None:
        self.found, self.sheet, self.grid = found, sheet, grid
        self.top = self._top(columns)
        self.heads: dict[int, Head] = {}
        self._headings(columns)
        self._merged()
        self._strays()
        self._above()
        for section in sheet.sections:
            found.tops.setdefault(section.path, self.at(self.top, 0))

    @property
    def language(self) -> Language:
        """The language of the headings."""
        return self.found.languages[self.grid.name]

    @property
    def first(self) -> int:
        """The first column with a heading."""
        return min(self.heads, default=0)

    def rows(self) -> list[int]:
        """The rows below the headings in which anything stands."""
        return [row for row in range(self.top + 1, len(self.grid.rows)) if filled(self.grid.rows[row])]

    def at(self, row: int, column: int) -> Address:
        """Address of a cell of this sheet."""
        return Address(self.grid.name, row, column)

    def value(self, column: Column, row: int, place: int) -> Any:
        """Plain data of a cell; None when it is empty or cannot be read, which is noted."""
        where = self.at(row, place)
        if (row, place) in self.grid.uncalculated:
            self.found.problem("cell_uncalculated", where)
            return None
        try:
            return plain(column, self.grid.at(row, place))
        except Misread as error:
            self.found.problem(error.code, where, error.value, **error.params)
            return None

    def _top(self, columns: tuple[Column, ...]) -> int:
        """The row of the headings: the first one, or the one below a title that is none."""
        known = {name for column in columns for name in headings_of(column)}
        rows = [n for n, row in enumerate(self.grid.rows) if filled(row)][:_TITLES]
        hits = {n: sum(fold(shown(v)) in known for v in self.grid.rows[n] if v not in (None, "")) for n in rows}
        return rows[0] if hits[rows[0]] else max(rows, key=lambda n: (hits[n] > 1 and hits[n], -n))

    def _merged(self) -> None:
        """Cells merged across columns: nobody can say which of the columns is meant."""
        for first in dict.fromkeys(self.grid.merged.values()):
            columns = {c for (_r, c), f in self.grid.merged.items() if f == first}
            if first[0] > self.top and len(columns & set(self.heads)) > 1:
                value = self.grid.at(*first)
                self.found.problem("cell_merged", self.at(*first), shown(value) if value is not None else "")

    def _above(self) -> None:
        """Rows over the headings: a title is one text, two and more are data that have slipped out."""
        for row in range(self.top):
            texts = [(c, v) for c, v in enumerate(self.grid.rows[row]) if v not in (None, "")]
            if len({str(v) for _c, v in texts}) > 1 and len(texts) * 2 >= len(self.heads):
                self.found.problem("row_above", self.at(row, texts[0][0]), shown(texts[0][1]))

    def _strays(self) -> None:
        """What stands below no heading; columns of the user's own begin with _."""
        for row in self.rows():
            for column, value in enumerate(self.grid.rows[row]):
                if column not in self.heads and value not in (None, "") and self.grid.at(self.top, column) is None:
                    self.found.problem("no_heading", self.at(row, column), shown(value))

    def _headings(self, columns: tuple[Column, ...]) -> None:
        known = {name: found for column in columns for name, found in headings_of(column).items()}
        zh = en = 0
        seen: dict[object, int] = {}
        for place, cell in enumerate(self.grid.rows[self.top]):
            if cell is None or cell == "" or (isinstance(cell, str) and cell.startswith("_")):
                continue
            text = shown(cell)
            head = Head(*known[fold(text)]) if fold(text) in known else self._dynamic(text)
            if head is None:
                near = closest(text, [h for c in columns for h in (c.zh, c.en)])
                self.found.problem("unknown_column", self.at(self.top, place), text, closest=near)
                continue
            if head[1:] == (None, None, None) and head.column:
                zh += fold(text) == fold(head.column.zh)
                en += fold(text) in (fold(head.column.en), fold(head.column.key))
            key = (head.column.key if head.column else None, *head[1:])
            if key in seen:
                self.found.problem("heading_twice", self.at(self.top, place), text, first=str(self.at(self.top, seen[key])))
                continue
            seen[key] = place
            self.heads[place] = head
        self.found.languages[self.grid.name] = "zh" if zh >= en else "en"

    def _dynamic(self, text: str) -> Head | None:
        plain_text = fold_lookalikes(text)
        if self.sheet.periods:
            for mark in PERIOD_MARK.values():
                if simplified(text).startswith(mark):
                    return Head(None, period=text[len(mark) :].strip())
            return Head(None, period=plain_text) if PLAIN_PERIOD.fullmatch(plain_text) else None
        if self.sheet.grid:
            match = _LESSON.fullmatch(plain_text)
            day = parse_or_none(match[1]) if match else None
            if match and day and int(match[2]) > 0:
                return Head(None, lesson=(day, int(match[2])))
        return None
