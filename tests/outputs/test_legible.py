"""What hangs on a wall or lies in a hand can be read: the smallest letters of each paper, how much of the sheet is used, and
that no date or time is broken over two lines."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

import pytest
from pypdf import PageObject, PdfReader

from planner.languages import Language
from planner.models.plan import Plan
from planner.models.planfile import PlanFile
from planner.models.school import School
from planner.outputs.formats import SIZES, WRITERS
from planner.outputs.papers import Papers
from planner.outputs.tables.cards import Card
from planner.outputs.tables.rota import Row, text_cell
from planner.outputs.writers.cards import cards_to_pdf
from planner.outputs.writers.fit import fit, longest, on_pages
from planner.outputs.writers.pdf import pdf
from planner.sessions.book import Book
from tests.outputs.school_with_tables import PLAN, SCHOOL, made

LEAST = {
    "borrowing": (11.0, 20.0), "reading": (11.0, 20.0), "duty": (11.0, 18.0), "openings": (11.0, 18.0),
    "classes": (11.5, 11.5), "helpers": (11.5, 11.5), "slips": (12.5, 24.0), "cards": (14.0, 26.0),
    "summary": (12.0, 12.0), "certificates": (18.0, 18.0),
}  # fmt: skip
"""Kind of paper -> points that half of its letters have at least, and the largest of them."""
WALL = {"borrowing", "reading", "duty", "openings"}
FINE_PRINT = 7.5
"""Points of the line of the edition, and of nothing smaller."""
_DAY, _MONTH = "(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)", "(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)"
_WITHIN = (
    r"\d| [月日:]", r"月| \d", "日| （", "（[一二三四五六日]| ）", r"\d:| \d\d", r"\d[-–]| \d",
    rf"\b\d\d?| {_MONTH}\b", rf"\b{_DAY}| \d\d? {_MONTH}", rf"\b{_DAY}| {_MONTH} \d", rf"\b{_DAY} {_MONTH}| \d",
)  # fmt: skip
"""What stands before and after a place at which no line may be broken; text out of a PDF has a blank before the break."""
BROKEN = re.compile("|".join(x.replace("| ", r" ?\n\s*", 1) for x in _WITHIN))


class Piece(NamedTuple):
    """A run of letters on a page: text, points, left and baseline in points."""

    text: str
    size: float
    x: float
    y: float


def pieces(page: PageObject) -> list[Piece]:
    found: list[Piece] = []

    def seen(text: str, cm: list[float], tm: list[float], _font: object, size: float) -> None:
        if text.strip():
            x, y = (tm[4] * cm[n] + tm[5] * cm[n + 2] + cm[n + 4] for n in (0, 1))
            found.append(Piece(text.strip(), size * abs(tm[0]), x, y))

    page.extract_text(visitor_text=seen)
    return found


def papers(language: Language) -> Papers:
    return Papers(Book(PlanFile(school=School.model_validate(SCHOOL), plan=Plan.model_validate(PLAN))), language)


def printed(language: Language) -> Iterator[tuple[str, PageObject]]:
    """(kind of paper, page) of everything that comes as PDF."""
    made_of = papers(language)
    for name in made_of.names():
        paper, _parts = made_of.find(name)
        if WRITERS["pdf"] in paper.formats():
            for page in PdfReader(io.BytesIO(made_of.make(name, WRITERS["pdf"]))).pages:
                yield paper.name, page


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_paper_can_be_read(language: Language) -> None:
    kinds = set()
    for kind, page in printed(language):
        found = pieces(page)
        sizes = sorted(piece.size for piece in found for _letter in piece.text)
        kinds.add(kind)
        least, largest = LEAST[kind]
        assert (sizes[0] >= FINE_PRINT, sizes[len(sizes) // 2] >= least, sizes[-1] >= largest) == (True, True, True), kind
        assert not BROKEN.search(page.extract_text()), kind
    assert kinds == LEAST.keys()


LINES = {
    "zh": ("周五 第2次 12:40-12:55 藏书室", "、".join(f"{m}月{d}日（五）" for m in (3, 4, 5) for d in (6, 13, 20)), "共17次"),
    "en": ("Week B Wed 13:40–14:05 Library", ", ".join(f"Fri {d} Sept to Fri {d} Dec" for d in (4, 11, 18, 25)), "17 times"),
    "en-US": ("Day B 09:00–09:45 Library", ", ".join(f"Fri Sep {d} to Fri Mar {d}" for d in (4, 11, 18, 25)), "17 times"),
}


@pytest.mark.parametrize("language", LINES)
def test_no_date_or_time_is_broken_in_a_column_of_any_width(language: str) -> None:
    """In tables whose other column leaves more and more room, and on cards that are set in one, two and three columns."""
    base, lines = made("zh")["classes"][0], LINES[language]
    heads = (tuple(text_cell(x) for x in "ABC"),)
    cells = [(text_cell(*lines), text_cell("w" * n)) for n in range(5, 80, 7)]
    rotas = [replace(base, headings=heads, rows=(Row((text_cell("x"),), pair),) * 3) for pair in cells]
    card = Card("card", "x", "", (("Library visit", (" ".join(lines), *lines)),))
    made_of = [pdf(rotas), *(cards_to_pdf([card] * 3, School.model_validate(SCHOOL), "en", paper=x) for x in SIZES[:3])]
    texts = [page.extract_text() for content in made_of for page in PdfReader(io.BytesIO(content)).pages]
    assert [found[0] for text in texts for found in BROKEN.finditer(text)] == []
    assert any(lines[1] not in text for text in texts), "some of them are broken elsewhere"


def test_a_table_on_the_wall_fills_its_sheet() -> None:
    """Its letters alone, without title, notes and foot, which stand at the edges of any sheet."""
    kinds = set()
    for kind, page in printed("zh"):
        if kind in WALL:
            letters = [piece for piece in pieces(page) if piece.size > 13 and piece.size != 20]
            sizes = Counter(piece.size for piece in letters for _letter in piece.text)
            found = [piece for piece in letters if piece.size == sizes.most_common(1)[0][0]]
            width, height = float(page.mediabox.width), float(page.mediabox.height)
            assert max(p.x for p in found) - min(p.x for p in found) > 0.7 * width, kind
            assert max(p.y for p in found) - min(p.y for p in found) > 0.4 * height, kind
            kinds.add(kind)
    assert kinds == WALL


def test_times_of_many_columns_stand_on_two_lines() -> None:
    base = made()["borrowing"][0]
    times = [f"12:{n}0-12:{n}9" for n in range(6)]
    cells = tuple(text_cell("一(10)") for _ in times)
    rota = replace(
        base,
        headings=((text_cell("星期"), *map(text_cell, times)),),
        rows=tuple(Row((text_cell(f"周{day}"),), cells) for day in "一二三四五"),
        wall=True,
    )
    (page,) = on_pages(rota)
    assert [tuple(line.text for line in cell.lines) for cell in page.headings[0][1:3]] == [
        ("12:00-", "12:09"),
        ("12:10-", "12:19"),
    ]
    assert fit(page).size >= fit(replace(rota, orientation=page.orientation)).size + 2
    few = replace(
        rota,
        headings=((text_cell("星期"), *map(text_cell, times[:3])),),
        rows=tuple(Row(r.heads, r.cells[:3]) for r in rota.rows),
    )
    assert all(len(cell.lines) == 1 for found in on_pages(few) for cell in found.headings[0])


def test_what_is_never_broken_is_known_to_the_layout() -> None:
    """A word wider than its column would run into the next one, or be cut in two by a spreadsheet program."""
    shown = ("for everybody", "3月2日（周一） 12:05-12:20", "2025–2026学年第二学期", "阅览课", "14 September")
    assert [longest(text) for text in shown] == ["everybody", "12:05-12:20", "2025–2026学年", "", "14 September"]
