"""What changes in a school while its term goes on, each from a date on: data only."""

from __future__ import annotations

from pydantic import Field

from planner.models.base import Id, Model
from planner.models.values import Date


class HelperLeaves(Model):
    """A student librarian stops."""

    helper: Id
    since: Date = Field(description="first date without the helper")


class ClassAdded(Model):
    """A class more in a grade; it comes in every demand of its grade."""

    grade: int
    name: str = Field("", max_length=40, description="its name; none = the next number or letter")
    pupils: int | None = Field(None, ge=1, le=200, description="none = as the others of its grade")
    since: Date = Field(description="first date of the plan with it; the file has no dates of classes")


class ClassCloses(Model):
    """A class less: dissolved, or joined with another one."""

    class_id: str = Field(description="class by id or name")
    joins: str | None = Field(
        None, description="the class that its student librarians belong to from then on; none = they stop as well"
    )
    since: Date = Field(description="first date of the plan without it")


class ClassRenamed(Model):
    """A class under another name. Its id, and with it everything that was published, stays."""

    class_id: str = Field(description="class by id or name")
    name: str = Field(min_length=1, max_length=40)


class LessonMoved(Model):
    """A lesson of a class in another period; what was there goes to its old place."""

    class_id: str = Field(description="class by id or name")
    day: str = Field(description="label of the day: MON …, D1 …")
    period: str
    to_day: str
    to_period: str
    since: Date = Field(description="first date of the changed timetable")


MidTerm = HelperLeaves | ClassAdded | ClassCloses | ClassRenamed | LessonMoved
