"""The words for problems of workbooks. Each: what is wrong, and how to mend it."""

from __future__ import annotations

from planner.languages import N_
from planner.messages.wording import Wording

WORKBOOK_WORDS: dict[str, Wording] = {
    "not_workbook": Wording(
        N_("The file is not an Excel workbook, whatever its name says."),
        N_("Open it in Excel or WPS and save it as .xlsx."),
    ),
    "workbook_is_html": Wording(
        N_("The file is a web page that is only named like an Excel workbook."),
        N_("Open it in Excel or WPS and save it as .xlsx."),
    ),
    "workbook_damaged": Wording(
        N_("The workbook cannot be opened: it was cut off or changed."),
        N_("Copy it again, or open it in Excel or WPS and save it as .xlsx."),
    ),
    "workbook_locked": Wording(
        N_("The workbook is locked with a password."),
        N_("Open it in Excel or WPS, take the password away (File, Info, Protect), and save it."),
    ),
    "workbook_unpacks": Wording(
        N_("The workbook would grow beyond all measure when it is opened (the limit is {limit})."),
        N_("Copy the sheets that are needed into a new workbook, values only."),
    ),
    "workbook_entities": Wording(
        N_("The workbook holds declarations that no spreadsheet program writes."),
        N_("Open it in Excel or WPS and save it as .xlsx."),
    ),
    "sheet_too_big": Wording(
        N_("Sheet “{value}” reaches beyond row {rows} or column {columns}."),
        N_("Delete the rows and columns outside the table and save again."),
    ),
    "no_school_sheets": Wording(
        N_("The workbook has none of the sheets of a school."),
        N_("Begin with the workbook that comes with the planner. A timetable is handed over as a timetable."),
    ),
    "unknown_sheet": Wording(
        N_("There is no sheet called “{value}” in a school workbook.{closest}"),
        N_("Correct its name; a sheet of your own may stand here when its name begins with _."),
    ),
    "sheet_twice": Wording(N_("Sheet “{value}” is there twice: “{first}” is the same."), N_("Put all rows on one of them.")),
    "unknown_column": Wording(
        N_("There is no column “{value}” on this sheet.{closest}"),
        N_("Correct the heading; a column of your own may stand here when its heading begins with _."),
    ),
    "unknown_item": Wording(
        N_("There is no item “{value}” on this sheet.{closest}"),
        N_("Correct the word in the first column, or remove the row."),
    ),
    "column_missing": Wording(N_("The column “{field}” is missing."), N_("Put it into the first row.")),
    "heading_twice": Wording(
        N_("The heading “{value}” stands here a second time; {first} has it already."),
        N_("Keep one of the two columns."),
    ),
    "no_heading": Wording(N_("“{value}” stands in a column without a heading."), N_("Move it below a heading, or delete it.")),
    "name_twice": Wording(
        N_("Two rows are called “{value}”; the other is {first}."), N_("Give them different names, or delete one.")
    ),
    "row_above": Wording(
        N_("A row with “{value}” stands above the headings, where nothing is read."),
        N_("Move it below the headings, or delete it."),
    ),
    "row_remark": Wording(
        N_("“{value}” looks like a remark, and would be read as an entry of this sheet."),
        N_("Move it to a sheet of your own, whose name begins with _, or delete it."),
    ),
    "cell_missing": Wording(N_("“{field}” is not filled in."), N_("Fill in this cell.")),
    "sheet_missing": Wording(
        N_("The sheet “{field}” is missing."),
        N_("Add a sheet of this name with these headings from cell A1 on, and a row from A2 on: {heads}."),
    ),
    "cell_date": Wording(
        N_("Excel has made a date or time out of what was typed here: {value}."),
        N_("Set the format of the cell to Text, and type it again."),
    ),
    "cell_merged": Wording(
        N_("Cells of several columns are merged here: “{value}”."),
        N_("Unmerge them and write each value into a column of its own."),
    ),
    "cell_error": Wording(
        N_("The formula in this cell has failed: {value}."),
        N_("Mend the formula, or type the value itself."),
    ),
    "cell_uncalculated": Wording(
        N_("The formula in this cell has never been calculated."),
        N_("Open the workbook in Excel or WPS and save it, or type the value itself."),
    ),
    "cell_pair": Wording(
        N_("“{value}” is no pair of a name and a value."),
        N_("Write name: value, and a semicolon before the next pair."),
    ),
    "cell_part": Wording(
        N_("“{value}” cannot be understood in this cell."),
        N_("Write label: value, with semicolons between them, one entry a line; the note on the heading shows how."),
    ),
    "column_not_for_kind": Wording(
        N_("A row of the kind “{kind}” has no “{field}”: {value}."),
        N_("Empty this cell, or choose another kind of row."),
    ),
    "two_teachers": Wording(
        N_("“{subject}” has teacher {first} in the other cells of this row, but {value} here."),
        N_("Give the lessons of different teachers different names, for example 语文1 and 语文2."),
    ),
}
