"""The term day by day: days, bells and openings. What of a timeline does not depend on from when a plan holds."""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from itertools import groupby

from planner.models.school import School
from planner.models.term import Event
from planner.timeline.bells import Bells
from planner.timeline.days import Day, days_of, days_without_lessons
from planner.timeline.openings import Openings, event_dates

_LONG = 11
"""Days from the first to the last of two weeks, Monday to Friday."""


class Same:
    """What two schools have in common, one of them made from the other by `model_copy`: a part that was not changed is the same
    object in both."""

    def __init__(self, school: School, other: School) -> None:
        changed = {name for name in School.model_fields if getattr(school, name) is not getattr(other, name)}
        self._sliding = any(d.cycle.kind == "sliding" for d in school.demands)
        self._rules = "rules" not in changed
        # Those who serve as volunteers are asked for among the classes.
        self._classes = "helpers" not in changed or not any(h.volunteer for h in school.helpers)
        self._changed = changed

    def _are(self, *names: str) -> bool:
        return self._changed.isdisjoint(names)

    @property
    def days(self) -> bool:
        """The days of the term."""
        return self._are("term")

    @property
    def bells(self) -> bool:
        """The bells, and all lessons."""
        return self.days and self._classes and self._are("bells", "classes", "campuses", "timetable")

    @property
    def openings(self) -> bool:
        """When the windows are open."""
        return self.bells and self._are("windows", "rooms", "events", "adults")

    @property
    def cells(self) -> bool:
        """Turns and cells of all demands. How long a round is that slides follows from rules as well."""
        left = self._changed - {"rules", "posts", "helpers", "wishes", "duties"}
        return self.openings and not left and (self._rules or not self._sliding)

    @property
    def shifts(self) -> bool:
        """Shifts of all posts."""
        return self.cells and self._are("posts", "helpers", "duties")


class TermDates:
    """Days with lessons, those on which something may be open, bells and openings of a school."""

    def __init__(self, school: School, whole: TermDates | None = None, like: TermDates | None = None) -> None:
        """``whole``: the dates of the same school, worked out already. ``like``: those of a school from which this one was
        made by `model_copy`; what the changes do not touch is taken from it."""
        self.school = school
        same = like and Same(school, like.school)
        term = whole or (like if same and same.days else None)
        ringing = whole or (like if same and same.bells else None)
        opened = whole or (like if same and same.openings else None)
        self.days: tuple[Day, ...] = term.days if term else days_of(school.term)
        self.bells: Bells = ringing.bells if ringing else Bells(school)
        self.open_days: tuple[Day, ...] = opened.open_days if opened else self._open_days()
        self.day_by_date: dict[dt.date, Day] = opened.day_by_date if opened else {day.date: day for day in self.open_days}
        self.openings: Openings = opened.openings if opened else Openings(school, self.bells, self.open_days)

    @cached_property
    def long_events(self) -> tuple[tuple[Event, tuple[dt.date, ...]], ...]:
        """Events that take a room or a window all day for at least two weeks of school days on end, with these days."""
        usual = [d.date for d in self.days]
        found = []
        for event in self.school.events if usual else ():
            if event.time is None and (event.closes_rooms or event.closes_windows):
                taken = set(event_dates(event, self.days))
                runs = (tuple(run) for is_taken, run in groupby(usual, key=taken.__contains__) if is_taken)
                found += [(event, run) for run in runs if (run[-1] - run[0]).days >= _LONG]
        return tuple(found)

    def _open_days(self) -> tuple[Day, ...]:
        """Days with lessons, and those without on which a window may be held."""
        by_calendar = any(not w.school_days_only for w in self.school.windows)
        others = days_without_lessons(self.school.term) if by_calendar else ()
        return tuple(sorted((*self.days, *others), key=lambda day: day.date))
