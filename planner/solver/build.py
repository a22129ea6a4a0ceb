"""Problem -> model: variables, the rules in order, the objective."""

from __future__ import annotations

import gc
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from planner.solver.model import Model
from planner.solver.posting import Posting
from planner.solver.problem import Problem
from planner.solver.rules import RULES
from planner.solver.variables import Variables


@dataclass(frozen=True)
class Built:
    """A model with what is needed to read its answer."""

    problem: Problem
    model: Model
    variables: Variables
    posting: Posting
    seconds: float


@contextmanager
def uncollected() -> Iterator[None]:
    """While it lasts Python does not look for garbage: nothing of what is being built is any, and it would look through all of
    it again and again (a twentieth of planning a school in stretches)."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


@uncollected()
def build(problem: Problem) -> Built:
    """The model of a problem, plain or guarded as the problem is."""
    begin = time.perf_counter()
    model = Model()
    variables = Variables(model, problem)
    posting = Posting(model, problem.school, guarded=problem.guarded)
    for rule in RULES.values():
        rule(problem, variables, posting)
    posting.set_objective()
    return Built(problem, model, variables, posting, time.perf_counter() - begin)
