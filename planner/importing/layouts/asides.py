"""What stands among lessons and is none: rooms in columns of their own, a break that is spelled down the week."""

from __future__ import annotations

from planner.importing.labels import is_break
from planner.importing.layouts.cells import PLACE, is_free
from planner.importing.layouts.grid import HEAD_ROWS
from planner.reading.classnames import plain
from planner.reading.spreadsheets.sheets import Sheet
from planner.script import in_both

_ROOMS = in_both(
    [
        "教室", "场地", "地点", "room", "rm", "place", "каб", "кабинет", "ауд", "аудитория", "raum", "aula", "sala", "salle",
        "교실", "강의실", "호실", "sal", "učebna",
    ]
)  # fmt: skip
_LEAST, _LONGEST = 2, 12


def put_aside(sheet: Sheet) -> None:
    """Rooms go to the lesson before them; the letters of a break go."""
    _room_columns(sheet)
    for c in range(sheet.width):
        _spelled(sheet, [(r, c) for r in range(sheet.height)])
    for r in range(sheet.height):
        _spelled(sheet, [(r, c) for c in range(sheet.width)])


def _room_columns(sheet: Sheet) -> None:
    """A heading of rooms behind each class or day: 3 а | каб | 3 б | каб."""
    for r in range(min(sheet.height, HEAD_ROWS)):
        found = [
            c for c in range(1, sheet.width) if plain(sheet.at(r, c)).lower().rstrip(".:") in _ROOMS and sheet.at(r, c - 1)
        ]
        if len(found) < _LEAST or any(c - 1 in found for c in found):
            continue
        for c in found:
            for row in range(r, sheet.height):
                _give_room(sheet, row, c, heading=row == r)
        return


def _give_room(sheet: Sheet, row: int, column: int, *, heading: bool) -> None:
    text, lesson = sheet.at(row, column), sheet.at(row, column - 1)
    if not heading and (not text or is_free(lesson) or text == lesson):
        return  # a room without a lesson is asked about
    sheet.rows[row][column] = ""
    sheet.merged.pop((row, column), None)
    if not heading and PLACE.fullmatch(plain(text)):
        sheet.rows[row][column - 1] = f"{lesson}\n{plain(text)}"


def _spelled(sheet: Sheet, cells: list[tuple[int, int]]) -> None:
    """B, R, E, A, K below each other (or beside, where the week is turned), or 大, 课, 间: a letter for each day."""
    filled = [cell for cell in cells if sheet.at(*cell)]
    letters = [plain(sheet.at(*cell)) for cell in filled]
    for first in range(len(filled)):
        for last in range(min(len(filled), first + _LONGEST), first + 1, -1):
            word = letters[first:last]
            if all(len(x) == 1 and x.isalpha() for x in word) and is_break("".join(word)):
                for r, c in filled[first:last]:
                    sheet.rows[r][c] = ""
                    sheet.merged.pop((r, c), None)
                return
