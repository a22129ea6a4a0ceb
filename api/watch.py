"""Around every request: an id, a look where it comes from, strict headers, one log line without personal data."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import re
import time
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.deps import caller_of, secret_of
from api.errors import Refusal, answer, bug, language_of
from api.errors.complaints import complaint
from api.limits import Pace
from api.links.address import known_address
from api.tokens import new_id

if TYPE_CHECKING:
    from api.deps import Service

_LOG = logging.getLogger("lunjie.http")
_SAFE = {"GET", "HEAD", "OPTIONS"}
_COPIES = ("/act", "/api/copies")
"""Where a copy of everything may be handed over, by those who may: it is written to the disk piece by piece."""
_COPY_MB = 4_000
_A_CHANGE = 3.0
"""As many looks as a change takes work, about."""
_HOST = re.compile(r"([A-Za-z0-9._-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(:[0-9]{1,5})?", re.ASCII)
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    # The address of a page may hold the secret of a calendar: it is told to nobody else. With "no-referrer" browsers would send
    # forms with "Origin: null", which cannot be told from a form of another site where they send no Sec-Fetch-Site.
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "SAMEORIGIN",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Content-Security-Policy": "default-src 'self'; frame-ancestors 'self'; base-uri 'none'; form-action 'self'",
    "Cache-Control": "no-store",
}


_RAW_HEADERS = [(name.lower().encode(), value.encode()) for name, value in _HEADERS.items()]


class Watch:
    """ASGI middleware; never the path in the log, since it may hold a secret, but the route it matched."""

    def __init__(self, app: ASGIApp, service: Service) -> None:
        self._app = app
        self._service = service
        self._most = service.settings.upload_mb * 1_000_000
        self._pace = Pace(service.settings.pace)
        self._is_own_name = lru_cache(maxsize=256)(service.settings.is_own_name)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begin = time.perf_counter()
        request_id, status, received, begun = new_id(), 500, 0, False
        scope.setdefault("state", {})["id"] = request_id

        async def watched(message: Message) -> None:
            nonlocal status, begun
            if message["type"] == "http.response.start":
                status, begun = message["status"], True
                headers: list[tuple[bytes, bytes]] = list(message["headers"])
                present = {name for name, _value in headers}
                headers += [pair for pair in _RAW_HEADERS if pair[0] not in present]
                headers.append((b"x-request-id", request_id.encode()))
                if scope["scheme"] == "https":
                    headers.append((b"strict-transport-security", b"max-age=31536000"))
                message["headers"] = headers
            await send(message)

        most = await self._most_of(scope)

        async def limited() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > most:
                raise HTTPException(413)
            return message

        refusal = self._refusal(scope, most) or await self._of_another_name(scope) or await self._in_time(scope)
        try:
            if refusal is not None:
                await answer(Request(scope), refusal)(scope, receive, watched)
            else:
                await self._app(scope, limited, watched)
        except Exception as error:
            if begun:
                raise  # half an answer has gone out: the connection is cut, so that nobody takes it for a whole one
            await bug(Request(scope), error)(scope, receive, watched)
        finally:
            seconds = time.perf_counter() - begin
            route = getattr(scope.get("route"), "path", "-")
            extra = {"request": request_id, "method": scope["method"], "route": route, "status": status}
            _LOG.info("request", extra={**extra, "ms": round(seconds * 1000, 1)})
            if self._service.metrics is not None:
                self._service.metrics.request(scope["method"], route, status, seconds)

    def _refusal(self, scope: Scope, most: int) -> Refusal | None:
        """Why a request is not even looked at."""
        if is_cross_site(scope):
            return Refusal("cross_site")
        headers = Headers(scope=scope)
        if _length(headers) > most:
            return Refusal("too_big", limit=most // 1_000_000)
        host = headers.get("host")
        if host is not None and _HOST.fullmatch(host) is None:
            # It goes into links and QR codes. Without it, the answer has an address to stand under.
            scope["headers"] = [pair for pair in scope["headers"] if pair[0] != b"host"]
            return Refusal("bad_request", problem=f"Host: {complaint('', language_of(Request(scope)))}")
        if "\0" in scope["path"] or b"%00" in scope["query_string"] or b"\0" in scope["query_string"]:
            # No database, file or address of ours has one; PostgreSQL cannot even be asked for it.
            return Refusal("bad_request", problem=f"%00: {complaint('control_character', language_of(Request(scope)))}")
        return None

    async def _most_of(self, scope: Scope) -> int:
        """Bytes that this request may send."""
        if scope["path"] not in _COPIES or _length(Headers(scope=scope)) <= self._most:
            return self._most
        try:
            owner = (await run_in_threadpool(caller_of, Request(scope))).owns_all
        except (Refusal, SQLAlchemyError):
            owner = False
        return _COPY_MB * 1_000_000 if owner else self._most

    async def _in_time(self, scope: Scope) -> Refusal | None:
        """Wait until it is the turn of whoever asks; busy when that would take too long. Files of the pages do not count."""
        secret = secret_of(Request(scope))
        if not secret or scope["path"].startswith("/static/"):
            return None
        try:
            delay = self._pace.delay(hashlib.sha256(secret.encode()).digest(), 1.0 if scope["method"] in _SAFE else _A_CHANGE)
        except Refusal as refusal:
            return refusal
        if delay:
            await asyncio.sleep(delay)
        return None

    async def _of_another_name(self, scope: Scope) -> Refusal | None:
        """The refusal of a request under a name that is not ours; ours is also the one chosen for links."""
        host = Headers(scope=scope).get("host", "")
        name = host.rpartition(":")[0] if ":" in host.rpartition("]")[2] else host
        if not host or self._is_own_name(name):
            return None
        chosen = (await run_in_threadpool(known_address, self._service)).base
        return None if urlsplit(chosen).hostname == name.rstrip(".").lower() else Refusal("unknown_host")


def _length(headers: Headers) -> int:
    """Bytes that are said to follow."""
    said = headers.get("content-length", "")
    return int(said) if said.isascii() and said.isdigit() and len(said) <= 12 else 10**12 if said.isdigit() else 0


def is_cross_site(scope: Scope) -> bool:
    """Whether a request that changes something was sent by a page of another site with the cookie of this one.

    Browsers say so in Sec-Fetch-Site, but not over plain HTTP to another machine: there Origin is held against Host. A program
    sends neither, and no cookie of a browser either.
    """
    if scope["method"] in _SAFE:
        return False
    headers = Headers(scope=scope)
    # Also without a cookie: logging somebody in from another site is stopped as well.
    if headers.get("authorization"):
        return False
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site not in ("same-origin", "none")
    origin = headers.get("origin")
    try:
        return origin is not None and urlsplit(origin).netloc.lower() != headers.get("host", "").lower()
    except ValueError:
        return True  # no browser writes such an address
