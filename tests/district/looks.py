"""Looks at a district all the time: is a school planned twice at once, does progress go back, when is a lost run taken up."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field

from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from api.store import tables as t
from api.store.database import Database
from api.store.runs import ACTIVE

_EVERY = 0.2


@dataclass
class Looks:
    """What was seen."""

    samples: int = 0
    overlaps: list[str] = field(default_factory=list)
    backwards: list[str] = field(default_factory=list)
    take_ups: list[float] = field(default_factory=list)
    """Seconds from the loss of a worker to the next beginning of the run that it had begun."""


class Watch(threading.Thread):
    """Looks until it is ended."""

    def __init__(self, database: Database) -> None:
        super().__init__(daemon=True)
        self._database, self._over = database, threading.Event()
        self._lost: dict[str, tuple[int, float]] = {}
        self.found = Looks()

    def lose(self, runs: list[str]) -> None:
        """The worker of these runs is gone as of now."""
        query = select(t.run.c.id, t.run.c.attempt).where(t.run.c.id.in_(runs), t.run.c.state == "running")
        with self._database.read() as connection:
            rows = connection.execute(query).all()
        self._lost |= {row.id: (row.attempt, time.monotonic()) for row in rows}

    def forget(self) -> None:
        """The database itself was away: what it kept from being taken up says nothing about workers."""
        self._lost.clear()

    def run(self) -> None:
        """Until `end`."""
        twice = select(t.run.c.school).where(t.run.c.state == "running").group_by(t.run.c.school).having(func.count() > 1)
        over = select(t.run.c.batch, func.count()).where(t.run.c.state.not_in(ACTIVE)).group_by(t.run.c.batch)
        ended: dict[str | None, int] = {}
        while not self._over.wait(_EVERY):
            try:
                with self._database.read() as connection:
                    self.found.overlaps += connection.execute(twice).scalars()
                    for batch, count in connection.execute(over):
                        if count < ended.get(batch, 0):
                            self.found.backwards.append(f"{ended[batch]} -> {count}")
                        ended[batch] = count
                    lost = dict(self._lost)
                    query = select(t.run.c.id, t.run.c.attempt, t.run.c.state).where(t.run.c.id.in_(lost))
                    rows = connection.execute(query).all() if lost else []
            except SQLAlchemyError:
                continue  # it is away for a while, on purpose
            self.found.samples += 1
            for row in rows:
                attempt, since = lost[row.id]
                if row.attempt > attempt:
                    self.found.take_ups.append(time.monotonic() - since)
                if row.attempt > attempt or row.state not in ACTIVE:
                    self._lost.pop(row.id, None)

    def end(self) -> None:
        """And wait until it has."""
        self._over.set()
        self.join()
