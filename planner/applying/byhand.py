"""The plan as somebody wrote it by hand, before anything is planned around it."""

from __future__ import annotations

import datetime as dt
from collections import Counter

from planner.models.edits import DutyEdit, Edits, VisitEdit
from planner.models.plan import CellKey, Plan, PlannedDuty, PlannedVisit
from planner.models.problem import Problem
from planner.models.school import School
from planner.reading.paths import shorten
from planner.timeline import Timeline, VisitCell


def by_hand(school: School, plan: Plan, edits: Edits, since: dt.date) -> Plan:
    """The plan from ``since`` on with the edits carried out, and nothing else changed."""
    visits = [*plan.visits]
    for edit in edits.visits:
        if edit.before in visits:
            visits.remove(edit.before)
    timeline = Timeline(school, since)
    used = Counter(v.place for v in visits)
    for edit in edits.visits:
        visit = _placed(school, timeline, edit, used)
        used[visit.place] += 1
        visits.append(visit)
    # Whom an escort fetches follows from the visits, and is worked out anew on every date.
    duties = [d.model_copy(update={"escorts": None}) for d in plan.duties] if edits.all else [*plan.duties]
    for change in edits.duties:
        gone = next((d for d in duties if d.helper == change.before and d.place == change.shift), None)
        if gone is not None:
            duties.remove(gone)
        if change.after is not None:
            duties.append(_duty(change, change.after))
    return plan.model_copy(update={"effective_from": since, "visits": tuple(visits), "duties": tuple(duties)})


def over_already(school: School, plan: Plan, edits: Edits, since: dt.date) -> tuple[Problem, ...]:
    """Edits of cells whose last date lies before ``since``: nothing can be moved into the past."""
    before = Timeline(school, plan.effective_from)
    after = before.beginning(since)

    def is_held(edit: VisitEdit | DutyEdit, timeline: Timeline) -> bool:
        if isinstance(edit, DutyEdit):
            return edit.shift in timeline.shift_by_key
        return any(_is_cell(edit, cell) for cell in timeline.cells.get(edit.demand, ()))

    return tuple(
        Problem(code="apply_past", path=edit.cell, value=shorten(edit.text), params={"since": since.isoformat()})
        for edit in edits.all
        if is_held(edit, before) and not is_held(edit, after)
    )


def _placed(school: School, timeline: Timeline, edit: VisitEdit, used: Counter[CellKey]) -> PlannedVisit:
    """The visit of an edit; in the room with most space left, where the table names none."""
    cells = [c for c in timeline.cells.get(edit.demand, ()) if _is_cell(edit, c)]

    def space(cell: VisitCell) -> tuple[int, bool]:
        room = school.room_by_id.get(cell.room or "")
        size = room.classes if room and room.classes is not None else 99
        return size - used[cell.key], bool(edit.before and edit.before.room == cell.room)

    cell = max(cells, key=space, default=None)
    return PlannedVisit(
        demand=edit.demand,
        visitor=edit.visitor,
        turn=edit.turn,
        window=edit.window,
        slot=edit.slot,
        period=edit.period,
        room=cell.room if cell else edit.room,
    )


def _is_cell(edit: VisitEdit, cell: VisitCell) -> bool:
    return (edit.demand, edit.turn, edit.window, edit.slot, edit.period) == (
        cell.demand, cell.turn, cell.window, cell.slot, cell.period,
    ) and edit.room in (None, cell.room)  # fmt: skip


def _duty(edit: DutyEdit, helper: str) -> PlannedDuty:
    return PlannedDuty(helper=helper, post=edit.post, turn=edit.turn, window=edit.window, slot=edit.slot)
