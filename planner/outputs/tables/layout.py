"""Shared shapes: tables by weekday, for cycles that have weeks, and tables by turn or date, for cycles that have none."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from planner.messages.wording import date_text, single_dates_text, translator, turn_name
from planner.models.days import marked, position_of, stretch_of
from planner.models.values import natural
from planner.outputs.tables.rota import Cell, Row, text_cell
from planner.outputs.tables.source import Source, day_order, week_order
from planner.timeline import Occasion, Shift, VisitCell

CLOSED = "—"
"""Stands where nothing can be; a free place stays white, so that somebody can write into it."""
Grid = tuple[tuple[tuple[Cell, ...], ...], tuple[Row, ...]]
"""Heading rows and body rows."""
_Level = list[tuple[str, ...]]
WIDEST = 10
"""Columns that still can be read from two steps away on A4 landscape."""
_FEW_DATES = 4
"""So many dates of a turn stand under each other."""
_Placeable = TypeVar("_Placeable", VisitCell, Shift)


@dataclass(frozen=True)
class Column:
    """A column of a table by slot: its key, its own heading, and the heading it shares with its neighbours."""

    key: Hashable
    heading: tuple[str, ...]
    group: str = ""


def blocks_of(weeks: Iterable[str | None]) -> list[str]:
    """The weeks of a pattern, in order; [''] for a weekly one."""
    return sorted({w or "" for w in weeks}, key=week_order) or [""]


def shared_blocks(weeks: Iterable[str | None]) -> list[str]:
    """The same where what comes every week stands in each week of its stretch and needs no block of its own."""
    found = {week or "" for week in weeks}
    split = {stretch_of(week) for week in found if position_of(week)}
    return blocks_of(week for week in found if position_of(week) or stretch_of(week) not in split)


def weeks_in(block: str) -> tuple[str, ...]:
    """The weeks whose visits stand in a block: its own, and every week of its stretch."""
    return tuple(dict.fromkeys((block, marked("", stretch_of(block)))))


def by_stretch(cells: Sequence[_Placeable]) -> list[tuple[str, list[_Placeable]]]:
    """Cells or shifts as pages of their own, (stretch, what is in it), where the stretches of the term have other windows: side
    by side each would be empty where the other is full. Otherwise one page, of no stretch."""
    windows: dict[str, set[str | None]] = {}
    for cell in cells:
        windows.setdefault(stretch_of(cell.week or ""), set()).add(cell.window)
    marks = sorted(mark for mark in windows if mark)
    if len(marks) < 2 or all(windows[mark] == windows[marks[0]] for mark in marks):
        return [("", list(cells))]
    return [(mark, [cell for cell in cells if stretch_of(cell.week or "") in ("", mark)]) for mark in marks]


def days_of(labels: Iterable[str | None]) -> list[str]:
    """Day labels in order."""
    return sorted({label for label in labels if label}, key=day_order)


def headings(corner: list[str], levels: Sequence[Sequence[tuple[str, ...]]]) -> tuple[tuple[Cell, ...], ...]:
    """Heading rows from levels of equal length; equal neighbours are merged under the same merged parents."""
    count = len(levels[0])
    rows: list[tuple[Cell, ...]] = []
    for depth, level in enumerate(levels):
        row = [text_cell(text, rows=len(levels), strong=True) for text in corner] if depth == 0 else []
        start = 0
        for n in range(1, count + 1):
            last_level = depth == len(levels) - 1
            if n == count or last_level or any(levels[d][n] != levels[d][start] for d in range(depth + 1)):
                row.append(text_cell(*level[start], strong=True, columns=n - start))
                start = n
        rows.append(tuple(row))
    return tuple(rows)


def _levels(columns: list[Column]) -> list[_Level]:
    """The headings of columns: their own, under those of their groups where there are several."""
    own: list[_Level] = [[c.heading for c in columns]]
    return [[(c.group,) for c in columns], *own] if len({c.group for c in columns}) > 1 else own


def by_weekday(
    source: Source,
    blocks: list[str],
    cells: Sequence[VisitCell],
    days: list[str],
    columns: list[Column],
    cell: Callable[[str, str, Hashable], Cell],
    corner: str,
) -> Grid:
    """Rows are weekdays, columns are slots. Weeks of the pattern stand side by side, or under each other when too wide."""
    _ = translator(source.language)
    own = _levels(columns)
    if len(blocks) * len(columns) > WIDEST:
        rows = []
        for block in blocks:
            for n, day in enumerate(days):
                first = (text_cell(*source.block_lines(block, cells), strong=True, rows=len(days)),) if n == 0 else ()
                rows.append(
                    Row((*first, text_cell(source.day(day), strong=True)), tuple(cell(block, day, c.key) for c in columns))
                )
        return headings([_("Week"), corner], own), tuple(rows)
    levels: list[_Level] = [[level[n] for _block in blocks for n in range(len(columns))] for level in own]
    if len(blocks) > 1:
        levels.insert(0, [(source.block(block, cells),) for block in blocks for _column in columns])
    return headings([corner], levels), tuple(
        Row(
            (text_cell(source.day(day), strong=True),),
            tuple(cell(block, day, c.key) for block in blocks for c in columns),
        )
        for day in days
    )


def by_block(
    source: Source,
    blocks: list[str],
    cells: Sequence[VisitCell],
    days: list[str],
    keys: list[Any],
    cell: Callable[[Any, str, str], Cell],
    name: Callable[[Any], Cell],
    corner: str,
) -> Grid:
    """Rows are times or posts, columns are weekdays. Weeks of the pattern stand as in `by_weekday`: side by side, or under each
    other when too wide."""
    _ = translator(source.language)
    if len(blocks) * len(days) <= WIDEST:
        levels: list[_Level] = [[(source.day(day),) for _block in blocks for day in days]]
        if len(blocks) > 1:
            levels.insert(0, [(source.block(block, cells),) for block in blocks for _day in days])
        side_by_side = [Row((name(key),), tuple(cell(key, block, day) for block in blocks for day in days)) for key in keys]
        return headings([corner], levels), tuple(side_by_side)
    rows = []
    for block in blocks:
        for n, key in enumerate(keys):
            first = (text_cell(*source.block_lines(block, cells), strong=True, rows=len(keys)),) if n == 0 else ()
            rows.append(Row((*first, name(key)), tuple(cell(key, block, day) for day in days)))
    return headings([_("Week"), corner], [[(source.day(day),) for day in days]]), tuple(rows)


def by_turn(
    source: Source,
    turns: list[tuple[str, tuple[Occasion, ...]]],
    columns: list[Column],
    cell: Callable[[str, Hashable], Cell],
) -> Grid:
    """Rows are the turns of a round with their dates, or single dates; columns are slots or posts."""
    _ = translator(source.language)
    dated = all("#" not in label for label, _occasions in turns)
    corner = [_("Date")] if dated else [_("Turn"), _("Dates")]
    rows = []
    for label, occasions in turns:
        heads = [text_cell(*turn_dates(source, occasions), strong=dated)]
        if not dated:
            heads.insert(0, text_cell(turn_number(source, label), strong=True))
        rows.append(Row(tuple(heads), tuple(cell(label, c.key) for c in columns)))
    return headings(corner, _levels(columns)), tuple(rows)


def turn_number(source: Source, label: str) -> str:
    """'#4' -> 4; 'MON:#2' -> 周一 第2次."""
    return turn_name(source.language, label, source.school.term) if ":" in label else label.removeprefix("#")


def turn_order(turn: tuple[str, tuple[Occasion, ...]]) -> tuple[int, str, tuple[tuple[int, int, str], ...]]:
    """Turns by their first date; where each weekday slides by itself, weekday after weekday."""
    label, occasions = turn
    return (day_order(label.partition(":")[0]) if ":#" in label else 0, occasions[0].date.isoformat(), natural(label))


def turn_dates(source: Source, occasions: tuple[Occasion, ...]) -> tuple[str, ...]:
    """Dates with their weekdays: a single one; a few in a line each, or many in a line for each month."""
    dates = sorted({o.date for o in occasions})
    if len(dates) == 1:
        return (date_text(source.language, dates[0]),)
    if len(dates) <= _FEW_DATES:
        return tuple(single_dates_text(source.language, [date]) for date in dates)
    months: dict[int, list[Any]] = {}
    for date in dates:
        months.setdefault(date.year * 12 + date.month, []).append(date)
    return tuple(single_dates_text(source.language, found) for found in months.values())
