"""The first sheet of the workbook: how to fill it in, on one page, with links to the others."""

from __future__ import annotations

from typing import Any

from planner.models.base import Language
from planner.outputs.workbook.styles import Styles
from planner.sheets.layout import Table

_TITLE: dict[Language, str] = {"zh": "图书馆排班资料表", "en": "What the library planner needs to know"}
_LINES: dict[Language, tuple[str, ...]] = {
    "zh": (
        "一张工作表写一类资料，下面列出各表的用处，点表名可以跳过去。用不到的表留空即可。",
        "黄色列名必填，蓝色可以不填；把鼠标停在列名上，批注里有说明、例子和不填时的默认值。",
        "编号自己取，简短即可（汉字、字母、数字），其他表用编号引用它；有下拉列表的格子请从列表里选。",
        "一格里写几项时用顿号或逗号隔开；带条件的内容每行写一条，例如：周一; 周次: 2-5; 原因: 开会。",
        "现有内容是一所示例学校，请改成自己学校的。列的顺序可以调换；自己用的表或列，名称前加 _ 就不会读入。",
        "填好后运行：lunjie plan school.xlsx -o rota。有填错的格子时会另存一份 .checked.xlsx，错处标红并写明怎么改。",
    ),
    "en": (
        "A sheet for each topic; the links below lead there. Leave empty what you do not need.",
        "Yellow headings must be filled in, blue ones need not be. Rest the mouse on a heading: its note says what is meant "
        "with an example, and what holds when the cell is empty.",
        "Ids are short names of your own; other sheets refer to them. Where a cell has a drop-down, choose from it.",
        "Several things in a cell have commas between; conditions are one a line: MON; weeks: 2-5; reason: meeting.",
        "A sample school is filled in: put in your own. Columns may stand in any order; a sheet or column whose name begins "
        "with _ is yours and not read.",
        "Then run: lunjie plan school.xlsx -o rota. Wrong cells are marked in a copy, .checked.xlsx.",
    ),
}
_ABOUT: dict[str, tuple[str, str]] = {
    "school": ("学校名称、语言", "name of the school, language"),
    "term": ("学期起止、教学周、催还周", "first and last day, weeks, recall weeks"),
    "closures": ("放假的日期；调休日按周几上课", "days off; which timetable a make-up day runs"),
    "campuses": ("有分校时填写", "only for schools with several sites"),
    "bells": ("每节课的起止时间、午餐、放学", "times of the periods, lunch, home time"),
    "rooms": ("借书处、阅览室各能容纳多少", "what the rooms of the library can hold"),
    "classes": ("各年级几个班；个别班可单列一行", "classes of each grade; a single class may have its own row"),
    "teachers": ("只写有特殊情况的老师", "only teachers about whom more is known than a name"),
    "timetable": (
        "一个班一行，每格一节课，第二行可写老师",
        "a row for each class, a cell for each lesson, its teacher on a second line",
    ),
    "windows": ("图书馆什么时候开放，分几段", "when the library opens, and its slots"),
    "demands": ("谁来、多久来一次、在哪里", "who comes, how often, and where"),
    "places": ("哪些时间不能排、必须排、最好排", "where visits may not be, must be, or had better be"),
    "posts": ("值日岗位和人数", "posts of the duty rota and how many helpers"),
    "duties": ("每人每周值日次数等", "how often helpers serve"),
    "helpers": ("小图书管理员名单和不能到的时间", "student librarians and when they cannot come"),
    "wishes": ("哪两人一起、哪两人分开", "who serves together, who apart"),
    "dutypins": ("指定某人值某岗，或不值某岗", "duties given to a helper, or kept from one"),
    "adults": ("图书馆老师在岗的时间", "when librarians are there"),
    "absences": ("班级外出的日期", "dates on which classes are away"),
    "events": ("读书节、清点等有日期的活动", "book fairs, stock-taking and other dated events"),
    "last_term": ("上学期排到冷门时间的班级", "classes that had unwelcome slots last term"),
    "rules": ("规则的松紧，不懂可以不动", "how strict each rule is; it may stay as it is"),
    "printing": ("表下说明、落款、姓名显示", "words below the tables, signature, whose names are shown"),
}


def readme(sheet: Any, styles: Styles, tables: list[Table], language: Language) -> None:
    """Title, the rules of filling in, and a line for each sheet."""
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 76)
    sheet.set_row(0, 30)
    sheet.write_string(0, 0, _TITLE[language], styles.title)
    row = 2
    for n, line in enumerate(_LINES[language], 1):
        sheet.merge_range(row, 0, row, 1, f"{n}. {line}", styles.plain)
        sheet.set_row(row, 32)
        row += 1
    row += 1
    for table in tables:
        sheet.write_url(row, 0, f"internal:'{table.name}'!A1", styles.link, table.name)
        sheet.write_string(row, 1, _ABOUT[table.sheet.key][0 if language == "zh" else 1], styles.plain)
        row += 1
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 1)
    sheet.print_area(0, 0, row - 1, 1)
