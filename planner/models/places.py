"""Campuses, rooms and bells."""

from __future__ import annotations

from pydantic import field_validator

from planner.models.base import Id, Model, Text, field
from planner.models.days import Days
from planner.models.shorthand import Grades
from planner.models.values import Date, Span, Time


class Campus(Model):
    """One site of the school."""

    id: Id = field("编号", "short id")
    name: Text = field("名称", "name of the site")


class Room(Model):
    """A room of the library. Classes, heads and seats each limit it; none = no limit of that kind."""

    id: Id = field("编号", "short id, part of file names")
    name: Text = field("名称", "name on the tables")
    campus: Id | None = field("校区", "campus; none = the only one", None)
    classes: int | None = field("同时班级数", "how many classes at once; left out = one, null = no limit", 1, ge=1)
    heads: int | None = field("同时人数", "how many pupils at once, standing included", None, ge=1)
    seats: int | None = field("座位数", "seats, which limit reading but not borrowing; none = not counted", None, ge=0)
    valid_from: Date | None = field("起始日期", "first date on which it can be used; none = from the start", None)
    valid_until: Date | None = field("结束日期", "last date; none = to the end", None)


class Bell(Model):
    """A bell schedule 作息时间表. The newest, then the most specific one that fits a class and a date holds."""

    campus: Id | None = field("校区", "for this campus; none = all", None)
    grades: Grades | None = field("年级", "for these grades; none = all", None)
    weekdays: Days | None = field("星期", "on these days; none = all", None)
    valid_from: Date | None = field("生效日期", "first date (winter bell); none = from the start", None)
    valid_until: Date | None = field("失效日期", "last date; none = to the end", None)
    periods: dict[Id, Span] = field("节次", "name of each period and its time, in order of the day")
    lunch: Span | None = field("午餐", "pupils eat then and cannot visit", None)
    lunch_on_duty: Span | None = field("值日生午餐", "pupils on duty eat then instead", None)
    home: Time | None = field("放学", "pupils who do not stay for after-school service leave then", None)

    @field_validator("periods", mode="after")
    @classmethod
    def _in_order_of_the_day(cls, periods: dict[str, Span]) -> dict[str, Span]:
        return dict(sorted(periods.items(), key=lambda item: (item[1].start, item[0])))

    @property
    def breadth(self) -> int:
        """How many of campus, grades and weekdays are left open: the smaller, the more specific."""
        return sum(value is None for value in (self.campus, self.grades, self.weekdays))
