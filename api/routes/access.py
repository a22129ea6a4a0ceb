"""Getting in and out: the first password, login, logout, tokens for programs, accounts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from fastapi import APIRouter, Depends, Request, Response
from sqlalchemy import Connection

from api import logins
from api.deps import COOKIE, IDLE, SESSION, Anyone, Keeper, Service, Serving
from api.errors import Refusal, responses
from api.once import OnceRoute
from api.schemas import Login, Me, PasswordChange, Person, PersonChange, PersonIn, Setup, Token, TokenIn
from api.schemas.access import folded
from api.store import audit, people
from api.store.people import EVERY, Role
from api.store.schools import is_taken
from api.tokens import digest, new_id, new_secret

router = APIRouter(prefix="/api", tags=["access"], route_class=OnceRoute)


@router.post(
    "/setup", status_code=201, responses=responses("bad_first_link", "set_up_already", "weak_password", "guessable_password")
)
def setup(wanted: Setup, request: Request, response: Response, service: Serving) -> Me:
    """Choose the first password. The account manages accounts and is librarian of every school; it is logged in at once."""
    login = folded(wanted.login)
    logins.checked(wanted.password, login)
    person, now = new_id(), service.now()
    with service.database.read() as connection:
        _first_link(connection, wanted.token, now)
    # Only for the right link: hashing is slow on purpose, and nobody has logged in yet.
    password = logins.hashed(service, wanted.password, login)
    with service.database.write() as connection:
        _first_link(connection, wanted.token, now)
        if people.drop_tokens(connection, kind="first") != 1:
            raise Refusal("bad_first_link")  # somebody else was faster
        people.add(connection, person, login, password, True, now)
        people.set_grants(connection, person, {EVERY: "librarian"})
        audit.note(connection, now, login, None, "set_up")
        device = logins.remember_device(service, connection, request, person)
    _session(service, request, response, person, device)
    return Me(login=login, keeper=True, roles={EVERY: "librarian"})


@router.post("/login", responses=responses("wrong_password", "wait", "busy"), dependencies=[Depends(logins.in_turn)])
def login(wanted: Login, request: Request, response: Response, service: Serving) -> Me:
    """Log in with a password; the answer sets the session cookie. After five wrong tries each further one waits longer."""
    now, name = service.now(), folded(wanted.login)
    person = logins.check(service, request, name, wanted.password)
    with service.database.write() as connection:
        audit.note(connection, now, name, None, "logged_in")
        known = people.by_id(connection, person)
        roles = people.grants(connection, person)
        device = logins.remember_device(service, connection, request, person)
    assert known is not None
    _session(service, request, response, person, device)
    return Me(login=name, keeper=known["keeper"], roles=roles)


@router.post("/logout", status_code=204)
def logout(request: Request, response: Response, service: Serving) -> None:
    """End this session."""
    secret = request.cookies.get(COOKIE)
    if secret:
        with service.database.write() as connection:
            found = people.token(connection, digest(secret), service.now())
            if found is not None and found["kind"] == "session":
                people.drop_token(connection, found["person"], found["id"])
    response.delete_cookie(COOKIE)


@router.get("/me", responses=responses("not_logged_in"))
def me(caller: Anyone) -> Me:
    """Who am I, and what may I do?"""
    return Me(login=caller.login, keeper=caller.keeper, roles=dict(caller.grants))


@router.post(
    "/password",
    status_code=204,
    responses=responses("not_logged_in", "wrong_password", "weak_password", "guessable_password", "wait"),
)
def change_password(wanted: PasswordChange, request: Request, response: Response, caller: Anyone, service: Serving) -> None:
    """Change my password. All my other sessions end; tokens for programs stay."""
    logins.checked(wanted.password, caller.login)
    logins.check(service, request, caller.login, wanted.old, caller.id)
    password, now = logins.hashed(service, wanted.password, caller.login), service.now()
    with service.database.write() as connection:
        people.change(connection, caller.id, password=password)
        people.drop_tokens(connection, person=caller.id, kind="session")
        audit.note(connection, now, caller.login, None, "password_changed")
    _session(service, request, response, caller.id)


@router.get("/tokens", responses=responses("not_logged_in"))
def tokens(caller: Anyone, service: Serving) -> list[Token]:
    """My tokens for programs."""
    with service.database.read() as connection:
        return [_token(dict(row)) for row in people.tokens(connection, caller.id)]


@router.post("/tokens", status_code=201, responses=responses("not_logged_in"))
def add_token(wanted: TokenIn, request: Request, caller: Anyone, service: Serving) -> Token:
    """A new token. Its secret is shown this once."""
    secret, token, now = new_secret("lunjie"), new_id(), service.now()
    expires = now + dt.timedelta(days=wanted.days)
    with service.database.write() as connection:
        people.add_token(connection, digest(secret), token, "api", caller.id, now, expires, wanted.label)
        audit.note(connection, now, caller.login, None, "token_made", token=token)
    made = Token(id=token, label=wanted.label, created=now, expires=expires)
    request.state.kept = made.model_dump_json().encode()
    return made.model_copy(update={"secret": secret})


@router.delete("/tokens/{token}", status_code=204, responses=responses("not_logged_in", "not_found"))
def drop_token(token: str, caller: Anyone, service: Serving) -> None:
    """Take one of my tokens back."""
    with service.database.write() as connection:
        if not people.drop_token(connection, caller.id, token):
            raise Refusal("not_found")
        audit.note(connection, service.now(), caller.login, None, "token_dropped", token=token)


@router.get("/people", responses=responses("not_logged_in", "not_allowed"))
def persons(caller: Keeper, service: Serving) -> list[Person]:
    """All accounts, with what each may do where."""
    with service.database.read() as connection:
        return [_person(dict(row), people.grants(connection, row["id"])) for row in people.listed(connection)]


@router.post(
    "/people",
    status_code=201,
    responses=responses("not_logged_in", "not_allowed", "login_taken", "weak_password", "guessable_password", "no_such_school"),
)
def add_person(wanted: PersonIn, caller: Keeper, service: Serving) -> Person:
    """A new account, with its roles by school."""
    login = folded(wanted.login)
    password, person, now = logins.hashed(service, wanted.password, login), new_id(), service.now()
    with service.database.write() as connection:
        if people.by_login(connection, login) is not None:
            raise Refusal("login_taken", login=login)
        _known(connection, wanted.roles)
        people.add(connection, person, login, password, wanted.keeper, now)
        people.set_grants(connection, person, wanted.roles)
        audit.note(connection, now, caller.login, None, "person_added", person=person, roles=dict(wanted.roles))
        row = people.by_id(connection, person)
        assert row is not None
        return _person(dict(row), wanted.roles)


@router.patch(
    "/people/{person}",
    responses=responses(
        "not_logged_in", "not_allowed", "not_found", "last_keeper", "weak_password", "guessable_password", "no_such_school"
    ),
)
def change_person(person: str, wanted: PersonChange, caller: Keeper, service: Serving) -> Person:
    """Change roles or the password of an account, or close it. A new password or a closed account ends its sessions."""
    now = service.now()
    values: dict[str, object] = {}
    if wanted.password is not None:
        with service.database.read() as connection:
            whose = people.by_id(connection, person)
        values["password"] = logins.hashed(service, wanted.password, whose["login"] if whose else "")
    if wanted.keeper is not None:
        values["keeper"] = wanted.keeper
    if wanted.disabled is not None:
        values["disabled"] = now if wanted.disabled else None
    with service.database.write() as connection:
        people.lock_keepers(connection)
        if people.by_id(connection, person) is None:
            raise Refusal("not_found")
        _known(connection, wanted.roles or {})
        if values:
            people.change(connection, person, **values)
        if wanted.roles is not None:
            people.set_grants(connection, person, wanted.roles)
        if not any(p["keeper"] and p["disabled"] is None for p in people.listed(connection)):
            raise Refusal("last_keeper")
        if wanted.password is not None or wanted.disabled:
            people.drop_tokens(connection, person=person)
        changed = sorted(wanted.model_dump(exclude_none=True))
        audit.note(connection, now, caller.login, None, "person_changed", person=person, changed=changed)
        row = people.by_id(connection, person)
        assert row is not None
        return _person(dict(row), people.grants(connection, person))


def _first_link(connection: Connection, secret: str, now: dt.datetime) -> None:
    """Raises Refusal: set_up_already, bad_first_link."""
    if people.anybody(connection):
        raise Refusal("set_up_already")
    first = people.token(connection, digest(secret), now)
    if first is None or first["kind"] != "first":
        raise Refusal("bad_first_link")


def _known(connection: Connection, roles: Mapping[str, Role]) -> None:
    """Raises no_such_school: a role given ahead would open a school that is added later under the same id."""
    for school in roles:
        if school != EVERY and not is_taken(connection, school):
            raise Refusal("no_such_school", id=school)


def _session(service: Service, request: Request, response: Response, person: str, device: str | None = None) -> None:
    secret, now = new_secret("session"), service.now()
    with service.database.write() as connection:
        people.add_token(connection, digest(secret), new_id(), "session", person, now, now + IDLE)
    cookies = [(COOKIE, secret, int(SESSION.total_seconds()))]
    if device is not None:
        cookies.append((logins.DEVICE, device, logins.device_seconds()))
    for name, value, seconds in cookies:
        secure = request.url.scheme == "https"
        response.set_cookie(name, value, max_age=seconds, httponly=True, samesite="lax", secure=secure)


def _token(row: dict[str, object]) -> Token:
    return Token.model_validate({name: row[name] for name in ("id", "label", "created", "expires")})


def _person(row: dict[str, object], roles: dict[str, Role]) -> Person:
    known = {name: row[name] for name in ("id", "login", "keeper", "created")}
    return Person.model_validate({**known, "roles": roles, "disabled": row["disabled"] is not None})
