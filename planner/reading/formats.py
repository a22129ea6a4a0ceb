"""The number that a file gives its form (`planner.models.formats`): a newer one is told from damage, an older one is read.

`tests/formats` holds files of every version there was.
"""

from __future__ import annotations

from typing import Any

from planner.models.problem import Problem
from planner.reading.paths import shorten

KEYS = ("format", "格式")


def misfit(written: Any, known: int, line: int | None = None) -> Problem | None:
    """What is wrong with the number that a file gives its form; None when it can be read."""
    number = int(written) if isinstance(written, str) and written.isdecimal() and len(written) < 6 else written
    if type(number) is not int or number < 1:
        return Problem(
            code="format_unknown", path="format", line=line, value=shorten(str(written)), params={"known": str(known)}
        )
    if number > known:
        return Problem(code="format_newer", path="format", line=line, value=str(number), params={"known": str(known)})
    return None


def taken(data: dict[str, Any]) -> Any:
    """The number that a file gives its form, taken out of it; 1 where it says nothing, as the first files did."""
    found = [data.pop(key) for key in KEYS if key in data]
    return found[0] if found else 1
