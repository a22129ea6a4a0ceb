"""What stretches of the term cost: `python -m benchmarks.stretches [classes …]`. Goal: three cost at most three times one.

Processor seconds, so that other work on the machine does not count; each school is planned as it is, with a window that begins
anew twice (three stretches), and with two helpers who leave besides (five). Exit 1 when three stretches cost more.
"""

from __future__ import annotations

import sys
import time
from typing import Any

from benchmarks.generator import document
from planner.models import Limits, School, Solved
from planner.solver import solve

CUTS = (("2026-04-12", "2026-04-13"), ("2026-05-24", "2026-05-25"))
LEAVE = ("2026-04-30", "2026-06-12")
MOST = 3.0


def in_stretches(data: dict[str, Any]) -> dict[str, Any]:
    """The noon window three times, one after the other."""
    parts = [{"valid_until": CUTS[0][0]}, {"valid_from": CUTS[0][1], "valid_until": CUTS[1][0]}, {"valid_from": CUTS[1][1]}]
    noon = next(w for w in data["windows"] if w["id"] == "noon")
    noons = [noon | part | ({"id": f"noon{n}"} if n else {}) for n, part in enumerate(parts)]
    ids = [w["id"] for w in noons]

    def with_all(user: dict[str, Any]) -> dict[str, Any]:
        own = user.get("windows")
        return user | {"windows": ids} if own in ("noon", ["noon"]) else user

    others = [w for w in data["windows"] if w["id"] != "noon"]
    return data | {
        "windows": [*noons, *others],
        "demands": [with_all(d) for d in data["demands"]],
        "posts": [with_all(p) for p in data["posts"]],
    }


def with_leavers(data: dict[str, Any]) -> dict[str, Any]:
    """Two helpers leave, on dates on which nothing else changes."""
    helpers = [h | ({"valid_until": LEAVE[n]} if n < len(LEAVE) else {}) for n, h in enumerate(data["helpers"])]
    return data | {"helpers": helpers}


def _planned(name: str, data: dict[str, Any]) -> float:
    school = School.model_validate(data)
    begin = time.process_time()
    outcome = solve(school, Limits(seconds=120))
    spent = time.process_time() - begin
    found = (outcome.plan.status, outcome.plan.cost, outcome.plan.bound) if isinstance(outcome, Solved) else outcome
    print(f"  {name:34} {spent:7.2f} s  {found}", flush=True)
    return spent


def main(sizes: list[int]) -> int:
    """Plan each size in its three forms and print the ratios."""
    worst = 0.0
    for classes in sizes:
        print(f"{classes} classes")
        data = document(classes)
        one = _planned("one stretch", data)
        three = _planned("three stretches", in_stretches(data))
        five = _planned("three and two helpers who leave", with_leavers(in_stretches(data)))
        print(f"  three stretches {three / one:.2f} times one, five {five / one:.2f} times")
        worst = max(worst, three / one)
    return int(worst > MOST)


if __name__ == "__main__":
    sys.exit(main([int(size) for size in sys.argv[1:]] or [36]))
