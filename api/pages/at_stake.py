"""What is still open when a plan is about to be published: days that nobody has confirmed, holidays that are not answered,
visits that fall out, helpers without a duty. Each with what depends on it, in the words of the page."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from api.jobs.figures import NOT_MADE_UP
from api.pages.questions import asked_from
from api.pages.week import Term, term_of
from planner.accounts.pauses import pauses
from planner.accounts.seldom import seldom
from planner.languages import Language, base
from planner.messages.pauses import pause_sentence
from planner.messages.seldom import seldom_sentence
from planner.messages.wording import date_text, dates_text, listing, sentences, translator
from planner.outputs.tables.makeup_words import why_not_made_up
from planner.timeline import visitors_of

_NAMED = 6


@dataclass(frozen=True)
class Open:
    """One open point. ``kind``: holiday, unconfirmed, pause, seldom, made_up, without_place, lost or helpers."""

    kind: str
    words: str
    hurts: bool
    """Whether something would be published that ought not to be: visits on a holiday."""
    lines: list[str] = field(default_factory=list)
    """What it consists of."""


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
        *_made_up(known, language, first),
        *_without_place(known, figures, language),
        *_lost(known, figures, language),
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


def _made_up(known: Term, language: Language, first: dt.date) -> list[Open]:
    """Lost visits that get another date, each with both; what stands in the calendars from the plan before is nothing new."""
    _, first = translator(language), max(first, known.book.plan.effective_from)
    moved = [s for s in known.book.made_up if s.made_up_for and s.confirmed and s.date >= first]
    if not moved:
        return []
    lines = [
        _(
            "{name}: {lost} → {date}, {time}",
            name=_visitor(known, s.visitor or "", language),
            lost=date_text(language, s.made_up_for),
            date=date_text(language, s.date),
            time=str(s.time),
        )
        for s in moved
        if s.made_up_for
    ]
    return [Open("made_up", _("Visits that get another date: {count}.", count=len(moved)), False, _first(lines))]


def _without_place(known: Term, figures: Mapping[str, Any], language: Language) -> list[Open]:
    """Visits that the plan before had and this one has no room for: whose, and how much room there is."""
    _, school, found = translator(language), known.school, []
    since = date_text(language, known.book.plan.effective_from)
    whose: dict[str, list[str]] = defaultdict(list)
    for visitor, demand in figures.get("without_place", ()):
        whose[demand].append(_visitor(known, visitor, language))
    for key, names in whose.items():
        if key not in school.demand_by_id:
            continue
        demand = school.demand_by_id[key]
        words = _(
            "{demand}: no place from {date} on for {names}.",
            demand=demand.name.in_(language),
            date=since,
            names=listing(language, _first(names)),
        )
        need, places = len(visitors_of(school, demand)), figures["reach"]["demands"].get(key, {}).get("places")
        if places is not None and places < need:
            room = _("What is left of the term has room for {places} visits, and {need} come.", places=places, need=need)
            words = sentences(language, (words, room))
        found.append(Open("without_place", words, False))
    return found


def _lost(known: Term, figures: Mapping[str, Any], language: Language) -> list[Open]:
    """Visits that nobody makes up; where another date was looked for, why there is none, and what would allow it."""
    _ = translator(language)
    left = figures.get("lost", 0) - figures.get("made_up", 0)
    if left <= 0:
        return []
    why: dict[str, list[str]] = defaultdict(list)
    for one in NOT_MADE_UP.validate_python(figures.get("not_made_up", [])):
        if one.demand in known.school.demand_by_id:
            named = _("{name} on {date}", name=_visitor(known, one.visitor, language), date=date_text(language, one.date))
            why[why_not_made_up(known.school, one, language)].append(named)
    lines = [_("{names}: {why}", names=listing(language, _first(names)), why=said) for said, names in why.items()]
    return [Open("lost", _("Visits that fall out and are not made up: {count}.", count=left), False, _first(lines))]


def _visitor(known: Term, visitor: str, language: Language) -> str:
    found = known.school.class_by_id.get(visitor)
    return found.name.in_(language) if found else visitor


def _first(lines: list[str]) -> list[str]:
    return [*lines[:_NAMED], "…"] if len(lines) > _NAMED else lines


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
