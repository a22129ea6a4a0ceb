"""A timetable file becomes a school, or the new timetable of one: sent, asked about, answered, taken over."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Annotated, Any, TypeVar
from urllib.parse import unquote

from fastapi import APIRouter, Body, Query, Request, Response
from fastapi.concurrency import run_in_threadpool

import planner
from api.deps import Anyone, Caller, Keeper, Service, Serving, Spoken, librarian_door
from api.documents import edited, identified, read, text_of
from api.errors import Refusal, responses
from api.limits import Turns
from api.once import OnceRoute
from api.routes.storing import IfMatch, create_school, etag, expected_version, newest, not_there_yet, store
from api.schemas import AnswersIn, NewSchoolIn, Recognised, SchoolSummary, TimetableFrom
from api.schemas.timetables import Sent
from api.store import uploads
from api.store.schools import SchoolRows
from api.store.uploads import Upload
from api.summaries import summary
from api.tokens import new_id
from planner.countries import country_of, zone_of
from planner.importing.facts import Noon, named, with_noon, with_times
from planner.importing.newschool import Whereabouts
from planner.importing.questions import Question, asked
from planner.models.base import Language
from planner.reading import describe
from planner.reading.classnames import read_class_name

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
async def send(
    request: Request,
    caller: Anyone,
    service: Serving,
    school: Annotated[str | None, Query(max_length=60, description="whose new timetable it is; none = a new school's")] = None,
) -> Sent:
    """Send a timetable, of a school there is or of one that is to be made. It is kept for two weeks, for whoever sent it."""
    content, name = await request.body(), sent_name(request)
    return await run_in_threadpool(_keep, service, caller, school, name, content)


@router.get("/timetables/{upload}", responses=responses(*_DENIED))
def look(upload: str, caller: Anyone, service: Serving, language: Spoken) -> Recognised:
    """What was understood of it, what is asked, and what it would change in its school."""
    return recognised(mine(service, caller, upload), service, language)


@router.post("/timetables/{upload}", responses=responses(*_DENIED, "bad_timetable"))
def answer(upload: str, caller: Anyone, service: Serving, wanted: Annotated[AnswersIn, Body()], language: Spoken) -> Recognised:
    """Answer questions, all or some of them."""
    sent = mine(service, caller, upload)
    given = {key: value for key, value in {**wanted.answers, **_written(wanted.typed)}.items() if value.strip()}
    if wanted.eligible:
        given["eligible"] = ",".join(wanted.eligible)
    sent = sent._replace(answers={**sent.answers, **given})
    found = recognised(sent, service, language)  # before they are kept: answers that cannot be are refused
    with service.database.write() as connection:
        uploads.answer(connection, sent.id, sent.answers)
    return found


@router.post(
    "/timetables/{upload}/school",
    status_code=201,
    responses=responses(*_DENIED, "bad_timetable", "noon_too_short", "same_school"),
)
def make_school(
    upload: str, caller: Keeper, service: Serving, wanted: Annotated[NewSchoolIn, Body()], language: Spoken
) -> SchoolSummary:
    """Make the school: its classes, bells and lessons from the file, the rest as it is said here."""
    given = mine(service, caller, upload)
    if given.school is not None:
        raise Refusal("not_found")
    answers = {**given.answers, **({"eligible": ",".join(wanted.eligible)} if wanted.eligible else {})}
    with _READING.turn():
        where = whereabouts(wanted)
        text = _tried(lambda: planner.new_school(given.content, given.name, answers, wanted.start, wanted.end, language, where))
    text, noon = with_times(named(text, wanted.name), wanted.starts, wanted.minutes), wanted.noon
    if noon.open:
        school = read(text.encode(), "school.yaml").school
        try:
            days = len(school.term.weekdays)
            text = with_noon(text, Noon(noon.start, noon.end, noon.minutes, noon.classes), len(school.class_list), days)
        except ValueError:
            raise Refusal("noon_too_short", classes=len(school.class_list)) from None
    sent = read(text.encode(), "school.yaml")
    own = f"school-{new_id()[:6]}"
    if wanted.another:
        sent = identified(sent, own)
    with service.database.write() as connection:
        if not wanted.another:
            not_there_yet(connection, caller, sent)
        rows = create_school(connection, service, caller, sent, own)
        uploads.drop(connection, upload)
        return summary(rows, "librarian")


@router.put(
    "/timetables/{upload}/school",
    responses=responses(*_DENIED, "bad_timetable", "needs_date", "precondition_required", "changed_meanwhile"),
)
def take_over(
    request: Request,
    upload: str,
    caller: Anyone,
    service: Serving,
    wanted: Annotated[TimetableFrom, Body()],
    response: Response,
    if_match: IfMatch = None,
) -> SchoolSummary:
    """Put the lessons into the file of their school, from a date on where it has some already. Nothing else is touched."""
    sent = mine(service, caller, upload)
    if sent.school is None:
        raise Refusal("not_found")
    door = librarian_door(request, caller, sent.school)
    expected, found = expected_version(if_match), newest(door)
    if found.version != expected:
        raise Refusal("changed_meanwhile", present=found.version)

    def imported(content: bytes, name: str) -> bytes:
        return planner.import_timetable(content, sent.content, sent.name, sent.answers, wanted.since, name)

    try:
        with _READING.turn():
            changed = _tried(lambda: edited(found, imported))
    except planner.Declined:
        raise Refusal("needs_date") from None
    made = store(door, expected, changed.school, changed.kind, changed.content, "timetable")
    with service.database.write() as connection:
        uploads.drop(connection, sent.id)
    response.headers["ETag"] = etag(made.version)
    return made


def whereabouts(wanted: NewSchoolIn) -> Whereabouts:
    """The country of a new school with a time zone of it, and the holidays within its term."""
    place, zone, first = wanted.place, wanted.timezone or "", wanted.free.first
    if place and country_of(zone) != place.partition("-")[0]:
        zone = zone_of(place) or ""
    return Whereabouts(place, zone if place else None, (first, wanted.free.last or first) if first else None)


def mine(service: Service, caller: Caller, upload: str) -> Upload:
    """A file that the caller has sent and may still make something of. Raises Refusal not_found, not_allowed."""
    with service.database.read() as connection:
        found = uploads.find(connection, upload, caller.id)
    if found is None:
        raise Refusal("not_found")
    _may(caller, found.school)
    return found


def recognised(upload: Upload, service: Service, language: Language) -> Recognised:
    """A file as it is understood with the answers given so far. Raises Refusal bad_timetable."""
    school = _school_file(service, upload.school)
    found = _questions(upload.content, upload.name, school, tuple(sorted(upload.answers.items())))
    return Recognised(
        id=upload.id,
        name=upload.name,
        classes=found.classes,
        lessons=found.lessons,
        questions=[asked(question, language) | {"proposal": _proposal(question)} for question in found.questions],
        notes=[describe(note, language) for note in found.notes],
        shown=found.shown_as,
        days=list(found.days),
        week=[list(row) for row in found.week],
        subjects=list(found.subjects),
        eligible=list(found.eligible),
        untimed=list(found.untimed),
        bell=list(found.bell),
        changes=len(found.changes),
        needs_date=found.needs_date,
        school_name=found.school_name,
    )


def _proposal(question: Question) -> str:
    """What a class that the school does not have yet is, by its name: 五(2)班 is 5-2. A person confirms it."""
    known = read_class_name(question.written) if question.typed == "new_class" else None
    return f"{known.grade}-{known.number}" if known is not None and known.grade and known.number else ""


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


def _keep(service: Service, caller: Caller, school: str | None, name: str, content: bytes) -> Sent:
    _may(caller, school)
    _questions(content, name, _school_file(service, school), ())  # what is no timetable is told at once, and not kept
    upload = new_id()
    with service.database.write() as connection:
        uploads.add(connection, upload, caller.id, school, name, content, service.now())
    return Sent(id=upload, name=name)


def _may(caller: Caller, school: str | None) -> None:
    """Who manages the service may make a school, its librarian change it. Raises Refusal."""
    role = caller.role_in(school) if school is not None else None
    if school is not None and role is None:
        raise Refusal("not_found")
    if (role != "librarian") if school is not None else not caller.keeper:
        raise Refusal("not_allowed")


def _school_file(service: Service, school: str | None) -> bytes | None:
    """The newest file of a school as text; None for a school that is to be made. Raises Refusal not_found."""
    if school is None:
        return None
    with service.database.read() as connection:
        document = SchoolRows(connection, school).document()
    if document is None:
        raise Refusal("not_found")
    return text_of(document)


def _written(typed: Mapping[str, str]) -> dict[str, str]:
    return {key: value for key, value in typed.items() if value.strip()}


def sent_name(request: Request, usual: str = "timetable.xlsx") -> str:
    """The name of the file that was sent: its ending says what it may be, the rest is for people."""
    header = request.headers.get("content-disposition", "")
    found = re.search(r"filename\*=UTF-8''([^;]+)", header)
    name = unquote(found[1]) if found else next(iter(re.findall(r'filename="?([^";]+)', header)), "")
    plain = "".join(c for c in re.split(r"[\\/]", name)[-1] if c.isprintable())[-_LONGEST_NAME:]
    return plain or usual
