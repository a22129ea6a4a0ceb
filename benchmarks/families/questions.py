"""Re-plan, what-if and explanation, against the linear relaxation of the model they are about."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator

from api.jobs.child import collect_seldom
from benchmarks.explain import CASES
from benchmarks.generator import school as generated
from benchmarks.rows import EXAMPLES, Row, seconds
from planner.models import School, Solved
from planner.models.planfile import canonical_school
from planner.reading import read_school
from planner.solver import explain, solve
from planner.solver.build import build
from planner.solver.problem import Problem
from planner.solver.relaxation import relax
from planner.solver.whatif.whatif import WhatIf

_SIZES = (18, 36)
_LARGE = 240


def rows(largest: int, repeat: int) -> Iterator[Row]:
    """All of them; what-if of a large school as well where that is asked for."""
    collect_seldom()  # as the child that answers questions does
    asked = read_school(EXAMPLES / "noon-36")
    outcome = solve(asked)
    assert isinstance(outcome, Solved)
    yardstick = _relaxation(asked, repeat)
    changed, since = read_school(EXAMPLES / "mid-term-change" / "noon-36"), dt.date(2026, 4, 27)
    again = seconds(lambda: solve(changed, since=since, previous=outcome.plan), repeat)
    yield Row("questions", "re-plan noon-36", again, yardstick)
    yield from _whatif("noon-36", asked, outcome, yardstick, repeat)
    if largest >= _LARGE:
        large = generated(_LARGE, 1)
        planned = solve(large)
        assert isinstance(planned, Solved)
        yield from _whatif(f"{_LARGE} classes", large, planned, _relaxation(large, 1), repeat)
    impossible = [(path.name, read_school(path)) for path in sorted(EXAMPLES.glob("impossible-*"))]
    impossible += [(f"{n} classes, {name}", change(generated(n))) for n in _SIZES for name, change in CASES.items()]
    taken: list[tuple[float, float]] = []
    for name, school in impossible:
        first, whole, ways = _explained(school)
        yardstick = _relaxation(school, repeat)
        yield Row("explanations", f"{name}, causes", first, yardstick)
        yield Row("explanations", name, whole, yardstick, f"{ways} ways")
        taken.append((whole, yardstick))
    for what, (whole, yardstick) in (("median", sorted(taken)[len(taken) // 2]), ("worst", max(taken))):
        yield Row("explanations", f"{what} of {len(taken)}", whole, yardstick)


def _explained(school: School) -> tuple[float, float, int]:
    """Seconds until the causes of a school are known, and until all is; and how many ways."""
    begin, known = time.process_time(), list[float]()
    found = explain(school, on_causes=lambda _causes: known.append(time.process_time() - begin))
    return known[0], time.process_time() - begin, len(found.packages)


def _whatif(name: str, school: School, outcome: Solved, yardstick: float, repeat: int) -> Iterator[Row]:
    ready: list[WhatIf] = []
    yield Row(
        "questions", f"what-if {name}, made ready", seconds(lambda: ready.append(WhatIf(school, outcome.plan)), 1), yardstick
    )
    visitor = school.class_list[0].id
    ready[0].of_class(visitor)
    yield Row("questions", f"what-if {name}, a class", seconds(lambda: ready[0].of_class(visitor), repeat), yardstick)


def _relaxation(school: School, repeat: int) -> float:
    problem = Problem(canonical_school(school))
    return seconds(lambda: relax(build(problem).model, 60), repeat)
