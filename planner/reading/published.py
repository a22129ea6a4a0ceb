"""A borrowing table published elsewhere (CSV: week, weekday, start, end, class) -> Plan, or every row that cannot be placed."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from pydantic_core import PydanticCustomError

from planner.errors import BadInput
from planner.models.days import parse_day
from planner.models.plan import Plan, PlannedVisit
from planner.models.problem import Problem
from planner.models.school import School
from planner.models.values import Span, parse_time
from planner.reading.net import net
from planner.reading.paths import shorten
from planner.reading.planfile import read_bytes, text_of
from planner.reading.tongue import tongue_of
from planner.timeline import Timeline, VisitCell, visitors_of

_COLUMNS = {
    "week": ("week", "周次", "单双周"),
    "weekday": ("weekday", "星期"),
    "start": ("start", "开始"),
    "end": ("end", "结束"),
    "class": ("class", "班级"),
}
_WEEKS = {"": "", "a": "A", "odd": "A", "单": "A", "单周": "A", "b": "B", "even": "B", "双": "B", "双周": "B"}


def read_published_csv(path: str | Path, school: School) -> Plan:
    """The visits of the borrowing demands of ``school`` that a published table shows, from the start of term on.

    Week is A, B or empty (every week). Raises MissingFile, and BadInput with every row that cannot be placed.
    """
    return parse_published(read_bytes(Path(path)), str(path), school)


def parse_published(raw: bytes, source: str, school: School) -> Plan:
    """The same from the bytes of a file. Raises BadInput."""
    with net(source) as heard:
        text = text_of(raw, source).replace("\r\n", "\n").replace("\r", "\n")
        heard.language = tongue_of(text)
        return _parse(text, source, school)


def _parse(text: str, source: str, school: School) -> Plan:
    reader = csv.DictReader(io.StringIO(text))
    titles = {(title or "").strip().lower(): title for title in reader.fieldnames or ()}
    columns = {name: next((titles[word] for word in words if word in titles), None) for name, words in _COLUMNS.items()}
    missing = [name for name, title in columns.items() if title is None and name != "week"]
    if missing:
        raise BadInput(source, [Problem(code="published_columns", line=1, value=", ".join(missing))])
    places = _Places(school)
    visits: list[PlannedVisit] = []
    problems: list[Problem] = []
    try:
        for row in reader:
            words = {name: (row.get(title or "") or "").strip() for name, title in columns.items()}
            if not any(words.values()):
                continue
            found = places.visit(words)
            if isinstance(found, Problem):
                problems.append(found.model_copy(update={"line": reader.line_num}))
            else:
                visits.append(found)
    except csv.Error:
        problems.append(Problem(code="published_row", line=reader.line_num))
    if problems:
        raise BadInput(source, problems)
    return Plan(effective_from=school.term.start, visits=tuple(visits), duties=())


class _Places:
    """The cells of a school's borrowing, and how full each has become."""

    def __init__(self, school: School) -> None:
        self._school = school
        self._timeline = Timeline(school)
        self._demands = [d for d in school.demand_by_id.values() if d.kind == "borrowing"]
        self._taken: Counter[tuple[str, str, str, int, str, str]] = Counter()

    def visit(self, words: dict[str, str]) -> PlannedVisit | Problem:
        """The visit that one row means, or what is wrong with the row."""
        week = _WEEKS.get(words["week"].lower(), words["week"])
        try:
            day = parse_day(words["weekday"])
        except PydanticCustomError:
            return Problem(code="weekday", path="weekday", value=shorten(words["weekday"]))
        try:
            start, end = parse_time(words["start"]), parse_time(words["end"])
        except PydanticCustomError:
            return Problem(code="time", path="start", value=shorten(f"{words['start']}-{words['end']}"))
        visitor = self._school.class_id(words["class"])
        if visitor is None:
            return Problem(code="unknown_class", path="class", value=shorten(words["class"]))
        demands = [d.id for d in self._demands if visitor in visitors_of(self._school, d)]
        if not demands:
            return Problem(code="published_not_borrowing", path="class", value=words["class"])
        turn = f"{week}:{day}" if week else day
        fitting = [cell for demand in demands for cell in self._cells(demand, turn, visitor, Span(start=start, end=end))]
        if not fitting:
            return Problem(code="published_no_slot", value=f"{turn} {words['start']}-{words['end']}")
        # Of several rooms the one with most space left; what is too full all the same is for the checker to say.
        cell = max(fitting, key=lambda c: (self._room_left(c), -fitting.index(c)))
        self._taken[cell.key] += 1
        return PlannedVisit(demand=cell.demand, visitor=visitor, turn=turn, window=cell.window, slot=cell.slot, room=cell.room)

    def _cells(self, demand: str, turn: str, visitor: str, span: Span) -> Iterator[VisitCell]:
        for cell in self._timeline.cells[demand]:
            if cell.turn == turn and any(self._timeline.visit_span(cell, o, visitor) == span for o in cell.occasions):
                yield cell

    def _room_left(self, cell: VisitCell) -> int:
        room = self._school.room_by_id.get(cell.room or "")
        size = room.classes if room and room.classes is not None else 99
        return size - self._taken[cell.key]
