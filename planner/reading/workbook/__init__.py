"""The school workbook: .xlsx, .xls or .ods -> School, or every problem at once, each with its sheet and cell."""

from __future__ import annotations

from pydantic import ValidationError

from planner.errors import BadInput
from planner.models.formats import WORKBOOK, WORKBOOK_MARK
from planner.models.problem import Problem
from planner.models.school import School
from planner.reading.crosschecks.references import reference_findings
from planner.reading.decoding import Unreadable
from planner.reading.document import Document, Mark
from planner.reading.fields import field_problems
from planner.reading.formats import misfit
from planner.reading.net import net
from planner.reading.paths import spell
from planner.reading.spelling import find_spot
from planner.reading.spreadsheets.grids import read_grids
from planner.reading.spreadsheets.kind import is_workbook
from planner.reading.tongue import tongue_of, tongue_said
from planner.reading.workbook.cells import Locator
from planner.reading.workbook.classes import respell
from planner.reading.workbook.naming import by_name
from planner.reading.workbook.rows import read_sheets
from planner.reading.workbook.sheets import Sheets
from planner.sheets.catalogue import IGNORED_SHEETS
from planner.sheets.columns import fold
from planner.sheets.grid import Grid

__all__ = ["is_workbook", "locator_of", "parse_workbook", "read_grids", "school_of"]


def parse_workbook(raw: bytes, source: str) -> School:
    """The school in a workbook. Raises BadInput with all problems in the order of the sheets; paths are cells: 班级!B4."""
    try:
        grids = read_grids(raw)
    except Unreadable as error:
        raise BadInput(source, [error.problem]) from None
    with net(source) as heard:
        heard.language = tongue_of(" ".join(text for grid in grids for text in (grid.name, *grid.texts())))
        return school_of(grids, source)


def school_of(grids: list[Grid], source: str) -> School:
    """The school on these sheets. Raises BadInput."""
    other = next((p for grid in grids if (p := _form(grid)) is not None), None)
    if other is not None:
        raise BadInput(source, [other])
    sheets = read_sheets(grids)
    if not sheets.tops:
        names = [p for p in sheets.problems if p.code == "unknown_sheet"]
        raise BadInput(source, [Problem(code="no_school_sheets", value=names[0].value if names else ""), *sheets.problems])
    found = Locator(sheets, [grid.name for grid in grids])
    school: School | None = None
    problems = list(sheets.problems)
    problems += by_name(sheets.data, sheets.cells)
    respell(sheets.data, None)
    try:
        school = School.model_validate(sheets.data)
        if respell(sheets.data, school):
            school = School.model_validate(sheets.data)
    except ValidationError as error:
        problems += found.place_all(field_problems(error, Document(sheets.data, Mark(1), [])))
    # A cell that could not be read at all leaves a hole; what refers to it is no second mistake.
    if school is not None and not problems:
        problems += found.place_all(_reference_problems(school, sheets))
    if problems or school is None:
        raise BadInput(source, sorted(_once(problems), key=found.order), tongue_said(sheets.data))
    return school


def locator_of(raw: bytes) -> Locator:
    """Finds the cells of what a workbook says that has been read before. Raises Unreadable."""
    grids = read_grids(raw)
    sheets = read_sheets(grids)
    by_name(sheets.data, sheets.cells)
    respell(sheets.data, None)
    return Locator(sheets, [grid.name for grid in grids])


def _once(problems: list[Problem]) -> list[Problem]:
    """Not the same cell for missing and for something more telling."""
    told = {p.path for p in problems if p.code != "cell_missing"}
    return [p for p in problems if p.code != "cell_missing" or p.path not in told]


def _form(grid: Grid) -> Problem | None:
    """What is wrong with the number of the workbook's form, which stands on its first sheet."""
    if fold(grid.name) not in {fold(name) for name in IGNORED_SHEETS["readme"]}:
        return None
    texts = (str(value) for row in grid.rows for value in row[:1] if isinstance(value, str))
    number = next((t.removeprefix(WORKBOOK_MARK) for t in texts if t.startswith(WORKBOOK_MARK)), "1")
    return misfit(number, WORKBOOK)


def _reference_problems(school: School, sheets: Sheets) -> list[Problem]:
    found = []
    for finding in reference_findings(school):
        spot = find_spot(sheets.data, finding.loc)
        found.append(Problem(code=finding.code, path=spell(spot.path), value=finding.value, params=finding.params))
    return found
