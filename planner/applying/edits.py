"""Tables changed by hand -> what was meant by it: the centre of ``lunjie apply``, without files, clock or words."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

from planner.applying.cells import Cells, Come, Differences, Gone
from planner.applying.compare import compare
from planner.applying.sheets import Pages, sheets_of
from planner.errors import BadInput
from planner.models.base import Language
from planner.models.edits import Edits, VisitEdit
from planner.models.plan import PlannedVisit
from planner.models.problem import Problem
from planner.models.school import School
from planner.outputs.tables.edition import version
from planner.outputs.writers.positions import Position
from planner.reading.net import net
from planner.reading.paths import shorten
from planner.sessions.book import Book
from planner.sheets.grid import Address
from planner.timeline import VisitCell

Pair = tuple[str, str]
_ADDRESS = re.compile(r"(.*)!([A-Z]+)(\d+)")
Place = tuple[str, str, str, int, str, str]


def edits_of(book: Book, files: Mapping[str, bytes], language: Language | None = None) -> Edits:
    """The edits in tables (name -> bytes of an .xlsx, .ods or .xls) that were printed from this plan; none in unchanged ones.

    ``language`` is only where to begin: tables in either language, with or without names, are known by their headings.
    Raises BadInput with every problem of every table at once; its source is the name of the only file, or all names.
    """
    pages = Pages(book, language or book.school.language)
    cells = Cells(book)
    problems: list[Problem] = []
    ignored: list[Problem] = []
    standing: dict[Place, str] = {}
    shown: dict[Place, list[str]] = defaultdict(list)
    for name, raw in files.items():
        prefix = f"{name} " if len(files) > 1 else ""
        with net(name):
            found = sheets_of(raw, name, pages, version(book.plan))
        problems += _in_file(found.problems, prefix)
        ignored += _in_file(found.ignored, prefix)
        for sheet in found.sheets:
            compared = compare(sheet)
            problems += _in_file(compared.problems, prefix)
            ignored += _in_file(compared.ignored, prefix)
            for at, text in compared.outside:
                code = "apply_outside" if cells.reader.is_somebody(text) else "apply_words"
                (problems if code == "apply_outside" else ignored).append(
                    Problem(code=code, path=f"{prefix}{at}", value=shorten(text))
                )
            for changed in compared.changed:
                cells.read(changed, f"{prefix}{changed.at}")
            for place, cell in _standing(sheet.page.positions, prefix, sheet.grid.name):
                standing[place] = cell
                shown[place].append(cell)
    visits, unpaired = _visits(book, cells.found, standing)
    problems += [*cells.found.problems, *unpaired]
    if not problems:
        problems += _halves(cells.found, shown)
    if problems:
        raise BadInput(", ".join(files), _once(problems))
    return Edits(visits=visits, duties=tuple(dict.fromkeys(cells.found.duties)), ignored=_once(ignored))


def _once(problems: list[Problem]) -> tuple[Problem, ...]:
    """Each problem once, from the top of a sheet down."""
    return tuple(sorted({p.model_dump_json(): p for p in problems}.values(), key=_place))


def _place(problem: Problem) -> tuple[str, int, int, str]:
    match = _ADDRESS.fullmatch(problem.path)
    return (match[1], int(match[3]), len(match[2]), match[2]) if match else (problem.path, 0, 0, "")


def _in_file(problems: tuple[Problem, ...], prefix: str) -> list[Problem]:
    return [p.model_copy(update={"path": f"{prefix}{p.path}".strip()}) for p in problems]


def _standing(positions: tuple[Position, ...], prefix: str, sheet: str) -> Iterator[tuple[Place, str]]:
    """Place of the plan, and a cell that shows it, for messages about a class that stands in two."""
    for p in positions:
        for place in p.cell.places:
            if isinstance(place, VisitCell):
                yield place.key, f"{prefix}{Address(sheet, p.row, p.column)}"


def _halves(found: Differences, shown: Mapping[Place, list[str]]) -> Iterator[Problem]:
    """Who has gone from one cell of a place, or come to one, while another cell that shows the place says otherwise.

    A class that comes every week stands in the block of each week, and a visit that takes two rooms in both their tables.
    """
    gone = {(g.visit, g.cell) for g in found.gone}
    come = {(c.who, place.key, c.cell) for c in found.come for place in c.places}
    for g in found.gone:
        others = [cell for cell in shown.get(g.visit.place, ()) if (g.visit, cell) not in gone]
        if others:
            yield _half(g, others)
    for c in found.come:
        left = [[cell for cell in shown.get(p.key, ()) if (c.who, p.key, cell) not in come] for p in c.places]
        if left and all(left):
            yield _half(c, left[0])


def _half(one: Gone | Come, others: list[str]) -> Problem:
    return Problem(code="apply_half", path=one.cell, value=shorten(one.text), params={"others": ", ".join(others)})


def _visits(book: Book, found: Differences, standing: Mapping[Place, str]) -> tuple[tuple[VisitEdit, ...], list[Problem]]:
    """Moves: who has gone here and come there, pair by pair of class and demand."""
    school, problems = book.school, list[Problem]()
    gone: dict[Pair, dict[PlannedVisit, Gone]] = defaultdict(dict)
    for g in found.gone:
        gone[g.visit.visitor, g.visit.demand].setdefault(g.visit, g)
    come: dict[Pair, dict[tuple[Place, ...], Come]] = defaultdict(dict)
    for c in found.come:
        demand = _demand_of(school, book, c, gone)
        places = tuple(p for p in c.places if p.demand == demand)
        # A visit that uses two rooms stands in the tables of both; changed alike in both it is one edit.
        come[c.who, demand].setdefault(tuple(p.key for p in places), Come(c.who, c.cell, c.text, places, c.room))
    edits: list[VisitEdit] = []
    for pair in dict.fromkeys([*come, *gone]):
        here, there = list(come.get(pair, {}).values()), list(gone.get(pair, {}).values())
        mine = [v for v in book.plan.visits if (v.visitor, v.demand) == pair]
        due = school.demand_by_id[pair[1]].times
        if len(here) > len(there) and len(mine) - len(there) + len(here) > due:
            kept = [standing[v.place] for v in mine if v not in gone.get(pair, {}) and v.place in standing]
            others = [*kept, *(c.cell for c in here)]
            problems += [
                Problem(
                    code="apply_too_often",
                    path=c.cell,
                    value=shorten(c.text),
                    params={"others": ", ".join(o for o in others if o != c.cell) or "—", "times": str(due)},
                )
                for c in here
            ]
            continue
        edits += [_edit(c, there[n].visit if n < len(there) else None) for n, c in enumerate(here)]
        problems += [Problem(code="apply_gone", path=g.cell, value=shorten(g.text)) for g in there[len(here) :]]
    return tuple(edits), problems


def _demand_of(school: School, book: Book, come: Come, gone: Mapping[Pair, object]) -> str:
    """Which demand somebody comes for, where a cell can stand for several: the one that has lost a visit elsewhere."""
    possible = list(dict.fromkeys(p.demand for p in come.places))
    lost = [d for d in possible if (come.who, d) in gone]
    stands = [v.demand for v in book.plan.visits if v.visitor == come.who]
    owed = [d for d in possible if stands.count(d) < school.demand_by_id[d].times]
    return (lost or owed or possible)[0]


def _edit(come: Come, before: PlannedVisit | None) -> VisitEdit:
    place = come.places[0]
    return VisitEdit(
        cell=come.cell,
        text=come.text,
        visitor=come.who,
        demand=place.demand,
        turn=place.turn,
        window=place.window,
        slot=place.slot,
        period=place.period,
        room=place.room if len(come.places) == 1 and come.room else None,
        before=before,
    )
