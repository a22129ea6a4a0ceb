"""Posters: tables on larger paper. What A4 had to cut into pages is put together and cut only where it must be."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from planner.outputs.tables.rota import Rota, height, paginate

Measure = Callable[[Sequence[Rota]], list[float]]
"""The size of the letters, in points, at which each table fits its page; 0 where none does."""
LEGIBLE = 8.5
"""Points at which a table on the wall can still be read from a step away."""
_EASY, _MADE_LARGER = 12.0, 2**0.5
"""Points of letters that are read with ease; how much larger letters are on A3 than on A4 where the pages are the same."""


def on_paper(rotas: Sequence[Rota], measure: Measure) -> tuple[Rota, ...]:
    """The tables on as few pages as stay legible on paper larger than A4. Small letters are not made smaller than there: nobody
    prints a poster to read it from nearer by."""
    found: list[Rota] = []
    at = 0
    for rota, count in zip(whole(rotas), _counts(rotas), strict=True):
        least = LEGIBLE
        if count > 1:
            least = max(LEGIBLE, min(_EASY, *(size / _MADE_LARGER for size in measure(rotas[at : at + count]))))
        found += _fitted(rota, measure, least)
        at += count
    return tuple(found)


def _counts(rotas: Sequence[Rota]) -> list[int]:
    """Of how many pages each whole table is put together."""
    starts = [n for n, rota in enumerate(rotas) if not _goes_on(rotas, n)]
    return [end - start for start, end in zip(starts, [*starts[1:], len(rotas)], strict=True)]


def _goes_on(rotas: Sequence[Rota], n: int) -> bool:
    number, count = rotas[n].page
    return number > 1 and n > 0 and rotas[n - 1].page == (number - 1, count)


def _fitted(rota: Rota, measure: Measure, least: float) -> tuple[Rota, ...]:
    """In one piece, or turned round in one piece, or cut."""
    turned = replace(rota, orientation="portrait" if rota.orientation == "landscape" else "landscape")
    for page in (rota, turned):
        if measure([page])[0] >= least:
            return (page,)
    return _cut(rota, measure, least)


def whole(rotas: Sequence[Rota]) -> tuple[Rota, ...]:
    """Pages of one table joined again; the notes under them are the same on each."""
    joined: list[Rota] = []
    for n, rota in enumerate(rotas):
        if _goes_on(rotas, n):
            joined[-1] = replace(joined[-1], rows=joined[-1].rows + rota.rows, page=rota.page)
        else:
            joined.append(rota)
    return tuple(rota if rota.page[1] == 1 else replace(rota, key=rota.key.rpartition("-")[0], page=(1, 1)) for rota in joined)


def _cut(rota: Rota, measure: Measure, least: float) -> tuple[Rota, ...]:
    total = max(1, sum(height(row) for row in rota.rows))
    pages: tuple[Rota, ...] = (rota,)
    for count in range(2, len(rota.rows) + 1):
        cut = paginate(rota, -(-total // count))
        if len(cut) < count:
            continue
        pages = cut
        if min(measure(pages)) >= least:
            break
    return pages
