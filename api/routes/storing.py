"""School files stored: created, replaced, edited in place, each under the version that was read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import Header, Response
from sqlalchemy import Connection

from api.deps import Caller, Door, Rows, Service
from api.documents import Sent, edited
from api.errors import Refusal
from api.schemas import SchoolSummary
from api.store import audit, people
from api.store.schools import Document, Kind, Stale, is_taken, seen_as
from api.summaries import summary
from planner.errors import BadInput
from planner.reading import describe

IfMatch = Annotated[str | None, Header(description='ETag of the version that was changed, such as "3"')]


def not_there_yet(connection: Connection, caller: Caller, sent: Sent) -> None:
    """Two schools of one name are two only where somebody says so. Raises Refusal same_school, with the one there is.

    Only schools that the caller may see are compared: of others not even the name is told.
    """
    for there in seen_as(connection, caller.schools, sent.school):
        if caller.role_in(there["id"]) == "librarian":
            place = f"/api/schools/{there['id']}"
            raise Refusal(
                "same_school", id=there["id"], name=sent.school.name.zh, same=f"PUT {place}/document", second="another=true"
            )


def create_school(connection: Connection, service: Service, caller: Caller, sent: Sent, school: str) -> Rows:
    """A new school, with its maker as librarian. Raises Refusal id_taken."""
    if is_taken(connection, school):
        raise Refusal("id_taken", id=school)
    rows, now = Rows(connection, school, service.today()), service.now()
    rows.create(sent.school, sent.kind, sent.content, caller.login, now)
    if caller.role_in(school) is None:
        people.add_grant(connection, caller.id, school, "librarian")
    audit.note(connection, now, caller.login, school, "school_created", classes=len(sent.school.class_list))
    return rows


def edit(
    door: Door, response: Response, if_match: str | None, what: str, change: Callable[[bytes, str], bytes]
) -> SchoolSummary:
    """A further version of the school file by an edit. Raises Refusal: bad_edit, changed_meanwhile, precondition_required."""
    expected = expected_version(if_match)
    found = newest(door)
    if found.version != expected:
        raise Refusal("changed_meanwhile", present=found.version)
    try:
        sent = edited(found, change)
    except BadInput as error:
        raise Refusal("bad_edit", problems=error.problems, problem=describe(error.problems[0], door.language)) from None
    made = store(door, expected, sent.school, sent.kind, sent.content, what)
    response.headers["ETag"] = etag(made.version)
    return made


def store(
    door: Door, expected: int, school: Any, kind: Kind, content: bytes, what: str, answered: dict[str, str] | None = None
) -> SchoolSummary:
    """A further version of the school file, upon the expected one; ``answered``: what was decided about the file.

    Raises Refusal changed_meanwhile.
    """
    try:
        with door.write() as rows:
            version = rows.replace(school, kind, content, door.caller.login, door.service.now(), expected, what, answered)
            door.note(rows, f"document_{what}", version=version)
            return summary(rows, door.role)
    except Stale as error:
        raise Refusal("changed_meanwhile", present=error.present) from None


def newest(door: Door) -> Document:
    """The newest school file. Raises Refusal not_found."""
    with door.read() as rows:
        found = rows.document()
    if found is None:
        raise Refusal("not_found")
    return found


def etag(version: int) -> str:
    """As it stands in a header."""
    return f'"{version}"'


def expected_version(if_match: str | None) -> int:
    """The version in an If-Match header. Raises Refusal where there is none."""
    number = (if_match or "").strip().removeprefix("W/").strip('"')
    if not number:
        raise Refusal("precondition_required")
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        raise Refusal("changed_meanwhile", present="?")
    return int(number)
