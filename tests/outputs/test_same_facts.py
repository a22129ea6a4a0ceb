"""What a table says it says in every format: page, print, spreadsheet; the text for a chat has the same classes and times."""

from __future__ import annotations

import io
import re
from html import unescape

import pytest
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from planner.languages import Language
from planner.models.plan import Plan
from planner.models.planfile import PlanFile
from planner.models.school import School
from planner.outputs.formats import WRITERS
from planner.outputs.papers import Papers
from planner.outputs.tables.rota import Rota
from planner.sessions.book import Book
from tests.outputs.school_with_tables import PLAN, SCHOOL

_TIME = re.compile(r"\d\d:\d\d[-–]\d\d:\d\d")


def papers(language: Language) -> Papers:
    return Papers(Book(PlanFile(school=School.model_validate(SCHOOL), plan=Plan.model_validate(PLAN))), language)


def close(text: str) -> str:
    """Without blanks: where lines are broken is each format's own."""
    return "".join(text.split())


def said(rota: Rota) -> list[str]:
    """Every line of a table, in its order."""
    cells = [cell for row in rota.headings for cell in row] + [c for row in rota.rows for c in (*row.heads, *row.cells)]
    lines = [line.text for cell in cells for line in cell.lines]
    return [close(text) for text in (rota.title, rota.subtitle, *lines, *rota.notes, *rota.signature, rota.edition) if text]


def test_page_print_and_spreadsheet_say_the_same() -> None:
    found = papers("zh")
    tables = [rota for pages in found.filed().values() for rota in pages]
    setting = found.setting()
    page = unescape(
        re.sub(r"<style>.*?</style>|<[^>]+>", "", WRITERS["html"].write("tables", tables, setting).decode(), flags=re.S)
    )
    print_ = "".join(p.extract_text() for p in PdfReader(io.BytesIO(WRITERS["pdf"].write("tables", tables, setting))).pages)
    book = CalamineWorkbook.from_filelike(io.BytesIO(WRITERS["xlsx"].write("tables", tables, setting)))
    sheet = "".join(str(cell) for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python() for cell in row)
    wanted = [text for rota in tables for text in said(rota)]
    assert len(wanted) > 150
    for format_, text in {"html": page, "pdf": print_, "xlsx": sheet}.items():
        there = close(text)
        assert [x for x in dict.fromkeys(wanted) if there.count(x) < wanted.count(x)] == [], format_


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_text_for_a_chat_names_the_classes_and_times_of_the_table(language: Language) -> None:
    found = papers(language)
    visitors = {v.visitor for v, _cell in found.source.placed} & found.book.school.class_by_id.keys()
    classes = {found.source.class_name(key) for key in visitors}
    for name in ("borrowing", "classes"):
        text = found.make(name, WRITERS["txt"]).decode()
        lines = [
            line.text for rota in found.tables(name) for row in rota.rows for c in (*row.heads, *row.cells) for line in c.lines
        ]
        heads = [line.text for rota in found.tables(name) for row in rota.headings for c in row for line in c.lines]
        table = "\n".join((*heads, *lines))
        assert {c for c in classes if c in text} == {c for c in classes if c in table} != set()
        assert set(_TIME.findall(table)) <= set(_TIME.findall(text))
