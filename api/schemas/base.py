"""The base of everything that is sent in."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, model_validator
from pydantic_core import PydanticCustomError


class In(BaseModel):
    """What is sent to the service: unknown fields are refused, so that a slip of the pen is told."""

    model_config = ConfigDict(extra="forbid")

    @model_validator(mode="before")
    @classmethod
    def _storable(cls, sent: Any) -> Any:
        """Refuse NUL and half characters wherever they stand, keys included: no database keeps them, no answer can say them."""
        todo = [sent]
        while todo:
            value = todo.pop()
            if isinstance(value, dict):
                todo += [*value.keys(), *value.values()]
            elif isinstance(value, list):
                todo += value
            elif isinstance(value, str) and any(c == "\0" or "\ud800" <= c <= "\udfff" for c in value):
                raise PydanticCustomError("control_character", "holds a NUL or half a character")
        return sent
