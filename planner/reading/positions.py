"""Where in a school file the facts of a school stand: lines of a text, cells of a workbook. A side table to the document; the
models know nothing of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePath
from typing import Any

from planner.errors import BadInput
from planner.models.outcome import Source
from planner.reading.decoding import Unreadable, decode
from planner.reading.document import read_document
from planner.reading.paths import spell
from planner.reading.spelling import Loc, find_spot
from planner.reading.spreadsheets.kind import is_workbook


class Positions:
    """Looks up what stands at a place of the models, such as ``("windows", 2, "slots")``."""

    def __init__(self, data: Any, find: Callable[[Loc], Source]) -> None:
        self._data, self._find = data, find

    def at(self, loc: Loc) -> Source | None:
        """The line or cell of the value, or of the nearest that is written around it; None where nothing of it is."""
        spot = find_spot(self._data, loc)
        return self._find(spot.path) if spot.path else None


def positions(raw: bytes, source: str) -> Positions:
    """The positions in a school file that has been read before. Raises BadInput like `parse_school` for other files."""
    file = PurePath(source).name
    try:
        if is_workbook(raw, source):
            return _in_workbook(raw, file)
        document = read_document(decode(raw), json_only=source.lower().endswith(".json"))
    except Unreadable as error:
        raise BadInput(source, [error.problem]) from None
    return Positions(document.data, lambda path: Source(file=file, path=spell(path), line=document.marks.line_of(path)))


def _in_workbook(raw: bytes, file: str) -> Positions:
    from planner.reading.workbook import locator_of  # nobody else needs its sheets

    found = locator_of(raw)
    return Positions(found.sheets.data, lambda path: Source(file=file, path=spell(path), cell=str(found.cell(spell(path)))))
