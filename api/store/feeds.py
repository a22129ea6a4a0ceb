"""Calendar links and the calendars behind them. A link is known by the hash of its secret; a calendar is whole bytes."""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Column, Connection, RowMapping, insert, select, update

from api.store import tables as t
from planner.models.base import Language


class Feeds:
    """The calendar links of one school, in one transaction."""

    def __init__(self, connection: Connection, school: str) -> None:
        self._connection = connection
        self._school = school

    def listed(self) -> list[RowMapping]:
        """Links in order of scope, those taken back included; no secret among it."""
        columns = [c for c in t.feed.c if c.name != "token"]
        query = select(*columns).where(t.feed.c.school == self._school).order_by(t.feed.c.scope, t.feed.c.created)
        return list(self._connection.execute(query).mappings())

    def row(self, feed: str) -> RowMapping | None:
        """One link."""
        query = select(t.feed).where(t.feed.c.school == self._school, t.feed.c.id == feed)
        return self._connection.execute(query).mappings().one_or_none()

    def add(self, feed: str, scope: str, language: str, token_hash: str, author: str, now: dt.datetime) -> None:
        """A new link."""
        values = {"id": feed, "school": self._school, "scope": scope, "language": language, "token": token_hash}
        self._connection.execute(insert(t.feed).values(**values, author=author, created=now))
        another_mark(self._connection)

    def token(self, feed: str) -> str:
        """Hash of the secret of one link."""
        return str(self._connection.execute(select(t.feed.c.token).where(t.feed.c.id == feed)).scalar_one())

    def tokens(self) -> list[str]:
        """Hashes of the secrets of all links of the school."""
        return list(self._connection.execute(select(t.feed.c.token).where(t.feed.c.school == self._school)).scalars())

    def revoke(self, feed: str, now: dt.datetime) -> bool:
        """Take a link back for good; False when it was already."""
        where = (t.feed.c.school == self._school) & (t.feed.c.id == feed) & t.feed.c.revoked.is_(None)
        taken = self._connection.execute(update(t.feed).where(where).values(revoked=now)).rowcount == 1
        another_mark(self._connection)
        return taken

    def scopes(self) -> list[str]:
        """Scopes of the published plan. Those of classes or pupils who are gone still answer, but get no new links."""
        query = select(t.calendar.c.scope).where(t.calendar.c.school == self._school, t.calendar.c.present)
        return list(self._connection.execute(query.distinct().order_by(t.calendar.c.scope)).scalars())

    def bodies(self) -> list[tuple[str, Language, bytes]]:
        """(scope, language, calendar) of all that are stored."""
        query = select(t.calendar.c.scope, t.calendar.c.language, t.calendar.c.body)
        return list(self._connection.execute(query.where(t.calendar.c.school == self._school)))

    def languages(self, scope: str) -> list[str]:
        """In which languages a calendar is stored; none before any plan is published."""
        query = select(t.calendar.c.language).where(t.calendar.c.school == self._school, t.calendar.c.scope == scope)
        return sorted(self._connection.execute(query).scalars(), reverse=True)

    def body(self, scope: str, language: str) -> bytes | None:
        """One calendar; None before any plan is published."""
        where = (t.calendar.c.school == self._school) & (t.calendar.c.scope == scope) & (t.calendar.c.language == language)
        return self._connection.execute(select(t.calendar.c.body).where(where)).scalar()

    def put(self, calendars: Mapping[tuple[str, Language], bytes], now: dt.datetime, present: bool = True) -> int:
        """Store calendars by (scope, language); how many have changed. The others keep their bytes, ETag and date."""
        query = select(t.calendar.c.scope, t.calendar.c.language, t.calendar.c.etag, t.calendar.c.present)
        known = {(s, la): (e, p) for s, la, e, p in self._connection.execute(query.where(t.calendar.c.school == self._school))}
        fresh: list[dict[str, Any]] = []
        changed = 0
        for (scope, language), body in calendars.items():
            etag = etag_of(body)
            had = known.get((scope, language))
            if had == (etag, present):
                continue
            key: dict[str, Any] = {"school": self._school, "scope": scope, "language": language}
            values: dict[str, Any] = {"present": present}
            if had is None or had[0] != etag:
                changed += 1
                values |= {"body": body, "etag": etag, "modified": now}
            if had is None:
                fresh.append({**key, **values})
            else:
                where = [t.calendar.c[name] == value for name, value in key.items()]
                self._connection.execute(update(t.calendar).where(*where).values(values))
        if fresh:
            self._connection.execute(insert(t.calendar), fresh)
        if changed:
            another_mark(self._connection)
        return changed


def etag_of(body: bytes) -> str:
    """What names these bytes and no others."""
    return hashlib.sha256(body).hexdigest()[:32]


def another_mark(connection: Connection) -> None:
    """Another mark. At random: a number could be met again after a backup was played back."""
    mark = {"mark": uuid.uuid4().hex}
    if not connection.execute(update(t.feed_mark).values(mark)).rowcount:
        connection.execute(insert(t.feed_mark).values(id=1, **mark))


def mark_of(connection: Connection) -> str:
    """What stays the same as long as no calendar and no link has changed; "" before the first."""
    return connection.execute(select(t.feed_mark.c.mark)).scalar() or ""


def live_links(connection: Connection) -> set[str]:
    """Hashes of the secrets of all links of all schools that were not taken back."""
    return set(connection.execute(select(t.feed.c.token).where(t.feed.c.revoked.is_(None))).scalars())


def link_of(connection: Connection, token_hash: str) -> RowMapping | None:
    """As `calendar_of`, without the bytes."""
    return _link(connection, token_hash, t.calendar.c.etag, t.calendar.c.modified)


def calendar_of(connection: Connection, token_hash: str) -> RowMapping | None:
    """The calendar behind a link: ``revoked``, ``body``, ``etag``, ``modified``, the last three None
    before any plan is published.

    The secret is all that is asked for here: whoever has the link may read the calendar.
    """
    return _link(connection, token_hash, t.calendar.c.body, t.calendar.c.etag, t.calendar.c.modified)


def _link(connection: Connection, token_hash: str, *columns: Column[Any]) -> RowMapping | None:
    same = (t.calendar.c.school == t.feed.c.school) & (t.calendar.c.scope == t.feed.c.scope)
    joined = t.feed.outerjoin(t.calendar, same & (t.calendar.c.language == t.feed.c.language))
    own = (t.feed.c.school, t.feed.c.scope, t.feed.c.language, t.feed.c.revoked)
    query = select(*own, *columns).select_from(joined)
    return connection.execute(query.where(t.feed.c.token == token_hash)).mappings().one_or_none()
