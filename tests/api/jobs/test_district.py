"""PostgreSQL with two workers, one of which is killed: nothing is lost, nothing happens twice, no school meets itself."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from sqlalchemy import func, select

from api.jobs.engine import Engine
from api.store import tables as t
from api.store.database import Database
from tests.api.jobs.cases import (
    AMPLE,
    Worker,
    add_run,
    add_school,
    count,
    drafts,
    long,
    quick,
    results,
    row,
    settings,
    stop,
    wait_for,
)
from tests.api.postgres import Cluster, programs

_SCHOOLS, _EACH = 10, 3


class Watch(threading.Thread):
    """Looks at the rows all the time: at any moment a school has at most one run that is being worked on."""

    def __init__(self, database: Database) -> None:
        super().__init__(daemon=True)
        self._database, self._over = database, threading.Event()
        self.overlaps: list[str] = []
        self.looks = 0

    def run(self) -> None:
        """Until `end`."""
        twice = select(t.run.c.school).where(t.run.c.state == "running").group_by(t.run.c.school).having(func.count() > 1)
        while not self._over.wait(0.02):
            with self._database.read() as connection:
                self.overlaps += connection.execute(twice).scalars()
            self.looks += 1

    def end(self) -> None:
        """And wait until it has."""
        self._over.set()
        self.join()


def test_runs_of_ten_schools_survive_a_killed_worker(postgres: Database, tmp_path: Path) -> None:
    """One result each, although one of two workers dies in the middle of its solve."""
    dead_after = 6.0  # a worker on a busy machine may be late with its sign of life
    for n in range(_SCHOOLS):
        add_school(postgres, f"s{n}", quick(n + 1))
    add_school(postgres, "long", long())
    api = Engine(postgres, settings(postgres, tmp_path, workers=0))
    api.start()
    watch = Watch(postgres)
    try:
        with Worker(postgres, tmp_path, dead_after=dead_after) as one:
            wait_for(lambda: api.standing().workers == 1)
            (first,) = beats(postgres)
            with Worker(postgres, tmp_path, dead_after=dead_after) as two:
                wait_for(lambda: len(beats(postgres)) == 2)
                watch.start()
                cut = add_run(postgres, api, "long", seconds=AMPLE)
                made = [add_run(postgres, api, f"s{n % _SCHOOLS}") for n in range(_SCHOOLS * _EACH)]
                wait_for(lambda: row(postgres, cut)["progress"])
                (ticket,) = api.tickets([cut])
                (one if ticket.executor == first else two).kill()
                wait_for(lambda: row(postgres, cut)["attempt"] > 1)
                stop(postgres, cut, row(postgres, cut)["attempt"])
                wait_for(lambda: count(postgres, "done") == len(made) + 1)
                taken = (one.said() + two.said()).count("another takes it")
    finally:
        if watch.is_alive():
            watch.end()
        api.stop()
    assert watch.looks > 0
    assert watch.overlaps == []
    made.append(cut)
    assert [results(postgres, run) for run in made] == [1] * len(made)
    assert [len(drafts(postgres, run)) for run in made] == [1] * len(made)
    # Begun again as often as a worker was thought gone, at most: once, unless a living one was late on a busy machine.
    assert sum(row(postgres, run)["attempt"] for run in made) - len(made) <= taken
    for n in range(_SCHOOLS):
        own = [row(postgres, run) for run in made if row(postgres, run)["school"] == f"s{n}"]
        ends = sorted(r["finished"] for r in own)
        # The first start of a run that was begun twice says nothing about its second.
        starts = sorted(r["started"] for r in own if r["attempt"] == 1)
        assert all(sum(end <= start for end in ends) >= i - (len(own) - len(starts)) for i, start in enumerate(starts))


def beats(database: Database) -> list[str]:
    """Workers that have given a sign of life, by name."""
    with database.read() as connection:
        return list(connection.execute(select(t.beat.c.executor)).scalars())


def test_a_worker_that_stops_hands_its_run_over_at_once(postgres: Database, tmp_path: Path) -> None:
    """Nobody waits until it counts as dead."""
    add_school(postgres, "s", long())
    api = Engine(postgres, settings(postgres, tmp_path, workers=0))
    api.start()
    try:
        run = add_run(postgres, api, "s", seconds=AMPLE)
        # Longer than any test: who waits until it counts as dead waits in vain.
        with Worker(postgres, tmp_path, dead_after=AMPLE) as one:
            wait_for(lambda: row(postgres, run)["progress"])
            with Worker(postgres, tmp_path, dead_after=AMPLE) as other:
                wait_for(lambda: other.children())
                assert one.stop() == 0, one.said()
                stop(postgres, run)
    finally:
        api.stop()
    assert row(postgres, run)["attempt"] == 1


@pytest.mark.usefixtures("cluster")  # skips where there is no PostgreSQL
def test_a_database_that_is_pulled_out_of_the_wall(tmp_path: Path) -> None:
    """In the middle of a solve, and back when that was noticed: the worker lives on, and stores its one result."""
    own = Cluster(programs(), durable=True)
    database = Database(own.new())
    try:
        database.migrate()
        add_school(database, "s", long())
        api = Engine(database, settings(database, tmp_path, workers=0))
        api.start()
        run = add_run(database, api, "s", seconds=AMPLE)
        api.stop()
        with Worker(database, tmp_path, dead_after=30) as worker:
            wait_for(lambda: row(database, run)["progress"])
            own.stop("immediate")
            wait_for(lambda: "does not answer" in worker.said() or "trying again" in worker.said())
            own.start()
            database.close()
            stop(database, run, row(database, run)["attempt"])
            assert worker.process.poll() is None
        assert results(database, run) == 1
    finally:
        database.close()
        own.remove()
