"""FET's exported timetable.csv: double lessons are two lines of one id, sets are joined by '+', the heading may be off."""

from __future__ import annotations

from planner.importing.labels import day_label, times_in
from planner.importing.raw import Leftover, RawLesson, RawTimetable
from planner.languages import N_
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
    """Note every line. Days in an unknown language are for the mapping to say."""
    sheet = sheets[0]
    heading = _has_heading(sheet)
    titles = [plain(t).lower() for t in sheet.rows[0]] if heading else list(_TITLES)
    column = {name: titles.index(name) for name in _TITLES if name in titles}
    for r in range(1 if heading else 0, sheet.height):
        words = {name: plain(sheet.at(r, c)) for name, c in column.items()}
        if not any(words.values()):
            continue
        day, hour, subject = words["day"], words["hour"], words["subject"]
        classes = [s.strip() for s in words["students sets"].split("+") if s.strip()]
        if not day or not hour:
            raw.leftovers.append(Leftover(sheet.address(r, 0), " | ".join(t for t in sheet.rows[r] if t)))
            continue
        raw.days.setdefault(day, None)
        raw.periods.setdefault(hour, times_in(hour))
        if not subject:
            continue
        for name in classes:
            raw.classes.setdefault(name, read_class_name(name))
            teacher, room = words.get("teachers", ""), words.get("room", "")
            raw.lessons.append(RawLesson(name, day, hour, subject, teacher, room, "all", sheet.address(r, 0)))
    if not raw.lessons:
        raise refuse(raw.source, "import_nothing", SHAPE)
    raw.days = {d: day_label(d) for d in raw.days}
