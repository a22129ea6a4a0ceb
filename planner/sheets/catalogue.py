"""The sheets of a school workbook: one for each topic, in the order of the tabs."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from planner.models.base import Language, Model
from planner.models.classes import ClassEntry
from planner.models.duties import DutyPin, DutyRules, Post
from planner.models.people import Absence, Adult, Helper, HelperWish, Teacher
from planner.models.places import Bell, Campus, Room
from planner.models.rules import RULES, RuleSetting
from planner.models.school import Printing, School
from planner.models.term import Closure, DayChange, Event, Term
from planner.models.timetable import TimetableRow
from planner.models.visits import Ban, Demand, Pin, Preference, Window
from planner.script import spelt
from planner.sheets.columns import Column, columns_of
from planner.sheets.help import HELP

DEFAULT_SETTING = {"zh": "默认", "en": "default"}
"""In the sheet of rules: a rule that is named without any change."""
FORM_HEADINGS = (
    Column("item", "项目", "item", "str", True),
    Column("value", "内容", "value", "str"),
    Column("other", "内容(英文)", "value (zh)", "str"),
    Column("help", "说明", "help", "str"),
)
"""Columns of a form; the third only holds the other language of a bilingual text, the last is not read."""
KIND = Column(
    "kind of row",
    "类别",
    "kind of row",
    "str",
    True,
    help={"zh": HELP["kind of row"], "en": "what this row is about; choose from the drop-down"},
)
OWNER = Column(
    "demand",
    "需求",
    "demand",
    "id",
    True,
    offers="demands",
    help={"zh": HELP["demand"], "en": "the demand that it belongs to, by id"},
)
SENTENCE = Column("meaning", "规则说明", "meaning", "str")


@dataclass(frozen=True)
class SheetSection:
    """A list (or, in a form, a single block) of the school file that stands on a sheet."""

    path: tuple[str, ...]
    model: type[Model]
    without: tuple[str, ...] = ()
    zh: str = ""
    en: str = ""
    """Word in the column ``KIND``, where a sheet holds several lists."""
    key: Column | None = None
    """The file has a mapping instead of a list: this column holds its keys."""
    number: Column | None = None
    """The mapping's values are whole numbers, in this column, and no blocks of fields."""

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """The fields that have a column of their own."""
        return (self.number,) if self.number else columns_of(self.model, self.without)

    def word(self, language: Language) -> str:
        """The word in the column ``KIND``."""
        return spelt(language, self.zh, self.en)


@dataclass(frozen=True)
class SheetForm:
    """One tab."""

    key: str
    zh: str
    en: str
    sections: tuple[SheetSection, ...]
    form: bool = False
    owned: bool = False
    """The lists belong to demands: a column names the demand."""
    periods: bool = False
    """Bells: a further column for each period."""
    grid: bool = False
    """The timetable: a row for each class, a column for each period of each day."""
    ignored: tuple[Column, ...] = field(default=())
    """Columns that explain and are not read."""

    def name(self, language: Language) -> str:
        """The name of the tab."""
        return spelt(language, self.zh, self.en)

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """All columns but those that depend on the school. Lists of one sheet share the columns of one Chinese heading."""
        found: dict[str, Column] = {}
        if len(self.sections) > 1:
            found[KIND.key] = KIND
        if self.owned:
            found[OWNER.key] = OWNER
        for section in self.sections:
            for column in (*((section.key,) if section.key else ()), *section.columns):
                if all(column.zh != other.zh for other in found.values()):
                    found[column.key] = column
        return (*found.values(), *self.ignored)


