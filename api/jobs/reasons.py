"""Why a run failed: stable codes and their words."""

from __future__ import annotations

from planner.languages import N_, Language
from planner.messages.wording import translator

REASONS: dict[str, str] = {
    "workers_lost": N_(
        "Begun ten times, and each time the program that was planning it was stopped or lost from outside: a restart, "
        "a power cut, a machine without memory. Nothing is known against the school file. Look at the machines, "
        "then plan again."
    ),
    "out_of_memory": N_("Planning needed more memory than it may use. Raise LUNJIE_MEMORY_MB, or simplify the school file."),
    "solver_died": N_("The planning program ended unexpectedly. Try again."),
    "bad_document": N_("The school file cannot be read any more. Open it, mend what is listed, and plan again."),
    "bug": N_("This is a bug in lunjie, not your mistake. Nothing was changed."),
    "bad_base": N_("The published plan to be changed cannot be read any more. Plan the whole term anew."),
    "bad_request": N_("What was asked of this run is not understood. Start it again."),
    "no_base": N_("There is no published plan to change."),
    "no_since": N_("A change needs the date from which it holds."),
    "other_term": N_("The published plan is of another term."),
    "other_class": N_(
        "A class has gone and another one come with its student librarians or lessons: is it the same? Its id says so."
    ),
    "other_school": N_("The published plan is of another school, or counts its weeks from another Monday."),
    "since_out_of_range": N_("The date of the change is outside the term."),
}


def reason_text(code: str, language: Language) -> str:
    """The words for a reason; the code itself where there are none."""
    return translator(language)(REASONS[code]) if code in REASONS else code
