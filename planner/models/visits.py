"""When the library is open, who wants to come how often, and what a school allows, forbids or prefers."""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, model_serializer, model_validator
from pydantic_core import PydanticCustomError

from planner.models.base import Id, Ids, Model, Text, YesNo, as_list, choice, field
from planner.models.days import Days
from planner.models.people import Who
from planner.models.shorthand import Grades, chinese_number
from planner.models.term import Term
from planner.models.values import ALL_WEEKS, Date, Dates, Span, Time, Turns, Weeks
from planner.script import simplified

WindowKind = Literal["noon", "after_school", "break", "morning", "duty"]
DemandKind = Literal[
    "borrowing", "lesson_reading", "noon_reading", "delegates", "appointment", "corner_exchange", "teacher_reading"
]
_WINDOW_KINDS = choice(
    {
        "中午": "noon",
        "午间": "noon",
        "课后": "after_school",
        "放学后": "after_school",
        "课间": "break",
        "早晨": "morning",
        "早上": "morning",
        "值日": "duty",
    }
)
_DEMAND_KINDS = choice(
    {
        "借书": "borrowing",
        "借还": "borrowing",
        "借还书": "borrowing",
        "阅览课": "lesson_reading",
        "午间阅览": "noon_reading",
        "班级代表": "delegates",
        "预约": "appointment",
        "图书角交换": "corner_exchange",
        "教师阅览": "teacher_reading",
    }
)
_ACCOMPANY = choice({"班主任": "class_teacher", "任课教师": "subject_teacher", "任课老师": "subject_teacher", "无": "nobody"})
_TOGETHER = choice({"集中": "together", "分散": "apart"})
Category = Literal["BORROWING", "READING", "DUTY", "EVENT", "OPENING"]
READING_KINDS = frozenset({"lesson_reading", "noon_reading", "teacher_reading"})


class WindowChange(Model):
    """New times of a window from a date on, for example in winter."""

    valid_from: Date = field("生效日期", "first date of the new times")
    time: Span | None = field("时间", "opening time", None)
    slots: Annotated[tuple[Span, ...], BeforeValidator(as_list)] = field("时间段", "slot times, as many as before", ())


class Window(Model):
    """A time at which the library opens 开放时段, cut into slots; by the clock, or anchored to the bell."""

    id: Id = field("编号", "short id")
    name: Text = field("名称", "name on the tables")
    kind: Annotated[WindowKind, _WINDOW_KINDS] = field(
        "类型", "noon, after_school, break, morning, or duty (helpers only: repairs, deliveries)", "noon"
    )
    campus: Id | None = field("校区", "campus; none = that of its rooms", None)
    rooms: Ids = field("场地", "rooms a visit can go to, one of them", ())
    with_rooms: Ids = field("同时占用", "rooms that every visit uses as well (borrow here, read next door)", ())
    weekdays: Days = field("星期", "days on which it opens", ("MON", "TUE", "WED", "THU", "FRI"))
    weeks: Weeks = field("周次", "teaching weeks in which it opens for visits", ALL_WEEKS)
    valid_from: Date | None = field("起始日期", "first day it opens; before it nobody comes, nothing is owed", None)
    valid_until: Date | None = field("结束日期", "last day it opens; after it nobody comes, nothing is owed", None)
    time: Span | None = field("时间", "opening time; none = anchored, or from the slots", None)
    after: Id | None = field("在某节后", "anchored: opens after this period", None)
    before: Id | None = field("在某节前", "anchored: closes before this period", None)
    gap: int = field("间隔分钟", "anchored: minutes between the period and the window", 0, ge=0)
    slots: Annotated[tuple[Span, ...], BeforeValidator(as_list)] = field("时间段", "slots by the clock", ())
    slot_minutes: Annotated[tuple[int, ...], BeforeValidator(as_list)] = field(
        "每段分钟", "lengths of the slots one after the other; a single number fills `time` with equal slots", ()
    )
    changes: Annotated[tuple[WindowChange, ...], BeforeValidator(as_list)] = field("调整", "new times from a date on", ())
    classes: int | None = field("每段班级数", "classes in one slot; none = as many as the rooms take", None, ge=1)
    heads: int | None = field("每段人数", "pupils in one slot; none = as many as the rooms take", None, ge=1)
    grades: Grades | None = field("年级", "grades that may come; none = all", None)
    booked: YesNo = field("按班预约", "false: free borrowing, no class is booked, helpers may still be needed", True)
    school_days_only: YesNo = field(
        "只在上课日", "false: free hours by the wall calendar, school day or not (a boarding school's Sunday evening)", True
    )
    tidy: Span | None = field("整理时间", "time for shelving after the slots", None)
    unpopular: dict[str, int] = field(
        "冷门程度", "slot number, weekday, or 'MON 3' -> 1 to 9: how unwelcome, for sharing the bad slots fairly", {}
    )


