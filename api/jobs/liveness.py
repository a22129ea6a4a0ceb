"""Runs that nobody works on are taken up again.

Several workers on PostgreSQL give signs of life, and what a dead one had taken goes to the others. Rows and queue are brought
together again, should they ever disagree: a backup played back, a queue that gave a run up.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple, Protocol

from sqlalchemy import Connection, select, text

from api.store import runs
from api.store import tables as t
from api.store.database import Database

log = logging.getLogger("lunjie.jobs")
_LOCK = 7105002
# The clock of the database, since those of the workers' machines may differ.
_NOW = "(clock_timestamp() AT TIME ZONE 'utc')"
KEPT = dt.timedelta(days=7)
"""How long the queue remembers a run that has ended."""
_AT_ONCE = 500


class Ticket(NamedTuple):
    """What the queue believes of a run."""

    id: str
    is_over: bool
    executor: str | None
    is_just_over: bool = False
    """In good order and moments ago: perhaps its worker gives the run back, and is about to queue it again."""


class Queue(Protocol):
    """What is asked of the durable queue."""

    def tickets(self, these: list[str] | None = None) -> list[Ticket]:
        """What it believes of these runs, or of all that workers have taken."""

    def resume(self, run: str) -> None:
        """Let another worker take a run."""

    def requeue(self, run: str, partition: str) -> None:
        """Take a run that it has lost."""

    def forget(self, before: dt.datetime) -> int:
        """Forget some runs that ended before then; how many."""


class Liveness:
    """Signs of life of one worker, and its look at those of all."""

    def __init__(self, database: Database, executor: str, dead_after: float, children: int = 1) -> None:
        self._database, self._executor, self._dead_after, self._children = database, executor, dead_after, children

    @property
    def every(self) -> float:
        """Seconds between two signs: several may be lost, and the dead are found soon enough after ``dead_after``."""
        return self._dead_after / 5

    def beat(self) -> None:
        """Give a sign of life."""
        with self._database.write() as connection:
            connection.execute(
                text(
                    f"INSERT INTO beat (executor, seen, children) VALUES (:executor, {_NOW}, :children) "
                    f"ON CONFLICT (executor) DO UPDATE SET seen = {_NOW}, children = :children"
                ),
                {"executor": self._executor, "children": self._children},
            )

    def leave(self) -> None:
        """Say that this worker is going: what it still has is free for others at once."""
        with self._database.write() as connection:
            connection.execute(text("DELETE FROM beat WHERE executor = :executor"), {"executor": self._executor})

    def take_over(self, queue: Queue) -> list[str]:
        """Queue again what workers had taken that are dead or gone; one worker at a time looks. The runs concerned."""
        with alone(self._database) as connection:
            if connection is None:
                return []
            # In this order: who takes a run has given a sign of life before.
            taken = queue.tickets()
            alive = connection.execute(
                text(f"SELECT executor FROM beat WHERE seen > {_NOW} - :limit * interval '1 second'"),
                {"limit": self._dead_after},
            )
            # Who looks is alive, even where its own sign of life is late.
            living = {self._executor, *alive.scalars()}
            left = [ticket for ticket in taken if ticket.executor not in living]
            runs.lose(connection, [ticket.id for ticket in left])
            for ticket in left:
                log.warning("run %s: worker %s is gone, another takes it", ticket.id, ticket.executor)
                queue.resume(ticket.id)
            connection.execute(text(f"DELETE FROM beat WHERE seen < {_NOW} - interval '1 day'"))
        return [ticket.id for ticket in left]


class Living(NamedTuple):
    """Workers that give signs of life."""

    workers: int
    children: int
    """How many runs they solve at once, together."""


def living(connection: Connection, dead_after: float) -> Living:
    """Those of a district; on PostgreSQL only."""
    found = connection.execute(
        text(f"SELECT count(*), coalesce(sum(children), 0) FROM beat WHERE seen > {_NOW} - :limit * interval '1 second'"),
        {"limit": dead_after},
    ).one()
    return Living(int(found[0]), int(found[1]))


@contextmanager
def alone(database: Database) -> Iterator[Connection | None]:
    """A transaction on PostgreSQL in which no other worker does the same; None while another one does."""
    with database.write() as connection:
        free = connection.execute(text("SELECT pg_try_advisory_xact_lock(:key)"), {"key": _LOCK}).scalar()
        yield connection if free else None


def reconcile(database: Database, queue: Queue, now: dt.datetime) -> list[str]:
    """Queue every open run again that the queue does not know or thinks over; the runs concerned. Forget old ones.

    A run that takes its workers down is not queued for ever: its attempts are counted in its row.
    """
    open_ = _open_runs(database)
    ids = list(open_)
    waiting: set[str] = set()
    for n in range(0, len(ids), _AT_ONCE):
        waiting |= {ticket.id for ticket in queue.tickets(ids[n : n + _AT_ONCE]) if not ticket.is_over or ticket.is_just_over}
    still = _open_runs(database)  # a run may have ended between the two looks
    lost = [run for run in ids if run not in waiting and run in still]
    for run in lost:
        log.warning("run %s was lost from the queue and is queued again", run)
        queue.requeue(run, open_[run])
    while queue.forget(now - KEPT):
        pass
    return lost


def partition(school: str, term: str) -> str:
    """What is worked on one at a time."""
    return f"{school}:{term}"


def _open_runs(database: Database) -> dict[str, str]:
    """Run -> partition, of all that have not ended."""
    known = t.run.c.state.in_(runs.ACTIVE) & ~t.run.c.held
    wanted = select(t.run.c.id, t.run.c.school, t.run.c.term).where(known).order_by(t.run.c.created)
    with database.read() as connection:
        return {row.id: partition(row.school, row.term) for row in connection.execute(wanted)}
