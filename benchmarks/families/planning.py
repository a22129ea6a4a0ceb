"""Building and search together, against building and the linear relaxation alone: every size, every kind of term."""

from __future__ import annotations

import math
import statistics
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from ortools.linear_solver.python import model_builder_helper as builder

from benchmarks.dated import dated
from benchmarks.generator import document
from benchmarks.generator import school as generated
from benchmarks.rows import EXAMPLES, Row, seconds
from benchmarks.stretches import in_stretches
from planner.models import Limits, School
from planner.models.planfile import canonical_school
from planner.reading import read_school
from planner.solver import Progress, cpsat, relaxation, solve
from planner.solver.build import build
from planner.solver.model import Model
from planner.solver.problem import Problem
from planner.solver.relaxation import relax
from planner.solver.search import Search
from tests.seasonal import variant

_THREE = range(1, 4)
SIZES = {18: _THREE, 36: _THREE, 72: _THREE, 120: _THREE, 240: range(1, 11), 360: _THREE, 480: _THREE, 600: _THREE}
"""Classes -> seeds. The search that came before missed some of 240 classes, so that these are many."""
_LARGE = 240
"""From here on once each: a run takes seconds, and ratios of seconds are steady."""
_PEERS = (18, 36, 72)
_PEER_SECONDS = 10.0
_GAP = 0.005


def rows(largest: int, repeat: int) -> Iterator[Row]:
    """All of them, up to ``largest`` classes."""
    _planned("warm", "up", generated(6), 1)  # the first to be planned pays for what is imported
    for path in sorted(EXAMPLES.iterdir()):
        if (path / "school.yaml").exists() and not path.name.startswith("impossible-"):
            yield _planned("examples", path.name, read_school(path), repeat)
    for classes, seeds in SIZES.items():
        for seed in seeds if classes <= largest else ():
            yield _planned("generated", f"{classes}-{seed}", generated(classes, seed), 1 if classes >= _LARGE else repeat)
    for name, school in _cycles():
        yield _planned("cycles", name, school, repeat)
    # `tests.solver.test_relaxation` names those whose relaxation costs less than any plan.
    yield _against_the_tree("seasons of hk-recess-12", variant(read_school(EXAMPLES / "hk-recess-12")), repeat)
    yield from _dated(dated("noon-36"))
    for classes in _PEERS:
        yield from _peers(f"{classes}-1", generated(classes, 1))
    yield from _peers("noon-36", read_school(EXAMPLES / "noon-36"))


def exponents(found: list[Row]) -> tuple[float, float] | None:
    """How ours and the yardstick grow with classes: the slopes of the logarithms of the medians of each size. None with one
    size alone."""
    by_size: dict[int, list[Row]] = defaultdict(list)
    for row in found:
        if row.family == "generated":
            by_size[int(row.name.split("-")[0])].append(row)
    if len(by_size) < 2:
        return None
    x = [math.log(size) for size in by_size]
    ours = [math.log(statistics.median(r.ours for r in those)) for those in by_size.values()]
    yardstick = [math.log(statistics.median(r.yardstick for r in those)) for those in by_size.values()]
    return statistics.linear_regression(x, ours).slope, statistics.linear_regression(x, yardstick).slope


def _cycles() -> Iterator[tuple[str, School]]:
    for cycle in ("A/B", "4 weeks"):
        data = document(18)
        data["duties"]["cycle"] = cycle
        yield f"18, duties {cycle}", School.model_validate(data)
    for name, cycle in (("A/B", "A/B"), ("sliding", {"kind": "sliding", "keep_weekday": True})):
        visits: dict[str, Any] = document(18)
        visits["demands"][0]["cycle"] = cycle
        yield f"18, borrowing {name}", School.model_validate(visits)
    yield "18, three stretches of the term", School.model_validate(in_stretches(document(18)))


def _against_the_tree(name: str, asked: School, repeat: int) -> Row:
    """The whole search against the tree search alone, which is what there was before."""
    problem, found = Problem(canonical_school(asked)), list[str]()

    def search(*, relaxation: bool) -> None:
        one = Search(build(problem).model, Limits(seconds=60), relaxation=relaxation)
        status = one.run()
        found.append(f"{status} {one.cost if one.values else '–'}/{one.bound}")

    ours = seconds(lambda: search(relaxation=True), repeat)
    return Row("gap", name, ours, seconds(lambda: search(relaxation=False), repeat), f"{found[0]}, alone {found[-1]}")


def _planned(family: str, name: str, asked: School, repeat: int) -> Row:
    problem = Problem(canonical_school(asked))
    found: list[str] = []

    def ours() -> None:
        search = Search(build(problem).model, Limits(seconds=60))
        status = search.run()
        proof = "by arithmetic" if search.proof else "by search"
        found.append(f"{status} {search.cost if search.values else '–'}/{search.bound}, bound {proof}")

    taken = seconds(ours, repeat)
    return Row(family, name, taken, seconds(lambda: relax(build(problem).model, 60), repeat), found[-1])


def _dated(school: School) -> Iterator[Row]:
    """A roster of single dates: until its first bound, and until its gap is half a per cent."""
    problem = Problem(canonical_school(school))
    yardstick = seconds(lambda: relax(build(problem).model, 60), 1)
    bounds: list[tuple[float, int]] = []
    told: list[str] = []
    stop, begin = threading.Event(), time.process_time()

    def watch(p: Progress) -> None:
        if p.bound is not None and not bounds:
            bounds.append((time.process_time() - begin, p.bound))
        if p.cost is not None and p.bound is not None and p.cost - p.bound <= _GAP * p.cost:
            told.append(f"plan {p.cost}, gap {(p.cost - p.bound) / p.cost:.2%}")
            stop.set()

    taken = seconds(lambda: solve(school, Limits(seconds=120), watch, stop), 1)
    if bounds:
        yield Row("cycles", "noon-36, duties by date, its bound", bounds[0][0], yardstick, str(bounds[0][1]))
    yield Row("cycles", "noon-36, duties by date", taken, yardstick, told[0] if told else "no plan as near as that")


def _peers(name: str, school: School) -> Iterator[Row]:
    """The same model given to others."""
    problem = Problem(canonical_school(school))
    model = build(problem).model
    ours = seconds(lambda: Search(build(problem).model, Limits(seconds=60)).run(), 3)
    told: list[str] = []
    yield Row("peers", f"{name}, HiGHS as a MIP", ours, seconds(lambda: told.append(_highs(model)), 1), told[-1])

    def defaults() -> None:
        answer = cpsat.run(model, {"num_workers": 0, "max_time_in_seconds": _PEER_SECONDS})
        told.append(f"{answer.status} {model.cost(answer.values) if answer.values else '–'}/{answer.bound}")

    yield Row("peers", f"{name}, CP-SAT's defaults, {_PEER_SECONDS:.0f} s", ours, seconds(defaults, 1), told[-1])


def _highs(model: Model) -> str:
    helper = relaxation.handed_over(model)
    for x in range(len(model.lows)):
        helper.set_var_integrality(x, True)
    solver = builder.ModelSolverHelper("highs")
    solver.enable_output(False)
    solver.set_time_limit_in_seconds(60)
    solver.solve(helper)
    return f"{solver.status().name} {solver.objective_value():.0f}"
