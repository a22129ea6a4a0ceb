"""Calendars to subscribe to: secret links, given out and taken back by the librarian, read by whoever has one."""

from __future__ import annotations

import datetime as dt
import gzip
import io
import re
from email.utils import format_datetime, parsedate_to_datetime
from typing import Annotated

import segno
from fastapi import APIRouter, Body, FastAPI, Request
from fastapi.responses import Response
from sqlalchemy import RowMapping
from sqlalchemy.exc import SQLAlchemyError
from starlette.routing import Match, Route
from starlette.types import Scope

from api.deps import Door, Librarian, Service, service_of
from api.errors import Refusal, responses
from api.kept.copies import Held
from api.kept.shelf import Shelf
from api.once import OnceRoute
from api.schemas import Feed, FeedIn
from api.tokens import digest, new_id, new_secret

router = APIRouter(prefix="/api/schools/{school}/feeds", tags=["feeds"], route_class=OnceRoute)
public = APIRouter(tags=["feeds"])
_DENIED = ("not_logged_in", "not_found", "not_allowed")
_QUALITY_0 = re.compile(r"q\s*=\s*0(\.0*)?")
MEDIA_TYPE = "text/calendar; charset=utf-8"


@router.get("", responses=responses(*_DENIED))
def listed(door: Librarian) -> list[Feed]:
    """The links that were made, without their secrets; those taken back as well."""
    with door.read() as rows:
        return [_shown(row) for row in rows.feeds.listed()]


@router.get("/scopes", responses=responses(*_DENIED))
def scopes(door: Librarian) -> list[str]:
    """Calendars there are: library, class-…, room-…, helper-…, adult-…; empty before a plan is published."""
    with door.read() as rows:
        return rows.feeds.scopes()


@router.post("", status_code=201, responses=responses(*_DENIED, "no_such_scope"))
def add(door: Librarian, wanted: Annotated[FeedIn, Body()], request: Request) -> Feed:
    """A new secret link to one calendar, with its QR code. It is shown this once."""
    with door.write() as rows:
        known = rows.feeds.scopes()
        if wanted.scope not in known:
            raise Refusal("no_such_scope", scope=wanted.scope, known=", ".join(known[:12]) or "—")
        secret, feed, now = new_secret("cal"), new_id(), door.service.now()
        rows.feeds.add(feed, wanted.scope, wanted.language, digest(secret), door.caller.login, now)
        door.note(rows, "feed_made", feed=feed, kind=wanted.scope.partition("-")[0])
        row = rows.feeds.row(feed)
    return _with_secret(door.service, request, row, secret)


@router.post("/{feed}/rotate", status_code=201, responses=responses(*_DENIED))
def rotate(door: Librarian, feed: str, request: Request) -> Feed:
    """A new link to the same calendar; the old one ends. Events keep their identity: nobody sees them twice."""
    with door.write() as rows:
        old = rows.feeds.row(feed)
        if old is None or not rows.feeds.revoke(feed, door.service.now()):
            raise Refusal("not_found")
        secret, new = new_secret("cal"), new_id()
        rows.feeds.add(new, old["scope"], old["language"], digest(secret), door.caller.login, door.service.now())
        door.note(rows, "feed_rotated", feed=feed, by=new)
        row = rows.feeds.row(new)
    door.service.shelf.drop([old["token"]])
    return _with_secret(door.service, request, row, secret)


@router.delete("/{feed}", status_code=204, responses=responses(*_DENIED))
def revoke(door: Librarian, feed: str) -> None:
    """Take a link back. Who still has it is told so (410), and calendar programs stop asking."""
    with door.write() as rows:
        row = rows.feeds.row(feed)
        if row is None or not rows.feeds.revoke(feed, door.service.now()):
            raise Refusal("not_found")
        door.note(rows, "feed_revoked", feed=feed)
    # After it is certain, and before anybody is told so.
    door.service.shelf.drop([row["token"]])


