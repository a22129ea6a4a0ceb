"""Remarks on the school file of a command: what in it does nothing. Said once, on stderr or in the one JSON object."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from cli.console import notices, words
from cli.guard import problem_records
from planner.models.base import Language
from planner.models.school import School

_SHOWN = 8


def remarks_on(file: Path, school: School, language: Language, *, silent: bool) -> dict[str, list[dict[str, Any]]]:
    """``{"remarks": [...]}`` for the JSON object; nothing where there are none. ``silent``: not said on stderr.

    ``school``: as it was read from the file, in its order.
    """
    from planner.reading.remarks import remarks
    from planner.reading.schoolfile import school_path

    path = school_path(file)
    told = problem_records(remarks(school, path.read_bytes(), str(path)), language, str(path))
    if not told:
        return {}
    if not silent:
        _, console = words(language), notices()
        for remark in told[:_SHOWN]:
            console.print(_("Remark: {text}", text=remark["message"]), style="yellow", markup=False, soft_wrap=True)
        if len(told) > _SHOWN:
            console.print(_("  and {count} more", count=len(told) - _SHOWN), style="yellow", markup=False)
    return {"remarks": told}
