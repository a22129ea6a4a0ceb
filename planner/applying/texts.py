"""Cells as texts that can be compared: whatever Excel, WPS or LibreOffice make of widths, dashes, spaces and numbers."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any, TypeVar

from planner.reading.classnames import plain

_DASHES = re.compile(r"[‐-―−﹣－-]+")
_ARROWS = re.compile(r"->|[→⇒➔➜]")
ARROW = "→"
_T = TypeVar("_T")


def text_of(value: Any) -> str:
    """What is written in a cell, a line each; '' for an empty one.

    Excel takes a typed 3-1 for the first of March and 401 for a number; both are classes here.
    """
    if value is None or isinstance(value, bool):
        return "" if value is None else str(value)
    if isinstance(value, dt.datetime | dt.date):
        return f"{value.month}-{value.day}"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "\n".join(line for line in plain(str(value)).split("\n") if line)


def fold(text: str) -> str:
    """A text without what does not matter: widths, kinds of dashes and arrows, spaces, capitals, empty lines."""
    lines = ("".join(line.split()) for line in plain(text).split("\n"))
    return _ARROWS.sub(ARROW, _DASHES.sub("-", "\n".join(line for line in lines if line))).casefold()


def each(line: str, read: Callable[[str], _T | None]) -> tuple[list[_T], list[str]]:
    """What can be read in a line, as one, or else in its pieces between signs, or else between spaces; and what cannot."""
    found: list[_T] = []
    unknown: list[str] = []
    for separators in (r"[、,;/]+", r"\s+"):
        if (whole := read(line)) is not None:
            return [whole], []
        parts = [part for part in re.split(separators, plain(line)) if part.strip()]
        if len(parts) > 1:
            for part in parts:
                some, rest = each(part, read)
                found += some
                unknown += rest
            break
    return found, unknown if found else [line]
