"""What a person has to check in a rolled-over file."""

from __future__ import annotations

from typing import Any

from planner.messages.wording import translator
from planner.models.base import Language, Said


def note(key: str, **params: Any) -> Said:
    """The words of a note."""
    return Said.by(lambda language: _note(language, key, params))


def _note(language: Language, key: str, params: dict[str, Any]) -> str:
    _, count = translator(language), params.get("count", 0)
    words = {
        "calendar": _("Closures and changed days are empty: lunjie calendar lists the suggestions."),
        "timetable": _("The lessons are those of the old term: check them, or import the new timetable."),
        "first_grade": _.ngettext(
            "{count} new class stands in for the leaving ones (grade {grades}), with their lessons: write the real ones.",
            "{count} new classes stand in for the leaving ones (grade {grades}), with their lessons: write the real ones.",
            count,
            grades=params.get("grades", ""),
        ),
        "helpers": _.ngettext(
            "{count} student librarian has left: recruit new ones.",
            "{count} student librarians have left: recruit new ones.",
            count,
        ),
        "availability": _("Ask the student librarians again when they can come."),
        "events": _("Events have lost their dates and wait for new ones: lunjie calendar --milestones proposes some."),
        "validity": _("Bells, windows and lessons that held from a date on now hold from the start: check them."),
        "no_plan": _("Without the plan of the old term nothing is carried over to its successor's fairness."),
    }
    return words[key]
