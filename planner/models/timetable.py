"""The school's existing timetable, laid down as rows of words, the way it stands on the wall."""

from __future__ import annotations

import re
from typing import Annotated, Any, NamedTuple

from pydantic import BeforeValidator, model_validator
from pydantic_core import PydanticCustomError

from planner.models.base import Id, Model, field
from planner.models.days import DayLabel, parse_day
from planner.models.values import ALL_WEEKS, Date, Weeks

FREE = {"-", "—", "–", "·", "无", "空"}


def _words(value: Any) -> Any:
    if isinstance(value, str):
        return [w for w in re.split(r"[\s,，、|]+", value.strip()) if w]
    return value


def _day_rows(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    rows: dict[str, Any] = {}
    for day, row in value.items():
        label = parse_day(str(day))
        if label in rows:
            raise PydanticCustomError("written_twice", "'{key}' is written twice", {"key": str(day)})
        rows[label] = row
    return rows


class TimetableRow(Model):
    """The lessons of one class: for each day the subjects of its periods in order, '-' for none or unknown."""

    class_id: Id = field("班级", "class, by id or name", alias="class")
    days: Annotated[dict[DayLabel, Annotated[tuple[str, ...], BeforeValidator(_words)]], BeforeValidator(_day_rows)] = field(
        "课表", "day -> subjects, for example MON: 语文 数学 - 体育"
    )
    teachers: dict[str, Id] = field("任课教师", "subject -> teacher id", {})
    weeks: Weeks = field("周次", "only in these weeks (单周, 双周)", ALL_WEEKS)
    valid_from: Date | None = field("生效日期", "first date of this timetable", None)
    valid_until: Date | None = field("失效日期", "last date of this timetable", None)

    @model_validator(mode="before")
    @classmethod
    def _days_beside_the_class(cls, data: Any) -> Any:
        """Days may stand directly in the row, without the word `days`."""
        if not isinstance(data, dict) or not isinstance(data.get("days") or {}, dict):
            return data
        days, rest = dict(data.get("days") or {}), {}
        for key, value in data.items():
            try:
                label = parse_day(key)
            except Exception:
                rest[key] = value
            else:
                if label in days:
                    raise PydanticCustomError("written_twice", "'{key}' is written twice", {"key": str(key)})
                days[label] = value
        return {**rest, "days": days} if days else data


class Lesson(NamedTuple):
    """One weekly lesson, spelled out."""

    class_id: str
    day: str
    period: str
    subject: str
    teacher: str | None
    row: TimetableRow
