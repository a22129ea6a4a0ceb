"""The answer to "plan this school": a plan, an honest no, or not enough time. None of them is an error."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, InstanceOf

from planner.models.base import Model
from planner.models.plan import Plan
from planner.models.problem import Shortage
from planner.models.session import Expansion


class Effort(Model):
    """What the search took. Not part of a plan, since it differs from run to run."""

    build_seconds: float = Field(description="making the model")
    solve_seconds: float = Field(description="searching")
    first_plan_seconds: float | None = Field(None, description="from the start of the search to the first plan")
    variables: int
    constraints: int


class Solved(Model):
    """A valid plan, proven optimal or the best found in time."""

    kind: Literal["solved"] = "solved"
    plan: Plan
    expansion: InstanceOf[Expansion] = Field(exclude=True, description="the plan's sessions, as the checker has seen them")
    effort: Effort


class Infeasible(Model):
    """No plan can keep all hard rules."""

    kind: Literal["infeasible"] = "infeasible"
    shortages: tuple[Shortage, ...] = Field(description="what counting shows; empty when counting alone does not")
    effort: Effort | None = None


class OutOfTime(Model):
    """The time ended before any plan was found: neither possible nor impossible has been shown."""

    kind: Literal["out_of_time"] = "out_of_time"
    bound: int | None = None
    effort: Effort


Outcome = Solved | Infeasible | OutOfTime
