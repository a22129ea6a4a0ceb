"""Times in which a demand that goes on is never held, in words."""

from __future__ import annotations

from planner.languages import Language
from planner.messages.wording import date_text, translator
from planner.models.school import School
from planner.models.session import Pause


def pause_sentence(school: School, pause: Pause, language: Language) -> str:
    """What is not held, from when to when, and why."""
    _ = translator(language)
    return _(
        "{demand} is not held from {first} to {last}: {why}.",
        demand=school.demand_by_id[pause.demand].name.in_(language),
        first=date_text(language, pause.first),
        last=date_text(language, pause.last),
        why=_why(school, pause, language),
    )


def _why(school: School, pause: Pause, language: Language) -> str:
    _ = translator(language)
    if pause.reason == "room":
        return _("“{room}” is not in use then", room=school.room_by_id[pause.detail].name.in_(language))
    if pause.reason == "event":
        events = {e.id: e.name.in_(language) for e in school.events}
        return _("“{event}” takes its room or window", event=events.get(pause.detail, pause.detail))
    if pause.reason == "no_adult":
        return _("no librarian on duty")
    return _("the bell has no such lesson then")
