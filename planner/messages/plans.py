"""The words for problems of plan files and published tables. Each: what is wrong, and how to mend it."""

from __future__ import annotations

from planner.languages import N_
from planner.messages.wording import Wording

PLAN_WORDS: dict[str, Wording] = {
    "plan_not_json": Wording(
        N_("The plan file is not whole; it was cut off or changed."),
        N_("Take plan.previous.json, or plan again."),
    ),
    "plan_other_file": Wording(
        N_("This is not a plan file of lunjie."),
        N_("A plan is what lunjie plan writes: plan the school first, then name that folder, or the plan.json in it."),
    ),
    "plan_broken": Wording(
        N_("The plan file has a value that cannot be: {value}"),
        N_("Take plan.previous.json, or plan again."),
    ),
    "plan_unknown": Wording(
        N_("The plan names “{value}”, which the school beside it does not have."),
        N_("Plan again, or undo the change to the plan file."),
    ),
    "plan_previous_broken": Wording(
        N_("The plan that stood here could not be read; it is kept as {value}."),
        N_("Calendars that are subscribed to may show old entries for some time."),
    ),
    "pdf_too_much": Wording(
        N_("Setting this PDF took more than {seconds} s of computing or {mb} MB of memory and was given up: {value}."),
        N_("Shorten the longest texts in it; the page and the spreadsheet are there."),
    ),
    "published_columns": Wording(
        N_("The table lacks the columns {value}."),
        N_("The first line must be: week,weekday,start,end,class."),
    ),
    "published_row": Wording(N_("The line is not a row of a table."), N_("Save the table as CSV again.")),
    "published_no_slot": Wording(
        N_("There is no borrowing slot at {value}."),
        N_("Compare weekday, times and A/B week with the windows of the school file."),
    ),
    "published_not_borrowing": Wording(
        N_("Class {value} is in no borrowing demand of the school file."),
        N_("Add the class to a demand of kind borrowing, or remove the row."),
    ),
    "glyph_missing": Wording(
        N_("No font has {value} ({point}) of “{around}”: a box □ is printed in its place."),
        N_("Write it another way, or name a font that has it under printing: font."),
    ),
    "font_unreadable": Wording(
        N_("{value} is not a font that can be used."),
        N_("Put a .ttf, .otf or .ttc file beside the school file, and write its name."),
    ),
    "logo_unreadable": Wording(
        N_("{value} is not a picture that can be used."),
        N_("Put a .png or .jpg file of at most 1 MB beside the school file, and write its name."),
    ),
}
