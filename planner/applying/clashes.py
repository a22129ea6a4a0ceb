"""What speaks against a change made by hand whatever the rest of the plan is: rules, cells, dates."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterator

from planner.checker import RULES
from planner.checker.case import Case
from planner.models.edits import DutyEdit, EditClash, Edits, VisitEdit, Written
from planner.models.plan import Plan, PlannedDuty
from planner.models.rules import MENDED_BY_MORE, ON_DATES
from planner.models.school import School
from planner.timeline import Shift, Timeline, fits, pin_fits

ALONE = tuple(rule for rule in ON_DATES if rule not in MENDED_BY_MORE)
"""Rules that what stands still can break by itself."""
_Item = tuple[str, str, dt.date | None]


def clashes(school: School, edited: Plan, edits: Edits) -> tuple[EditClash, ...]:
    """Hard rules that the edits break by themselves or with other pins. ``edited``: by `by_hand`, ``school``: with the pins.

    Looked at are only the visits and duties that may not move any more, so that whatever is found no other plan can mend.
    """
    fixed = _fixed(school, edited)
    broken = _broken(school, fixed)
    if not broken:
        return ()
    before = fixed
    for edit in edits.all:
        before = _without(before, edit)
    anyway = _broken(school, before)
    without = [(Written(cell=e.cell, text=e.text), _broken(school, _without(fixed, e))) for e in edits.all]
    found: dict[tuple[str, tuple[Written, ...]], tuple[dict[str, None], set[dt.date]]] = defaultdict(lambda: ({}, set()))
    for item, amount in broken.items():
        if amount <= anyway[item]:
            continue
        rule, subject, date = item
        by = tuple(dict.fromkeys(written for written, left in without if left[item] < amount))
        subjects, dates = found[rule, by]
        subjects[subject] = None
        dates.update([date] if date else [])
    return tuple(
        EditClash(rule=rule, edits=by, subjects=tuple(subjects), dates=tuple(sorted(dates)))
        for (rule, by), (subjects, dates) in found.items()
    )


def _fixed(school: School, edited: Plan) -> Plan:
    """The part of a plan that may not move: what pins hold where it is, the edits among it."""
    timeline = Timeline(school, edited.effective_from)
    pins = {d.id: [(pin, set(school.select(pin))) for pin in d.pins] for d in school.demands}
    visits = tuple(
        v
        for v in edited.visits
        if (cell := timeline.cell_of(v))
        and any(v.visitor in who and all(fits(pin, cell, o) for o in cell.occasions) for pin, who in pins[v.demand])
    )
    duties = tuple(d for d in edited.duties if (shift := timeline.shift_of(d)) and _is_pinned(school, d, shift))
    return edited.model_copy(update={"visits": visits, "duties": duties, "covers": ()})


def _is_pinned(school: School, duty: PlannedDuty, shift: Shift) -> bool:
    return any(
        pin.wanted and pin.helper == duty.helper and all(pin_fits(pin, shift, o) for o in shift.occasions)
        for pin in school.duties.pins
    )


def _broken(school: School, plan: Plan) -> Counter[_Item]:
    """(rule, subject, date) -> how badly a hard rule is broken."""
    case, found = Case(school, plan), Counter[_Item]()
    for rule in ALONE:
        if school.mode(rule) == "hard":
            for f in RULES[rule](case):
                if f.dates:
                    found.update((rule, f.subject, date) for date in f.dates)
                else:
                    found[rule, f.subject, None] += f.amount
    if school.mode("post_staffed") == "hard":
        found.update(_too_many(school, case))
    return found


def _too_many(school: School, case: Case) -> Iterator[_Item]:
    """More helpers at a post than it has seats; too few are no clash, for others can be found."""
    there = Counter(d.place for d, _s in case.duties if not school.helper_by_id[d.helper].trainee)
    for shift in case.timeline.shifts:
        post = school.post_by_id[shift.post]
        if not post.escort and not post.per_classes and there[shift.key] > post.count:
            yield from (("post_staffed", shift.post, o.date) for o in shift.occasions)


def _without(plan: Plan, edit: VisitEdit | DutyEdit) -> Plan:
    if isinstance(edit, VisitEdit):
        return plan.model_copy(update={"visits": tuple(v for v in plan.visits if not edit.is_at(v))})
    mine = (edit.shift, edit.after)
    return plan.model_copy(update={"duties": tuple(d for d in plan.duties if (d.place, d.helper) != mine)})
