"""The borrowing table 班级借阅安排表: the page on the library's door."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable

from planner.messages.wording import beside, listing, translator
from planner.models.plan import PlannedVisit
from planner.models.visits import Demand
from planner.outputs.tables.layout import CLOSED, Column, Grid, blocks_of, by_turn, by_weekday, days_of, turn_order
from planner.outputs.tables.remarks import calendar_remarks, new_times, week_remarks
from planner.outputs.tables.rota import Cell, Line, Orientation, Rota
from planner.outputs.tables.source import Source
from planner.timeline import Occasion, VisitCell, visitors_of

_Placed = tuple[PlannedVisit, VisitCell]


def borrowing(source: Source) -> tuple[Rota, ...]:
    """A page for each borrowing demand and campus; more where a page would be too wide."""
    demands = [d for d in source.school.demand_by_id.values() if d.category == "BORROWING"]
    parts = [(d, cells) for d in demands for cells in _split(source, d)]
    parts.sort(key=lambda part: source.school.campus_ids.index(_campus(source, part[1])))
    return tuple(_page(source, d, cells, n, alone=len(parts) == 1) for n, (d, cells) in enumerate(parts))


def _split(source: Source, demand: Demand) -> list[list[VisitCell]]:
    """The cells of a demand, a list for each campus, the largest campus first."""
    by_campus: dict[str, list[VisitCell]] = defaultdict(list)
    for cell in source.timeline.cells[demand.id]:
        by_campus[_campus(source, [cell])].append(cell)
    return [by_campus[campus] for campus in source.school.campus_ids if campus in by_campus]


def _campus(source: Source, cells: list[VisitCell]) -> str:
    return source.school.window_campus(cells[0].window or cells[0].occasions[0].window or "")


def _page(source: Source, demand: Demand, cells: list[VisitCell], number: int, *, alone: bool) -> Rota:
    _ = translator(source.language)
    keys = {cell.key for cell in cells}
    placed = [(v, cell) for v, cell in source.placed if cell.key in keys]
    occasions = {(o.date, o.window): o for cell in cells for o in cell.occasions}.values()
    windows = {o.window or "" for o in occasions}
    (head, rows), wide = _grid(source, cells, placed)
    label = _("Class borrowing table")
    title, subtitle = source.title(label)
    campus = source.campus_name(_campus(source, cells))
    named = "" if alone else demand.name.in_(source.language)
    rooms = {v.room for v, _cell in placed if v.room}
    room = source.room_name(next(iter(rooms))) if len(rooms) == 1 else ""
    parts = [subtitle, named if campus.lower() in named.lower() else " ".join(x for x in (campus, named) if x), room]
    missing = _missing(source, demand, cells)
    notes = [*week_remarks(source, cells), *new_times(source, occasions)]
    if missing:
        notes.append(_("Without a visit in this table: {classes}.", classes=listing(source.language, missing)))
    notes += calendar_remarks(source, occasions, windows, recall=not demand.in_recall_weeks)
    orientation: Orientation = "landscape" if wide > 3 and not any(len(row.heads[-1].lines) > 2 for row in rows) else "portrait"
    return Rota(
        key="borrowing" if not number else f"borrowing-{number + 1}",
        label=label,
        language=source.language,
        title=title,
        subtitle=beside(source.language, parts),
        headings=head,
        rows=rows,
        notes=(*notes, *source.signature_lines),
        signature=source.signature,
        created=source.school.term.start,
        orientation=orientation,
        wall=demand.cycle.kind != "dated",
    )


def _missing(source: Source, demand: Demand, cells: list[VisitCell]) -> list[str]:
    """Classes of the demand without any visit; those of another campus belong to its own table."""
    campuses = {source.school.window_campus(o.window) for c in cells for o in c.occasions if o.window}
    come = {v.visitor for v, _cell in source.placed if v.demand == demand.id}
    several = len(_split(source, demand)) > 1
    return [
        source.class_name(c)
        for c in visitors_of(source.school, demand)
        if c not in come and (not several or source.school.class_by_id[c].campus in campuses)
    ]


def _columns(source: Source, cells: list[VisitCell]) -> tuple[list[Column], dict[tuple[Hashable, str], str]]:
    """Slots in order of their time, and for slots whose time depends on the weekday the time of each."""
    _, openings = translator(source.language), source.timeline.openings.held
    spans: dict[tuple[str, int], dict[str, str]] = defaultdict(dict)
    for cell in cells:
        for o in cell.occasions:
            window, _slot = _key(source, cell)
            day = o.day.label if window else f"{o.window} {o.day.label}"
            time = source.span(openings[o.date, o.window or ""].time_of(cell.slot))
            spans[_key(source, cell)].setdefault(day, time)
    columns: list[Column] = []
    single: dict[tuple[Hashable, str], str] = {}
    for (window, slot), times in sorted(spans.items(), key=lambda x: (min(x[1].values()), x[0])):
        distinct = list(dict.fromkeys(times.values()))
        if len(distinct) == 1:
            heading = tuple(distinct)
        else:
            heading = (_("Slot {n}", n=slot),)
            single |= {((window, slot), day): time for day, time in times.items()}
            if any(cell.week is None for cell in cells):  # a row has no weekday there, so the heading says it
                heading += tuple(f"{_day_names(source, times, time)} {time}" for time in distinct)
        columns.append(Column((window, slot), heading, source.window_name(window) if window else ""))
    return columns, single


def _key(source: Source, cell: VisitCell) -> tuple[str, int]:
    """The column of a cell. A sliding turn may be held in any window, so there a slot is the same column in all of them."""
    sliding = source.school.demand_by_id[cell.demand].cycle.kind == "sliding"
    return ("" if sliding else cell.window or "", cell.slot or 0)


def _day_names(source: Source, times: dict[str, str], time: str) -> str:
    days = days_of(day.rpartition(" ")[2] for day, own in times.items() if own == time)
    return listing(source.language, [source.day(d) for d in days])


def _grid(source: Source, cells: list[VisitCell], placed: list[_Placed]) -> tuple[Grid, int]:
    _ = translator(source.language)
    columns, single = _columns(source, cells)
    several_rooms = len({cell.room for cell in cells}) > 1
    places: dict[tuple[str, Hashable], list[VisitCell]] = defaultdict(list)
    for cell in cells:
        places[cell.turn, _key(source, cell)].append(cell)
    entries: dict[tuple[str, Hashable], list[Line]] = defaultdict(list)
    for v, cell in placed:
        room = _(" ({room})", room=source.room_name(v.room)) if several_rooms and v.room else ""
        entries[cell.turn, _key(source, cell)].append(Line(source.visitor_name(v.visitor) + room, True, v.visitor))
    turns: dict[str, tuple[Occasion, ...]] = {}
    for cell in cells:
        turns[cell.turn] = tuple(sorted({*turns.get(cell.turn, ()), *cell.occasions}, key=lambda o: (o.date, o.window or "")))

    def at(turn: str, key: Hashable, *first: Line) -> Cell:
        if (turn, key) not in places:
            return Cell((*first, Line(CLOSED)))
        return Cell((*first, *entries[turn, key]), places=tuple(places[turn, key]))

    if all(cell.week is not None for cell in cells):
        label = {(cell.week or "", cell.day or ""): cell.turn for cell in cells}

        def in_week(block: str, day: str, key: Hashable) -> Cell:
            time = single.get((key, day))
            return at(label.get((block, day), ""), key, *((Line(time),) if time else ()))

        blocks = blocks_of(cell.week for cell in cells)
        grid = by_weekday(source, blocks, days_of(c.day for c in cells), columns, in_week, _("Day"))
        return grid, len(grid[1][0].cells)
    return by_turn(source, sorted(turns.items(), key=turn_order), columns, at), len(columns) + 1
