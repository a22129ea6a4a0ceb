"""FET's exported timetable.csv: double lessons are two lines of one id, sets are joined by '+', the heading may be off."""

from __future__ import annotations

import re
from collections import Counter

from planner.importing.formats.fet import EARLIEST
from planner.importing.labels import MOST_PERIODS, day_label, period_key, times_in
from planner.importing.layouts.cells import is_clear
from planner.importing.raw import Doubt, Leftover, Question, RawLesson, RawTimetable
from planner.languages import N_
from planner.models.problem import Problem
from planner.reading.classnames import plain, read_class_name
from planner.reading.spreadsheets.sheets import Sheet, refuse

SHAPE = "fet-csv"
CALLED = N_("a timetable exported by FET")
_TITLES = ("activity id", "day", "hour", "students sets", "subject", "teachers", "activity tags", "room", "comments")


def recognises(sheets: list[Sheet]) -> float:
    """The nine columns, by their heading or by what stands in them."""
    if len(sheets) != 1 or sheets[0].named or not sheets[0].rows:
        return 0.0
    sheet = sheets[0]
    if _has_heading(sheet):
        return 1000.0
    lines = [row for row in sheet.rows[:50] if any(row)]
    fits = [r for r in lines if len(r) == 9 and r[0].isdecimal() and r[1] and r[2] and not r[1].isdecimal()]
    return 500.0 if lines and len(fits) == len(lines) else 0.0


def _has_heading(sheet: Sheet) -> bool:
    titles = [plain(t).lower() for t in sheet.rows[0]]
    return {"activity id", "day", "hour", "students sets", "subject"} <= set(titles)


def read(sheets: list[Sheet], raw: RawTimetable) -> None:
    """Note every line. Days in an unknown language are for the mapping; lines without day and hour are not placed yet."""
    sheet = sheets[0]
    heading = _has_heading(sheet)
    titles = [plain(t).lower() for t in sheet.rows[0]] if heading else list(_TITLES)
    column = {name: titles.index(name) for name in _TITLES if name in titles}
    lines = {
        r: {name: plain(sheet.at(r, c)) for name, c in column.items()}
        for r in range(1 if heading else 0, sheet.height)
        if any(sheet.rows[r])
    }
    orders = Counter(_order(words["hour"])[0] for words in lines.values() if words["hour"])
    usual = orders.most_common(1)[0][0] if orders else _NAME
    for r, words in lines.items():
        _line(raw, sheet, r, words, usual)
    if not raw.lessons and not raw.questions:
        raise refuse(raw.source, "import_nothing", SHAPE)
    raw.placed = (len(lines) - len(raw.unplaced), len(lines))
    raw.days = {d: day_label(d) for d in raw.days}
    hours = list(raw.periods)
    raw.periods = dict(sorted(raw.periods.items(), key=lambda item: _order(item[0])))
    if usual == _NAME and len(hours) > 1:
        raw.doubts.append(Doubt("hours", Problem(code="import_doubt_hours", value=", ".join(hours))))


_CLOCK, _NUMBER, _NAME = range(3)


def _order(hour: str) -> tuple[int, int]:
    """How an hour is named, by the clock, by a number or by a word, and its place among those named alike."""
    if found := re.match(r"(\d{1,2})[:h](\d{2})(?!\d)", hour):
        return _CLOCK, (int(found[1]) + 12 * (int(found[1]) < EARLIEST)) * 60 + int(found[2])
    key = period_key(hour)
    return (_NUMBER, key.number) if not key.part and 0 < key.number <= MOST_PERIODS else (_NAME, 0)


def _line(raw: RawTimetable, sheet: Sheet, r: int, words: dict[str, str], usual: int) -> None:
    """One line: an hour of an activity. What cannot be one is asked about."""
    day, hour, subject, classes = words["day"], words["hour"], words["subject"], words["students sets"]
    if words["activity id"].isdecimal() and subject and not day and not hour:
        raw.unplaced += (f"{subject} {classes}".strip(),)
        return
    strange = not words["activity id"].isdecimal() or _order(hour)[0] != usual or "\n" in "".join(words.values())
    if strange or not (day and hour and subject):
        raw.leftovers.append(Leftover(sheet.address(r, 0), " | ".join(plain(t) for t in sheet.rows[r] if t), lesson=True))
        return
    raw.days.setdefault(day, None)
    raw.periods.setdefault(hour, times_in(hour))
    for name in filter(None, (s.strip() for s in classes.split("+"))):
        raw.classes.setdefault(name, read_class_name(name))
        teacher, room = words.get("teachers", ""), words.get("room", "")
        lesson = RawLesson(name, day, hour, subject, teacher, room, "all", sheet.address(r, 0))
        if is_clear(subject):
            raw.lessons.append(lesson)
        else:
            raw.questions.append(Question(lesson, ()))
