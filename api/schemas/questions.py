"""Questions about a plan and their answers."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from api.schemas.base import In
from planner.models.base import Said
from planner.models.changes import Changes
from planner.models.values import Date
from planner.models.whatif import Against, Answer, SchoolChange, SchoolState


class ChangesOut(BaseModel):
    """What publishing a plan would change."""

    against: int | None = Field(description="the revision it is held against; null = it is the first")
    moved: int = Field(0, description="visits at another place")
    weekdays: int = Field(0, description="of these, on another weekday")
    helpers: int = Field(0, description="duties given to somebody else")
    added: int = 0
    removed: int = 0
    changes: Changes | None = Field(None, description="each change by itself, in ids")
    text: str = Field("", description="the change notice in words, to paste into a chat")


class ExplanationOut(BaseModel):
    """Whether a school can be planned and, if not, why."""

    status: Literal["POSSIBLE", "INFEASIBLE", "UNKNOWN"] = Field(description="UNKNOWN: the time ended")
    explanation: dict[str, Any] | None = Field(
        None, description="clash, packages of fixes that were each tried, need against capacity, and `text` by language"
    )


class EffectOut(BaseModel):
    """The school planned as it is and with a change."""

    before: SchoolState
    after: SchoolState
    explanation: dict[str, Any] | None = Field(None, description="if it is impossible then: why, and ways, as of `explanation`")


class AgainstOut(Against):
    """A rule that stands in the way, with its sentence."""

    sentence: Said


class AnswerOut(Answer):
    """What it would take to be in one place."""

    against: tuple[AgainstOut, ...] = ()


class AnswersOut(BaseModel):
    """Every place of one class, or every duty of one helper."""

    who: str
    answers: list[AnswerOut]
    seconds: float = Field(description="what all answers together took, the model being there already")


class WhatIfIn(In):
    """Every place of one class or one helper in a plan."""

    class_id: str | None = Field(None, description="class by id or name")
    helper: str | None = None
    demand: str | None = Field(None, description="only visits of this demand")


class SchoolChangeIn(In, SchoolChange):
    """What is to be different in the school; at least one thing."""

    model_config = ConfigDict(defer_build=False)  # asked for by a route, which describes it while it is being made

    @model_validator(mode="after")
    def _some(self) -> SchoolChangeIn:
        if not (self.windows or self.rooms or self.cycles):
            raise PydanticCustomError("missing", "nothing is changed")
        return self


class CoverIn(In):
    """Who does a duty on a date."""

    helper: str = Field(description="whose duty it is")
    date: Date
    post: str | None = None
    substitute: str | None = Field(description="who does it instead; null gives it back")
    their_date: Date | None = Field(None, description="of a swap: the date of the duty that the substitute gives in exchange")
