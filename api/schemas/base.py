"""The base of everything that is sent in."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class In(BaseModel):
    """What is sent to the service: unknown fields are refused, so that a slip of the pen is told."""

    model_config = ConfigDict(extra="forbid")
