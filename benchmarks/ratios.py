"""Our times as multiples of a yardstick of the same run: `make bench` writes them down, `make bench-check` compares.

Processor seconds, medians of ``--repeat``. The yardstick of planning is the linear relaxation of the same model, with the
making of its arrays; that of a command is ``python -c 'import typer'``. Seconds are of one machine and noisy; ratios are not.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import math
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from benchmarks.generator import document, school
from planner.models import Limits, School, Solved
from planner.models.planfile import canonical_school
from planner.reading import read_school
from planner.solver import explain, solve
from planner.solver.build import build
from planner.solver.problem import Problem
from planner.solver.relaxation import relax
from planner.solver.search import Search
from planner.solver.whatif.whatif import WhatIf

HERE = Path(__file__).parent
EXAMPLES = HERE.parent / "examples"
STORED, REPORT = HERE / "results.json", HERE / "RESULTS.md"
LOSS = 1.2
"""A ratio this much larger than the stored one is a loss, unless it is of a few hundredths of a second."""
_NOISE = 0.03


@dataclass(frozen=True)
class Row:
    """One measurement: processor seconds of ours and of the yardstick."""

    family: str
    name: str
    ours: float
    yardstick: float
    note: str = ""

    @property
    def key(self) -> str:
        """As it is stored."""
        return f"{self.family}/{self.name}"

    @property
    def ratio(self) -> float:
        """Ours as a multiple of the yardstick."""
        return self.ours / max(self.yardstick, 1e-4)


def _seconds(work: Callable[[], object], repeat: int) -> float:
    """Processor seconds, of this process and its children."""
    taken = []
    for _ in range(repeat):
        begin = _spent()
        work()
        taken.append(_spent() - begin)
    return statistics.median(taken)


def _spent() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def _planning(family: str, name: str, asked: School, repeat: int) -> Row:
    """Building and search together, against building and the relaxation alone."""
    problem = Problem(canonical_school(asked))
    found: list[str] = []

    def ours() -> None:
        search = Search(build(problem).model, Limits(seconds=60))
        status = search.run()
        proof = "by arithmetic" if search.proof else "by search"
        found.append(f"{status} {search.cost if search.values else '–'}/{search.bound}, bound {proof}")

    taken = _seconds(ours, repeat)
    return Row(family, name, taken, _seconds(lambda: relax(build(problem).model, 60), repeat), found[0])


def _schools(large: bool) -> Iterator[tuple[str, str, School]]:
    for path in sorted(EXAMPLES.iterdir()):
        if (path / "school.yaml").exists() and not path.name.startswith("impossible-"):
            yield "examples", path.name, read_school(path)
    for classes in (18, 36, 72, 120, 240, *((360, 600) if large else ())):
        for seed in (1, 2, 3) if classes < 120 or large else (1,):
            yield "generated", f"{classes}-{seed}", school(classes, seed)
    for cycle in ("A/B", "4 weeks"):
        data = document(18)
        data["duties"]["cycle"] = cycle
        yield "cycles", f"18, duties {cycle}", School.model_validate(data)


def _questions(repeat: int) -> Iterator[Row]:
    """Re-plan, what-if and explanation, against the relaxation of the model they are about."""
    asked = read_school(EXAMPLES / "noon-36")
    outcome = solve(asked)
    assert isinstance(outcome, Solved)
    problem = Problem(canonical_school(asked))
    yardstick = _seconds(lambda: relax(build(problem).model, 60), repeat)
    changed, since = read_school(EXAMPLES / "mid-term-change" / "noon-36"), dt.date(2026, 4, 27)
    again = _seconds(lambda: solve(changed, since=since, previous=outcome.plan), repeat)
    yield Row("questions", "re-plan noon-36", again, yardstick)
    ready: list[WhatIf] = []
    yield Row("questions", "what-if, made ready", _seconds(lambda: ready.append(WhatIf(asked, outcome.plan)), 1), yardstick)
    visitor = asked.class_list[0].id
    yield Row("questions", "what-if, all of a class", _seconds(lambda: ready[0].of_class(visitor), repeat), yardstick)
    for path in sorted(EXAMPLES.glob("impossible-*")):
        impossible = read_school(path)
        bare = Problem(canonical_school(impossible))
        small = _seconds(lambda bare=bare: relax(build(bare).model, 60), repeat)  # type: ignore[misc]
        yield Row("explanations", path.name, _seconds(lambda s=impossible: explain(s), 1), small)  # type: ignore[misc]


def _commands(repeat: int) -> Iterator[Row]:
    """Whole commands, from the start of Python to its end."""
    yardstick = _seconds(lambda: subprocess.run([sys.executable, "-c", "import typer"], check=True), max(3, repeat))
    with tempfile.TemporaryDirectory() as directory:
        out = Path(directory) / "out"
        calls = {
            "--version": ["--version"],
            "--help": ["--help"],
            "plan noon-36, all outputs": ["plan", str(EXAMPLES / "noon-36"), "-o", str(out), "-q"],
            "show": ["show", str(out)],
            "check": ["check", str(EXAMPLES / "noon-36"), str(out / "plan.json")],
        }
        for name, call in calls.items():
            command = [sys.executable, "-m", "cli", *call]
            taken = _seconds(lambda c=command: subprocess.run(c, check=True, capture_output=True), repeat)  # type: ignore[misc]
            yield Row("commands", name, taken, yardstick)


def _exponent(rows: list[Row], of: Callable[[Row], float]) -> float:
    """How time grows with classes: the slope of the logarithms."""
    points = [(math.log(int(r.name.split("-")[0])), math.log(of(r))) for r in rows if r.family == "generated"]
    x, y = (statistics.fmean(side) for side in zip(*points, strict=True))
    return sum((a - x) * (b - y) for a, b in points) / sum((a - x) ** 2 for a, _ in points)


def _report(rows: list[Row]) -> str:
    lines = [
        "# Results",
        "",
        "Written by `make bench`. Processor seconds of one run on "
        f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, ortools {version('ortools')}.",
        "Compare ratios, not seconds: *ours* is building the model and the whole search, the yardstick building and the linear",
        "relaxation alone; for commands it is `python -c 'import typer'`.",
        "",
        "| family | what | ours s | yardstick s | ratio | |",
        "|---|---|---|---|---|---|",
    ]
    lines += [f"| {r.family} | {r.name} | {r.ours:.3f} | {r.yardstick:.3f} | {r.ratio:.2f} | {r.note} |" for r in rows]
    ours, theirs = _exponent(rows, lambda r: r.ours), _exponent(rows, lambda r: r.yardstick)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    lines += ["", f"Exponent in classes: ours {ours:.2f}, yardstick {theirs:.2f}. Largest memory of this process: {peak} MB."]
    return "\n".join(lines) + "\n"


def main() -> int:
    """Measure, then write down or compare. Exit 1 where something has become slower."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="compare with the stored ratios and name every loss")
    parser.add_argument("--large", action="store_true", help="360 and 600 classes as well, three seeds of each size")
    parser.add_argument("--repeat", type=int, default=3)
    arguments = parser.parse_args()
    _planning("warm", "up", school(6), 1)  # the first to be planned pays for what is imported
    rows = [_planning(*asked, arguments.repeat) for asked in _schools(arguments.large)]
    rows += [*_questions(arguments.repeat), *_commands(arguments.repeat)]
    print(_report(rows))
    if not arguments.check:
        REPORT.write_text(_report(rows), encoding="utf-8")
        STORED.write_text(json.dumps({r.key: round(r.ratio, 3) for r in rows}, indent=1) + "\n", encoding="utf-8")
        return 0
    stored = json.loads(STORED.read_text(encoding="utf-8"))
    lost = [r for r in rows if r.key in stored and r.ours - stored[r.key] * LOSS * r.yardstick > _NOISE]
    for row in lost:
        print(f"slower: {row.key} takes {row.ratio:.2f} times its yardstick, {stored[row.key]:.2f} before")
    return int(bool(lost))


if __name__ == "__main__":
    raise SystemExit(main())
