"""The few pages that people see: first password, login, the schools, one school with its plans and links, accounts."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import BeforeValidator, Field

from api.batches import OUTCOMES, newest_batch
from api.deps import Anyone, Caller, Keeper, Librarian, Reader, Serving, Spoken, caller_of, service_of
from api.errors import Refusal, language_of
from api.pages import duties, listing
from api.pages import school as schools
from api.pages.guide import pictures
from api.pages.rendering import STATIC, Cached, error_page, local, page, static_root
from api.pages.schooltable import as_csv, as_workbook, rows_of
from api.routes import access
from api.schemas import Me, Setup
from api.schemas.access import LoginName
from api.schemas.base import In
from api.store import people
from api.summaries import summary
from api.tokens import digest
from planner.changes.strategies import STRATEGIES
from planner.messages.wording import translator

router = APIRouter(include_in_schema=False)
_FIRST = "lunjie_first"
_FIRST_SECONDS = 15 * 60
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def install(app: FastAPI) -> None:
    """Static files, and errors as pages for those who look at them in a browser."""
    app.mount(static_root(), Cached(directory=STATIC))
    app.state.error_page = error_page


class FirstPassword(In):
    """The first account; the secret of the link comes with the cookie."""

    login: LoginName
    password: str = Field(max_length=400)


@router.get("/setup")
def setup_page(request: Request, service: Serving, token: str | None = None) -> Response:
    """Choose the first password. The secret leaves the address at once: histories and screens keep addresses."""
    if token is not None:
        response: Response = RedirectResponse("/setup", 303)
        response.set_cookie(
            _FIRST,
            token[:200],
            max_age=_FIRST_SECONDS,
            httponly=True,
            samesite="strict",
            secure=request.url.scheme == "https",
        )
        return response
    with service.database.read() as connection:
        if people.anybody(connection):
            return RedirectResponse("/login", 303)
        first = people.token(connection, digest(request.cookies.get(_FIRST, "")), service.now())
    good = first is not None and first["kind"] == "first"
    return page(request, "setup.html", good=good, status=200 if good else 403)


@router.post("/setup", status_code=201)
def set_up(wanted: FirstPassword, request: Request, response: Response, service: Serving) -> Me:
    """The same as `POST /api/setup`, with the secret from the cookie."""
    given = Setup(token=request.cookies.get(_FIRST, ""), login=wanted.login, password=wanted.password)
    made = access.setup(given, request, response, service)
    response.delete_cookie(_FIRST)
    return made


@router.get("/login")
def login_page(request: Request, service: Serving, next: str = "/") -> Response:
    """Log in, and go on to where one wanted to go."""
    if _caller(request) is not None:
        return RedirectResponse(local(next), 303)
    with service.database.read() as connection:
        ready = people.anybody(connection)
    return page(request, "login.html", next=local(next), ready=ready)


@router.get("/")
def home(request: Request, caller: Anyone, service: Serving, language: Spoken) -> Response:
    """The list of schools; with one school, that school."""
    found = listing.schools_of(service, caller, language)
    if len(found) == 1:
        return RedirectResponse(f"/schools/{found[0].school.id}", 303)
    return _list(request, caller, found)


@router.get("/schools")
def school_list(
    request: Request, caller: Anyone, service: Serving, language: Spoken, words: str = "", state: str = ""
) -> Response:
    """The list of schools, also of one; only those in a state, or with words in their name."""
    return _list(request, caller, listing.schools_of(service, caller, language), words, state)


@router.get("/schools.{format_}")
def school_table(caller: Anyone, service: Serving, language: Spoken, format_: str) -> Response:
    """The schools that the account may plan, as CSV or XLSX: state, opening, visits, last change, who works there."""
    listed = [one for one in listing.schools_of(service, caller, language) if one.school.role != "viewer"]
    if not listed:
        raise Refusal("not_allowed")
    if format_ not in ("csv", "xlsx"):
        raise Refusal("not_found")
    with service.database.read() as connection:
        rows = rows_of(connection, listed, language)
    content, media = (as_csv(rows), "text/csv; charset=utf-8") if format_ == "csv" else (as_workbook(rows), _XLSX)
    return Response(content, 200, {"Content-Disposition": f'attachment; filename="schools.{format_}"'}, media_type=media)


@router.get("/schools/{school}")
def school_page(
    request: Request, door: Reader, week: dt.date | None = None, draft: int | None = None, first: bool = False
) -> Response:
    """One school: what is published, drafts, planning, papers, its file, its calendar, who did what."""
    say, librarian = translator(door.language), door.role == "librarian"
    day = door.service.today()
    with door.read() as rows:
        standing = schools.published(door, rows)
        run, run_seconds = schools.newest_run(door, rows)
        shown: dict[str, Any] = {
            "heading": schools.heading(door, rows),
            "school": summary(rows, door.role),
            "standing": standing,
            "rota": schools.on_dates(door, rows, week, draft),
            "can_undo": librarian and schools.can_undo(rows, standing),
            "drafts": schools.drafts(door, rows) if librarian else [],
            "run": run,
            "run_seconds": run_seconds,
            "calendar": schools.calendar(door, rows) if librarian else None,
            "remarks": schools.remarks(door, rows) if librarian else [],
            "since": schools.term_of(rows, standing, day) if librarian else None,
        }
    return page(
        request,
        "school.html",
        door.caller,
        librarian=librarian,
        first_day=first,
        today=day,
        strategies=[(s.name, say(s.title), say(s.meaning)) for s in STRATEGIES.values()],
        seconds=round(door.service.settings.seconds),
        most_seconds=round(door.service.settings.most_seconds),
        **shown,
    )


@router.get("/schools/{school}/duties")
def duties_page(
    request: Request,
    door: Librarian,
    date: dt.date | None = None,
    helper: str | None = None,
    post: str | None = None,
    until: Annotated[dt.date | None, BeforeValidator(lambda value: value or None)] = None,
    exchange: bool = False,
) -> Response:
    """Who is on duty on a date; with ``helper`` also who could stand in until a date, with ``exchange`` or be exchanged with.

    Without a date: the next one with duties.
    """
    with door.read() as rows:
        heading = schools.heading(door, rows)
        row = rows.revisions.published(on=date)
        found = summary(rows, door.role)
    query = duties.Query(date, helper, post, until, exchange)
    shown = duties.duty_day(door, row["planfile"], query) if row is not None else None
    return page(request, "duties.html", door.caller, heading=heading, school=found, shown=shown)


@router.get("/people")
def people_page(request: Request, caller: Keeper, service: Serving, language: Spoken) -> Response:
    """Accounts and what they may do where."""
    listed = listing.schools_of(service, caller, language)
    return page(request, "people.html", caller, people=access.persons(caller, service), schools=listed)


@router.get("/account")
def account_page(request: Request, caller: Anyone, service: Serving, language: Spoken) -> Response:
    """My password and my tokens."""
    names = {one.school.id: one.name for one in listing.schools_of(service, caller, language)}
    return page(request, "account.html", caller, tokens=access.tokens(caller, service), names=names)


@router.get("/guide")
def guide_page(request: Request) -> Response:
    """What there is and where, on one page; for whoever has forgotten the password as well."""
    return page(request, "guide.html", _caller(request), pictures=pictures(language_of(request)))


@router.get("/template.xlsx")
def template(_caller: Anyone, language: Spoken) -> Response:
    """The workbook to fill in: what a first term needs, with a sample school that shows how it is meant."""
    from planner.outputs.workbook.workbook import first_workbook

    return Response(
        first_workbook(language), media_type=_XLSX, headers={"Content-Disposition": 'attachment; filename="school.xlsx"'}
    )


def _list(request: Request, caller: Caller, found: list[listing.Listed], words: str = "", state: str = "") -> Response:
    startable = [one for one in found if one.school.role in ("librarian", "district")]
    service, language = service_of(request), language_of(request)
    several = len(startable) > 1 and (len(found) >= listing.MANY or any(one.school.role == "district" for one in startable))
    batch = newest_batch(service, [one.school.id for one in startable], language) if several else None
    changed = sum(one.school.changed for one in startable)
    lines = batch.lines if batch is not None else []
    return page(
        request,
        "home.html",
        caller,
        schools=[one for one in found if words.casefold() in one.name.casefold() and state in ("", one.state)],
        words=words,
        state=state,
        many=len(found) >= listing.MANY,
        startable=several,
        changed=changed,
        batch=batch,
        publishable=sum(one.outcome == "ready" and caller.role_in(one.school) == "librarian" for one in lines),
        outcome_names={code: translator(language)(name) for code, name in OUTCOMES.items()},
        no_workers=several and service.engine.standing().workers == 0,
    )


def _caller(request: Request) -> Caller | None:
    try:
        return caller_of(request)
    except Refusal:
        return None
