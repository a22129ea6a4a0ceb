"""A calendar link as people and programs are given it: addresses with a readable end, and a QR code."""

from __future__ import annotations

import io
from dataclasses import dataclass
from urllib.parse import quote

import segno

from api.links.address import Address

_LONGEST_NAME = 60
_NAME = b"X-WR-CALNAME:"
_BEGIN = (b"BEGIN:VEVENT", b"BEGIN:VTIMEZONE")


@dataclass(frozen=True)
class Link:
    """Addresses of one calendar. ``qr``: an SVG; empty where others cannot open the address: it would lead nowhere."""

    url: str
    webcal: str
    page: str
    qr: str


def link(address: Address, secret: str, name: str) -> Link:
    """The link with a secret; ``name`` is what calendar programs show that know nothing better than the end of an address."""
    end = f"/{quote(name)}.ics" if name else ".ics"
    url = f"{address.base}/feeds/{secret}{end}"
    # A page, not the calendar: most scanners, chat programs above all, can do nothing with webcal.
    page = f"{address.base}/calendar/{secret}"
    return Link(url, "webcal://" + url.split("://", 1)[1], page, _qr(page) if address.reached else "")


def calendar_name(body: bytes | None) -> str:
    """The name that a calendar has in itself, fit for the end of an address; empty where there is none."""
    head = (body or b"").replace(b"\r\n ", b"").split(_BEGIN[0])[0].split(_BEGIN[1])[0]
    line = next((line for line in head.splitlines() if line.startswith(_NAME)), b"")
    name = line[len(_NAME) :].decode(errors="replace").replace("\\,", ",").replace("\\;", ";")
    return "".join(c if c.isalnum() or c in "()-_ " else "-" for c in name).strip(" -")[:_LONGEST_NAME].replace(" ", "-")


def _qr(text: str) -> str:
    code = io.BytesIO()
    segno.make(text, error="m").save(code, kind="svg", border=2, xmldecl=False, omitsize=True)
    return code.getvalue().decode()
