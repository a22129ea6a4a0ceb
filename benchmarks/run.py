"""Solve schools of several sizes and print what it took: run by ``make bench``.

Seconds are of this machine and noisy; compare ratios within one run. Each school is solved ``--repeat`` times, medians shown.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import sys
import time
from importlib.metadata import version
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.generator import school
from planner.models import Limits, School, Solved
from planner.reading import read_school
from planner.sessions.expand import expand
from planner.solver import solve

EXAMPLES = Path(__file__).parent.parent / "examples"


def main() -> int:
    """Print one row for each school; exit 1 when one of them is not proven optimal."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="*", default=[18, 36, 72, 240], help="numbers of classes to generate")
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--time-limit", type=float, default=120.0)
    arguments = parser.parse_args()
    table = Table(title="lunjie: whole model, all rules, one worker")
    for heading in (
        "school",
        "classes",
        "helpers",
        "cost",
        "bound",
        "gap",
        "build s",
        "first plan s",
        "proof s",
        "expand s",
        "variables",
        "constraints",
    ):
        table.add_column(heading, justify="left" if heading == "school" else "right")
    possible = [p for p in sorted(EXAMPLES.iterdir()) if (p / "school.yaml").exists() and not p.name.startswith("impossible-")]
    schools: list[tuple[str, School]] = [(p.name, read_school(p)) for p in possible]
    schools += [(f"generated-{n}", school(n)) for n in arguments.sizes]
    proven = True
    for name, found in schools:
        runs = []
        for _ in range(arguments.repeat):
            outcome = solve(found, Limits(seconds=arguments.time_limit))
            if not isinstance(outcome, Solved):
                print(f"{name}: {outcome.kind}", file=sys.stderr)
                return 1
            begin = time.perf_counter()
            expand(found, outcome.plan)
            runs.append((outcome, time.perf_counter() - begin))
        plan, effort = runs[0][0].plan, [run.effort for run, _ in runs]
        proven = proven and plan.status == "OPTIMAL"
        bound = plan.bound or 0
        table.add_row(
            name,
            str(len(found.class_list)),
            str(len(found.helper_by_id)),
            str(plan.cost),
            str(bound),
            f"{(plan.cost - bound) / max(1, plan.cost):.1%}",
            *(
                f"{statistics.median(x):.2f}"
                for x in (
                    [e.build_seconds for e in effort],
                    [e.first_plan_seconds or 0 for e in effort],
                    [e.solve_seconds for e in effort],
                    [seconds for _, seconds in runs],
                )
            ),
            str(effort[0].variables),
            str(effort[0].constraints),
        )
    console = Console(width=150)
    console.print(table)
    console.print(
        f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, ortools {version('ortools')}"
    )
    return 0 if proven else 1


if __name__ == "__main__":
    raise SystemExit(main())
