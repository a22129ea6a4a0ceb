"""The durable queue; the only place that knows dbos."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from sqlalchemy import Connection

from api.jobs.supervise import Pool
from api.settings import Settings
from api.store.database import Database


class Engine:
    """Takes runs, works on them one at a time for each school and term, and takes them up again after a crash."""

    pool: Pool

    def __init__(
        self, database: Database, settings: Settings, clock: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC)
    ) -> None:
        raise NotImplementedError

    def start(self) -> None:
        """Begin to work. Raises AlreadyRunning when another process has this data. Blocks: not inside an event loop."""

    def stop(self) -> None:
        """End; runs that are being worked on begin anew at the next start. Blocks for a second or so."""

    def submit(self, connection: Connection, run: str, partition: str) -> None:
        """Queue a run whose row is written in the same transaction. ``partition`` is ``school:term``."""

    def cancel(self, connection: Connection, run: str) -> bool:
        """Ask a run to stop: a queued one is cancelled, a running one keeps its best plan. False when it has ended."""
        raise NotImplementedError
