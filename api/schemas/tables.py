"""Tables of a plan changed by hand."""

from __future__ import annotations

from pydantic import BaseModel, Field

from api.schemas.base import In
from planner.models.values import Date


class SentTable(BaseModel):
    """A table that was sent."""

    id: str
    name: str


class ByHand(BaseModel):
    """What was changed in a table."""

    id: str
    name: str
    edits: list[str] = Field(description="each cell, and what moves from where to where, in words")
    clashes: list[str] = Field(description="rules that the changed cells break, whatever the rest of the plan is, in words")
    ignored: list[str] = Field(description="what was changed and means nothing to the plan, in words")
    pins: int = Field(description="fixed places that come into the school file")


class HeldFrom(In):
    """From when on the changed table is to hold."""

    since: Date
