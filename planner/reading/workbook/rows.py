"""Sheets of cells -> the plain document of a school file, and for each value the cell it stands in."""

from __future__ import annotations

import re
from typing import Any

from planner.models.base import Language
from planner.models.school import School
from planner.reading.spelling import Loc, closest
from planner.reading.workbook.forms import read_form
from planner.reading.workbook.lessons import periods_of, read_lessons
from planner.reading.workbook.sheets import SheetReader, Sheets, filled
from planner.reading.workbook.values import joined, shown
from planner.sheets.catalogue import (
    DEFAULT_SETTING,
    FORM_HEADINGS,
    IGNORED_SHEETS,
    KIND,
    OWNER,
    SHEETS,
    SheetForm,
    SheetSection,
)
from planner.sheets.columns import NO_LIMIT, fold, headings_of
from planner.sheets.grid import Address, Grid
from planner.sheets.shorthand import EMPTY_ITEM

_TELLING = 2
_REMARK = re.compile(r"(?:备注|附注|注|注意|说明|提示|填表|備註|註|說明|notes?|remarks?|please)\s*[:：]", re.IGNORECASE)
_UNNAMED = re.compile(r"(?:sheet|工作表|表|tabelle|feuil|hoja|planilha|лист)\s*\d*", re.IGNORECASE)
"""What spreadsheet programs call a sheet that nobody has named."""


def read_sheets(grids: list[Grid]) -> Sheets:
    """Every sheet that is known, demands before what belongs to them; the others are problems unless they are empty."""
    found = Sheets()
    by_name = {fold(name): sheet for sheet in SHEETS for name in (sheet.zh, sheet.en)}
    skipped = {fold(name) for names in IGNORED_SHEETS.values() for name in names}
    taken: dict[str, tuple[SheetForm, Grid]] = {}
    for grid in grids:
        name = fold(grid.name)
        if grid.name.startswith("_") or name in skipped or not any(map(filled, grid.rows)):
            continue
        sheet = by_name.get(name)
        if sheet is None:
            found.problem("unknown_sheet", f"{grid.name}!A1", grid.name, closest=_meant(grid, grids))
        elif sheet.key in taken:
            found.problem("sheet_twice", f"{grid.name}!A1", grid.name, first=taken[sheet.key][1].name)
        else:
            taken[sheet.key] = (sheet, grid)
    for sheet in SHEETS:
        if sheet.key in taken:
            read_sheet(found, *taken[sheet.key])
    return found


def _meant(grid: Grid, grids: list[Grid]) -> str:
    """The sheet that is missing and has these headings, or else almost this name; '' where neither tells."""
    there = {fold(g.name) for g in grids}
    missing = [s for s in SHEETS if not there & {fold(s.zh), fold(s.en)}]
    chinese = sum(fold(g.name) in {fold(s.zh) for s in SHEETS} for g in grids) * 2 >= len(grids)
    names = {s.key: s.zh if chinese else s.en for s in missing}
    hits = {s.key: _headings(grid, s) for s in missing}
    best = max(hits.values(), default=0)
    likest = [key for key, n in hits.items() if n == best]
    if best >= _TELLING and len(likest) == 1:
        return names[likest[0]]
    return "" if _UNNAMED.fullmatch(grid.name.strip()) else closest(grid.name, names.values())


def _headings(grid: Grid, sheet: SheetForm) -> int:
    """How many cells of the row that looks most like its headings are headings of a sheet; for a form, names of its items."""
    if sheet.form:
        known = {name for c in sheet.sections[0].columns for name in headings_of(c)}
        return sum(fold(shown(row[0])) in known for row in grid.rows if row and isinstance(row[0], str))
    known = {name for c in sheet.columns for name in headings_of(c)}
    return max((sum(fold(shown(v)) in known for v in row if isinstance(v, str)) for row in grid.rows[:4]), default=0)


def read_sheet(found: Sheets, sheet: SheetForm, grid: Grid) -> None:
    """Headings, then rows; empty rows are skipped."""
    if sheet.form:
        read_form(SheetReader(found, sheet, grid, FORM_HEADINGS))
    else:
        _ListReader(found, sheet, grid, sheet.columns).read()