_CYCLES = {
    "weekly": "weekly",
    "每周": "weekly",
    "a/b": "ab",
    "ab": "ab",
    "单双周": "ab",
    "两周": "ab",
    "dated": "dated",
    "按日期": "dated",
    "term": "dated",
    "once a term": "dated",
    "termly": "dated",
    "每学期": "dated",
    "每学期一次": "dated",
    "学期一次": "dated",
    "month": "month",
    "monthly": "month",
    "once a month": "month",
    "每月": "month",
    "每月一次": "month",
    "sliding": "sliding",
    "顺延": "sliding",
    "轮流": "sliding",
}


class Cycle(Model):
    """How held dates become turns: weekly, A/B, every n weeks, sliding by held windows, or every date by itself.

    ``dated`` is once a term, on the best date; ``month`` is the same in every month, and spelled out so when it is read.
    """

    kind: Literal["weekly", "ab", "weeks", "sliding", "dated", "month"] = field("方式", "how turns follow each other")
    n: int | None = field(
        "长度", "weeks of a `weeks` cycle; windows of a `sliding` round (none = as few as serve everybody)", None, ge=1
    )
    keep_weekday: YesNo = field("星期不变", "sliding: each weekday slides by itself, so that a class keeps its day", False)

    @model_validator(mode="before")
    @classmethod
    def _from_words(cls, value: Any) -> Any:
        if isinstance(value, dict):
            said = {k: simplified(v.strip().lower()) for k, v in value.items() if k in {"kind", "方式"} and isinstance(v, str)}
            return value | {k: _CYCLES[word] for k, word in said.items() if word in _CYCLES}
        if not isinstance(value, str):
            return value
        word = simplified(value.strip().lower())
        if word in _CYCLES:
            return {"kind": _CYCLES[word]}
        if word in {"sliding by weekday", "按星期顺延"}:
            return {"kind": "sliding", "keep_weekday": True}
        match = re.fullmatch(r"(?:sliding|顺延)\s*(\d{1,4})( by weekday| ?按星期)?", word)
        if match:
            return {"kind": "sliding", "n": int(match[1]), "keep_weekday": bool(match[2])}
        match = re.fullmatch(r"(?:every\s*)?(\d{1,3})\s*weeks?|每?([\d一二三四五六七八九十]+)周(?:一轮)?", word)
        number = chinese_number(match[1] or match[2]) if match else None
        if number:
            return {"kind": "weeks", "n": number}
        raise PydanticCustomError("cycle", "cannot read cycle '{value}'", {"value": value})

    @model_validator(mode="after")
    def _length_where_needed(self) -> Cycle:
        if self.kind == "weeks" and self.n is None:
            raise PydanticCustomError("cycle_length", "a cycle of weeks needs its length n", {})
        return self

    @property
    def has_weeks(self) -> bool:
        """Whether turns repeat with the weeks (weekly, A/B, n weeks), and not by held occasions or dates."""
        return self.kind in {"weekly", "ab", "weeks"}

    @property
    def in_weeks(self) -> int:
        """Length in weeks, where it has weeks."""
        return {"weekly": 1, "ab": 2}.get(self.kind, self.n or 1)

    @model_serializer
    def _to_words(self) -> str:
        if self.kind == "weeks":
            return f"{self.n} weeks"
        if self.kind == "sliding":
            words = "sliding" if self.n is None else f"sliding {self.n}"
            return f"{words} by weekday" if self.keep_weekday else words
        return {"weekly": "weekly", "ab": "A/B", "dated": "dated", "month": "monthly"}[self.kind]


