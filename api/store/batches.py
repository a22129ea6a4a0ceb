"""Batches: planning for many schools at once, and what came of it. Restricted to the schools that an account may plan."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, RowMapping, exists, insert, select

from api.store import tables as t


def add(
    connection: Connection, batch: str, author: str, wanted: Mapping[str, Any], left: Mapping[str, str], now: dt.datetime
) -> None:
    """A batch whose runs are written besides."""
    values = {"id": batch, "author": author, "wanted": dict(wanted), "left": dict(left), "created": now}
    connection.execute(insert(t.batch).values(values))


def row(connection: Connection, batch: str) -> RowMapping | None:
    """One batch."""
    return connection.execute(select(t.batch).where(t.batch.c.id == batch)).mappings().one_or_none()


def newest(connection: Connection, schools: Sequence[str], limit: int) -> list[RowMapping]:
    """Batches with a run in one of these schools, the newest first."""
    mine = exists().where(t.run.c.batch == t.batch.c.id, t.run.c.school.in_(schools))
    query = select(t.batch).where(mine).order_by(t.batch.c.created.desc(), t.batch.c.id).limit(limit)
    return list(connection.execute(query).mappings())


def lines(connection: Connection, batch: str, schools: Sequence[str]) -> list[RowMapping]:
    """The batch's runs in these schools: id, school, state, reason, version, outcome, names of the school."""
    columns = [t.run.c.id, t.run.c.school, t.run.c.state, t.run.c.reason, t.run.c.version, t.result.c.outcome]
    joined = t.run.join(t.school, t.school.c.id == t.run.c.school).outerjoin(t.result, t.result.c.run == t.run.c.id)
    query = select(*columns, t.school.c.name_zh, t.school.c.name_en).select_from(joined)
    where = (t.run.c.batch == batch) & t.run.c.school.in_(schools)
    return list(connection.execute(query.where(where).order_by(t.run.c.school)).mappings())


def drafted(connection: Connection, batch: str) -> dict[str, tuple[int, str]]:
    """Run -> (number, state) of the first revision that it has made."""
    query = select(t.revision.c.run, t.revision.c.number, t.revision.c.state).join(t.run, t.run.c.id == t.revision.c.run)
    found: dict[str, tuple[int, str]] = {}
    for run, number, state in connection.execute(query.where(t.run.c.batch == batch).order_by(t.revision.c.number)):
        found.setdefault(run, (number, state))
    return found


def names(connection: Connection, schools: Sequence[str]) -> dict[str, tuple[str, str]]:
    """School -> its name in Chinese and English."""
    query = select(t.school.c.id, t.school.c.name_zh, t.school.c.name_en).where(t.school.c.id.in_(schools))
    return {school: (zh, en) for school, zh, en in connection.execute(query)}
