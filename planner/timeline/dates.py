"""The term day by day: days, bells and openings. What of a timeline does not depend on from when a plan holds."""

from __future__ import annotations

import datetime as dt

from planner.models.school import School
from planner.timeline.bells import Bells
from planner.timeline.days import Day, days_of, days_without_lessons
from planner.timeline.openings import Openings


class TermDates:
    """Days with lessons, those on which something may be open, bells and openings of a school."""

    def __init__(self, school: School, whole: TermDates | None = None) -> None:
        """``whole``: the dates of the same school, worked out already."""
        self.school = school
        self.days: tuple[Day, ...] = whole.days if whole else days_of(school.term)
        self.bells: Bells = whole.bells if whole else Bells(school)
        self.open_days: tuple[Day, ...] = whole.open_days if whole else self._open_days()
        self.day_by_date: dict[dt.date, Day] = whole.day_by_date if whole else {day.date: day for day in self.open_days}
        self.openings: Openings = whole.openings if whole else Openings(school, self.bells, self.open_days)

    def _open_days(self) -> tuple[Day, ...]:
        """Days with lessons, and those without on which a window may be held."""
        by_calendar = any(not w.school_days_only for w in self.school.windows)
        others = days_without_lessons(self.school.term) if by_calendar else ()
        return tuple(sorted((*self.days, *others), key=lambda day: day.date))
