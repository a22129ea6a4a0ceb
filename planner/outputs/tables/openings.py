"""The opening hours 开放时间表: weekday × time, which grades may come, and who is there. Also where no class is booked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from planner.messages.wording import (
    beside,
    clauses,
    date_text,
    grades_text,
    headed,
    listing,
    numbers_text,
    translator,
    week_block,
)
from planner.models.visits import Window
from planner.outputs.tables.layout import CLOSED, headings
from planner.outputs.tables.remarks import calendar_remarks, new_times
from planner.outputs.tables.rota import Cell, Line, Rota, Row, text_cell
from planner.outputs.tables.source import Source, day_order
from planner.timeline import Occasion, Opening, own_weekday

_Held = dict[tuple[str, str], list[Opening]]
"""(window, day label) -> its openings, in order."""


def openings(source: Source) -> tuple[Rota, ...]:
    """A page for each campus: a row for each time of day, a column for each day, the grades that may come in the cells."""
    pages: list[Rota] = []
    for campus in source.school.campus_ids:
        held = _held(source, campus)
        if held:
            pages.append(_page(source, campus, held, len(pages)))
    return tuple(pages)


def openings_text(source: Source) -> str:
    """The same to paste into a chat: a day a line."""
    lines = []
    for page in openings(source):
        lines += [x for x in (page.title, page.subtitle) if x]
        days = [cell.text for cell in page.headings[0][1:]]
        for n, day in enumerate(days):
            times = [f"{row.heads[0].lines[0].text} {_sentence(row, n)}" for row in page.rows if row.cells[n].text != CLOSED]
            if times:
                lines.append(headed(source.language, day, clauses(source.language, times)))
        lines += page.notes
    return "\n".join(lines) + "\n" if lines else ""


def _sentence(row: Row, n: int) -> str:
    return " ".join([*(line.text for line in row.heads[0].lines[1:]), *(line.text for line in row.cells[n].lines)])


def _held(source: Source, campus: str) -> _Held:
    """Openings for readers on one campus, from the plan's first date on."""
    found: _Held = defaultdict(list)
    for (date, key), opening in sorted(source.timeline.openings.held.items()):
        window = source.school.window_by_id[key]
        if window.kind == "duty" or source.school.window_campus(key) != campus or date < source.timeline.since:
            continue
        if opening.day.confirmed:
            label = opening.day.label if window.school_days_only else own_weekday(date)
            found[key, label].append(opening)
    return found


def _page(source: Source, campus: str, held: _Held, number: int) -> Rota:
    _ = translator(source.language)
    label = _("Opening hours")
    title, subtitle = source.title(label)
    rooms = {r for key, _label in held for r in source.school.window_by_id[key].rooms}
    room = source.room_name(next(iter(rooms))) if len(rooms) == 1 else ""
    days = sorted({day for _key, day in held}, key=day_order)
    by_time: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for (key, day), found in held.items():
        by_time[str(found[0].span)][day].append(key)
    rows = []
    for _time, on in sorted(by_time.items()):
        windows = {key for keys in on.values() for key in keys}
        names = {source.window_name(key) for key in windows}
        head = [source.span(held[next(iter(on[day])), day][0].span) for day in list(on)[:1]]
        head += [next(iter(names))] if len(names) == 1 else []
        cells = [_cell(source, sorted(on[day], key=str), held, day, named=len(names) > 1) for day in days]
        rows.append(Row((text_cell(*head, strong=True),), tuple(cells)))
    occasions = {(o.date, o.window): Occasion(o.day, o.window) for found in held.values() for o in found}.values()
    keys = {key for key, _day in held}
    where = (subtitle, source.campus_name(campus), room)
    return Rota(
        key="openings" if not number else f"openings-{number + 1}",
        label=label,
        language=source.language,
        title=title,
        subtitle=beside(source.language, where),
        headings=headings([_("Time")], [[(source.day(day),) for day in days]]),
        rows=tuple(rows),
        notes=(
            *new_times(source, occasions),
            *calendar_remarks(source, occasions, keys, recall=False),
            *source.signature_lines,
        ),
        signature=source.signature,
        created=source.school.term.start,
        orientation="landscape",
    )


def _cell(source: Source, keys: list[str], held: _Held, day: str, *, named: bool) -> Cell:
    lines: list[Line] = []
    for key in keys:
        window = source.school.window_by_id[key]
        lines += [Line(source.window_name(key))] if named else []
        lines += [Line(part, strong=True) for part in _halves(_who_comes(source, window))]
        lines += [Line(text) for text in (*_when(source, window), *_adults(source, held[key, day])) if text]
    return Cell(tuple(lines)) if lines else Cell((Line(CLOSED),))


def _who_comes(source: Source, window: Window) -> str:
    """Grades; and 'classes by turns' where classes are booked."""
    _ = translator(source.language)
    who = grades_text(source.language, window.grades) if window.grades else _("everybody")
    if not window.booked:
        return who
    return _("classes by turns") if window.grades is None else f"{who} {_('classes by turns')}"


def _halves(words: str) -> list[str]:
    """Several words on two lines of about the same length: in one they would make the letters of the whole sheet small."""
    parts = words.split(" ")
    if len(parts) < 3:
        return [words]
    halves = [[" ".join(parts[:n]), " ".join(parts[n:])] for n in range(1, len(parts))]
    return min(halves, key=lambda pair: abs(len(pair[0]) - len(pair[1])))


def _when(source: Source, window: Window) -> Iterable[str]:
    """Its season and its weeks, where it is not open all the term."""
    _, term = translator(source.language), source.school.term
    if window.weeks.parity:
        yield week_block(source.language, window.weeks.parity, term, short=True)
    if window.weeks.numbers:
        yield _("weeks {weeks}", weeks=numbers_text(window.weeks.numbers))
    if window.valid_from and window.valid_from > max(term.start, source.timeline.since):
        yield _("from {date} on", date=date_text(source.language, window.valid_from))
    if window.valid_until and window.valid_until < term.end:
        yield _("until {date}", date=date_text(source.language, window.valid_until))


def _adults(source: Source, held: list[Opening]) -> list[str]:
    """Who keeps it open: the adults of the plan; with the weeks where two alternate by them."""
    adults = {(c.window, c.day, frozenset(c.present)): c.adult for c in source.plan.presences}
    letters: dict[str, set[str]] = defaultdict(set)
    for opening in held:
        adult = adults.get((opening.window, opening.day.label, frozenset(opening.adults)))
        if adult in source.school.adult_by_id and adult:
            letters[adult].add(opening.day.parity)
    several = len(letters) > 1 and all(len(own) == 1 for own in letters.values())
    found = []
    for adult, own in sorted(letters.items(), key=lambda x: (sorted(x[1]), x[0])):
        name = source.school.adult_by_id[adult].name.in_(source.language)
        week = f"{source.block(next(iter(own)), (), short=True)} " if several else ""
        found.append(f"{week}{name}")
    return found if several else [listing(source.language, found)] if found else []
