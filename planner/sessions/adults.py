"""Openings as dated sessions: the windows that each adult keeps open, and free hours where no class is ever booked."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from planner.models.planfile import PlanFile, Revision
from planner.models.session import Expansion, Session
from planner.sessions.history import sessions_of
from planner.timeline import Timeline, week_of


def calendar_sessions(planfile: PlanFile) -> Expansion:
    """Everything that stands in any calendar: sessions of the whole term, and the openings of windows for their adults."""
    term = sessions_of(planfile)
    return replace(term, sessions=tuple(sorted((*term.sessions, *kept_windows(planfile)), key=lambda s: s.order)))


def kept_windows(planfile: PlanFile) -> tuple[Session, ...]:
    """One session of category OPENING for each window on each date with a planned adult, through all plans of the term.

    ``visitor`` is the adult, ``source`` the window. The uid names adult, window and week, never the date. In a school that
    books no classes at all there is one more for each opening, without a visitor: its calendars would be empty otherwise.
    """
    revisions = planfile.all
    ends = [r.plan.effective_from for r in revisions[1:]] + [dt.date.max]
    found = [s for r, end in zip(revisions, ends, strict=True) for s in _of(r, end)]
    school, seen = planfile.school, Counter[str]()
    named = []
    for s in sorted(found, key=lambda s: (*s.order, s.source)):
        who = f"{s.visitor}-" if s.visitor else ""
        key = f"{school.term.id}-{who}open-{s.source}-w{week_of(school.term, s.date):02d}"
        seen[key] += 1
        key += f".{seen[key]}" if seen[key] > 1 else ""
        named.append(s.named(f"{key}@{school.namespace}.lunjie", 1))
    return tuple(named)


def _of(revision: Revision, end: dt.date) -> Iterator[Session]:
    school, plan = revision.school, revision.plan
    free = not school.demands
    if not plan.covers and not free:
        return
    adults = {(c.window, c.day, frozenset(c.present)): c.adult for c in plan.covers}
    for (date, window), opening in Timeline(school, plan.effective_from).openings.held.items():
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
