"""Whole commands, from the start of Python to its end, against ``python -c 'import typer'``; and their memory."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.generator import school as generated
from benchmarks.rows import EXAMPLES, Processes, Row
from planner.models.planfile import dump_school

_LARGE = 240
_ROUNDS = 7
"""All commands in turn, so many times: the ratios have goals that a few per cent decide."""


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
        yardstick = ["-c", "import typer"]
        asked = [yardstick, *(["-m", "cli", *call] for call in calls.values())]
        bare, *ran = processes.beside(asked, _ROUNDS if repeat > 1 else 1, codes=(0, 3))
        for name, took in zip(calls, ran, strict=True):
            yield Row("commands", name, took.seconds, bare.seconds, f"{took.memory} MB")
        if largest >= _LARGE:
            (home / "large.json").write_bytes(dump_school(generated(_LARGE, 1)))
            call = ["-m", "cli", "plan", str(home / "large.json"), "-o", str(home / "large"), "-q"]
            bare, took = processes.beside([yardstick, call], 1)
            yield Row("commands", f"plan {_LARGE} classes, all outputs", took.seconds, bare.seconds, f"{took.memory} MB")
