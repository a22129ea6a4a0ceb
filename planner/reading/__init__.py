"""Files in -> School, or all problems at once. Names are loaded when they are first used: a plan needs no reader of YAML."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from planner.messages.problems import describe, describe_missing
    from planner.reading.schema import school_schema
    from planner.reading.schoolfile import parse_school, read_school

__all__ = ["describe", "describe_missing", "parse_school", "read_school", "school_schema"]

_HOME = {
    "describe": "planner.messages.problems",
    "describe_missing": "planner.messages.problems",
    "parse_school": "planner.reading.schoolfile",
    "read_school": "planner.reading.schoolfile",
    "school_schema": "planner.reading.schema",
}


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(_HOME[name]), name)
    return value
