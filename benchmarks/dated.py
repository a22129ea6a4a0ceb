"""A whole-term dated duty roster: `python -m benchmarks.dated [seconds]`. Goal for noon-36: gap under 1 % within 30 s."""

from __future__ import annotations

import sys
import time
from collections import Counter
from pathlib import Path

from planner.models import Limits, School, Solved
from planner.reading import read_school
from planner.solver import Progress, solve

EXAMPLES = Path(__file__).parent.parent / "examples"


def dated(name: str) -> School:
    """An example whose duties are planned date by date over the whole term."""
    data = read_school(EXAMPLES / name / "school.yaml").model_dump(by_alias=True)
    data["duties"]["cycle"] = "dated"
    return School.model_validate(data)


def main(seconds: float) -> int:
    """Solve, print cost, bound and gap as they improve; exit 1 when the goal is missed."""
    school = dated("noon-36")
    begin = time.perf_counter()

    def show(p: Progress) -> None:
        print(f"  {time.perf_counter() - begin:6.1f} s  cost {p.cost}  bound {p.bound}", flush=True)

    outcome = solve(school, Limits(seconds=seconds), show)
    if not isinstance(outcome, Solved):
        print(outcome)
        return 1
    plan = outcome.plan
    gap = (plan.cost - (plan.bound or 0)) / max(1, plan.cost)
    total = time.perf_counter() - begin
    shares = Counter(Counter(d.helper for d in plan.duties).values())
    print(f"noon-36, {len(plan.duties)} duties: {plan.status}, gap {gap:.2%} in {total:.1f} s")
    print(f"  cost {plan.cost}, bound {plan.bound}, {outcome.effort.variables} variables")
    print(f"  duties a helper: {dict(sorted(shares.items()))}")
    for cost in plan.cost_by_rule:
        print(f"  {cost.rule}: {cost.cost}")
    return int(gap >= 0.01 or total > 30)


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]) if len(sys.argv) > 1 else 25))
