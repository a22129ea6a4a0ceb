"""What is asked of a planning run and what it found: data only, so that every side of the service may know it."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from planner.changes.strategies import Name
from planner.models.plan import MOST_SECONDS, Limits, Status

USUAL_EXPLAIN_SECONDS = 20.0


class Data(BaseModel):
    """Frozen data that refuses unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Wanted(Data):
    """What somebody asks of a run; the store keeps ``model_dump(mode="json")``."""

    kind: Literal["plan", "replan"] = Field("plan", description="a whole term, or a published plan changed from a date on")
    since: dt.date | None = Field(None, description="first date that is planned; a re-plan needs one")
    strategies: tuple[Name, ...] = Field(("fewest",), min_length=1, description="of a re-plan: one draft for each")
    seconds: float = Field(60.0, gt=0, le=MOST_SECONDS, description="time limit of each search")
    seed: int = Field(1, ge=0, le=2**31 - 1)
    make_up: bool = Field(False, description="of a plan: give lost visits another date where there is room")
    explain_seconds: float = Field(
        USUAL_EXPLAIN_SECONDS,
        ge=0,
        le=600,
        description="most time for the reason of an impossible school; 0 = none is looked for",
    )

    @property
    def limits(self) -> Limits:
        """As the solver reads them."""
        return Limits(seed=self.seed, seconds=self.seconds)


class Document(Data):
    """A school as it was sent: read by whoever works on it, so that a hostile file can only hurt a child process."""

    kind: str = Field(description="yaml, json or xlsx")
    content: str = Field(description="base64 of zlib of the bytes")


class Task(Data):
    """A run with everything it needs: no database is asked while it is worked on. It has a ``school`` or a ``document``."""

    wanted: Wanted
    school: str | None = Field(None, description="planner.models.planfile.dump_school")
    document: Document | None = None
    base: str | None = Field(None, description="base64 of zlib of dump_plan: the standing plan; a re-plan needs it")


class Counted(Data):
    """What a re-plan changes, in numbers."""

    moved: int = Field(description="visits at another place")
    weekdays: int = Field(description="of these, visits on another weekday")
    helpers: int = Field(description="duties given to somebody else")
    added: int = Field(description="visits that are new")
    removed: int = Field(description="visits that have no place any more")


class Proposed(Data):
    """One plan of a run. ``price`` and ``least`` as in `planner.changes.strategies.Proposal`; None for a whole-term plan."""

    strategy: Name | None = None
    status: Status
    cost: int
    bound: int | None
    cost_by_rule: dict[str, int] = Field(description="rule -> its part of ``cost``, where not 0")
    proven: bool = Field(description="no valid plan is cheaper, or changes less as the strategy counts")
    price: int | None = None
    least: int | None = None
    changes: Counted | None = None


class Drafted(Data):
    """A plan to be stored as a draft revision."""

    strategy: Name | None = None
    planfile: str = Field(description="base64 of zlib of planner.models.planfile.dump_plan")
    figures: dict[str, Any] = Field(description="api.jobs.figures")


class Spent(Data):
    """What all searches of a run took together: seconds, and the size of the largest model."""

    build_seconds: float
    solve_seconds: float
    first_plan_seconds: float | None = Field(None, description="from the start of the first search to its first plan")
    variables: int
    constraints: int


class Found(Data):
    """What a run found. Neither INFEASIBLE nor UNKNOWN (the time ended before anything was known) is an error."""

    status: Status = Field(description="OPTIMAL only when every plan is proven")
    stopped: bool = Field(False, description="somebody ended the search early; the plan is the best found until then")
    effort: Spent | None = None
    cost: int | None = Field(None, description="of the first plan")
    bound: int | None = None
    shortages: list[dict[str, Any]] = Field(
        default_factory=list, description="if impossible: what counting shows; Shortage with sentence and hint by language"
    )
    explanation: dict[str, Any] | None = Field(
        None,
        description="if impossible: explanation_record.bilingual_record; none when no time was left for it",
    )
    proposals: tuple[Proposed, ...] = ()
    drafts: tuple[Drafted, ...] = ()

    def outcome(self) -> dict[str, Any]:
        """What the store keeps as the result: everything but the plans themselves, which become revisions."""
        return self.model_dump(mode="json", exclude={"drafts"})


class Refused(ValueError):
    """Something that makes no sense. ``code`` is stable.

    Of a run: bad_document, bad_base, no_base, no_since, other_term, since_out_of_range. Of a question: see `Pool.ask`.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
