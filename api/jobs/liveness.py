"""Several workers on PostgreSQL: each gives a sign of life, and what a dead one had taken goes to the others."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy import Connection, text

from api.store.database import Database

if TYPE_CHECKING:
    from api.jobs.engine import Engine

log = logging.getLogger("lunjie.jobs")
_LOCK = 7105002
# The clock of the database, since those of the workers' machines may differ.
_NOW = "(clock_timestamp() AT TIME ZONE 'utc')"


class Liveness:
    """Signs of life of one worker, and its look at those of all."""

    def __init__(self, database: Database, executor: str, dead_after: float) -> None:
        self._database, self._executor, self._dead_after = database, executor, dead_after

    @property
    def every(self) -> float:
        """Seconds between two signs: several may be lost, and the dead are found soon enough after ``dead_after``."""
        return self._dead_after / 5

    def beat(self) -> None:
        """Give a sign of life."""
        with self._database.write() as connection:
            connection.execute(
                text(
                    f"INSERT INTO beat (executor, seen) VALUES (:executor, {_NOW}) "
                    f"ON CONFLICT (executor) DO UPDATE SET seen = {_NOW}"
                ),
                {"executor": self._executor},
            )

    def leave(self) -> None:
        """Say that this worker is going: what it still has is free for others at once."""
        with self._database.write() as connection:
            connection.execute(text("DELETE FROM beat WHERE executor = :executor"), {"executor": self._executor})

    def take_over(self, engine: Engine) -> list[str]:
        """Queue again what workers had taken that are dead or gone; one worker at a time looks. The runs concerned."""
        with alone(self._database) as connection:
            if connection is None:
                return []
            # In this order: who takes a run has given a sign of life before.
            taken = engine.tickets()
            alive = connection.execute(
                text(f"SELECT executor FROM beat WHERE seen > {_NOW} - :limit * interval '1 second'"),
                {"limit": self._dead_after},
            )
            living = set(alive.scalars())
            left = [ticket for ticket in taken if ticket.executor not in living]
            for ticket in left:
                log.warning("run %s: worker %s is gone, another takes it", ticket.id, ticket.executor)
                engine.resume(ticket.id)
            connection.execute(text(f"DELETE FROM beat WHERE seen < {_NOW} - interval '1 day'"))
        return [ticket.id for ticket in left]


@contextmanager
def alone(database: Database) -> Iterator[Connection | None]:
    """A transaction on PostgreSQL in which no other worker does the same; None while another one does."""
    with database.write() as connection:
        free = connection.execute(text("SELECT pg_try_advisory_xact_lock(:key)"), {"key": _LOCK}).scalar()
        yield connection if free else None
