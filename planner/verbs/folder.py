"""What is in the folder of a plan and what is wrong with it, without changing anything."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any, Literal, NamedTuple

from planner.errors import BadInput, MissingFile
from planner.files.together import LOCK_FILE, STAGE
from planner.models.planfile import PLAN_FILE, PREVIOUS_FILE, PlanFile
from planner.reading.planfile import parse_plan, read_bytes

LEAST_FREE_MB = 500
_SINCE = 5.0
"""Seconds after the plan from which a change of a table was made by hand."""

Code = Literal[
    "interrupted", "no_plan", "plan_unusable", "plan", "before", "before_unusable", "no_tables", "by_hand",
    "held", "little_room",
]  # fmt: skip


class Finding(NamedTuple):
    """One thing seen. ``is_wrong`` asks for something to be done; ``values`` fill the sentence about it."""

    code: Code
    is_wrong: bool
    values: dict[str, Any]


def is_plan_folder(directory: Path) -> bool:
    """Whether a plan stands in a folder, or stood there."""
    return any((directory / name).exists() for name in (PLAN_FILE, PREVIOUS_FILE, STAGE))


def look_at_folder(directory: Path) -> list[Finding]:
    """Look at the plan, the one before, tables and calendars, what an interrupted command has left, and the room on the disk.

    ``values`` may hold ``error``: a BadInput or MissingFile. Raises OSError where the folder itself cannot be read.
    """
    found: list[Finding] = []
    if (directory / STAGE).is_dir() or (directory / LOCK_FILE).is_file():
        found.append(Finding("interrupted", True, {"folder": directory}))
    plan = _plan(directory / PLAN_FILE)
    before = _plan(directory / PREVIOUS_FILE)
    if plan is None:
        found.append(Finding("no_plan", True, {"folder": directory}))
    elif isinstance(plan, PlanFile):
        school = plan.school
        values: dict[str, Any] = {"school": school.name, "term": school.term.name, "classes": len(school.class_list)}
        values |= {"file": directory / PLAN_FILE}
        found.append(Finding("plan", False, values))
    else:
        found.append(Finding("plan_unusable", True, {"error": plan, "file": directory / PLAN_FILE}))
    if isinstance(before, PlanFile):
        found.append(Finding("before", False, {"file": directory / PREVIOUS_FILE}))
    elif before is not None:
        found.append(Finding("before_unusable", True, {"error": before, "file": directory / PREVIOUS_FILE}))
    if isinstance(plan, PlanFile):
        found += _printed(directory)
    free = shutil.disk_usage(directory).free // 1_000_000
    if free < LEAST_FREE_MB:
        found.append(Finding("little_room", True, {"mb": free}))
    return found


def _plan(path: Path) -> PlanFile | BadInput | MissingFile | None:
    """The plan in a file, or why it cannot be used; None where there is none."""
    if not path.exists():
        return None
    try:
        return parse_plan(read_bytes(path), str(path))
    except (BadInput, MissingFile) as error:
        return error


def _printed(directory: Path) -> list[Finding]:
    """Tables and calendars: gone, changed by hand since, or held open by another program."""
    files = sorted(path for part in ("tables", "calendars") for path in (directory / part).glob("*") if path.is_file())
    found: list[Finding] = []
    if not files:
        found.append(Finding("no_tables", True, {"folder": directory}))
    made = (directory / PLAN_FILE).stat().st_mtime
    found += [Finding("by_hand", False, {"file": path}) for path in files if path.stat().st_mtime > made + _SINCE]
    for path in [directory / PLAN_FILE, *files]:
        try:
            with path.open("r+b"):
                pass
        except OSError:
            found.append(Finding("held", True, {"file": path}))
    return found
