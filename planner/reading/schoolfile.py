"""The school file: YAML, JSON or a workbook -> School, or every problem of it at once."""

from __future__ import annotations

import re
from pathlib import Path

from pydantic import ValidationError

from planner.errors import BadInput, MissingFile
from planner.models.formats import SCHOOL
from planner.models.problem import Problem
from planner.models.school import School
from planner.reading import formats
from planner.reading.crosschecks.references import reference_findings
from planner.reading.decoding import MAX_BYTES, Unreadable, decode
from planner.reading.document import Document, read_document
from planner.reading.fields import field_problems, show
from planner.reading.net import Heard, net
from planner.reading.paths import name_of, shorten, spell, unspelt
from planner.reading.spelling import find_spot
from planner.reading.spreadsheets.kind import is_workbook
from planner.reading.strangers import refuse_stranger
from planner.reading.syntax import text_for_mapping
from planner.reading.tongue import tongue_of, tongue_said

NAMES = ("school.yaml", "school.yml", "school.json", "school.xlsx", "school.xls", "school.ods")


def read_school(path: str | Path) -> School:
    """The school in a file, or in the school.yaml (.yml, .json, .xlsx, .xls, .ods) of a directory.

    Raises MissingFile (reasons: not_found, no_school_file, not_readable) and BadInput.
    """
    path = Path(path)
    try:
        path = school_path(path)
        # One byte more than allowed is enough to know that it is too big.
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise MissingFile(str(path), "not_found") from None
    except (OSError, ValueError):
        raise MissingFile(str(path), "not_readable") from None
    return parse_school(raw, str(path))


def school_path(path: Path) -> Path:
    """The school file at a path or in a directory. Raises MissingFile."""
    if not path.is_dir():
        return path
    for name in NAMES:
        if (path / name).is_file():
            return path / name
    raise MissingFile(str(path), "no_school_file")


def parse_school(text: str | bytes, source: str) -> School:
    """The school in a text. ``source`` names it in messages; one that ends in .json is read as strict JSON.

    Bytes may also be a workbook, whatever the source is called. Raises BadInput with all problems, in the order of the file.
    """
    with net(source) as heard:
        return _parse(text, source, heard)


def _parse(text: str | bytes, source: str, heard: Heard) -> School:
    if isinstance(text, bytes):
        refuse_stranger(text, source)
    if isinstance(text, bytes) and is_workbook(text, source):
        from planner.reading.workbook import parse_workbook  # nobody else needs its sheets

        return parse_workbook(text, source)
    try:
        content = decode(text) if isinstance(text, bytes) else text
        heard.language = tongue_of(content)
        document = read_document(content, json_only=source.lower().endswith(".json"))
    except Unreadable as error:
        raise BadInput(source, [error.problem]) from None
    problems = list(document.problems)
    school: School | None = None
    if isinstance(document.data, dict) and document.data.keys() >= _OF_A_TIMETABLE:
        raise BadInput(source, [Problem(code="timetable_for_school", value=name_of(source))])
    if isinstance(document.data, dict):
        heard.language = tongue_said(document.data) or heard.language
        line = next((document.marks.line_of((k,)) for k in formats.KEYS if k in document.data), None)
        other = formats.misfit(formats.taken(document.data), SCHOOL, line)
        if other is not None:
            raise BadInput(source, [other])  # what else seems wrong may be right there
        try:
            school = School.model_validate(document.data)
        except ValidationError as error:
            problems += field_problems(error, document)
    else:
        problems.append(_not_a_mapping(document, content))
    if school is not None:
        problems += _reference_problems(school, document, source)
    if problems or school is None:
        raise BadInput(source, sorted(problems, key=lambda p: (p.line or 0, p.path, p.code)))
    return school


_OF_A_TIMETABLE = frozenset({"schedules", "subjects"})
"""Keys of a CSES file."""
_LINE_OF_A_LIST = re.compile(r"[^\n]*(?:,[^\n]*,|;[^\n]*;|\t[^\n]*\t)[^\n]*")


def _not_a_mapping(document: Document, text: str) -> Problem:
    """What stands there instead of fields: the file of a timetable, or one of the usual mistakes."""
    lines = [line for line in text.splitlines() if line.strip()]
    if text.lstrip("\ufeff \n").startswith("<") or (len(lines) > 1 and all(map(_LINE_OF_A_LIST.fullmatch, lines[:2]))):
        return Problem(code="timetable_for_school", value=shorten(lines[0]))
    data = document.data
    code = (text_for_mapping(data) if isinstance(data, str) else None) or "not_a_mapping"
    return Problem(code=code, line=document.marks.line, value=show(data))


def _reference_problems(school: School, document: Document, source: str) -> list[Problem]:
    problems = []
    for finding in reference_findings(school):
        spot = find_spot(document.data, finding.loc)
        if (first := finding.params.get("first", "")).endswith("]"):
            other = find_spot(document.data, unspelt(first)).path
            line = document.marks.line_of(other)
            finding = finding._replace(params={**finding.params, "first": f"{spell(other)} ({name_of(source)}:{line})"})
        problems.append(
            Problem(
                code=finding.code,
                path=spell(spot.path),
                line=document.marks.line_of(spot.path),
                value=finding.value,
                params=finding.params,
            )
        )
    return problems
