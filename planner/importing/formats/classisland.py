"""ClassIsland profiles (JSON): subjects, time layouts and class plans of one class, each under an id of its own.

The n-th class of a plan stands in the n-th lesson of its time layout; breaks and dividers are entries of other types.
"""

from __future__ import annotations

import json
from typing import Any

from planner.importing.formats.clock import Timed, number_periods, span_of
from planner.importing.layouts.cells import can_be_subject
from planner.importing.raw import Leftover, Parity, RawLesson, RawTimetable
from planner.languages import N_
from planner.models.values import Span
from planner.reading.classnames import class_in, plain, read_class_name
from planner.reading.spreadsheets.sheets import refuse

SHAPE = "classisland"
CALLED = N_("a ClassIsland profile")
_LABELS = ("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT")
_LESSON = 0
_NOBODY = "00000000-0000-0000-0000-000000000000"


def recognises(text: str) -> dict[str, Any] | None:
    """The profile, when the text is one."""
    if not text.lstrip().startswith("{") or '"ClassPlans"' not in text:
        return None
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return None
    parts = ("Subjects", "TimeLayouts", "ClassPlans")
    return data if isinstance(data, dict) and all(isinstance(data.get(p), dict) for p in parts) else None


def read(data: dict[str, Any], raw: RawTimetable, stem: str) -> None:
    """Note every lesson of the plans that hold regularly. Raises BadInput."""
    spelling = class_in(stem) or class_in(str(data.get("Name") or "")) or plain(stem) or "?"
    raw.classes[spelling] = read_class_name(spelling)
    found: list[Timed] = []
    for key, plan in data["ClassPlans"].items():
        if not isinstance(plan, dict):
            raw.leftovers.append(Leftover(plain(str(key)), str(plan)[:100], lesson=True))
            continue
        if plan.get("IsOverlay") or plan.get("IsEnabled") is False:
            continue
        name = plain(str(plan.get("Name") or key))
        told = plan.get("TimeRule")
        rule: dict[str, Any] = told if isinstance(told, dict) else {}
        day, weeks = rule.get("WeekDay"), _weeks(rule)
        spans = _spans(data["TimeLayouts"].get(str(plan.get("TimeLayoutId"))))
        classes = plan.get("Classes")
        if type(day) is not int or not 0 <= day <= 6 or not isinstance(classes, list) or weeks is None or spans is None:
            raw.leftovers.append(Leftover(name, json.dumps(rule, ensure_ascii=False)[:100], lesson=True))
            continue
        if len(classes) != len(spans):
            # Its lessons are told by their place in the layout alone.
            raw.leftovers.append(Leftover(name, f"{len(classes)} != {len(spans)}", lesson=True))
            continue
        raw.days[str(day or 7)] = _LABELS[day]
        for n, entry in enumerate(classes):
            at = f"{name}[{n + 1}]"
            if not isinstance(entry, dict):
                raw.leftovers.append(Leftover(at, str(entry)[:100], lesson=True))
                continue
            subject_id = entry.get("SubjectId")
            if not isinstance(subject_id, str):
                raw.leftovers.append(Leftover(at, str(entry)[:100], lesson=True))
                continue
            if subject_id == _NOBODY or entry.get("IsEnabled") is False:
                continue
            subject = data["Subjects"].get(subject_id)
            called = subject.get("Name") if isinstance(subject, dict) else ""
            word = plain(called) if isinstance(called, str) else ""
            if not can_be_subject(word) or n >= len(spans):
                raw.leftovers.append(Leftover(at, word or subject_id, lesson=True))
                continue
            teacher = plain(str(subject.get("TeacherName") or ""))
            found.append(Timed(spans[n], RawLesson(spelling, str(day or 7), "", word, teacher, "", weeks, at)))
    raw.days = dict(sorted(raw.days.items()))
    number_periods(raw, found)
    if not raw.lessons:
        raise refuse(raw.source, "import_nothing", SHAPE)


def _weeks(rule: dict[str, Any]) -> Parity | None:
    """WeekCountDiv 0 = every week; else the n-th of WeekCountDivTotal weeks. None for cycles longer than two weeks."""
    which, total = rule.get("WeekCountDiv", 0), rule.get("WeekCountDivTotal") or 2
    if type(which) is not int:
        return None
    if which == 0:
        return "all"
    if total != 2 or which not in (1, 2):
        return None
    return "A" if which == 1 else "B"


def _spans(layout: Any) -> list[Span] | None:
    """Times of the lessons of a layout, in order; None when one cannot be read."""
    points = layout.get("Layouts") if isinstance(layout, dict) else None
    if not isinstance(points, list):
        return None
    spans = []
    for point in points:
        if isinstance(point, dict) and (point.get("TimeType") or 0) == _LESSON:
            span = span_of(*(_clock(point.get(f"{end}Time") or point.get(f"{end}Second")) for end in ("Start", "End")))
            if span is None or span in spans:
                return None
            spans.append(span)
    return spans


def _clock(text: object) -> str:
    """'08:00:00', or the time of '2024-09-01T08:00:00'."""
    return str(text or "").rpartition("T")[2]
