"""What a change leaves in the calendars of those who knew it otherwise: where a visit was before, and that it falls out.

Compared are the plans of a term as each lays out the whole of it: a visit keeps its identity when it moves within its week.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from planner.models.session import Moved, Session
from planner.sessions.chapter import Chapter

_VISITS = ("BORROWING", "READING")


def traced(chapters: Sequence[Chapter], sessions: Iterable[Session]) -> Iterator[Session]:
    """The same sessions in no order: visits know where the plan before had them, and those that a closure has taken are there
    without a time, under their identity. Of the first plan of a term there is nothing to tell."""
    found = tuple(sessions)
    if len(chapters) < 2:
        yield from found
        return
    laid = [{s.uid: s for s in c.expansion.sessions if s.category in _VISITS} for c in chapters]
    for s in found:
        moved = _moved(chapters, laid, s) if s.category in _VISITS and s.made_up_for is None else None
        yield replace(s, moved=moved) if moved else s
    yield from _fallen(chapters, laid, {s.uid for s in found})


def _moved(chapters: Sequence[Chapter], laid: Sequence[dict[str, Session]], session: Session) -> Moved | None:
    """The latest change that a visit has seen, up to the plan that is in force on its date."""
    held = max(n for n, c in enumerate(chapters) if n == 0 or c.first <= session.date)
    for n in range(held, 0, -1):
        old, new = laid[n - 1].get(session.uid), laid[n].get(session.uid)
        if old and new and old.confirmed and old.time and (old.date, old.time) != (new.date, new.time):
            return Moved(old.date, old.time, chapters[n].first)
    return None


def _fallen(chapters: Sequence[Chapter], laid: Sequence[dict[str, Session]], held: set[str]) -> Iterator[Session]:
    """Visits that a plan had on a date which its successor's school has closed, and that are held at no other time."""
    told: set[str] = set()
    for n in range(len(chapters) - 1, 0, -1):
        now = chapters[n]
        closed = {date: closure.name for closure in now.school.term.closures for date in closure.dates}
        for uid, old in laid[n - 1].items():
            ours = uid not in held and uid not in told and old.confirmed and old.date >= now.first
            if ours and old.date in closed and old.visitor in now.school.class_by_id and old.source in now.school.demand_by_id:
                told.add(uid)
                yield replace(old, time=None, fallen=closed[old.date])