class _ListReader(SheetReader):
    """Reads a sheet with a row for each item."""

    def read(self) -> None:
        """All rows, into the lists or mappings of the document."""
        for section in self.sheet.sections:
            info = School.model_fields.get(section.path[0])
            if len(section.path) == 1 and info is not None and info.is_required():
                self.found.data.setdefault(section.path[0], [])  # the sheet is there: an empty list, not a missing one
        for row in self.rows():
            self._row(row)

    def _row(self, row: int) -> None:
        texts = [(c, v) for c, v in enumerate(self.grid.rows[row]) if v not in (None, "")]
        if len(texts) == 1 and _REMARK.match(shown(texts[0][1])):
            self.found.problem("row_remark", self.at(row, texts[0][0]), shown(texts[0][1]))
            return
        section = self._section(row)
        if section is None:
            return
        # A row whose fields are all empty (a rule left as it comes, a row of a drop-down) says nothing.
        item, cells = self._fields(section, row)
        if section.key:
            self._keyed(section, row, item, cells)
            return
        nothing = EMPTY_ITEM not in self.grid.rows[row] and len(self.sheet.sections) == 1
        if not item and nothing and not (self.sheet.periods or self.sheet.grid):
            return
        if self.sheet.periods:
            item["periods"], cells["periods"] = periods_of(self, row, cells)
        if self.sheet.grid:
            read_lessons(self, row, item, cells)
        path = self._list_of(section, row)
        if path is None:
            return
        items = self._list(path)
        place = (*path, len(items))
        items.append(item)
        self.found.cells[place] = self.at(row, self.first)
        for key, address in cells.items():
            self.found.cells[(*place, *(key if isinstance(key, tuple) else (key,)))] = address

    def _section(self, row: int) -> SheetSection | None:
        if len(self.sheet.sections) == 1:
            return self.sheet.sections[0]
        place = next((n for n, head in self.heads.items() if head.column is KIND), None)
        where = self.at(row, place if place is not None else 0)
        word = shown(self.grid.at(row, place)) if place is not None and self.grid.at(row, place) is not None else ""
        for section in self.sheet.sections:
            if word and fold(word) in (fold(section.zh), fold(section.en)):
                return section
        language = self.language
        options = [section.word(language) for section in self.sheet.sections]
        if word:
            self.found.problem("choice", where, word, options=", ".join(options), closest=closest(word, options))
        else:
            self.found.problem("cell_missing", where, field=KIND.heading(language))
        return None

    def _fields(self, section: SheetSection, row: int) -> tuple[dict[str, Any], dict[Any, Address]]:
        item: dict[str, Any] = {}
        cells: dict[Any, Address] = {}
        texts: dict[str, dict[Language | None, str]] = {}
        own = {column.zh: column for column in section.columns}
        for place, head in self.heads.items():
            if head.column is None or head.column in (KIND, OWNER, section.key) or head.column in self.sheet.ignored:
                continue
            where = self.at(row, place)
            column = own.get(head.column.zh)
            if column is None:
                if self.grid.at(row, place) is not None:
                    self.found.problem(
                        "column_not_for_kind", where, shown(self.grid.at(row, place)),
                        field=head.column.heading(self.language), kind=section.word(self.language),
                    )  # fmt: skip
                continue
            if column.nullable and fold(shown(self.grid.at(row, place))) in map(fold, NO_LIMIT.values()):
                item[column.key] = None
                cells[column.key] = where
                continue
            value = self.value(column, row, place)
            if head.language is None or column.key not in cells:
                cells[column.key] = where
                self.found.columns[where] = column
            if value is None:
                continue
            if column.kind == "text" and isinstance(value, str):
                texts.setdefault(column.key, {})[head.language] = value
            else:
                item[column.key] = value
        return item | {key: joined(words) for key, words in texts.items()}, cells

    def _keyed(self, section: SheetSection, row: int, item: dict[str, Any], cells: dict[Any, Address]) -> None:
        assert section.key is not None
        place = next((n for n, head in self.heads.items() if head.column == section.key), None)
        key = self.value(section.key, row, place) if place is not None else None
        if key is None:
            if item:
                self.found.problem("cell_missing", self.at(row, place or 0), field=section.key.heading(self.language))
            return
        if not item and section.number is None:
            return
        if item.get("mode") in DEFAULT_SETTING.values():
            del item["mode"]
        entries = self.found.data
        for step in section.path:
            entries = entries.setdefault(step, {})
        where = self.at(row, place or 0)
        if key in entries:
            self.found.problem("written_twice", where, key)
            return
        if section.number:
            entries[key] = item.get(section.number.key)
            self.found.cells[(*section.path, key)] = cells.get(section.number.key, where)
            if section.number.key not in item:
                self.found.problem(
                    "cell_missing", cells.get(section.number.key, where), field=section.number.heading(self.language)
                )
        else:
            entries[key] = item
            self.found.cells[(*section.path, key)] = where
            self.found.cells |= {(*section.path, key, name): address for name, address in cells.items()}

    def _list_of(self, section: SheetSection, row: int) -> Loc | None:
        if not self.sheet.owned:
            return section.path
        place = next((n for n, head in self.heads.items() if head.column is OWNER), 0)
        name = self.value(OWNER, row, place)
        demands = self.found.data.get("demands", [])
        for n, demand in enumerate(demands):
            if name is not None and name in (demand.get("id"), demand.get("name")):
                return ("demands", n, section.path[-1])
        where = self.at(row, place)
        if name is None:
            self.found.problem("cell_missing", where, field=OWNER.heading(self.language))
        else:
            self.found.problem("unknown_demand", where, name, closest=closest(name, [str(d.get("id")) for d in demands]))
        return None

    def _list(self, path: Loc) -> list[Any]:
        data: Any = self.found.data
        for step in path[:-1]:
            data = data[step] if isinstance(step, int) else data.setdefault(step, {})
        items: list[Any] = data.setdefault(path[-1], [])
        return items
