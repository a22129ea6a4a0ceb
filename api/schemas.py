"""What goes in and out over HTTP, described for people who read the OpenAPI page."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from api.errors import ProblemItem
from api.store.people import Role
from planner.models.base import Language, Text
from planner.models.duties import DutyPin
from planner.models.values import Date
from planner.models.visits import Pin

Kind = Literal["plan", "replan"]
StrategyName = Literal["fewest", "keep_weekday", "keep_helpers"]
RunState = Literal["queued", "running", "done", "failed", "cancelled"]
RevisionState = Literal["draft", "published", "past", "discarded"]
_Login = Annotated[str, Field(min_length=1, max_length=80, pattern=r"^[^\s\x00-\x1f]+$", examples=["library"])]
_Password = Annotated[str, Field(max_length=400, description="at least 10 characters", examples=["correct horse battery"])]


class _In(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Setup(_In):
    """The first account."""

    token: str = Field(description="from the link that the service shows at its first start")
    login: _Login
    password: _Password


class Login(_In):
    """Who logs in."""

    login: _Login
    password: str = Field(max_length=400)


class PasswordChange(_In):
    """A new password for the account that asks."""

    old: str = Field(max_length=400)
    password: _Password


class Me(BaseModel):
    """The account that asks."""

    login: str
    keeper: bool = Field(description="may manage accounts and add schools")
    roles: dict[str, Role] = Field(description="school id, or * for every school -> role there")


class PersonIn(_In):
    """A new account, or what is to change of one."""

    login: _Login
    password: _Password
    keeper: bool = False
    roles: dict[str, Role] = Field(
        default_factory=dict, description="school id, or * -> role", examples=[{"city-primary": "viewer"}]
    )


class PersonChange(_In):
    """What is to change of an account; what is left out stays."""

    password: _Password | None = None
    keeper: bool | None = None
    roles: dict[str, Role] | None = None
    disabled: bool | None = None


class Person(BaseModel):
    """An account."""

    id: str
    login: str
    keeper: bool
    roles: dict[str, Role]
    disabled: bool
    created: dt.datetime


class TokenIn(_In):
    """A token for programs."""

    label: str = Field("", max_length=80, examples=["timetable export"])
    days: int = Field(365, ge=1, le=3650, description="how long it is good for")


class Token(BaseModel):
    """A token for programs; the secret is shown once, when it is made."""

    id: str
    label: str
    created: dt.datetime
    expires: dt.datetime | None
    secret: str | None = Field(None, description="send it as Authorization: Bearer …")


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

    id: str
    state: RunState
    kind: Kind
    term: str
    version: int = Field(description="version of the school file that is planned")
    base: int | None = Field(description="revision that a re-plan starts from")
    since: dt.date | None
    strategies: list[str]
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


class RunIn(_In):
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


class SchoolSummary(BaseModel):
    """A school in a list."""

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


class Revision(BaseModel):
    """One plan, found or published."""

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


class PublishIn(_In):
    """How to publish."""

    allow_past: bool = Field(False, description="publish although sessions before today change")


class Published(BaseModel):
    """What was published."""

    revision: int
    calendars: int = Field(description="how many calendars have changed")


class Version(BaseModel):
    """A version of the school file."""

    version: int
    kind: str
    term: str
    note: str = Field(description="what an edit did: created, replaced, calendar, pins")
    author: str
    created: dt.datetime


class Checked(BaseModel):
    """Whether a file is a school, and everything wrong with it."""

    ok: bool
    name: Text | None
    classes: int
    problems: list[ProblemItem]


class Closing(_In):
    """Days without lessons."""

    dates: list[Date] = Field(min_length=1)
    name: str = Field(min_length=1, max_length=100, examples=["清明节"])


class DayIn(_In):
    """What one date is."""

    date: Date
    runs_as: str | None = Field(None, description="the day whose timetable it runs: MON …, D1 …", examples=["TUE"])
    confirmed: bool | None = Field(None, description="announced by the school; only then is anything published on it")
    note: str | None = Field(None, max_length=200)


class Decisions(_In):
    """Calendar decisions, carried out all or none."""

    accept: bool = Field(False, description="write all suggested closures, make-up days unconfirmed; guesses are left out")
    close: list[Closing] = Field(default_factory=list)
    days: list[DayIn] = Field(default_factory=list)
    milestones: list[str] = Field(default_factory=list, description="ids of proposed milestones to add")


class Pins(_In):
    """Places of visits and duties that planning must keep. Sent whole: what is missing is no longer pinned."""

    visits: dict[str, list[Pin]] = Field(default_factory=dict, description="demand id -> its pins")
    duties: list[DutyPin] = Field(default_factory=list)


class WhatIfIn(_In):
    """Every place of one class or one helper in a plan."""

    class_id: str | None = Field(None, description="class by id or name")
    helper: str | None = None
    demand: str | None = Field(None, description="only visits of this demand")


class CoverIn(_In):
    """Who does a duty on a date."""

    helper: str = Field(description="whose duty it is")
    date: Date
    post: str | None = None
    substitute: str | None = Field(description="who does it instead; null gives it back")


class FeedIn(_In):
    """A new calendar link."""

    scope: str = Field(
        description="library, class-<id>, room-<id>, helper-<id>, adult-<id>", examples=["class-3-2"], max_length=80
    )
    language: Language = "zh"


class Feed(BaseModel):
    """A calendar link. The link itself is shown once, when it is made: only its hash is kept."""

    id: str
    scope: str
    language: Language
    created: dt.datetime
    revoked: dt.datetime | None
    url: str | None = None
    webcal: str | None = Field(None, description="the same for phones that subscribe by a tap")
    page: str | None = Field(None, description="a page with the next dates that says how to subscribe; needs no account")
    qr: str | None = Field(None, description="SVG of a QR code of that page")


class AuditLine(BaseModel):
    """One deed."""

    at: dt.datetime
    who: str
    action: str
    detail: dict[str, Any]


class StartAll(_In):
    """Start planning for every school whose file has changed since its published plan, or that has none."""

    since: Date | None = Field(None, description="schools with a published plan are changed from this date on; none = anew")
    schools: list[str] | None = Field(None, description="only these")
    seconds: float | None = Field(None, gt=0)


class Started(BaseModel):
    """Runs that were started, and schools that were left out with a code for the reason."""

    runs: dict[str, str] = Field(description="school id -> run id")
    left: dict[str, str] = Field(description="school id -> why not: unchanged, running, other_term, not_allowed")


class DistrictProgress(BaseModel):
    """How far planning for all schools is."""

    schools: int
    published: int
    changed: int
    queued: int
    running: int
    done: int = Field(description="runs that ended well since the oldest that still waits or runs was created")
    failed: int


SchoolSummary.model_rebuild()
