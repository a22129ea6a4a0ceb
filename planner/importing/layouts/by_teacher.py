"""Shape 2: rows are teachers, columns are day × period, a cell names class and subject: 小六.1⏎语文."""

from __future__ import annotations

import re

from planner.importing.layouts.cells import ENDS, is_clear, is_free, parse_cell
from planner.importing.layouts.grid import Columns, label_columns, labels_of, note_leftovers, note_sheet, slot_columns
from planner.importing.layouts.pairs import SUBJECT_WORDS
from planner.importing.layouts.subjects import is_subject
from planner.importing.raw import Leftover, Parity, RawLesson, RawTimetable
from planner.languages import N_
from planner.reading.classnames import plain, read_class_name
from planner.reading.spreadsheets.sheets import Sheet

SHAPE = "rows-teachers"
CALLED = N_("a master timetable, one row a teacher")
_BETWEEN = re.compile(r"\s*[、,，;；+]\s*")


def recognises(sheets: list[Sheet]) -> float:
    """Cells with a class in them, in sheets with a heading of days and periods and no classes as labels."""
    return float(sum(_cells(sheet) for sheet in sheets))


def _cells(sheet: Sheet) -> int:
    columns = slot_columns(sheet)
    if columns is None or label_columns(sheet, columns.first_row, range(min(columns.slots))):
        return 0
    texts = [sheet.at(r, c) for r in range(columns.first_row, sheet.height) for c in columns.slots]
    texts = [text for text in texts if not is_free(text)]
    alone = _subject_column(sheet, columns) is not None
    found = sum(split_class(text) is not None or (alone and bool(_classes_alone(text))) for text in texts)
    return found if found * 2 >= len(texts) else 0


def _subject_column(sheet: Sheet, columns: Columns) -> int | None:
    """The column before the lessons that says what each teacher teaches."""
    for c in range(min(columns.slots)):
        heads = {plain(sheet.at(r, c)).lower() for r in range(columns.first_row)}
        words = [plain(t) for t in sheet.column(c, columns.first_row) if t]
        if heads & SUBJECT_WORDS or (words and sum(map(is_subject, words)) * 2 > len(words)):
            return c
    return None


def _classes_alone(text: str) -> list[str]:
    """The classes of a cell in which nothing else stands."""
    classes = [c for c in _BETWEEN.split(plain(text).replace("\n", ",")) if c]
    return classes if classes and all(read_class_name(c) for c in classes) else []


def split_class(text: str) -> tuple[list[str], str] | None:
    """'小六.1⏎语文', '四1语文', '四(1)班 语文' -> (classes, the rest); None when no class comes first."""
    word = plain(text)
    first, _, rest = word.partition("\n")
    if rest:
        classes = _BETWEEN.split(first)
        if all(read_class_name(c) for c in classes):
            return classes, rest
    for end in range(min(len(word) - 1, 16), 1, -1):
        head, tail = word[:end].strip(), word[end:].strip()
        # The longest piece that is a class; a digit after it would still belong to it.
        if tail and not tail[0].isdigit() and tail[0] not in ")班.人" and read_class_name(head):
            return [head], tail
    # 语文 四(1)班, 语文⏎四1, 语文(四1): the subject first.
    for end in range(1, min(len(word), 16)):
        head, tail = word[:end].strip(), word[end:].strip()
        tail = tail[1:-1] if tail[:1] == "(" and tail[-1:] == ")" else tail
        if is_subject(head) and read_class_name(tail):
            return [tail], head
    return None


def of_a_teacher(texts: list[str]) -> bool:
    """Whether the cells of a week name the class, as in the week of a teacher: 四1语文, 语文 四(1)班."""
    filled = [text for text in texts if not is_free(text)]
    return bool(filled) and sum(split_class(text) is not None for text in filled) * 2 > len(filled)


def read(sheets: list[Sheet], raw: RawTimetable) -> None:
    """Note every cell of every sheet of this shape."""
    for sheet in sheets:
        columns = slot_columns(sheet)
        if columns:
            _read(sheet, columns, raw)
        else:
            note_sheet(raw, sheet)


def _read(sheet: Sheet, columns: Columns, raw: RawTimetable) -> None:
    raw.periods.update({label: columns.spans.get(label) for _day, label in columns.slots.values() if label not in raw.periods})
    raw.days.update({day: None for day, _label in columns.slots.values() if day not in raw.days})
    names = _teacher_column(sheet, columns)
    subjects = _subject_column(sheet, columns)
    used: set[tuple[int, int]] = set()
    for c, (day, period) in columns.slots.items():
        raw.places.setdefault(("", day, period), sheet.address(columns.first_row - 1, c))
    for row in range(columns.first_row, sheet.height):
        teacher = plain(sheet.at(row, names)).replace("\n", "")
        if not teacher:
            continue
        used |= labels_of(sheet, row, range(min(columns.slots)), subjects)
        for c, (day, period) in columns.slots.items():
            text = sheet.at(row, c)
            used.add((row, c))
            if is_free(text):
                continue
            subject = plain(sheet.at(row, subjects)).rstrip(ENDS) if subjects is not None else ""
            if is_clear(subject) and not re.search(r"[/\n]", subject) and (classes := _classes_alone(text)):
                for spelling in classes:
                    raw.classes.setdefault(spelling, read_class_name(spelling))
                    raw.lessons.append(RawLesson(spelling, day, period, subject, teacher, cell=sheet.address(row, c)))
            else:
                note_cell(raw, teacher, day, period, text, sheet.address(row, c))
    note_leftovers(raw, sheet, used, columns.first_row, columns.slots)


def note_cell(raw: RawTimetable, teacher: str, day: str, period: str, text: str, cell: str) -> None:
    """Note what a cell says of a teacher: which class has what."""
    lessons = []
    # 小六.1⏎美术(单)/小六.2⏎美术(双): two classes in turn; every piece names its own class.
    pieces = re.split(r"\s*/\s*", plain(text)) if "/" in text else [plain(text)]
    for piece in pieces:
        found = split_class(piece)
        parts = parse_cell(found[1]) if found else None
        if not found or not parts or len(parts) > 1:
            raw.leftovers.append(Leftover(cell, plain(text).replace("\n", "⏎"), lesson=True))
            return
        part = parts[0]
        weeks: Parity = part.weeks
        for spelling in found[0]:
            raw.classes.setdefault(spelling, read_class_name(spelling))
            lessons.append(RawLesson(spelling, day, period, part.subject, teacher, part.teacher or part.room, weeks, cell))
    raw.lessons += lessons


def _teacher_column(sheet: Sheet, columns: Columns) -> int:
    """The column of names: the one before the data with most different words that are no numbers."""

    def words(c: int) -> int:
        return len({t for t in sheet.column(c, columns.first_row) if t and not re.fullmatch(r"[\d.]+", t)})

    others = [c for c in range(min(columns.slots)) if c != _subject_column(sheet, columns)]
    return max(others, key=lambda c: (words(c), c), default=0)
