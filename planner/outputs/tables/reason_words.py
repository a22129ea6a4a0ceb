"""Why a plan was changed, in words: of the change notice, and of the calendar event that has moved."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from planner.changes.reasons import Reason
from planner.messages.wording import clauses, date_text, dates_text, grade_name, listing, long_day_name, noted, translator
from planner.models.base import Language
from planner.models.school import School
from planner.timeline import closed_days_of, own_weekday

EVERY_WEEK = 4
"""So many dates week after week are told as a weekday."""


def reason_words(language: Language, before: School, after: School, found: Sequence[Reason]) -> str:
    """Why plans differ, in words that stand in a sentence; empty where the school files do not say it."""
    return clauses(language, (_reason(language, before, after, reason) for reason in found))


def _reason(language: Language, before: School, after: School, reason: Reason) -> str:
    _, ids = translator(language), reason.ids
    if reason.name is not None:
        return noted(language, reason.name.in_(language), on_dates(language, after, reason.dates))
    match reason.cause:
        case "timetable":
            return _("new timetable of {classes}", classes=_classes(language, before, after, ids))
        case "hours":
            return _("new opening hours or times of lessons")
        case "rooms":
            return _("changes to the rooms")
        case "adults":
            return _("changes of staff on duty")
        case "classes_new":
            return _("new classes: {classes}", classes=_classes(language, before, after, ids))
        case "classes_gone":
            return _("classes that no longer come: {classes}", classes=_classes(language, before, after, ids))
        case "helpers_new":
            return _.ngettext("{count} new student librarian", "{count} new student librarians", len(ids))
    return _.ngettext("{count} student librarian has left", "{count} student librarians have left", len(ids))


def _classes(language: Language, before: School, after: School, ids: Sequence[str]) -> str:
    """Classes by name; whole grades as such, since a timetable often changes for a grade."""
    school, named = after if set(ids) <= set(after.class_by_id) else before, set(ids)
    words = []
    for grade in sorted({c.grade for c in school.class_list}):
        own = [c for c in school.class_list if c.grade == grade]
        if len(own) > 1 and named >= {c.id for c in own}:
            words.append(grade_name(language, grade, inside=True))
        else:
            words += [c.name.in_(language) for c in own if c.id in named]
    return listing(language, words)


def on_dates(language: Language, school: School, dates: Sequence[dt.date]) -> str:
    """Dates; those of one weekday week after week as 'every Friday', where only days off are between them."""
    days, closed = sorted(set(dates)), {c.date for c in closed_days_of(school.term)}
    steps = (days[-1] - days[0]).days // 7 + 1
    weekly = {days[0] + dt.timedelta(7 * n) for n in range(steps)}
    if len(days) < EVERY_WEEK or not set(days) <= weekly or not weekly - set(days) <= closed:
        return dates_text(language, days)
    first, last = (date_text(language, d) for d in (days[0], days[-1]))
    day = long_day_name(language, own_weekday(days[0]), school.term)
    _ = translator(language)
    return _("every {day} from {first} to {last}", day=day, first=first, last=last)