WEEKLY = Cycle(kind="weekly", n=None, keep_weekday=False)


class Place(Model):
    """A condition on where and when in the plan a visit stands; all that are given must fit."""

    weekdays: Days | None = field("星期", "on these days", None)
    windows: Ids | None = field("开放时段", "in these windows", None)
    slots: Grades | None = field("第几段", "in these slots of the window, counted from 1", None)
    periods: Ids | None = field("节次", "in these periods", None)
    rooms: Ids | None = field("场地", "in these rooms", None)
    weeks: Weeks | None = field("周次", "A/B cycles: in weeks of this parity", None)
    turns: Turns | None = field("轮次", "in these turns of the cycle: '#4', '2/3:MON', a date", None)


class Ban(Who, Place):
    """Where visits may not be: 'grades 3–4 not on Wednesday'."""

    reason: Text | None = field("原因", "why, for the messages", None)


class Pin(Who, Place):
    """Where a class's visit must be: the librarian's own decision."""


class Preference(Who, Place):
    """What classes or teachers would like: a visit there costs nothing, elsewhere `cost`; or the other way round."""

    wanted: YesNo = field("想要", "true: this is where they want to be; false: this is what they would rather avoid", True)
    cost: int = field("代价", "how much it matters, 1 to 100", 1, ge=1, le=100)
    reason: Text | None = field("原因", "why, for the messages", None)


class GradeLimit(Model):
    """At most so many classes of a grade at once."""

    grades: Grades = field("年级", "grades, each of which is limited")
    at_once: int = field("同时最多", "classes of one grade in one slot", 1, ge=1)


class Demand(Who):
    """Who comes to the library, how often, and where this can be."""

    id: Id = field("编号", "short id, part of every calendar event's identity")
    name: Text = field("名称", "name on the tables")
    kind: Annotated[DemandKind, _DEMAND_KINDS] = field(
        "类型", "borrowing, lesson_reading, noon_reading, delegates, appointment, corner_exchange or teacher_reading"
    )
    times: int = field("次数", "visits in each cycle", 1, ge=1, le=20)
    cycle: Cycle = field("周期", "weekly, A/B, '3 weeks', sliding, once a month, once a term (dated: the same)", WEEKLY)
    windows: Ids = field("开放时段", "windows a visit can be in", ())
    subjects: dict[str, tuple[str, ...]] = field(
        "学科", "lesson reading: lessons that may be held in the library; grades ('1-2', or 'all') -> subjects", {}
    )
    rooms: Ids = field("场地", "lesson reading: rooms, one of them", ())
    with_rooms: Ids = field("同时占用", "lesson reading: rooms that every visit uses as well", ())
    teachers: Ids | None = field("教师", "teacher reading: these teachers; none = all", None)
    heads: int | None = field("人数", "people who come, if not the whole class (delegates, appointments)", None, ge=1)
    accompany: Annotated[Literal["class_teacher", "subject_teacher", "nobody"], _ACCOMPANY] = field(
        "带队",
        "who comes with the class and has to be free then: class_teacher; subject_teacher = whose lesson is held in the "
        "library, which in a window (borrowing) is nobody, since there is no lesson; nobody",
        "nobody",
    )
    weeks: Weeks = field("周次", "teaching weeks in which it takes place", ALL_WEEKS)
    valid_from: Date | None = field("起始日期", "first date; none of its visits is planned or owed before it", None)
    valid_until: Date | None = field("结束日期", "last date; none of its visits is planned or owed after it", None)
    in_recall_weeks: YesNo = field("催还周照常", "goes on while books only come back (reading does, borrowing does not)", False)
    bans: Annotated[tuple[Ban, ...], BeforeValidator(as_list)] = field("不可安排", "where visits may not be", ())
    pins: Annotated[tuple[Pin, ...], BeforeValidator(as_list)] = field(
        "固定", "where visits must be; also how a grade gets its day: {grades: 3, weekdays: MON}", ()
    )
    prefer: Annotated[tuple[Preference, ...], BeforeValidator(as_list)] = field("偏好", "wishes", ())
    grade_limits: Annotated[tuple[GradeLimit, ...], BeforeValidator(as_list)] = field(
        "同年级限制", "classes of a grade at once", ()
    )
    grades_together: Annotated[Literal["together", "apart"], _TOGETHER] | None = field(
        "年级集中", "a grade on as few, or as many days as possible", None
    )
    each_open_day: int = field("每天至少", "at least so many classes whenever a window of it is open", 0, ge=0)
    books: int = field("每次册数", "books a pupil borrows in one visit, for the estimate", 0, ge=0)
    dates: Dates = field("限定日期", "only on these dates; empty = all", ())
    part_of: Id | None = field("拆自", "the monthly demand of which this is one month; never written by hand", None)

    @model_validator(mode="before")
    @classmethod
    def _subjects_for_all(cls, data: Any) -> Any:
        if isinstance(data, dict):
            for key in ("subjects", "学科"):
                subjects = data.get(key)
                if isinstance(subjects, str | list):
                    words = subjects if isinstance(subjects, list) else re.split(r"[\s,，、]+", subjects.strip())
                    data = {**data, key: {"all": words}}
                elif isinstance(subjects, dict):
                    data = {**data, key: {str(k): as_list(v) for k, v in subjects.items()}}
        return data

    @property
    def category(self) -> Category:
        """The calendar category of its visits."""
        return "READING" if self.kind in READING_KINDS else "BORROWING"

    @property
    def is_lesson(self) -> bool:
        """Whether its visits fill periods of the timetable instead of slots of a window."""
        return self.kind in {"lesson_reading", "teacher_reading"}


