"""How long PDFs take: sixty pages of one table each, sixty class slips, and every table of a school of sixty classes."""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable
from dataclasses import replace

from benchmarks.generator import school
from planner.models import Limits, Solved
from planner.models.planfile import PlanFile
from planner.outputs.papers import Papers
from planner.outputs.tables.cards import class_slips
from planner.outputs.writers.cards import cards_to_pdf
from planner.outputs.writers.pdf import pdf
from planner.sessions.book import Book
from planner.solver import solve

PAGES, SECONDS = 60, 3.0


def main() -> int:
    """Print seconds and sizes; exit 1 when sixty pages take too long."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeat", type=int, default=3)
    repeat = parser.parse_args().repeat
    found = school(60)
    outcome = solve(found, Limits(seconds=120))
    if not isinstance(outcome, Solved):
        return 1
    papers = Papers(Book(PlanFile(school=found, plan=outcome.plan)), "en")
    made = [page for rotas in papers.filed().values() for page in rotas]
    # No two pages alike: the typesetter remembers what it has set before.
    many = [replace(made[n % len(made)], title=f"{made[n % len(made)].title} {n}") for n in range(PAGES)]
    first = _measure(f"{PAGES} pages", lambda: pdf(many), repeat)
    _measure(f"all {len(made)} pages on A3", lambda: pdf(made, paper="A3"), repeat)
    slips = class_slips(papers.source)
    _measure("60 class slips", lambda: cards_to_pdf(slips, found, "en"), repeat)
    return 0 if first <= SECONDS else 1


def _measure(what: str, work: Callable[[], bytes], repeat: int) -> float:
    """The first time, which has nothing remembered; and the median."""
    seconds, size = [], 0
    for _ in range(repeat):
        begin = time.perf_counter()
        size = len(work())
        seconds.append(time.perf_counter() - begin)
    print(f"{what:>24}: first {seconds[0]:.2f} s, median {statistics.median(seconds):.2f} s, {size // 1000} kB")
    return seconds[0]


if __name__ == "__main__":
    raise SystemExit(main())
