"""Schools and their files: create, look, replace, check; calendar decisions and pins are edits of the file."""

from __future__ import annotations

import re
from typing import Annotated, Any

from fastapi import APIRouter, Body, Query, Request, Response
from fastapi.concurrency import run_in_threadpool

import planner
from api.deps import Anyone, Door, Keeper, Librarian, Reader, Serving, Spoken
from api.documents import MEDIA_TYPES, converted, identified, read, remarks_of, school_of
from api.edits import calendar_state, decide, next_term, pins_of, set_pins
from api.errors import Refusal, declined, items, responses
from api.jobs.wanted import Wanted
from api.once import OnceRoute
from api.routes.storing import IfMatch, create_school, edit, etag, expected_version, newest, not_there_yet, store
from api.schemas import AuditLine, CalendarState, Checked, Decisions, Pins, SchoolSummary, Version
from api.schemas.midterm import MidTermIn, NextTermIn
from api.starting import start_run
from api.store import audit
from api.store.revisions import unpack
from api.store.schools import Kind, school_ids
from api.summaries import summaries, summary
from api.tokens import new_id
from planner.errors import BadInput
from planner.examples import USUAL, example
from planner.sessions.book import Book

router = APIRouter(prefix="/api", tags=["schools"], route_class=OnceRoute)
_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "description": "A school file: YAML, JSON or the workbook, as `lunjie template` and `examples/` have it.",
        "content": {
            media: {"schema": {"type": "string", "format": "binary"}}
            for media in (*MEDIA_TYPES.values(), "application/octet-stream")
        },
    }
}
_DENIED = ("not_logged_in", "not_found")
_EDIT = (*_DENIED, "not_allowed", "precondition_required", "changed_meanwhile")
_NOT_ID = re.compile(r"[^a-z0-9\-]+")


@router.get("/schools", responses=responses("not_logged_in"))
def schools(caller: Anyone, service: Serving) -> list[SchoolSummary]:
    """The schools of the account: state of plan, open hours, visits per class."""
    with service.database.read() as connection:
        ids = school_ids(connection, caller.schools)
        roles = {school: role for school in ids if (role := caller.role_in(school))}
        return summaries(connection, roles, service.today())


@router.post(
    "/schools",
    status_code=201,
    openapi_extra=_BODY,
    responses=responses("not_logged_in", "bad_school", "id_taken", "same_school", "not_allowed", "too_big"),
)
async def create(
    request: Request,
    response: Response,
    caller: Keeper,
    service: Serving,
    id: Annotated[
        str | None, Query(description="id for the addresses; usual: from the file", pattern="^[a-z0-9][a-z0-9-]{0,58}$")
    ] = None,
    another: Annotated[bool, Query(description="really a second school of a name that is there already")] = False,
) -> SchoolSummary:
    """Add a school by its file. Of a name that is there already it is refused, unless ``id`` or ``another`` says it is new."""
    content = await request.body()

    def added() -> SchoolSummary:
        sent = read(content, _name(request))
        named = id or _own_id(sent.school.id)
        with service.database.write() as connection:
            if id is None and not another:
                not_there_yet(connection, caller, sent)
            elif another and not sent.school.id:
                sent = identified(sent, named)
            return summary(create_school(connection, service, caller, sent, named), "librarian")

    made = await run_in_threadpool(added)
    response.headers["Location"] = f"/api/schools/{made.id}"
    response.headers["ETag"] = etag(made.version)
    return made


@router.post("/samples", status_code=201, responses=responses("not_logged_in", "not_allowed"))
def sample(caller: Keeper, service: Serving, response: Response) -> SchoolSummary:
    """Add the sample school that comes with the program, under an id of its own, and start planning it."""
    content = (example(USUAL) / "school.yaml").read_bytes()
    sent = read(content, "school.yaml")
    with service.database.write() as connection:
        rows = create_school(connection, service, caller, sent, f"sample-{new_id()[:6]}")
        run = start_run(service, rows, Wanted(kind="plan", seconds=service.settings.seconds), caller.login)
        audit.note(connection, service.now(), caller.login, rows.id, "run_started", run=run, kind="plan")
        made = summary(rows, "librarian")
    response.headers["Location"] = f"/api/schools/{made.id}"
    return made


@router.post("/validate", openapi_extra=_BODY, responses=responses("not_logged_in", "too_big"))
async def validate(request: Request, caller: Anyone, language: Spoken) -> Checked:
    """Read a school file and say everything that is wrong with it, or that does nothing in it. Nothing is stored."""
    content = await request.body()

    def check() -> Checked:
        try:
            sent = read(content, _name(request))
        except BadInput as error:
            return Checked(ok=False, name=None, classes=0, count=len(error.problems), problems=items(error.problems, language))
        idle = items(remarks_of(sent), language)
        return Checked(ok=True, name=sent.school.name, classes=len(sent.school.class_list), problems=[], remarks=idle)

    return await run_in_threadpool(check)


@router.get("/schools/{school}", responses=responses(*_DENIED))
def school(door: Reader, response: Response) -> SchoolSummary:
    """One school. The ETag is the version of its file."""
    with door.read() as rows:
        found = summary(rows, door.role)
    response.headers["ETag"] = etag(found.version)
    return found


@router.delete("/schools/{school}", status_code=204, responses=responses(*_DENIED, "not_allowed"))
def remove(door: Librarian, _keeper: Keeper) -> None:
    """Take a school out with all its plans and links; only the audit trail stays."""
    with door.write() as rows:
        door.note(rows, "school_removed")
        links = rows.feeds.tokens()
        rows.remove()
    door.service.shelf.drop(links)


