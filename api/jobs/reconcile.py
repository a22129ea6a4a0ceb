"""Rows and queue brought together again, should they ever disagree: a backup played back, a queue that gave a run up."""

from __future__ import annotations

import datetime as dt
import logging
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import select

from api.store import runs
from api.store import tables as t
from api.store.database import Database

if TYPE_CHECKING:
    from api.jobs.engine import Engine

log = logging.getLogger("lunjie.jobs")
KEPT = dt.timedelta(days=7)
"""How long the queue remembers a run that has ended."""
_AT_ONCE = 500


class Ticket(NamedTuple):
    """What the queue believes of a run."""

    id: str
    is_over: bool
    executor: str | None


def reconcile(database: Database, engine: Engine, now: dt.datetime) -> list[str]:
    """Queue every open run again that the queue does not know or thinks over; the runs concerned. Forget old ones.

    A run that takes its workers down is not queued for ever: its attempts are counted in its row.
    """
    open_ = _open_runs(database)
    ids = list(open_)
    waiting: set[str] = set()
    for n in range(0, len(ids), _AT_ONCE):
        waiting |= {ticket.id for ticket in engine.tickets(ids[n : n + _AT_ONCE]) if not ticket.is_over}
    still = _open_runs(database)  # a run may have ended between the two looks
    lost = [run for run in ids if run not in waiting and run in still]
    for run in lost:
        log.warning("run %s was lost from the queue and is queued again", run)
        engine.requeue(run, open_[run])
    while engine.forget(now - KEPT):
        pass
    return lost


def partition(school: str, term: str) -> str:
    """What is worked on one at a time."""
    return f"{school}:{term}"


def _open_runs(database: Database) -> dict[str, str]:
    """Run -> partition, of all that have not ended."""
    wanted = select(t.run.c.id, t.run.c.school, t.run.c.term).where(t.run.c.state.in_(runs.ACTIVE)).order_by(t.run.c.created)
    with database.read() as connection:
        return {row.id: partition(row.school, row.term) for row in connection.execute(wanted)}
