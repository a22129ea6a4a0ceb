"""What a plan changes against the published one, and whether pinned duties are where they were put."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable
from itertools import pairwise

from planner.checker.case import Case, Finding, Findings
from planner.models.days import marked, position_of
from planner.models.plan import PlannedVisit
from planner.timeline import VisitCell, day_of_turn, duty_pinned_in, pin_fits


def duty_pinned(case: Case) -> Findings:
    """A duty the librarian has pinned stays with its student librarian."""
    for pin in dict.fromkeys(case.school.duties.pins):
        there = Counter(
            shift.stretch
            for duty, shift in case.duties
            if duty.helper == pin.helper and all(pin_fits(pin, shift, o) for o in shift.occasions)
        )
        is_over = any(all(pin_fits(pin, shift, o) for o in shift.occasions) for shift in case.timeline.shifts_over)
        if not pin.wanted and there:
            yield Finding(pin.helper, there.total(), detail=pin.post or "")
        elif pin.wanted and (there or not is_over):
            wanted = duty_pinned_in(case.timeline, pin) or ("",)
            missing = sum(not there[key] for key in wanted)
            if missing:
                yield Finding(pin.helper, missing, detail=pin.post or "")


def kept_visits(case: Case) -> Findings:
    """A visit stays where the published plan has it, and where the stretch of the term before has it."""
    yield from _kept(
        case,
        lambda visit: (position_of(visit.turn), *visit.place[2:]),
        lambda x: (position_of(x.turn), x.window, x.slot, x.period),
    )


def kept_weekdays(case: Case) -> Findings:
    """A moved visit keeps its weekday."""
    yield from _kept(case, lambda visit: day_of_turn(visit.turn), lambda x: day_of_turn(x.turn), several=True)


def _kept(
    case: Case,
    published: Callable[[PlannedVisit], Hashable],
    spot: Callable[[PlannedVisit | VisitCell], Hashable],
    *,
    several: bool = False,
) -> Findings:
    """Visits that are not where the published plan has them (``published``), nor where the stretch before has them (``spot``).
    ``several``: two visits of the published plan may have the same."""
    there = defaultdict(list)
    for visit in case.plan.visits:
        there[visit.visitor, visit.demand, visit.stretch].append(visit)
    for place, due in case.due_in.items():
        standing = [
            published(v) for v in case.standing if (v.visitor, v.demand) == place[:2] and case.timeline.speaks_of(v, place[2])
        ]
        kept = sum(published(v) in standing for v in there[place])
        missing = min(len(standing if several else set(standing)), due) - kept
        if missing > 0:
            yield Finding(place[0], missing, detail=" ".join(x for x in place[1:] if x))
    keys: dict[tuple[str, str], list[str]] = defaultdict(list)
    for visitor, demand, key in case.due_in:
        keys[visitor, demand].append(key)
    for (visitor, demand), found in keys.items() if case.alike else ():
        for before, after in pairwise(found):
            still = {spot(cell) for cell in case.timeline.cells[demand] if cell.stretch == after}
            old, new = (Counter(map(spot, there[visitor, demand, key])) for key in (before, after))
            gone = sum((Counter({x: n for x, n in old.items() if x in still}) - new).values())
            if gone:
                yield Finding(visitor, gone, detail=f"{demand} {after}")


def kept_helpers(case: Case) -> Findings:
    """Duties stay with the student librarians of the published plan, and of the stretch of the term before."""
    before = {(d.helper, *d.place) for d in case.previous.duties} if case.previous else set()
    seats = {key[1:] for key in before}
    for d in case.plan.duties:
        if d.place in seats and (d.helper, *d.place) not in before:
            yield Finding(d.helper, 1, detail=d.post)
    earlier = {b.key: a.key for a, b in pairwise(case.timeline.duty_stretches)}
    places = {shift.key for shift in case.timeline.shifts}
    served = {(duty.helper, *duty.place) for duty, _ in case.duties}
    for duty, shift in case.duties if case.alike else ():
        if shift.stretch in earlier:
            post, turn, *rest = duty.place
            place = (post, marked(position_of(turn), earlier[shift.stretch]), *rest)
            if place in places and (duty.helper, *place) not in served:
                yield Finding(duty.helper, 1, detail=f"{post} {turn}")
