"""The queue in this process: what is submitted with a transaction, who may have a data directory, what was lost is found."""

from __future__ import annotations

import datetime as dt
import logging
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

import pytest

from api.jobs.engine import AlreadyRunning, Engine
from api.jobs.liveness import KEPT, reconcile
from api.store import runs
from api.store.database import Database
from tests.api.jobs.cases import (
    AMPLE,
    BRIEF,
    add_run,
    add_school,
    count,
    drafts,
    long,
    now,
    planned,
    quick,
    row,
    settings,
    stop,
    wait_for,
)


@contextmanager
def running(database: Database, tmp_path: Path, workers: int = 1) -> Iterator[Engine]:
    """An engine that is stopped at the end."""
    engine = Engine(database, settings(database, tmp_path, workers))
    engine.start()
    try:
        yield engine
    finally:
        engine.stop()


def test_a_run_is_queued_with_its_transaction(database: Database, tmp_path: Path) -> None:
    """What is undone was never queued; what is committed is solved, one after another for one school."""
    add_school(database, "s", quick())
    with running(database, tmp_path, workers=2) as engine:
        with database.engine.connect() as connection, connection.begin() as transaction:
            engine.submit(connection, "0" * 32, "s:bench")
            transaction.rollback()
        assert engine.tickets(["0" * 32]) == []
        made = [add_run(database, engine, "s") for _ in range(3)]
        wait_for(lambda: count(database, "done") == 3)
        wait_for(lambda: all(ticket.is_over for ticket in engine.tickets(made)))
    spans = sorted((row(database, run)["started"], row(database, run)["finished"]) for run in made)
    assert all(a[1] <= b[0] for a, b in pairwise(spans))


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_an_engine_starts_and_stops_again_and_again(database: Database, tmp_path: Path) -> None:
    """In one process, as the service does when it is started anew; the run that was cut off is done at last."""
    add_school(database, "s", long())
    with running(database, tmp_path) as engine:
        run = add_run(database, engine, "s", seconds=AMPLE)
        wait_for(lambda: row(database, run)["progress"])
    assert (row(database, run)["state"], row(database, run)["attempt"]) == ("queued", 0)
    with running(database, tmp_path):
        stop(database, run)
    assert len(drafts(database, run)) == 1


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_cancelling_lets_the_next_run_wait_for_its_end(database: Database, tmp_path: Path) -> None:
    """The queue does not give a school free while something still computes for it."""
    add_school(database, "s", long())
    with running(database, tmp_path, workers=2) as engine:
        first = add_run(database, engine, "s", seconds=AMPLE)
        wait_for(lambda: planned(database, first))
        second, third = (add_run(database, engine, "s", seconds=BRIEF) for _ in range(2))
        with database.write() as connection:
            assert engine.cancel(connection, second)
            assert engine.cancel(connection, first)
        assert row(database, second)["state"] == "cancelled"
        wait_for(lambda: row(database, third)["state"] == "done")
    assert row(database, first)["state"] == "done"
    assert row(database, first)["finished"] <= row(database, third)["started"]
    assert row(database, second)["attempt"] == 0


def test_two_processes_never_have_one_data_directory(tmp_path: Path) -> None:
    """The second is refused, and told which process has it; when that one is gone it may."""
    from api.store.database import sqlite_url

    database = Database(sqlite_url(tmp_path / "lunjie.sqlite"))
    database.migrate()
    hold = (
        "import sys, pathlib; from api.jobs.lock import DataLock; "
        f"lock = DataLock(pathlib.Path({str(tmp_path)!r})); lock.hold(); print('held', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen([sys.executable, "-c", hold], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        other.stdout.readline()
        with pytest.raises(AlreadyRunning) as refused, running(database, tmp_path):
            pass
        assert refused.value.pid == other.pid
        other.kill()
    with running(database, tmp_path), pytest.raises(AlreadyRunning) as refused, running(database, tmp_path):
        pass
    assert refused.value.pid == os.getpid()
    database.close()


def test_what_the_queue_has_lost_is_queued_again(database: Database, tmp_path: Path) -> None:
    """A run that it does not know, as after a backup was played back, and one that it gave up."""
    add_school(database, "s", quick())
    lost = add_run(database, None, "s")
    with running(database, tmp_path, workers=0) as engine:
        given_up, kept = add_run(database, engine, "s"), add_run(database, engine, "s")
        engine._opened.cancel_workflow(given_up)  # noqa: SLF001
        assert set(reconcile(database, engine, now())) == {lost, given_up}
        assert reconcile(database, engine, now()) == []
    with running(database, tmp_path):
        wait_for(lambda: count(database, "done") == 3)
    assert [row(database, run)["attempt"] for run in (lost, given_up, kept)] == [1, 1, 1]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_start_finds_what_was_lost(database: Database, tmp_path: Path) -> None:
    """Without anybody asking."""
    add_school(database, "s", quick())
    lost = add_run(database, None, "s")
    with running(database, tmp_path):
        wait_for(lambda: row(database, lost)["state"] == "done")


def test_the_queue_forgets_what_has_ended(database: Database, tmp_path: Path) -> None:
    """After a week; our own rows stay."""
    add_school(database, "s", quick())
    with running(database, tmp_path) as engine:
        run = add_run(database, engine, "s")
        wait_for(lambda: any(ticket.is_over for ticket in engine.tickets([run])))
        assert reconcile(database, engine, now()) == []
        assert engine.tickets([run]) != []
        assert reconcile(database, engine, now() + KEPT + dt.timedelta(seconds=5)) == []
        assert engine.tickets([run]) == []
    assert row(database, run)["state"] == "done"


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_nothing_phones_home(database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Start, solve, stop: no connection to anywhere, and nothing in the log but what is wrong."""
    asked: list[object] = []
    monkeypatch.setattr(socket.socket, "connect", lambda _self, address: asked.append(address))
    monkeypatch.setattr(socket, "getaddrinfo", lambda *address, **_: asked.append(address))
    add_school(database, "s", quick())
    with running(database, tmp_path) as engine:
        assert logging.getLogger("dbos").getEffectiveLevel() >= logging.WARNING
        run = add_run(database, engine, "s")
        wait_for(lambda: row(database, run)["state"] == "done")
    assert asked == []


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_run_of_a_school_that_is_gone(database: Database, tmp_path: Path) -> None:
    """Nothing to do, and nothing goes wrong."""
    from sqlalchemy import delete

    from api.store import tables as t

    add_school(database, "s", quick())
    add_school(database, "t", quick())
    with running(database, tmp_path, workers=0) as engine:
        run = add_run(database, engine, "s")
        other = add_run(database, engine, "t")
        with database.write() as connection:
            connection.execute(delete(t.school).where(t.school.c.id == "s"))
    with running(database, tmp_path):
        wait_for(lambda: row(database, other)["state"] == "done")
        with database.read() as connection:
            assert runs.run_row(connection, run) is None
