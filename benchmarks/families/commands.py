"""Whole commands, from the start of Python to its end, against ``python -c 'import typer'``; and their memory."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.generator import school as generated
from benchmarks.rows import EXAMPLES, Processes, Row
from planner.models.planfile import dump_school

_LARGE = 240


def rows(largest: int, repeat: int) -> Iterator[Row]:
    """All of them; a plan of a large school as well where that is asked for."""
    with Processes.ready() as processes, tempfile.TemporaryDirectory() as directory:
        home = Path(directory)
        rota, school = str(home / "rota"), str(EXAMPLES / "noon-36")
        calls = {
            "--version": ["--version"],
            "--help": ["--help"],
            "plan tiny, all outputs": ["plan", str(EXAMPLES / "tiny"), "-o", str(home / "tiny"), "-q"],
            "plan noon-36, all outputs": ["plan", school, "-o", rota, "-q"],
            "show": ["show", rota],
            "check": ["check", school, rota],
            "export, one table as PDF": ["export", rota, "-o", str(home / "table.pdf")],
            "report": ["report", rota],
            "explain impossible-weekly": ["explain", str(EXAMPLES / "impossible-weekly")],
        }
        if largest >= _LARGE:
            (home / "large.json").write_bytes(dump_school(generated(_LARGE, 1)))
            calls[f"plan {_LARGE} classes, all outputs"] = ["plan", str(home / "large.json"), "-o", str(home / "large"), "-q"]
        yardstick = processes.run(["-c", "import typer"], max(5, repeat)).seconds
        for name, call in calls.items():
            ran = processes.run(["-m", "cli", *call], 1 if str(_LARGE) in name else repeat, codes=(0, 3))
            yield Row("commands", name, ran.seconds, yardstick, f"{ran.memory} MB")
