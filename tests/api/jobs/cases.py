"""Schools, runs and real processes of the service for the tests of its jobs."""

from __future__ import annotations

import datetime as dt
import json
import os
import signal
import time
import uuid
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import RowMapping, func, insert, select

from api.jobs.engine import Engine
from api.jobs.worker import run_worker
from api.settings import Settings
from api.store import runs
from api.store import tables as t
from api.store.database import Database
from benchmarks.generator import document
from tests.processes import Process

AMPLE = 1200.0
"""Seconds of a search that a test ends itself, or that is proven long before, on however slow a machine."""
BRIEF = 1.0
"""Seconds of a search of which nothing is asked but that it ends: it may have a plan by then, or none."""


def work() -> None:
    """What a process of `Worker` does."""
    run_worker(Settings())


def now() -> dt.datetime:
    """This moment."""
    return dt.datetime.now(dt.UTC)


def quick(seed: int = 1) -> dict[str, Any]:
    """A school that is planned in a fraction of a second."""
    return document(6, seed)


def long() -> dict[str, Any]:
    """A school whose search has a first plan after a second, and no proof for as long as it may go on (a gap of a quarter after
    forty seconds)."""
    data = document(12)
    data["duties"]["cycle"] = "dated"
    data["term"] |= {"end": "2026-04-03", "closures": [], "days": []}
    del data["term"]["recall_weeks"]
    data["rules"] = {"own_class": {"weight": 50}, "same_weekday": {"weight": 30}}
    return data


def add_school(database: Database, school: str, data: dict[str, Any] | bytes, kind: str = "json") -> None:
    """A school with its first document."""
    content = data if isinstance(data, bytes) else json.dumps(data).encode()
    with database.write() as connection:
        values = {"id": school, "name_zh": school, "name_en": school, "term": "bench", "version": 1, "classes": 6}
        connection.execute(insert(t.school).values(**values, created=now()))
        stored = {"kind": kind, "content": zlib.compress(content), "note": "", "author": "t", "created": now()}
        connection.execute(insert(t.document).values(school=school, version=1, term="bench", **stored))


def add_run(database: Database, engine: Engine | None, school: str, base: int | None = None, **wanted: Any) -> str:
    """A queued run, put into the queue where there is one; its id."""
    run = uuid.uuid4().hex
    values = {"school": school, "term": "bench", "version": 1, "base": base, "wanted": wanted, "state": "queued"}
    with database.write() as connection:
        connection.execute(insert(t.run).values(id=run, **values, cancel=False, attempt=0, author="t", created=now()))
        if engine is not None:
            engine.submit(connection, run, f"{school}:bench")
    return run


def row(database: Database, run: str) -> RowMapping:
    """The run as it stands."""
    with database.read() as connection:
        return connection.execute(select(t.run).where(t.run.c.id == run)).mappings().one()


def outcome(database: Database, run: str) -> dict[str, Any]:
    """Its result."""
    with database.read() as connection:
        found: dict[str, Any] = connection.execute(select(t.result.c.outcome).where(t.result.c.run == run)).scalar_one()
    return found


def results(database: Database, run: str) -> int:
    """How often a run has a result."""
    with database.read() as connection:
        return connection.execute(select(func.count()).select_from(t.result).where(t.result.c.run == run)).scalar_one()


def drafts(database: Database, run: str) -> list[RowMapping]:
    """The revisions it has made, in order."""
    with database.read() as connection:
        wanted = select(t.revision).where(t.revision.c.run == run).order_by(t.revision.c.number)
        return list(connection.execute(wanted).mappings())


def count(database: Database, state: str) -> int:
    """Runs in a state."""
    with database.read() as connection:
        return connection.execute(select(func.count()).select_from(t.run).where(t.run.c.state == state)).scalar_one()


def wait_for(true: Callable[[], object], seconds: float = 300.0) -> None:
    """Raises AssertionError when it does not become true: after so long that something hangs, on however busy a machine."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, f"not within {seconds} s"
        time.sleep(0.02)


def planned(database: Database, run: str, attempt: int = 1) -> bool:
    """Whether this attempt of a run, or a later one, has a plan by now."""
    found = row(database, run)
    return bool(found["attempt"] >= attempt and (found["progress"] or {}).get("cost") is not None)


def stop(database: Database, run: str, attempt: int = 1) -> None:
    """End a run as soon as it has a plan; it is done with that."""
    wait_for(lambda: planned(database, run, attempt))
    with database.write() as connection:
        assert runs.cancel(connection, run, now())
    wait_for(lambda: row(database, run)["state"] == "done")


def settings(database: Database, tmp_path: Path, workers: int, dead_after: float = 60.0) -> Settings:
    """Of a process that uses this store. On a busy machine a living worker's sign of life may be late by some seconds: a short
    ``dead_after`` is for tests in which one worker alone is left to look."""
    url = None if database.is_sqlite else database.url
    return Settings(data=tmp_path, database=url, workers=workers, dead_after=dead_after)


class Worker:
    """A real process that runs `run_worker`; with SQLite it is what the service itself would be."""

    def __init__(self, database: Database, tmp_path: Path, workers: int = 1, dead_after: float = 60.0) -> None:
        wanted = settings(database, tmp_path, workers, dead_after)
        environment = {f"LUNJIE_{name.upper()}": str(value) for name, value in wanted.model_dump(exclude_none=True).items()}
        self.log = tmp_path / f"worker-{uuid.uuid4().hex}.log"
        environment = {**os.environ, **environment}
        self.process = Process("tests.api.jobs.cases:work", stdout=self.log, stderr=self.log, environment=environment)

    def __enter__(self) -> Worker:
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()

    def kill(self) -> None:
        """As a crash would: without a word."""
        self.process.kill()
        self.process.wait()

    def freeze(self) -> None:
        """It does nothing more, but is still there."""
        self.process.send_signal(signal.SIGSTOP)

    def wake(self) -> None:
        """It goes on as if nothing had happened."""
        self.process.send_signal(signal.SIGCONT)

    def stop(self) -> int:
        """In good order; its exit code."""
        self.process.terminate()
        return self.process.wait(300)

    def said(self) -> str:
        """What it has logged."""
        return self.log.read_text()

    def children(self) -> list[int]:
        """Process ids of its children."""
        # Listed by the thread that has begun them.
        listed = Path(f"/proc/{self.process.pid}/task").glob("*/children")
        return [int(pid) for path in listed for pid in path.read_text().split()]
