"""What a plan or a pin means in the stretches of a timeline: one from before stretches, or for a term that is cut short."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence, Set
from typing import TypeVar

from planner.models.days import marked, position_of, stretch_of
from planner.models.duties import DutyPin
from planner.models.plan import Plan, PlannedDuty, PlannedVisit
from planner.models.visits import Place
from planner.timeline.bells import within
from planner.timeline.conditions import fits, pin_fits
from planner.timeline.cycles import Stretch
from planner.timeline.timeline import Timeline

_P = TypeVar("_P", PlannedVisit, PlannedDuty)


def fitted(timeline: Timeline, plan: Plan) -> Plan:
    """The plan in the stretches of this timeline: in each of them stands what the plan has on its first date.

    Where a plan begins on a later date, the stretch it begins in is the one it names first, whatever that is called: so a
    stretch of the same name may mean another part of the term. A turn that names no stretch is meant for the whole term, and
    stands once for each stretch in which its place is.
    """
    several = any(len(parts) > 1 for parts in (*timeline.stretches.values(), timeline.duty_stretches))
    planned = (*plan.visits, *plan.settled)
    named: dict[str, set[str]] = defaultdict(set)
    for x in planned:
        named[x.demand].add(stretch_of(x.turn))
    for demand, keys in plan.stretches.items():
        named[demand] |= set(keys)
    of_duties = {stretch_of(x.turn) for x in plan.duties} | named.pop("", set())
    if not several and not any(of_duties.union(*named.values())):
        return plan
    cells = {cell.key for found in timeline.cells.values() for cell in found} | set(timeline.over)
    shifts = {shift.key for shift in (*timeline.shifts, *timeline.shifts_over)}
    meant = {demand: _meant(timeline, timeline.stretches.get(demand, ()), keys) for demand, keys in named.items()}
    for_duties = _meant(timeline, timeline.duty_stretches, of_duties)
    visits = tuple(v for x in plan.visits for v in _placed(x, timeline, meant[x.demand], cells))
    settled = tuple(v for x in plan.settled for v in _placed(x, timeline, meant[x.demand], cells))
    duties = tuple(d for x in plan.duties for d in _placed(x, timeline, for_duties, shifts))
    if (visits, settled, duties) == (plan.visits, plan.settled, plan.duties):
        return plan
    return plan.model_copy(update={"visits": visits, "settled": settled, "duties": duties, "stretches": timeline.stretch_keys})


def _meant(timeline: Timeline, stretches: Sequence[Stretch], named: Set[str]) -> dict[str, list[str]]:
    """Stretch that a plan names -> stretches of the timeline that begin while it is in force."""
    meant: dict[str, list[str]] = {key: [] for key in named}
    since = min((d.date for d in timeline.days if d.date >= timeline.since), default=timeline.since)
    for s in stretches:
        begin = max(s.first, since) if since <= s.last else s.first
        # A date in a key sorts as it runs, and none comes before all.
        in_force = max((key for key in named if key <= begin.isoformat()), default=None)
        if in_force is not None:
            meant[in_force].append(s.key)
    return meant


def _placed(planned: _P, timeline: Timeline, meant: dict[str, list[str]], places: Set[tuple[object, ...]]) -> Iterator[_P]:
    key = stretch_of(planned.turn)
    keys = meant.get(key, [])
    options = [planned.model_copy(update={"turn": marked(position_of(planned.turn), k)}) for k in keys]
    there = [option for option in options if option.place in places or (key and option == planned)]
    if there:
        yield from there
    elif not key or timeline.since.isoformat() <= key <= timeline.school.term.end.isoformat():
        # What has no place anywhere is left as it is, for the checker to name; what is over, or begins after a shortened term,
        # is gone.
        yield planned


def pinned_in(timeline: Timeline, demand: str, pin: Place, stretches: Sequence[str]) -> tuple[str, ...]:
    """Those stretches in which a pinned place exists; all, where it exists in none."""
    there = {
        cell.stretch for cell in timeline.cells[demand] if cell.occasions and all(fits(pin, cell, o) for o in cell.occasions)
    }
    return tuple(key for key in stretches if key in there) or tuple(stretches)


def duty_pinned_in(timeline: Timeline, pin: DutyPin) -> tuple[str, ...]:
    """Stretches in which a pinned place exists and its helper is there."""
    helper = timeline.school.helper_by_id.get(pin.helper)
    return tuple(
        dict.fromkeys(
            shift.stretch
            for shift in timeline.shifts
            if helper is not None
            and all(pin_fits(pin, shift, o) for o in shift.occasions)
            and any(within(o.date, helper.valid_from, helper.valid_until) for o in shift.occasions)
        )
    )
