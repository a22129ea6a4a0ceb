"""Why something is suggested, in every language: suggestions are data, and whoever shows them picks the language."""

from __future__ import annotations

import datetime as dt
from typing import Any

from planner.messages.wording import date_text, long_day_name, translator
from planner.models.base import Language, Said, Text


def say(reason: str, **params: Any) -> Said:
    """The words of a reason. Dates, day labels and texts among ``params`` are put into words of each language."""
    return Said.by(lambda language: _say(language, reason, params))


def _say(language: Language, reason: str, params: dict[str, Any]) -> str:
    _ = translator(language)
    words = {
        "listed": _("It stands in {source}."),
        "listed_work": _("{source} says that it is worked; which timetable it runs is not said."),
        "event": _("An event in {source}; it closes nothing by itself."),
        "no_word": _("It stands in {source}, but no word says that it is a day off."),
        "off": _("Public holiday; the weekend days beside it belong to the break."),
        "school_break": _("School holidays."),
        "guess_off": _(
            "A guess: the arrangement for {year} is not known to the holidays package. "
            "It counts the statutory days and works out days in lieu by itself; wait for the official notice."
        ),
        "makes_up": _("Make-up day for {date}"),
        "worked": _("Make-up day"),
        "worked_around": _("Holiday"),
        "paired": _(
            "It is worked in exchange for {off}, so {off}'s timetable is the obvious one; but schools often run another. "
            "Only the school's own notice can confirm it."
        ),
        "unpaired": _("It is a working day; which timetable it runs is not known."),
        "day_cycle": _("It is a working day; in a day cycle it is usually simply the next day of the cycle."),
        "file_teaches": _("{name}: closed by this source, but the file gives the day its own lessons."),
        "file_closes": _("This source says that the day has lessons, but the file closes it ({name})."),
        "runs_other": _("The file says that it runs {said}, this source says {other}."),
    }
    return words[reason].format(**{k: _spoken(language, v) for k, v in params.items()})


def _spoken(language: Language, value: Any) -> str:
    if isinstance(value, dt.date):
        return date_text(language, value)
    if isinstance(value, Text):
        return value.in_(language)
    if isinstance(value, str) and (value.isupper() and len(value) == 3):
        return long_day_name(language, value)
    return str(value)
