"""A timetable file becomes a school, or the new timetable of one: sent, asked about, answered, taken over."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Annotated, Any, TypeVar
from urllib.parse import unquote

from fastapi import APIRouter, Body, Request, Response
from fastapi.concurrency import run_in_threadpool
from sqlalchemy import Connection

import planner
from api.deps import Door, Keeper, Librarian, Service, Serving, Spoken
from api.documents import edited, read, text_of
from api.errors import Refusal, responses
from api.once import OnceRoute
from api.routes.storing import IfMatch, create_school, etag, expected_version, newest, store
from api.schemas import AnswersIn, NewSchoolIn, Recognised, SchoolSummary, TimetableFrom
from api.schemas.timetables import Sent
from api.store import uploads
from api.store.uploads import Upload
from api.summaries import summary
from api.tokens import new_id
from api.turns import Turns
from planner.importing.facts import Noon, named, with_noon, with_times
from planner.importing.told import asked
from planner.models.base import Language
from planner.reading import describe

router = APIRouter(prefix="/api", tags=["timetables"], route_class=OnceRoute)
_READING = Turns(at_once=1, waiting=12, seconds=30.0)
"""A spreadsheet of some megabytes takes hundreds of them while it is read."""
_DENIED = ("not_logged_in", "not_found", "not_allowed", "busy")
_FILE: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "description": "A timetable: Excel, WPS, CSV, or the file of a timetabling program.",
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}
_LONGEST_NAME = 120
T = TypeVar("T")


@router.post("/timetables", status_code=201, openapi_extra=_FILE, responses=responses(*_DENIED, "bad_timetable", "too_big"))
async def send(request: Request, caller: Keeper, service: Serving) -> Sent:
    """Send a timetable from which a new school is to be made. It is kept for two weeks, for whoever sent it."""
    content, name = await request.body(), sent_name(request)
    return await run_in_threadpool(_keep, service, caller.id, None, name, content, None)


@router.get("/timetables/{upload}", responses=responses(*_DENIED))
def look(upload: str, caller: Keeper, service: Serving, language: Spoken) -> Recognised:
    """What was understood of it, and what is asked."""
    with service.database.read() as connection:
        return recognised(_mine(connection, upload, caller.id, None), None, language)


@router.post("/timetables/{upload}/answers", responses=responses(*_DENIED, "bad_timetable"))
def answer(upload: str, caller: Keeper, service: Serving, wanted: Annotated[AnswersIn, Body()], language: Spoken) -> Recognised:
    """Answer questions, all or some of them."""
    with service.database.write() as connection:
        return _answered(connection, _mine(connection, upload, caller.id, None), None, wanted, language)


@router.post("/timetables/{upload}/school", status_code=201, responses=responses(*_DENIED, "bad_timetable", "noon_too_short"))
def make_school(
    upload: str, caller: Keeper, service: Serving, wanted: Annotated[NewSchoolIn, Body()], language: Spoken
) -> SchoolSummary:
    """Make the school: its classes, bells and lessons from the file, the rest as it is said here."""
    with service.database.read() as connection:
        mine = _mine(connection, upload, caller.id, None)
    answers = {**mine.answers, **({"eligible": ",".join(wanted.eligible)} if wanted.eligible else {})}
    with _READING.turn():
        text = _tried(lambda: planner.new_school(mine.content, mine.name, answers, wanted.start, wanted.end, language))
    text, noon = with_times(named(text, wanted.name), wanted.starts, wanted.minutes), wanted.noon
    if noon.open:
        school = read(text.encode(), "school.yaml").school
        try:
            days = len(school.term.weekdays)
            text = with_noon(text, Noon(noon.start, noon.end, noon.minutes, noon.classes), len(school.class_list), days)
        except ValueError:
            raise Refusal("noon_too_short", classes=len(school.class_list)) from None
    sent = read(text.encode(), "school.yaml")
    with service.database.write() as connection:
        rows = create_school(connection, service, caller, sent, f"school-{new_id()[:6]}")
        uploads.drop(connection, upload)
        return summary(rows, "librarian")


@router.post(
    "/schools/{school}/timetables",
    status_code=201,
    openapi_extra=_FILE,
    responses=responses(*_DENIED, "bad_timetable", "too_big"),
)
async def send_for(request: Request, door: Librarian) -> Sent:
    """Send a new timetable of a school. Nothing changes before it is taken over."""
    content, name = await request.body(), sent_name(request)
    return await run_in_threadpool(_keep, door.service, door.caller.id, door.school, name, content, content_of(door))


@router.get("/schools/{school}/timetables/{upload}", responses=responses(*_DENIED))
def look_for(door: Librarian, upload: str) -> Recognised:
    """What was understood of it, and what would change."""
    return of_school(door, upload)


@router.post("/schools/{school}/timetables/{upload}/answers", responses=responses(*_DENIED, "bad_timetable"))
def answer_for(door: Librarian, upload: str, wanted: Annotated[AnswersIn, Body()]) -> Recognised:
    """Answer questions, all or some of them."""
    content = content_of(door)
    with door.service.database.write() as connection:
        mine = _mine(connection, upload, door.caller.id, door.school)
        return _answered(connection, mine, content, wanted, door.language)


@router.post(
    "/schools/{school}/timetables/{upload}/use",
    responses=responses(*_DENIED, "bad_timetable", "needs_date", "precondition_required", "changed_meanwhile"),
)
def take_over(
    door: Librarian,
    upload: str,
    wanted: Annotated[TimetableFrom, Body()],
    response: Response,
    if_match: IfMatch = None,
) -> SchoolSummary:
    """Put the lessons into the school file, from a date on where it has some already. Nothing else of it is touched."""
    expected, found = expected_version(if_match), newest(door)
    if found.version != expected:
        raise Refusal("changed_meanwhile", present=found.version)
    with door.service.database.read() as connection:
        mine = _mine(connection, upload, door.caller.id, door.school)

    def imported(content: bytes, name: str) -> bytes:
        return planner.import_timetable(content, mine.content, mine.name, mine.answers, wanted.since, name)

    try:
        with _READING.turn():
            sent = _tried(lambda: edited(found, imported))
    except planner.Declined:
        raise Refusal("needs_date") from None
    made = store(door, expected, sent.school, sent.kind, sent.content, "timetable")
    response.headers["ETag"] = etag(made.version)
    with door.service.database.write() as connection:
        uploads.drop(connection, upload)
    return made


def of_school(door: Door, upload: str) -> Recognised:
    """A file that was sent for a school, as it is understood there. Raises Refusal not_found."""
    with door.service.database.read() as connection:
        mine = _mine(connection, upload, door.caller.id, door.school)
    return recognised(mine, content_of(door), door.language)


def content_of(door: Door) -> bytes:
    """The newest school file as text that can be edited."""
    return text_of(newest(door))


def recognised(upload: Upload, school: bytes | None, language: Language) -> Recognised:
    """A file as it is understood with the answers given so far. Raises Refusal bad_timetable."""
    found = _questions(upload.content, upload.name, school, tuple(sorted(upload.answers.items())))
    return Recognised(
        id=upload.id,
        name=upload.name,
        classes=found.classes,
        lessons=found.lessons,
        questions=[asked(question, language) for question in found.questions],
        notes=[describe(note, language) for note in found.notes],
        shown=found.shown,
        days=list(found.days),
        week=[list(row) for row in found.week],
        subjects=list(found.subjects),
        eligible=list(found.eligible),
        untimed=list(found.untimed),
        changes=len(found.changes),
        needs_date=found.needs_date,
    )


@lru_cache(maxsize=8)
def _questions(
    content: bytes, name: str, school: bytes | None, answers: tuple[tuple[str, str], ...]
) -> planner.TimetableQuestions:
    with _READING.turn():
        return _tried(lambda: planner.timetable_questions(content, name, school, dict(answers)))


def _tried(read_it: Callable[[], T]) -> T:
    """What reading a timetable gives. Raises Refusal bad_timetable with everything that is wrong with it."""
    try:
        return read_it()
    except planner.BadInput as error:
        raise Refusal("bad_timetable", problems=error.problems, count=len(error.problems)) from None


def _keep(service: Service, person: str, school: str | None, name: str, content: bytes, of: bytes | None) -> Sent:
    _questions(content, name, of, ())  # a file that is no timetable is told at once, and not kept
    upload = new_id()
    with service.database.write() as connection:
        uploads.add(connection, upload, person, school, name, content, service.now())
    return Sent(id=upload, name=name)


def _answered(connection: Connection, mine: Upload, school: bytes | None, wanted: AnswersIn, language: Language) -> Recognised:
    given = {key: value for key, value in {**wanted.answers, **_written(wanted.typed.items())}.items() if value.strip()}
    if wanted.eligible:
        given["eligible"] = ",".join(wanted.eligible)
    mine = mine._replace(answers={**mine.answers, **given})
    found = recognised(mine, school, language)  # before they are kept: answers that cannot be are refused
    uploads.answer(connection, mine.id, mine.answers)
    return found


def _written(typed: Iterable[tuple[str, str]]) -> dict[str, str]:
    return {key: value for key, value in typed if value.strip()}


def _mine(connection: Connection, upload: str, person: str, school: str | None) -> Upload:
    found = uploads.find(connection, upload, person, school)
    if found is None:
        raise Refusal("not_found")
    return found


def sent_name(request: Request) -> str:
    """The name of the file that was sent: its ending says what it may be, the rest is for people."""
    header = request.headers.get("content-disposition", "")
    found = re.search(r"filename\*=UTF-8''([^;]+)", header)
    name = unquote(found[1]) if found else next(iter(re.findall(r'filename="?([^";]+)', header)), "")
    plain = "".join(c for c in re.split(r"[\\/]", name)[-1] if c.isprintable())[-_LONGEST_NAME:]
    return plain or "timetable.xlsx"
