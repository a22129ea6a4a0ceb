"""Cells as texts that can be compared: whatever Excel, WPS or LibreOffice make of widths, dashes, spaces and numbers."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from planner.reading.classnames import plain

_DASHES = re.compile(r"[‐-―−﹣－-]+")
_ARROWS = re.compile(r"->|[→⇒➔➜]")
ARROW = "→"


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


def pieces(line: str) -> list[str]:
    """A line in which several are named with signs or spaces between them."""
    return [part for part in re.split(r"[、,;/\s]+", plain(line)) if part]
