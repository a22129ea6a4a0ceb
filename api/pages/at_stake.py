"""What is still open when a plan is about to be published: days that nobody has confirmed, holidays that are not answered,
visits that fall out, helpers without a duty. Each with what depends on it, in the words of the page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from api.pages.questions import asked_from
from api.pages.week import Term, term_of
from planner.accounts.pauses import pauses
from planner.accounts.seldom import seldom
from planner.languages import Language, base
from planner.messages.pauses import pause_sentence
from planner.messages.seldom import seldom_sentence
from planner.messages.wording import dates_text, listing, translator

_NAMED = 6


@dataclass(frozen=True)
class Open:
    """One open point. ``kind``: holiday, unconfirmed, pause, seldom, lost or helpers."""

    kind: str
    words: str
    hurts: bool
    """Whether something would be published that ought not to be: visits on a holiday."""


def at_stake(
    stored: bytes, calendar: Mapping[str, Any] | None, figures: Mapping[str, Any], language: Language, today: dt.date
) -> list[Open]:
    """Open points of a stored plan; ``calendar`` are the open questions of the newest school file.

    What has been while the term goes on is no question any more.
    """
    known = term_of(stored)
    first = asked_from(known.school.term, today)
    return [
        *_holidays(known, calendar, language, first),
        *_unconfirmed(known, language, first),
        *_pauses(known, language, first),
        *_seldom(known, language),
        *_lost(figures, language),
        *_idle(known, language),
    ]


def _holidays(known: Term, calendar: Mapping[str, Any] | None, language: Language, first: dt.date) -> list[Open]:
    _, found = translator(language), []
    for one in (calendar or {}).get("suggestions", ()):
        if one["kind"] != "closure":
            continue
        dates = [date for d in one["dates"] if (date := dt.date.fromisoformat(d)) >= first]
        visits = known.visits_on(dates)
        if visits:
            name = one["name"] if isinstance(one["name"], str) else one["name"].get(base(language)) or one["name"]["zh"]
            when = dates_text(language, dates)
            words = _(
                "{name} ({dates}) is not answered. Visits and duties on these days: {count}.",
                name=name,
                dates=when,
                count=visits,
            )
            found.append(Open("holiday", words, True))
    return found


def _unconfirmed(known: Term, language: Language, first: dt.date) -> list[Open]:
    _ = translator(language)
    dates = [day.date for day in known.days.values() if not day.confirmed and day.date >= first]
    if not dates:
        return []
    when, count = dates_text(language, dates), known.visits_on(dates)
    words = _(
        "Not confirmed: {dates}. {count} visits and duties of these days stay unpublished until you confirm them.",
        dates=when,
        count=count,
    )
    return [Open("unconfirmed", words, False)]


def _pauses(known: Term, language: Language, first: dt.date) -> list[Open]:
    """What goes on but is never held for weeks: of that nothing else speaks."""
    found = [pause for pause in pauses(known.book.timeline) if pause.last >= first]
    return [Open("pause", pause_sentence(known.school, pause, language), False) for pause in found]


def _seldom(known: Term, language: Language) -> list[Open]:
    """Who comes less often than the school wants, since the place is not there in every week."""
    found = seldom(known.book.timeline, known.book.plan)
    return [Open("seldom", seldom_sentence(known.school, one, language), False) for one in found]


def _lost(figures: Mapping[str, Any], language: Language) -> list[Open]:
    _ = translator(language)
    left = figures.get("lost", 0) - figures.get("made_up", 0)
    return [Open("lost", _("Visits that fall out and are not made up: {count}.", count=left), False)] if left > 0 else []


def _idle(known: Term, language: Language) -> list[Open]:
    """Helpers of whom the plan makes no use. Classes and numbers only: the page may be looked over a shoulder."""
    _ = translator(language)
    school = known.school
    busy = {duty.helper for duty in known.book.plan.duties}
    idle = [helper for helper in school.helper_by_id.values() if helper.id not in busy] if school.posts else []
    if not idle:
        return []
    classes = dict.fromkeys(school.class_by_id[h.class_id].name.in_(language) for h in idle if h.class_id in school.class_by_id)
    named = listing(language, list(classes)[:_NAMED]) + (" …" if len(classes) > _NAMED else "")
    said = _("Student librarians without any duty: {count} ({classes}).", count=len(idle), classes=named)
    return [Open("helpers", said, False)]
