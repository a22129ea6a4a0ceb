"""The words for files that hold no table and were handed over by mistake. Each: what it is, and what to hand over instead."""

from __future__ import annotations

from planner.languages import N_
from planner.messages.wording import Wording

_TABLE = N_("Only tables can be read: ask for the Excel file from which it was made.")

STRANGER_WORDS: dict[str, Wording] = {
    "file_is_picture": Wording(N_("This is a picture."), _TABLE),
    "file_is_pdf": Wording(N_("This is a PDF, a picture of a page."), _TABLE),
    "file_is_slides": Wording(N_("These are slides."), _TABLE),
    "file_is_film": Wording(N_("This is a film or a sound."), _TABLE),
    "file_is_program": Wording(N_("This is a program."), _TABLE),
    "file_is_numbers": Wording(
        N_("This is a file of Apple's Numbers, Pages or Keynote."),
        N_("Open it there, choose File, Export To, Excel, and hand that file over."),
    ),
    "file_is_word": Wording(
        N_("This Word document has no table that can be read here."),
        N_("Copy its table into an Excel sheet and hand that over."),
    ),
    "file_is_old_word": Wording(
        N_("This is a Word document of an old kind."),
        N_("Copy its table into an Excel sheet and hand that over."),
    ),
    "file_is_archive": Wording(
        N_("This is an archive in which files are packed."), N_("Unpack it and hand over what is in it.")
    ),
    "file_is_backup": Wording(
        N_("This is a backup, or a database."),
        N_("A backup is brought back as a backup; here a school or a timetable is handed over."),
    ),
}
