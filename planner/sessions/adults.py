"""Openings as dated sessions: the windows that each adult keeps open, and free hours where no class is ever booked."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from planner.models.session import Session
from planner.sessions.chapter import Chapter
from planner.timeline import week_of


def kept_windows(stretches: Sequence[tuple[Chapter, dt.date]]) -> tuple[Session, ...]:
    """One session of category OPENING for each window on each date with a planned adult, through all plans of the term.

    ``stretches``: each plan with the first date on which it is in force no more, in order.
    ``visitor`` is the adult, ``source`` the window. The uid names adult, window and week, never the date. In a school that
    books no classes at all there is one more for each opening, without a visitor: its calendars would be empty otherwise.
    """
    found = [s for chapter, end in stretches for s in _of(chapter, end)]
    school, seen = stretches[-1][0].school, Counter[str]()
    named = []
    for s in sorted(found, key=lambda s: (*s.order, s.source)):
        who = f"{s.visitor}-" if s.visitor else ""
        key = f"{school.term.id}-{who}open-{s.source}-w{week_of(school.term, s.date):02d}"
        seen[key] += 1
        key += f".{seen[key]}" if seen[key] > 1 else ""
        named.append(s.named(f"{key}@{school.namespace}.lunjie", 1))
    return tuple(named)


def _of(chapter: Chapter, end: dt.date) -> Iterator[Session]:
    school, plan = chapter.school, chapter.plan
    free = not school.demands
    if not plan.presences and not free:
        return
    adults = {(c.window, c.day, frozenset(c.present)): c.adult for c in plan.presences}
    for (date, window), opening in chapter.timeline.openings.held.items():
        if not plan.effective_from <= date < end:
            continue
        adult = adults.get((window, opening.day.label, frozenset(opening.adults)))
        session = Session(
            uid="",
            category="OPENING",
            date=date,
            time=opening.span,
            source=window,
            visitor=adult,
            window=window,
            rooms=tuple(sorted(school.window_by_id[window].rooms)),
            campus=school.window_campus(window),
            runs_as=opening.day.label if opening.day.changed else None,
            confirmed=opening.day.confirmed,
        )
        if adult in school.adult_by_id:
            yield session
        if free and school.window_by_id[window].kind != "duty":
            yield replace(session, visitor=None)
