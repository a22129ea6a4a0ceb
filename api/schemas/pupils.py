"""What is stored about pupils."""

from __future__ import annotations

import datetime as dt
from typing import Any

from pydantic import BaseModel, Field

from api.schemas.base import In
from planner.models.values import Date


class Entry(BaseModel):
    """What a version of the school file says of a student librarian."""

    version: int
    term: str
    said: dict[str, Any] = Field(description="as in the school file, what is as usual left out")


class Serves(BaseModel):
    """What a plan says of a student librarian."""

    revision: int
    term: str
    state: str = Field(description="draft, published, past, discarded")
    is_named: bool = Field(description="the plan's school has the student librarian")
    duties: list[dict[str, Any]] = Field(description="from (date), post, turn, window, slot")
    stands_in: list[Date] = Field(description="dates of duties taken over from others")
    is_stood_in_for: list[Date] = Field(description="dates of duties that others took over")


class Link(BaseModel):
    """A link to the calendar of a student librarian. Who has fetched it is not stored."""

    id: str
    created: dt.datetime
    revoked: dt.datetime | None


class Stored(BaseModel):
    """Everything that is stored about one student librarian."""

    helper: str
    school: str
    files: list[Entry]
    plans: list[Serves]
    links: list[Link]


class ForgetIn(In):
    """Which term's names are to go."""

    term: str = Field(max_length=60, description="id of a term that is over")


class Forgotten(BaseModel):
    """What has been changed."""

    term: str
    pupils: int = Field(description="names that were stored")
    files: int = Field(description="versions of the school file")
    plans: int
    calendars: int = Field(description="calendars whose bytes have changed: those that showed masked names")
