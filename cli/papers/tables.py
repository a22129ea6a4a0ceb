"""Rota tables drawn in the terminal: ``lunjie show``, and the picture at the end of ``lunjie demo``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from planner.messages.wording import date_text, listing, span_text, translator
from planner.models.base import Language
from planner.models.school import School
from planner.models.session import Session
from planner.outputs.explanations.explaining import name_of
from planner.outputs.tables.rota import Cell, Rota, Row


def draw(console: Console, rotas: Iterable[Rota]) -> None:
    """Each table with its title, notes and mark, one under the other."""
    for number, rota in enumerate(rotas):
        if number:
            console.print()
        # Not the title of the drawn table, which would be folded to its width.
        console.print(rota.title, style="bold", markup=False, soft_wrap=True)
        for line, style in ((rota.subtitle, ""), (rota.internal, "bold red")):
            if line:
                console.print(line, style=style, markup=False, soft_wrap=True)
        console.print(_table(rota))
        for note in rota.notes:
            console.print(note, style="dim", markup=False, soft_wrap=True)


def _table(rota: Rota) -> Table:
    table = Table(box=box.SQUARE, show_lines=True, padding=(0, 1))
    for index, heading in enumerate(_headings(rota)):
        # Headings and row heads keep their words together; the cells are what may fold on a narrow screen.
        head = index < rota.head_count
        table.add_column(heading, style="bold" if head else "", no_wrap=head, overflow="fold")
    left: list[int] = [0] * rota.head_count
    for row in rota.rows:
        table.add_row(*_row_heads(row, left), *(_text(cell) for cell in row.cells))
    return table


def _headings(rota: Rota) -> list[Text]:
    """One heading a column: the headings over it joined from top to bottom."""
    columns: list[list[str]] = []
    for level, cells in enumerate(rota.headings):
        # Only the first heading row holds the corner, which spans all heading rows.
        at = 0 if level == 0 else rota.head_count
        for cell in cells:
            for column in range(at, at + cell.columns):
                while len(columns) <= column:
                    columns.append([])
                if cell.text and cell.text not in columns[column]:
                    columns[column].append(cell.text)
            at += cell.columns
    while len(columns) < rota.column_count:
        columns.append([])
    return [Text("\n".join(column)) for column in columns]


def _row_heads(row: Row, left: list[int]) -> Sequence[Text]:
    """Row heads in their columns; those that a head from an earlier row still spans stay empty."""
    heads = iter(row.heads)
    out: list[Text] = []
    for column, open_rows in enumerate(left):
        if open_rows > 0:
            left[column] = open_rows - 1
            out.append(Text())
            continue
        head = next(heads, None)
        out.append(_text(head) if head else Text())
        left[column] = head.rows - 1 if head else 0
    return out


def _text(cell: Cell) -> Text:
    text = Text()
    for number, line in enumerate(cell.lines):
        text.append("\n" if number else "")
        text.append(line.text, style="bold" if line.strong else "")
    return text


def sessions_table(sessions: Iterable[Session], school: School, language: Language) -> Table:
    """Dates of one class or helper, in order."""
    _ = translator(language)
    table = Table(box=box.SIMPLE, padding=(0, 1), pad_edge=False)
    for heading in (_("Date"), _("Time"), _("What"), _("Where")):
        table.add_column(heading)
    for session in sessions:
        rooms = listing(language, [name_of(school, room, language) for room in session.rooms])
        table.add_row(
            date_text(language, session.date),
            span_text(language, session.time) if session.time else "",
            Text(name_of(school, session.source, language)),
            Text(rooms),
        )
    return table
