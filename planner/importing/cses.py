"""CSES YAML: the timetable of one class, a schedule for each day and kind of week, lessons by the clock."""

from __future__ import annotations

from typing import Any

from pydantic_core import PydanticCustomError

from planner.errors import BadInput
from planner.importing.raw import Leftover, Parity, RawLesson, RawTimetable
from planner.models.values import Span, parse_time
from planner.reading.classnames import class_in, plain, read_class_name
from planner.reading.document import Unreadable, read_document
from planner.reading.spreadsheets.sheets import refuse

SHAPE = "cses"
_LABELS = ("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN")
_WEEKS: dict[str, Parity] = {"all": "all", "odd": "A", "even": "B"}


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
    subjects = {str(s.get("name")): s for s in data.get("subjects") or () if isinstance(s, dict)}
    spelling = class_in(stem) or plain(stem) or "?"
    raw.classes[spelling] = read_class_name(spelling)
    found: list[tuple[Span, RawLesson]] = []
    for n, schedule in enumerate(schedules):
        if isinstance(schedule, dict):
            found += _schedule(raw, schedule, subjects, f"schedules[{n}]", spelling)
    spans = sorted({span for span, _ in found}, key=lambda s: (s.start, s.end))
    starts = {s.start: n for n, s in reversed(list(enumerate(spans, 1)))}
    order = {start: n for n, start in enumerate(sorted(starts), 1)}
    raw.periods = {str(order[s.start]): s for s in reversed(spans)}
    raw.periods = dict(sorted(raw.periods.items(), key=lambda kv: int(kv[0])))
    raw.lessons += [lesson._replace(period=str(order[span.start])) for span, lesson in found]
    if not raw.lessons:
        raise refuse(raw.source, "import_nothing", SHAPE)


def _schedule(
    raw: RawTimetable, schedule: dict[str, Any], subjects: dict[str, dict[str, Any]], place: str, spelling: str
) -> list[tuple[Span, RawLesson]]:
    day = str(schedule.get("enable_day") or schedule.get("day") or "")
    weeks = _WEEKS.get(str(schedule.get("weeks") or "all").lower())
    if day not in ("1", "2", "3", "4", "5", "6", "7") or weeks is None:
        raw.leftovers.append(Leftover(place, f"enable_day={day} weeks={schedule.get('weeks')}"[:100]))
        return []
    raw.days.setdefault(day, _LABELS[int(day) - 1])
    out = []
    lessons = schedule.get("classes")
    for m, lesson in enumerate(lessons if isinstance(lessons, list) else ()):
        at = f"{place}.classes[{m}]"
        subject = plain(str(lesson.get("subject") or "")) if isinstance(lesson, dict) else ""
        try:
            times = [str(lesson.get(key) or "")[:5] for key in ("start_time", "end_time")] if subject else []
            span = Span(start=parse_time(times[0]), end=parse_time(times[1])) if times else None
        except PydanticCustomError:
            span = None
        if span is None or span.end <= span.start:
            raw.leftovers.append(Leftover(at, str(lesson)[:100]))
            continue
        more = subjects.get(subject, {})
        teacher, room = (plain(str(lesson.get(k) or more.get(k) or "")) for k in ("teacher", "room"))
        out.append((span, RawLesson(spelling, day, "", subject, teacher, room, weeks, at)))
    return out
