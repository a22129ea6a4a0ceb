"""A school file changed elsewhere: sent, held against what was decided here, and taken over item by item."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Body, Request, Response
from fastapi.concurrency import run_in_threadpool

from api.deps import Door, Librarian
from api.documents import MEDIA_TYPES, Sent, read, school_of, text_of
from api.errors import Refusal, responses
from api.once import OnceRoute
from api.routes.storing import IfMatch, etag, expected_version, newest, store
from api.routes.timetables import sent_name
from api.schemas import SchoolSummary
from api.schemas.files import FieldSides, FileDifference, FileLook, VersionIn
from api.store import uploads
from api.store.schools import Document
from api.tokens import new_id
from planner.editing.merging import Difference, answers, differences, merged, settled, written
from planner.models.planfile import canonical_school
from planner.models.school import School
from planner.sheets.pieces import Spot

router = APIRouter(prefix="/api/schools/{school}", tags=["schools"], route_class=OnceRoute)
_DENIED = ("not_logged_in", "not_found", "not_allowed", "busy")
_WHOLE = ("created", "replaced")
"""Notes of versions that came as a whole file: one of them, or one that was handed out since, is what a file was made from."""
_LOOKED_AT = 8
_FILE: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "description": "The school file, changed: YAML, JSON or the workbook.",
        "content": {
            media: {"schema": {"type": "string", "format": "binary"}}
            for media in (*MEDIA_TYPES.values(), "application/octet-stream")
        },
    }
}


@router.post(
    "/document",
    status_code=201,
    openapi_extra=_FILE,
    responses=responses(*_DENIED, "bad_school", "too_big", "nothing_to_change"),
)
async def send(door: Librarian, request: Request) -> FileLook:
    """Send a changed school file and see what it and the school do not have alike, and who has changed it. The school stays as
    it is; the file is kept for two weeks, for whoever sent it."""
    content, name = await request.body(), sent_name(request, "school")

    def keep() -> FileLook:
        sent = read(content, name)
        here = school_of(newest(door))
        alike = canonical_school(sent.school) == canonical_school(here)
        if alike or not (_other_term(here, sent.school) or _differences(door, here, sent.school)):
            raise Refusal("nothing_to_change")
        upload = new_id()
        with door.service.database.write() as connection:
            uploads.add(connection, upload, door.caller.id, door.school, name, content, door.service.now())
        return looked_at(door, upload)

    return await run_in_threadpool(keep)


@router.post("/versions", responses=responses(*_DENIED, "bad_school", "precondition_required", "changed_meanwhile"))
def use(door: Librarian, wanted: Annotated[VersionIn, Body()], response: Response, if_match: IfMatch = None) -> SchoolSummary:
    """Make an older version of the school file the newest one again, or a file that was sent, with what is to stay as it was
    decided here. The version before is kept."""
    expected = expected_version(if_match)
    made = _sent(door, wanted, expected) if wanted.upload else _older(door, wanted.version or 0, expected)
    response.headers["ETag"] = etag(made.version)
    return made


def looked_at(door: Door, upload: str) -> FileLook:
    """What a file that was sent and the school do not have alike, entry by entry. Raises Refusal not_found, BadInput."""
    sent, name = _mine(door, upload)
    here = school_of(newest(door))
    found = [
        FileDifference(
            key=one.key,
            whose=one.whose,
            sheet=one.sheet,
            name=one.name,
            count=len(one.spots),
            fields=[FieldSides(**field._asdict()) for field in one.told],
            gone_here=one.gone_here,
            gone_in_file=one.gone_in_file,
        )
        for one in _differences(door, here, sent.school)
    ]
    return FileLook(id=upload, name=name, other_term=_other_term(here, sent.school), differences=found)


def _older(door: Door, version: int, expected: int) -> SchoolSummary:
    with door.read() as rows:
        older = rows.document(version)
    if older is None:
        raise Refusal("not_found")
    return store(door, expected, school_of(older), older.kind, older.content, "replaced")


def _sent(door: Door, wanted: VersionIn, expected: int) -> SchoolSummary:
    found = newest(door)
    if found.version != expected:
        raise Refusal("changed_meanwhile", present=found.version)
    sent, _name = _mine(door, wanted.upload or "")
    here = school_of(found)
    kept = [
        spot
        for one in _differences(door, here, sent.school)
        if wanted.choices.get(one.key, "file" if one.whose == "file" else "here") == "here"
        for spot in one.spots
    ]
    kept += _settled(door, here, sent.school)
    answered = answers(sent.school, kept)
    what = "replaced"
    if kept:
        text = text_of(Document(found.version, sent.kind, sent.content, found.term))
        kind = "json" if sent.kind == "xlsx" else sent.kind
        content, name = written(text, f"school.{kind}", merged(sent.school, here, kept))
        sent, what = read(content, name), "merged"
    made = store(door, expected, sent.school, sent.kind, sent.content, what, answered or None)
    with door.service.database.write() as connection:
        uploads.drop(connection, wanted.upload or "")
    return made


def _mine(door: Door, upload: str) -> tuple[Sent, str]:
    """A file that the caller has sent for this school, and its name. Raises Refusal not_found, BadInput."""
    with door.service.database.read() as connection:
        found = uploads.find(connection, upload, door.caller.id)
    if found is None or found.school != door.school:
        raise Refusal("not_found")
    return read(found.content, found.name), found.name


def _differences(door: Door, here: School, file: School) -> list[Difference]:
    """None where the file is of another term: what was decided for this one says nothing about it."""
    return (
        []
        if _other_term(here, file)
        else differences(_versions(door, here), here, file, door.language, _settled(door, here, file))
    )


def _settled(door: Door, here: School, file: School) -> list[Spot]:
    """What was answered when such a file was taken over before, and has not changed in it since."""
    if _other_term(here, file):
        return []
    with door.read() as rows:
        listed = rows.documents()
    last = next((row for row in listed if row["note"] in (*_WHOLE, "merged")), None)
    return settled(here, file, last["answered"] or {}) if last is not None else []


def _other_term(here: School, file: School) -> bool:
    return here.term.id != file.term.id


def _versions(door: Door, here: School) -> list[School]:
    """From which a file may have been made: the last that came as a whole, then those that were edited here since."""
    with door.read() as rows:
        listed = rows.documents()
        last = next((n for n, row in enumerate(listed) if row["note"] in _WHOLE), len(listed) - 1)
        since = [row["version"] for row in listed[: last + 1]]
        wanted = [since[-1], *since[1:-1][: _LOOKED_AT - 1]] if len(since) > 1 else []
        older = [found for version in wanted if (found := rows.document(version))]
    return [*(school_of(one) for one in older if one.term == here.term.id), here]
