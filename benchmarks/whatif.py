"""What-if for one class over all cells: median and worst seconds, with the model built once before.

    python -m benchmarks.whatif [--sizes 72 240] [--repeat 3]

Every answer is proven or counted as not; exit 1 when one is not, or when a median for examples/noon-36 is over 0.3 s.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections import Counter
from pathlib import Path

from benchmarks.generator import school
from planner.models import Limits, School, Solved
from planner.reading import read_school
from planner.solver import solve
from planner.solver.whatif.whatif import WhatIf

EXAMPLES = Path(__file__).parent.parent / "examples"
GOAL = 0.3


def main() -> int:
    """One line for each school and kind of question."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="*", default=[72])
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--classes", type=int, default=12, help="classes (and helpers) asked about, spread over the school")
    arguments = parser.parse_args()
    schools: list[tuple[str, School]] = [("noon-36", read_school(EXAMPLES / "noon-36"))]
    schools += [(f"generated-{n}", school(n)) for n in arguments.sizes]
    fine = True
    for name, found in schools:
        outcome = solve(found, Limits(seconds=120))
        if not isinstance(outcome, Solved):
            print(f"{name}: {outcome.kind}", file=sys.stderr)
            return 1
        built: list[float] = []
        seconds: dict[str, list[float]] = {"class": [], "helper": []}
        verdicts: dict[str, Counter[str]] = {"class": Counter(), "helper": Counter()}
        for _ in range(arguments.repeat):
            begin = time.perf_counter()
            questions = WhatIf(found, outcome.plan)
            built.append(time.perf_counter() - begin)
            for kind, everybody in (("class", list(found.class_by_id)), ("helper", list(found.helper_by_id))):
                for who in everybody[:: max(1, len(everybody) // arguments.classes)]:
                    asked = questions.of_class(who) if kind == "class" else questions.of_helper(who)
                    seconds[kind].append(asked.seconds)
                    verdicts[kind].update(a.verdict if a.proven else "not proven" for a in asked.answers)
        print(f"{name}: model built once in {statistics.median(built):.2f} s")
        for kind, taken in seconds.items():
            median = statistics.median(taken)
            print(f"  one {kind}, all places: median {median:.3f} s, worst {max(taken):.3f} s; {dict(verdicts[kind])}")
            fine = fine and not verdicts[kind]["not proven"]
            fine = fine and (name != "noon-36" or median <= GOAL)
    return 0 if fine else 1


if __name__ == "__main__":
    raise SystemExit(main())
