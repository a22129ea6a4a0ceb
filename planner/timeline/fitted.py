"""A plan whose turns name other stretches than the timeline has: one from before stretches, or a term that is cut short."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence, Set
from typing import TYPE_CHECKING, TypeVar

from planner.models.plan import Plan, PlannedDuty, PlannedVisit
from planner.models.turns import marked, position_of, stretch_of

if TYPE_CHECKING:
    from planner.timeline import Timeline
    from planner.timeline.stretches import Stretch

_P = TypeVar("_P", PlannedVisit, PlannedDuty)


def fitted(timeline: Timeline, plan: Plan) -> Plan:
    """The plan in the stretches of this timeline. A turn that names none is meant for the whole term, and stands once for each
    stretch in which its place is; one that names another belongs to the stretch in which that begins."""
    several = any(len(parts) > 1 for parts in (*timeline.stretches.values(), timeline.duty_stretches))
    turns = {x.turn for x in (*plan.visits, *plan.settled)} | {x.turn for x in plan.duties}
    if not several and not any(map(stretch_of, turns)):
        return plan
    cells = {cell.key for found in timeline.cells.values() for cell in found} | set(timeline.over)
    shifts = {shift.key for shift in (*timeline.shifts, *timeline.shifts_over)}
    visits = tuple(v for x in plan.visits for v in _placed(x, timeline.stretches.get(x.demand, ()), cells))
    settled = tuple(v for x in plan.settled for v in _placed(x, timeline.stretches.get(x.demand, ()), cells))
    duties = tuple(d for x in plan.duties for d in _placed(x, timeline.duty_stretches, shifts))
    if (visits, settled, duties) == (plan.visits, plan.settled, plan.duties):
        return plan
    return plan.model_copy(update={"visits": visits, "settled": settled, "duties": duties})


def _placed(planned: _P, stretches: Sequence[Stretch], places: Set[tuple[object, ...]]) -> Iterator[_P]:
    key = stretch_of(planned.turn)
    keys = [s.key for s in stretches]
    if key in keys or not keys:
        yield planned
        return
    if key:
        date = dt.date.fromisoformat(key)
        keys = [s.key for s in stretches if s.first <= date <= s.last]
    options = [planned.model_copy(update={"turn": marked(position_of(planned.turn), k)}) for k in keys]
    there = [option for option in options if option.place in places]
    # What has no place anywhere is left as it is, for the checker to name; what begins after a shortened term is gone.
    yield from there or ([planned] if not key else [])
