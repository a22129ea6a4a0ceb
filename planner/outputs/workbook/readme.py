"""The first sheet of the workbook: how to fill it in, on one page, with links to the others."""

from __future__ import annotations

from typing import Any

from planner.languages import N_
from planner.messages.wording import translator
from planner.models.base import Language
from planner.models.formats import WORKBOOK, WORKBOOK_MARK
from planner.outputs.workbook.styles import Styles
from planner.sheets.layout import Table

_TITLE = N_("What the library planner needs to know")
_LINES = (
    N_("A sheet for each topic; the links below lead there. Leave empty what you do not need."),
    N_(
        "Yellow headings must be filled in, blue ones need not be. Rest the mouse on a heading: its note says what is "
        "meant with an example, and what holds when the cell is empty."
    ),
    N_("Other sheets refer to a room, window or visit by its name. Where a cell has a drop-down, choose from it."),
    N_("Several things in a cell have commas between; conditions are one a line: MON; weeks: 2-5; reason: meeting."),
    N_(
        "A sample school is filled in: put in your own. Columns may stand in any order; a sheet or column whose name "
        "begins with _ is yours and not read."
    ),
    N_("Save it when it is filled in. If something is wrong, a copy is made beside it in which the cells are marked."),
)
_ABOUT: dict[str, str] = {
    "school": N_("name of the school, language"),
    "term": N_("first and last day, weeks, recall weeks"),
    "closures": N_("days off; which timetable a make-up day runs"),
    "campuses": N_("only for schools with several sites"),
    "bells": N_("times of the periods, lunch, home time"),
    "rooms": N_("what the rooms of the library can hold"),
    "classes": N_("classes of each grade; a single class may have its own row"),
    "teachers": N_("only teachers about whom more is known than a name"),
    "timetable": N_("a row for each class, a cell for each lesson, its teacher on a second line"),
    "windows": N_("when the library opens, and its slots"),
    "demands": N_("who comes, how often, and where"),
    "places": N_("where visits may not be, must be, or had better be"),
    "posts": N_("posts of the duty rota and how many student librarians"),
    "duties": N_("how often student librarians serve"),
    "helpers": N_("student librarians and when they cannot come"),
    "wishes": N_("who serves together, who apart"),
    "dutypins": N_("duties given to a student librarian, or kept from one"),
    "adults": N_("when librarians are there"),
    "absences": N_("dates on which classes are away"),
    "events": N_("book fairs, stock-taking and other dated events"),
    "last_term": N_("classes that had unwelcome slots last term"),
    "rules": N_("how strict each rule is; it may stay as it is"),
    "printing": N_("words below the tables, signature, whose names are shown"),
}


def readme(sheet: Any, styles: Styles, tables: list[Table], language: Language) -> None:
    """Title, the rules of filling in, and a line for each sheet."""
    _ = translator(language)
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 76)
    sheet.set_row(0, 30)
    sheet.write_string(0, 0, _(_TITLE), styles.title)
    row = 2
    for n, line in enumerate(_LINES, 1):
        sheet.merge_range(row, 0, row, 1, f"{n}. {_(line)}", styles.plain)
        sheet.set_row(row, 32)
        row += 1
    row += 1
    for table in tables:
        sheet.write_url(row, 0, f"internal:'{table.name}'!A1", styles.link, table.name)
        sheet.write_string(row, 1, _(_ABOUT[table.sheet.key]), styles.plain)
        row += 1
    sheet.write_string(row + 1, 0, f"{WORKBOOK_MARK}{WORKBOOK}", styles.note)
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 1)
    sheet.print_area(0, 0, row - 1, 1)
