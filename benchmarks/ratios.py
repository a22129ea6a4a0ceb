"""Our times as multiples of a yardstick of the same run: `make bench` writes them down, `make bench-check` compares.

Processor seconds. What the yardstick of each family is, `_HEAD` says. Seconds are of one machine and noisy; ratios are not.
Every part is written down when it has ended; one that fails is named, and the others go on.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import platform
import resource
import sys
import traceback
from collections.abc import Callable, Iterator
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import Any

from benchmarks import goals
from benchmarks.families import commands, files, planning, questions, service
from benchmarks.rows import Row

HERE = Path(__file__).parent
STORED, REPORT = HERE / "results.json", HERE / "RESULTS.md"
LOSS = 1.2
"""A ratio this much larger than the stored one is a loss, unless it is of a few hundredths of a second."""
_NOISE = 0.03
_USUAL, _LARGEST = 600, 240

_HEAD = """
Compare ratios, not seconds. *ours* and its yardstick:

- examples, generated, cycles: building the model and the whole search, against building and the linear relaxation alone; of
  dated duties the search until its first bound, and until its gap is 0.5 %.
- gap: schools whose relaxation costs less than any plan: the whole search against the tree search alone.
- peers: the same model given to another solver.
- questions, explanations: all of it, against building and relaxing the model they are about.
- reading, outputs: against `python -c pass`; commands: against `python -c 'import typer'`, both with Python's compiled files
  kept as they are once a program is installed; beside each the most memory it had.
- service: against a bare route under the same server, and against plain processes that solve the same schools.
""".strip().split("\n")

FAMILIES: dict[str, Callable[[int, int], Iterator[Row]]] = {
    "planning": planning.rows,
    "questions": questions.rows,
    "files": lambda _largest, repeat: files.rows(repeat),
    "commands": commands.rows,
    "service": lambda _largest, _repeat: service.rows(),
}
"""(largest number of classes, repeats) -> measurements."""


def _report(rows: list[Row], loads: dict[str, str]) -> str:
    lines = [
        "# Results",
        "",
        "Written by `make bench`. Processor seconds on "
        f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, ortools {version('ortools')}.",
        "On a busy machine all seconds are longer, the yardsticks' as well. Load when each part was measured:",
        "; ".join(f"{part} {load}" for part, load in loads.items()) + ".",
        "",
        *_HEAD,
        "",
        "| family | what | ours s | yardstick s | ratio | goal | |",
        "|---|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {r.family} | {r.name} | {_short(r.ours)} | {_short(r.yardstick)} | {r.ratio:.2f} | {_goal(r)} | {r.note} |"
        for r in rows
    ]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    found = planning.exponents(rows)
    grows = f"Exponent in classes: ours {found[0]:.2f} (goal {goals.EXPONENT}), yardstick {found[1]:.2f}. " if found else ""
    middle = goals.median_explanation(rows)
    explained = f"Median explanation of the examples: {middle:.2f} s (goal {goals.MEDIAN_EXPLANATION:g}). " if middle else ""
    lines += ["", f"{grows}{explained}Largest memory of the measuring process: {peak} MB; of each command it stands beside it."]
    return "\n".join(lines) + "\n"


def _goal(row: Row) -> str:
    """Its goal; bold where it is missed."""
    goal = goals.goal_of(row)
    if goal is None:
        return ""
    return str(goal) if goal.holds(row) else f"**{goal}**"


def _short(seconds: float) -> str:
    return f"{seconds:.3f}" if seconds >= 0.001 else f"{seconds * 1e6:.0f} µs"


def _load() -> str:
    return f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"


def _write(stored: dict[str, Any], part: str, rows: list[Row], load: str) -> None:
    """Put the measurements of one part in the place of those before, and all of them into the report."""
    stored["loads"][part], stored["rows"][part] = load, [asdict(r) for r in rows]
    STORED.write_text(json.dumps(stored, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    every = [Row(**row) for name in FAMILIES for row in stored["rows"].get(name, ())]
    loads = {name: stored["loads"][name] for name in FAMILIES if name in stored["loads"]}
    REPORT.write_text(_report(every, loads), encoding="utf-8")


def main() -> int:
    """Measure, then write down or compare. Exit 1 where something has become slower, or a part has failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="compare with the stored ratios and name every loss")
    parser.add_argument("--largest", type=int, help=f"classes of the largest school: {_USUAL}, to compare {_LARGEST}")
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--only", choices=FAMILIES, action="append", help="these parts alone; the others stay as they were")
    arguments = parser.parse_args()
    largest = arguments.largest or (_LARGEST if arguments.check else _USUAL)
    stored = json.loads(STORED.read_text(encoding="utf-8"))
    parts = arguments.only or list(FAMILIES)
    rows: list[Row] = []
    failed: list[str] = []
    for part in parts:
        begin, mine = _load(), len(rows)
        try:
            for row in FAMILIES[part](largest, arguments.repeat):
                print(f"{row.key}: {_short(row.ours)} / {_short(row.yardstick)} = {row.ratio:.2f}  {row.note}", flush=True)
                rows.append(row)
        except Exception:
            traceback.print_exc()
            failed.append(part)
            continue
        if not arguments.check:
            today = dt.date.today().isoformat()  # noqa: DTZ011 (the day on the machine's own clock)
            _write(stored, part, rows[mine:], f"{begin} to {_load()} ({today})")
    for part in failed:
        print(f"failed: {part}; its measurements stay as they were")
    for row in goals.missed(rows):
        print(f"misses its goal of {goals.goal_of(row)}: {row.key}")
    if not arguments.check:
        return int(bool(failed))
    ratios = {r.key: r.ratio for found in stored["rows"].values() for r in (Row(**row) for row in found)}
    lost = [r for r in rows if r.key in ratios and r.ours - ratios[r.key] * LOSS * r.yardstick > _NOISE]
    for row in lost:
        print(f"slower: {row.key} takes {row.ratio:.2f} times its yardstick, {ratios[row.key]:.2f} before")
    return int(bool(lost or failed))


if __name__ == "__main__":
    sys.exit(main())
