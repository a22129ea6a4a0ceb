"""Batches are given to the queue bit by bit: what is not in it yet can be passed by a person who waits."""

from __future__ import annotations

from collections.abc import Callable, Collection

from sqlalchemy import Connection, exists, func, select, update

from api.jobs.liveness import partition
from api.store import runs
from api.store import tables as t
from api.store.database import Database

_IS_ANY_HELD = select(exists().where(t.run.c.held))


def feed(
    database: Database,
    submit: Callable[[Connection, str, str], None],
    most: Callable[[Connection], int],
    strange: Collection[str] = (),
) -> list[str]:
    """Queue the oldest held runs, so that ``most`` of batches wait in the queue; the runs concerned.

    None while another run comes first (`runs.is_any_first`). ``strange`` runs do not count: nobody here could do them.
    """
    with database.read() as connection:
        if not connection.execute(_IS_ANY_HELD).scalar():
            return []
    with database.write() as connection:
        if runs.is_any_first(connection, strange):
            return []
        waiting = (t.run.c.state == "queued") & t.run.c.batch.is_not(None) & ~t.run.c.held
        room = most(connection) - (connection.execute(select(func.count()).where(waiting)).scalar() or 0)
        if room <= 0:
            return []
        query = select(t.run.c.id, t.run.c.school, t.run.c.term).where(t.run.c.held).order_by(t.run.c.created).limit(room)
        rows = connection.execute(query.with_for_update(skip_locked=True)).all()
        ids = [row.id for row in rows]
        connection.execute(update(t.run).where(t.run.c.id.in_(ids)).values(held=False))
        for row in rows:
            submit(connection, row.id, partition(row.school, row.term))
    return ids
