"""The borrowing table 班级借阅安排表: the page on the library's door."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, replace

from planner.messages.wording import beside, dates_text, grades_text, listing, translator
from planner.models.plan import PlannedVisit
from planner.models.visits import Demand, Window
from planner.outputs.tables.layout import (
    CLOSED,
    Column,
    Grid,
    by_stretch,
    by_turn,
    by_weekday,
    days_of,
    shared_blocks,
    turn_order,
    weeks_in,
)
from planner.outputs.tables.rare import rare_remarks
from planner.outputs.tables.remarks import calendar_remarks, ends_of_demands, new_times, not_again, week_remarks
from planner.outputs.tables.rota import Cell, Line, Orientation, Rota
from planner.outputs.tables.source import Source
from planner.outputs.tables.tints import tinted_grade
from planner.timeline import Occasion, VisitCell, visitors_of

_Placed = tuple[PlannedVisit, VisitCell]


@dataclass(frozen=True)
class _Door:
    """What one page shows: the demands that share the rooms of a campus and come round alike; beside them the free hours there,
    and ``others`` without a weekday of their own: rounds that slide, visits once a term."""

    demands: tuple[Demand, ...]
    cells: tuple[VisitCell, ...]
    free: tuple[Window, ...] = ()
    others: tuple[Demand, ...] = ()


@dataclass(frozen=True)
class _Hours:
    """Something beside the visits of a page: its name, when, and who comes."""

    name: str
    day: str
    time: str
    who: str

    @property
    def key(self) -> tuple[str, int]:
        """Its column: one for all that have the same name and the same time."""
        return (f"{self.name}\n{self.time}", 0)


def borrowing(source: Source) -> tuple[Rota, ...]:
    """A page for each room and campus, with everything that classes do there by the week; one for each round that slides."""
    doors = _doors(source)
    doors.sort(key=lambda door: source.school.campus_ids.index(_campus(source, door.cells)))
    pages = [page for door in doors for page in _by_stretch(source, door)]
    return tuple(_page(source, door, n, stretch, alone=len(doors) == 1) for n, (stretch, door) in enumerate(pages))


def _by_stretch(source: Source, door: _Door) -> list[tuple[str, _Door]]:
    """A door as a page for each stretch of the term in which its windows are others, with the free hours of that time."""
    pages = []
    for stretch, cells in by_stretch(door.cells):
        held = {w for date, w in source.timeline.openings.held if not stretch or _within(stretch, date)}
        pages.append((stretch, replace(door, cells=tuple(cells), free=tuple(w for w in door.free if w.id in held))))
    return pages


def _within(stretch: str, date: dt.date) -> bool:
    first, last = map(dt.date.fromisoformat, stretch.split(".."))
    return first <= date <= last


def _doors(source: Source) -> list[_Door]:
    """Demands in the order of the school, one page for those that share a room; readers come in where borrowers are."""
    found: list[_Door] = []
    demands = [d for d in source.school.demand_by_id.values() if not d.is_lesson]
    for demand in sorted(demands, key=lambda d: d.category != "BORROWING"):
        for cells in _split(source, demand):
            beside = next((n for n, door in enumerate(found) if _share_a_page(source, door, demand, cells)), None)
            if beside is not None:
                door = found[beside]
                found[beside] = _Door((*door.demands, demand), (*door.cells, *cells))
            elif demand.category == "BORROWING":
                found.append(_Door((demand,), tuple(cells)))
    order = {d: n for n, d in enumerate(source.school.demand_by_id)}
    turning = [door for door in found if any(cell.week is None for cell in door.cells)]
    for n, door in enumerate(found):
        rooms = _rooms(source, door.cells)
        taken = {o.window for cell in door.cells for o in cell.occasions}
        free = [w for w in source.school.window_by_id.values() if not w.booked and rooms & set(w.rooms) and w.id not in taken]
        first = all(not rooms & _rooms(source, other.cells) for other in found[:n] if other not in turning)
        by_week = all(cell.week is not None for cell in door.cells)
        shown = tuple(sorted(door.demands, key=lambda d: order[d.id]))
        others = [d for other in turning for d in other.demands if rooms & _rooms(source, other.cells)]
        found[n] = _Door(shown, door.cells, tuple(free), tuple(others)) if first and by_week else _Door(shown, door.cells)
    return found


def _share_a_page(source: Source, door: _Door, demand: Demand, cells: list[VisitCell]) -> bool:
    """Whether they share a room (or, without rooms, a window) and weeks: every week goes with one pattern of weeks."""
    if demand.part_of and demand.part_of == door.demands[0].part_of:  # the months of one demand are one list
        return _campus(source, cells) == _campus(source, door.cells)
    lengths = {{"weekly": 1, "ab": 2, "weeks": d.cycle.n}.get(d.cycle.kind) for d in (*door.demands, demand)}
    if None in lengths or len(lengths - {1}) > 1 or len({d.cycle.kind for d in (*door.demands, demand)} - {"weekly"}) > 1:
        return False
    if _campus(source, cells) != _campus(source, door.cells):
        return False
    return bool(_rooms(source, cells) & _rooms(source, door.cells))


def _rooms(source: Source, cells: Sequence[VisitCell]) -> set[str]:
    """The rooms of the places; the window itself where it has none."""
    windows = {o.window or "" for cell in cells for o in cell.occasions}
    return {room for key in windows for room in (source.school.window_by_id[key].rooms or (key,))}


def _split(source: Source, demand: Demand) -> list[list[VisitCell]]:
    """The cells of a demand, a list for each campus, the largest campus first."""
    by_campus: dict[str, list[VisitCell]] = defaultdict(list)
    for cell in source.timeline.cells[demand.id]:
        by_campus[_campus(source, [cell])].append(cell)
    return [by_campus[campus] for campus in source.school.campus_ids if campus in by_campus]


def _campus(source: Source, cells: Sequence[VisitCell]) -> str:
    return source.school.window_campus(cells[0].window or cells[0].occasions[0].window or "")


def _page(source: Source, door: _Door, number: int, stretch: str, *, alone: bool) -> Rota:
    _, cells = translator(source.language), door.cells
    keys = {cell.key for cell in cells}
    placed = [(v, cell) for v, cell in source.placed if cell.key in keys]
    occasions = {(o.date, o.window): o for cell in cells for o in cell.occasions}.values()
    windows = {o.window or "" for o in occasions}
    (head, rows), wide = _grid(source, door, placed)
    label = _("Class library visits")
    title, subtitle = source.title(label)
    campus = source.campus_name(_campus(source, cells))
    several = len(door.demands) > 1
    names = listing(source.language, dict.fromkeys(source.demand_name(d) for d in door.demands))
    named = "" if alone and not several else names
    rooms = {v.room for v, _cell in placed if v.room}
    room = source.room_name(next(iter(rooms))) if len(rooms) == 1 else ""
    parts = [subtitle, named if campus.lower() in named.lower() else " ".join(x for x in (campus, named) if x), room]
    parts += [source.stretch(stretch)] if stretch else []
    missing = list(dict.fromkeys(c for demand in door.demands for c in _missing(source, demand, cells)))
    notes = [*week_remarks(source, cells), *rare_remarks(source, [cell for _v, cell in placed]), *new_times(source, occasions)]
    if missing:
        notes.append(_("Without a visit in this table: {classes}.", classes=listing(source.language, missing)))
    if several:
        notes += ends_of_demands(source, door.demands, occasions)
    recall = not all(d.in_recall_weeks for d in door.demands)
    notes += not_again(source, placed)
    notes += calendar_remarks(source, occasions, windows, recall=recall)
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
        wall=door.demands[0].cycle.kind != "dated",
    )


def _missing(source: Source, demand: Demand, cells: Sequence[VisitCell]) -> list[str]:
    """Classes of the demand without any visit; those of another campus belong to its own table."""
    campuses = {source.school.window_campus(o.window) for c in cells for o in c.occasions if o.window}
    come = {v.visitor for v, _cell in source.placed if v.demand == demand.id}
    several = len(_split(source, demand)) > 1
    return [
        source.class_name(c)
        for c in visitors_of(source.school, demand)
        if c not in come and (not several or source.school.class_by_id[c].campus in campuses)
    ]


def _columns(source: Source, door: _Door) -> tuple[list[Column], dict[tuple[Hashable, str], str]]:
    """Slots and free hours in order of time, and for those whose time depends on the weekday the time of each."""
    _, openings, cells = translator(source.language), source.timeline.openings.held, door.cells
    spans: dict[tuple[str, int], dict[str, str]] = defaultdict(dict)
    for cell in cells:
        for o in cell.occasions:
            window, _slot = _key(source, cell)
            day = o.day.label if window else f"{o.window} {o.day.label}"
            time = source.span(openings[o.date, o.window or ""].time_of(cell.slot))
            spans[_key(source, cell)].setdefault(day, time)
    for hours in _beside(source, door):
        spans[hours.key].setdefault(hours.day, hours.time)
    columns: list[Column] = []
    single: dict[tuple[Hashable, str], str] = {}
    for (window, slot), times in sorted(spans.items(), key=lambda x: (min(x[1].values()), x[0])):
        distinct = list(dict.fromkeys(times.values()))
        if len(distinct) == 1:
            heading = tuple(distinct)
        else:
            heading = (_("Slot {n}", n=slot),) if slot else ()
            single |= {((window, slot), day): time for day, time in times.items()}
            if any(cell.week is None for cell in cells):  # a row has no weekday there, so the heading says it
                heading += tuple(f"{_day_names(source, times, time)} {time}" for time in distinct)
        columns.append(Column((window, slot), heading, _group(source, window)))
    return columns, single


def _beside(source: Source, door: _Door) -> Iterator[_Hours]:
    """Free hours on the page in order of date, then what has no weekday of its own."""
    free = {w.id: w for w in door.free}
    held = source.timeline.openings.held
    for (date, key), opening in sorted(held.items()):
        if key in free and date >= source.timeline.since and opening.day.confirmed:
            name = free[key].name.in_(source.language)
            yield _Hours(name, opening.day.label, source.span(opening.span), _who_comes(source, free[key]))
    for demand in door.others:
        yield from _in_turn(source, demand)


def _in_turn(source: Source, demand: Demand) -> Iterator[_Hours]:
    """When a round that slides is in the room, or the dates of visits that are no weekly ones."""
    _, held = translator(source.language), source.timeline.openings.held
    sliding = demand.cycle.kind == "sliding"
    used = {v.turn for v, _cell in source.placed if v.demand == demand.id}
    dates: dict[tuple[str, str], list[dt.date]] = defaultdict(list)
    for cell in source.timeline.cells[demand.id]:
        for o in cell.occasions if cell.turn in used else ():
            dates[o.day.label, source.span(held[o.date, o.window or ""].span)].append(o.date)
    for (day, time), found in sorted(dates.items()):
        who = _("the class whose turn it is") if sliding else dates_text(source.language, found)
        yield _Hours(source.demand_name(demand), day, time, who)


def _group(source: Source, window: str) -> str:
    """The heading over the columns of a window, or of free hours."""
    return source.window_name(window) if window in source.school.window_by_id else window.partition("\n")[0]


def _key(source: Source, cell: VisitCell) -> tuple[str, int]:
    """The column of a cell. A sliding turn may be held in any window, so there a slot is the same column in all of them."""
    sliding = source.school.demand_by_id[cell.demand].cycle.kind == "sliding"
    return ("" if sliding else cell.window or "", cell.slot or 0)


def _who_comes(source: Source, window: Window) -> str:
    _ = translator(source.language)
    return grades_text(source.language, window.grades) if window.grades else _("everybody")


def _day_names(source: Source, times: dict[str, str], time: str) -> str:
    days = days_of(day.rpartition(" ")[2] for day, own in times.items() if own == time)
    return listing(source.language, [source.day(d) for d in days])


def _grid(source: Source, door: _Door, placed: list[_Placed]) -> tuple[Grid, int]:
    _, cells = translator(source.language), door.cells
    columns, single = _columns(source, door)
    hours = {(x.key[0], x.day): x.who for x in _beside(source, door)}
    origin = {d.id: d.part_of or d.id for d in door.demands}
    pairs = Counter(visitor for visitor, _demand in {(v.visitor, origin[v.demand]) for v, _cell in placed})
    several = {visitor for visitor, demands in pairs.items() if demands > 1}
    several_rooms = len({cell.room for cell in cells}) > 1
    places: dict[tuple[str, Hashable], list[VisitCell]] = defaultdict(list)
    for cell in cells:
        places[cell.turn, _key(source, cell)].append(cell)
    entries: dict[tuple[str, Hashable], list[Line]] = defaultdict(list)
    for v, cell in placed:
        room = _(" ({room})", room=source.room_name(v.room)) if several_rooms and v.room else ""
        what = source.school.demand_by_id[v.demand].name.in_(source.language)
        words = source.visitor_name(v.visitor) + room + (_(" ({room})", room=what) if v.visitor in several else "")
        entries[cell.turn, _key(source, cell)].append(Line(words, True, v.visitor, tinted_grade(source, v.visitor)))
    turns: dict[str, tuple[Occasion, ...]] = {}
    for cell in cells:
        turns[cell.turn] = tuple(sorted({*turns.get(cell.turn, ()), *cell.occasions}, key=lambda o: (o.date, o.window or "")))

    def at(turns: Sequence[str], key: Hashable, *first: Line) -> Cell:
        there = [(turn, key) for turn in turns if (turn, key) in places]
        if not there:
            return Cell((*first, Line(CLOSED)))
        lines = [line for place in there for line in entries[place]]
        return Cell((*first, *lines), places=tuple(cell for place in there for cell in places[place]))

    if all(cell.week is not None for cell in cells):
        label = {(cell.week or "", cell.day or ""): cell.turn for cell in cells}

        def in_week(block: str, day: str, key: Hashable) -> Cell:
            time = single.get((key, day))
            if isinstance(key, tuple) and (key[0], day) in hours and not key[1]:
                return Cell(tuple(Line(x) for x in (time, hours[key[0], day]) if x))
            turns = [label[week, day] for week in weeks_in(block) if (week, day) in label]
            return at(turns, key, *((Line(time),) if time else ()))

        blocks = shared_blocks(cell.week for cell in cells)
        days = days_of([*(c.day for c in cells), *(day for _window, day in hours)])
        heading = _("Cycle day") if source.school.term.cycle_days else _("Day")
        grid = by_weekday(source, blocks, cells, days, columns, in_week, heading)
        return grid, len(grid[1][0].cells)

    def in_turn(turn: str, key: Hashable) -> Cell:
        return at((turn,), key)

    # Once a term or a month is a list of the dates used: a row for every other day says nothing.
    used = {turn for turn, _key_ in entries}
    shown = {turn: on for turn, on in turns.items() if "#" in turn or turn in used}
    return by_turn(source, sorted((shown or turns).items(), key=turn_order), columns, in_turn), len(columns) + 1
