"""Calendar links."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from api.schemas.base import In
from api.settings import web_address
from planner.models.base import Language

_FEED: dict[str, Any] = {
    "id": "4be1…", "scope": "class-3-2", "language": "zh", "created": "2026-03-01T08:00:00Z", "revoked": None,
    "url": "https://library.example/feeds/cal_…/3(2).ics",
    "webcal": "webcal://library.example/feeds/cal_…/3(2).ics", "qr": "<svg …>",
}  # fmt: skip


class FeedIn(In):
    """A new calendar link."""

    scope: str = Field(
        description="library, class-<id>, room-<id>, helper-<id>, adult-<id>", examples=["class-3-2"], max_length=80
    )
    language: Language = "zh"


class ClassLinksIn(In):
    """Links for the classes."""

    language: Language = "zh"
    renew: bool = Field(False, description="new links for all classes; those given out before end")


class AddressIn(In):
    """Under which address others reach the service."""

    address: str | None = Field(description="https://library.example, or with the number of this computer; none = not known")

    @field_validator("address")
    @classmethod
    def _fits(cls, given: str | None) -> str | None:
        return web_address(given.strip()) if given else None


class AddressOut(BaseModel):
    """Under which address links and QR codes stand."""

    address: str
    by: Literal["fixed", "chosen", "none"] = Field(description="fixed at the start, chosen on a page, not known")
    reached: bool = Field(description="whether other computers and telephones can open it; else there are no QR codes")
    offers: list[str] = Field(description="addresses of this computer in its network")


class Feed(BaseModel):
    """A calendar link. Its secret is stored nowhere: it follows from a key that only the computer of the service has."""

    model_config = ConfigDict(json_schema_extra={"examples": [_FEED]})
    id: str
    scope: str
    language: Language
    created: dt.datetime
    revoked: dt.datetime | None
    url: str | None = Field(None, description="none where it cannot be told again: renew the link")
    webcal: str | None = Field(None, description="the same for phones that subscribe by a tap")
    page: str | None = Field(None, description="a page with the next dates that says how to subscribe; needs no account")
    qr: str | None = Field(None, description="SVG of a QR code of that page; none where only this computer could open it")