__all__ = ["Ban", "Category", "Cycle", "Demand", "GradeLimit", "Pin", "Place", "Preference", "Time", "Window", "WindowChange"]


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec")
_STUB = 10
"""A month of which the term has fewer days belongs to its neighbour: nobody means a visit in two days of August."""


def months_of(term: Term) -> list[tuple[dt.date, dt.date]]:
    """(first, last) date of each month of a term, in order; the few days of another month at either end count with it."""
    months: list[tuple[dt.date, dt.date]] = []
    first = term.start
    while first <= term.end:
        after = (first.replace(day=1) + dt.timedelta(31)).replace(day=1)
        months.append((first, min(term.end, after - dt.timedelta(1))))
        first = after
    if len(months) > 1 and (months[0][1] - months[0][0]).days + 1 < _STUB:
        months[:2] = [(months[0][0], months[1][1])]
    if len(months) > 1 and (months[-1][1] - months[-1][0]).days + 1 < _STUB:
        months[-2:] = [(months[-2][0], months[-1][1])]
    return months


def by_month(demand: Demand, term: Term) -> list[Demand]:
    """The demand month by month, each on its best date. Pins that name a date belong to its month alone."""
    found = []
    for first, last in months_of(term):
        begin = max(first, demand.valid_from) if demand.valid_from else first
        end = min(last, demand.valid_until) if demand.valid_until else last
        if begin > end:
            continue
        middle = begin + (end - begin) / 2
        month = _MONTHS[middle.month - 1]
        pins = tuple(pin for pin in demand.pins if pin.turns is None or any(str(begin) <= t <= str(end) for t in pin.turns))
        found.append(
            demand.model_copy(
                update={
                    "id": f"{demand.id}-{middle:%Y-%m}",
                    "name": Text(zh=f"{demand.name.zh}（{middle.month}月）", en=f"{demand.name.en} ({month})"),
                    "cycle": Cycle(kind="dated", n=None, keep_weekday=False),
                    "valid_from": begin,
                    "valid_until": end,
                    "pins": pins,
                    "part_of": demand.id,
                }
            )
        )
    return found or [demand.model_copy(update={"cycle": Cycle(kind="dated", n=None, keep_weekday=False)})]
