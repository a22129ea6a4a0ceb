"""A neutral table: built once, written many times (page, print, spreadsheet). No rule of the school is known here."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Literal

from planner.models.base import Language
from planner.timeline import Shift, VisitCell

Orientation = Literal["portrait", "landscape"]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a cell. ``strong`` is printed bold: it helps the eye and carries no meaning of its own.

    ``who`` is the id of the class, teacher or helper that it names as standing there; empty for all other words. ``grade`` is
    that of a class whose grade is tinted: it says again what the name says, and means nothing by itself.
    """

    text: str
    strong: bool = False
    who: str = ""
    grade: int | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell or a heading; ``columns`` and ``rows`` are what it spans.

    ``places`` are the places of a plan that the cell stands for, so that a table changed by hand can be read back; none for
    words, and for cells in which nothing can be.
    """

    lines: tuple[Line, ...] = ()
    columns: int = 1
    rows: int = 1
    places: tuple[VisitCell | Shift, ...] = ()

    @property
    def text(self) -> str:
        """The lines under each other."""
        return "\n".join(line.text for line in self.lines)


@dataclass(frozen=True, slots=True)
class Row:
    """One row. A head that spans several rows stands only in the first of them; cells never span."""

    heads: tuple[Cell, ...]
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Rota:
    """One printed page (or one sheet) with one table."""

    key: str
    label: str
    """What it is, in a few words: the name of its sheet."""
    language: Language
    title: str
    subtitle: str
    headings: tuple[tuple[Cell, ...], ...]
    """Heading rows; the first of them starts with the corner, one cell for each row head, which spans all heading rows."""
    rows: tuple[Row, ...]
    created: dt.date
    """The first school day: the date of files that must carry one, instead of the clock."""
    lead: tuple[str, ...] = ()
    """Paragraphs before the table, as a letter has them."""
    notes: tuple[str, ...] = ()
    signature: tuple[str, ...] = ()
    """Who signs, and under it the date."""
    edition: str = ""
    """From when the plan counts and which version of it this is; empty on papers that are of no plan."""
    orientation: Orientation = "landscape"
    internal: str = ""
    """The words of the mark 内部使用 / Internal use only; empty = fit for the wall."""
    wall: bool = True
    """Few large cells that may grow to fill the page; false: a list with rows as low as they can be."""
    centred: bool = True
    """False: cells hold longer lines, which are easier to read from the left."""
    page: tuple[int, int] = (1, 1)
    """Which of how many pages of one long table."""
    origin: str = ""
    """The version of the plan it shows, which the spreadsheet keeps unseen."""

    @property
    def head_count(self) -> int:
        """Columns of row heads."""
        return max((len(row.heads) for row in self.rows), default=1)

    @property
    def column_count(self) -> int:
        """Columns in all."""
        return max((len(row.heads) + len(row.cells) for row in self.rows), default=sum(c.columns for c in self.headings[0]))


def text_cell(*texts: str, strong: bool = False, columns: int = 1, rows: int = 1) -> Cell:
    """A cell with these lines; empty ones are left out."""
    return Cell(tuple(Line(text, strong) for text in texts if text), columns, rows)


def height(row: Row) -> int:
    """Lines of the highest cell of a row, at least one. Heads over several rows share their lines among them."""
    return max([1, *(len(c.lines) for c in row.cells), *(-(-len(h.lines) // h.rows) for h in row.heads)])


def paginate(rota: Rota, lines: int) -> tuple[Rota, ...]:
    """Cut a long table into pages of at most so many lines, never through a head that spans several rows."""
    groups: list[list[Row]] = []
    open_rows = 0
    for row in rota.rows:
        if open_rows <= 0:
            groups.append([])
            open_rows = max((h.rows for h in row.heads), default=1)
        groups[-1].append(row)
        open_rows -= 1
    sizes = [sum(height(row) for row in group) for group in groups]
    fewest = len(_packed(sizes, lines))
    # Pages of about the same length rather than full ones and a short rest.
    shares = range(-(-sum(sizes) // max(fewest, 1)), lines)
    counts = next((c for c in (_packed(sizes, share) for share in shares) if len(c) == fewest), _packed(sizes, lines))
    pages: list[list[Row]] = []
    for count in counts:
        pages.append([row for group in groups[:count] for row in group])
        groups = groups[count:]
    pages = pages or [[]]
    return tuple(
        replace(rota, key=rota.key if len(pages) == 1 else f"{rota.key}-{n}", rows=tuple(rows), page=(n, len(pages)))
        for n, rows in enumerate(pages, start=1)
    )


def _packed(sizes: list[int], most: int) -> list[int]:
    """How many groups of rows stand on each page, when a page takes so many lines, and at least one group."""
    counts: list[int] = []
    used = 0
    for size in sizes:
        if counts and used + size <= most:
            counts[-1] += 1
            used += size
        else:
            counts.append(1)
            used = size
    return counts
