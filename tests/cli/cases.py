"""Small schools and a way to run the command as people do: in its own process."""

from __future__ import annotations

import subprocess
from pathlib import Path

from tests.commands import command, surroundings

ROOT = Path(__file__).parents[2]
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


def run(*arguments: str | Path, cwd: Path | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run ``lunjie`` with English as the language of the system unless told otherwise."""
    return command("cli", [*map(str, arguments)], cwd or ROOT, surroundings(**environment))


def school(directory: Path, text: str = SMALL) -> Path:
    """A school file in a directory."""
    path = directory / "school.yaml"
    path.write_text(text, encoding="utf-8")
    return path
