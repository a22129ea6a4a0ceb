"""Who may try a password, and which passwords and names may be chosen.

Strangers wait, members do not: a failed try counts for its login name at its address, for its address, and for all addresses
together; whoever has logged in from this device before stands in a line of its own.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import AsyncIterator, Callable
from typing import NamedTuple

from sqlalchemy import Connection, RowMapping
from starlette.requests import Request

from api.deps import Service
from api.errors import Refusal
from api.limits import FairTurns, Turns
from api.schemas.access import folded
from api.store import people
from api.store.people import Brake
from api.tokens import LEAST_PASSWORD, digest, hash_password, is_guessable, new_id, new_secret, password_fits

DEVICE = "lunjie_device"
_DEVICE_DAYS = dt.timedelta(days=400)
_BY_LOGIN = Brake(free=5, first=dt.timedelta(seconds=4), longest=dt.timedelta(minutes=15))
_BY_ADDRESS = Brake(free=30, first=dt.timedelta(seconds=1), longest=dt.timedelta(seconds=30))
_BY_ALL = Brake(free=300, first=dt.timedelta(seconds=1), longest=dt.timedelta(seconds=5))
"""A whole school may sit behind one address, and nobody may lock everybody out: the wider the brake, the shorter its pause."""
_TRIES = FairTurns(at_once=8, waiting=8, seconds=20.0)
"""Before a thread is spent on a try, or anything is written. More than strangers can keep busy: members find a place."""
# Hashing takes a fifth of a second and 64 MB on purpose. Few may wait for it, so that threads are left for everything else.
_STRANGERS = Turns(1, 4, 8.0)
_MEMBERS = Turns(1, 8, 20.0)


class Pauses:
    """Addresses of which it is known here that they have to wait: what they try meanwhile costs no thread and no transaction.

    The database stays the truth. An address waits here as long as it was told there, by a clock that only runs forward.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic, most: int = 10_000) -> None:
        self._clock, self._most = clock, most
        self._until: dict[str, float] = {}

    def put(self, address: str, seconds: int) -> None:
        """This address has to wait for so long."""
        if len(self._until) >= self._most:
            now = self._clock()
            self._until = {known: until for known, until in self._until.items() if until > now}
        if len(self._until) < self._most:
            self._until[address] = self._clock() + seconds

    def left(self, address: str) -> int:
        """Whole seconds that it still has to wait; 0 = none that are known of."""
        left = self._until.get(address, 0.0) - self._clock()
        if left <= 0:
            self._until.pop(address, None)
            return 0
        return max(1, round(left))


_PAUSES = Pauses()


class _Try(NamedTuple):
    login: str
    keys: dict[str, Brake]
    is_member: bool
    by_address: str | None = None
    """Which of the keys is that of the address alone."""


async def in_turn(request: Request) -> AsyncIterator[None]:
    """A dependency of what tries a password: of one address and device one at a time, and all of them in turn. Raises busy."""
    address = _address(request)
    if DEVICE not in request.cookies and (seconds := _PAUSES.left(address)):
        raise _wait(seconds, slowly=True)
    try:
        async with _TRIES.turn(f"{address} {request.cookies.get(DEVICE, '')}"):
            yield
    except Refusal as error:
        error.slowly = error.slowly or error.code == "busy"
        raise


def check(service: Service, request: Request, login: str, password: str, person: str | None = None) -> str:
    """The id of the person whose password this is. Raises Refusal: wait, wrong_password, busy.

    ``person``: somebody logged in already, who must be the one.
    """
    now = service.now()
    with service.database.write() as connection:
        attempt = _attempt(connection, request, login, now, person)
        found = _person(connection, login, person)
        waits = {key: people.count_try(connection, key, now, brake) for key, brake in attempt.keys.items()}
    if seconds := max(waits.values()):
        if attempt.by_address is not None and waits[attempt.by_address]:
            _PAUSES.put(_address(request), waits[attempt.by_address])
        raise _wait(seconds, slowly=not attempt.is_member)
    with (_MEMBERS if attempt.is_member else _STRANGERS).turn():
        stored = found["password"] if found and found["disabled"] is None else None
        fits = password_fits(password, stored, service.settings.hashing_mb)
    if found is None or not fits:
        raise Refusal("wrong_password")
    with service.database.write() as connection:
        people.drop_expired(connection, now)
        # Whoever is let in was no stranger: the try counts for nothing.
        for key in attempt.keys:
            people.forget_failures(connection, key, everything=key == next(iter(attempt.keys)))
    person_id: str = found["id"]
    return person_id


def remember_device(service: Service, connection: Connection, request: Request, person: str) -> str | None:
    """The secret of a new device after a login from it; None where it is known already."""
    now = service.now()
    if _knows(connection, request, person, now):
        return None
    secret = new_secret("device")
    people.add_token(connection, digest(secret), new_id(), "device", person, now, now + _DEVICE_DAYS)
    return secret


def device_seconds() -> int:
    """How long a device is remembered."""
    return int(_DEVICE_DAYS.total_seconds())


def hashed(service: Service, password: str, login: str) -> str:
    """What is stored of a new password. Raises Refusal: weak_password, guessable_password, busy."""
    checked(password, login)
    with _MEMBERS.turn():
        return hash_password(password, service.settings.hashing_mb)


def checked(password: str, login: str) -> None:
    """Raises Refusal: weak_password (too short), guessable_password (too easy to guess)."""
    if len(password) < LEAST_PASSWORD:
        raise Refusal("weak_password", least=LEAST_PASSWORD)
    if is_guessable(password, login):
        raise Refusal("guessable_password")


def _person(connection: Connection, login: str, person: str | None) -> RowMapping | None:
    if person:
        return people.by_id(connection, person)
    # Accounts made before names were folded stand as they were written.
    return people.by_login(connection, folded(login)) or people.by_login(connection, login.casefold())


def _attempt(connection: Connection, request: Request, login: str, now: dt.datetime, person: str | None) -> _Try:
    name = folded(login)
    found = _person(connection, login, person)
    address = _address(request)
    own = {digest(f"{name} {address}"): _BY_LOGIN}
    if person or (found is not None and _knows(connection, request, found["id"], now)):
        # Pupils behind the school's one address must not lock her out: only her own tries count.
        secret = request.cookies.get(DEVICE, "") or str(person)
        return _Try(name, {digest(f"{name} {secret}"): _BY_LOGIN}, True)
    by_address = digest(f"address {address}")
    return _Try(name, {**own, by_address: _BY_ADDRESS, digest("all"): _BY_ALL}, False, by_address)


def _address(request: Request) -> str:
    return request.client.host if request.client else ""


def _wait(seconds: int, *, slowly: bool) -> Refusal:
    return Refusal("wait", seconds=seconds, headers={"Retry-After": str(seconds)}, slowly=slowly)


def _knows(connection: Connection, request: Request, person: str, now: dt.datetime) -> bool:
    """Whether this person has logged in from this device before."""
    secret = request.cookies.get(DEVICE)
    token = people.token(connection, digest(secret), now) if secret else None
    return token is not None and token["kind"] == "device" and token["person"] == person
