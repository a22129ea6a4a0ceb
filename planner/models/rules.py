"""The rules of a plan: one name, one sentence in each language, and how each is switched.

Each name stands here, once in ``planner.checker`` and once in ``planner.solver.rules``; a test compares the three lists.
"""

from __future__ import annotations

from typing import Annotated, Literal

from planner.models.base import Model, Text, choice, field

Mode = Literal["hard", "soft", "off"]
Group = Literal["visits", "duties", "changes"]
_MODES = choice({"必须": "hard", "尽量": "soft", "关闭": "off"})


class Rule(Model):
    """One rule as it comes: its sentence, whether it binds or has a price, and what its amount counts."""

    name: str
    group: Group
    mode: Mode
    weight: int
    sentence: Text
    counts: Text


class RuleSetting(Model):
    """How a school wants one rule; anything left out stays as the rule comes."""

    mode: Annotated[Mode, _MODES] | None = field("方式", "hard = must hold, soft = has a price, off = not looked at", None)
    weight: int | None = field("权重", "price of one unit when soft, 1 to 10000", None, ge=1, le=10000)


_Row = tuple[str, Group, Mode, int, str, str, str, str]
# name, group, mode, weight; the sentence in English and Chinese; what the amount counts in English and Chinese.
# fmt: off
_LIST: tuple[_Row, ...] = (
    ("demand_met", "visits", "hard", 1000,
     "Each class gets its visits in every cycle.",
     "每个班在每个周期内都排到应有的次数。",
     "visits missing or too many in a cycle", "每周期缺少或多出的次数"),
    ("eligible", "visits", "hard", 100,
     "A visit stands only in a slot or lesson meant for it.",
     "只排在允许的时间段或课节。",
     "dates on which the place is not allowed", "不允许的日期数"),
    ("forbidden", "visits", "hard", 100,
     "No visit where the school has ruled it out.",
     "学校规定不排的时间不排。",
     "dates at a forbidden place", "排在禁排处的日期数"),
    ("pinned", "visits", "hard", 200,
     "A visit the librarian has pinned stays there.",
     "老师指定的安排保持不变。",
     "pinned visits that stand elsewhere", "未按指定安排的次数"),
    ("class_free", "visits", "hard", 100,
     "A class comes only when it has no other lesson, does not eat and is at school.",
     "班级只在没有其他课、不用餐、在校时到馆。",
     "dates on which the class is not free", "班级没空的日期数"),
    ("teacher_free", "visits", "hard", 100,
     "The accompanying teacher is free and with one class at a time.",
     "带队老师有空，且同一时间只带一个班。",
     "dates on which the teacher is elsewhere", "老师冲突的日期数"),
    ("one_visit_a_day", "visits", "hard", 50,
     "A class comes at most once a day.",
     "一个班一天最多到馆一次。",
     "visits too many on a date", "同一天多出的次数"),
    ("slot_capacity", "visits", "hard", 100,
     "A slot takes no more classes and pupils than it has room for.",
     "每个时间段的班级数和人数不超过上限。",
     "classes or pupils over the limit, by date", "按日期累计超出的班数或人数"),
    ("room_capacity", "visits", "hard", 100,
     "A room takes no more classes and pupils at once than it can hold.",
     "每个场地同时容纳的班级数和人数不超过上限。",
     "classes or pupils over the limit, by date", "按日期累计超出的班数或人数"),
    ("room_seats", "visits", "hard", 100,
     "Readers at once have a seat each.",
     "同时阅览的人数不超过座位数。",
     "seats missing, by date", "按日期累计缺少的座位数"),
    ("grade_limit", "visits", "hard", 50,
     "Not too many classes of one grade at once.",
     "同一年级同时到馆的班级不超过上限。",
     "classes over the limit, by date", "按日期累计超出的班数"),
    ("each_day_served", "visits", "hard", 50,
     "Every open day has its least number of classes.",
     "每个开放日都有最少数量的班级到馆。",
     "classes missing on a date", "按日期累计缺少的班数"),
    ("fair_visits", "visits", "off", 1,
     "Over the term each class comes about as often as any other.",
     "整个学期各班实际到馆次数尽量接近。",
     "visits between the class with most and the class with fewest", "最多班与最少班相差的次数"),
    ("lost_visits", "visits", "soft", 3,
     "Visits do not fall on dates on which the class is away.",
     "尽量避开班级外出的日期。",
     "visits lost", "落空的次数"),
    ("preference", "visits", "soft", 1,
     "Classes and teachers get what they asked for.",
     "尽量满足班级和老师的意愿。",
     "cost of wishes not met", "未满足意愿的代价"),
    ("spread", "visits", "soft", 2,
     "Borrowing and reading of a class are not on neighbouring days.",
     "同一个班的借书和阅览尽量不在相邻两天。",
     "pairs of neighbouring visits", "相邻的次数"),
    ("grade_days", "visits", "soft", 2,
     "The classes of a grade keep together, or apart, as the school wants.",
     "同年级班级按学校要求集中或分散。",
     "days too many, or classes too close", "多用的天数或过于集中的班数"),
    ("fair_slots", "visits", "soft", 1,
     "Unwelcome slots go to those who had good ones last term.",
     "冷门时间段优先安排给上学期时段较好的班级。",
     "unwelcomeness, more for classes that had it last term", "冷门程度（上学期吃亏的班加重计）"),
    ("post_staffed", "duties", "hard", 1000,
     "Every post of every open window has its helpers.",
     "每次开放、每个岗位都有人值日。",
     "helpers missing or too many at a duty", "缺少或多出的人数"),
    ("helper_available", "duties", "hard", 200,
     "A helper serves only when able to come, on the own campus, and not in lessons or with the class in the library.",
     "小管理员只在本校区、能到、不上课、也不随班到馆时值日。",
     "dates on which the helper cannot come", "不能到的日期数"),
    ("helper_suitable", "duties", "hard", 200,
     "A helper does only posts trained for, in the post's grades.",
     "只安排受过培训、年级合适的岗位。",
     "duties at an unsuitable post", "岗位不合适的次数"),
    ("arrival_fits", "duties", "hard", 100,
     "Helpers can be there when the duty begins: lessons and lunch are over.",
     "到岗时间已下课、已用餐。",
     "dates on which the helper cannot be there in time", "不能按时到岗的日期数"),
    ("escort_tied", "duties", "hard", 200,
     "Each escorted class has its escorts whenever it comes.",
     "需护送的班级每次都有规定人数护送。",
     "escorts missing or too many", "缺少或多出的护送人数"),
    ("duty_pinned", "duties", "hard", 200,
     "A duty the librarian has pinned stays with its helper.",
     "老师指定的值日保持不变。",
     "pinned duties that are elsewhere", "未按指定安排的值日次数"),
    ("duty_max", "duties", "hard", 50,
     "No helper serves more often in a week than allowed.",
     "每人每周值日不超过上限。",
     "duties over the limit, by week", "每周超出的次数"),
    ("duty_min", "duties", "hard", 20,
     "Every helper serves at least as often as agreed.",
     "每人值日不少于下限。",
     "duties missing, by week", "每周不足的次数"),
    ("one_duty_a_day", "duties", "hard", 50,
     "A helper serves at most once a day.",
     "每人一天最多值日一次。",
     "duties too many on a date", "同一天多出的次数"),
    ("no_consecutive", "duties", "hard", 20,
     "A helper does not serve on two days in a row, where the school says so.",
     "学校要求时，不连续两天值日。",
     "pairs of neighbouring days", "连续两天的次数"),
    ("trainee_paired", "duties", "hard", 50,
     "A trainee serves beside trained helpers of the same post.",
     "实习生与同岗位的熟手一起值日。",
     "trainees too many beside the trained", "超出配对的实习生数"),
    ("experienced_there", "duties", "hard", 50,
     "Every shift has its experienced helpers.",
     "每个班次都有熟练的小管理员。",
     "experienced helpers missing", "缺少的熟练人数"),
    ("adult_there", "duties", "hard", 500,
     "One adult is on the campus for each open window, travel time included.",
     "每次开放都有一位成人在本校区，含路程时间。",
     "open windows without their adult, or an adult in two places", "无人在场或分身的次数"),
    ("fair_duties", "duties", "soft", 3,
     "Duties are shared evenly; each further one of the same helper costs more.",
     "值日次数尽量平均。",
     "cost of uneven shares", "不平均的代价"),
    ("duty_wishes", "duties", "soft", 1,
     "Helpers serve when they would like to.",
     "尽量按小管理员希望的时间安排。",
     "duties at other times", "不在希望时间的次数"),
    ("same_weekday", "duties", "soft", 1,
     "A helper keeps the same weekday.",
     "同一人尽量固定在同一个星期几。",
     "further weekdays", "多出的星期几"),
    ("own_class", "duties", "soft", 1,
     "A class finds one of its own helpers on duty when it comes.",
     "班级到馆时尽量有本班小管理员值日。",
     "visits without one", "没有本班小管理员的次数"),
    ("pair_wishes", "duties", "soft", 2,
     "Friends serve together, others apart, as asked.",
     "按要求一起或分开值日。",
     "wishes not met", "未满足的次数"),
    ("kept_visits", "changes", "soft", 10,
     "A visit stays where the published plan has it.",
     "到馆时间与已公布的安排一致。",
     "visits moved", "变动的到馆次数"),
    ("kept_weekdays", "changes", "soft", 5,
     "A moved visit keeps its weekday.",
     "变动的班级尽量不换星期几。",
     "visits on another weekday", "换了星期几的次数"),
    ("kept_helpers", "changes", "soft", 5,
     "Duties stay with the helpers of the published plan.",
     "值日人员与已公布的安排一致。",
     "duties given to somebody else", "换人的值日次数"),
)
# fmt: on


def _rule(row: _Row) -> Rule:
    name, group, mode, weight, en, zh, counts_en, counts_zh = row
    sentence, counts = Text(zh=zh, en=en), Text(zh=counts_zh, en=counts_en)
    return Rule(name=name, group=group, mode=mode, weight=weight, sentence=sentence, counts=counts)


RULES: dict[str, Rule] = {row[0]: _rule(row) for row in _LIST}
"""Every rule by name, hard before soft within visits and duties; then what changing a published plan costs."""
