"""Revisions: plans as they were found or published. Their plans never change; only their state does."""

from __future__ import annotations

import datetime as dt
import zlib
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, RowMapping, bindparam, func, insert, select, update

from api.store import tables as t
from planner.models.planfile import dump_plan, load_plan
from planner.sessions.book import Book

_LISTED = [c for c in t.revision.c if c.name != "planfile"]
_LOCKED = select(t.school.c.id).where(t.school.c.id == bindparam("of")).with_for_update()
_NEWEST = select(func.max(t.revision.c.number)).where(t.revision.c.school == bindparam("of"))


class Revisions:
    """The revisions of one school, in one transaction."""

    def __init__(self, connection: Connection, school: str, today: dt.date) -> None:
        self._connection = connection
        self._school = school
        self._today = today

    def listed(self) -> list[RowMapping]:
        """All but the discarded, the newest first, without their plans."""
        query = select(*_LISTED).where(t.revision.c.school == self._school, t.revision.c.state != "discarded")
        return list(self._connection.execute(query.order_by(t.revision.c.number.desc())).mappings())

    def everything(self, *, planfiles: bool = True) -> list[RowMapping]:
        """All that are stored, the discarded too, in their order; with their packed plans if wanted."""
        columns = list(t.revision.c) if planfiles else _LISTED
        query = select(*columns).where(t.revision.c.school == self._school).order_by(t.revision.c.number)
        return list(self._connection.execute(query).mappings())

    def rewrite(self, number: int, planfile: bytes) -> None:
        """Another spelling of the same plan: with less about people."""
        where = (t.revision.c.school == self._school) & (t.revision.c.number == number)
        self._connection.execute(update(t.revision).where(where).values(planfile=planfile))

    def row(self, number: int) -> RowMapping | None:
        """One revision with its packed plan."""
        query = select(t.revision).where(t.revision.c.school == self._school, t.revision.c.number == number)
        return self._connection.execute(query).mappings().one_or_none()

    def published(self, term: str | None = None, on: dt.date | None = None) -> RowMapping | None:
        """The published revision of a term; without a term, of the one that a date is in (today), else of the newest."""
        query = select(t.revision).where(t.revision.c.school == self._school, t.revision.c.state == "published")
        if term is not None:
            query = query.where(t.revision.c.term == term)
        found = self._connection.execute(query.order_by(t.revision.c.term_start.desc())).mappings().all()
        return of_date(found, on or self._today)

    def last_published(self, term: str | None = None, *, standing: bool = False) -> RowMapping | None:
        """What was published last, of a term or of any; with ``standing`` only if it has not been taken back or followed."""
        query = select(t.revision).where(t.revision.c.school == self._school, t.revision.c.published.is_not(None))
        query = query.where(t.revision.c.term == term) if term is not None else query
        query = query.where(t.revision.c.state == "published") if standing else query
        newest = (t.revision.c.published.desc(), t.revision.c.number.desc())
        return self._connection.execute(query.order_by(*newest).limit(1)).mappings().one_or_none()

    def newest_terms(self, count: int) -> list[RowMapping]:
        """The published revisions of the newest terms, the newest first."""
        query = select(t.revision).where(t.revision.c.school == self._school, t.revision.c.state == "published")
        return list(self._connection.execute(query.order_by(t.revision.c.term_start.desc()).limit(count)).mappings())

    def of_term_before(self, start: dt.date) -> RowMapping | None:
        """The published revision of the last term that was over when another one started."""
        query = select(t.revision).where(t.revision.c.school == self._school, t.revision.c.state == "published")
        query = query.where(t.revision.c.term_end < start).order_by(t.revision.c.term_start.desc())
        return self._connection.execute(query.limit(1)).mappings().one_or_none()

    def before(self, number: int) -> RowMapping | None:
        """The revision that was published before this one in its term: what undo goes back to."""
        row = self.row(number)
        if row is None or row["base"] is None:
            return None
        return self.row(row["base"])

    def add(
        self,
        book: Book,
        figures: Mapping[str, Any],
        *,
        version: int,
        base: int | None,
        author: str,
        now: dt.datetime,
        run: str | None = None,
        strategy: str | None = None,
    ) -> int:
        """Store a plan and return its number."""
        number = next_number(self._connection, self._school)
        term = book.school.term
        values = {"school": self._school, "number": number, "term": term.id, "term_start": term.start.isoformat()}
        values["term_end"] = term.end.isoformat()
        self._connection.execute(
            insert(t.revision).values(
                **values,
                state="draft",
                version=version,
                base=base,
                run=run,
                strategy=strategy,
                planfile=pack(book),
                figures=dict(figures),
                author=author,
                created=now,
            )
        )
        return number

    def publish(self, number: int, book: Book, now: dt.datetime) -> None:
        """Make a draft the published revision of its term; ``book`` is the same plan with its calendar revisions."""
        row = self.row(number)
        assert row is not None
        standing = self.published(row["term"])
        if standing is not None:
            self.set_state(standing["number"], "past")
        where = (t.revision.c.school == self._school) & (t.revision.c.number == number)
        values = {"state": "published", "published": now, "planfile": pack(book)}
        self._connection.execute(update(t.revision).where(where).values(values))

    def set_state(self, number: int, state: str) -> None:
        """Move a revision on."""
        where = (t.revision.c.school == self._school) & (t.revision.c.number == number)
        self._connection.execute(update(t.revision).where(where).values(state=state))


def of_date(published: Sequence[RowMapping], date: dt.date) -> RowMapping | None:
    """Of the published revisions of several terms, the newest first, the one whose term a date is in; else the newest."""
    day = date.isoformat()
    return next((r for r in published if r["term_start"] <= day <= r["term_end"]), published[0] if published else None)


def next_number(connection: Connection, school: str) -> int:
    """Number for a new revision of a school. Locks the school, so that two writers never get the same."""
    connection.execute(_LOCKED, {"of": school}).first()
    return int(connection.execute(_NEWEST, {"of": school}).scalar() or 0) + 1


def pack(book: Book) -> bytes:
    """A plan file as it is stored."""
    return zlib.compress(dump_plan(book.planfile))


def unpack(stored: bytes) -> Book:
    """What `pack` made."""
    return Book(load_plan(zlib.decompress(stored)))
