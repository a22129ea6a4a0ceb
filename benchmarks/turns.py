"""Nobody waits behind what is big: `python -m benchmarks.turns`. Seconds of one run of one machine; exit 1 when one is missed.

PostgreSQL, two workers of one child each. (a) A school that is planned for a minute, and ten of half a second started a second
later: the ten have ended within ten seconds. (b) A batch of sixty schools, and in its midst a librarian's single run: it begins
within five seconds.
"""

from __future__ import annotations

import argparse
import datetime as dt
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import func, select

from api.jobs.engine import Engine
from api.store import tables as t
from api.store.database import Database
from api.tokens import new_id
from benchmarks.generator import document
from tests.api.jobs.cases import Worker, add_run, add_school, long, quick, row, settings
from tests.api.postgres import Cluster, programs

SMALL, BATCH = 10, 60
_GIANT_SECONDS = 60.0
_TEN_WITHIN, _PERSON_WITHIN = 10.0, 5.0
_LONGEST = 300.0


def main() -> int:
    """Print both; exit 1 when one takes too long."""
    argparse.ArgumentParser(description=__doc__).parse_args()
    cluster = Cluster(programs(), durable=True)
    database = Database(cluster.new())
    database.migrate()
    with tempfile.TemporaryDirectory() as directory:
        place = Path(directory)
        engine = Engine(database, settings(database, place, workers=0))
        engine.start()
        workers = [Worker(database, place, dead_after=20) for _ in range(2)]
        try:
            _warm(database, engine)
            ten = _beside_a_giant(database, engine)
            person = _within_a_batch(database, engine)
        finally:
            for worker in workers:
                worker.kill()
            engine.stop()
            database.close()
            cluster.remove()
    print(f"ten small schools beside one of a minute, two workers: all ended {ten:.1f} s after they were asked for")
    print(f"a librarian's run in a batch of {BATCH}: begun {person:.1f} s after it was asked for")
    return int(ten > _TEN_WITHIN or person > _PERSON_WITHIN)


def _until(met: Callable[[], object]) -> None:
    end = time.monotonic() + _LONGEST
    while not met():
        if time.monotonic() > end:
            raise TimeoutError
        time.sleep(0.05)


def _warm(database: Database, engine: Engine) -> None:
    for n in range(4):
        add_school(database, f"w{n}", quick(n + 1))
    made = [add_run(database, engine, f"w{n}") for n in range(4)]
    _until(lambda: all(row(database, run)["state"] == "done" for run in made))


def _beside_a_giant(database: Database, engine: Engine) -> float:
    add_school(database, "giant", long())
    giant = add_run(database, engine, "giant", seconds=_GIANT_SECONDS)
    _until(lambda: row(database, giant)["state"] == "running")
    time.sleep(1.0)
    for n in range(SMALL):
        add_school(database, f"s{n}", document(18, n + 1))
    began = time.monotonic()
    made = [add_run(database, engine, f"s{n}") for n in range(SMALL)]
    _until(lambda: all(row(database, run)["state"] == "done" for run in made))
    spent = time.monotonic() - began
    if row(database, giant)["state"] != "running":
        raise RuntimeError("the giant had ended before")
    with database.write() as connection:
        engine.cancel(connection, giant)
    _until(lambda: row(database, giant)["state"] == "done")
    return spent


def _within_a_batch(database: Database, engine: Engine) -> float:
    """The batch as the district's button makes it: its runs are given to the queue as children come free."""
    batch, now = new_id(), dt.datetime.now(dt.UTC)
    for n in range(BATCH):
        add_school(database, f"b{n}", document(24, n + 1))
        known = {"school": f"b{n}", "term": "bench", "version": 1, "wanted": {"kind": "plan"}, "author": "t", "created": now}
        values = {**known, "id": new_id(), "batch": batch, "held": True, "state": "queued", "cancel": False, "attempt": 0}
        with database.write() as connection:
            connection.execute(t.run.insert().values(values))
    add_school(database, "person", quick(99))
    _until(lambda: _ended(database, batch) >= BATCH // 4)
    began = time.monotonic()
    run = add_run(database, engine, "person")
    _until(lambda: row(database, run)["state"] != "queued")
    spent = time.monotonic() - began
    if _ended(database, batch) >= BATCH:
        raise RuntimeError("the batch had ended before")
    return spent


def _ended(database: Database, batch: str) -> int:
    with database.read() as connection:
        query = select(func.count()).select_from(t.run).where(t.run.c.batch == batch, t.run.c.state == "done")
        return connection.execute(query).scalar_one()


if __name__ == "__main__":
    raise SystemExit(main())
