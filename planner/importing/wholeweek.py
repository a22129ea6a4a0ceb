"""Is a drawn table a whole week: its days and periods in their order, no row, column or heading lost between them?

Where a school has fewer lessons on a day, the day ends earlier; a table that lacks a place before its end has lost something.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from statistics import median

from planner.importing.formats.listed import doubt_about_days
from planner.importing.labels import PeriodKey, day_key, period_key
from planner.importing.raw import Doubt, RawLesson, RawTimetable
from planner.importing.weeks import weeks_said
from planner.models.days import WEEKDAYS
from planner.models.problem import Problem

Weeks = dict[str, dict[str, list[PeriodKey]]]
"""Class ('' = all) -> day -> periods, in the order in which they stand in the table."""
_NAMED = 4
_DAYS, _LESSONS = 3, 30
"""A table with fewer of both is a piece of one, as somebody adds it to a school."""
_WORKING = WEEKDAYS[:5]
_MOST = 20
_USUAL = 5
"""Lessons at an hour, below which a single one is nothing strange."""


def doubts_about_the_week(raw: RawTimetable) -> Iterable[Doubt]:
    """Days out of order or missing, periods out of order, places that the table lacks."""
    weeks: Weeks = defaultdict(lambda: defaultdict(list))
    # Odd and even weeks beside each other are two tables; an odd Saturday beside plain weekdays is part of the one.
    two = bool(raw.places) and all(weeks_said(day) != "all" for _class, day, _period in raw.places)
    for class_name, day, period in raw.places:
        name = f"{class_name} {weeks_said(day)}" if two else class_name
        weeks[name][day_key(day)].append(period_key(period))
    written = {day_key(day): day for day in reversed(raw.days)}
    for class_name, days in weeks.items():
        if (doubt := doubt_about_days({day: day for day in days})) is not None:
            yield doubt
        mixed = next((day for day, keys in days.items() if _numbers(keys) is None), None)
        if mixed is not None:
            yield _doubt("order", f"{class_name} {written.get(mixed, mixed)}".strip())
    labels = {day_key(day) for day in raw.days}
    if labels >= set(WEEKDAYS):
        yield _doubt("sevendays")
    few = labels <= set(WEEKDAYS) and (len(labels) < len(_WORKING) or _scattered(labels))
    if raw.drawn and few and (len(labels) >= _DAYS or len(raw.lessons) >= _LESSONS):
        missing = [day for day in _WORKING if day not in labels]
        yield _doubt("nodays", missing_days=", ".join(missing), present_days=", ".join(d for d in WEEKDAYS if d in labels))
    if not raw.places and (alone := _beyond_a_hole(raw)):
        yield _doubt("beyond", alone.period, name=alone.class_name, cell=alone.cell, subject=alone.subject)
    lost = [
        f"{name} {written.get(day, day)} {period}".strip() for name, day, period in (*_days_lost(weeks), *_periods_lost(weeks))
    ]
    if lost:
        yield _doubt("gaps", "; ".join(lost[:_NAMED]) + (" …" if len(lost) > _NAMED else ""), count=len(lost))


def _doubt(key: str, value: str = "", **params: object) -> Doubt:
    return Doubt(key, Problem(code=f"import_doubt_{key}", value=value, params={k: str(v) for k, v in params.items()}))


def _beyond_a_hole(raw: RawTimetable) -> RawLesson | None:
    """The only lesson of a list in a period before which there is none, or at an hour of its own: 12 was typed for 2."""
    counts: dict[int, list[RawLesson]] = defaultdict(list)
    for x in raw.lessons:
        if not (key := period_key(x.period)).part:
            counts[key.number].append(x)
    first = min(counts, default=0)
    if len(raw.lessons) < _LESSONS:
        return None
    hours = Counter(x.period for x in raw.lessons if not period_key(x.period).number)
    if (alone := next((x for x in raw.lessons if hours[x.period] == 1), None)) and median(hours.values()) >= _USUAL:
        return alone
    return next((found[0] for n, found in counts.items() if len(found) == 1 and n > first and n - 1 not in counts), None)


def _scattered(labels: set[str]) -> bool:
    """Whether a day is missing between two others, in a week that may begin on any day."""
    places = sorted(WEEKDAYS.index(label) for label in labels)
    gaps = [(b - a) % 7 for a, b in zip(places, [*places[1:], places[0]], strict=True)]
    return sum(gap > 1 for gap in gaps) > 1


def _numbers(keys: list[PeriodKey]) -> dict[str, list[int]] | None:
    """Part of the day -> its counted periods; None where they do not rise, or one comes twice."""
    parts: dict[str, list[int]] = defaultdict(list)
    for key in keys:
        # 早读 and other names count nothing; 0 is a number like others.
        if key.number <= _MOST and (key.number or not key.part):
            if parts[key.part] and key.number <= parts[key.part][-1]:
                return None
            parts[key.part].append(key.number)
    return parts


def _days_lost(weeks: Weeks) -> list[tuple[str, str, str]]:
    every = {day for days in weeks.values() for day in days}
    return [(name, day, "") for name, days in weeks.items() for day in WEEKDAYS if day in every and day not in days]


def _periods_lost(weeks: Weeks) -> list[tuple[str, str, str]]:
    firsts: dict[str, int] = {}
    found = {}
    for name, days in weeks.items():
        for day, keys in days.items():
            for part, numbers in (_numbers(keys) or {}).items():
                if numbers:
                    found[name, day, part] = numbers
                    firsts[part] = min(firsts.get(part, numbers[0]), numbers[0])
    return [
        (name, day, f"{part}{n}")
        for (name, day, part), numbers in found.items()
        for n in range(min(firsts[part], 1) if set(firsts) == {""} else firsts[part], numbers[-1])
        if n not in numbers
    ]
