"""Class entries for a school made from its timetable: grade and number as the spelling says, counted off where it does not."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from planner.importing.raw import RawTimetable
from planner.reading.classnames import ROMANS, ClassName, plain, read_class_name

if TYPE_CHECKING:
    from planner.importing.mapping import NewClass


def new_classes(raw: RawTimetable, start: dt.date) -> dict[str, NewClass]:
    """Spelling -> new class. Two spellings of one class become one; what is not sure says so."""
    from planner.importing.mapping import NewClass

    taken: dict[tuple[int, int], str] = {}
    out: dict[str, NewClass] = {}
    later: list[str] = []
    for spelling, known in raw.classes.items():
        read = known or read_class_name(spelling)
        grade = read.grade_on(start) if read else None
        if read is None or grade is None or read.number is None:
            later.append(spelling)
            continue
        same = taken.setdefault((grade, read.number), spelling)
        # Α1 and A1 are one class only in Chinese writing, where every spelling says grade and number in so many words.
        if same != spelling and not _chinese(spelling):
            later.append(spelling)
            continue
        name = None if _chinese(spelling) else spelling
        out[spelling] = NewClass(grade=grade, number=read.number, name=name, pupils=_pupils(raw, spelling, read))
    for spelling in later:
        grade = _grade_inside(spelling)
        number = next(n for n in range(1, 1000) if (grade, n) not in taken)
        taken[grade, number] = spelling
        out[spelling] = NewClass(grade=grade, number=number, name=spelling, pupils=raw.pupils.get(spelling), sure=False)
    return {spelling: out[spelling] for spelling in raw.classes}


def _chinese(spelling: str) -> bool:
    return bool(re.search(r"[一-鿿]|^\d{3,4}$|^\d{1,2}[.\-(]\d", spelling))


def _pupils(raw: RawTimetable, spelling: str, read: ClassName) -> int | None:
    return raw.pupils.get(spelling) or (read.pupils if read.pupils and 1 <= read.pupils <= 200 else None)


def _grade_inside(spelling: str) -> int:
    """The first number from 1 to 12 in a name such as '3 EM 1', 'Gr 9 Maths' or 'XI-Science'; grade 1 when there is none."""
    word = plain(spelling)
    if found := re.search(r"(?<!\d)(\d{1,2})(?!\d)", word):
        return int(found[1]) if 1 <= int(found[1]) <= 12 else 1
    roman = re.match(r"(?:[^\W\d_]+[ .\-])?([IVX]+)(?![^\W\d_])", word)
    return ROMANS.get(roman[1], 1) if roman else 1
