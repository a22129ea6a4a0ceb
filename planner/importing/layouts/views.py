"""The same timetable drawn twice in one file: once for the school, once a sheet for each class or teacher.

A sheet of another form than the one that is read is left out when every lesson in it is known already; else it is asked about.
"""

from __future__ import annotations

from collections.abc import Sequence
from types import ModuleType

from planner.importing.labels import PeriodKey, day_key, period_key
from planner.importing.raw import RawTimetable
from planner.models.problem import Problem
from planner.reading.classnames import class_key
from planner.reading.spreadsheets.sheets import Sheet

Key = tuple[object, str, PeriodKey, str, str]
_NAMED = 8
_LEAST = 0.5
"""Points of a reader below which it knows nothing of a sheet."""


def without_views(sheets: list[Sheet], reader: ModuleType, readers: Sequence[ModuleType], raw: RawTimetable) -> list[Sheet]:
    """The sheets without those that only show again what ``reader`` finds in the others; what is left out is noted."""
    mine = [sheet for sheet in sheets if reader.recognises([sheet]) > 0]
    if not mine or len(mine) == len(sheets):
        return sheets
    known = _lessons(mine, reader)
    views = [s for s in sheets if s not in mine and (found := _best(s, readers)) and found <= known]
    if views:
        names = list(dict.fromkeys(s.name for s in views))
        more = " …" if len(names) > _NAMED else ""
        raw.notes.append(Problem(code="import_same_view", value=", ".join(names[:_NAMED]) + more))
    return [sheet for sheet in sheets if sheet not in views]


def _best(sheet: Sheet, readers: Sequence[ModuleType]) -> set[Key]:
    """The lessons of a sheet, read by whoever knows it best."""
    score, reader = max(((r.recognises([sheet]), r) for r in readers), key=lambda pair: pair[0])
    return _lessons([sheet], reader) if score >= _LEAST else set()


def _lessons(sheets: list[Sheet], reader: ModuleType) -> set[Key]:
    """What it reads, in words that do not depend on how a sheet writes them; nothing where a cell is not understood."""
    raw = RawTimetable("")
    reader.read(sheets, raw)
    if not raw.lessons or any(x.lesson for x in raw.leftovers):
        return set()
    return {(class_key(x.class_name), day_key(x.day), period_key(x.period), x.weeks, x.subject) for x in raw.all_lessons()}
