"""Visits in places that are there more rarely than they are due, in words."""

from __future__ import annotations

from planner.languages import Language
from planner.messages.wording import listing, translator, week_block, weeks_text
from planner.models.school import School
from planner.models.session import Seldom
from planner.models.values import Weeks


def seldom_sentence(school: School, found: Seldom, language: Language) -> str:
    """Who comes less often than the demand says, how often, and why."""
    _ = translator(language)
    classes = {c.id: c.name.in_(language) for c in school.class_list}
    return _(
        "{demand}, {who}: {kept} of {promised} visits, since {why}.",
        demand=school.demand_by_id[found.demand].name.in_(language),
        who=listing(language, [classes.get(v, v) for v in found.visitors]),
        kept=found.kept,
        promised=found.promised,
        why=only_in_weeks(school, found.detail, language) if found.detail else _("that weekday is no school day in every week"),
    )


def only_in_weeks(school: School, window: str, language: Language) -> str:
    """In which weeks a window is open."""
    _, w = translator(language), school.window_by_id[window]
    weeks = weeks_words(school, w.weeks, language)
    return _("“{window}” is open in these weeks only: {weeks}", window=w.name.in_(language), weeks=weeks)


def weeks_words(school: School, weeks: Weeks, language: Language, *, short: bool = False) -> str:
    """Some weeks: by their letter where they have one, else by their numbers."""
    if weeks.parity:
        return week_block(language, weeks.parity, school.term, short=short)
    return weeks_text(language, weeks.numbers or ())
