"""Shape 6: one sheet (or one block) for each class: columns are weekdays, rows are periods, the class stands in the title."""

from __future__ import annotations

import re

from planner.importing.labels import day_label, half_of_day, period_label, times_in
from planner.importing.layouts.by_teacher import note_cell, of_a_teacher
from planner.importing.layouts.cells import add_cell, is_free
from planner.importing.layouts.grid import counted_class, day_columns, labels_of, note_leftovers, note_sheet
from planner.importing.raw import RawTimetable
from planner.languages import N_
from planner.models.values import Span
from planner.reading.classnames import class_in, plain, read_class_name
from planner.reading.spreadsheets.sheets import Sheet

SHAPE = "sheet-per-class"
CALLED = N_("one sheet a class")


def recognises(sheets: list[Sheet]) -> float:
    """Lessons a week, roughly: rows with a period under a heading of days, in sheets that name a class."""
    return float(sum(1.5 for sheet in sheets if _layout(sheet)))


def _layout(sheet: Sheet) -> tuple[int, dict[int, str], dict[int, tuple[str, Span | None]]] | None:
    found = day_columns(sheet, least=3) or _cycle_of_two(sheet)
    if found is None:
        return None
    row, days = found
    if len(set(days.values())) < len(days):
        return None
    left = range(min(days))
    rows = range(row + 1, sheet.height)
    column = max(left, key=lambda c: sum(period_label(sheet.at(r, c)) is not None for r in rows), default=None)
    if column is None:
        return None
    slots: dict[int, tuple[str, Span | None]] = {}
    half = ""
    labels = [period_label(sheet.at(r, column)) for r in rows]
    repeated = len(set(filter(None, labels))) < len([x for x in labels if x])
    for r in rows:
        label = period_label(sheet.at(r, column))
        half = next((h for c in left if (h := half_of_day(sheet.at(r, c)))), half)
        if label:
            rows_of_label = [r, *([r + 1] if _only_a_time(sheet, r + 1, left, days) else [])]
            time = next((t for row in rows_of_label for c in left if (t := times_in(sheet.at(row, c)))), None)
            slots[r] = (f"{half}{label}" if repeated and half else label, time)
    return (row, days, slots) if len(slots) >= 2 else None


def _cycle_of_two(sheet: Sheet) -> tuple[int, dict[int, str]] | None:
    """A Day | B Day: two days are a week only where they are called so."""
    found = day_columns(sheet)
    return found if found and sorted({day_label(d) or "" for d in found[1].values()}) == ["D1", "D2"] else None


def _only_a_time(sheet: Sheet, row: int, left: range, days: dict[int, str]) -> bool:
    """Whether a row says nothing but the time of the period above it."""
    words = [t for c in left if (t := sheet.at(row, c))]
    return bool(words) and all(times_in(t) and not period_label(t) for t in words) and not any(sheet.at(row, c) for c in days)


def class_of(sheet: Sheet, heading: int, stem: str) -> str:
    """The class of a sheet: its name, or a class in the cells over the heading, or that of the file; else its name as it is."""
    if sheet.named and read_class_name(sheet.name):
        return plain(sheet.name)
    # The nearest above: over it may stand a list of all classes.
    for _r, _c, text in sorted((x for x in sheet.filled() if x[0] < heading), key=lambda x: (-x[0], x[1])):
        if read_class_name(text) or class_in(text):
            return plain(text) if read_class_name(text) else class_in(text) or ""
    return class_in(sheet.name) or _in_file_name(stem) or plain(sheet.name) or "?"


def _in_file_name(stem: str) -> str:
    return plain(stem) if read_class_name(stem) else class_in(stem) or ""


def _person(title: str) -> str:
    """张三 of 张三老师课程表."""
    return re.sub(r"(?:老师|教师|老師|教師)?(?:的)?(?:课程?表|課程?表|timetable)?$", "", title, flags=re.IGNORECASE).strip()


def _classes_by_row(sheet: Sheet, days: dict[int, str], slots: dict[int, tuple[str, Span | None]]) -> dict[int, str]:
    """Row -> class, where a column before the days names it; a merged or empty cell goes on with the last."""
    for column in range(min(days)):
        named = {r: plain(sheet.at(r, column)) for r in slots if read_class_name(sheet.at(r, column))}
        if named:
            return {r: named[max(n for n in named if n <= r)] for r in slots if r >= min(named)}
    return {}


def read(sheets: list[Sheet], raw: RawTimetable) -> None:
    """Note every cell of every sheet of this shape."""
    # A file of one table may be named for its class.
    stem = re.split(r"[\\/]", raw.source)[-1].rpartition(".")[0] if len(sheets) == 1 else ""
    for sheet in sheets:
        layout = _layout(sheet)
        if layout is None:
            note_sheet(raw, sheet)
            continue
        heading, days, slots = layout
        by_row = _classes_by_row(sheet, days, slots)
        used: set[tuple[int, int]] = set()
        own = class_of(sheet, heading, stem)
        texts = [sheet.at(r, c) for r in slots for c in days]
        if not read_class_name(own) and not by_row and all(map(is_free, texts)):
            continue  # the empty week of somebody
        teacher = not read_class_name(own) and of_a_teacher(texts)
        for r, (period, time) in slots.items():
            if teacher:
                raw.periods[period] = raw.periods.get(period) or time
                used |= labels_of(sheet, r, range(min(days))) | {(r, c) for c in days}
                for c, day in days.items():
                    raw.days.setdefault(day, None)
                    if not is_free(sheet.at(r, c)):
                        note_cell(raw, _person(own), day, period, sheet.at(r, c), sheet.address(r, c))
                continue
            spelling = by_row.get(r) or own
            raw.classes[spelling] = read_class_name(spelling) or counted_class(spelling)
            raw.periods[period] = raw.periods.get(period) or time
            used |= labels_of(sheet, r, range(min(days)))
            for c, day in days.items():
                raw.days.setdefault(day, None)
                used.add((r, c))
                add_cell(raw, spelling, day, period, sheet.at(r, c), sheet.address(r, c))
        empty = [r for r in range(heading, sheet.height) if not any(sheet.at(r, d) for d in days)]
        used |= {(r, c) for r in empty for c in range(min(days))}
        note_leftovers(raw, sheet, used, heading + 1, days)
