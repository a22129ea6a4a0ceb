"""Calendar links."""

from __future__ import annotations

import datetime as dt
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from api.schemas.base import In
from planner.models.base import Language

_FEED: dict[str, Any] = {
    "id": "4be1…", "scope": "class-3-2", "language": "zh", "created": "2026-03-01T08:00:00Z", "revoked": None,
    "url": "https://library.example/feeds/cal_….ics", "webcal": "webcal://library.example/feeds/cal_….ics", "qr": "<svg …>",
}  # fmt: skip


class FeedIn(In):
    """A new calendar link."""

    scope: str = Field(
        description="library, class-<id>, room-<id>, helper-<id>, adult-<id>", examples=["class-3-2"], max_length=80
    )
    language: Language = "zh"


class Feed(BaseModel):
    """A calendar link. The link itself is shown once, when it is made: only its hash is kept."""

    model_config = ConfigDict(json_schema_extra={"examples": [_FEED]})
    id: str
    scope: str
    language: Language
    created: dt.datetime
    revoked: dt.datetime | None
    url: str | None = None
    webcal: str | None = Field(None, description="the same for phones that subscribe by a tap")
    page: str | None = Field(None, description="a page with the next dates that says how to subscribe; needs no account")
    qr: str | None = Field(None, description="SVG of a QR code of that page")
