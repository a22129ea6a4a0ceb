"""What is killed: the service alone on SQLite, or a web process, two workers and a database server of their own."""

from __future__ import annotations

import random
import sqlite3
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import psycopg
from sqlalchemy import func, select

from api.store import tables as t
from api.store.database import Database
from tests.api.jobs.cases import Worker
from tests.api.postgres import Cluster, programs
from tests.api.service import Service


class Site:
    """The service on one SQLite file."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self.service = self._service().start()

    def _service(self) -> Service:
        return Service(self._directory / "data", workers=1)

    def token(self) -> str:
        """Of the first librarian, for programs."""
        secret: str = self.service.person().set_up(self.service.first_link).post("/api/tokens", {"label": "chaos"})["secret"]
        return secret

    def kills(self) -> dict[str, Callable[[], None]]:
        """What can be killed, and how."""
        return {"service": self.service.kill}

    def again(self, chance: random.Random) -> int:
        """Start what is gone; now and then it is killed while it starts. How often it was."""
        tries = 0
        while chance.random() < 0.25:
            tries += 1
            self._die_at_the_start(chance)
        self.service = self._service().start()
        return tries

    def _die_at_the_start(self, chance: random.Random) -> None:
        begun = self._service()
        until = time.monotonic() + chance.random()

        class TooLate(Exception):
            pass

        def said(_text: str) -> bool:
            if time.monotonic() > until:
                raise TooLate
            return False

        with suppress(TooLate):
            begun.start(said)
        begun.kill()

    def wrong(self) -> list[str]:
        """What is wrong in the database itself."""
        with sqlite3.connect(self._directory / "data" / "lunjie.sqlite") as connection:
            said = [row[0] for row in connection.execute("PRAGMA integrity_check")]
            strays = connection.execute("PRAGMA foreign_key_check").fetchall()
        connection.close()
        return [*(f"integrity: {one}" for one in said if one != "ok"), *(f"foreign key: {one}" for one in strays)]

    def doubled(self) -> list[str]:
        """Runs that have made more than one draft."""
        database = self._database()
        query = select(t.revision.c.run).where(t.revision.c.run.is_not(None))
        with database.read() as connection:
            found = connection.execute(query.group_by(t.revision.c.run).having(func.count() > 1)).scalars().all()
        database.close()
        return [f"run {run} has several drafts" for run in found]

    def _database(self) -> Database:
        return Database(f"sqlite:///{self._directory / 'data' / 'lunjie.sqlite'}")

    def end(self) -> None:
        """Stop everything."""
        self.service.kill()


class District(Site):
    """A web process, two workers and PostgreSQL; any of them is killed, the database as if the plug had been pulled."""

    def __init__(self, directory: Path) -> None:
        self._cluster = Cluster(programs(), durable=True)
        self._url = self._cluster.new()
        self._workers: list[Worker] = []
        super().__init__(directory)
        self._workers = [self._worker(), self._worker()]

    def _service(self) -> Service:
        return Service(self._directory / "web", self._url, workers=0)

    def _worker(self) -> Worker:
        return Worker(self._database(), self._directory, dead_after=4.0)

    def kills(self) -> dict[str, Callable[[], None]]:
        """What can be killed, and how."""

        def worker() -> None:
            self._workers.pop(0).kill()

        return {"web": self.service.kill, "worker": worker, "database": lambda: self._cluster.stop("immediate")}

    def again(self, chance: random.Random) -> int:
        """Start what is gone."""
        with suppress(RuntimeError):  # it runs already
            self._cluster.start()
        # One that had just been started when the database went has ended with words; whoever runs it starts it again.
        self._workers = [w for w in self._workers if w.process.poll() is None]
        self._workers += [self._worker() for _ in range(2 - len(self._workers))]
        if self.service.process.poll() is None:
            return 0
        return super().again(chance)

    def wrong(self) -> list[str]:
        """What is wrong in the database itself: whole tables cannot be read."""
        with psycopg.connect(self._url) as connection:
            for table in t.metadata.sorted_tables:
                connection.execute(f'SELECT * FROM "{table.name}"').fetchall()  # type: ignore[call-overload]
        return []

    def _database(self) -> Database:
        return Database(self._url, connections=2)

    def end(self) -> None:
        """Stop everything."""
        super().end()
        for worker in self._workers:
            worker.kill()
        self._cluster.remove()
