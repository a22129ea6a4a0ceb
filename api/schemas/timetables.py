"""Timetable files: what was recognised, what is asked, and what only the librarian knows."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field, model_validator
from pydantic_core import PydanticCustomError

from api.schemas.base import In
from planner.countries import PLACES
from planner.models.values import Date, Span


class Sent(BaseModel):
    """A file that was sent and can be read as a timetable."""

    id: str
    name: str


class Recognised(BaseModel):
    """What was understood of a file, and what is still open."""

    id: str
    name: str
    classes: int
    lessons: int
    questions: list[dict[str, Any]] = Field(description="key, kind, text, places, choices, typed, several, proposal …")
    notes: list[str]
    shown: str = Field(description="the class whose week is shown")
    days: list[str]
    week: list[list[str]] = Field(description="a row a period: its name, then the subject of each day")
    subjects: list[str]
    eligible: list[str] = Field(description="subjects whose lessons may be held in the library")
    untimed: list[str] = Field(description="periods of a new school whose times are not in the file")
    bell: list[Span] = Field(description="times of the lessons of a new school, where the file has them")
    changes: int = Field(description="lessons of the school that would change")
    needs_date: bool
    school_name: str = Field("", description="as the file calls the school; empty where it does not")


class AnswersIn(In):
    """Answers to questions; those that are empty stay open."""

    answers: dict[str, Annotated[str, Field(max_length=2000)]] = Field(
        default_factory=dict, description="question key -> value"
    )
    typed: dict[str, Annotated[str, Field(max_length=60)]] = Field(
        default_factory=dict, description="question key -> what was written instead of a choice"
    )
    eligible: list[Annotated[str, Field(max_length=100)]] | None = None


class NoonIn(In):
    """Borrowing at noon."""

    open: bool = False
    start: dt.time = dt.time(12, 10)
    end: dt.time = dt.time(12, 55)
    minutes: int = Field(15, ge=5, le=120, description="for each class")
    classes: int = Field(2, ge=1, le=30, description="at once")


class FreeIn(In):
    """Holidays within the term that no public calendar knows, such as half-term; none = no such."""

    first: Date | None = None
    last: Date | None = None


class NewSchoolIn(In):
    """What no timetable says."""

    name: str = Field(min_length=1, max_length=80)
    place: Literal[PLACES] | None = Field(  # type: ignore[valid-type]
        None, description="country or part of one, for holidays and words; none = China"
    )
    timezone: str | None = Field(None, max_length=60, description="where the place has several; any other is passed over")
    start: Date
    end: Date
    free: FreeIn = FreeIn()
    eligible: list[Annotated[str, Field(max_length=100)]] = Field(
        default_factory=list, description="subjects whose lessons may be held in the library; none = as was recognised"
    )
    starts: dict[str, dt.time] = Field(
        default_factory=dict, description="period -> when it begins, where the file has no times"
    )
    minutes: int = Field(40, ge=10, le=180, description="of a lesson, where the file has no times")
    noon: NoonIn = NoonIn()
    another: bool = Field(False, description="really a second school of a name that is there already")

    @model_validator(mode="after")
    def _in_order(self) -> NewSchoolIn:
        if not self.start < self.end <= self.start + dt.timedelta(days=366):
            raise PydanticCustomError("term_dates", "the last day must come after the first, within a year")
        first, last = self.free.first, self.free.last or self.free.first
        if last and not (first and self.start <= first <= last <= self.end):
            raise PydanticCustomError("free_dates", "the holidays must lie in the term, their first day not after their last")
        return self


class TimetableFrom(In):
    """From when a new timetable holds."""

    since: Date | None = Field(None, description="first day; none = where the school has no timetable yet")
