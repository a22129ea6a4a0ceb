"""Other words for the fields of a school file, as schools say them: who writes one is told the word that the file takes.

Words that merely look like a field are found by ``difflib``; these do not.
"""

from __future__ import annotations

from planner.script import in_both

_WORDS: dict[str, str] = {
    "mixed": "混龄 混龄班 混合班 混编 复式 复式教学 multigrade mixed_age vertical composite",
    "days": "调课 调休 补课 补班 换课 上班日 调休上课日 补课日 makeup_days make_up_days swaps workdays",
    "closures": "假期 节假日 法定节假日 休息日 停课 holidays days_off vacations breaks closed",
    "timetable": "课表 总课表 课程安排 schedule lessons",
    "bells": "作息 作息表 作息时间表 上课时间 铃声 bell_times period_times",
    "rooms": "图书馆 阅览室 教室 地点 location library place",
    "windows": "时段 开放时间 开馆时间 借阅时间 opening_hours openings hours opens",
    "demands": "任务 安排 要求 借阅安排 visits requirements",
    "helpers": "小图书管理员 图书管理员 管理员 志愿者 值日生 librarians students volunteers pupil_librarians",
    "adults": "图书老师 图书馆老师 值班老师 管理老师 staff librarian grown_ups",
    "teachers": "老师 任课老师 教职工 staff_list",
    "posts": "职务 工作 岗位设置 jobs roles duties_list",
    "duties": "值日 值日安排 排班规则 rota",
    "events": "校历 大型活动 考试 exams calendar",
    "wishes": "好友 同伴 pairs partners",
    "pupils": "学生数 班额 学生人数 size students_count",
    "teacher": "老师 班主任老师 带班老师 form_tutor class_teacher",
    "count": "个数 数量 班级数 number_of_classes how_many",
    "number": "序号 班次 号",
    "kind": "类别 种类 方式 category",
    "cycle": "频率 频次 多久一次 frequency interval every",
    "times": "几次 每周次数 visits_per_week how_often",
    "seats": "座位 容量 capacity",
    "heads": "限额 容纳人数 最多人数 max_pupils",
    "start": "起 开学 开学日期 第一天 begin from first_day",
    "end": "止 放假日期 结束日期 最后一天 until last_day",
    "weekdays": "周几 星期几 哪几天 days_of_week",
    "bans": "禁止 不排 不安排 避开 forbidden avoid not_on",
    "pins": "固定时间 锁定 指定 fixed locked",
    "prefer": "希望 优先 偏爱 wishes preferences likes",
    "subjects": "课程 科目 lessons courses",
    "away": "请假 没空 不来 无法到 unavailable absent",
    "country": "地区 国家 region",
    "name": "校名 标题 title label school_name",
    "accompany": "陪同 带班 陪伴 with_teacher",
    "valid_from": "自 从 from_date begins",
    "valid_until": "至 到 until_date ends",
}
_PLACES = {"days": "term", "closures": "term"}
"""Fields that do not stand at the top of a file, where they are looked for all the same."""
OTHERWISE: dict[str, tuple[str, ...]] = {}
for _field, _said in _WORDS.items():
    for _word in in_both(_said.split()):
        OTHERWISE[_word] = (*OTHERWISE.get(_word, ()), _field)


def field_said_otherwise(word: str, fields: frozenset[str]) -> str:
    """The field, of those that may stand here, that a word means; '' for none. ``term.days``: it has its place there."""
    for meant in OTHERWISE.get(word.lower().replace(" ", "_"), ()):
        if meant in fields:
            return meant
        if "term" in fields and _PLACES.get(meant) == "term":
            return f"term.{meant}"
    return ""
