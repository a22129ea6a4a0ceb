"""Who is asking, and the only way to the rows of a school: a `Door`, opened for those who have a role there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, cast

from fastapi import Depends, Path, Request
from sqlalchemy import Connection, RowMapping

from api.errors import Refusal, language_of
from api.settings import Settings
from api.store import audit, people
from api.store.boards import Boards
from api.store.database import Database
from api.store.feeds import Feeds
from api.store.people import EVERY, Role
from api.store.revisions import Revisions
from api.store.schools import SchoolRows
from api.tokens import digest
from planner.languages import Language, spoken

if TYPE_CHECKING:
    from api.jobs.engine import Engine
    from api.kept.shelf import Shelf
    from api.metrics import Metrics

COOKIE = "lunjie_session"
SESSION = dt.timedelta(days=30)
"""After its login a session ends in any case."""
IDLE = dt.timedelta(days=7)
"""After its last use a session ends: a computer of the school is used by many."""
_WRITTEN_EVERY = dt.timedelta(hours=6)


@dataclass(frozen=True)
class Service:
    """What one process of the service is made of; stands in ``app.state.service``."""

    settings: Settings
    database: Database
    engine: Engine
    clock: Callable[[], dt.datetime]
    shelf: Shelf
    metrics: Metrics | None = None

    def today(self) -> dt.date:
        """The date in the time zone of the machine: what counts as the past."""
        return self.clock().astimezone().date()

    def now(self) -> dt.datetime:
        """The present moment, UTC, whole seconds."""
        return self.clock().astimezone(dt.UTC).replace(microsecond=0)


@dataclass(frozen=True)
class Caller:
    """An account and what it may do."""

    id: str
    login: str
    keeper: bool
    grants: Mapping[str, Role]

    def role_in(self, school: str) -> Role | None:
        """The role in a school: its own grant beats the one for all schools."""
        return self.grants.get(school) or self.grants.get(EVERY)

    @property
    def owns_all(self) -> bool:
        """Whether everything in the service may be seen and managed: what a copy of it holds."""
        return self.keeper and self.grants.get(EVERY) == "librarian"

    @property
    def schools(self) -> list[str] | None:
        """Schools with a grant; None = all of them."""
        return None if EVERY in self.grants else list(self.grants)


@dataclass(frozen=True)
class Door:
    """The way into one school for one caller. Routes reach a school's rows through it and in no other way."""

    service: Service
    caller: Caller
    school: str
    role: Role
    language: Language
    """Of who asks, in the manner of the school."""

    @contextmanager
    def read(self) -> Iterator[Rows]:
        """A look at the school's rows."""
        with self.service.database.read() as connection:
            yield Rows(connection, self.school, self.service.today(), sees_drafts=self.sees_names)

    @contextmanager
    def write(self) -> Iterator[Rows]:
        """A change of the school's rows, all or nothing."""
        with self.service.database.write() as connection:
            yield Rows(connection, self.school, self.service.today(), sees_drafts=self.sees_names)

    def note(self, rows: Rows, action: str, **detail: object) -> None:
        """A line in the audit trail, in the same transaction."""
        audit.note(rows.connection, self.service.now(), self.caller.login, self.school, action, **detail)

    @property
    def sees_names(self) -> bool:
        """Whether names of pupils may be shown."""
        return self.role == "librarian"


class Rows(SchoolRows):
    """The rows of one school, with its revisions and calendar links. Drafts are for its librarians only."""

    def __init__(self, connection: Connection, school: str, today: dt.date, *, sees_drafts: bool = True) -> None:
        super().__init__(connection, school)
        self.today = today
        self.sees_drafts = sees_drafts

    @property
    def revisions(self) -> Revisions:
        """Its plans."""
        return Revisions(self.connection, self.id, self.today)

    @property
    def boards(self) -> Boards:
        """Its board."""
        return Boards(self.connection, self.id)

    @property
    def feeds(self) -> Feeds:
        """Its calendar links."""
        return Feeds(self.connection, self.id)


def service_of(request: Request) -> Service:
    """The service that this request is answered by."""
    return cast("Service", request.app.state.service)


def secret_of(request: Request) -> str:
    """By which whoever asks wants to be known: that of an API token, else of the session cookie; empty = a stranger."""
    header = request.headers.get("authorization", "")
    return header[7:].strip() if header.lower().startswith("bearer ") else request.cookies.get(COOKIE, "")


def caller_of(request: Request) -> Caller:
    """Who is asking: an API token (``Authorization: Bearer``), else the session cookie. Refuses everybody else."""
    service = service_of(request)
    secret = secret_of(request)
    kind = "api" if request.headers.get("authorization") else "session"
    if secret:
        with service.database.read() as connection:
            token = people.token(connection, digest(secret), service.now())
            person = people.by_id(connection, token["person"]) if token and token["kind"] == kind else None
            if token is not None and person is not None and person["disabled"] is None:
                _stay(service, token)
                return Caller(person["id"], person["login"], person["keeper"], people.grants(connection, person["id"]))
    raise Refusal("not_logged_in", headers={"WWW-Authenticate": "Bearer"})


def _stay(service: Service, token: RowMapping) -> None:
    """A session that is used lasts on: it ends `IDLE` after its last use, and `SESSION` after the login at the latest."""
    if token["kind"] != "session":
        return
    now = service.now()
    until = min(now + IDLE, token["created"] + SESSION)
    if until - token["expires"] > _WRITTEN_EVERY:
        with service.database.write() as connection:
            people.prolong(connection, token["hash"], until)


def keeper_of(caller: Annotated[Caller, Depends(caller_of)]) -> Caller:
    """Somebody who may manage accounts and schools."""
    if not caller.keeper:
        raise Refusal("not_allowed")
    return caller


def owner_of(caller: Annotated[Caller, Depends(keeper_of)]) -> Caller:
    """Somebody who may see and manage everything: every school as its librarian, and the accounts."""
    if not caller.owns_all:
        raise Refusal("not_allowed")
    return caller


def _door(request: Request, caller: Caller, school: str, allowed: tuple[Role, ...]) -> Door:
    role = caller.role_in(school)
    service = service_of(request)
    if role is not None:
        with service.database.read() as connection:
            row = SchoolRows(connection, school).row()
    # A school of others is answered like one that does not exist.
    if role is None or row is None:
        raise Refusal("not_found")
    if role not in allowed:
        raise Refusal("not_allowed")
    language = spoken(language_of(request), row["timezone"] or "", adults=bool(row["adults"]))
    request.state.spoken = language  # the page of a school is in its words
    return Door(service, caller, school, role, language)


_SchoolId = Annotated[str, Path(description="school id", max_length=60, examples=["city-primary"])]


def reader_door(request: Request, caller: Annotated[Caller, Depends(caller_of)], school: _SchoolId) -> Door:
    """For everybody with a role in the school."""
    return _door(request, caller, school, ("librarian", "viewer", "district"))


def librarian_door(request: Request, caller: Annotated[Caller, Depends(caller_of)], school: _SchoolId) -> Door:
    """For its librarians."""
    return _door(request, caller, school, ("librarian",))


Serving = Annotated[Service, Depends(service_of)]
Anyone = Annotated[Caller, Depends(caller_of)]
Keeper = Annotated[Caller, Depends(keeper_of)]
Owner = Annotated[Caller, Depends(owner_of)]
Reader = Annotated[Door, Depends(reader_door)]
Librarian = Annotated[Door, Depends(librarian_door)]
Spoken = Annotated[Language, Depends(language_of)]
