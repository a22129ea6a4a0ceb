"""Shapes 4 and 5: columns are classes, rows are weekday × period in two columns (often merged) or in one: 周一-正1."""

from __future__ import annotations

from planner.importing.labels import bare_day, day_label, half_of_day, period_label, times_in, upright
from planner.importing.layouts.cells import add_cell
from planner.importing.layouts.grid import ClassColumns, class_columns, day_and_period, labels_of, note_leftovers, note_sheet
from planner.importing.raw import RawTimetable
from planner.languages import N_
from planner.models.values import Span
from planner.reading.classnames import plain
from planner.reading.spreadsheets.sheets import Sheet

SHAPE = "rows-periods"
CALLED = N_("a master timetable, one column a class")
SlotRows = dict[int, tuple[str, str, Span | None]]


def recognises(sheets: list[Sheet]) -> float:
    """Classes in the headings of sheets whose rows are days and periods."""
    return float(sum(_classes(sheet) for sheet in sheets))


def _classes(sheet: Sheet) -> int:
    columns = class_columns(sheet)
    return 2 * len(columns.classes) if columns and len(slot_rows(sheet, columns)) >= 2 else 0


def slot_rows(sheet: Sheet, columns: ClassColumns) -> SlotRows:
    """row -> (day, period, time) from the columns before the first class."""
    left = range(min(columns.classes))
    rows = range(columns.first_row, sheet.height)
    one: SlotRows = {}
    for r in rows:
        for c in left:
            if found := day_and_period(sheet.at(r, c)):
                one[r] = (*found, times_in(sheet.at(r, c)))
                break
    if one:
        return one
    days = max(left, key=lambda c: sum(day_label(sheet.at(r, c)) is not None for r in rows), default=None)
    if days is None or not any(day_label(sheet.at(r, days)) for r in rows):
        days = next((c for c in left if len({plain(sheet.at(r, c)) for r in rows} & set("一二三四五")) >= 4), None)
    if days is None:
        return {}
    others = [c for c in left if c != days]
    periods = max(others, key=lambda c: (sum(period_label(sheet.at(r, c)) is not None for r in rows), c), default=None)
    if periods is None:
        return {}
    return _in_two_columns(sheet, rows, days, periods, [c for c in others if c != periods])


def _in_two_columns(sheet: Sheet, rows: range, days: int, periods: int, others: list[int]) -> SlotRows:
    out: SlotRows = {}
    day = half = ""
    for r in rows:
        word = upright(sheet.at(r, days))
        if bare_day(word):
            day, half = word, half if word == day else ""
        elif word:
            day = ""
        label = period_label(sheet.at(r, periods))
        half = next((h for c in others if (h := half_of_day(sheet.at(r, c)))), half)
        if day and label:
            time = next((t for c in (periods, *others) if (t := times_in(sheet.at(r, c)))), None)
            out[r] = (day, f"{half}{label}" if half and label[0].isdigit() else label, time)
    return out


def read(sheets: list[Sheet], raw: RawTimetable) -> None:
    """Note every cell of every sheet of this shape."""
    for sheet in sheets:
        columns = class_columns(sheet)
        slots = slot_rows(sheet, columns) if columns else {}
        used: set[tuple[int, int]] = set()
        first = columns.first_row if columns else 0
        if columns and slots:
            for _column, (spelling, name) in columns.classes.items():
                raw.classes[spelling] = name
            for r, (day, period, time) in slots.items():
                raw.days.setdefault(day, None)
                raw.periods[period] = raw.periods.get(period) or time
                used |= labels_of(sheet, r, range(min(columns.classes)))
                for c, (spelling, _name) in columns.classes.items():
                    used.add((r, c))
                    add_cell(raw, spelling, day, period, sheet.at(r, c), sheet.address(r, c))
            empty = [r for r in range(first, sheet.height) if not any(sheet.at(r, c) for c in columns.classes)]
            used |= {(r, c) for r in empty for c in range(min(columns.classes))}
            note_leftovers(raw, sheet, used, first, columns.classes)
        else:
            note_sheet(raw, sheet)
