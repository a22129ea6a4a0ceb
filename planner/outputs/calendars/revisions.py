"""How often each calendar event has changed since it was first published (stored, monotone, only on change)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from planner.models.base import LANGUAGES
from planner.models.planfile import EventRevision, PlanFile, weeks_from
from planner.models.school import School
from planner.models.session import Session
from planner.outputs.calendars.session_words import WordsByDate
from planner.sessions.book import Book

_SECOND = dt.timedelta(seconds=1)
_DAYS_BEFORE_TERM = 14


def first_stamp(school: School) -> dt.datetime:
    """The stamp of events not changed since: a constant of the term, so that the same input gives the same bytes any day."""
    day = weeks_from(school) - dt.timedelta(_DAYS_BEFORE_TERM)
    return dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC)


def revised(book: Book, before: Book | None, now: dt.datetime) -> Book:
    """The book with the revisions that its calendar events have once it is published where ``before`` was; ``now`` is aware.

    Never below those that the book brings along itself. None, or another school or term: it is the first publication.
    """
    if before is None:
        return book
    found = revise(before.planfile, before.calendar.sessions, book.school, book.calendar.sessions, now, book.earlier)
    return book.with_revisions(_highest(found, book.revisions))


def _highest(one: Mapping[str, EventRevision], other: Mapping[str, EventRevision]) -> dict[str, EventRevision]:
    found = dict(one)
    for uid, revision in other.items():
        known = found.get(uid, revision)
        found[uid] = EventRevision(
            sequence=max(known.sequence, revision.sequence), modified=max(known.modified, revision.modified)
        )
    return found


def revise(
    previous: PlanFile | None,
    previous_sessions: Iterable[Session],
    school: School,
    new_sessions: Iterable[Session],
    now: dt.datetime,
    earlier: Sequence[tuple[dt.date, School]] = (),
) -> dict[str, EventRevision]:
    """Revisions of the new calendars, given what was published before. Unconfirmed sessions count as absent.

    ``earlier`` are the schools of plans that come before the new one (`PlanFile.earlier`).
    Unchanged events keep theirs. A change of date, time, room or time zone, a disappearance and a return raise the
    sequence; those and any change of words set ``modified`` to ``now``, or just after the previous stamp if that is later.
    """
    if previous is None or _family(previous.school) != _family(school):
        return {}
    # Of the same school the same session says the same: words are needed only for what differs.
    alike = previous.school == school and tuple(previous.earlier) == tuple(earlier)
    was, will = _Says(previous.school, previous.earlier), _Says(school, earlier)
    before, after = _published(previous_sessions), _published(new_sessions)
    known: Mapping[str, EventRevision] = previous.revisions
    revisions = dict(known)
    for uid in sorted({*before, *after, *known}):
        there, here = before.get(uid), after.get(uid)
        if there == here and (alike or here is None):
            continue
        old, new = was.of(there) if there else None, will.of(here) if here else None
        if old == new or (old is None and uid not in known):
            continue
        last = known.get(uid) or EventRevision(sequence=0, modified=first_stamp(previous.school))
        moved = old is None or new is None or old[0] != new[0]
        revisions[uid] = EventRevision(sequence=last.sequence + moved, modified=max(_utc(now), last.modified + _SECOND))
    return revisions


def _family(school: School) -> tuple[str, str]:
    """Calendars of one school and term share their event identities."""
    return school.namespace, school.term.id


def _utc(now: dt.datetime) -> dt.datetime:
    return now.astimezone(dt.UTC).replace(microsecond=0)


def _published(sessions: Iterable[Session]) -> dict[str, Session]:
    return {s.uid: s for s in sessions if s.confirmed}


class _Says:
    """What the calendars of a school say of a session, in every language: any may be subscribed to."""

    def __init__(self, school: School, earlier: Sequence[tuple[dt.date, School]]) -> None:
        self._words = [WordsByDate(school, language, earlier) for language in LANGUAGES]
        self._zone = school.term.timezone
        self._remind = school.duties.remind_before
        # The stamp of unchanged events moves with the start of term; then all of them have changed.
        self._common = first_stamp(school)

    def of(self, s: Session) -> tuple[object, object]:
        """(when and where, everything else an event says)."""
        words = (by_date.on(s.date).of(s) for by_date in self._words)
        rings = self._remind if s.category == "DUTY" else 0
        return (s.date, s.until, s.time, s.rooms, self._zone), (s.category, self._common, rings, *words)
