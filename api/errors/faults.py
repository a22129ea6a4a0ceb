"""What is wrong with a database or a copy of one, in words: the same at the command line and on a page."""

from __future__ import annotations

from planner.languages import N_, Language
from planner.messages.wording import translator

_SENTENCES = {
    "damaged": N_("{where} is damaged: it cannot be read as a whole."),
    "newer": N_("{where} was written by a newer version of lunjie. Go on with that version."),
    "foreign": N_("{where} was not written by lunjie."),
    "read_only": N_(
        "{where} can be read but not written. Check the rights of the file and of its folder, and whether the disk is "
        "write-protected."
    ),
    "full": N_("The disk of {where} is full. Make room and try again; what was saved before is still there."),
    "busy": N_("Another program is using {where}. Close it and try again."),
    "not_openable": N_(
        "{where} cannot be opened. Check the rights of the file and of its folder, and whether the disk is write-protected."
    ),
}


def said_of(code: str, where: str, language: Language) -> str:
    """The sentence of a fault (`api.store.faults.Code`) of one file."""
    return translator(language)(_SENTENCES[code]).format(where=where)
