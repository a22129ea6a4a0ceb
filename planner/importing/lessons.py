"""Raw lessons and a confirmed mapping -> the lessons of the school, and the rows that say them in its file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from planner.importing.mapping import OPEN, SKIP, Mapping
from planner.importing.raw import Parity, RawLesson, RawTimetable
from planner.models.days import DAY_LABELS
from planner.models.timetable import FREE

Periods = Callable[[str, str], Sequence[str]]
"""(class id, day) -> names of the periods in the order of the day."""


class Settled(NamedTuple):
    """One lesson in the school's own words."""

    class_id: str
    day: str
    period: str
    weeks: Parity
    subject: str
    teacher: str | None


@dataclass
class Row:
    """One row of the school file: a class, its days as lists of subjects, '-' for none."""

    class_id: str
    weeks: Parity
    days: dict[str, list[str]] = field(default_factory=dict)
    teachers: dict[str, str] = field(default_factory=dict)
    plain: set[str] = field(default_factory=set)


def settle(raw: RawTimetable, mapping: Mapping) -> list[Settled]:
    """Every lesson whose class, day and period the mapping knows; answers to questions applied. In a fixed order."""
    out: dict[tuple[str, str, str], list[Settled]] = defaultdict(list)
    mask = _term_mask(raw, mapping.term)
    for lesson in [x for x in raw.lessons if mask(x.term)] + _answered(raw, mapping):
        entry = mapping.classes.get(lesson.class_name, OPEN)
        class_id = entry if isinstance(entry, str) else entry.key
        day = mapping.days.get(lesson.day, OPEN)
        slot = mapping.periods.get(lesson.period, OPEN)
        period = slot if isinstance(slot, str) else slot.id
        if {OPEN, SKIP} & {class_id, day, period}:
            continue
        subject = mapping.subjects.get(lesson.subject, lesson.subject)
        if subject in FREE or not subject:
            continue
        teacher = mapping.teachers.get(lesson.teacher) if lesson.teacher else None
        out[class_id, day, period].append(Settled(class_id, day, period, lesson.weeks, subject, teacher))
    return sorted((x for cell in out.values() for x in _together(cell)), key=_order)


def _term_mask(raw: RawTimetable, term: int) -> Callable[[str], bool]:
    return lambda mask: not mask or not raw.terms or (len(mask) >= term and mask[term - 1] == "1")


def _answered(raw: RawTimetable, mapping: Mapping) -> list[RawLesson]:
    answers = {(q.cell, q.class_name, q.text): mapping.answer(q) for q in mapping.questions}
    out = []
    for q in raw.questions:
        answer = answers.get((q.lesson.cell, q.lesson.class_name, q.lesson.subject), OPEN)
        if answer == "parity" and len(q.parts) == 2:
            weeks: tuple[Parity, Parity] = ("A", "B")
            out += [
                q.lesson._replace(subject=s, teacher=t, room=r, weeks=w) for (s, t, r), w in zip(q.parts, weeks, strict=True)
            ]
        elif answer == "whole":
            out.append(q.lesson)
        elif answer in ("split", "parity") and q.parts:
            out.append(q.lesson._replace(subject="/".join(p[0] for p in q.parts), teacher=q.parts[0][1]))
    return out


def _together(cell: list[Settled]) -> list[Settled]:
    """The lessons of one class at one time: what stands there at once (a split class) becomes one lesson, 法语/德语."""
    by_weeks: dict[Parity, list[Settled]] = defaultdict(list)
    both: tuple[Parity, ...] = ("A", "B")
    parity = any(x.weeks != "all" for x in cell)
    for lesson in cell:
        for weeks in both if parity and lesson.weeks == "all" else (lesson.weeks,):
            by_weeks[weeks].append(lesson._replace(weeks=weeks))
    out = []
    for lessons in by_weeks.values():
        subjects = list(dict.fromkeys(x.subject for x in sorted(lessons, key=lambda x: (x.subject, x.teacher or ""))))
        teachers = list(dict.fromkeys(x.teacher for x in sorted(lessons, key=lambda x: x.teacher or "~") if x.teacher))
        out.append(lessons[0]._replace(subject="/".join(subjects), teacher=teachers[0] if len(teachers) == 1 else None))
    if len(out) == 2 and out[0]._replace(weeks="all") == out[1]._replace(weeks="all"):
        return [out[0]._replace(weeks="all")]
    return out


def _order(lesson: Settled) -> tuple[str, int, str, str, str]:
    return (lesson.class_id, DAY_LABELS.index(lesson.day), lesson.period, lesson.weeks, lesson.subject)


def rows_of(lessons: Iterable[Settled], periods: Periods) -> tuple[list[Row], list[Settled]]:
    """(rows, lessons whose period the class's bell lacks). A row has one teacher a subject: a second one opens a row."""
    rows: dict[tuple[str, Parity], list[Row]] = defaultdict(list)
    lost = []
    for lesson in lessons:
        names = list(periods(lesson.class_id, lesson.day))
        if lesson.period not in names:
            lost.append(lesson)
            continue
        stack = rows[lesson.class_id, lesson.weeks]
        row = next((r for r in stack if _takes(r, lesson)), None)
        if row is None:
            row = Row(lesson.class_id, lesson.weeks)
            stack.append(row)
        words = row.days.setdefault(lesson.day, [])
        at = names.index(lesson.period)
        words.extend(["-"] * (at + 1 - len(words)))
        words[at] = lesson.subject
        if lesson.teacher:
            row.teachers[lesson.subject] = lesson.teacher
        else:
            row.plain.add(lesson.subject)
    found = [row for stack in rows.values() for row in stack]
    for row in found:
        row.days = dict(sorted(row.days.items(), key=lambda item: DAY_LABELS.index(item[0])))
    return found, lost


def _takes(row: Row, lesson: Settled) -> bool:
    known = row.teachers.get(lesson.subject)
    return known == lesson.teacher if known else lesson.teacher is None or lesson.subject not in row.plain
