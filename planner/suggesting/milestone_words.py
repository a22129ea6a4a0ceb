"""Names of milestones and why they are proposed when they are."""

from __future__ import annotations

import datetime as dt
from typing import Any

from planner.messages.wording import date_text, grade_name, translator
from planner.models.base import Language, Said, Text


def name_of(kind: str, **params: Any) -> Text:
    """What the calendar says. A counted event keeps its own name."""
    return Said.by(lambda language: _name(language, kind, params)).as_text()


def why_of(reason: str, **params: Any) -> Said:
    """Why on these dates."""
    return Said.by(lambda language: _why(language, reason, params))


def _name(language: Language, kind: str, params: dict[str, Any]) -> str:
    _ = translator(language)
    words = {
        "recruiting": _("Classes recommend student librarians"),
        "training": _("Training of student librarians"),
        "publication": _("Borrowing table and duty rota are published"),
        "induction": _("{name}: first visit to the library"),
        "counted": "{name}",
        "inspection": _("Monthly inspection of the library"),
        "corner": _("{grade}: books of the class corners are exchanged"),
        "recall": _("Recall: books only come back"),
        "awards": _("Statistics of the term, awards for readers and student librarians"),
    }
    return words[kind].format(**_spoken(language, params))


def _why(language: Language, reason: str, params: dict[str, Any]) -> str:
    _ = translator(language)
    words = {
        "recruiting": _("First school day: whoever is to be trained must be known."),
        "training": _("Last ordinary school day before the first duty on {deadline}."),
        "training_late": _(
            "Duty begins on {deadline}, the first school day: train earlier, or let the posts begin some days later."
        ),
        "publication": _("Last ordinary school day before the library opens on {deadline}."),
        "publication_late": _("The library opens on {deadline}, the first school day: publish it then at the latest."),
        "induction": _("New class; two classes a day, in the first weeks."),
        "counted": _("{count} still to be dated; spread over the term, in weeks without closures, make-up days or recall."),
        "placed": _("Without a date until now; this is its usual place in the term."),
        "inspection": _("Last suitable day of each month."),
        "corner": _.ngettext(
            "{count} class, in a week without closures, make-up days or recall.",
            "{count} classes, one after the other, in weeks without closures, make-up days or recall.",
            params.get("count", 0),
        ),
        "recall": _("The last two teaching weeks ({weeks}): no new loans, so that all books are back."),
        "awards": _("Last ordinary school day, when the books are back."),
    }
    return words[reason].format(**_spoken(language, params))


def _spoken(language: Language, params: dict[str, Any]) -> dict[str, str]:
    def say(key: str, value: Any) -> str:
        if key == "grade":
            return grade_name(language, value)
        if isinstance(value, Text):
            return value.in_(language)
        return date_text(language, value) if isinstance(value, dt.date) else str(value)

    return {key: say(key, value) for key, value in params.items()}
