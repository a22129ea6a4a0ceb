"""Writes imported lessons into an existing school file, in place: the rows they replace end the day before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from pydantic_core import PydanticCustomError
from ruamel.yaml.comments import CommentedMap, CommentedSeq

from planner.editing.schooledit import SchoolEditor
from planner.errors import BadInput
from planner.importing.asking import filled, unanswered
from planner.importing.changes import LessonChange, covers, differences, lessons_from
from planner.importing.lessons import Row, Settled, rows_of, settle
from planner.importing.mapping import OPEN, SKIP, Mapping, NewClass
from planner.importing.newschool import class_record
from planner.importing.raw import RawTimetable
from planner.models.days import parse_day
from planner.models.problem import Problem
from planner.models.school import School
from planner.reading.paths import shorten
from planner.reading.spelling import field_name


class Import:
    """What one confirmed import would do to a school.

    Raises BadInput when the mapping does not fit the school, or leaves a question open: nothing is stored then.
    """

    def __init__(self, editor: SchoolEditor, raw: RawTimetable, mapping: Mapping, source: str, since: dt.date | None) -> None:
        self._editor = editor
        _add_classes(editor, mapping)
        self.school = editor.school
        mapping = filled(raw, mapping, self.school)
        self._check(mapping, source)
        open_points = unanswered(raw, mapping, self.school)
        if open_points:
            raise BadInput(source, open_points)
        self.since = since
        self.lessons = settle(raw, _by_id(mapping, self.school))
        self.rows, lost = rows_of(self.lessons, self.school.period_names)
        if lost:
            raise BadInput(source, [_lost(x, self.school) for x in _once(lost)])
        self.classes = sorted({x.class_id for x in self.lessons})
        start = since or self.school.term.start
        before = [x for x in lessons_from(self.school, start) if x.class_id in self.classes]
        mine = [r for r in self.school.timetable if self.school.class_id(r.class_id) in self.classes]
        self.replaces = any(covers(r, start) for r in mine)
        self.changes: list[LessonChange] = differences(before, self.lessons, self.classes)

    def _check(self, mapping: Mapping, source: str) -> None:
        school = self.school
        periods = {p for bell in school.bells for p in bell.periods}
        problems = [
            Problem(code="import_map_class", path=f"classes.{spelling}", value=value)
            for spelling, value in mapping.classes.items()
            if isinstance(value, str) and value not in (OPEN, SKIP) and school.class_id(value) is None
        ]
        for label, slot in mapping.periods.items():
            name = slot if isinstance(slot, str) else slot.id
            if name not in (OPEN, SKIP) and name not in periods:
                problems.append(Problem(code="import_map_period", path=f"periods.{label}", value=name))
        wrong = [(d, v) for d, v in mapping.days.items() if not _is_day(v)]
        problems += [Problem(code="import_map_day", path=f"days.{d}", value=v) for d, v in wrong]
        if problems:
            raise BadInput(source, problems)

    def apply(self) -> None:
        """Change the text of the file; nothing is written yet. Old rows end the day before, or go when nothing is left."""
        entries = self._editor.entries("timetable")
        gone = []
        for n, row in enumerate(self.school.timetable):
            if self.school.class_id(row.class_id) not in self.classes or not covers(row, self.since or self.school.term.start):
                continue
            first = row.valid_from or self.school.term.start
            if self.since is None or first >= self.since:
                gone.append(n)
            else:
                key = self._editor.key(("timetable", n, "valid_until"), entries[n])
                # Asked for before the list changes: the editor looks the key up by its place.
                self._editor.set(entries[n], key, self.since - dt.timedelta(days=1))
        for n in reversed(gone):
            del entries[n]
        for made in self.rows:
            entries.append(_entry(self._editor, made, self.since))


def _is_day(value: str) -> bool:
    try:
        return value in (OPEN, SKIP) or bool(parse_day(value))
    except PydanticCustomError:
        return False


def _by_id(mapping: Mapping, school: School) -> Mapping:
    """The mapping with ids where it names classes, and canonical days."""
    classes = {k: (school.class_id(v) or v) if isinstance(v, str) else v for k, v in mapping.classes.items()}
    days = {k: v if v in (OPEN, SKIP) else parse_day(v) for k, v in mapping.days.items()}
    return mapping.model_copy(update={"classes": classes, "days": days})


def _once(lost: Iterable[Settled]) -> list[Settled]:
    return list({(x.class_id, x.day, x.period): x for x in lost}.values())[:20]


def _lost(lesson: Settled, school: School) -> Problem:
    periods = ", ".join(school.period_names(lesson.class_id, lesson.day)) or "-"
    params = {"class": lesson.class_id, "day": lesson.day, "periods": shorten(periods)}
    return Problem(code="import_lost", value=lesson.period, params=params)


def _add_classes(editor: SchoolEditor, mapping: Mapping) -> None:
    """Classes that the mapping describes and the school does not have yet."""
    known = set(editor.school.class_by_id)
    for value in mapping.classes.values():
        if isinstance(value, NewClass) and value.key not in known:
            known.add(value.key)
            editor.entries("classes").append(editor.entry(("classes",), **class_record(value)))
    if known != set(editor.school.class_by_id):
        editor.refresh()


def _entry(editor: SchoolEditor, row: Row, since: dt.date | None) -> CommentedMap:
    fields: dict[str, Any] = {"class": row.class_id}
    fields["days"] = CommentedMap({editor.day(d): _flow(words) for d, words in row.days.items()})
    if row.teachers:
        fields["teachers"] = CommentedMap(row.teachers)
        fields["teachers"].fa.set_flow_style()
    if row.weeks != "all":
        odd = row.weeks == "A"
        fields["weeks"] = ("单周" if odd else "双周") if editor.chinese else ("odd" if odd else "even")
    if since is not None:
        fields["valid_from"] = since
    made = editor.entry(("timetable",))
    for name, value in fields.items():
        made[field_name(("timetable", 0, name), editor.data)] = value
    made.fa.set_block_style()
    return made


def _flow(words: list[str]) -> CommentedSeq:
    made = CommentedSeq(words)
    made.fa.set_flow_style()
    return made
