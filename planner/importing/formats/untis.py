"""Untis GPU001.TXT: lesson number, class, teacher, subject, room, day, period, length; no heading, any separator."""

from __future__ import annotations

from planner.importing.labels import MOST_PERIODS
from planner.importing.layouts.cells import is_clear
from planner.importing.raw import Leftover, RawLesson, RawTimetable
from planner.languages import N_
from planner.reading.classnames import plain, read_class_name
from planner.reading.spreadsheets.sheets import Sheet

SHAPE = "untis"
CALLED = N_("an Untis export (GPU001)")
_LONGEST = 4
"""Periods that a lesson may last."""
_LABELS = ("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN")


def recognises(sheets: list[Sheet]) -> float:
    """Lines of at least seven columns: a number first, day and period as small numbers in the sixth and seventh."""
    if len(sheets) != 1 or sheets[0].named:
        return 0.0
    lines = [row for row in sheets[0].rows[:200] if any(row)]
    fits = [row for row in lines if _fits(row)]
    return 700.0 if lines and len(fits) * 10 >= len(lines) * 8 else 0.0


def _fits(row: list[str]) -> bool:
    return (
        len(row) >= 7
        and row[0].isdecimal()
        and row[5] in ("1", "2", "3", "4", "5", "6", "7")
        and row[6].isdecimal()
        and len(row[6]) <= 2
        and not row[3].isdecimal()
    )


def read(sheets: list[Sheet], raw: RawTimetable) -> None:
    """Note every line; lines without a class are the teacher's own hours."""
    sheet = sheets[0]
    # A double lesson may reach one period beyond those that begin; what reaches further is no length.
    last = max((int(row[6]) for row in sheet.rows if _fits(row)), default=0) + 1
    for r, row in enumerate(sheet.rows):
        words = [plain(t) for t in row]
        if not any(words):
            continue
        if not _fits(words):
            raw.leftovers.append(Leftover(sheet.address(r, 0), " | ".join(t for t in words if t), lesson=True))
            continue
        _number, class_name, teacher, subject, room, day, period = words[:7]
        raw.days.setdefault(day, _LABELS[int(day) - 1])
        raw.periods.setdefault(period, None)
        if not class_name:
            continue
        length = int(words[7]) if len(words) > 7 and words[7].isdecimal() else 1
        if (
            not is_clear(subject)
            or not 0 <= int(period) <= MOST_PERIODS
            or length > _LONGEST
            or int(period) + length - 1 > last
        ):
            raw.leftovers.append(Leftover(sheet.address(r, 0), " | ".join(t for t in words if t), lesson=True))
            continue
        raw.classes.setdefault(class_name, read_class_name(class_name))
        for n in range(max(1, length)):
            raw.lessons.append(
                RawLesson(class_name, day, str(int(period) + n), subject, teacher, room, "all", sheet.address(r, 0))
            )
    raw.days = dict(sorted(raw.days.items()))
    raw.periods = dict(sorted(raw.periods.items(), key=lambda kv: int(kv[0])))
