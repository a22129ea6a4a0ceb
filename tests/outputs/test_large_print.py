"""Large print: no letter of a table below its size, nothing lost, on as few sheets as that takes."""

from __future__ import annotations

import io
from collections import Counter
from dataclasses import replace

import pytest
from pypdf import PdfReader

from planner.languages import Language
from planner.outputs.formats import LARGE_PRINT, WRITERS, Size
from planner.outputs.tables.rota import Cell, Rota, Row, text_cell
from planner.outputs.writers.fit import fit
from planner.outputs.writers.large import in_large_print
from tests.outputs.school_with_tables import made
from tests.outputs.test_legible import papers, pieces


def texts(rotas: tuple[Rota, ...]) -> list[str]:
    """The words of all cells of a body, in no order."""
    return sorted(line.text for rota in rotas for row in rota.rows for cell in row.cells for line in cell.lines)


@pytest.mark.parametrize("size", ["A4-large", "A3-large"])
@pytest.mark.parametrize("name", ["borrowing", "slips", "summary"])
def test_no_letters_are_small(name: str, size: Size) -> None:
    for page in PdfReader(io.BytesIO(papers("zh").make(name, WRITERS["pdf"], size))).pages:
        found = sorted(piece.size for piece in pieces(page) for _letter in piece.text)
        # Of slips the line of the edition alone is smaller.
        assert found[0] >= (0.7 * LARGE_PRINT - 0.1 if name == "slips" else 14 - 0.1)
        assert found[len(found) // 2] >= 16 - 0.1


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", ["classes", "helpers"])
def test_lists_have_no_small_letters_and_fill_their_sheets(name: str, language: Language) -> None:
    """Each sheet has the rows that go on it in its own columns, broken where the template breaks them."""
    pages = PdfReader(io.BytesIO(papers(language).make(name, WRITERS["pdf"], "A4-large"))).pages
    for number, page in enumerate(pages, start=1):
        found = [piece for piece in pieces(page) if piece.size not in (14, 16, 20)]  # without title, edition and signature
        assert min(piece.size for piece in found) >= 16 - 0.1
        assert Counter(p.size for p in found for _letter in p.text).most_common(1)[0][0] >= LARGE_PRINT - 0.1
        assert number == len(pages) or min(p.y for p in found) < 0.4 * float(page.mediabox.height)


def test_long_words_on_one_sheet_take_no_room_on_the_others() -> None:
    def row(*words: str) -> Row:
        return Row((text_cell("4(1)-1"),), tuple(map(text_cell, words)))

    heads = ("Student librarian", "Class", "Duties this term", "When", "Window", "Post", "Be there by", "Escorts")
    listed = replace(made("en")["helpers"][0], headings=(tuple(map(text_cell, heads)),), notes=(), wall=False)

    def rows(*words: str) -> list[int]:
        short = (row("4(1)", "34", "Tue", *words, "11:55", ""),) * 24
        long = row("4(1)", "17", "Tue", "Grade 2 noon reading", "Reading room register", "11:55", "")
        return [len(page.rows) for page in in_large_print([replace(listed, rows=(*short, long))], LARGE_PRINT)]

    assert rows("Noon loans", "Desk") == [13, 12]
    assert rows("Noon borrowing", "Keeping order") == [7, 7, 7, 4]


def test_rows_go_on_overleaf_and_columns_that_are_too_many_stand_on_sheets_of_their_own() -> None:
    base = replace(made()["borrowing"][0], notes=("说明。" * 90,))
    times = [f"12:{n}0-12:{n}9" for n in range(6)]

    def cells(day: str) -> tuple[Cell, ...]:
        return tuple(text_cell(f"{day}({time})", "二(10)", "三(10)", "四(10)") for time in times)

    wide = replace(
        base,
        headings=(
            (text_cell("星期", rows=2), text_cell("单周", columns=3), text_cell("双周", columns=3)),
            tuple(map(text_cell, times)),
        ),
        rows=tuple(Row((text_cell(f"周{day}"),), cells(day)) for day in "一二三四五"),
    )
    pages = in_large_print([wide], 26.0)
    *tables, last = pages
    assert len(tables) > 1
    assert texts(tuple(tables)) == texts((wide,))
    assert [page.page for page in pages] == [(n, len(pages)) for n in range(1, len(pages) + 1)]
    assert (last.rows, last.notes, {page.notes for page in tables}) == ((), wide.notes, {()})
    assert all(sum(c.columns for c in page.headings[0]) == page.column_count for page in tables)
    assert max(len(p.rows) for p in tables) - min(len(p.rows) for p in tables) <= 1, "pages of about the same length"
    small = in_large_print([replace(wide, notes=())], fit(wide).size)
    assert len(small) == 1


def test_a_short_note_stays_under_its_table() -> None:
    (page,) = in_large_print([replace(made()["borrowing"][0], notes=("带好借书卡。",))], 18.0)
    assert page.notes == ("带好借书卡。",)
