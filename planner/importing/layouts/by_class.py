"""Shapes 1 and 3: rows are classes, columns are day × period; also with a preamble and labels such as 2020级1班(45)."""

from __future__ import annotations

from planner.importing.layouts.cells import add_cell
from planner.importing.layouts.grid import Columns, label_columns, labels_of, note_leftovers, note_sheet, slot_columns
from planner.importing.raw import RawTimetable
from planner.languages import N_
from planner.reading.classnames import ClassName
from planner.reading.spreadsheets.sheets import Sheet

SHAPE = "rows-classes"
CALLED = N_("a master timetable, one row a class")


def recognises(sheets: list[Sheet]) -> float:
    """Classes found in the sheets with a heading of days and periods."""
    return float(sum(_classes(sheet) for sheet in sheets))


def _classes(sheet: Sheet) -> int:
    columns = slot_columns(sheet)
    labels = label_columns(sheet, columns.first_row, range(min(columns.slots))) if columns else None
    return len(labels[1]) * 2 if labels else 0


def read(sheets: list[Sheet], raw: RawTimetable) -> None:
    """Note every cell of every sheet of this shape."""
    for sheet in sheets:
        columns = slot_columns(sheet)
        labels = label_columns(sheet, columns.first_row, range(min(columns.slots))) if columns else None
        if columns and labels:
            _read(sheet, columns, labels, raw)
        else:
            note_sheet(raw, sheet)


def _read(sheet: Sheet, columns: Columns, labels: tuple[int, dict[int, tuple[str, ClassName]]], raw: RawTimetable) -> None:
    raw.periods.update({label: columns.spans.get(label) for _day, label in columns.slots.values() if label not in raw.periods})
    raw.days.update({day: None for day, _label in columns.slots.values() if day not in raw.days})
    used: set[tuple[int, int]] = set()
    _column, classes = labels
    for row, (spelling, name) in classes.items():
        raw.classes[spelling] = name
        used |= labels_of(sheet, row, range(min(columns.slots)))
        for c, (day, period) in columns.slots.items():
            used.add((row, c))
            add_cell(raw, spelling, day, period, sheet.at(row, c), sheet.address(row, c))
    note_leftovers(raw, sheet, used, columns.first_row, columns.slots)
