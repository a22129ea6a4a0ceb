"""The cells of bells and timetable, whose columns depend on the school: periods, and lessons with their teachers."""

from __future__ import annotations

from typing import Any

from planner.models.days import DAY_LABELS
from planner.reading.workbook.sheets import SheetReader
from planner.reading.workbook.values import Misread, text_of
from planner.sheets.columns import Column
from planner.sheets.grid import Address
from planner.sheets.shorthand import EMPTY_LIST, unquote

_SPAN = Column("periods", "节次", "periods", "span")
Cells = dict[Any, Address]


def periods_of(reader: SheetReader, row: int, cells: Cells) -> tuple[dict[str, Any], Address]:
    """The periods of a bell, and the cell of the first."""
    periods: dict[str, Any] = {}
    first = reader.at(row, reader.first)
    for place, head in reader.heads.items():
        value = reader.value(_SPAN, row, place) if head.period is not None else None
        if value is not None:
            if not periods:
                first = reader.at(row, place)
            periods[str(head.period)] = value
            cells[("periods", head.period)] = reader.at(row, place)
    return periods, first


def read_lessons(reader: SheetReader, row: int, item: dict[str, Any], cells: Cells) -> None:
    """Words of each day up to its last cell that is filled; an empty cell between two words is a free period."""
    places: dict[str, dict[int, int]] = {}
    for place, head in reader.heads.items():
        if head.lesson:
            places.setdefault(head.lesson[0], {})[head.lesson[1]] = place
    days: dict[str, list[str]] = {}
    taught: dict[str, dict[str, list[Address]]] = {}
    for day in sorted(places, key=DAY_LABELS.index):
        words: list[str] | None = None
        for number in sorted(places[day]):
            where = reader.at(row, places[day][number])
            text = _lesson(reader, where)
            if text is None:
                continue
            words = words or []
            if text == EMPTY_LIST:
                break
            words += ["-"] * (number - 1 - len(words))
            word, teacher = _word(text)
            words.append(word)
            cells[("days", day, number - 1)] = where
            if teacher:
                taught.setdefault(word, {}).setdefault(teacher, []).append(where)
        if words is not None:
            days[day] = words
            cells.setdefault(("days", day), reader.at(row, places[day][min(places[day])]))
    item["days"] = days
    teachers = _teachers(reader, taught, item.get("teachers") or {}, cells)
    if teachers or "teachers" in item:
        item["teachers"] = teachers


def _teachers(
    reader: SheetReader, taught: dict[str, dict[str, list[Address]]], given: dict[str, str], cells: Cells
) -> dict[str, str]:
    """One teacher for each subject: who stands in most cells; the other cells are problems."""
    teachers = dict(given)
    for word, by_teacher in taught.items():
        usual = given.get(word) or max(by_teacher, key=lambda t: len(by_teacher[t]))
        teachers[word] = usual
        for teacher, addresses in by_teacher.items():
            cells.setdefault(("teachers", word), addresses[0])
            if teacher == usual:
                cells[("teachers", word)] = addresses[0]
                continue
            for where in addresses:
                reader.found.problem("two_teachers", where, teacher, subject=word, first=usual)
    return teachers


def _lesson(reader: SheetReader, where: Address) -> str | None:
    if (where.row, where.column) in reader.grid.uncalculated:
        reader.found.problem("cell_uncalculated", where)
        return None
    value = reader.grid.at(where.row, where.column)
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    try:
        return text_of(value).strip()
    except Misread as error:
        reader.found.problem(error.code, where, error.value)
        return None


def _word(text: str) -> tuple[str, str]:
    """Subject and, on the second line, teacher of a lesson."""
    subject, _newline, teacher = text.replace("\r", "").partition("\n")
    return unquote(subject) if subject.strip() else subject.strip(), teacher.strip()
