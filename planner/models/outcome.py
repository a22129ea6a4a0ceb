"""The answer to "plan this school": a plan, an honest no with its explanation, or not enough time. None of them is an error."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from pydantic import Field, InstanceOf

from planner.models.base import Model
from planner.models.plan import Plan
from planner.models.problem import Shortage
from planner.models.session import Expansion
from planner.models.values import Date


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


class Balance(Model):
    """Need against capacity in one respect."""

    kind: Literal["demand", "weekday", "grade", "room", "teacher", "post", "helpers"]
    subject: str = Field(description="demand, weekday, grade, room, teacher, post or campus id")
    of: str = Field("", description="the demand it is about, where there is one")
    need: int
    capacity: int
    by_day: dict[str, int] = Field(default_factory=dict, description="of a demand: weekday or turn -> its part of the capacity")

    @property
    def is_short(self) -> bool:
        """Whether more is needed than there is."""
        return self.need > self.capacity


class ClashMember(Model):
    """One rule in a clash, and about whom: classes, slots, helpers or posts in ids."""

    rule: str
    subjects: tuple[str, ...]


class ClashPlace(Model):
    """A place that some class of a clash could have, were it alone: a slot of a window or a period."""

    turn: str
    window: str = ""
    slot: int = 0
    period: str = ""


class Source(Model):
    """Where in the school file a fact stands: a line of a text, or a cell of a workbook."""

    file: str = Field(description="name of the school file, without its folder")
    path: str = Field(description="windows[2].slots, in the keys of the file")
    line: int | None = Field(None, description="counted from 1; none in a workbook")
    cell: str = Field("", description="sheet and cell, such as 时段!C4; empty in a text")


class Cause(Model):
    """Why something that is asked for cannot be, in the school's own facts. Each is a contradiction by itself."""

    code: str = Field(description="stable code, see planner/messages/causes.py for the words")
    who: tuple[str, ...] = Field((), description="classes, teachers, helpers or posts it is about; ids")
    params: dict[str, str] = Field(default_factory=dict, description="the facts: times, days, ids; several joined by a comma")
    weight: int = Field(0, description="visits or duties that have no place because of it, the most telling first")
    sources: tuple[Source, ...] = Field((), description="where its facts stand, once `planner.located` has looked them up")


OnCauses = Callable[[tuple[Cause, ...]], None]
"""Is told causes as soon as they are known."""


class Clash(Model):
    """Rules that cannot hold together."""

    members: tuple[ClashMember, ...]
    irreducible: bool = Field(description="true: without any one member the rest can hold (each shown by a solve)")
    need: int = Field(0, description="visits, or duties, that the members ask for; 0 = not a matter of numbers")
    capacity: int = Field(0, description="most of these that the other members let through, shown by a solve")
    places: tuple[ClashPlace, ...] = Field((), description="every place that is open to any of its classes; empty for duties")


class Fix(Model):
    """A change of the school, shown only after a solve has proven that a plan then exists."""

    code: str = Field(description="stable code, see planner/outputs/explanation_words.py for the words")
    params: dict[str, str] = Field(default_factory=dict)
    price: int = Field(description="how much it asks of the school, for sorting; smallest first")
    breaks: int = Field(0, description="for a rule made soft: how often it is then broken at least; 0 = not proven in the time")
    leaves: int = Field(0, description="visits and duties that still have no place after this step of a package; 0 = none")


class Unplaced(Model):
    """What the best partial plan leaves out."""

    kind: Literal["visit", "duty", "minimum", "other"]
    subject: str = Field(description="class, post or helper id")
    of: str = Field("", description="demand id, or the turn and window of a shift")
    missing: int


class Explanation(Model):
    """The answer to "why is it impossible, and what would make it work?"."""

    balances: tuple[Balance, ...] = Field(description="need against capacity, the short ones first")
    clash: Clash | None = Field(description="none when the time ended before one was found")
    packages: tuple[tuple[Fix, ...], ...] = Field(description="fixes, each a package that suffices, cheapest first")
    partial: Plan | None = Field(description="the plan that leaves least out; none when the time ended")
    unplaced: tuple[Unplaced, ...]
    shortages: tuple[Shortage, ...] = Field((), description="what counting alone shows to be impossible")
    causes: tuple[Cause, ...] = Field((), description="the facts of the school behind it, the most telling first")
    later: Date | None = Field(
        None, description="a re-plan in mid-week: the Monday from which on there is a plan, since only that week is too full"
    )
