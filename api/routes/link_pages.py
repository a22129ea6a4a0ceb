"""Pages about calendar links: those given out, one of them, the sheet of slips, and the page that a code leads to."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.deps import Librarian, Serving
from api.errors import Refusal
from api.links.address import address_of, known_address, offers
from api.links.given import again
from api.links.shown import calendar_name, link
from api.pages import school as schools
from api.pages.coming import ahead
from api.pages.links import Given, Names, given_out, slips
from api.pages.rendering import page
from api.store.feeds import calendar_of
from api.summaries import summary
from api.tokens import digest
from planner.messages.wording import listing

router = APIRouter(include_in_schema=False)


@router.get("/schools/{school}/links")
def links_page(request: Request, door: Librarian) -> Response:
    """Calendar links: make, show, print, renew, take back."""
    with door.read() as rows:
        names = Names(door, rows)
        shown: dict[str, Any] = {
            "heading": schools.heading(door, rows),
            "school": summary(rows, door.role),
            "scopes": names.scopes(rows),
            "given": given_out(rows, names),
            "address": address_of(door.service, rows.connection),
        }
    return page(request, "links.html", door.caller, offers=offers(door.service.settings), **shown)


@router.get("/schools/{school}/links/sheet")
def sheet_page(request: Request, door: Librarian) -> Response:
    """Slips with a QR code for every class that has a link, to print and cut."""
    with door.read() as rows:
        found, lost = slips(door, rows, Names(door, rows))
        shown: dict[str, Any] = {
            "slips": found,
            "lost": listing(door.language, lost),
            "school": summary(rows, door.role),
            "address": address_of(door.service, rows.connection),
        }
    return page(request, "sheet.html", door.caller, offers=offers(door.service.settings), **shown)


@router.get("/schools/{school}/links/{feed}")
def link_page(request: Request, door: Librarian, feed: str) -> Response:
    """One link with its code, as often as it is wanted."""
    with door.read() as rows:
        row = rows.feeds.row(feed)
        if row is None:
            raise Refusal("not_found")
        shown: dict[str, Any] = {
            "one": Given(again(door, rows, row), Names(door, rows).name(row["scope"])),
            "school": summary(rows, door.role),
            "address": address_of(door.service, rows.connection),
        }
    return page(request, "link.html", door.caller, offers=offers(door.service.settings), **shown)


@router.get("/calendar/{secret}")
def calendar_page(request: Request, service: Serving, secret: str) -> Response:
    """What a QR code of a calendar leads to: the next dates, and how to subscribe. Needs no account, as the calendar itself.

    In the language of the calendar, whatever the phone speaks: half of a page in another one reads like a mistake.
    """
    with service.database.read() as connection:
        row = calendar_of(connection, digest(secret))
    if row is None or (row["body"] is None and row["revoked"] is None):
        raise Refusal("not_found")
    if row["revoked"] is not None:
        raise Refusal("link_revoked")
    found, today = link(known_address(service), secret, calendar_name(row["body"])), service.today()
    return page(
        request,
        "calendar.html",
        language=None if "lang" in request.query_params else row["language"],
        ahead=ahead(row["body"], today),
        today=today,
        url=found.url,
        webcal=found.webcal,
        android="Android" in request.headers.get("user-agent", ""),
    )
