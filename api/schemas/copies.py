"""Copies of everything that the service remembers."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import BaseModel, Field


class CopyOut(BaseModel):
    """A copy that lies beside the database."""

    id: str
    made: dt.datetime
    why: Literal["before_restore", "handed_over", "kept"] = Field(
        description="made before another was brought back, handed over at a page, or kept by a command or before an update"
    )
    size: int = Field(description="bytes")


class BroughtBack(BaseModel):
    """A copy has been brought back."""

    schools: int
    before: CopyOut = Field(description="the copy of what was there before: the way back")
