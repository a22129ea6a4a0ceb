"""The words for tables changed by hand. Each: what is wrong, and how to mend it."""

from __future__ import annotations

from planner.languages import N_
from planner.messages.wording import Wording

APPLY_WORDS: dict[str, Wording] = {
    "apply_other_version": Wording(
        N_("The table was made from another version of the plan ({value}; the plan is now {version})."),
        N_("Open the table that lies beside the plan now, and change that one."),
    ),
    "apply_no_table": Wording(
        N_("This is no table of this plan."),
        N_("Take the borrowing table, a reading table or the duty rota of this plan as an Excel table."),
    ),
    "apply_list": Wording(
        N_("This list is only for reading; nothing is taken over from it."),
        N_("Make the change in the borrowing table, a reading table or the duty rota."),
    ),
    "apply_other_sheet": Wording(
        N_("This sheet is no page of the table, or a copy of one; it was not looked at."),
        N_("If the change is on it, make it on the sheet of the table."),
    ),
    "apply_words": Wording(
        N_("“{value}” stands outside the table and is not taken over."),
        N_("Titles and notes come from the school file (printing: notes)."),
    ),
    "apply_heading": Wording(
        N_("The heading was “{expected}” and is now “{value}”."),
        N_("Put it back: days, times and posts are changed in the school file, not here."),
    ),
    "apply_fixed": Wording(
        N_("“{expected}” stood here, now “{value}”; what this row says does not come from the table."),
        N_("Put it back; who of the adults is there is changed in the school file."),
    ),
    "apply_layout": Wording(
        N_("From here on rows or columns have moved: “{expected}” should stand here, “{value}” does."),
        N_("Do not insert, delete or sort rows and columns; only change what stands in the cells."),
    ),
    "apply_outside": Wording(N_("“{value}” stands outside the table."), N_("Write it into a cell of the table, or delete it.")),
    "apply_closed": Wording(
        N_("“{value}” stands where nothing can be: the library is not open then, or there is no lesson."),
        N_("Write it into another cell."),
    ),
    "apply_unknown_visitor": Wording(
        N_("“{value}” is no class of this school."),
        N_("Write the class as the table does, one to a line."),
    ),
    "apply_unknown_helper": Wording(
        N_("“{value}” is no student librarian of this school."),
        N_("Write class and number as the table does, or the id from the school file."),
    ),
    "apply_several_helpers": Wording(
        N_("“{value}” can mean more than one student librarian."),
        N_("Write class and number, or the id from the school file."),
    ),
    "apply_twice_in_cell": Wording(N_("“{value}” stands in this cell twice."), N_("Delete one of the two.")),
    "apply_not_meant": Wording(
        N_("“{value}” does not come to the library by this table."),
        N_("Write it into the table of its own campus or grade."),
    ),
    "apply_not_there": Wording(
        N_("“{value}” names a week or room that this cell does not have."),
        N_("Name one that the other entries of the cell have, or leave it out."),
    ),
    "apply_teacher": Wording(
        N_("Another teacher stands in this cell: “{value}”."),
        N_("Teachers come from the timetable; change it in the school file."),
    ),
    "apply_teacher_reading": Wording(
        N_("“{value}” is a teacher; places of teachers cannot be fixed by hand."),
        N_("Put the cell back; say in the school file when the teacher cannot come."),
    ),
    "apply_escort": Wording(
        N_("“{value}”: which class a student librarian escorts follows from the visits."),
        N_("Leave what stands behind → as it was, or leave it out."),
    ),
    "apply_too_often": Wording(
        N_("“{value}” stands too often: also in {others}. The class comes {times}× in a cycle."),
        N_("Delete it where it is no longer to be."),
    ),
    "apply_gone": Wording(
        N_("“{value}” has gone from here and stands nowhere else."),
        N_(
            "Write it into the cell where it is to come, or put it back. If it now stands in another table, give that file too."
        ),
    ),
    "apply_half": Wording(
        N_("“{value}” is changed here, but not in {others}, where the same visit stands."),
        N_("Change all of these cells alike."),
    ),
    "apply_merged": Wording(
        N_("Cells of the table are merged here: “{value}”."),
        N_("Unmerge them, and write into each cell who comes there."),
    ),
    "apply_past": Wording(
        N_("“{value}” was put where every date is over by {since}."),
        N_("Choose a cell with dates to come, or let it hold from an earlier day on."),
    ),
}