@public.head("/feeds/{secret}.ics", include_in_schema=False)
@public.get(
    "/feeds/{secret}.ics",
    response_class=Response,
    responses=responses("not_found", "link_revoked")
    | {200: {"content": {"text/calendar": {}}}, 304: {"description": "unchanged"}},
)
async def calendar(secret: str, request: Request) -> Response:
    """The calendar behind a link, as it was when the plan was published. Needs no account. Answers If-None-Match with 304.

    Of the loop of the process, not of its threads: most answers are one look-up in memory, and none waits for other work.
    """
    shelf, key = service_of(request).shelf, digest(secret)
    held, packed = shelf.at_hand(key), None
    if held is None:
        held, packed = await _fetched(shelf, key)
    if held.is_revoked:
        raise Refusal("link_revoked")
    if held.etag is None:
        # Never an empty calendar: some programs would then delete what they have.
        raise Refusal("not_found")
    squeezed = _takes_gzip(request.headers.get("accept-encoding", ""))
    # Two encodings are two sequences of bytes: a strong ETag names one of them.
    etag = f'"{held.etag}-gzip"' if squeezed else f'"{held.etag}"'
    headers = {
        "ETag": etag,
        "Last-Modified": format_datetime(held.modified, usegmt=True),
        "Cache-Control": "private, no-cache",
        "Vary": "Accept-Encoding",
    }
    if _is_unchanged(request, etag, held.modified):
        return Response(status_code=304, headers=headers)
    packed = packed or shelf.body(held)
    if packed is None:
        held, packed = await _fetched(shelf, key)
        if held.is_revoked or held.etag is None:  # just now
            raise Refusal("link_revoked")
        headers["ETag"] = f'"{held.etag}-gzip"' if squeezed else f'"{held.etag}"'
    headers["Content-Disposition"] = f'inline; filename="{_ascii(held.scope)}.ics"'
    if squeezed:
        headers["Content-Encoding"] = "gzip"
        return Response(packed, 200, headers, media_type=MEDIA_TYPE)
    return Response(gzip.decompress(packed), 200, headers, media_type=MEDIA_TYPE)


async def _fetched(shelf: Shelf, key: str) -> tuple[Held, bytes]:
    try:
        found = await shelf.fetch(key)
    except SQLAlchemyError:
        raise Refusal("no_database", headers={"Retry-After": "10"}) from None
    if found is None:
        raise Refusal("not_found")
    return found


def _takes_gzip(accepted: str) -> bool:
    """Whether a client takes gzip (RFC 9110, 12.5.3): named, or meant by ``*``, and not with weight 0."""
    weights: dict[str, bool] = {}
    for part in accepted.lower().split(","):
        name, _, rest = part.partition(";")
        weights[name.strip()] = _QUALITY_0.fullmatch(rest.strip()) is None
    return weights.get("gzip", weights.get("x-gzip", weights.get("*", False)))


def _is_unchanged(request: Request, etag: str, modified: dt.datetime) -> bool:
    """Whether the client has these bytes (RFC 9110, 13.2.2): If-None-Match decides alone where it is sent."""
    tags = request.headers.get("if-none-match")
    if tags is not None:
        return any(tag.strip().removeprefix("W/") in (etag, "*") for tag in tags.split(","))
    since = request.headers.get("if-modified-since")
    if since is None:
        return False
    try:
        return modified <= parsedate_to_datetime(since)
    except (ValueError, TypeError, OverflowError):
        return False


class _Direct(Route):
    """Asked before the sixty others, and nothing but its function: a calendar that has not changed costs next to nothing."""

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """As the log and the metrics name it."""
        match, found = super().matches(scope)
        return match, {**found, "route": self}


def install(app: FastAPI) -> None:
    """The calendars, described like all routes and served before all."""
    app.include_router(public)
    app.router.routes.insert(0, _Direct("/feeds/{secret}.ics", _served))


async def _served(request: Request) -> Response:
    return await calendar(request.path_params["secret"], request)


def _shown(row: RowMapping) -> Feed:
    return Feed.model_validate({name: row[name] for name in ("id", "scope", "language", "created", "revoked")})


def _with_secret(service: Service, request: Request, row: RowMapping | None, secret: str) -> Feed:
    assert row is not None
    made = _shown(row)
    request.state.kept = made.model_dump_json().encode()
    base = (service.settings.public_url or str(request.base_url)).rstrip("/")
    url = f"{base}/feeds/{secret}.ics"
    webcal = "webcal://" + url.split("://", 1)[1]
    # A page, not the calendar: most scanners, chat programs above all, can do nothing with webcal.
    page = f"{base}/calendar/{secret}"
    code = io.BytesIO()
    segno.make(page, error="m").save(code, kind="svg", scale=4, border=2, xmldecl=False)
    return made.model_copy(update={"url": url, "webcal": webcal, "page": page, "qr": code.getvalue().decode()})


def _ascii(scope: str) -> str:
    return "".join(c if c.isascii() and (c.isalnum() or c in "-_.") else "_" for c in scope)


__all__ = ["Door", "install", "router"]
