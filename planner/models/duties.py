"""Posts that student librarians staff, and the rules of their service."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, model_validator

from planner.models.base import Id, Ids, Model, Text, YesNo, as_list, choice, field
from planner.models.days import Days
from planner.models.shorthand import Grades
from planner.models.values import Date, Dates, Time, Turns
from planner.models.visits import WEEKLY, Cycle

_SHARE = choice({"周期": "cycle", "学期": "term"})


class Escort(Model):
    """Helpers who fetch a visiting class, stay with it and bring it back."""

    demand: Id = field("需求", "the demand whose visiting classes are escorted")
    per_class: int = field("每班人数", "helpers for each visiting class", 1, ge=1)


class Phase(Model):
    """One step of a duty: fetch, supervise, walk back."""

    time: Time = field("时间", "when")
    name: Text = field("内容", "what")


class Post(Model):
    """A place on the rota 岗位: so many helpers for each open window (or slot), or as many as its visits need."""

    id: Id = field("编号", "short id")
    name: Text = field("名称", "name on the tables")
    order: int = field("排序", "place in the tables, smallest first", 0)
    windows: Ids | None = field("开放时段", "windows in which it is staffed; none = all", None)
    count: int = field("人数", "helpers at once", 1, ge=0, le=50)
    per_classes: int | None = field(
        "每几个班一人", "one helper for every so many visiting classes, instead of `count`", None, ge=1
    )
    escort: Escort | None = field("护送", "escorts of visiting classes, instead of `count`", None)
    each_slot: YesNo = field("分段值日", "true: each slot is a duty by itself; false: one duty lasts the whole window", False)
    grades: Grades | None = field("年级", "grades that may do it; none = all", None)
    trained: YesNo = field("需培训", "only helpers whose `posts` name it", False)
    arrive: Time | None = field("到岗时间", "when helpers must be there; none = as for all duties", None)
    until: Time | None = field("离岗时间", "when the duty ends; none = when the window closes", None)
    phases: Annotated[tuple[Phase, ...], BeforeValidator(as_list)] = field(
        "流程", "steps of the duty, for the helper's card", ()
    )
    in_recall_weeks: YesNo = field("催还周照常", "staffed also while books only come back", False)
    valid_from: Date | None = field("起始日期", "first date on which it is staffed; none = from the start", None)
    valid_until: Date | None = field("结束日期", "last date; none = to the end", None)

    @model_validator(mode="before")
    @classmethod
    def _no_count_beside_a_ratio(cls, data: Any) -> Any:
        if (
            isinstance(data, dict)
            and "count" not in data
            and "人数" not in data
            and (data.get("escort") or data.get("护送") or data.get("per_classes") or data.get("每几个班一人"))
        ):
            return {**data, "count": 0}
        return data


class DutyPin(Model):
    """A duty the librarian gives to a helper, or keeps from one; all that is given must fit."""

    helper: Id = field("小管理员", "helper id")
    post: Id | None = field("岗位", "post; none = any", None)
    weekdays: Days | None = field("星期", "on one of these days", None)
    windows: Ids | None = field("开放时段", "in one of these windows", None)
    dates: Dates | None = field("日期", "dated rosters: on one of these dates", None)
    slots: Grades | None = field("第几段", "duties by the slot: in one of these slots, counted from 1", None)
    turns: Turns | None = field("轮次", "in one of these turns of the cycle: 'A:MON', '2/4:TUE'", None)
    wanted: YesNo = field("安排", "true: has a duty there; false: has none there", True)


class DutyRules(Model):
    """How often helpers serve."""

    cycle: Cycle = field("周期", "weekly = the same duty every week; A/B; '4 weeks'; dated = every date by itself", WEEKLY)
    max_per_week: int | None = field("每周最多", "most duties a week; none = no limit", 1, ge=0)
    min_per_week: int = field("每周最少", "fewest duties a week", 0, ge=0)
    each_date: YesNo | None = field(
        "逐日计次",
        "day cycles: whether a duty whose day comes twice in a calendar week is two for weekly limits (true) or one (false); "
        "none = two where a maximum is written; where none is, one duty a round is what the cycle itself asks",
        None,
    )
    consecutive_days: YesNo = field("可连续两天", "may a helper serve on two days in a row", True)
    arrive_before: int = field("提前分钟", "minutes before the window opens at which helpers must be there", 0, ge=0)
    remind_before: int = field(
        "提醒分钟", "minutes before they must be there at which the helpers' own calendars ring; 0 = never", 0, ge=0, le=2880
    )
    trainees_per_post: int = field("每岗实习生", "most trainees beside the helpers of one post", 1, ge=0)
    trainee_duties: int = field("实习生次数", "duties of a trainee in each cycle", 1, ge=0)
    share: Annotated[Literal["cycle", "term"], _SHARE] = field(
        "平均范围",
        "what fairness counts: duties in one cycle, or on the dates of the whole term, in proportion to those on which a "
        "helper is there; where no cycle goes through the term (dated rosters, several stretches) always the term",
        "cycle",
    )
    experienced: int = field("每班次熟练者", "experienced helpers at every shift", 0, ge=0)
    pins: Annotated[tuple[DutyPin, ...], BeforeValidator(as_list)] = field("指定值日", "duties that are fixed or ruled out", ())
