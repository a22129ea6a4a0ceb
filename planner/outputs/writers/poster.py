"""Posters: tables on larger paper. What A4 had to cut into pages is put together and cut only where it must be."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from planner.outputs.tables.rota import Rota, height, paginate

Measure = Callable[[Sequence[Rota]], list[float]]
"""The size of the letters, in points, at which each table fits its page; 0 where none does."""
LEGIBLE = 8.5
"""Points at which a table on the wall can still be read from a step away."""


def on_paper(rotas: Sequence[Rota], measure: Measure) -> tuple[Rota, ...]:
    """The tables on as few pages as stay legible on paper larger than A4."""
    return tuple(page for rota in whole(rotas) for page in _fitted(rota, measure))


def _fitted(rota: Rota, measure: Measure) -> tuple[Rota, ...]:
    """In one piece, or turned round in one piece, or cut."""
    turned = replace(rota, orientation="portrait" if rota.orientation == "landscape" else "landscape")
    for page in (rota, turned):
        if measure([page])[0] >= LEGIBLE:
            return (page,)
    return _cut(rota, measure)


def whole(rotas: Sequence[Rota]) -> tuple[Rota, ...]:
    """Pages of one table joined again; the notes under them are the same on each."""
    joined: list[Rota] = []
    for rota in rotas:
        number, count = rota.page
        if number > 1 and joined and joined[-1].page == (number - 1, count):
            joined[-1] = replace(joined[-1], rows=joined[-1].rows + rota.rows, page=rota.page)
        else:
            joined.append(rota)
    return tuple(rota if rota.page[1] == 1 else replace(rota, key=rota.key.rpartition("-")[0], page=(1, 1)) for rota in joined)


def _cut(rota: Rota, measure: Measure) -> tuple[Rota, ...]:
    total = max(1, sum(height(row) for row in rota.rows))
    pages: tuple[Rota, ...] = (rota,)
    for count in range(2, len(rota.rows) + 1):
        cut = paginate(rota, -(-total // count))
        if len(cut) < count:
            continue
        pages = cut
        if min(measure(pages)) >= LEGIBLE:
            break
    return pages
