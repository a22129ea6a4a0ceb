"""Strangers wait, members do not; passwords that anybody would guess; names that look like others; sessions that end."""

from __future__ import annotations

import asyncio
import datetime as dt
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import select, update
from starlette.requests import Request

from api import errors
from api.errors import Refusal
from api.logins import DEVICE, Pauses, in_turn
from api.schemas.access import folded, is_clear
from api.store import people
from api.store import tables as t
from api.store.database import Database, sqlite_url
from api.store.people import Brake
from api.tokens import is_guessable
from tests import loops
from tests.api.conftest import Site
from tests.api.service import PASSWORD, Person, serving

NOW = dt.datetime(2026, 3, 2, 8, tzinfo=dt.UTC)
BRAKE = Brake(free=2, first=dt.timedelta(seconds=4), longest=dt.timedelta(seconds=30))


def _tries(database: Database, times: list[dt.datetime]) -> list[int]:
    found = []
    for now in times:
        with database.write() as connection:
            found.append(people.count_try(connection, "k", now, BRAKE))
    return found


def test_a_brake_lets_go_when_its_pause_is_over_and_never_holds_longer(tmp_path: Path) -> None:
    database = Database(sqlite_url(tmp_path / "x.sqlite"))
    database.migrate()
    second = dt.timedelta(seconds=1)
    assert _tries(database, [NOW, NOW, NOW]) == [0, 0, 4]
    assert _tries(database, [NOW + 3 * second, NOW + 4 * second]) == [1, 0]  # just before, and exactly when it is over
    # The clock is put back by two years: the pause is no longer than it was.
    assert _tries(database, [NOW - dt.timedelta(days=730)]) == [8]
    with database.write() as connection:
        connection.execute(update(t.throttle).values(failures=900))
    assert _tries(database, [NOW + 5 * second]) == [29]
    with database.write() as connection:
        people.forget_failures(connection, "k", everything=False)
        assert connection.execute(select(t.throttle.c.failures)).scalar() == 899
        people.forget_failures(connection, "k")
    assert _tries(database, [NOW]) == [0]
    database.close()


def test_pupils_behind_the_same_address_do_not_lock_a_librarian_out(tmp_path: Path) -> None:
    with serving(tmp_path / "data") as service:
        librarian = service.person().set_up(service.first_link).member(service, "desk", {})
        stranger = service.person()
        for login in ("desk", "guess"):
            stranger.refused("POST", "/api/login", "wrong_password", json={"login": login, "password": "wrong password"})
        # As after forty of them: the pause is then longer than any machine is slow.
        database = Database(sqlite_url(service.data / "lunjie.sqlite"))
        with database.write() as connection:
            connection.execute(update(t.throttle).values(failures=40, last=dt.datetime.now(dt.UTC)))
        database.close()
        _strangers_wait_and_she_does_not(librarian, stranger)


def _strangers_wait_and_she_does_not(librarian: Person, stranger: Person) -> None:
    """``librarian`` has logged in from her device before."""
    refused = stranger.http.post("/api/login", json={"login": "somebody", "password": "wrong password"})
    assert (refused.status_code, refused.json()["code"]) == (429, "wait")
    assert int(refused.headers["retry-after"]) <= 30
    again = librarian.http.post("/api/login", json={"login": "desk", "password": PASSWORD})
    assert again.status_code == 200
    # Knowing the device of one does not help with another account.
    other = librarian.http.post("/api/login", json={"login": "library", "password": "wrong password"})
    assert other.status_code == 429


@pytest.mark.parametrize("password", [" " * 12, "1234567890", "aaaaaaaaaaaa", "password123", "qwertyuiop", "my-login-my-login"])
def test_what_anybody_would_guess_is_no_password(password: str) -> None:
    assert is_guessable(password, "my-login")


@pytest.mark.parametrize("password", ["correct horse battery", "kelaobanpaihen88", "三年级的书架靠窗边"])
def test_a_good_password_is_taken(password: str) -> None:
    assert not is_guessable(password, "my-login")


def test_names_have_one_spelling_and_none_is_like_another(site: Site) -> None:
    assert folded("Ａdmin") == folded("admin") == "admin"
    assert is_clear("图书馆")
    assert is_clear("é.müller_3")
    # Zero width, turned round, Cyrillic а, soft hyphen, Greek Α.
    for name in ("lib-a\u200b", "\u202eabc", "\u0430dmin", "\u00ad", "\u0391dmin"):
        assert not is_clear(name), name
        body = {"login": name, "password": PASSWORD}
        assert site.keeper.http.post("/api/people", json=body).status_code == 422
    site.keeper.member(site.service, "Ｔwice", {})
    site.keeper.refused("POST", "/api/people", "login_taken", json={"login": "twice", "password": PASSWORD})
    site.service.person().log_in("TWICE")
    site.keeper.refused("POST", "/api/people", "guessable_password", json={"login": "easy", "password": "password123"})


