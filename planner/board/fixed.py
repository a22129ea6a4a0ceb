"""What pins of the school's own keep in its place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from planner.board.steps import way_key
from planner.models.outcome import Fix
from planner.models.plan import PlannedDuty, PlannedVisit
from planner.models.school import School
from planner.timeline import Timeline, fits, pin_fits


def kept_by_school(
    school: School, timeline: Timeline, chips: Mapping[str, PlannedVisit | PlannedDuty]
) -> dict[str, tuple[Fix, ...]]:
    """Key of each visit or duty that a hard pin of the school keeps where it is -> the changes that give these pins up."""
    found: dict[str, dict[str, Fix]] = defaultdict(dict)
    visits = {k: x for k, x in chips.items() if isinstance(x, PlannedVisit)}
    for demand in school.demand_by_id.values() if school.mode("pinned") == "hard" else ():
        for pin in demand.pins:
            who = frozenset(school.select(pin))
            fix = Fix(code="drop_pin", price=3, params={"demand": demand.id, "place": pin.model_dump_json()})
            for key, visit in visits.items():
                cell = timeline.cell_of(visit) if visit.demand == demand.id and visit.visitor in who else None
                if cell is not None and all(fits(pin, cell, o) for o in cell.occasions):
                    found[key][way_key([fix])] = fix
    duties = {k: x for k, x in chips.items() if isinstance(x, PlannedDuty)}
    for duty_pin in school.duties.pins if school.mode("duty_pinned") == "hard" else ():
        fix = Fix(code="drop_duty_pin", price=3, params={"pin": duty_pin.model_dump_json()})
        for key, duty in duties.items():
            shift = timeline.shift_of(duty) if duty_pin.wanted and duty.helper == duty_pin.helper else None
            if shift is not None and all(pin_fits(duty_pin, shift, o) for o in shift.occasions):
                found[key][way_key([fix])] = fix
    return {key: tuple(fixes.values()) for key, fixes in found.items()}
