"""What changes in a school while its term goes on."""

from __future__ import annotations

from pydantic import ConfigDict, model_validator
from pydantic_core import PydanticCustomError

from api.schemas.base import In
from planner.editing.wanted import ClassAdded, ClassCloses, ClassRenamed, HelperLeaves, LessonMoved, MidTerm


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

    @property
    def wanted(self) -> MidTerm:
        """The one that is given."""
        return next(change for change in self._all if change is not None)

    @property
    def _all(self) -> list[MidTerm | None]:
        return [self.helper_leaves, self.class_added, self.class_closes, self.class_renamed, self.lesson_moved]

    @model_validator(mode="after")
    def _one(self) -> MidTermIn:
        if sum(change is not None for change in self._all) != 1:
            raise PydanticCustomError("missing", "exactly one change")
        return self