def test_the_secret_of_one_kind_opens_no_other_door(site: Site) -> None:
    me = site.keeper.member(site.service, "two-doors", {})
    session = me.http.cookies["lunjie_session"]
    token = me.post("/api/tokens", {"label": "script"}, 201)["secret"]
    site.service.person(session).refused("GET", "/api/me", "not_logged_in")  # a session as a token
    stranger = site.service.person()
    for name in ("lunjie_session", "lunjie_device"):
        for secret in (token, me.http.cookies["lunjie_device"]):
            stranger.http.cookies.clear()
            stranger.http.cookies.set(name, secret)
            stranger.refused("GET", "/api/me", "not_logged_in")


def test_a_service_answers_under_its_own_names_only(site: Site) -> None:
    http = site.service.person().http
    port = site.service.url.rpartition(":")[2]
    for host, status in ((f"localhost:{port}", 401), (f"127.0.0.1:{port}", 401), ("[::1]", 401), ("evil.example", 421)):
        answer = http.get("/api/me", headers={"Host": host})
        assert answer.status_code == status, host
    assert answer.json()["code"] == "unknown_host"
    assert answer.headers["permissions-policy"]


def _asked_from(address: str, device: str = "") -> Request:
    headers = [(b"cookie", f"{DEVICE}={device}".encode())] if device else []
    return Request({"type": "http", "method": "POST", "path": "/api/login", "headers": headers, "client": (address, 1)})


def test_tries_from_one_address_wait_without_threads_and_others_pass_them() -> None:
    async def deed() -> None:
        first = in_turn(_asked_from("192.0.2.1"))
        await anext(first)
        behind = [in_turn(_asked_from("192.0.2.1")) for _ in range(8)]
        waiting = [asyncio.ensure_future(anext(one)) for one in behind]
        await asyncio.sleep(0)
        with pytest.raises(Refusal) as turned_away:
            await anext(in_turn(_asked_from("192.0.2.1")))
        assert (turned_away.value.code, turned_away.value.slowly) == ("busy", True)
        for other in (_asked_from("192.0.2.2"), _asked_from("192.0.2.1", "known")):
            await anext(in_turn(other))
        for one, came in zip([first, *behind], [*waiting, None], strict=True):
            with pytest.raises(StopAsyncIteration):
                await anext(one)
            if came is not None:
                await came

    loops.run(deed())


def test_an_address_that_has_to_wait_is_refused_before_anything_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither thread nor transaction; whoever has been let in from a device before is looked at all the same."""
    now = [100.0]
    pauses = Pauses(lambda: now[0], most=2)
    monkeypatch.setattr("api.logins._PAUSES", pauses)
    pauses.put("192.0.2.9", 4)

    async def deed() -> None:
        with pytest.raises(Refusal) as refused:
            await anext(in_turn(_asked_from("192.0.2.9")))
        assert (refused.value.code, refused.value.slowly, refused.value.headers) == ("wait", True, {"Retry-After": "4"})
        await anext(in_turn(_asked_from("192.0.2.9", "known")))
        now[0] += 4
        await anext(in_turn(_asked_from("192.0.2.9")))

    loops.run(deed())
    for address, seconds in (("a", 10), ("b", 5), ("c", 5)):
        pauses.put(address, seconds)
    # No more than it may hold, and those that are over make room.
    assert [pauses.left(address) for address in ("a", "b", "c")] == [10, 5, 0]
    now[0] += 9.8
    pauses.put("c", 5)
    assert [pauses.left(address) for address in ("a", "b", "c")] == [1, 0, 5]


def test_a_slow_refusal_is_answered_later(monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[float] = []

    async def sleep(seconds: float) -> None:
        waited.append(seconds)

    monkeypatch.setattr("api.errors.asyncio", SimpleNamespace(sleep=sleep))
    app = FastAPI()
    errors.install(app, 1)
    handler: Any = app.exception_handlers[Refusal]
    request = Request({"type": "http", "method": "POST", "path": "/", "headers": [], "app": app, "query_string": b""})
    for slowly, expected in ((False, []), (True, [2.0])):
        answer = loops.run(handler(request, Refusal("wait", seconds=3, slowly=slowly)))
        assert (answer.status_code, waited) == (429, expected)
