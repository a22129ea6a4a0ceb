"""Lists: what each class has, and what each student librarian has."""

from __future__ import annotations

from collections import defaultdict

from planner.messages.wording import listing, period_name, placed, single_dates_text, translator, turn_name
from planner.models.classes import SchoolClass
from planner.models.plan import PlannedDuty
from planner.outputs.tables.duty import arrival, duty_sessions, escorted
from planner.outputs.tables.layout import CLOSED, headings
from planner.outputs.tables.names import internal_mark
from planner.outputs.tables.rare import weeks_of
from planner.outputs.tables.remarks import new_lesson_times, new_times
from planner.outputs.tables.rota import Cell, Line, Orientation, Rota, Row, text_cell
from planner.outputs.tables.source import Source, day_order, week_order
from planner.outputs.tables.tints import tinted_grade
from planner.timeline import Shift, VisitCell


def class_lists(source: Source) -> tuple[Rota, ...]:
    """Class by class: weekday or turn, time and room of each of its visits; a list for each campus."""
    pages: list[Rota] = []
    for campus in source.school.campus_ids:
        classes = [c for c in source.school.class_list if c.campus == campus]
        if classes:
            pages += _class_list(source, campus, classes, len(pages))
    return tuple(pages)


def _class_list(source: Source, campus: str, classes: list[SchoolClass], number: int) -> tuple[Rota, ...]:
    _ = translator(source.language)
    own: dict[tuple[str, str], list[Line]] = defaultdict(list)
    keys = {c.id for c in classes}
    # The months of one demand are one column.
    column = {d.id: d.part_of or d.id for d in source.school.demand_by_id.values()}
    for v, cell in sorted(source.placed, key=lambda placed: placed[1].occasions[0].date):
        if v.visitor in keys:
            lines = own[v.visitor, column[v.demand]]
            lines.append(Line(_visit(source, v.room, cell, v.visitor)))
            if cell.week is None and "#" in cell.turn:
                lines.append(Line(single_dates_text(source.language, [o.date for o in cell.occasions])))
    first = {column[d.id]: d for d in reversed(source.school.demand_by_id.values())}
    demands = [d for d in source.school.demand_by_id.values() if first[column[d.id]] is d]
    demands = [d for d in demands if any((c, column[d.id]) in own for c in keys)]
    if not demands:
        return ()
    meant = {column[d.id]: set(source.school.select(d)) for d in demands}
    rows = tuple(
        Row(
            (Cell((Line(c.name.in_(source.language), True, grade=tinted_grade(source, c.id)),)),),
            tuple(
                Cell(tuple(own[c.id, key])) if (c.id, key) in own else text_cell("" if c.id in meant[key] else CLOSED)
                for key in (column[d.id] for d in demands)
            ),
        )
        for c in classes
    )
    label = _("When each class comes to the library")
    title, subtitle = source.title(label)
    orientation: Orientation = "landscape" if len(demands) > 2 else "portrait"
    mine = [(v, cell) for v, cell in source.placed if v.visitor in keys]
    occasions = {(o.date, o.window): o for _v, cell in mine for o in cell.occasions}.values()
    rota = Rota(
        key="classes" if not number else f"classes-{number + 1}",
        label=label,
        language=source.language,
        title=title,
        subtitle=(" · " if subtitle and source.campus_name(campus) else "").join((subtitle, source.campus_name(campus))),
        headings=headings([_("Class")], [[(source.demand_name(d),) for d in demands]]),
        rows=rows,
        notes=(*new_times(source, occasions), *new_lesson_times(source, mine)),
        signature=source.signature,
        created=source.school.term.start,
        orientation=orientation,
        wall=False,
        centred=False,
    )
    return (rota,)


def _visit(source: Source, room: str | None, cell: VisitCell, visitor: str) -> str:
    """单周 周二 12:05-12:20 借书处."""
    first = cell.occasions[0]
    parts = []
    if cell.week is None:
        by_round = "#" in cell.turn
        name = turn_name(source.language, cell.turn, source.school.term) if by_round else ""
        parts.append(name or single_dates_text(source.language, [first.date]))
    else:
        parts += [weeks_of(source, cell)] if weeks_of(source, cell) else []
        parts.append(source.day(cell.day or ""))
    if cell.period:
        parts.append(period_name(source.language, cell.period))
    span = source.timeline.visit_span(cell, first, visitor)
    times = {str(source.timeline.visit_span(cell, o, visitor)) for o in cell.occasions if cell.week is None}
    parts += [source.span(span)] if span and len(times) < 2 else []
    name = source.room_name(room)
    return placed(source.language, " ".join(parts), name)


