"""A fixed plan on paper and in calendars, byte for byte; and that page and spreadsheet say what the table says."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

import pytest

from planner.languages import LANGUAGES, Language
from planner.outputs.papers import Papers
from planner.outputs.tables.rota import Rota
from planner.outputs.writers.html import html
from planner.outputs.writers.xlsx import xlsx
from planner.reading.workbook import read_grids
from tests.golden.make import HERE, book, golden, names


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_has_changed_unseen(tmp_path: Path, language: Language) -> None:
    """If it was meant: ``python -m tests.golden.make``, and look at what differs."""
    made = golden(language, tmp_path)
    assert {name: (HERE / name).read_bytes().decode() for name in made} == {k: v.decode() for k, v in made.items()}


def test_no_golden_file_is_left_over() -> None:
    known = {name for language in LANGUAGES for name in names(language)}
    assert {p.name for p in HERE.iterdir() if p.suffix in (".txt", ".ics")} == known


class _Page(HTMLParser):
    """The lines of each cell of a page, in order."""

    def __init__(self) -> None:
        super().__init__()
        self.cells: list[list[str]] = []
        self._open = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("td", "th"):
            self._open = True
            self.cells.append([""])
        elif tag == "br" and self._open:
            self.cells[-1].append("")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th"):
            self._open = False

    def handle_data(self, data: str) -> None:
        if self._open:
            self.cells[-1][-1] += data.strip("\n")


def _cells(rota: Rota) -> list[str]:
    """What stands in the cells of a table, row by row, empty ones left out."""
    rows = [*rota.headings, *((*row.heads, *row.cells) for row in rota.rows)]
    return [cell.text for row in rows for cell in row if cell.text]


@pytest.mark.parametrize("language", LANGUAGES)
def test_page_and_spreadsheet_say_what_the_table_says(language: Language) -> None:
    """Every cell, in the same order."""
    for key, rotas in Papers(book(), language).filed().items():
        page = _Page()
        page.feed(html(rotas).decode())
        assert [c for c in map("\n".join, page.cells) if c] == [text for rota in rotas for text in _cells(rota)], key
        for rota, grid in zip(rotas, read_grids(xlsx(rotas)), strict=True):
            shown = [str(value) for row in grid.rows for value in row if value != ""]
            at = shown.index(_cells(rota)[0])
            assert shown[at : at + len(_cells(rota))] == _cells(rota), key
