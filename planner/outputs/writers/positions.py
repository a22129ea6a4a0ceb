"""Where every cell of a table stands on its sheet: what `writers.xlsx` writes, for whoever reads a sheet back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from planner.outputs.tables.rota import Cell, Rota, text_cell

Part = Literal["title", "words", "heading", "head", "cell"]
"""``words`` are the mark, the subtitle, the notes and the signature: nothing depends on them."""


class Position(NamedTuple):
    """A cell with the row and column, from 0, of its upper left corner."""

    row: int
    column: int
    part: Part
    cell: Cell


def positions(rota: Rota) -> Iterator[Position]:
    """All cells from the top down; those without words too."""
    yield Position(0, 0, "title", text_cell(rota.title))
    at = 1
    for words in (rota.internal, rota.subtitle, *rota.lead):
        if words:
            yield Position(at, 0, "words", text_cell(words))
            at += 1
    for depth, row in enumerate(rota.headings):
        # Only the first heading row holds the corner, which spans all of them.
        column = 0 if depth == 0 else rota.head_count
        for cell in row:
            yield Position(at + depth, column, "heading", cell)
            column += cell.columns
    at += len(rota.headings)
    for body in rota.rows:
        first = rota.column_count - len(body.cells)
        for n, cell in enumerate(body.heads):
            yield Position(at, first - len(body.heads) + n, "head", cell)
        for n, cell in enumerate(body.cells):
            yield Position(at, first + n, "cell", cell)
        at += 1
    for words in (*rota.notes, *rota.signature, rota.edition):
        if words:
            yield Position(at, 0, "words", text_cell(words))
            at += 1
