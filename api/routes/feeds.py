"""Calendars to subscribe to: secret links, given out and taken back by the librarian, read by whoever has one."""

from __future__ import annotations

import datetime as dt
import gzip
import re
from email.utils import format_datetime, parsedate_to_datetime
from functools import lru_cache
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Body, FastAPI, Request
from fastapi.responses import Response
from pydantic import TypeAdapter
from sqlalchemy.exc import SQLAlchemyError
from starlette.routing import Match, Route
from starlette.types import Scope

from api.deps import Librarian, service_of
from api.errors import Refusal, responses
from api.kept.copies import Held
from api.kept.shelf import Shelf
from api.links.given import again, give, plain
from api.once import OnceRoute
from api.schemas import ClassLinksIn, Feed, FeedIn
from api.tokens import digest

router = APIRouter(prefix="/api/schools/{school}/feeds", tags=["feeds"], route_class=OnceRoute)
public = APIRouter(tags=["feeds"])
_DENIED = ("not_logged_in", "not_found", "not_allowed")
_QUALITY_0 = re.compile(r"q\s*=\s*0(\.0*)?")
MEDIA_TYPE = "text/calendar; charset=utf-8"


@router.get("", responses=responses(*_DENIED))
def listed(door: Librarian) -> list[Feed]:
    """The links that were made, without their secrets; those taken back as well."""
    with door.read() as rows:
        return [plain(row) for row in rows.feeds.listed()]


@router.get("/scopes", responses=responses(*_DENIED))
def scopes(door: Librarian) -> list[str]:
    """Calendars there are: library, class-…, room-…, helper-…, adult-…; empty before a plan is published."""
    with door.read() as rows:
        return rows.feeds.scopes()


@router.post("", status_code=201, responses=responses(*_DENIED, "no_such_scope"))
def add(door: Librarian, wanted: Annotated[FeedIn, Body()], request: Request) -> Feed:
    """A new secret link to one calendar, with its QR code."""
    with door.write() as rows:
        known = rows.feeds.scopes()
        if wanted.scope not in known:
            raise Refusal("no_such_scope", scope=wanted.scope, known=", ".join(known[:12]) or "—")
        made = give(door, rows, wanted.scope, wanted.language)
        door.note(rows, "feed_made", feed=made.id, kind=wanted.scope.partition("-")[0])
    return _kept(request, made)


@router.put("", responses=responses(*_DENIED, "no_published_plan"))
def add_for_classes(door: Librarian, wanted: Annotated[ClassLinksIn, Body()], request: Request) -> list[Feed]:
    """A link for every class that has none; with ``renew`` for all of them, and those given out before end."""
    with door.write() as rows:
        classes = [scope for scope in rows.feeds.scopes() if scope.startswith("class-")]
        if not classes:
            raise Refusal("no_published_plan")
        given, ended = [row for row in rows.feeds.listed() if row["revoked"] is None and row["scope"] in classes], list[str]()
        if wanted.renew:
            for row in given:
                rows.feeds.revoke(row["id"], door.service.now())
                ended.append(rows.feeds.token(row["id"]))
        having = set() if wanted.renew else {row["scope"] for row in given}
        made = [give(door, rows, scope, wanted.language) for scope in classes if scope not in having]
        if made:
            door.note(rows, "feeds_renewed" if wanted.renew else "feeds_made", count=len(made))
    door.service.shelf.drop(ended)
    request.state.kept = TypeAdapter(list[Feed]).dump_json([_bare(one) for one in made])
    return made


@router.get("/{feed}", responses=responses(*_DENIED))
def one(door: Librarian, feed: str) -> Feed:
    """One link, shown again; without its addresses where it was taken back, or made by another installation."""
    with door.read() as rows:
        row = rows.feeds.row(feed)
        if row is None:
            raise Refusal("not_found")
        return again(door, rows, row)


@router.post("/{feed}", status_code=201, responses=responses(*_DENIED))
def rotate(door: Librarian, feed: str, request: Request) -> Feed:
    """A new link to the same calendar; the old one ends. Events keep their identity: nobody sees them twice."""
    with door.write() as rows:
        old = rows.feeds.row(feed)
        if old is None or not rows.feeds.revoke(feed, door.service.now()):
            raise Refusal("not_found")
        made = give(door, rows, old["scope"], old["language"])
        door.note(rows, "feed_rotated", feed=feed, by=made.id)
    door.service.shelf.drop([old["token"]])
    return _kept(request, made)


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


@public.head("/feeds/{secret}/{name}.ics", include_in_schema=False)
@public.get("/feeds/{secret}/{name}.ics", include_in_schema=False)
@public.head("/feeds/{secret}.ics", include_in_schema=False)
@public.get(
    "/feeds/{secret}.ics",
    response_class=Response,
    responses=responses("not_found", "link_revoked")
    | {200: {"content": {"text/calendar": {}}}, 304: {"description": "unchanged"}},
)
async def calendar(secret: str, request: Request) -> Response:
    """The calendar behind a link, as it was when the plan was published. Needs no account. Answers If-None-Match with 304.

    A name after the secret is for calendar programs, which show the end of an address; it may be any.
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
        "Last-Modified": _http_date(held.modified),
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
    headers["Content-Disposition"] = f'inline; filename="{_ascii(held.scope)}.ics"{_named(request.path_params.get("name", ""))}'
    if squeezed:
        headers["Content-Encoding"] = "gzip"
        return Response(packed, 200, headers, media_type=MEDIA_TYPE)
    return Response(gzip.decompress(packed), 200, headers, media_type=MEDIA_TYPE)


@lru_cache(maxsize=32)
def _http_date(moment: dt.datetime) -> str:
    return format_datetime(moment, usegmt=True)


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
    app.router.routes[:0] = [_Direct(path, _served) for path in ("/feeds/{secret}.ics", "/feeds/{secret}/{name}.ics")]


async def _served(request: Request) -> Response:
    return await calendar(request.path_params["secret"], request)


def _kept(request: Request, made: Feed) -> Feed:
    """What is made; a repeated request is answered without the secret."""
    request.state.kept = _bare(made).model_dump_json().encode()
    return made


def _bare(made: Feed) -> Feed:
    return made.model_copy(update=dict.fromkeys(("url", "webcal", "page", "qr")))


def _named(name: str) -> str:
    return f"; filename*=UTF-8''{quote(name)}.ics" if name else ""


def _ascii(scope: str) -> str:
    return "".join(c if c.isascii() and (c.isalnum() or c in "-_.") else "_" for c in scope)


__all__ = ["install", "router"]
