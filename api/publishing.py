"""A draft becomes the published plan, or the one before comes back: calendar revisions go on, the past stays.

Calendars are made when a plan is published, and stored with it in one transaction: a feed then only hands out bytes, and
no draft can ever be in one. Making them takes a second: it is done before the transaction, which then makes sure that nothing
has changed meanwhile.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import RowMapping

from api.deps import Door, Rows
from api.errors import Refusal
from api.store.revisions import unpack
from planner.models.session import Session
from planner.models.term import Term
from planner.outputs.calendars.revisions import revised
from planner.outputs.calendars.written import Calendars
from planner.sessions.book import Book

TERMS = 2
"""The calendars hold the newest two terms: what was published last term does not vanish on the day the next one is."""


class Ready(NamedTuple):
    """A plan as it would be published, with the calendars that follow, and what both were made from."""

    book: Book | None
    """None: the term is withdrawn."""
    calendars: Calendars
    seen: tuple[int, ...]
    """Numbers of the published revisions of all terms that were looked at."""


def publish(door: Door, number: int, *, allow_past: bool) -> int:
    """Publish a draft; how many calendars have changed.

    Raises Refusal: not_found, not_a_draft, draft_is_stale, past_would_change, terms_overlap.
    """
    with door.read() as rows:
        draft = _draft(rows, number)
        standing, others = _published(rows, draft["term"])
        before = standing or rows.revisions.last_published(draft["term"])
    apart(draft, others)
    ready = _ready(door, unpack(draft["planfile"]), before, standing, others, allow_past)
    with door.write() as rows:
        rows.lock()
        _draft(rows, number)
        _still(rows, draft["term"], ready)
        assert ready.book is not None
        rows.revisions.publish(number, ready.book, door.service.now())
        changed = put_calendars(rows, ready.calendars, door.service.now())
        door.note(rows, "published", revision=number, calendars=changed)
    return changed


def publish_further(
    door: Door, book: Book, upon: int, like: RowMapping, action: str, *, allow_past: bool, **detail: object
) -> tuple[int, int]:
    """Publish a plan that was no draft (undo, a substitute): (number of the new revision, calendars changed).

    ``upon`` is the published revision that it was made from, ``like`` the one that it resembles in all but its plan.
    Raises Refusal: draft_is_stale, past_would_change.
    """
    with door.read() as rows:
        standing, others = _published(rows, like["term"])
    if standing is None or standing["number"] != upon:
        raise Refusal("draft_is_stale")
    ready = _ready(door, book, standing, standing, others, allow_past)
    now, author = door.service.now(), door.caller.login
    figures: Mapping[str, Any] = like["figures"]
    with door.write() as rows:
        rows.lock()
        _still(rows, like["term"], ready)
        assert ready.book is not None
        number = rows.revisions.add(
            ready.book, figures, version=like["version"], base=upon, author=author, now=now, strategy=like["strategy"]
        )
        rows.revisions.publish(number, ready.book, now)
        changed = put_calendars(rows, ready.calendars, now)
        door.note(rows, action, revision=number, calendars=changed, **detail)
    return number, changed


def undo(door: Door, term: str | None = None, *, allow_past: bool) -> tuple[int, int]:
    """Take the newest publication (of a term) back: (number of the revision concerned, calendars changed).

    What was published before is published again, as a further revision; undone twice is done again. A first publication
    becomes a draft again, and the events of its term leave the calendars.
    Raises Refusal: nothing_to_undo, draft_is_stale, past_would_change.
    """
    with door.read() as rows:
        standing = rows.revisions.last_published(term, standing=True)
        earlier = rows.revisions.before(standing["number"]) if standing is not None else None
    if standing is None:
        raise Refusal("nothing_to_undo")
    if earlier is None:
        return _withdraw(door, standing, allow_past)
    plan, upon = unpack(earlier["planfile"]), standing["number"]
    return publish_further(door, plan, upon, earlier, "undone", allow_past=allow_past, back_to=earlier["number"])


def restore(door: Door, number: int, *, allow_past: bool) -> tuple[int, int]:
    """Publish a plan of the past again, as a further revision: (its number, calendars changed).

    Raises Refusal: not_found, not_a_past_plan, nothing_to_undo, draft_is_stale, past_would_change.
    """
    with door.read() as rows:
        row = rows.revisions.row(number)
        standing = rows.revisions.published(row["term"]) if row is not None else None
    if row is None:
        raise Refusal("not_found")
    if row["state"] != "past":
        raise Refusal("not_a_past_plan")
    if standing is None:
        raise Refusal("nothing_to_undo")
    upon = standing["number"]
    return publish_further(door, unpack(row["planfile"]), upon, row, "restored", allow_past=allow_past, back_to=number)


def _withdraw(door: Door, standing: RowMapping, allow_past: bool) -> tuple[int, int]:
    with door.read() as rows:
        _same, others = _published(rows, standing["term"])
    if not allow_past:
        book = unpack(standing["planfile"])
        _keep_past((book.school.term,), book.calendar.sessions, (), door.service.today())
    seen = tuple(sorted(row["number"] for row in (standing, *others)))
    ready = Ready(None, calendars_of(unpack(row["planfile"]) for row in others), seen)
    with door.write() as rows:
        rows.lock()
        _still(rows, standing["term"], ready)
        rows.revisions.set_state(standing["number"], "draft")
        changed = put_calendars(rows, ready.calendars, door.service.now())
        door.note(rows, "withdrawn", revision=standing["number"], calendars=changed)
    return int(standing["number"]), changed


def _draft(rows: Rows, number: int) -> RowMapping:
    """The draft, on top of what is published. Raises Refusal: not_found, not_a_draft, draft_is_stale."""
    row = rows.revisions.row(number)
    if row is None:
        raise Refusal("not_found")
    if row["state"] != "draft":
        raise Refusal("not_a_draft", state=row["state"])
    standing = rows.revisions.published(row["term"])
    if row["base"] != (standing["number"] if standing else None):
        raise Refusal("draft_is_stale")
    return row


def _published(rows: Rows, term: str) -> tuple[RowMapping | None, list[RowMapping]]:
    """(the published revision of a term, those of the newest other terms)."""
    others = [row for row in rows.revisions.newest_terms(TERMS + 1) if row["term"] != term]
    return rows.revisions.published(term), others


def apart(draft: RowMapping, others: list[RowMapping]) -> None:
    """Raises terms_overlap: one date belongs to one term, or every event would stand in the calendars twice."""
    for row in others:
        if row["term_start"] <= draft["term_end"] and draft["term_start"] <= row["term_end"]:
            raise Refusal("terms_overlap", term=draft["term"], other=row["term"])


def _ready(
    door: Door,
    book: Book,
    before: RowMapping | None,
    standing: RowMapping | None,
    others: list[RowMapping],
    allow_past: bool,
) -> Ready:
    """``before`` is what the calendars held last of this term, also when it has been withdrawn since."""
    if before is not None:
        book = _succeed(unpack(before["planfile"]), book, door, allow_past or standing is None)
    found = calendars_of([book, *(unpack(row["planfile"]) for row in others)])
    seen = [row["number"] for row in (*([standing] if standing is not None else []), *others)]
    return Ready(book, found, tuple(sorted(seen)))


def calendars_of(books: Iterable[Book]) -> Calendars:
    """The calendars of the newest terms among these, each with the events of the one before."""
    return Calendars(sorted(books, key=lambda b: b.school.term.start)[-TERMS:])


def put_calendars(rows: Rows, calendars: Calendars, now: dt.datetime) -> int:
    """Store the calendars; how many have changed. Those of classes or pupils who are gone keep what others still show of it."""
    written = calendars.written
    gone = {
        (scope, language): calendars.left_of(body, language)
        for scope, language, body in rows.feeds.bodies()
        if (scope, language) not in written
    }
    return rows.feeds.put(written, now) + rows.feeds.put(gone, now, present=False)


def _still(rows: Rows, term: str, ready: Ready) -> None:
    """Raises draft_is_stale when something else has been published meanwhile."""
    standing, others = _published(rows, term)
    seen = [row["number"] for row in (*([standing] if standing is not None else []), *others)]
    if tuple(sorted(seen)) != ready.seen:
        raise Refusal("draft_is_stale")


def _succeed(before: Book, book: Book, door: Door, allow_past: bool) -> Book:
    """The book with the calendar revisions that it has when it follows ``before``."""
    if not allow_past:
        terms = (before.school.term, book.school.term)
        _keep_past(terms, before.calendar.sessions, book.calendar.sessions, door.service.today())
    return revised(book, before, door.service.now())


def _keep_past(terms: Sequence[Term], before: Sequence[Session], after: Sequence[Session], today: dt.date) -> None:
    """Refuse to rewrite what has been. A term that is over hurts nobody any more; one that has not begun has no past."""
    if not any(term.start <= today <= term.end for term in terms):
        return
    old, new = ({s for s in found if s.confirmed and s.date < today} for found in (before, after))
    if changed := old ^ new:
        raise Refusal("past_would_change", count=len(changed), first=min(s.date for s in changed))
