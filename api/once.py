"""Idempotency-Key: a POST that creates something is carried out once, however often it is sent again."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.routing import APIRoute
from sqlalchemy import Connection, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from api.deps import Service, caller_of, service_of
from api.errors import Refusal
from api.store import tables as t
from api.store.database import ALSO, Database

HEADER = "idempotency-key"
_WORKING = 0
_DONE = 1
"""Something has been stored, the answer not yet."""
_ABANDONED = dt.timedelta(minutes=2)
"""A request that was being worked on for so long was lost with its process."""
_KEPT = dt.timedelta(days=2)


_WITHOUT = frozenset({"/api/setup", "/api/login", "/api/logout", "/api/password", "/api/people"})
"""No receipts here. Their bodies hold a password: a digest of it would let whoever gets hold of the database try passwords by
the million. And for the first three there is no account yet, or none any more, to keep a receipt for."""
_PARAMETER = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "any text of your own; the same one again gives the first answer again and does nothing",
    "schema": {"type": "string", "maxLength": 80},
}


class OnceRoute(APIRoute):
    """A route whose POSTs honour Idempotency-Key. The first answer is kept and given again, if it was a success."""

    def __init__(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:
        if "POST" in (options.get("methods") or ()) and path not in _WITHOUT:
            options["openapi_extra"] = {**(options.get("openapi_extra") or {}), "parameters": [_PARAMETER]}
        super().__init__(path, endpoint, **options)

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The usual handler, with the look at the key around it."""
        handle = super().get_route_handler()
        if self.path in _WITHOUT:
            return handle

        async def once(request: Request) -> Response:
            key = request.headers.get(HEADER)
            if request.method != "POST" or not key:
                return await handle(request)
            if len(key) > 80:
                raise Refusal("bad_request", problem="Idempotency-Key > 80")
            caller = await run_in_threadpool(caller_of, request)
            service = service_of(request)
            body = await request.body()
            digest = hashlib.sha256(b"\n".join([request.url.path.encode(), request.url.query.encode(), body])).hexdigest()
            kept = await run_in_threadpool(_take, service, caller.id, key, digest)
            if kept is not None:
                return kept
            within = ALSO.set(lambda connection: _note(connection, caller.id, key))
            try:
                response = await handle(request)
            except BaseException:
                ALSO.reset(within)
                await run_in_threadpool(_drop, service, caller.id, key)
                raise
            ALSO.reset(within)
            # A secret is shown once and stored nowhere: such a route says what may be kept of its answer.
            body = getattr(request.state, "kept", bytes(response.body))
            await run_in_threadpool(_keep, service, caller.id, key, response, body)
            return response

        return once


def settle(database: Database, now: dt.datetime) -> None:
    """At the start of the only process there is: what was being worked on ended with the one before, and is not waited for."""
    gone = now - _ABANDONED - dt.timedelta(seconds=1)
    with database.write() as connection:
        connection.execute(delete(t.receipt).where(t.receipt.c.status == _WORKING))
        connection.execute(update(t.receipt).where(t.receipt.c.status == _DONE).values(created=gone))


def _take(service: Service, person: str, key: str, digest: str) -> Response | None:
    """The answer that was given before; None when the key is new, and is now taken."""
    now = service.now()
    mine = (t.receipt.c.person == person) & (t.receipt.c.key == key)
    lost = mine & (t.receipt.c.status == _WORKING) & (t.receipt.c.created < now - _ABANDONED)
    values = {"person": person, "key": key, "digest": digest, "status": _WORKING, "body": b"", "created": now}
    try:
        with service.database.write() as connection:
            connection.execute(delete(t.receipt).where(lost | (t.receipt.c.created < now - _KEPT)))
            connection.execute(insert(t.receipt).values(values))
        return None
    except IntegrityError:
        pass
    with service.database.read() as connection:
        row = connection.execute(select(t.receipt).where(mine)).mappings().one_or_none()
    if row is not None and row["digest"] != digest:
        raise Refusal("key_reused")
    if row is not None and row["status"] == _DONE and row["created"] < now - _ABANDONED:
        # Its process is gone. To act again could do twice what was asked for once.
        raise Refusal("answer_lost")
    if row is None or row["status"] in (_WORKING, _DONE):
        raise Refusal("still_working", headers={"Retry-After": "1"})
    headers = {"Idempotency-Replayed": "true"} | ({"Location": row["location"]} if row["location"] else {})
    return Response(row["body"], row["status"], headers, media_type="application/json")


def _note(connection: Connection, person: str, key: str) -> None:
    """With what is stored in this moment it is also known that something was."""
    mine = (t.receipt.c.person == person) & (t.receipt.c.key == key) & (t.receipt.c.status == _WORKING)
    connection.execute(update(t.receipt).where(mine).values(status=_DONE))


def _keep(service: Service, person: str, key: str, response: Response, body: bytes) -> None:
    if not 200 <= response.status_code < 300:
        return _drop(service, person, key)
    mine = (t.receipt.c.person == person) & (t.receipt.c.key == key)
    values = {"status": response.status_code, "location": response.headers.get("location"), "body": body}
    with service.database.write() as connection:
        connection.execute(update(t.receipt).where(mine).values(values))
    return None


def _drop(service: Service, person: str, key: str) -> None:
    with service.database.write() as connection:
        connection.execute(delete(t.receipt).where(t.receipt.c.person == person, t.receipt.c.key == key))
