"""One plan of one school laid out on its dates, from a date on: what a comparison of two plans asks."""

from __future__ import annotations

import datetime as dt

from planner.models.plan import PlannedDuty, PlannedVisit
from planner.models.planfile import canonical_plan
from planner.models.values import Span
from planner.sessions.chapter import Chapter
from planner.sessions.expand import serves_on


class Side:
    """One plan laid out on its dates."""

    def __init__(self, chapter: Chapter, since: dt.date) -> None:
        self.school, self.plan = chapter.school, canonical_plan(chapter.plan)
        self.timeline = chapter.timeline.beginning(since)

    def has_visit(self, v: PlannedVisit) -> bool:
        """Whether a visit is held on any date from then on."""
        return self.timeline.cell_of(v) is not None

    def has_duty(self, d: PlannedDuty) -> bool:
        """Whether a duty is done on any date from then on."""
        return self.timeline.shift_of(d) is not None

    def visit_dates(self, v: PlannedVisit) -> dict[dt.date, Span]:
        """Confirmed dates on which a visit takes place, with its times."""
        cell = self.timeline.cell_of(v)
        found = {}
        for occasion in cell.occasions if cell else ():
            span = self.timeline.visit_span(cell, occasion, v.visitor) if cell else None
            if span and not self.timeline.loss(v.demand, v.visitor, v.room, occasion, span):
                found[occasion.date] = span
        return found

    def duty_dates(self, d: PlannedDuty) -> dict[dt.date, Span]:
        """Confirmed dates on which a duty is done, with its times."""
        shift, helper = self.timeline.shift_of(d), self.school.helper_by_id.get(d.helper)
        if shift is None or helper is None:
            return {}
        return {
            o.date: self.timeline.duty_span(shift, o)
            for o in shift.occasions
            if serves_on(helper.valid_from, helper.valid_until, o.date)
        }
