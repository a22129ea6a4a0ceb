"""What changes in a school while its term goes on."""

from __future__ import annotations

import datetime as dt

from pydantic import ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from api.schemas.base import In
from planner.editing.wanted import ClassAdded, ClassCloses, ClassRenamed, HelperLeaves, LessonMoved, MidTerm
from planner.models.values import Date


class NextTermIn(In):
    """The term that follows."""

    start: Date
    end: Date
    new_year: bool | None = Field(None, description="whether classes move up a grade; none = told from the month")

    @model_validator(mode="after")
    def _in_order(self) -> NextTermIn:
        if not self.start < self.end <= self.start + dt.timedelta(days=366):
            raise PydanticCustomError("term_dates", "the last day must come after the first, within a year")
        return self


class MidTermIn(In):
    """One change: exactly one of these."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"helper_leaves": {"helper": "h12", "since": "2026-04-27"}}]}
    )
    helper_leaves: HelperLeaves | None = None
    class_added: ClassAdded | None = None
    class_closes: ClassCloses | None = None
    class_renamed: ClassRenamed | None = None
    lesson_moved: LessonMoved | None = None
    next_term: NextTermIn | None = None

    @property
    def wanted(self) -> MidTerm | NextTermIn:
        """The one that is given."""
        return next(change for change in self._all if change is not None)

    @property
    def _all(self) -> list[MidTerm | NextTermIn | None]:
        changes = (self.helper_leaves, self.class_added, self.class_closes, self.class_renamed, self.lesson_moved)
        return [*changes, self.next_term]

    @model_validator(mode="after")
    def _one(self) -> MidTermIn:
        if sum(change is not None for change in self._all) != 1:
            raise PydanticCustomError("missing", "exactly one change")
        return self
