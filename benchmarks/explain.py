"""How long it takes to explain an impossible school: run by hand. Exit 1 over the limit for 36 classes.

Each school is a generated one (see ``generator``) with something taken away; the examples ``impossible-*`` come as they are.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.generator import school
from planner.models import School
from planner.reading import read_school
from planner.solver import explain, is_feasible

EXAMPLES = Path(__file__).parent.parent / "examples"
LIMIT = 3.0
"""Seconds for a school of 36 classes, median of the repeats."""


def without_days(found: School) -> School:
    """The noons of two weekdays are lost."""
    windows = tuple(w.model_copy(update={"weekdays": w.weekdays[:3]}) for w in found.windows)
    return found.model_copy(update={"windows": windows})


def without_helpers(found: School) -> School:
    """Each helper serves once a week, and every tenth has left."""
    helpers = tuple(h for n, h in enumerate(found.helpers) if n % 10)
    gone = {h.id for h in found.helpers} - {h.id for h in helpers}
    wishes = tuple(w for w in found.wishes if not gone & set(w.helpers))
    duties = found.duties.model_copy(update={"max_per_week": 1})
    return found.model_copy(update={"helpers": helpers, "wishes": wishes, "duties": duties})


def without_both(found: School) -> School:
    """Both."""
    return without_helpers(without_days(found))


CASES: dict[str, Callable[[School], School]] = {
    "two noons lost": without_days,
    "too few helpers": without_helpers,
    "both": without_both,
}


def main() -> int:
    """Print one row for each school."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="*", default=[18, 36, 72], help="numbers of classes to generate")
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=60.0, help="time given to each explanation")
    arguments = parser.parse_args()
    table = Table(title="lunjie: explaining an impossible school")
    for heading in ("school", "classes", "seconds", "clash", "irreducible", "ways", "steps", "left out"):
        table.add_column(heading, justify="left" if heading == "school" else "right")
    schools = [(p.parent.name, read_school(p)) for p in sorted(EXAMPLES.glob("impossible-*/school.yaml"))]
    schools += [(f"generated-{n}: {name}", change(school(n))) for n in arguments.sizes for name, change in CASES.items()]
    slow = False
    for name, found in schools:
        if is_feasible(found, 60) is not False:
            table.add_row(name, str(len(found.class_list)), "possible")
            continue
        seconds = []
        for _ in range(arguments.repeat):
            begin = time.perf_counter()
            explanation = explain(found, arguments.seconds)
            seconds.append(time.perf_counter() - begin)
        median = statistics.median(seconds)
        slow |= len(found.class_list) == 36 and median > LIMIT
        clash = explanation.clash
        table.add_row(
            name,
            str(len(found.class_list)),
            f"{median:.2f}",
            f"{len(clash.members)} rules" if clash else "-",
            str(clash.irreducible) if clash else "-",
            str(len(explanation.packages)),
            str(max((len(p) for p in explanation.packages), default=0)),
            str(sum(u.missing for u in explanation.unplaced)),
        )
    Console(width=140).print(table)
    return int(slow)


if __name__ == "__main__":
    sys.exit(main())
