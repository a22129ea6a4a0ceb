"""Choices and fixed words in Chinese, as cells show them; the models read both spellings."""

from __future__ import annotations

from planner.languages import LANGUAGES

_KINDS = (
    ("borrowing", "借还书"),
    ("lesson_reading", "阅览课"),
    ("noon_reading", "午间阅览"),
    ("delegates", "班级代表"),
    ("appointment", "预约"),
    ("corner_exchange", "图书角交换"),
    ("teacher_reading", "教师阅览"),
)
_LANGUAGES = {"zh": "中文", "zh-Hant": "繁体中文", "en": "英文"}
_NTH = (("first", "第一个"), ("last", "最后一个"))
_DAYS = (("MON", "周一"), ("TUE", "周二"), ("WED", "周三"), ("THU", "周四"), ("FRI", "周五"), ("SAT", "周六"), ("SUN", "周日"))

CHOICES: dict[str, tuple[tuple[str, str], ...]] = {
    "School.language": tuple((language, _LANGUAGES.get(language, language)) for language in LANGUAGES),
    "Term.first_week_is": (("A", "单周"), ("B", "双周")),
    "LetterStart.letter": (("A", "单周"), ("B", "双周")),
    "Window.kind": (
        ("noon", "中午"),
        ("after_school", "课后"),
        ("break", "课间"),
        ("morning", "早晨"),
        ("duty", "值日"),
    ),
    "Demand.kind": _KINDS,
    "Demand.accompany": (("class_teacher", "班主任"), ("subject_teacher", "任课教师"), ("nobody", "无")),
    "Demand.grades_together": (("together", "集中"), ("apart", "分散")),
    "RuleSetting.mode": (("hard", "必须"), ("soft", "尽量"), ("off", "关闭")),
    "Printing.names": (("class", "班级"), ("masked", "打码"), ("full", "全名")),
    "Event.monthly": tuple((f"{nth} {day}", f"{zh_nth}{zh_day}") for nth, zh_nth in _NTH for day, zh_day in _DAYS),
}
"""'Model.field' -> (value, Chinese word) in the order of the drop-down."""

YES = {"zh": ("是", "否"), "en": ("yes", "no")}
CYCLES: tuple[tuple[str, str], ...] = (
    ("weekly", "每周"),
    ("A/B", "单双周"),
    ("sliding", "顺延"),
    ("sliding by weekday", "按星期顺延"),
    ("once a term", "每学期一次"),
    ("monthly", "每月一次"),
    ("dated", "按日期"),
)
DAY_WORDS: dict[str, str] = {**dict(_DAYS), **{f"D{n}": f"第{n}天" for n in range(1, 11)}}
WEEK_WORDS: dict[str, str] = {"odd": "单周", "even": "双周", "all": "全部"}
