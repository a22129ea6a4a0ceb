"""School files as they are sent and handed out: read, edited in place, converted between YAML, JSON and workbook."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from api.errors import Refusal
from api.limits import Turns
from api.store.schools import Document, Kind
from planner.editing.schooledit import SchoolEditor
from planner.errors import BadInput
from planner.models.base import Language
from planner.models.planfile import dump_school
from planner.models.problem import Problem
from planner.models.school import School
from planner.reading import parse_school
from planner.reading.remarks import remarks
from planner.reading.spreadsheets.kind import is_workbook

MEDIA_TYPES: dict[Kind, str] = {
    "yaml": "application/yaml",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


_READING = Turns(at_once=1, waiting=12, seconds=30.0)
"""A file of some megabytes takes hundreds of them while it is read: one at a time in a process."""


class Sent(NamedTuple):
    """A school file that was sent, and the school in it."""

    school: School
    kind: Kind
    content: bytes


def read(content: bytes, name: str = "") -> Sent:
    """The school in a file of whatever kind. Raises BadInput with all problems, Refusal busy."""
    with _READING.turn():
        return _read(content, name)


def _read(content: bytes, name: str) -> Sent:
    if not content:
        raise BadInput(name, [Problem(code="empty_file")])
    if is_workbook(content, name):
        return Sent(parse_school(content, name or "school.xlsx"), "xlsx", content)
    kind: Kind = "json" if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{") else "yaml"
    return Sent(parse_school(content, f"school.{kind}"), kind, content)


def school_of(document: Document) -> School:
    """The school in a stored document. Raises BadInput when a newer version of lunjie does not take it any more."""
    return parse_school(document.content, f"school.{document.kind}")


def remarks_of(sent: Sent) -> tuple[Problem, ...]:
    """What in a school file does nothing, with its line or cell."""
    return remarks(sent.school, sent.content, f"school.{sent.kind}")


def converted(document: Document, kind: Kind, language: Language) -> bytes:
    """A document as YAML, JSON or workbook; as it was sent where it is of that kind already."""
    if kind == document.kind:
        return document.content
    school = school_of(document)
    if kind == "xlsx":
        from planner.outputs.workbook.workbook import workbook

        return workbook(school, language)
    if kind == "yaml" and document.kind == "json":
        return document.content  # every JSON text of ours is YAML
    return dump_school(school)


def edited(document: Document, edit: Callable[[bytes, str], bytes]) -> Sent:
    """A document after ``edit``: its comments and its order stay. A workbook becomes JSON: it can only be edited as a whole.

    Raises BadInput when the school would not be valid any more, Refusal nothing_to_change or busy.
    """
    with _READING.turn():
        return _edited(document, edit)


def identified(sent: Sent, named: str) -> Sent:
    """A file of a second school of its name, with an id of its own: else both had the same calendar events.

    A workbook becomes JSON, as with every edit.
    """

    def change(content: bytes, name: str) -> bytes:
        editor = SchoolEditor(name, content)
        editor.set(editor.data, editor.key(("id",), editor.data), named)
        return editor.content()

    return edited(Document(1, sent.kind, sent.content, sent.school.term.id), change)


def text_of(document: Document) -> bytes:
    """A document as text that can be edited: as it was sent, or a workbook as JSON."""
    return converted(document, "json", "en") if document.kind == "xlsx" else document.content


def _edited(document: Document, edit: Callable[[bytes, str], bytes]) -> Sent:
    kind: Kind = "json" if document.kind == "xlsx" else document.kind
    content = text_of(document)
    made = edit(content, name := f"school.{kind}")
    if made == content:
        raise Refusal("nothing_to_change")
    return Sent(parse_school(made, name), kind, made)
