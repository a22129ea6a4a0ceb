"""School files: versions, problems, calendar decisions, pins, the audit trail."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal

from pydantic import BaseModel, Field, model_validator
from pydantic_core import PydanticCustomError

from api.errors import ProblemItem
from api.schemas.base import In
from planner.models.base import Text
from planner.models.duties import DutyPin
from planner.models.term import DayChange
from planner.models.values import Date
from planner.models.visits import Pin
from planner.suggesting import Conflict, Milestone, Suggestion


class Version(BaseModel):
    """A version of the school file."""

    version: int
    kind: str
    term: str
    note: str = Field(description="what an edit did: created, replaced, merged, calendar, pins")
    author: str
    created: dt.datetime


class FieldSides(BaseModel):
    """A field of an entry on both sides; empty where a side has not got it."""

    heading: str
    here: str
    file: str


class FileDifference(BaseModel):
    """An entry, or several of one sheet, that the file and the school do not have alike."""

    key: str = Field(description="for ``choices``")
    whose: Literal["file", "here", "both"] = Field(description="who has changed it since the file was handed out")
    sheet: str
    name: str
    count: int = Field(description="how many entries it is")
    fields: list[FieldSides]
    gone_here: bool = Field(description="the school has not got it any more")
    gone_in_file: bool = Field(description="the file has not got it")


class FileLook(BaseModel):
    """What a changed school file and the school do not have alike."""

    id: str
    name: str
    other_term: bool = Field(description="the file is of another term: it is taken over as a whole")
    differences: list[FileDifference]


class VersionIn(In):
    """Which version is to be the newest: an older one again, or a file that was sent."""

    version: int | None = Field(None, ge=1, le=2**31 - 1)
    upload: str | None = Field(None, max_length=60, description="id of a file that was sent")
    choices: dict[str, Literal["here", "file"]] = Field(
        default_factory=dict,
        description="of a file that was sent: whose each difference is to be; usual: what only the file has changed from the "
        "file, everything else as it is here",
    )

    @model_validator(mode="after")
    def _one_of_both(self) -> VersionIn:
        if (self.version is None) == (self.upload is None):
            raise PydanticCustomError("version_or_file", "either a version or a file that was sent")
        return self


class Checked(BaseModel):
    """Whether a file is a school, and everything wrong with it."""

    ok: bool
    name: Text | None
    classes: int
    count: int = Field(0, description="how many problems there are")
    problems: list[ProblemItem] = Field(description="the first hundred of them")
    remarks: list[ProblemItem] = Field([], description="of a file that is a school: what in it does nothing, by line or cell")


class Closing(In):
    """Days without lessons."""

    dates: list[Date] = Field(min_length=1)
    name: str = Field(min_length=1, max_length=100, examples=["清明节"])


class DayIn(In):
    """What one date is."""

    date: Date
    runs_as: str | None = Field(None, description="the day whose timetable it runs: MON …, D1 …", examples=["TUE"])
    confirmed: bool | None = Field(None, description="announced by the school; only then is anything published on it")
    note: str | None = Field(None, max_length=200)


class EventIn(In):
    """Something that happens on one or several days in a row."""

    name: str = Field(min_length=1, max_length=100)
    first: Date
    last: Date | None = Field(None, description="none = one day")
    closes: bool = Field(False, description="the library is closed then: no window opens, no room is free")

    @model_validator(mode="after")
    def _in_order(self) -> EventIn:
        if self.last is not None and not self.first <= self.last <= self.first + dt.timedelta(days=60):
            raise PydanticCustomError("event_dates", "the last day must not come before the first, or two months after it")
        return self


class Decisions(In):
    """Calendar decisions, carried out all or none."""

    accept: bool = Field(False, description="write all suggested closures, make-up days unconfirmed; guesses are left out")
    close: list[Closing] = Field(default_factory=list)
    days: list[DayIn] = Field(default_factory=list)
    milestones: list[str] = Field(default_factory=list, description="ids of proposed milestones to add")
    events: list[EventIn] = Field(default_factory=list, max_length=40)


class Pins(In):
    """Places of visits and duties that planning must keep. Sent whole: what is missing is no longer pinned."""

    visits: dict[str, list[Pin]] = Field(default_factory=dict, description="demand id -> its pins")
    duties: list[DutyPin] = Field(default_factory=list)


class CalendarState(BaseModel):
    """What of the term's calendar needs a decision."""

    country: str | None = Field(description="whose public holidays were looked at")
    settled: bool = Field(description="nothing is open")
    guessed_years: list[int] = Field(description="years that are not announced yet: their days off are guesses")
    unconfirmed: list[DayChange] = Field(
        description="days of the file that the school has not confirmed: nothing is published on them"
    )
    suggestions: list[Suggestion]
    conflicts: list[Conflict]
    milestones: list[Milestone]


class DistrictDeed(BaseModel):
    """One deed in one of many schools, in words that name no pupil."""

    id: int
    at: dt.datetime
    who: str
    school: str
    name: Text
    action: str
    words: str


class AuditLine(BaseModel):
    """One deed."""

    at: dt.datetime
    who: str
    action: str
    detail: dict[str, Any]
