"""Edits -> pins of the school: what was moved by hand stays there, now and whenever the plan is made again."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from planner.models.days import position_of
from planner.models.duties import DutyPin
from planner.models.edits import DutyEdit, Edits, Pinning, Rewrite, VisitEdit
from planner.models.plan import Plan
from planner.models.school import School
from planner.models.values import Weeks
from planner.models.visits import Demand, Pin
from planner.timeline import Shift, Timeline, VisitCell, fits, pin_fits, visitors_of


def with_pins(school: School, pinning: Pinning) -> School:
    """The school in which every edit is pinned; ``pinning`` was worked out for it."""
    demands = tuple(
        d.model_copy(update={"pins": pinning.visits[d.id].pins}) if d.id in pinning.visits else d for d in school.demands
    )
    duties = school.duties.model_copy(update={"pins": pinning.duties.pins})
    return school.model_copy(update={"demands": demands, "duties": duties})


def pinning_of(school: School, edits: Edits, by_hand: Plan) -> Pinning:
    """Which pins come, and which standing ones go since they say otherwise of the same class or helper.

    ``by_hand`` is the plan with the edits carried out, see `planner.applying.byhand.by_hand`.
    """
    timeline = Timeline(school, by_hand.effective_from)
    moved: dict[str, list[VisitEdit]] = defaultdict(list)
    for edit in edits.visits:
        moved[edit.demand].append(edit)
    visits = {}
    for demand in school.demands:
        if demand.id in moved:
            kept = tuple(_kept(school, timeline, demand, pin, moved[demand.id], by_hand) for pin in demand.pins)
            new = dict.fromkeys(visit_pin(demand, edit) for edit in moved[demand.id])
            visits[demand.id] = Rewrite(kept, tuple(p for p in new if p not in kept))
    duties = _duties(school, timeline, edits.duties, by_hand)
    changed = [
        *(o is not n for d in school.demands if d.id in visits for o, n in zip(d.pins, visits[d.id].kept, strict=True)),
        *(n is None for n in duties.kept),
    ]
    return Pinning(visits, duties, sum(changed))


def visit_pin(demand: Demand, edit: VisitEdit) -> Pin:
    """The pin of one class in one cell, in the words a librarian would use: weekday and week rather than a turn's label."""
    week, _, day = position_of(edit.turn).rpartition(":")
    by_weekday = demand.cycle.kind in {"weekly", "ab"}
    return Pin(
        classes=(edit.visitor,),
        weekdays=(day,) if by_weekday else None,
        weeks=Weeks(numbers=None, parity=week) if demand.cycle.kind == "ab" else None,
        turns=None if by_weekday else (position_of(edit.turn),),
        windows=(edit.window,) if edit.window else None,
        slots=(edit.slot,) if edit.slot else None,
        periods=(edit.period,) if edit.period else None,
        rooms=(edit.room,) if edit.room else None,
    )


def _kept(
    school: School, timeline: Timeline, demand: Demand, pin: Pin, moved: Iterable[VisitEdit], by_hand: Plan
) -> Pin | None:
    """The pin without the moved classes that it would call back; None when it is about nobody else."""
    who = [v for v in school.select(pin) if v in visitors_of(school, demand)]
    movers = {edit.visitor for edit in moved}
    own = [x for x in by_hand.visits if x.demand == demand.id]

    def holds(cell: VisitCell | None) -> bool:
        return cell is not None and all(fits(pin, cell, o) for o in cell.occasions)

    against = {v for v in who if v in movers and not any(holds(timeline.cell_of(x)) for x in own if x.visitor == v)}
    if not against:
        return pin
    rest = tuple(v for v in who if v not in against)
    return pin.model_copy(update={"grades": None, "campus": None, "classes": rest}) if rest else None


def _duties(school: School, timeline: Timeline, edits: Iterable[DutyEdit], by_hand: Plan) -> Rewrite[DutyPin]:
    movers = {h for edit in edits for h in (edit.before, edit.after) if h}

    def holds(pin: DutyPin, shift: Shift | None) -> bool:
        return shift is not None and all(pin_fits(pin, shift, o) for o in shift.occasions)

    def keeps(pin: DutyPin) -> bool:
        mine = [timeline.shift_of(d) for d in by_hand.duties if d.helper == pin.helper]
        return pin.helper not in movers or any(holds(pin, shift) for shift in mine) == pin.wanted

    kept = tuple(pin if keeps(pin) else None for pin in school.duties.pins)
    new: dict[DutyPin, None] = {}
    for edit in edits:
        if edit.after is not None:
            new[_duty_pin(school, edit, edit.after, wanted=True)] = None
        # At a post for one, whoever is pinned keeps everybody else away.
        alone = school.post_by_id[edit.post].count == 1 and edit.after is not None
        if edit.before is not None and not alone:
            new[_duty_pin(school, edit, edit.before, wanted=False)] = None
    return Rewrite(kept, tuple(p for p in new if p not in kept))


def _duty_pin(school: School, edit: DutyEdit, helper: str, *, wanted: bool) -> DutyPin:
    kind = school.duties.cycle.kind
    return DutyPin(
        helper=helper,
        post=edit.post,
        weekdays=(position_of(edit.turn),) if kind == "weekly" else None,
        dates=(dt.date.fromisoformat(edit.turn),) if kind == "dated" else None,
        turns=(position_of(edit.turn),) if kind not in {"weekly", "dated"} else None,
        windows=(edit.window,),
        slots=(edit.slot,) if edit.slot else None,
        wanted=wanted,
    )
