"""Runs, revisions, and schools in lists."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from api.schemas.base import In
from api.store.people import Role
from planner.models.base import Text
from planner.models.values import Date

Kind = Literal["plan", "replan"]


StrategyName = Literal["fewest", "keep_weekday", "keep_helpers"]


RunState = Literal["queued", "running", "done", "failed", "cancelled"]


RevisionState = Literal["draft", "published", "past", "discarded"]


_FIGURES: dict[str, Any] = {
    "effective_from": "2026-03-02", "status": "OPTIMAL", "cost": 54, "bound": 54, "classes": 36, "helpers": 48, "duties": 925,
    "visits": {"borrowing": {"fewest": 15, "most": 17, "total": 582}}, "open_hours": {"total": 370.4, "per_week": 19.5},
}  # fmt: skip


_REVISION: dict[str, Any] = {
    "number": 3, "state": "published", "term": "2026-spring", "version": 2, "base": 1, "run": "9f0c…", "strategy": "fewest",
    "figures": _FIGURES, "author": "library", "created": "2026-04-20T06:31:02Z", "published": "2026-04-20T06:40:11Z",
}  # fmt: skip


_SCHOOL: dict[str, Any] = {
    "id": "city", "name": {"zh": "示例城区小学", "en": "Example City Primary School"}, "term": "2026-spring", "version": 2,
    "classes": 36, "role": "librarian", "published": _REVISION, "drafts": 0, "running": 0, "changed": False,
}  # fmt: skip


_RUN: dict[str, Any] = {
    "id": "9f0c…", "state": "running", "kind": "replan", "term": "2026-spring", "version": 2, "base": 1, "since": "2026-04-27",
    "strategies": ["fewest"], "seconds": 60.0, "attempt": 1, "cancel": False, 
    "progress": {"cost": 57, "bound": 54, "solutions": 3, "seconds": 0.4},
    "reason": None, "reason_text": None, "outcome": None, "author": "library", "created": "2026-04-20T06:31:00Z",
    "started": "2026-04-20T06:31:01Z", "finished": None,
}  # fmt: skip


class Progress(BaseModel):
    """How far a running solve is."""

    cost: int | None = Field(None, description="cost of the best plan so far")
    bound: int | None = Field(None, description="no plan can cost less")
    solutions: int = 0
    seconds: float = 0
    strategy: str | None = Field(None, description="of a re-plan: the one being worked on")
    number: int = Field(1, description="which of how many searches")
    of: int = 1


class Run(BaseModel):
    """One planning run."""

    model_config = ConfigDict(json_schema_extra={"examples": [_RUN]})
    id: str
    state: RunState
    kind: Kind
    term: str
    version: int = Field(description="version of the school file that is planned")
    base: int | None = Field(description="revision that a re-plan starts from")
    since: dt.date | None
    strategies: list[str]
    seconds: float = Field(description="time limit of each search")
    attempt: int = Field(description="how often it was begun: more than once after a worker was lost")
    cancel: bool = Field(description="somebody has asked to stop and keep the best plan")
    progress: Progress | None
    reason: str | None = Field(description="of a failed run: a stable code")
    reason_text: str | None = Field(description="the same in words")
    outcome: dict[str, Any] | None = Field(
        description="of a run that is done: status, cost, bound, shortages, explanation, revisions"
    )
    author: str
    created: dt.datetime
    started: dt.datetime | None
    finished: dt.datetime | None


class RunIn(In):
    """What is to be planned. ``replan`` changes the published plan from ``since`` on, moving as little as can be."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"kind": "plan"}, {"kind": "replan", "since": "2026-04-27", "strategies": ["fewest", "keep_weekday"]}]
        },
    )
    kind: Kind = "plan"
    since: Date | None = Field(None, description="replan: first date of the change")
    strategies: list[StrategyName] = Field(
        ["fewest"], min_length=1, max_length=3, description="replan: one draft is made for each"
    )
    seconds: float | None = Field(None, gt=0, description="time limit in seconds; none = the service's usual one")
    seed: int = Field(1, ge=0, le=2**31 - 1)
    make_up: bool = Field(False, description="give lost visits another date where there is room")


