"""The reading table of one room: reading lessons by period, and the windows in which classes read there."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from planner.messages.wording import beside, dates_text, listing, period_name, translator
from planner.models.plan import PlannedVisit
from planner.models.values import Span
from planner.outputs.tables.layout import CLOSED, Column, by_block, by_turn, days_of, shared_blocks, turn_order, weeks_in
from planner.outputs.tables.rare import rare_remarks
from planner.outputs.tables.remarks import calendar_remarks, new_lesson_times, new_times, not_again, week_remarks
from planner.outputs.tables.rota import Cell, Line, Rota, Row, text_cell
from planner.outputs.tables.source import Source
from planner.outputs.tables.tints import tinted_grade
from planner.timeline import Occasion, VisitCell

_Placed = tuple[PlannedVisit, VisitCell]
_RowKey = tuple[str, str, int]
"""(period, window, slot): a row of the table."""


def reading_rooms(source: Source) -> dict[str, list[_Placed]]:
    """Room id -> the reading visits in it; a window without a room stands under its own id."""
    found: dict[str, list[_Placed]] = defaultdict(list)
    for v, cell in source.placed:
        if source.school.demand_by_id[v.demand].category == "READING":
            for room in _rooms(source, cell):
                found[room].append((v, cell))
    order = {key: n for n, key in enumerate((*source.school.room_by_id, *source.school.window_by_id))}
    return dict(sorted(found.items(), key=lambda x: order.get(x[0], 9999)))


def room_labels(source: Source) -> dict[str, str]:
    """The rooms that have a reading table -> what people call them."""
    school, labels = source.school, {}
    for key in reading_rooms(source):
        known = school.room_by_id.get(key) or school.window_by_id.get(key)
        labels[key] = known.name.in_(source.language) if known is not None and known.name is not None else key
    return labels


def _rooms(source: Source, cell: VisitCell) -> list[str]:
    """The rooms in whose tables a cell stands: its own and those used as well."""
    demand = source.school.demand_by_id[cell.demand]
    window = source.school.window_by_id.get(cell.window or "")
    also = demand.with_rooms if demand.is_lesson or window is None else window.with_rooms
    return list(dict.fromkeys([cell.room or cell.window or "", *also]))


def _places(source: Source, room: str, cells: list[VisitCell]) -> dict[tuple[_RowKey, str], tuple[VisitCell, ...]]:
    """(row, turn) -> the places in a room that a cell of its table stands for."""
    found: dict[tuple[_RowKey, str], list[VisitCell]] = defaultdict(list)
    for cell in cells:
        if room in _rooms(source, cell):
            found[_key(cell), cell.turn].append(cell)
    return {key: tuple(own) for key, own in found.items()}


def reading(source: Source, room: str, placed: list[_Placed]) -> tuple[Rota, ...]:
    """The table of one room: a grid of the week, then lists by date for cycles that have no weeks."""
    weekly = [(v, cell) for v, cell in placed if cell.week is not None]
    turning = [(v, cell) for v, cell in placed if cell.week is None]
    pages = [_week(source, room, weekly)] if weekly else []
    for demand in dict.fromkeys(v.demand for v, _cell in turning):
        pages += _turns(source, room, [(v, cell) for v, cell in turning if v.demand == demand], len(pages))
    return tuple(pages)


def _page(
    source: Source,
    room: str,
    key: str,
    placed: list[_Placed],
    head: tuple[tuple[Cell, ...], ...],
    rows: tuple[Row, ...],
    *,
    wall: bool,
) -> Rota:
    _ = translator(source.language)
    label = _("Reading timetable")
    title, subtitle = source.title(label)
    where = source.room_name(room) or (source.window_name(room) if room in source.school.window_by_id else "")
    demands = {v.demand: source.school.demand_by_id[v.demand].name.in_(source.language) for v, _cell in placed}
    parts = [subtitle, where, listing(source.language, sorted(set(demands.values()), key=list(demands.values()).index))]
    occasions = {(o.date, o.window): o for _v, cell in placed for o in cell.occasions}.values()
    notes = [
        *week_remarks(source, [cell for _v, cell in placed]),
        *rare_remarks(source, [cell for _v, cell in placed]),
        *new_times(source, occasions),
        *new_lesson_times(source, placed),
    ]
    notes += [*_without(source, placed), *_room_taken(source, placed), *not_again(source, placed)]
    notes += calendar_remarks(source, occasions, {o.window for o in occasions if o.window}, recall=False)
    return Rota(
        key=key,
        label=label,
        language=source.language,
        title=title,
        subtitle=beside(source.language, parts),
        headings=head,
        rows=rows,
        notes=tuple(notes),
        signature=source.signature,
        created=source.school.term.start,
        orientation="landscape",
        wall=wall,
    )


def _without(source: Source, placed: list[_Placed]) -> list[str]:
    """Classes that the plan gives no reading visit in any room."""
    _ = translator(source.language)
    missing: dict[str, None] = {}
    for demand in dict.fromkeys(v.demand for v, _cell in placed):
        come = {v.visitor for v, _cell in source.placed if v.demand == demand}
        for visitor in source.school.select(source.school.demand_by_id[demand]):
            if visitor not in come and source.school.demand_by_id[demand].kind != "teacher_reading":
                missing[source.class_name(visitor)] = None
    return [_("Without a visit in this table: {classes}.", classes=listing(source.language, missing))] if missing else []


def _room_taken(source: Source, placed: list[_Placed]) -> list[str]:
    """Dates on which lessons fall out because an event needs the room."""
    _, demands = translator(source.language), {v.demand for v, _cell in placed}
    dates = {lost.date for lost in source.expansion.lost if lost.demand in demands and lost.reason == "event"}
    return [_("The room is needed for other things: {dates}.", dates=dates_text(source.language, dates))] if dates else []


def _key(cell: VisitCell) -> _RowKey:
    return (cell.period or "", cell.window or "", cell.slot or 0)


def _spans(source: Source, placed: list[_Placed], key: _RowKey) -> tuple[list[Span], set[str]]:
    """(times of a row, earliest first; the distinct times in words) over all classes that could stand in it."""
    period, window, slot = key
    spans: set[Span] = set()
    for demand in {v.demand for v, _cell in placed}:
        for cell in source.timeline.cells[demand]:
            if _key(cell) != key:
                continue
            first = cell.occasions[0]
            if window:
                spans.add(source.timeline.openings.held[first.date, window].time_of(slot or None))
                continue
            classes = [source.school.class_by_id[c] for c in source.school.select(source.school.demand_by_id[demand])]
            spans |= {s for c in classes if (s := source.timeline.bells.period(c, first.day, period))}
    return sorted(spans, key=lambda s: (s.start, s.end)), {source.span(s) for s in spans}


def _week(source: Source, room: str, placed: list[_Placed]) -> Rota:
    _ = translator(source.language)
    demands = {v.demand for v, _cell in placed}
    cells = [c for d in sorted(demands) for c in source.timeline.cells[d] if c.week is not None]
    used = {_key(cell) for _v, cell in placed}
    times = {key: _spans(source, placed, key) for key in used}
    keys = sorted(used, key=lambda k: (times[k][0][0].start if times[k][0] else Span(start="00:00", end="00:01").start, k))
    days, blocks = days_of(c.day for c in cells), shared_blocks(c.week for c in cells)
    turns = {(c.week or "", c.day or ""): c.turn for c in cells}
    open_at = {(_key(c), c.turn) for c in cells}
    places = _places(source, room, cells)
    entries: dict[tuple[_RowKey, str], list[Line]] = defaultdict(list)
    for v, cell in placed:
        entries[_key(cell), cell.turn] += _entry(source, v, cell, plain=len(times[_key(cell)][1]) == 1)

    def at(key: _RowKey, block: str, day: str) -> Cell:
        own = [(key, turns[week, day]) for week in weeks_in(block) if (week, day) in turns]
        if not open_at.intersection(own):
            return Cell((Line(CLOSED),))
        return Cell(
            tuple(line for place in own for line in entries[place]),
            places=tuple(cell for place in own for cell in places.get(place, ())),
        )

    def name(key: _RowKey) -> Cell:
        period, window, slot = key
        words = period_name(source.language, period) if period else source.window_name(window)
        time = next(iter(times[key][1])) if len(times[key][1]) == 1 else ""
        several = len({k for k in used if k[1] == window}) > 1 and window
        return text_cell(words, time or (_("Slot {n}", n=slot) if several else ""), strong=True)

    head, rows = by_block(source, blocks, cells, days, keys, at, name, _("Time"))
    return _page(source, room, f"reading-{room}", placed, head, rows, wall=True)


def _entry(source: Source, v: PlannedVisit, cell: VisitCell, *, plain: bool) -> list[Line]:
    """Class and teacher, and the time where the row cannot say it."""
    first = cell.occasions[0]
    of_teachers = source.school.demand_by_id[v.demand].kind == "teacher_reading"  # who may have the id of a class
    grade = None if of_teachers else tinted_grade(source, v.visitor)
    lines = [Line(source.visitor_name(v.visitor), True, v.visitor, grade)]
    if not plain and (time := source.time_of(v, cell, first)):
        lines.append(Line(source.span(time)))
    teacher = source.teacher_of(v, first)
    return [*lines, Line(teacher)] if teacher else lines


def _turns(source: Source, room: str, placed: list[_Placed], number: int) -> list[Rota]:
    demand = placed[0][0].demand
    cells = [c for c in source.timeline.cells[demand] if c.week is None]
    used = {_key(cell) for _v, cell in placed}
    times = {key: _spans(source, placed, key) for key in used}
    keys = sorted(used, key=lambda k: ([s.start for s in times[k][0][:1]], k))
    names = {k: period_name(source.language, k[0]) if k[0] else source.window_name(k[1]) if k[1] else "" for k in keys}
    columns = [Column(k, tuple(x for x in (names[k], *sorted(times[k][1])) if x)) for k in keys]
    turns: dict[str, tuple[Occasion, ...]] = {}
    for cell in cells:
        turns[cell.turn] = tuple(sorted({*turns.get(cell.turn, ()), *cell.occasions}, key=lambda o: (o.date, o.window or "")))
    entries: dict[tuple[str, object], list[Line]] = defaultdict(list)
    for v, cell in placed:
        entries[cell.turn, _key(cell)] += _entry(source, v, cell, plain=True)
    shown = sorted(((t, o) for t, o in turns.items() if any((t, k) in entries for k in keys) or "#" in t), key=turn_order)
    places = _places(source, room, cells)

    def at(turn: str, key: Any) -> Cell:
        return Cell(tuple(entries.get((turn, key), ())), places=places.get((key, turn), ()))

    head, rows = by_turn(source, shown, columns, at)
    key = f"reading-{room}" if not number else f"reading-{room}-{number + 1}"
    return [_page(source, room, key, placed, head, rows, wall=False)]
