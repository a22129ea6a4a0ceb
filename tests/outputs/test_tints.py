"""A colour behind each grade: light enough for black letters, the same on every paper, and nothing that only it would say."""

from __future__ import annotations

import io
import re

from python_calamine import CalamineWorkbook

from planner.outputs.tables.rota import Cell, Line
from planner.outputs.tables.tints import TINTS, cell_tint, line_tints, tint
from planner.outputs.writers.html import html
from planner.outputs.writers.pdf import pdf
from planner.outputs.writers.xlsx import xlsx
from tests.outputs.school_with_tables import SCHOOL, made, words


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2 has it."""
    parts = (int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5))
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_black_letters_are_clear_on_every_tint_and_grades_differ() -> None:
    assert all((luminance(colour) + 0.05) / 0.05 > 15 for colour in TINTS)
    assert len(set(TINTS)) == len(TINTS)
    assert tint(None) == ""
    assert len({tint(grade) for grade in range(7)}) == 7
    assert tint(12)


def test_a_cell_has_one_colour_or_a_band_for_each_class_and_what_stands_under_it() -> None:
    one, two = Line("二(4)", True, "2-4", 2), Line("五(2)", True, "5-2", 5)
    teacher = Line("T05")
    assert line_tints(Cell((one, teacher, two))) == [tint(2), tint(2), tint(5)]
    assert cell_tint(Cell((one, teacher))) == tint(2)
    assert cell_tint(Cell((one, two))) == cell_tint(Cell((teacher, one))) == cell_tint(Cell()) == ""


def test_every_format_has_the_tints_and_says_the_same_without_them() -> None:
    plain = {**SCHOOL, "printing": {**SCHOOL["printing"], "tints": False}}["printing"]
    coloured, black = made(), made(printing=plain)
    assert words(coloured["borrowing"]) == words(black["borrowing"])
    wanted = {tint(grade) for grade in (1, 2, 5)}
    assert set(re.findall(r"background: (#[0-9a-f]{6})", html(coloured["borrowing"]).decode())) >= wanted
    assert not re.search(r"background: #(?!fff|e8e8e8)", html(black["borrowing"]).decode())
    for write in (html, xlsx, pdf):
        assert write(coloured["borrowing"]) != write(black["borrowing"])
    sheets = [
        CalamineWorkbook.from_filelike(io.BytesIO(xlsx(x["borrowing"]))).get_sheet_by_index(0).to_python()
        for x in (coloured, black)
    ]
    assert sheets[0] == sheets[1]


def test_a_school_of_one_grade_has_no_colours() -> None:
    alone = made(classes=[{"grades": 5, "count": 2}], demands=SCHOOL["demands"][:2])["borrowing"]
    assert not any(line.grade for page in alone for row in page.rows for cell in row.cells for line in cell.lines)
