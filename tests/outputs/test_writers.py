"""Pages and workbooks say exactly what the tables say, in the same bytes every time."""

from __future__ import annotations

import io
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from python_calamine import CalamineWorkbook

from planner.languages import html_lang
from planner.models.base import LANGUAGES, Language
from planner.outputs.tables.rota import Rota, Row, paginate, text_cell
from planner.outputs.writers.fit import fit, on_pages
from planner.outputs.writers.html import html
from planner.outputs.writers.xlsx import xlsx
from tests.outputs.school_with_tables import made

VOID = {"meta", "col", "br"}


class Reader(HTMLParser):
    """Collects the cells of every table and complains about tags that do not match."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.cells: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag in {"td", "th"}:
            self.cells.append("")
        if tag == "br" and {"td", "th"} & set(self.open):
            self.cells[-1] += "\n"
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and {"td", "th"} & set(self.open):
            self.cells[-1] += data


def all_tables(language: Language) -> tuple[Rota, ...]:
    return tuple(rota for rotas in made(language).values() for rota in rotas)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_holds_every_cell_and_nothing_from_outside(language: Language) -> None:
    rotas = all_tables(language)
    page = html(rotas)
    reader = Reader()
    reader.feed(page.decode())
    assert reader.open == []
    rows = [row for r in rotas for row in (*r.headings, *((*x.heads, *x.cells) for x in r.rows))]
    assert reader.cells == [cell.text for row in rows for cell in row]
    assert [tag for tag, _attrs in reader.tags].count("caption") == len(rotas)
    assert all(attrs.get("scope") for tag, attrs in reader.tags if tag == "th")
    assert reader.tags[0] == ("html", {"lang": html_lang(language)})
    assert not {tag for tag, _attrs in reader.tags} & {"script", "link", "img", "iframe"}
    assert b"http" not in page
    assert b"url(" not in page


def test_markup_in_a_name_stays_text() -> None:
    page = html(made(name="<script>x</script> & Co")["borrowing"])
    assert b"<script" not in page
    assert b"&lt;script&gt;" in page


def test_everything_fits_its_page() -> None:
    assert all(fit(rota).inside for language in LANGUAGES for rota in all_tables(language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_workbook_read_back_shows_the_same_cells(language: Language) -> None:
    rotas = all_tables(language)
    book = CalamineWorkbook.from_filelike(io.BytesIO(xlsx(rotas)))
    assert len(book.sheet_names) == len(rotas)
    for n, rota in enumerate(rotas):
        rows = book.get_sheet_by_index(n).to_python(skip_empty_area=False)
        assert rows[0][0] == rota.title
        top = 1 + bool(rota.subtitle) + bool(rota.internal) + len(rota.headings)
        for row, found in zip(rota.rows, rows[top:], strict=False):
            spanned = [""] * (rota.head_count - len(row.heads))
            assert found == [*spanned, *(cell.text for cell in (*row.heads, *row.cells))]
        assert [row[0] for row in rows[top + len(rota.rows) :]] == [*rota.notes, *rota.signature, rota.edition]


def test_a_name_that_looks_like_a_formula_stays_text() -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(xlsx(made(name="=1+1")["borrowing"])))
    assert "=1+1" in str(book.get_sheet_by_index(0).to_python()[0][0])


def test_bytes_depend_on_the_tables_alone() -> None:
    first, again, turned = all_tables("zh"), all_tables("zh"), tuple(r for x in made(reverse=True).values() for r in x)
    assert html(first) == html(again) == html(turned)
    assert xlsx(first) == xlsx(again) == xlsx(turned)


def test_long_tables_are_cut_between_pupils() -> None:
    helpers = [{"id": f"h{n}", "class": "5-1"} for n in range(1, 81)]
    pages = made(helpers=helpers)["helpers"]
    assert len(pages) > 1
    assert sum(len(page.rows) for page in pages) == 80
    assert [page.page for page in pages] == [(n, len(pages)) for n in range(1, len(pages) + 1)]
    assert f"第1页，共{len(pages)}页" in html(pages).decode()
    assert all(fit(page).inside for page in pages)


def test_pages_of_a_long_table_are_about_equally_full() -> None:
    """Rows of three lines do not fill a page to its last line: no page with two rows comes after seven full ones."""
    base = made()["helpers"][0]
    rows = tuple(Row((text_cell(f"{n}"),), (text_cell("a", "b", "c"),)) for n in range(86))
    counts = [len(page.rows) for page in paginate(replace(base, rows=rows), 37)]
    assert (sum(counts), len(counts), max(counts) - min(counts) <= 4, max(counts) <= 12) == (86, 8, True, True)


def test_a_letter_stays_upright_where_another_table_is_turned() -> None:
    row = Row((text_cell("周一"),), (text_cell("三(1)"),) * 8)
    head = (tuple(text_cell(x) for x in ("星期", *(f"{n}:00-{n}:30" for n in range(10, 18)))),)
    table = replace(made()["helpers"][0], rows=(row,) * 3, headings=head, orientation="portrait", wall=True)
    assert {page.orientation for page in on_pages(table)} == {"landscape"}
    assert {page.orientation for page in on_pages(replace(table, lead=("各班级：",)))} == {"portrait"}
