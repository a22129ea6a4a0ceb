"""A sheet against its page: the cells in which something else is written now, and words where none may be changed."""

from __future__ import annotations

from dataclasses import dataclass

from planner.applying.sheets import PrintedSheet
from planner.applying.texts import fold, text_of
from planner.models.problem import Problem
from planner.outputs.tables.layout import CLOSED
from planner.outputs.tables.rota import Cell
from planner.reading.paths import shorten
from planner.sheets.grid import Address

_FEW = 2
"""So many headings may be changed and the sheet still be read cell by cell; beyond, its rows or columns have moved."""


@dataclass(frozen=True)
class Changed:
    """A cell of the table in which something else is written than the plan says."""

    at: Address
    cell: Cell
    text: str


@dataclass(frozen=True)
class Comparison:
    """How one sheet differs. ``outside`` are texts beside the table: a class may have been put there."""

    changed: tuple[Changed, ...] = ()
    outside: tuple[tuple[Address, str], ...] = ()
    problems: tuple[Problem, ...] = ()
    ignored: tuple[Problem, ...] = ()


def compare(sheet: PrintedSheet) -> Comparison:
    """All differences of a sheet; only the first wrong heading when the whole layout is not the one that was printed."""
    grid, name = sheet.grid, sheet.grid.name
    problems: list[Problem] = []
    ignored: list[Problem] = []
    changed: list[Changed] = []
    labels = 0
    words = {fold(p.cell.text) for p in sheet.page.positions if p.part == "words"}
    merged = grid.filled | grid.merged
    for p in sheet.page.positions:
        if p.part == "cell" and (p.row, p.column) in grid.uncalculated:
            problems.append(Problem(code="cell_uncalculated", path=str(Address(name, p.row, p.column))))
            continue
        if p.part == "cell" and (first := merged.get((p.row, p.column))):
            # Which of the cells is meant nobody can say; no cell of a table that lunjie prints is merged with another.
            problems.append(
                Problem(code="apply_merged", path=str(Address(name, *first)), value=shorten(text_of(grid.at(*first))))
            )
            continue
        at, text = Address(name, p.row, p.column), text_of(grid.at(p.row, p.column))
        if fold(text) == fold(p.cell.text):
            continue
        if p.part in {"title", "words"}:
            if text and fold(text) not in words:  # a line more or less above it says nothing of this one
                ignored.append(Problem(code="apply_words", path=str(at), value=shorten(text)))
            continue
        if p.part == "cell" and (p.cell.places or not p.cell.lines or any(line.text == CLOSED for line in p.cell.lines)):
            changed.append(Changed(at, p.cell, text))
            continue
        labels += p.part != "cell"
        code = "apply_heading" if p.part != "cell" else "apply_fixed"
        problems.append(Problem(code=code, path=str(at), value=shorten(text), params={"expected": shorten(p.cell.text)}))
    if labels > _FEW:
        return Comparison(problems=(_layout(problems),))
    outside = tuple((at, text) for at, text in _outside(sheet) if fold(text) not in words)
    return Comparison(tuple(changed), outside, tuple(problems), tuple(ignored))


def _layout(problems: list[Problem]) -> Problem:
    first = next(p for p in problems if p.code == "apply_heading")
    return first.model_copy(update={"code": "apply_layout"})


def _outside(sheet: PrintedSheet) -> list[tuple[Address, str]]:
    # A merged cell is read with its words in every cell it spans.
    known = {
        (p.row + down, p.column + right)
        for p in sheet.page.positions
        for down in range(p.cell.rows)
        for right in range(p.cell.columns)
    }
    return [
        (Address(sheet.grid.name, r, c), text)
        for r, row in enumerate(sheet.grid.rows)
        for c, value in enumerate(row)
        if (r, c) not in known and (text := text_of(value))
    ]
