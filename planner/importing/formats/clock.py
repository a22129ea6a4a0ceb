"""Lessons by the clock: times become the periods of bell schedules, one for the days that share their times."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

from pydantic_core import PydanticCustomError

from planner.errors import BadInput
from planner.importing.raw import RawLesson, RawTimetable
from planner.models.problem import Problem
from planner.models.values import Span, parse_time


class Timed(NamedTuple):
    """A lesson whose period is not known yet, only its time."""

    span: Span
    lesson: RawLesson


def span_of(start: object, end: object) -> Span | None:
    """'08:00:00' and '08:40' -> a stretch of time; None when it is none, or ends before it begins."""
    try:
        span = Span(start=parse_time(str(start or "")[:5].rstrip(":")), end=parse_time(str(end or "")[:5].rstrip(":")))
    except PydanticCustomError:
        return None
    return span if span.start < span.end else None


def number_periods(raw: RawTimetable, found: list[Timed]) -> None:
    """Note the lessons with periods counted from 1 in each bell. Raises BadInput where lessons of one day overlap."""
    raw.clocked = True
    by_day: dict[str, set[Span]] = {}
    for timed in found:
        by_day.setdefault(timed.lesson.day, set()).add(timed.span)
    problems = [
        Problem(code="import_overlap", path=day, value=f"{a}, {b}")
        for day, spans in by_day.items()
        if (hit := _overlap(spans)) is not None
        for a, b in [hit]
    ]
    if problems:
        raise BadInput(raw.source, problems)
    bells: list[tuple[list[str], set[Span]]] = []
    for day in raw.days:
        spans = by_day.get(day, set())
        home = next((bell for bell in bells if _overlap(bell[1] | spans) is None), None)
        if home is None:
            bells.append(([day], set(spans)))
        elif spans:
            home[0].append(day)
            home[1].update(spans)
    numbers: dict[tuple[str, Span], str] = {}
    for days, spans in bells:
        order = {span: str(n) for n, span in enumerate(sorted(spans, key=lambda s: s.start), 1)}
        numbers |= {(day, span): number for day in days for span, number in order.items()}
        for span, number in order.items():
            raw.periods.setdefault(number, span)
        raw.bells.append((tuple(days), {number: span for span, number in order.items()}))
    raw.periods = dict(sorted(raw.periods.items(), key=lambda kv: int(kv[0])))
    if len(bells) < 2:
        raw.bells = []
    raw.lessons += [lesson._replace(period=numbers[lesson.day, span]) for span, lesson in found]


def _overlap(spans: set[Span]) -> tuple[Span, Span] | None:
    ordered = sorted(spans, key=lambda s: (s.start, s.end))
    return next(((a, b) for a, b in pairwise(ordered) if b.start < a.end), None)
