"""The term as the school writes it: first and last day, what is closed, which day runs which timetable."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator

from planner.models.base import Id, Ids, Model, Text, YesNo, as_list, choice, field
from planner.models.values import Date, Dates, DayLabel, Days, Grades, Span


class Closure(Model):
    """Days without lessons."""

    dates: Dates = field("日期", "the closed dates")
    name: Text = field("名称", "why the school is closed, for example 清明节")


class DayChange(Model):
    """One date that does not simply run its own weekday (facts of DOMAIN.md 4.1)."""

    date: Date = field("日期", "the date")
    runs_as: DayLabel | None = field("按周几上课", "which day's timetable it runs; none = its own weekday", None)
    week: int | None = field("按第几周", "which week's parity and number count; none = its own week", None, ge=1)
    after_school: YesNo = field("课后服务", "whether after-school service is held", True)
    windows: Ids | None = field("开放时段", "only these windows open; none = all as usual", None)
    confirmed: YesNo = field("已确认", "false until the school has announced it: nothing is published on it", True)
    note: Text | None = field("备注", "where this was announced, or why", None)


class Term(Model):
    """One term of the school year."""

    id: Id = field("编号", "short id, part of every calendar event's identity, for example 2026-spring")
    school_year: Text = field("学年", "for the table titles, for example 2025–2026学年")
    name: Text = field("名称", "for the table titles, for example 第二学期")
    start: Date = field("开始", "first school day")
    end: Date = field("结束", "last school day")
    week1_monday: Date | None = field("第一周周一", "Monday of teaching week 1; none = the week of `start`", None)
    first_week_is: Annotated[str, choice({"单周": "A", "双周": "B"})] = field(
        "首周", "parity of week 1: A (单周) or B (双周)", "A", pattern="^[AB]$"
    )
    timezone: str = field("时区", "IANA name of the time zone", "Asia/Shanghai")
    weekdays: Days = field("上课日", "days with lessons in an ordinary week", ("MON", "TUE", "WED", "THU", "FRI"))
    cycle_days: int | None = field(
        "循环日", "number of days in a day cycle (D1, D2 …) that replaces weekdays; none = weekdays", None, ge=2, le=10
    )
    closures: Annotated[tuple[Closure, ...], BeforeValidator(as_list)] = field("放假", "days without lessons", ())
    days: Annotated[tuple[DayChange, ...], BeforeValidator(as_list)] = field("特殊日", "make-up days and other changes", ())
    recall_weeks: Grades | None = field("催还周", "weeks in which books only come back: no new loans", None)


class Event(Model):
    """Something dated that is not a visit or a duty; it may close rooms or windows."""

    id: Id = field("编号", "short id")
    name: Text = field("名称", "what happens")
    dates: Dates = field("日期", "when; empty = still to be dated", ())
    monthly: str | None = field(
        "每月",
        "'first FRI' or 'last FRI': that teaching day of each month, besides `dates`",
        None,
        pattern=r"^(first|last) (MON|TUE|WED|THU|FRI|SAT|SUN)$",
    )
    time: Span | None = field("时间", "time of day; none = all day", None)
    still_to_date: int = field("待定次数", "how many more are promised without a date", 0, ge=0)
    closes_rooms: Ids = field("占用场地", "rooms that cannot be used then", ())
    closes_windows: Ids = field("停开时段", "windows that do not open then", ())
    no_new_loans: YesNo = field("停止外借", "books only come back on these dates", False)
    grades: Grades | None = field("年级", "for whom; none = everybody", None)
