"""A term in few numbers, to be compared with another one."""

from __future__ import annotations

from planner.models.report import TermFigures, TermReport
from planner.models.school import School
from planner.models.visits import Category


def figures(school: School, report: TermReport) -> TermFigures:
    """The numbers of a report on a whole term."""
    promised = sum(a.promised for a in report.visits)
    served = [h for h in report.helpers if h.served]
    weeks = {w.week for w in report.weeks}
    return TermFigures(
        school_year=school.term.school_year,
        name=school.term.name,
        borrowing=_each(school, report, "BORROWING"),
        reading=_each(school, report, "READING"),
        on_time=sum(a.held for a in report.visits) / promised if promised else 0.0,
        open_minutes=sum(w.total for w in report.weeks) / max(len(weeks), 1),
        helpers=len(served),
        duties=sum(h.served for h in served),
        minutes=sum(h.minutes for h in served),
    )


def _each(school: School, report: TermReport, category: Category) -> float:
    """Visits of a category that a class had, on average over the classes that come at all; teachers are no class."""
    own = [
        a
        for a in report.visits
        if (demand := school.demand_by_id[a.demand]).category == category and demand.kind != "teacher_reading"
    ]
    return sum(a.given for a in own) / len({a.visitor for a in own}) if own else 0.0
