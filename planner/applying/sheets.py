"""The sheets of a workbook, each beside the page of the plan that it was printed from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from planner.applying.texts import fold, text_of
from planner.messages.wording import translator
from planner.models.base import LANGUAGES, Language
from planner.models.problem import Problem
from planner.outputs.papers import Papers
from planner.outputs.tables.names import internal_mark
from planner.outputs.tables.rota import Rota
from planner.outputs.writers.positions import Position, positions
from planner.reading.decoding import Unreadable
from planner.reading.workbook import read_grids
from planner.reading.workbook.origin import document_property
from planner.sessions.book import Book
from planner.sheets.grid import Grid

ORIGIN = "lunjie"
_ALIKE, _VERY_ALIKE = 0.5, 0.8
"""Share of the headings that must be the same for a sheet to be taken for a page: with its title, and with another one."""
_TOP = 3
"""Rows in which title and mark stand."""
_LABELS = ("Class library visits", "Class borrowing table", "Reading timetable", "Student librarians' duty rota")
_EDITABLE = ("borrowing", "reading-", "duty")


@dataclass(frozen=True)
class Page:
    """One page of a table as the plan would print it."""

    table: str
    rota: Rota

    @cached_property
    def positions(self) -> tuple[Position, ...]:
        """Its cells, as they stand on a sheet."""
        return tuple(positions(self.rota))

    @cached_property
    def labels(self) -> dict[tuple[int, int], str]:
        """(row, column) -> folded words of title, headings and row heads."""
        return {(p.row, p.column): fold(p.cell.text) for p in self.positions if p.part in {"title", "heading", "head"}}

    @property
    def is_editable(self) -> bool:
        """Whether changes of it mean something: lists of classes and helpers are only read."""
        return self.table.startswith(_EDITABLE)

    def likeness(self, grid: Grid) -> tuple[float, float]:
        """How much of the labels a sheet has, and of all cells: the latter tells pages of like form apart."""
        told = {at: words for at, words in self.labels.items() if words}
        same = sum(fold(text_of(grid.at(*at))) == words for at, words in told.items())
        every = [p for p in self.positions if p.cell.lines]
        exact = sum(fold(text_of(grid.at(p.row, p.column))) == fold(p.cell.text) for p in every)
        return same / len(told), exact / len(every)


@dataclass(frozen=True)
class PrintedSheet:
    """A sheet and the page it is compared with."""

    grid: Grid
    page: Page


@dataclass(frozen=True)
class Found:
    """What was found in one workbook."""

    sheets: tuple[PrintedSheet, ...] = ()
    problems: tuple[Problem, ...] = ()
    ignored: tuple[Problem, ...] = ()


class Pages:
    """The pages of a plan in both languages, with and without names; each made when it is first asked for."""

    def __init__(self, book: Book, first: Language) -> None:
        self._book = book
        spoken = sorted(map(book.school.spoken, LANGUAGES), key=book.school.spoken(first).__ne__)
        self._order = [(language, internal) for language in spoken for internal in (False, True)]
        self._made: dict[tuple[Language, bool], tuple[Page, ...]] = {}

    def by_likelihood(self, grid: Grid) -> Iterator[tuple[Page, ...]]:
        """All pages of one language and kind after the other: those first that the first rows of a sheet speak for."""
        top = "\n".join(fold(text_of(grid.at(row, 0))) for row in range(_TOP))

        def speaks_against(key: tuple[Language, bool]) -> tuple[bool, bool]:
            labels = [fold(translator(key[0])(label)) for label in _LABELS]
            mark = fold(internal_mark(key[0])) in top
            return not any(label in top for label in labels), mark != key[1]

        for language, internal in sorted(self._order, key=speaks_against):
            key = (language, internal)
            if key not in self._made:
                tables = Papers(self._book, language, internal=internal).filed()
                self._made[key] = tuple(Page(table, rota) for table, rotas in tables.items() for rota in rotas)
            yield self._made[key]

    def best(self, grid: Grid) -> Page | None:
        """The page that a sheet was printed from; None when it is like none of them."""
        best: tuple[tuple[float, float], Page] | None = None
        for pages in self.by_likelihood(grid):
            for page in pages:
                likeness = page.likeness(grid)
                if best is None or likeness > best[0]:
                    best = likeness, page
            if best is not None and best[0][0] == 1.0 and best[0][1] > _ALIKE:
                break
        if best is None:
            return None
        (labels, _every), page = best
        titled = fold(text_of(grid.at(0, 0))) == fold(page.rota.title)
        return page if labels >= (_ALIKE if titled else _VERY_ALIKE) else None


def sheets_of(raw: bytes, name: str, pages: Pages, version: str) -> Found:
    """The sheets of a workbook beside their pages. ``version`` is that of the plan, see `planner.outputs.tables.edition`.

    Problems: the file cannot be read, was made from another version, holds no table of this plan, or only lists.
    """
    try:
        grids = [grid for grid in read_grids(raw) if any(text_of(v) for row in grid.rows for v in row)]
        origin = document_property(raw, ORIGIN)
    except Unreadable as error:
        return Found(problems=(error.problem,))
    if origin is not None and origin != version:
        return Found(problems=(Problem(code="apply_other_version", value=origin, params={"version": version}),))
    matched = [(grid, pages.best(grid)) for grid in grids]
    strangers = [grid for grid, page in matched if page is None]
    sheets, twice = _once([PrintedSheet(grid, page) for grid, page in matched if page is not None])
    lists = [s for s in sheets if not s.page.is_editable]
    if not sheets:
        return Found(problems=(Problem(code="apply_no_table", value=name),))
    problems = tuple(Problem(code="apply_list", path=s.grid.name) for s in lists)
    ignored = tuple(Problem(code="apply_other_sheet", path=grid.name) for grid in (*strangers, *twice))
    return Found(tuple(s for s in sheets if s.page.is_editable), problems, ignored)


def _once(sheets: Sequence[PrintedSheet]) -> tuple[list[PrintedSheet], list[Grid]]:
    """Each page once, and the other sheets that show the same: copies that somebody keeps beside the one that counts."""
    kept: dict[int, PrintedSheet] = {}
    # The name of a copy ends in (2), and it may stand before the sheet that it was copied from.
    for sheet in sorted(sheets, key=lambda s: s.grid.name.endswith(")")):
        kept.setdefault(id(sheet.page), sheet)
    return [s for s in sheets if kept[id(s.page)] is s], [s.grid for s in sheets if kept[id(s.page)] is not s]
