"""Tables as people hand them back: some cells changed, saved by another program, which keeps words and nothing else."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import xlsxwriter

from planner.models import Plan
from planner.models.base import Language
from planner.models.planfile import PlanFile, canonical_plan, canonical_school
from planner.outputs.papers import Papers
from planner.outputs.writers.positions import positions
from planner.outputs.writers.xlsx import ORIGIN, xlsx
from planner.reading import read_school
from planner.reading.workbook import read_grids
from planner.reading.workbook.origin import document_property
from planner.sessions.book import Book
from planner.sheets.grid import Address, Grid, letters
from tests.plans.test_examples import a_plan

EXAMPLES = Path(__file__).parents[2] / "examples"
NAMES = ("feilong-30", "noon-36", "rural-18", "tiny", "two-campus-36")


def saved_again(raw: bytes, changes: Mapping[str, object] = {}, *, property_kept: bool = True) -> bytes:
    """The workbook with other words in some cells ('班级借阅安排表!C7', or 'C7' of its first sheet), written afresh.

    None empties a cell. Formats, merged cells and widths are gone, as after a detour through a plain spreadsheet.
    """
    grids = read_grids(raw)
    values = {(g.name, r, c): v for g in grids for r, row in enumerate(g.rows) for c, v in enumerate(row) if v != ""}
    for address, value in changes.items():
        sheet, _mark, cell = address.rpartition("!")
        values[(sheet or grids[0].name, *place(cell))] = value
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "default_date_format": "yyyy-mm-dd"})
    origin = document_property(raw, ORIGIN)
    if property_kept and origin:
        book.set_custom_property(ORIGIN, origin, "text")
    sheets = {name: book.add_worksheet(name) for name in dict.fromkeys(name for name, _r, _c in values)}
    for (name, row, column), value in values.items():
        if value is not None:
            sheets[name].write(row, column, value)
    book.close()
    return buffer.getvalue()


def place(cell: str) -> tuple[int, int]:
    """'C7' -> (6, 2)."""
    match = re.fullmatch(r"([A-Z]+)(\d+)", cell)
    assert match, cell
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return int(match[2]) - 1, column - 1


def where(raw: bytes, text: str) -> list[str]:
    """Addresses of the cells that hold a text, sheet by sheet."""
    return [
        f"{g.name}!{letters(c)}{r + 1}"
        for g in read_grids(raw)
        for r, row in enumerate(g.rows)
        for c, value in enumerate(row)
        if text in str(value).split("\n")
    ]


def written(raw: bytes, address: str) -> str:
    """What a cell holds."""
    sheet, _mark, cell = address.rpartition("!")
    grid: Grid = next(g for g in read_grids(raw) if sheet in ("", g.name))
    return str(grid.at(*place(cell)) or "")


@cache
def planned(name: str) -> PlanFile:
    """An example with its plan."""
    school = canonical_school(read_school(EXAMPLES / name / "school.yaml"))
    return PlanFile(school=school, plan=canonical_plan(a_plan(name)))


@cache
def printed(planfile_of: str, language: Language = "zh", internal: bool = False) -> dict[str, bytes]:
    """The tables of an example that may be changed by hand, as lunjie writes them: borrowing, reading-…, duty."""
    return workbooks(planned(planfile_of), language, internal)


def workbooks(planfile: PlanFile, language: Language = "zh", internal: bool = False) -> dict[str, bytes]:
    """The same for any plan."""
    tables = Papers(Book(planfile), language, internal=internal).filed()
    return {f"{key}.xlsx": xlsx(rotas) for key, rotas in tables.items() if key not in {"classes", "helpers"}}


def changed_to(planfile: PlanFile, plan: Plan, language: Language = "zh") -> dict[str, bytes]:
    """The tables of a plan in which every cell says what another plan would say: what a tireless hand would write."""
    other = Papers(Book(planfile.model_copy(update={"plan": plan})), language).filed()
    found = {}
    for key, rotas in Papers(Book(planfile), language).filed().items():
        if key in {"classes", "helpers"}:
            continue
        changes: dict[str, object] = {}
        raw = xlsx(rotas)
        for grid, mine, theirs in zip(read_grids(raw), rotas, other[key], strict=True):
            for old, new in zip(positions(mine), positions(theirs), strict=True):
                assert (old.row, old.column, old.part) == (new.row, new.column, new.part)
                if old.part == "cell" and old.cell.text != new.cell.text:
                    changes[str(Address(grid.name, old.row, old.column))] = new.cell.text or None
        found[f"{key}.xlsx"] = saved_again(raw, changes)
    return found
