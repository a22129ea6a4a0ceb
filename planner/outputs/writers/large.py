"""Large print: a table on as many sheets as it takes for no letter to be small. First its rows are parted, then its columns.

The notes under a table stand on its last sheet, or on one of their own where there is no room for them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from planner.outputs.tables.rota import Cell, Rota, Row
from planner.outputs.writers.fit import notes_fit, rows_at
from planner.outputs.writers.poster import whole

_WIDEST = 12
"""Parts of the columns that are tried; nothing has more columns that matter."""
_STEPS = 8


def in_large_print(rotas: Sequence[Rota], size: float) -> tuple[Rota, ...]:
    """These tables on as few sheets as let their letters be of at least ``size`` points (on A4: other sheets are in scale)."""
    return tuple(page for rota in whole(rotas) for page in _sheets(rota, size))


def _sheets(rota: Rota, size: float) -> Iterator[Rota]:
    table = replace(rota, notes=())
    tries = [found for turned in (table, _turned(table)) if (found := _parted(turned, size))]
    pages = min(tries, key=len) if tries else [table]
    *others, last = pages
    apart = bool(rota.notes) and not notes_fit(replace(last, notes=rota.notes), size)
    pages = pages if apart else [*others, replace(last, notes=rota.notes)]
    count = len(pages) + apart
    for n, page in enumerate(pages, start=1):
        yield replace(page, key=rota.key if count == 1 else f"{rota.key}-{n}", page=(n, count))
    if apart:
        alone = replace(rota, headings=((),), rows=(), lead=(), orientation="portrait")
        yield replace(alone, key=f"{rota.key}-{count}", page=(count, count))


def _turned(rota: Rota) -> Rota:
    return replace(rota, orientation="portrait" if rota.orientation == "landscape" else "landscape")


def _parted(rota: Rota, size: float) -> list[Rota]:
    """The pages with the fewest parts of columns in which all letters have their size; empty where there are none."""
    columns = rota.column_count - rota.head_count
    for parts in range(1, min(columns, _WIDEST) + 1):
        share = -(-columns // parts)
        pages: list[Rota] = []
        for first in range(0, columns, share):
            cut = _by_rows(_columns(rota, first, min(first + share, columns)), size)
            if cut is None:
                break
            pages += cut
        else:
            return pages
    return []


def _columns(rota: Rota, first: int, end: int) -> Rota:
    """The table with these columns of its body alone, under the same heads."""
    headings = []
    for depth, row in enumerate(rota.headings):
        heads = row[: rota.head_count] if depth == 0 else ()
        at, kept = 0, list[Cell]()
        for cell in row[len(heads) :]:
            shown = min(at + cell.columns, end) - max(at, first)
            at += cell.columns
            if shown > 0:
                kept.append(replace(cell, columns=shown))
        headings.append((*heads, *kept))
    rows = tuple(replace(row, cells=row.cells[first:end]) for row in rota.rows)
    return replace(rota, headings=tuple(headings), rows=rows)


def _by_rows(rota: Rota, size: float) -> list[Rota] | None:
    """Its rows on as many pages as they need, about as many on each; None where a line is too wide, or a row too high."""
    groups = list(_groups(rota))
    if any(rows_at(_with(rota, group), size) is None for group in groups):
        return None
    if not all(_goes(_with(rota, group), size) for group in groups):
        # Of a week that is too high for a page each time of day may begin one.
        return _by_rows(_freed(rota), size) if any(len(group) > 1 for group in groups) else None
    pages = _packed(rota, groups, size, len(rota.rows))
    least = -(-len(rota.rows) // max(len(pages), 1))
    for most in range(least, least + _STEPS):  # no full page and a short rest, if as many pages can be alike
        if len(even := _packed(rota, groups, size, most)) == len(pages):
            pages = even
            break
    return [_with(rota, page) for page in pages]


def _with(rota: Rota, rows: Sequence[Row]) -> Rota:
    return replace(rota, rows=tuple(rows))


def _goes(page: Rota, size: float) -> bool:
    """Whether it is inside one sheet: its columns are as wide as its own rows want, not as those of all pages do."""
    measured = rows_at(page, size)
    return measured is not None and sum(measured[0]) <= measured[1]


def _packed(rota: Rota, groups: Sequence[Sequence[Row]], size: float, most: int) -> list[list[Row]]:
    """The rows page by page, at most so many on each."""
    pages: list[list[Row]] = []
    for group in groups:
        if pages and len(pages[-1]) + len(group) <= most and _goes(_with(rota, [*pages[-1], *group]), size):
            pages[-1] += group
        else:
            pages.append(list(group))
    return pages


def _groups(rota: Rota) -> Iterator[list[Row]]:
    """Rows that a head holds together."""
    n = 0
    while n < len(rota.rows):
        spanned = max((head.rows for head in rota.rows[n].heads), default=1)
        yield list(rota.rows[n : n + spanned])
        n += spanned


def _freed(rota: Rota) -> Rota:
    """The table with every head said again in each row that it spans."""
    rows: list[Row] = []
    held: list[tuple[Cell, int]] = []
    for row in rota.rows:
        missing = rota.head_count - len(row.heads)
        heads = [replace(cell, rows=1) for cell, _left in held[:missing]] + [replace(h, rows=1) for h in row.heads]
        if not missing:
            held = [(h, h.rows) for h in row.heads]
        rows.append(Row(tuple(heads), row.cells))
    return replace(rota, rows=tuple(rows))
