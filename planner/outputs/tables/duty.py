"""The duty rota of the student librarians: posts and escorts by weekday, or by date."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import Any

from planner.messages.wording import beside, clauses, date_text, dates_text, headed, listing, translator
from planner.models.plan import PlannedDuty
from planner.models.session import Session
from planner.outputs.tables.layout import (
    CLOSED,
    WIDEST,
    Column,
    Grid,
    blocks_of,
    by_stretch,
    by_turn,
    days_of,
    headings,
    turn_order,
)
from planner.outputs.tables.names import internal_mark
from planner.outputs.tables.rare import rare_remarks
from planner.outputs.tables.remarks import calendar_remarks, new_times, week_remarks
from planner.outputs.tables.rota import Cell, Line, Rota, Row, text_cell
from planner.outputs.tables.source import Source
from planner.timeline import Occasion, Shift

_RowKey = tuple[str, str, int]
"""(post, window, slot)."""


def duty(source: Source) -> tuple[Rota, ...]:
    """A page for each campus and time of day; a long rota by date takes several."""
    pages: list[Rota] = []
    for windows in _together(source):
        shifts = [s for s in source.timeline.shifts if s.window in windows]
        if not shifts:
            continue
        for stretch, own in by_stretch(shifts):
            pages.append(_page(source, {s.window for s in own} if stretch else windows, own, len(pages), stretch))
    return tuple(pages)


def _together(source: Source) -> list[set[str]]:
    """Windows that share a page: on one campus and at overlapping times."""
    first: dict[str, tuple[str, Occasion]] = {}
    for shift in source.timeline.shifts:
        first.setdefault(shift.window, (source.school.window_campus(shift.window), shift.occasions[0]))
    openings = source.timeline.openings.held
    groups: list[set[str]] = []
    for window, (campus, o) in first.items():
        span = openings[o.date, window].span
        near = [
            g for g in groups if any(first[w][0] == campus and openings[first[w][1].date, w].span.overlaps(span) for w in g)
        ]
        merged = {window}.union(*near)
        groups = [merged if g is near[0] else g for g in groups if g not in near[1:]] if near else [*groups, merged]
    return groups


def escorted(source: Source) -> dict[tuple[str, _RowKey, str], list[str]]:
    """(helper, shift, turn) -> the classes escorted, in order of the dates."""
    found: dict[tuple[str, _RowKey, str], list[str]] = defaultdict(list)
    for s in source.expansion.sessions:
        if s.category == "DUTY" and s.helper and s.visitor and s.turn:
            key = (s.helper, (s.source, s.window or "", s.slot or 0), s.turn)
            if s.visitor not in found[key]:
                found[key].append(s.visitor)
    return found


def arrival(source: Source, shift: Shift) -> str:
    """When helpers of a shift must be there, from its first date on."""
    return f"{source.timeline.duty_span(shift, shift.occasions[0]).start:%H:%M}"


def _page(source: Source, windows: set[str], shifts: list[Shift], number: int, stretch: str) -> Rota:
    _ = translator(source.language)
    occasions = {(o.date, o.window): o for s in shifts for o in s.occasions}.values()
    entries = _entries(source, shifts)
    grid = all(s.week is not None for s in shifts)
    if grid:
        head, rows = _by_week(source, shifts, entries)
    else:
        head, rows = _by_date(source, windows, shifts, entries)
    label = _("Student librarians' duty rota")
    title, subtitle = source.title(label)
    campus = source.campus_name(source.school.window_campus(min(windows)))
    names = [source.window_name(w) for w in source.school.window_by_id if w in windows]
    where = listing(source.language, names)
    parts = [subtitle, "" if campus.lower() in where.lower() else campus, where, source.stretch(stretch) if stretch else ""]
    notes = [*week_remarks(source, shifts), *rare_remarks(source, shifts), *new_times(source, occasions)]
    notes += calendar_remarks(source, occasions, windows, recall=False)
    if any(source.school.post_by_id[s.post].escort for s in shifts):
        notes.insert(0, _("→ stands before the class that is fetched and walked back."))
    notes += _phases(source, {s.post for s in shifts})
    return Rota(
        key="duty" if not number else f"duty-{number + 1}",
        label=label,
        language=source.language,
        title=title,
        subtitle=beside(source.language, parts),
        headings=head,
        rows=rows,
        notes=tuple(notes),
        signature=source.signature,
        created=source.school.term.start,
        orientation="landscape" if grid or len(rows[0].cells) > 4 else "portrait",
        internal=internal_mark(source.language) if source.names.shows_names else "",
        wall=grid,
    )


def _phases(source: Source, posts: set[str]) -> list[str]:
    """The steps of a duty, a line for each post that has any."""
    lines = []
    for post in source.school.post_by_id.values():
        if post.id in posts and post.phases:
            steps = [f"{p.time:%H:%M} {p.name.in_(source.language)}" for p in sorted(post.phases, key=lambda p: p.time)]
            lines.append(headed(source.language, post.name.in_(source.language), clauses(source.language, steps)))
    return lines


def _entries(source: Source, shifts: list[Shift]) -> dict[tuple[_RowKey, str], list[Line]]:
    """(shift, turn) -> the helpers, in the order of their labels, trainees last."""
    order = {h: n for n, h in enumerate(source.school.helper_by_id)}
    known = {s.key for s in shifts}
    classes = escorted(source)
    found: dict[tuple[_RowKey, str], list[Line]] = defaultdict(list)
    duties = [d for d in source.plan.duties if (d.post, d.turn, d.window, d.slot or 0) in known and d.helper in order]
    for d in sorted(duties, key=lambda d: (source.school.helper_by_id[d.helper].trainee, order[d.helper])):
        key = (d.post, d.window, d.slot or 0)
        text = _helper(source, d, classes.get((d.helper, key, d.turn), []))
        found[key, d.turn].append(Line(text, who=d.helper))
    return found


def _helper(source: Source, duty: PlannedDuty, classes: list[str]) -> str:
    _, helper = translator(source.language), source.school.helper_by_id[duty.helper]
    text = source.names.label(duty.helper)
    if helper.trainee:
        text += _(" (trainee)")
    if helper.valid_from and helper.valid_from > source.school.term.start and not _dated(duty.turn):
        text += _(" (from {date})", date=date_text(source.language, helper.valid_from))
    if helper.valid_until and helper.valid_until < source.school.term.end and not _dated(duty.turn):
        text += _(" (until {date})", date=date_text(source.language, helper.valid_until))
    return f"{text} → {listing(source.language, map(source.class_name, classes))}" if classes else text


def _dated(turn: str) -> bool:
    return turn[:4].isdecimal() and len(turn) == 10


def _keys(source: Source, shifts: list[Shift]) -> list[_RowKey]:
    place = {p: n for n, p in enumerate(source.school.post_by_id)}
    windows = {w: n for n, w in enumerate(source.school.window_by_id)}
    return sorted({(s.post, s.window, s.slot or 0) for s in shifts}, key=lambda k: (place[k[0]], windows[k[1]], k[2]))


def _heading(source: Source, key: _RowKey, shifts: list[Shift]) -> tuple[str, ...]:
    """Post, window where a post has several, slot time, and when to be there."""
    _ = translator(source.language)
    own = [s for s in shifts if (s.post, s.window, s.slot or 0) == key]
    windows = {s.window for s in shifts if s.post == key[0]}
    time = source.span(source.timeline.openings.held[own[0].occasions[0].date, key[1]].time_of(key[2])) if key[2] else ""
    arrivals = sorted({arrival(source, s) for s in own})
    name = source.school.post_by_id[key[0]].name.in_(source.language)
    return tuple(
        x
        for x in (
            name,
            source.window_name(key[1]) if len(windows) > 1 else "",
            time,
            _("be there by {time}", time=" / ".join(arrivals)),
        )
        if x
    )


def _by_week(source: Source, shifts: list[Shift], entries: dict[tuple[_RowKey, str], list[Line]]) -> Grid:
    _ = translator(source.language)
    blocks, days = blocks_of(s.week for s in shifts), days_of(s.day for s in shifts)
    by_day = {((s.post, s.window, s.slot or 0), s.week or "", s.day or ""): s for s in shifts}
    keys = _keys(source, shifts)
    stacked = len(blocks) * len(days) > WIDEST
    adults = _adults(source, {s.window for s in shifts}, days)

    def cells(key: _RowKey, block: str) -> tuple[Cell, ...]:
        found = [by_day.get((key, block, day)) for day in days]
        return tuple(Cell(tuple(entries[key, s.turn]), places=(s,)) if s else text_cell(CLOSED) for s in found)

    rows = []
    for block in blocks if stacked else [""]:
        for n, key in enumerate(keys):
            first = (text_cell(*source.block_lines(block, shifts), strong=True, rows=len(keys)),) if stacked and n == 0 else ()
            name, *rest = _heading(source, key, shifts)
            head = Cell((Line(name, True), *(Line(x) for x in rest)))
            own = cells(key, block) if stacked else tuple(c for b in blocks for c in cells(key, b))
            rows.append(Row((*first, head), own))
    if adults:
        heads = (text_cell(_("Adult on duty"), strong=True),)
        rows.append(Row((text_cell(""), *heads) if stacked else heads, adults if stacked else adults * len(blocks)))
    corner = [_("Week"), _("Post")] if stacked else [_("Post")]
    levels = [[(source.day(d),) for _b in ([""] if stacked else blocks) for d in days]]
    if len(blocks) > 1 and not stacked:
        levels.insert(0, [(source.block(b, shifts),) for b in blocks for _d in days])
    return headings(corner, levels), tuple(rows)


def _adults(source: Source, windows: set[str], days: list[str]) -> tuple[Cell, ...]:
    """The adult of each weekday; those who stand in on some dates are named with them. Empty when nothing is planned."""
    if not any(c.window in windows for c in source.plan.presences):
        return ()
    found: dict[str, dict[str, list[dt.date]]] = {day: defaultdict(list) for day in days}
    for (date, window), opening in source.timeline.openings.held.items():
        if window in windows and opening.day.label in found and date >= source.plan.effective_from:
            name = _adult_on(source, window, opening.day.label, opening.adults)
            if name:
                found[opening.day.label][name].append(date)
    cells = []
    for day in days:
        ranked = sorted(found[day].items(), key=lambda x: (-len(x[1]), x[0]))
        letters = {name: {source.timeline.day_by_date[d].parity for d in dates} for name, dates in ranked}
        if len(ranked) == 2 and all(len(own) == 1 for own in letters.values()) and len(set(map(min, letters.values()))) == 2:
            # Two who alternate by weeks: said so, and not date by date.
            by_week = sorted((min(own), name) for name, own in letters.items())
            cells.append(Cell(tuple(Line(f"{source.block(week, (), short=True)} {name}") for week, name in by_week)))
            continue
        lines = [Line(ranked[0][0])] if ranked else [Line(CLOSED)]
        # The column says the weekday.
        lines += [Line(f"{dates_text(source.language, [d])} {name}") for name, dates in ranked[1:] for d in sorted(set(dates))]
        cells.append(Cell(tuple(lines)))
    return tuple(cells)


def _adult_on(source: Source, window: str, day: str, present: tuple[str, ...]) -> str:
    mine = (p for p in source.plan.presences if (p.window, p.day) == (window, day) and set(p.present) == set(present))
    adult = next((source.school.adult_by_id.get(p.adult) for p in mine), None)
    return adult.name.in_(source.language) if adult else ""


def _by_date(source: Source, windows: set[str], shifts: list[Shift], entries: dict[tuple[_RowKey, str], list[Line]]) -> Grid:
    _, keys = translator(source.language), _keys(source, shifts)
    turns: dict[str, tuple[Occasion, ...]] = {}
    for s in shifts:
        turns[s.turn] = tuple(sorted({*turns.get(s.turn, ()), *s.occasions}, key=lambda o: (o.date, o.window or "")))
    own = {((s.post, s.window, s.slot or 0), s.turn): s for s in shifts}
    columns = [Column(key, _heading(source, key, shifts)) for key in keys]
    if any(c.window in windows for c in source.plan.presences):
        columns.append(Column("adult", (_("Adult on duty"),)))

    def at(turn: str, key: Any) -> Cell:
        if key == "adult":
            openings = source.timeline.openings.held
            held = [openings[o.date, o.window or ""] for o in turns[turn]]
            names = {_adult_on(source, o.window, o.day.label, o.adults) for o in held}
            return text_cell(*sorted(names - {""}))
        shift = own.get((key, turn))
        return Cell(tuple(entries[key, turn]), places=(shift,)) if shift else text_cell(CLOSED)

    return by_turn(source, sorted(turns.items(), key=turn_order), columns, at)


def duty_sessions(source: Source) -> dict[str, list[Session]]:
    """Helper -> duties of the term on confirmed dates."""
    found: dict[str, list[Session]] = defaultdict(list)
    for s in source.expansion.published:
        if s.category == "DUTY" and s.helper:
            found[s.helper].append(s)
    return found
