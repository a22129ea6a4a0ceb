"""Processes are killed, frozen and stopped in the middle of a solve; each run still ends once, with one result."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import update

from api.jobs.engine import Engine
from api.store import tables as t
from api.store.database import Database
from tests.api.jobs.cases import (
    AMPLE,
    BRIEF,
    Worker,
    add_run,
    add_school,
    drafts,
    long,
    outcome,
    quick,
    results,
    row,
    settings,
    stop,
    wait_for,
)

_SOON = 2.0
"""Seconds after which the only worker that is left takes what another one has left."""


def submitted(database: Database, tmp_path: Path, runs: list[tuple[str, dict[str, object]]]) -> list[str]:
    """Queued by a process of the service that itself solves nothing."""
    engine = Engine(database, settings(database, tmp_path, workers=0))
    engine.start()
    try:
        return [add_run(database, engine, school, **wanted) for school, wanted in runs]
    finally:
        engine.stop()


def test_a_killed_service_takes_its_runs_up_again(database: Database, tmp_path: Path) -> None:
    """The run being solved, and the next one of the same school, which waits for it."""
    add_school(database, "long", long())
    add_school(database, "quick", quick())
    first, second, other = submitted(
        database, tmp_path, [("long", {"seconds": AMPLE}), ("long", {"seconds": BRIEF}), ("quick", {})]
    )
    with Worker(database, tmp_path) as worker:
        wait_for(lambda: row(database, first)["progress"])
        worker.kill()
    with Worker(database, tmp_path, dead_after=_SOON):
        stop(database, first, attempt=2)
        wait_for(lambda: all(row(database, run)["state"] == "done" for run in (second, other)))
    assert [results(database, run) for run in (first, second, other)] == [1, 1, 1]
    assert len(drafts(database, first)) == len(drafts(database, other)) == 1
    assert len(drafts(database, second)) == len(outcome(database, second)["revisions"])
    assert row(database, second)["attempt"] == 1


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_children_do_not_outlive_their_parent(database: Database, tmp_path: Path) -> None:
    """Nothing computes on after a crash."""
    add_school(database, "long", long())
    (run,) = submitted(database, tmp_path, [("long", {"seconds": AMPLE})])
    with Worker(database, tmp_path) as worker:
        wait_for(lambda: row(database, run)["progress"])
        children = worker.children()
        worker.kill()
    assert children
    wait_for(lambda: not [pid for pid in children if Path(f"/proc/{pid}").exists()])


def test_a_stopped_service_runs_them_again_without_counting_it(database: Database, tmp_path: Path) -> None:
    """SIGTERM in the middle of a solve: it ends soon and in good order, and the run begins anew at the next start."""
    add_school(database, "long", long())
    (run,) = submitted(database, tmp_path, [("long", {"seconds": AMPLE})])
    with Worker(database, tmp_path) as worker:
        wait_for(lambda: row(database, run)["progress"])
        assert worker.stop() == 0, worker.said()
        assert (row(database, run)["state"], row(database, run)["attempt"]) == ("queued", 0)
    with Worker(database, tmp_path):
        stop(database, run)
    assert (row(database, run)["attempt"], results(database, run)) == (1, 1)


def test_lost_workers_are_nobodys_fault_yet_not_for_ever(database: Database, tmp_path: Path) -> None:
    """Three of them are less than a night of restarts; after ten the run ends, says so, and the school's next has its turn."""
    add_school(database, "long", long())
    (run,) = submitted(database, tmp_path, [("long", {"seconds": AMPLE})])
    with Worker(database, tmp_path) as worker:
        wait_for(lambda: row(database, run)["attempt"] == 1)
        worker.kill()
    with database.write() as connection:
        connection.execute(update(t.run).where(t.run.c.id == run).values(attempt=9))
    with Worker(database, tmp_path, dead_after=_SOON) as worker:
        wait_for(lambda: row(database, run)["attempt"] == 10)
        assert row(database, run)["state"] == "running"
        worker.kill()
    (after,) = submitted(database, tmp_path, [("long", {"seconds": BRIEF})])
    with Worker(database, tmp_path, dead_after=_SOON):
        wait_for(lambda: row(database, after)["state"] == "done")
    assert (row(database, run)["state"], row(database, run)["reason"]) == ("failed", "workers_lost")
    assert results(database, run) == 0


def test_a_frozen_worker_stores_no_second_result(postgres: Database, tmp_path: Path) -> None:
    """Another worker takes its run; when it wakes up it finds that the run is not its own any more."""
    add_school(postgres, "long", long())
    (run,) = submitted(postgres, tmp_path, [("long", {"seconds": AMPLE})])
    with Worker(postgres, tmp_path) as frozen:
        wait_for(lambda: row(postgres, run)["progress"])
        frozen.freeze()
        with Worker(postgres, tmp_path, dead_after=_SOON):
            stop(postgres, run, attempt=2)
            result = outcome(postgres, run)
            frozen.wake()
            wait_for(lambda: "too late" in frozen.said() or "given up" in frozen.said())
    assert (results(postgres, run), len(drafts(postgres, run))) == (1, 1)
    assert outcome(postgres, run) == result
