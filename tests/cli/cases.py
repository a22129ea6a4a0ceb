"""Small schools for the tests of commands, and the commands themselves."""

from __future__ import annotations

from pathlib import Path

from tests.commands import here as run
from tests.processes import ROOT

__all__ = ["ROOT", "SMALL", "TINY", "TOO_MANY", "UNCONFIRMED", "run", "school"]

TINY = ROOT / "examples" / "tiny"

SMALL = """
name: {zh: 小小学校, en: Small School}
term: {id: t1, school_year: 2025–2026, name: spring, start: 2026-03-02, end: 2026-03-27}
rooms: [{id: library, name: {zh: 图书馆, en: Library}, classes: 1}]
classes: [{grades: 1-2, count: 2, pupils: 30}]
windows: [{id: noon, name: {zh: 午间, en: Noon}, rooms: library, weekdays: MON-FRI, slots: 12:10-12:25}]
demands: [{id: borrow, name: {zh: 借还书, en: Borrowing}, kind: borrowing, windows: noon}]
"""
TOO_MANY = SMALL.replace("count: 2", "count: 4")
UNCONFIRMED = SMALL.replace("end: 2026-03-27}", "end: 2026-03-27, days: [{date: 2026-03-10, confirmed: false}]}")


def school(directory: Path, text: str = SMALL) -> Path:
    """A school file in a directory."""
    path = directory / "school.yaml"
    path.write_text(text, encoding="utf-8")
    return path
