"""Classes, teachers, adults and student librarians. Of a child only what a rota needs."""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated

from pydantic import BeforeValidator, model_validator
from pydantic_core import PydanticCustomError

from planner.languages import Language, in_traditional
from planner.models.base import Id, Ids, Model, Text, YesNo, as_list, field
from planner.models.days import Days
from planner.models.shorthand import Grades
from planner.models.values import Date, Dates, Span, Weeks


class Who(Model):
    """Which classes something is about: all that are given must fit; nothing given = every class."""

    grades: Grades | None = field("年级", "grades", None)
    classes: Ids | None = field("班级", "classes, by id or name", None)
    campus: Id | None = field("校区", "campus", None)


class Away(Model):
    """When somebody cannot come; all that are given must fit."""

    weekdays: Days | None = field("星期", "on these days", None)
    windows: Ids | None = field("开放时段", "in these windows", None)
    weeks: Weeks | None = field("周次", "in these weeks", None)
    dates: Dates | None = field("日期", "on these dates", None)
    time: Span | None = field("时间", "between these times", None)
    reason: Text | None = field("原因", "why, for the messages", None)

    @model_validator(mode="before")
    @classmethod
    def _from_days(cls, data: object) -> object:
        return data if isinstance(data, dict) else {"weekdays": data}


def _as_aways(value: object) -> object:
    if value is None:
        return ()
    if isinstance(value, list | tuple) and all(not isinstance(v, dict) for v in value):
        return [{"weekdays": value}] if value else ()
    return value if isinstance(value, list | tuple) else [value]


Aways = Annotated[tuple[Away, ...], BeforeValidator(_as_aways)]


class Absence(Who):
    """Classes that are away on some dates: a visit planned then is lost, and the planner avoids losing any."""

    away: Aways = field("缺席", "when they are away")
    what: Text | None = field("事由", "why, for the reports", None)


class Teacher(Model):
    """Anybody who accompanies a class or reads in the teachers' reading room."""

    id: Id = field("编号", "short id, as used in the timetable")
    name: Text | None = field("姓名", "name on the tables; none = the id", None)
    campus: Id | None = field("校区", "campus; none = any", None)
    away: Aways = field("不能到", "when the teacher cannot come", ())


class AdultPlace(Model):
    """Where an adult is on some days."""

    campus: Id | None = field("校区", "campus; none = the only one", None)
    weekdays: Days | None = field("星期", "on these days; none = every day, or the dates given", None)
    dates: Dates | None = field("日期", "only on these dates", None)
    time: Span | None = field("时间", "part of the day; none = all day", None)


class Adult(Model):
    """A librarian or another adult who keeps a window open."""

    id: Id = field("编号", "short id")
    name: Text = field("姓名", "name on the tables")
    places: Annotated[tuple[AdultPlace, ...], BeforeValidator(as_list)] = field("在岗", "where and when on duty")
    away: Aways = field("缺勤", "sick leave, meetings", ())
    travel_minutes: int = field("路程分钟", "minutes from one campus to another", 0, ge=0)
    max_windows_per_week: int | None = field("每周最多时段", "most windows a week; none = no limit", None, ge=0)
    valid_from: Date | None = field("起始日期", "first date at this school; none = from the start", None)
    valid_until: Date | None = field("结束日期", "last date; none = to the end", None)


_VOLUNTEER = {"zh": "志愿者", "en": "Volunteer"}


class VolunteerWord(Text):
    """The program's own word for a volunteer, where the school gives none: in Traditional characters Taiwan's."""

    def in_(self, language: Language) -> str:
        """As `Text.in_`."""
        return "志工" if in_traditional(language) else super().in_(language)


class Helper(Model):
    """A student librarian 小图书管理员. No student number, birth date, phone or photo, on purpose."""

    id: Id = field("编号", "short id")
    name: str | None = field("姓名", "display name; none = shown as class and number", None, max_length=40)
    class_id: Id = field("班级", "own class, by id or name; a volunteer has none", "", alias="class")
    volunteer: Text | None = field(
        "志愿者", "a grown-up volunteer, by the word for the rota: 志工, 家长志愿者, parent volunteer; true = Volunteer", None
    )
    campus: Id | None = field("校区", "volunteers: their campus; none = the largest", None)
    posts: Ids | None = field("岗位", "posts trained for; none = every post", None)
    trainee: YesNo = field("实习", "comes besides a trained helper and fills no seat", False)
    trainee_until: Date | None = field("实习至", "last date as a trainee; afterwards a full helper", None)
    trained_on: Date | None = field("培训日期", "training; no duty before this date", None)
    experienced: YesNo = field("熟练", "counts as experienced", False)
    valid_from: Date | None = field("起始日期", "first date; none = from the start", None)
    valid_until: Date | None = field("结束日期", "last date; none = to the end", None)
    away: Aways = field("不能到", "when the helper cannot come: '周一', or a list of conditions", ())
    likes: Aways = field("希望", "when the helper would like to come", ())
    max_per_week: int | None = field("每周最多", "most duties a week; none = as for everybody", None, ge=0)
    min_per_week: int | None = field("每周最少", "fewest duties a week; none = as for everybody", None, ge=0)
    last_term: int = field("上学期次数", "duties last term above the average, for a fair start", 0, ge=0)
    consent: YesNo = field("已同意", "the guardian agreed to the name being stored and shown inside", True)
    publish: YesNo = field("可公布", "the name may be shown, masked or whole, where the school shows names", True)

    @model_validator(mode="before")
    @classmethod
    def _volunteers_have_no_class(cls, data: object) -> object:
        if not isinstance(data, dict):
            return data
        key = "志愿者" if "志愿者" in data else "volunteer"
        if data.get(key) in (True, "是", "true", "yes", _VOLUNTEER):
            data = {**data, key: VolunteerWord.model_validate(_VOLUNTEER)}
        if data.get(key):
            data = {name: value for name, value in data.items() if name not in {"class", "class_id", "班级"} or value}
        elif not any(data.get(name) for name in ("class", "class_id", "班级")):
            raise PydanticCustomError("helper_without_class", "a helper needs a class, or is a volunteer", {})
        return data

    @model_validator(mode="before")
    @classmethod
    def _a_trainee_for_some_time(cls, data: object) -> object:
        if isinstance(data, dict) and (data.get("trainee_until") or data.get("实习至")) and "实习" not in data:
            return {"trainee": True, **data}
        return data

    def trainee_on(self, date: dt.date) -> bool:
        """Whether the helper is still a trainee on a date."""
        return self.trainee and (self.trainee_until is None or date <= self.trainee_until)

    @property
    def group(self) -> str:
        """What stands for the class of a volunteer: those with the same word on the same campus."""
        word = re.sub(r"[^\w\-]", "-", self.volunteer.zh) if self.volunteer else ""
        return "-".join(filter(None, ("volunteer", word, self.campus)))

    @property
    def moves_up(self) -> bool:
        """Whether the helper becomes a full helper during the term."""
        return self.trainee and self.trainee_until is not None


class HelperWish(Model):
    """Two helpers who want to serve together, or had better not."""

    helpers: Ids = field("小管理员", "two helper ids", min_length=2, max_length=2)
    together: YesNo = field("一起", "true = together, false = apart", True)