class WayIn(In):
    """Which of the ways that a run without a plan has found."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"way": 1}]})
    way: int = Field(ge=1, le=99, description="counted from 1, as in ``outcome.explanation.packages``")


class Revision(BaseModel):
    """One plan, found or published."""

    model_config = ConfigDict(json_schema_extra={"examples": [_REVISION]})
    number: int
    state: RevisionState
    term: str
    version: int = Field(description="version of the school file it was made for")
    base: int | None = Field(description="the published revision that it follows")
    run: str | None
    strategy: str | None
    figures: dict[str, Any] = Field(description="status, cost, bound, visits, open hours, duties …")
    author: str
    created: dt.datetime
    published: dt.datetime | None


class SchoolSummary(BaseModel):
    """A school in a list."""

    model_config = ConfigDict(json_schema_extra={"examples": [_SCHOOL]})
    id: str
    name: Text
    term: str
    version: int = Field(description="of its newest file; also its ETag")
    classes: int
    role: Role
    published: Revision | None = Field(description="the published plan of the newest term that has one")
    drafts: int = Field(description="drafts that could be published")
    running: int = Field(description="runs that wait or run")
    changed: bool = Field(description="the school file has changed since the published plan was made, or there is none")


class PublishIn(In):
    """How to publish."""

    allow_past: bool = Field(False, description="publish although sessions before today change")


class Published(BaseModel):
    """What was published."""

    revision: int
    calendars: int = Field(description="how many calendars have changed")


class StartAll(In):
    """Start planning for every school whose file has changed since its published plan, or that has none."""

    since: Date | None = Field(None, description="schools with a published plan are changed from this date on; none = anew")
    schools: list[str] | None = Field(None, description="only these")
    seconds: float | None = Field(None, gt=0)


class Started(BaseModel):
    """Runs that were started, and schools that were left out with a code for the reason."""

    batch: str = Field(description="id of the batch: its outcome for each school is at /api/district/batches/<id>")
    runs: dict[str, str] = Field(description="school id -> run id")
    left: dict[str, str] = Field(description="school id -> why not: unchanged, running, draft, other_term, not_allowed")


Outcome = Literal[
    "waiting", "running", "ready", "published", "discarded", "impossible", "no_time", "failed", "cancelled", "left"
]


class BatchLine(BaseModel):
    """What came of a batch in one school. Names no pupil."""

    school: str
    name: Text
    outcome: Outcome = Field(
        description="ready: a draft waits; no_time: neither a plan nor a reason was found; left: not started"
    )
    reason: str | None = Field(description="stable code: of a failure, or why the school was left out")
    words: str | None = Field(description="the same in words; of an impossible school the first cause")
    run: str | None
    revision: int | None = Field(description="the draft, or what it has become")
    changes: dict[str, Any] | None = Field(description="of a re-plan: how many visits and duties move")


class BatchDetail(BaseModel):
    """Planning for many schools at once."""

    id: str
    author: str
    created: dt.datetime
    all: int = Field(description="schools in which a run was started")
    ended: int = Field(description="of these, those whose run has ended; it only grows")
    counts: dict[str, int] = Field(description="outcome -> schools")
    lines: list[BatchLine]


class BatchIn(In):
    """What is to be done about a batch."""

    do: Literal["retry", "cancel", "publish"]
    schools: list[str] | None = Field(None, max_length=1000, description="only in these of its schools; none = in all")


class BatchChanged(BaseModel):
    """What was done about a batch, and how it stands now."""

    started: Started | None = Field(description="of retry: the further batch")
    published: dict[str, int] = Field(description="school id -> revision")
    left: dict[str, str] = Field(description="school id -> stable code why it was not published")
    batch: BatchDetail


class DistrictProgress(BaseModel):
    """How far planning for all schools is."""

    schools: int
    published: int
    changed: int
    queued: int
    running: int
    done: int = Field(description="of the newest batch: runs that ended well")
    failed: int
    batch: str | None = Field(description="the newest batch: queued, running, done, failed are of it alone; done only grows")
