"""CSES YAML, versions 1 and 2: the timetable of one class, a schedule for each day and kind of week, lessons by the clock.

Version 2 counts the working days of a cycle; a cycle of one week is a week, of two weeks odd and even weeks.
"""

from __future__ import annotations

from typing import Any

from planner.errors import BadInput
from planner.importing.formats.clock import Timed, number_periods, span_of
from planner.importing.layouts.cells import can_be_subject
from planner.importing.raw import Doubt, Leftover, Parity, RawLesson, RawTimetable
from planner.languages import N_
from planner.models.problem import Problem
from planner.reading.classnames import class_in, plain, read_class_name
from planner.reading.decoding import Unreadable
from planner.reading.document import read_document
from planner.reading.spreadsheets.sheets import refuse

SHAPE = "cses"
CALLED = N_("a CSES timetable")
_LABELS = ("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN")
_WEEKS: dict[str, Parity] = {"all": "all", "odd": "A", "even": "B"}
_WEEK = 7


def recognises(text: str) -> float:
    """Whether the text has the two keys of CSES at the start of lines."""
    return 1.0 if "\nschedules:" in f"\n{text}" and "\nsubjects:" in f"\n{text}" else 0.0


def read(text: str, raw: RawTimetable, stem: str) -> None:
    """Note every lesson; the class is the one named in the file name. Raises BadInput."""
    try:
        data = read_document(text).data
    except Unreadable as error:
        raise BadInput(raw.source, [error.problem]) from None
    schedules = data.get("schedules") if isinstance(data, dict) else None
    if not isinstance(schedules, list):
        raise refuse(raw.source, "import_nothing", SHAPE)
    subjects = _subjects(raw, data.get("subjects"))
    spelling = class_in(stem) or plain(stem) or "?"
    raw.classes[spelling] = read_class_name(spelling)
    cycle = _cycle(data) if str(data.get("version")) == "2" else None
    found: list[Timed] = []
    weekly = not any(isinstance(s, dict) and "weeks" in s for s in schedules)
    for n, schedule in enumerate(schedules):
        place = f"schedules[{n}]"
        if not isinstance(schedule, dict) or not (weekly or "weeks" in schedule):
            raw.leftovers.append(Leftover(place, str(schedule)[:100], lesson=True))
            continue
        days = _days(schedule, cycle)
        if not days:
            told = f"enable_day={schedule.get('enable_day')} weeks={schedule.get('weeks')}"
            raw.leftovers.append(Leftover(place, told[:100], lesson=True))
            continue
        for day, weeks in days:
            raw.days.setdefault(str(day), _LABELS[day - 1])
            found += _schedule(raw, schedule, subjects, place, RawLesson(spelling, str(day), "", "", weeks=weeks))
    strange = sorted({t.lesson.subject for t in found} - {plain(name) for name in subjects}) if subjects else []
    if strange:
        raw.doubts.append(Doubt("unlisted", Problem(code="import_doubt_unlisted", value=", ".join(strange[:12]))))
    raw.days = dict(sorted(raw.days.items()))
    raw.leftovers = list(dict.fromkeys(raw.leftovers))
    number_periods(raw, found)
    if not raw.lessons:
        raise refuse(raw.source, "import_nothing", SHAPE)


def _subjects(raw: RawTimetable, told: object) -> dict[str, dict[str, Any]]:
    """Name -> what is said of a subject; what is no list, or no subject in it, is left over."""
    listed = told if isinstance(told, list) else []
    if told and not isinstance(told, list):
        raw.leftovers.append(Leftover("subjects", str(told)[:100], lesson=True))
    raw.leftovers += [
        Leftover(f"subjects[{n}]", str(s)[:100], lesson=True) for n, s in enumerate(listed) if not isinstance(s, dict)
    ]
    return {str(s.get("name")): s for s in listed if isinstance(s, dict)}


def _cycle(data: dict[str, Any]) -> list[tuple[int, Parity]]:
    """(weekday, weeks) of each working day of the cycle, which begins on a Monday; empty for cycles that are no weeks."""
    told = data.get("configuration")
    cycle = told.get("cycle") if isinstance(told, dict) else None
    if not isinstance(cycle, dict):
        return [(n, "all") for n in range(1, 8)]
    spans = cycle.get("spans")
    if not isinstance(spans, list):
        spans = [{"activity": k, "count": cycle.get(f"{k}_count")} for k in ("work", "rest")]
    days: list[bool] = []
    for span in spans:
        count = span.get("count") if isinstance(span, dict) else None
        if not isinstance(count, int) or isinstance(count, bool) or not 0 <= count <= 2 * _WEEK:
            return []
        days += [span.get("activity") == "work"] * count
    if len(days) not in (_WEEK, 2 * _WEEK):
        return []
    two = len(days) > _WEEK
    out: list[tuple[int, Parity]] = [
        (n % _WEEK + 1, "all" if not two else "B" if n >= _WEEK else "A") for n, work in enumerate(days) if work
    ]
    # Its editor shows days 6 and 7 of a plain week as Saturday and Sunday, although they are no working days.
    return [*out, (6, "all"), (7, "all")] if [d for d, _w in out] == [1, 2, 3, 4, 5] else out


def _days(schedule: dict[str, Any], cycle: list[tuple[int, Parity]] | None) -> list[tuple[int, Parity]]:
    """The (weekday, weeks) of a schedule; empty when they cannot be told."""
    told = schedule.get("enable_day") or schedule.get("day")
    numbers = told if isinstance(told, list) else [told]
    parity = _WEEKS.get(str(schedule.get("weeks", "all")).lower())
    if parity is None or not all(str(n).isdecimal() and 1 <= int(str(n)) <= 2 * _WEEK for n in numbers):
        return []
    wanted = [int(str(n)) for n in numbers]
    known: list[tuple[int, Parity]] = cycle if cycle is not None else [(n, "all") for n in range(1, _WEEK + 1)]
    if any(n > len(known) for n in wanted):
        return []
    return [(known[n - 1][0], parity if parity != "all" else known[n - 1][1]) for n in wanted]


def _schedule(
    raw: RawTimetable, schedule: dict[str, Any], subjects: dict[str, dict[str, Any]], place: str, like: RawLesson
) -> list[Timed]:
    out = []
    lessons = schedule.get("classes")
    if not isinstance(lessons, list):
        raw.leftovers.append(Leftover(place, f"classes={lessons}"[:100], lesson=True))
        return []
    for m, lesson in enumerate(lessons):
        at = f"{place}.classes[{m}]"
        subject = plain(str(lesson.get("subject") or "")) if isinstance(lesson, dict) else ""
        span = span_of(lesson.get("start_time"), lesson.get("end_time")) if subject else None
        if span is None or not can_be_subject(subject):
            raw.leftovers.append(Leftover(at, str(lesson)[:100], lesson=True))
            continue
        more = {**subjects.get(subject, {}), **{k: v for k, v in lesson.items() if v}}
        teacher, room = plain(str(more.get("teacher") or "")), plain(str(more.get("room") or more.get("location") or ""))
        out.append(Timed(span, like._replace(subject=subject, teacher=teacher, room=room, cell=at)))
    return out
