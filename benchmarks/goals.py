"""What must hold: the most that something may take, as a multiple of its yardstick or in seconds."""

from __future__ import annotations

import statistics
from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatch
from typing import Literal

from benchmarks.rows import Row


@dataclass(frozen=True)
class Goal:
    """``of``: the ratio; the seconds of ours; or the seconds by which ours is more than the yardstick."""

    most: float
    of: Literal["ratio", "seconds", "more"] = "ratio"

    def holds(self, row: Row) -> bool:
        """Whether a measurement keeps it."""
        return {"ratio": row.ratio, "seconds": row.ours, "more": row.ours - row.yardstick}[self.of] <= self.most

    def __str__(self) -> str:
        return {"ratio": f"≤ {self.most:g}", "seconds": f"≤ {self.most:g} s", "more": f"≤ {self.most:g} s more"}[self.of]


_GOALS: dict[str, Goal] = {
    "examples/*": Goal(3),
    "generated/*": Goal(3),
    "cycles/18*": Goal(3),
    "cycles/noon-36, duties by date, its bound": Goal(2, "seconds"),
    "cycles/noon-36, duties by date": Goal(8, "seconds"),
    "gap/*": Goal(0.1, "more"),
    "questions/what-if 240 classes, made ready": Goal(1, "seconds"),
    "questions/what-if 240 classes, a class": Goal(0.4, "seconds"),
    "explanations/*": Goal(3, "seconds"),
    "commands/--version": Goal(1.5),
    "commands/--help": Goal(2.5),
    "commands/show": Goal(5),
    "commands/check": Goal(5),
    "commands/plan noon-36, all outputs": Goal(20),
    "commands/plan 240 classes, all outputs": Goal(6, "seconds"),
}
"""Key of a row, or a pattern of keys -> its goal. Seconds are of the machine on which the goals were set, with nothing else to
do: two cores, on which ``python -c 'import typer'`` takes 0.05 s of a processor."""
EXPONENT, MEDIAN_EXPLANATION = 1.3, 1.0


def goal_of(row: Row) -> Goal | None:
    """The goal of a measurement, where it has one."""
    return next((goal for pattern, goal in _GOALS.items() if fnmatch(row.key, pattern)), None)


def missed(rows: Iterable[Row]) -> list[Row]:
    """Measurements that miss their goals."""
    return [row for row in rows if (goal := goal_of(row)) is not None and not goal.holds(row)]


def median_explanation(rows: Iterable[Row]) -> float | None:
    """Seconds of the middle one of the examples' explanations."""
    taken = [
        row.ours
        for row in rows
        if row.family == "explanations" and row.name.startswith("impossible-") and not row.name.endswith("causes")
    ]
    return statistics.median(taken) if taken else None
