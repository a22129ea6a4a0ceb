"""Tables that are drawn cell by cell, each over so many rows and columns, as web pages and text documents do -> sheets."""

from __future__ import annotations

from dataclasses import dataclass, field

from planner.reading.spreadsheets.sheets import MAX_CELLS, MAX_COLUMNS, MAX_ROWS, MAX_TEXT, Sheet, check_size, refuse

_LONGEST_NAME = 31


@dataclass
class Drawing:
    """A table while it is read. ``title``: what stood above it."""

    title: str = ""
    rows: list[list[str]] = field(default_factory=list)
    taken: set[tuple[int, int]] = field(default_factory=set)
    ranges: list[tuple[tuple[int, int], tuple[int, int]]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)

    def row(self, *, hidden: bool = False) -> None:
        """Begin the next row."""
        if hidden:
            self.hidden_rows.add(len(self.rows))
        self.rows.append([])

    def cell(self, text: str, down: int = 1, across: int = 1, source: str = "") -> None:
        """The next free cell of the row. Raises BadInput for a table larger than any timetable."""
        if not self.rows:
            self.row()
        r, c = len(self.rows) - 1, 0
        while (r, c) in self.taken:
            c += 1
        down, across = max(1, min(down, MAX_ROWS)), max(1, min(across, MAX_COLUMNS))
        check_size(source, r + 1, c + across)
        if len(self.taken) + down * across > MAX_CELLS:
            raise refuse(source, "import_sheet_too_big", f"{r + 1} × {c + across}", limit=f"{MAX_ROWS} × {MAX_COLUMNS}")
        self.taken |= {(r + y, c + x) for y in range(down) for x in range(across)}
        line = self.rows[r]
        line.extend([""] * (c + across - len(line)))
        line[c] = text[:MAX_TEXT]
        if down > 1 or across > 1:
            self.ranges.append(((r, c), (r + down - 1, c + across - 1)))


def sheets_of(drawings: list[Drawing]) -> list[Sheet]:
    """A sheet for every table with more than one cell, called by what stands above it."""
    out: list[Sheet] = []
    names: set[str] = set()
    tables = [d for d in drawings if sum(map(bool, (t for row in d.rows for t in row))) > 1]
    for n, drawing in enumerate(tables, 1):
        height = len(drawing.rows)
        # A cell over more rows than there are ends with the table.
        ranges = [(first, (min(last[0], height - 1), last[1])) for first, last in drawing.ranges]
        title = drawing.title.split("\n")[-1].strip()
        name = title[:_LONGEST_NAME] or f"#{n}"
        while name in names:
            name = f"{name[: _LONGEST_NAME - 5]} ({n})"
        names.add(name)
        lines = [[line] for line in drawing.title.split("\n") if line.strip()]
        sheet = Sheet(name, [*lines, *drawing.rows], named=len(tables) > 1)
        down = len(lines)
        sheet.merge([((a + down, b), (c + down, d)) for (a, b), (c, d) in ranges])
        sheet.hidden_rows = frozenset(r + down for r in drawing.hidden_rows)
        out.append(sheet)
    return out
