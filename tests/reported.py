"""Example schools with a plan made without the solver: the n-th class in the n-th place, whatever the rules say."""

from __future__ import annotations

from functools import cache

from planner.models.base import Language
from planner.models.plan import Plan, PlannedDuty, PlannedVisit
from planner.models.planfile import PlanFile
from planner.models.school import School
from planner.models.session import Expansion
from planner.outputs.tables.source import Source
from planner.reading.schoolfile import read_school
from planner.timeline import Timeline, slot_limit, visitors_of
from tests.cli.cases import ROOT


@cache
def example(name: str) -> PlanFile:
    """An example with all its visits of windows and lessons placed, and each helper on one duty."""
    return planned(read_school(ROOT / "examples" / name / "school.yaml"))


def planned(school: School) -> PlanFile:
    """A plan in which every class has a place while there are places."""
    timeline = Timeline(school)
    visits = []
    for demand in school.demand_by_id.values():
        places = [c for c in timeline.cells[demand.id] for _n in range(slot_limit(school, c.window) if c.window else 1)]
        for visitor, c in zip(visitors_of(school, demand), places, strict=False):
            visits.append(
                PlannedVisit(
                    demand=demand.id, visitor=visitor, turn=c.turn, window=c.window, slot=c.slot, period=c.period, room=c.room
                )
            )
    shifts = timeline.shifts
    duties = [
        PlannedDuty(helper=h, post=s.post, turn=s.turn, window=s.window, slot=s.slot)
        for h, s in zip(school.helper_by_id, shifts, strict=False)
    ]
    return PlanFile(school=school, plan=Plan(effective_from=school.term.start, visits=tuple(visits), duties=tuple(duties)))


def source_of(planfile: PlanFile, language: Language, internal: bool = False) -> Source:
    """What the outputs of a report draw on."""
    return Source(planfile.school, planfile.plan, Timeline(planfile.school), Expansion((), ()), language, internal)