@router.get("/schools/{school}/document", responses=responses(*_DENIED, "not_allowed"))
@router.get("/schools/{school}/document.{kind}", include_in_schema=False)
def document(
    door: Librarian,
    request: Request,
    kind: Kind | None = None,
    version: Annotated[int | None, Query(ge=1, le=2**31 - 1, description="an older version")] = None,
) -> Response:
    """The school file, as it was sent or as .yaml, .json or .xlsx. Holds names of pupils."""
    with door.read() as rows:
        found = rows.document(version)
    if found is None:
        raise Refusal("not_found")
    tag = etag(found.version)
    if request.headers.get("if-none-match") == tag and kind is None:
        return Response(status_code=304, headers={"ETag": tag})
    wanted = kind or found.kind
    disposition = f'attachment; filename="school.{wanted}"'
    headers = {"ETag": tag, "Content-Disposition": disposition, "Cache-Control": "private, no-cache"}
    return Response(converted(found, wanted, door.language), 200, headers, media_type=MEDIA_TYPES[wanted])


@router.put("/schools/{school}/document", openapi_extra=_BODY, responses=responses(*_EDIT, "bad_school", "too_big"))
async def replace(door: Librarian, request: Request, response: Response, if_match: IfMatch = None) -> SchoolSummary:
    """Replace the school file. If-Match says which version was changed, so that nobody's change is lost."""
    content = await request.body()

    def replaced() -> SchoolSummary:
        expected = expected_version(if_match)
        sent = read(content, _name(request))
        return store(door, expected, sent.school, sent.kind, sent.content, "replaced")

    made = await run_in_threadpool(replaced)
    response.headers["ETag"] = etag(made.version)
    return made


@router.get("/schools/{school}/versions", responses=responses(*_DENIED, "not_allowed"))
def versions(door: Librarian) -> list[Version]:
    """Every version of the school file, the newest first."""
    with door.read() as rows:
        return [Version.model_validate(dict(row)) for row in rows.documents()]


@router.get("/schools/{school}/calendar", responses=responses(*_DENIED, "not_allowed"))
def calendar(door: Librarian, response: Response) -> CalendarState:
    """Holidays, make-up days and milestones that need a decision. Only suggestions: nothing is confirmed by itself."""
    found = newest(door)
    response.headers["ETag"] = etag(found.version)
    return calendar_state(school_of(found))


@router.post("/schools/{school}/calendar", responses=responses(*_EDIT, "bad_edit", "nothing_to_change"))
def decisions(
    door: Librarian, wanted: Annotated[Decisions, Body()], response: Response, if_match: IfMatch = None
) -> SchoolSummary:
    """Settle calendar questions: close days, say what a make-up day runs, add milestones and events. All or none."""
    return edit(door, response, if_match, "calendar", lambda content, name: decide(content, name, wanted))


@router.patch(
    "/schools/{school}/document",
    responses=responses(
        *_EDIT, "bad_edit", "nothing_to_change", "no_such_class", "name_taken", "needs_lessons", "only_class", "no_such_lesson",
        "no_such_period", "not_written", "not_after",
    ),
)  # fmt: skip
def midterm(
    door: Librarian, wanted: Annotated[MidTermIn, Body()], response: Response, if_match: IfMatch = None
) -> SchoolSummary:
    """Write what changes in the middle of a term: a helper who stops, a class, a lesson. Then plan again from that day on."""

    change_wanted = wanted.wanted

    def change(content: bytes, name: str) -> bytes:
        if isinstance(change_wanted, NextTermIn):
            start, end, new_year = change_wanted.start, change_wanted.end, change_wanted.new_year
            return next_term(content, name, start, end, new_year, _plan_of_file(door)).content.encode()
        try:
            return planner.change_midterm(content, change_wanted, name)
        except planner.Declined as reason:
            if reason.code == "no_such_helper":
                raise Refusal("no_such_class", id=reason.params["helper"]) from None
            raise declined(reason, door.language) from None

    what = "next_term" if isinstance(change_wanted, NextTermIn) else "changed"
    return edit(door, response, if_match, what, change)


@router.get("/schools/{school}/pins", responses=responses(*_DENIED, "not_allowed"))
def pins(door: Librarian, response: Response) -> Pins:
    """Visits and duties that planning must leave where they are."""
    found = newest(door)
    response.headers["ETag"] = etag(found.version)
    return pins_of(school_of(found))


@router.put("/schools/{school}/pins", responses=responses(*_EDIT, "bad_edit", "nothing_to_change"))
def replace_pins(
    door: Librarian, wanted: Annotated[Pins, Body()], response: Response, if_match: IfMatch = None
) -> SchoolSummary:
    """Set all pins at once."""
    return edit(door, response, if_match, "pins", lambda content, name: set_pins(content, name, wanted))


@router.get("/schools/{school}/audit", responses=responses(*_DENIED, "not_allowed"))
def trail(door: Librarian, limit: Annotated[int, Query(ge=1, le=1000)] = 100) -> list[AuditLine]:
    """Who did what, when; the newest first."""
    with door.read() as rows:
        return [AuditLine.model_validate(dict(row), extra="ignore") for row in rows.audit(limit)]


def _plan_of_file(door: Door) -> Book | None:
    """The published plan of the term that the school file is of."""
    with door.read() as rows:
        school = rows.row()
        row = rows.revisions.published(school["term"]) if school else None
    return unpack(row["planfile"]) if row else None


def _name(request: Request) -> str:
    """The file's name, where the client says it: only its ending matters."""
    found = re.search(r'filename="?([^";]+)', request.headers.get("content-disposition", ""))
    return found[1] if found else ""


def _own_id(named: str | None) -> str:
    plain = _NOT_ID.sub("-", (named or "").lower()).strip("-")
    return plain or f"school-{new_id()[:6]}"
