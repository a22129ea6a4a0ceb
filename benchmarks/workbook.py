"""How long a school of 60 classes takes as a workbook: ``python -m benchmarks.workbook``. The limit for reading is 0.3 s."""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable

from benchmarks.generator import document
from planner.models import School
from planner.outputs.workbook.workbook import workbook
from planner.reading import parse_school

LIMIT = 0.3
RUNS = 5


def measure(classes: int = 60) -> tuple[float, float, int]:
    """(seconds to write, seconds to read, bytes) of a school of so many classes; medians of a few runs."""
    data = document(classes)
    data["windows"][1]["slots"] = data["windows"][1]["time"]  # the reader wants to know the slots of every booked window
    school = School.model_validate(data)
    content = workbook(school, "zh")
    return _median(lambda: workbook(school, "zh")), _median(lambda: parse_school(content, "school.xlsx")), len(content)


def _median(work: Callable[[], object]) -> float:
    seconds = []
    for _run in range(RUNS):
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds)


def main() -> int:
    """Print the figures; 1 when reading takes longer than the limit."""
    write, read, size = measure()
    print(f"60 classes: written in {write:.3f} s, {size / 1000:.0f} kB, read in {read:.3f} s (limit {LIMIT} s)")
    return 0 if read < LIMIT else 1


if __name__ == "__main__":
    sys.exit(main())