def helper_list(source: Source) -> tuple[Rota, ...]:
    """Helper by helper: days, post, when to be there, the class escorted, and duties in the term."""
    _ = translator(source.language)
    count = duty_sessions(source)
    classes = escorted(source)
    grouped: dict[str, dict[tuple[str, ...], list[tuple[PlannedDuty, Shift]]]] = defaultdict(lambda: defaultdict(list))
    for d in source.plan.duties:
        shift = source.timeline.shift_of(d)
        if shift:
            row = (d.post, d.window, d.slot or 0)
            with_class = listing(source.language, map(source.class_name, classes.get((d.helper, row, d.turn), [])))
            opening = source.timeline.openings.held[shift.occasions[0].date, d.window]
            time = source.span(opening.time_of(d.slot)) if d.slot else ""
            key = (d.window, d.post, time, arrival(source, shift), with_class)
            grouped[d.helper][key].append((d, shift))
    rows: list[Row] = []
    several = len({s.window for s in source.timeline.shifts}) > 1
    for helper in source.school.helper_by_id.values():
        own = grouped.get(helper.id, {})
        found = sorted(own.items(), key=lambda x: (min(_when_order(s) for _d, s in x[1]), x[0])) or [(("",) * 5, [])]
        for n, ((window, post, time, there, with_class), duties) in enumerate(found):
            label = source.names.beside_class(helper.id) + (_(" (trainee)") if helper.trainee else "")
            own_class, times = source.class_name(helper.class_id), str(len(count.get(helper.id, [])))
            heads = (
                (
                    text_cell(label, strong=True, rows=len(found)),
                    text_cell(own_class, rows=len(found)),
                    text_cell(times, rows=len(found)),
                )
                if n == 0
                else ()
            )
            name = source.school.post_by_id[post].name.in_(source.language) if post else CLOSED
            where = " ".join(x for x in (source.window_name(window) if several and window else "", time) if x)
            rows.append(
                Row(
                    heads,
                    tuple(
                        text_cell(x)
                        for x in (
                            _when(source, [s for _d, s in duties]),
                            *((where,) if several else ()),
                            name if several else f"{name} {time}".strip(),
                            there,
                            with_class,
                        )
                    ),
                )
            )
    escorts = any(p.escort for p in source.school.posts)
    label = _("Student librarians and their duties")
    who = _("Student librarian")
    title, subtitle = source.title(label)
    words = [_("When"), *((_("Window"),) if several else ()), _("Post"), _("Be there by"), _("Escorts")]
    rota = Rota(
        key="helpers",
        label=label,
        language=source.language,
        title=title,
        subtitle=subtitle,
        headings=headings([who, _("Class"), _("Duties this term")], [[(w,) for w in (words if escorts else words[:-1])]]),
        rows=tuple(rows) if escorts else tuple(Row(r.heads, r.cells[:-1]) for r in rows),
        signature=source.signature,
        created=source.school.term.start,
        orientation="landscape" if several else "portrait",
        internal=internal_mark(source.language) if source.names.shows_names else "",
        wall=False,
        centred=False,
    )
    return (rota,)


def _when_order(shift: Shift) -> tuple[object, ...]:
    return (week_order(shift.week or ""), day_order(shift.day) if shift.week is not None else 0, shift.occasions[0].date)


def _when(source: Source, shifts: list[Shift]) -> str:
    """Weekdays, with their week where the pattern has several; dates otherwise."""
    if not shifts:
        return ""
    if any(s.week is None for s in shifts):
        return single_dates_text(source.language, {o.date for s in shifts for o in s.occasions})
    names = [
        f"{weeks_of(source, s)} {source.day(s.day or '')}".strip()
        for s in sorted(shifts, key=lambda s: (week_order(s.week or ""), day_order(s.day)))
    ]
    return listing(source.language, dict.fromkeys(names))
