"""The term as the school writes it: first and last day, what is closed, which day runs which timetable."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, field_validator, model_validator
from pydantic_core import PydanticCustomError

from planner.models.base import Id, Ids, Model, Text, YesNo, as_list, choice, field
from planner.models.days import DayLabel, Days, names_of_days, numbered_days
from planner.models.shorthand import Grades
from planner.models.values import Date, Dates, Span, Weeks

Audience = Literal["all", "classes", "helpers", "library"]
AUDIENCES = choice({"全部": "all", "班级": "classes", "小管理员": "helpers", "图书馆": "library"})
LETTERS = choice({"单周": "A", "双周": "B", "A周": "A", "B周": "B"})


class Closure(Model):
    """Days without lessons, or without pupils (an INSET day)."""

    dates: Dates = field("日期", "the closed dates")
    name: Text = field("名称", "why the school is closed, for example 清明节")
    eats_day: YesNo = field(
        "占用循环日", "day cycles: these dates use up their days of the cycle (a snow day); false = the cycle waits", False
    )


class DayChange(Model):
    """One date that does not simply run its own weekday."""

    date: Date = field("日期", "the date")
    runs_as: DayLabel | None = field("按周几上课", "which day's timetable it runs; none = its own weekday", None)
    goes_on: YesNo = field(
        "循环接着数", "day cycles: true = the cycle goes on from this day; false = the days after it stay as they were", True
    )
    week: int | None = field("按第几周", "which week's parity and number count; none = its own week", None, ge=1)
    after_school: YesNo = field("课后服务", "whether after-school service is held", True)
    windows: Ids | None = field("开放时段", "only these windows open; none = all as usual", None)
    confirmed: YesNo = field("已确认", "false until the school has announced it: nothing is published on it", True)
    note: Text | None = field("备注", "where this was announced, or why", None)


class LetterStart(Model):
    """A date from whose week on the letters of the weeks are counted anew."""

    date: Date = field("日期", "any date of the first week that is counted anew")
    letter: Annotated[str, LETTERS] = field("周别", "letter of that week: A (单周) or B (双周)", "A", pattern="^[AB]$")

    @model_validator(mode="before")
    @classmethod
    def _from_date(cls, data: Any) -> Any:
        return data if isinstance(data, dict) else {"date": data}


class SomeWeeks(Model):
    """Weekdays that are school days in some weeks only: alternating Saturdays 大小周."""

    weekdays: Days = field("星期", "the weekdays, for example SAT")
    weeks: Weeks = field("周次", "the weeks in which they are school days: 'odd', '2-8 even'")


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
    letters: Annotated[Literal["calendar", "goes_on"], choice({"按日历": "calendar", "顺延": "goes_on"})] = field(
        "单双周接续",
        "weeks without school: calendar = each has its letter; goes_on = the letters go on after them",
        "calendar",
    )
    letters_from: Annotated[tuple[LetterStart, ...], BeforeValidator(as_list)] = field(
        "单双周起算", "dates from whose week on the letters are counted anew", ()
    )
    closed_weeks_count: YesNo = field("放假周计周次", "whether a week without any school day has a week number", True)
    timezone: str = field("时区", "IANA name of the time zone", "Asia/Shanghai")
    country: str | None = field(
        "国家或地区",
        "whose public holidays are proposed: a country or a part of one (ISO 3166: TW, GB-SCT); none = that of the time zone",
        None,
        pattern="^[A-Z]{2}(-[A-Z0-9]{1,3})?$",
    )
    weekdays: Days = field("上课日", "days with lessons in an ordinary week", ("MON", "TUE", "WED", "THU", "FRI"))
    only_in_weeks: Annotated[tuple[SomeWeeks, ...], BeforeValidator(as_list)] = field(
        "隔周上课", "weekdays that are school days in some weeks only, for example every other Saturday", ()
    )
    cycle_days: int | None = field(
        "循环日",
        "a day cycle that replaces weekdays: its length (D1, D2 …) or the names of its days ('A-F', 一~六); none = weekdays",
        None,
        ge=2,
        le=10,
    )
    cycle_names: Ids = field("循环日名称", "the school's own names for the days of the cycle; none = Day 1, Day 2 …", ())
    closures: Annotated[tuple[Closure, ...], BeforeValidator(as_list)] = field("放假", "days without lessons", ())
    days: Annotated[tuple[DayChange, ...], BeforeValidator(as_list)] = field("特殊日", "make-up days and other changes", ())
    recall_weeks: Grades | None = field("催还周", "weeks in which books only come back: no new loans", None)

    @model_validator(mode="before")
    @classmethod
    def _days_by_name(cls, data: Any) -> Any:
        """`cycle_days: A-F` is the length and the names in one."""
        if not isinstance(data, dict):
            return data
        names = names_of_days(data)
        if not names:
            return {k: numbered_days(v) or v if k in {"cycle_days", "循环日"} else v for k, v in data.items()}
        rest = {k: v for k, v in data.items() if k not in {"cycle_days", "循环日", "cycle_names", "循环日名称"}}
        return {**rest, "cycle_days": len(names), "cycle_names": names}

    @field_validator("cycle_days", mode="before")
    @classmethod
    def _no_other_words(cls, value: Any) -> Any:
        if isinstance(value, list | str) and not str(value).strip().isdecimal():
            raise PydanticCustomError("cycle_names", "cannot read '{value}'", {"value": str(value)})
        return value

    @field_validator("cycle_names", mode="after")
    @classmethod
    def _one_name_each(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        if len({name.upper() for name in names}) < len(names):
            raise PydanticCustomError("cycle_names_twice", "two days of the cycle have one name", {})
        return names


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
    audience: Annotated[Audience, AUDIENCES] = field(
        "对象",
        "in whose calendars it stands besides the library's: all, classes, helpers, library (nobody else's)",
        "all",
    )
