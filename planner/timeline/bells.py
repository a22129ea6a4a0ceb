"""Which bell rings for whom, and when classes, teachers and helpers are busy because of it."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections import defaultdict
from functools import cached_property

from planner.models.classes import SchoolClass
from planner.models.people import Away
from planner.models.places import Bell
from planner.models.school import School
from planner.models.timetable import Lesson, TimetableRow
from planner.models.values import Span, Weeks
from planner.timeline.days import Day


def within(date: dt.date, first: dt.date | None, last: dt.date | None) -> bool:
    """Whether a date lies between two dates, both included; none = open end."""
    return (first is None or date >= first) and (last is None or date <= last)


def is_away(aways: tuple[Away, ...], day: Day, window: str | None, span: Span | None) -> bool:
    """Whether one of the conditions fits this day, window and time."""
    return any(
        (a.weekdays is None or day.label in a.weekdays)
        and (a.windows is None or window in a.windows)
        and (a.weeks is None or a.weeks.include(day.week, day.parity))
        and (a.dates is None or day.date in a.dates)
        and (a.time is None or span is None or a.time.overlaps(span))
        for a in aways
    )


class Bells:
    """Times of the periods, and who is busy when. All answers are for one date, and remembered for all dates like it."""

    def __init__(self, school: School) -> None:
        self._school = school
        self._kinds: dict[dt.date, int] = {}
        self._alike: dict[tuple[object, ...], int] = {}
        self._bells: dict[tuple[str, int], Bell | None] = {}
        self._periods: dict[tuple[str, int, str], Span | None] = {}
        self._lessons: dict[tuple[str, int], tuple[tuple[Lesson, Span], ...]] = {}
        self._free: dict[tuple[str, int, dt.time, dt.time, bool], bool] = {}
        self._given: dict[tuple[str, int], tuple[tuple[Lesson, Span], ...]] = {}

    def kind(self, day: Day) -> int:
        """A number that is the same for dates on which the same bells ring for the same lessons."""
        kind = self._kinds.get(day.date)
        if kind is None:
            begun, ended = self._ends
            weeks = tuple(weeks.include(day.week, day.parity) for weeks in self._weeks)
            valid = (bisect_right(begun, day.date), bisect_left(ended, day.date))
            key = (day.label, day.lessons, day.after_school, valid, weeks)
            kind = self._kinds[day.date] = self._alike.setdefault(key, len(self._alike))
        return kind

    @cached_property
    def _ends(self) -> tuple[list[dt.date], list[dt.date]]:
        """First and last dates of bells and rows of the timetable, in order."""
        parts: list[Bell | TimetableRow] = [*self._school.bells, *self._school.timetable]
        return sorted({p.valid_from for p in parts if p.valid_from}), sorted({p.valid_until for p in parts if p.valid_until})

    @cached_property
    def _weeks(self) -> list[Weeks]:
        """The weeks that rows of the timetable name."""
        return list(dict.fromkeys(row.weeks for row in self._school.timetable))

    def bell(self, c: SchoolClass, day: Day) -> Bell | None:
        """The bell of a class on a day: the newest that is in force, then the most specific; None without any."""
        if not day.lessons or c.volunteers:
            return None
        key = (c.id, self.kind(day))
        if key not in self._bells:
            fitting = [
                b
                for b in self._school.bells
                if b.campus in (None, c.campus)
                and c.is_of(b.grades)
                and (b.weekdays is None or day.label in b.weekdays)
                and within(day.date, b.valid_from, b.valid_until)
            ]
            self._bells[key] = min(
                fitting, key=lambda b: (-(b.valid_from.toordinal() if b.valid_from else 0), b.breadth), default=None
            )
        return self._bells[key]

    def period(self, c: SchoolClass, day: Day, period: str) -> Span | None:
        """Time of a period for a class on a day; None when its bell has no such period."""
        key = (c.id, self.kind(day), period)
        if key not in self._periods:
            bell = self.bell(c, day)
            self._periods[key] = bell.periods.get(period) if bell else None
        return self._periods[key]

    def latest(self, day: Day, period: str, campus: str, grades: tuple[int, ...] | None) -> Span | None:
        """The latest time a period has on a campus on that day among the grades given: what a window is anchored to."""
        spans = [
            span
            for c in self._school.class_list
            if c.campus == campus and c.is_of(grades)
            if (span := self.period(c, day, period))
        ]
        return max(spans, key=lambda s: s.end, default=None)

    @cached_property
    def _by_class_and_day(self) -> dict[tuple[str, str], list[Lesson]]:
        table: dict[tuple[str, str], list[Lesson]] = defaultdict(list)
        for lesson in self._school.lessons:
            table[lesson.class_id, lesson.day].append(lesson)
        return table

    @cached_property
    def _by_teacher_and_day(self) -> dict[tuple[str, str], list[Lesson]]:
        table: dict[tuple[str, str], list[Lesson]] = defaultdict(list)
        for lesson in self._school.lessons:
            if lesson.teacher:
                table[lesson.teacher, lesson.day].append(lesson)
        return table

    def lessons(self, class_id: str, day: Day) -> tuple[tuple[Lesson, Span], ...]:
        """Lessons of a class on a date with their times, in order; a newer row replaces an older one for the same period."""
        if not day.lessons:
            return ()
        key = (class_id, self.kind(day))
        if key not in self._lessons:
            c = self._school.class_by_id[class_id]
            current: dict[str, tuple[Lesson, Span]] = {}
            for lesson in sorted(self._by_class_and_day[class_id, day.label], key=lambda x: str(x.row.valid_from or "")):
                span = self.period(c, day, lesson.period)
                if span and self._holds(lesson, day):
                    current[lesson.period] = (lesson, span)
            replaced = [
                row
                for row in self._newer_rows.get(class_id, ())
                if day.label in row.days
                and within(day.date, row.valid_from, row.valid_until)
                and row.weeks.include(day.week, day.parity)
            ]
            if replaced:
                newest = max(row.valid_from for row in replaced if row.valid_from)
                current = {p: x for p, x in current.items() if x[0].row.valid_from == newest}
            self._lessons[key] = tuple(sorted(current.values(), key=lambda x: x[1].start))
        return self._lessons[key]

    @cached_property
    def _newer_rows(self) -> dict[str | None, list[TimetableRow]]:
        """Class -> rows that begin on a date, and may replace others from then on."""
        table: dict[str | None, list[TimetableRow]] = defaultdict(list)
        for row in self._school.timetable:
            if row.valid_from:
                table[self._school.class_id(row.class_id)].append(row)
        return table

    @staticmethod
    def _holds(lesson: Lesson, day: Day) -> bool:
        row = lesson.row
        return within(day.date, row.valid_from, row.valid_until) and row.weeks.include(day.week, day.parity)

    def teacher_lessons(self, teacher: str, day: Day) -> tuple[tuple[Lesson, Span], ...]:
        """Lessons that a teacher gives on a date, with their times."""
        key = (teacher, self.kind(day))
        if key not in self._given:
            classes = sorted({x.class_id for x in self._by_teacher_and_day[teacher, day.label]})
            given = ((x, span) for c in classes for x, span in self.lessons(c, day) if x.teacher == teacher)
            self._given[key] = tuple(given)
        return self._given[key]

    def class_is_free(self, class_id: str, day: Day, span: Span) -> bool:
        """Whether a class could be in the library then: no lesson, no lunch, not gone home."""
        return self._is_free(class_id, day, span, on_duty=False)

    def helper_is_free(self, class_id: str, day: Day, span: Span) -> bool:
        """Whether a pupil of a class could be on duty then; pupils on duty may have a lunch time of their own."""
        return self._is_free(class_id, day, span, on_duty=True)

    def _is_free(self, class_id: str, day: Day, span: Span, *, on_duty: bool) -> bool:
        key = (class_id, self.kind(day), span.start, span.end, on_duty)
        free = self._free.get(key)
        if free is None:
            c = self._school.class_by_id[class_id]
            bell = self.bell(c, day)
            lunch = bell and ((bell.lunch_on_duty if on_duty else None) or bell.lunch)
            busy = any(span.overlaps(other) for _, other in self.lessons(class_id, day)) or (lunch and span.overlaps(lunch))
            free = self._free[key] = not busy and self._is_at_school(c, bell, day, span)
        return free

    @staticmethod
    def _is_at_school(c: SchoolClass, bell: Bell | None, day: Day, span: Span) -> bool:
        if bell is None or bell.home is None or span.end <= bell.home:
            return True
        return day.after_school and (c.stays is None or day.label in c.stays)
