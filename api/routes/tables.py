"""A printed table of the plan in force, changed by hand: sent, looked at, and taken over as fixed places of the school file."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from fastapi import APIRouter, Body, Query, Request, Response
from fastapi.concurrency import run_in_threadpool

import planner
from api.deps import Door, Librarian
from api.documents import edited, school_of
from api.errors import Refusal, declined, items, responses
from api.limits import Turns
from api.once import OnceRoute
from api.plans import PUBLISHED, number_of, plan_of
from api.routes.storing import IfMatch, etag, expected_version, newest, store
from api.routes.timetables import sent_name
from api.schemas import SchoolSummary
from api.schemas.tables import ByHand, HeldFrom, SentTable
from api.store import uploads
from api.tokens import new_id
from planner.changes.same_school import NotTheSame, successor
from planner.editing.pinedit import write_pins
from planner.editing.schooledit import SchoolEditor
from planner.models.edits import Edits, Pinning
from planner.models.school import School
from planner.outputs.tables.edit_words import EditWords
from planner.sessions.book import Book

router = APIRouter(prefix="/api/schools/{school}", tags=["revisions"], route_class=OnceRoute)
_READING = Turns(at_once=1, waiting=12, seconds=30.0)
_DENIED = ("not_logged_in", "not_found", "not_allowed", "busy", "no_published_plan", "bad_table")
_HELD = (*_DENIED, "not_in_school", "pins_not_hard", "other_term", "other_school", "other_class")
_FILE: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "description": "A borrowing table, reading table or duty rota of the published plan, with cells changed.",
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}


@router.post(
    "/revisions/{revision}/tables",
    status_code=201,
    openapi_extra=_FILE,
    responses=responses(*_DENIED, "too_big", "nothing_to_change", "not_the_published"),
)
async def send(door: Librarian, revision: str, request: Request) -> SentTable:
    """Send a changed table of the published plan. What is none is refused at once; else it is kept for two weeks."""
    content, name = await request.body(), sent_name(request)

    def keep() -> SentTable:
        with door.read() as rows:
            if rows.revisions.published() is None or number_of(rows, revision) != number_of(rows, PUBLISHED):
                raise Refusal("not_the_published")
        _book, edits = _edits(door, name, content)
        if edits.nothing:
            raise Refusal("nothing_to_change")
        upload = new_id()
        with door.service.database.write() as connection:
            uploads.add(connection, upload, door.caller.id, door.school, name, content, door.service.now())
        return SentTable(id=upload, name=name)

    return await run_in_threadpool(keep)


@router.get("/tables/{upload}", responses=responses(*_HELD))
def look(
    door: Librarian, upload: str, since: Annotated[dt.date | None, Query(description="usual: the plan's first day")] = None
) -> ByHand:
    """What was changed in it and what clashes, if it is to hold from a date on. Nothing is planned or stored."""
    sent = _mine(door, upload)
    book, edits = _edits(door, sent.name, sent.content)
    held = _held(door, book, edits, school_of(newest(door)), since or book.chapter.first)
    words = EditWords(book.chapter, edits, door.language, internal=True)
    return ByHand(
        id=upload,
        name=sent.name,
        edits=words.by_hand(held.school, held.edited),
        clashes=[words.clash_line(held.school, clash) for clash in held.clashes],
        ignored=[item.message for item in items(edits.ignored, door.language)],
        pins=sum(len(rewrite.added) for rewrite in held.pinning.visits.values()) + len(held.pinning.duties.added),
    )


@router.put(
    "/tables/{upload}",
    responses=responses(*_HELD, "edits_clash", "nothing_to_change", "precondition_required", "changed_meanwhile"),
)
def take_over(
    door: Librarian, upload: str, wanted: Annotated[HeldFrom, Body()], response: Response, if_match: IfMatch = None
) -> SchoolSummary:
    """Write the changed cells into the school file as fixed places. Then plan again from that date on."""
    expected, found, sent = expected_version(if_match), newest(door), _mine(door, upload)
    if found.version != expected:
        raise Refusal("changed_meanwhile", present=found.version)
    book, edits = _edits(door, sent.name, sent.content)

    def pinned(content: bytes, name: str) -> bytes:
        editor = SchoolEditor(name, content)

        def pin(_school: School, pinning: Pinning) -> School:
            write_pins(editor, pinning)
            return editor.school

        held = _held(door, book, edits, editor.school, wanted.since, pin)
        if held.clashes:
            raise Refusal("edits_clash", count=len(held.clashes))
        return editor.content()

    changed = edited(found, pinned)
    made = store(door, expected, changed.school, changed.kind, changed.content, "pins")
    with door.service.database.write() as connection:
        uploads.drop(connection, upload)
    response.headers["ETag"] = etag(made.version)
    return made


def _mine(door: Door, upload: str) -> uploads.Upload:
    with door.service.database.read() as connection:
        found = uploads.find(connection, upload, door.caller.id)
    if found is None or found.school != door.school:
        raise Refusal("not_found")
    return found


def _edits(door: Door, name: str, content: bytes) -> tuple[Book, Edits]:
    """The published plan, and what a table of it says otherwise. Raises Refusal bad_table with every cell to be mended."""
    with door.read() as rows:
        _row, book = plan_of(rows, PUBLISHED)
    try:
        with _READING.turn():
            return book, planner.edits_in(book, {name: content}, door.language)
    except planner.BadInput as error:
        raise Refusal("bad_table", problems=error.problems, count=len(error.problems)) from None


def _held(door: Door, book: Book, edits: Edits, school: School, since: dt.date, pin: Any = None) -> planner.Held:
    try:
        same = successor(school, book.school)
        return planner.hold(book, edits, same, since, **({"pin": pin} if pin else {}))
    except NotTheSame as error:
        raise Refusal(error.code, before=error.before, now=error.now, key=error.key, own=error.own) from None
    except planner.BadInput as error:
        raise Refusal("bad_table", problems=error.problems, count=len(error.problems)) from None
    except planner.Declined as reason:
        raise declined(reason, door.language) from None
