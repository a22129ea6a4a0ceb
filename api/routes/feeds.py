"""Calendars to subscribe to: secret links, given out and taken back by the librarian, read by whoever has one."""

from __future__ import annotations

import datetime as dt
import io
from email.utils import format_datetime, parsedate_to_datetime
from typing import Annotated

import segno
from fastapi import APIRouter, Body, Request
from fastapi.responses import Response
from sqlalchemy import RowMapping

from api.deps import Door, Librarian, Service, Serving
from api.errors import Refusal, responses
from api.once import OnceRoute
from api.schemas import Feed, FeedIn
from api.store.feeds import calendar_of
from api.tokens import digest, new_id, new_secret

router = APIRouter(prefix="/api/schools/{school}/feeds", tags=["feeds"], route_class=OnceRoute)
public = APIRouter(tags=["feeds"])
_DENIED = ("not_logged_in", "not_found", "not_allowed")
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
    return _with_secret(door.service, request, row, secret)


@router.delete("/{feed}", status_code=204, responses=responses(*_DENIED))
def revoke(door: Librarian, feed: str) -> None:
    """Take a link back. Who still has it is told so (410), and calendar programs stop asking."""
    with door.write() as rows:
        if not rows.feeds.revoke(feed, door.service.now()):
            raise Refusal("not_found")
        door.note(rows, "feed_revoked", feed=feed)


@public.head("/feeds/{secret}.ics", include_in_schema=False)
@public.get(
    "/feeds/{secret}.ics",
    response_class=Response,
    responses=responses("not_found", "link_revoked")
    | {200: {"content": {"text/calendar": {}}}, 304: {"description": "unchanged"}},
)
def calendar(secret: str, request: Request, service: Serving) -> Response:
    """The calendar behind a link, as it was when the plan was published. Needs no account. Answers If-None-Match with 304."""
    with service.database.read() as connection:
        row = calendar_of(connection, digest(secret))
    if row is None:
        raise Refusal("not_found")
    if row["revoked"] is not None:
        raise Refusal("link_revoked")
    if row["body"] is None:
        # Never an empty calendar: some programs would then delete what they have.
        raise Refusal("not_found")
    etag, modified = f'"{row["etag"]}"', row["modified"]
    headers = {
        "ETag": etag,
        "Last-Modified": format_datetime(modified, usegmt=True),
        "Cache-Control": "private, no-cache",
        "Content-Disposition": f'inline; filename="{_ascii(row["scope"])}.ics"',
    }
    if _is_unchanged(request, etag, modified):
        return Response(status_code=304, headers=headers)
    return Response(row["body"], 200, headers, media_type=MEDIA_TYPE)


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


__all__ = ["Door", "public", "router"]