_ELSEWHERE: tuple[str, ...] = (
    *("term", "campuses", "bells", "rooms", "classes", "teachers", "timetable", "windows", "demands", "posts", "duties"),
    *("helpers", "wishes", "adults", "absences", "events", "last_term", "rules", "printing"),
)
"""Fields of the school that have a sheet of their own."""
_RULE = Column(
    "rule",
    "规则",
    "rule",
    "str",
    True,
    choices=tuple((name, name) for name in RULES),
    help={"zh": "规则的名称，不要改。", "en": "name of the rule; do not change it"},
)
_CLASS = Column(
    "class", "班级", "class", "str", True, offers="class", help={"zh": "班级的编号或名称。", "en": "class, by id or name"}
)
_DEGREE = Column(
    "degree",
    "冷门程度",
    "degree",
    "int",
    True,
    help={
        "zh": "上学期的时间段有多冷门，1（稍冷门）到 9（最冷门）。",
        "en": "how unwelcome its slot was last term, 1 to 9",
    },
)

SHEETS: tuple[SheetForm, ...] = (
    SheetForm("school", "学校", "School", (SheetSection((), School, _ELSEWHERE),), form=True),
    SheetForm("term", "学期", "Term", (SheetSection(("term",), Term, ("closures", "days")),), form=True),
    SheetForm(
        "closures",
        "放假与调休",
        "Closures and changes",
        (
            SheetSection(("term", "closures"), Closure, zh="放假", en="closed"),
            SheetSection(("term", "days"), DayChange, zh="特殊日", en="changed day"),
        ),
    ),
    SheetForm("campuses", "校区", "Campuses", (SheetSection(("campuses",), Campus),)),
    SheetForm("bells", "作息时间", "Bells", (SheetSection(("bells",), Bell, ("periods",)),), periods=True),
    SheetForm("rooms", "场地", "Rooms", (SheetSection(("rooms",), Room),)),
    SheetForm("classes", "班级", "Classes", (SheetSection(("classes",), ClassEntry),)),
    SheetForm("teachers", "教师", "Teachers", (SheetSection(("teachers",), Teacher),)),
    SheetForm("timetable", "课程表", "Timetable", (SheetSection(("timetable",), TimetableRow, ("days",)),), grid=True),
    SheetForm("windows", "开放时段", "Windows", (SheetSection(("windows",), Window),)),
    SheetForm("demands", "需求", "Demands", (SheetSection(("demands",), Demand, ("bans", "pins", "prefer")),)),
    SheetForm(
        "places",
        "禁排·固定·偏好",
        "Bans, pins, preferences",
        (
            SheetSection(("demands", "bans"), Ban, zh="不可安排", en="not here"),
            SheetSection(("demands", "pins"), Pin, zh="固定", en="pinned"),
            SheetSection(("demands", "prefer"), Preference, zh="偏好", en="wish"),
        ),
        owned=True,
    ),
    SheetForm("posts", "岗位", "Posts", (SheetSection(("posts",), Post),)),
    SheetForm("duties", "值日规则", "Duty rules", (SheetSection(("duties",), DutyRules, ("pins",)),), form=True),
    SheetForm("helpers", "小图书管理员", "Helpers", (SheetSection(("helpers",), Helper),)),
    SheetForm("wishes", "搭档", "Pairs", (SheetSection(("wishes",), HelperWish),)),
    SheetForm("dutypins", "指定值日", "Fixed duties", (SheetSection(("duties", "pins"), DutyPin),)),
    SheetForm("adults", "馆员", "Adults", (SheetSection(("adults",), Adult),)),
    SheetForm("absences", "外出", "Absences", (SheetSection(("absences",), Absence),)),
    SheetForm("events", "活动", "Events", (SheetSection(("events",), Event),)),
    SheetForm("last_term", "上学期", "Last term", (SheetSection(("last_term",), School, key=_CLASS, number=_DEGREE),)),
    SheetForm("rules", "规则", "Rules", (SheetSection(("rules",), RuleSetting, key=_RULE),), ignored=(SENTENCE,)),
    SheetForm("printing", "打印", "Printing", (SheetSection(("printing",), Printing),), form=True),
)
SHEET_BY_KEY: dict[str, SheetForm] = {sheet.key: sheet for sheet in SHEETS}
IGNORED_SHEETS: dict[str, tuple[str, str]] = {"readme": ("说明", "Read me"), "problems": ("问题", "Problems")}
"""Sheets that the reader leaves alone, besides those whose name begins with ``_``."""
LISTS_SHEET = "_lists"
