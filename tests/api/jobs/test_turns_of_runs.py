"""Whose turn it is: nobody behind a giant, a person before a batch; what is not understood is left for others."""

from __future__ import annotations

import datetime as dt
import threading
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, select, update

from api.jobs.engine import AT_HAND, Engine
from api.jobs.execute import Execution, Later
from api.jobs.feeding import feed
from api.jobs.liveness import Liveness, Ticket, reconcile
from api.jobs.supervise import ChildSlot, Pool
from api.store import runs
from api.store import tables as t
from api.store.database import Database
from tests.api.jobs.cases import AMPLE, Worker, add_run, add_school, count, long, now, quick, row, settings, stop, wait_for


def held(database: Database, school: str) -> str:
    """A run of a batch that the queue does not know yet."""
    run = add_run(database, None, school)
    with database.write() as connection:
        connection.execute(update(t.run).where(t.run.c.id == run).values(batch="b", held=True))
    return run


def put(database: Database, run: str, **values: Any) -> None:
    with database.write() as connection:
        connection.execute(update(t.run).where(t.run.c.id == run).values(**values))


def fed(database: Database, most: int) -> list[str]:
    """What is queued now, in its order."""
    submitted: list[str] = []

    def submit(_connection: Connection, run: str, partition: str) -> None:
        assert partition.endswith(":bench")
        submitted.append(run)

    assert feed(database, submit, lambda _c: most) == submitted
    return submitted


def test_batches_are_fed_bit_by_bit(database: Database) -> None:
    runs = []
    for n in range(6):
        add_school(database, f"s{n}", quick())
        runs.append(held(database, f"s{n}"))
    assert fed(database, 2) == runs[:2]
    assert fed(database, 2) == []
    put(database, runs[0], state="running")
    assert fed(database, 2) == runs[2:3]
    put(database, runs[3], state="cancelled", held=False)
    put(database, runs[1], state="done")
    assert fed(database, 9) == runs[4:]
    assert fed(database, 9) == []


def test_a_person_who_waits_comes_first(database: Database) -> None:
    """Unless the run waits for another one of its own school, which nobody can help."""
    for school in ("s", "other"):
        add_school(database, school, quick())
    batch = held(database, "other")
    add_run(database, None, "s")
    assert fed(database, 9) == []
    before = add_run(database, None, "s")
    put(database, before, state="running")
    assert fed(database, 9) == [batch]


def test_what_was_cut_off_comes_first(database: Database) -> None:
    """A run of a batch whose worker was lost, as soon as that is known; unless nobody here understands it."""
    for school in ("s", "other"):
        add_school(database, school, quick())
    lost, batch = held(database, "s"), held(database, "other")
    put(database, lost, held=False)
    with database.write() as connection:
        assert runs.begin(connection, lost, now()) == 1
        assert not runs.is_any_first(connection)
        runs.lose(connection, [batch, lost])
        assert runs.is_any_first(connection)
        assert not runs.is_any_first(connection, {lost})
    assert (row(database, lost)["state"], row(database, lost)["attempt"]) == ("queued", 1)
    assert fed(database, 9) == []
    pool = Pool(1, 300)
    pool.start()
    try:
        with pytest.raises(Later):
            Execution(database, pool, now, lambda _c: 1).execute(batch)
        assert pool.take_within(0, urgent=False) is not None
        assert row(database, batch)["state"] == "queued"
    finally:
        pool.stop()


class Told:
    """A queue in which one worker has taken everything; what it was told."""

    def __init__(self, *taken: Ticket) -> None:
        self._taken, self.resumed = list(taken), list[str]()

    def tickets(self, these: list[str] | None = None) -> list[Ticket]:
        return [ticket for ticket in self._taken if these is None or ticket.id in these]

    def resume(self, run: str) -> None:
        self.resumed.append(run)

    def requeue(self, run: str, partition: str) -> None:
        raise AssertionError(partition)

    def forget(self, before: dt.datetime) -> int:
        return 0


def test_only_what_others_have_left_is_taken_over(postgres: Database) -> None:
    """Never from itself, however late its own sign of life is; a run that had begun waits again, and its attempt counts."""
    for school in ("a", "b", "c"):
        add_school(postgres, school, quick())
    mine, begun, living = (add_run(postgres, None, school) for school in ("a", "b", "c"))
    with postgres.write() as connection:
        assert {runs.begin(connection, run, now()) for run in (mine, begun, living)} == {1}
    Liveness(postgres, "other", AMPLE).beat()
    queue = Told(Ticket(mine, False, "me"), Ticket(begun, False, "gone"), Ticket(living, False, "other"))
    assert Liveness(postgres, "me", AMPLE).take_over(queue) == queue.resumed == [begun]
    assert {run: row(postgres, run)["state"] for run in (mine, begun, living)} == {
        mine: "running", begun: "queued", living: "running",
    }  # fmt: skip
    assert row(postgres, begun)["attempt"] == 1


def test_a_free_child_goes_to_whoever_is_urgent() -> None:
    """Though the other has waited for longer."""
    pool = Pool(1, 300)
    pool.start()
    try:
        place = pool.take()
        order: list[str] = []
        waiting = threading.Semaphore(0)

        def ask(name: str, urgent: bool) -> None:
            waiting.release()
            got = pool.take(urgent=urgent)
            order.append(name)
            pool.give_back(got)

        threads = [threading.Thread(target=ask, args=("batch", False)), threading.Thread(target=ask, args=("person", True))]
        for thread in threads:
            thread.start()
            waiting.acquire()
        wait_for(lambda: pool.waiting == 2)
        pool.give_back(place)
        for thread in threads:
            thread.join()
        assert order == ["person", "batch"]
    finally:
        pool.stop()


def test_who_finds_no_child_in_time_leaves_the_run_to_others(database: Database) -> None:
    add_school(database, "s", quick())
    run = add_run(database, None, "s")
    pool = Pool(1, 300)
    pool.start()
    place: ChildSlot = pool.take()
    try:
        with pytest.raises(Later):
            Execution(database, pool, now, lambda _c: 1, patience=0.01).execute(run)
        assert (row(database, run)["state"], row(database, run)["attempt"]) == ("queued", 0)
    finally:
        pool.give_back(place)
        pool.stop()


def test_a_run_stays_where_it_is_while_nobody_else_could_begin_it(database: Database) -> None:
    """Given back it would only be taken again, by whomever, once a second for as long as all are busy."""
    for school in ("s", "other"):
        add_school(database, school, quick())
    run, busy = add_run(database, None, "s"), add_run(database, None, "other")
    put(database, busy, state="running")
    pool = Pool(1, 300)
    pool.start()
    place: ChildSlot = pool.take()
    looks = []

    def children(_connection: Connection) -> int:
        looks.append(row(database, run)["state"])
        if len(looks) == 3:
            pool.give_back(place)
        return 1

    try:
        Execution(database, pool, now, children, patience=0.01).execute(run)
        assert looks[:3] == ["queued"] * 3
        assert (row(database, run)["state"], row(database, run)["attempt"]) == ("done", 1)
    finally:
        pool.stop()


def test_what_a_newer_version_asks_for_waits_for_it(postgres: Database, tmp_path: Path) -> None:
    """And is done by whoever understands it; what nobody could understand fails."""
    database = postgres
    add_school(database, "s", quick())
    add_school(database, "other", quick())
    engine = Engine(database, settings(database, tmp_path, workers=1))
    engine.start()
    try:
        newer = add_run(database, engine, "s", kind="plan", sparkle=True)
        word = add_run(database, engine, "s", kind="dance")
        wrong = add_run(database, engine, "other", seconds=-1)
        plain = add_run(database, engine, "other")
        wait_for(lambda: row(database, plain)["state"] == "done")
        wait_for(lambda: row(database, wrong)["state"] == "failed")
        assert {row(database, run)["state"] for run in (newer, word)} == {"queued"}
        put(database, newer, wanted={"kind": "plan"})
        put(database, word, wanted={"kind": "plan"})
        wait_for(lambda: row(database, newer)["state"] == row(database, word)["state"] == "done")
        assert row(database, newer)["attempt"] == 1
    finally:
        engine.stop()


def test_nobody_waits_behind_a_giant(postgres: Database, tmp_path: Path) -> None:
    """Two workers of one child: while one is busy for minutes, all others are done by the other."""
    add_school(postgres, "giant", long())
    small = [f"s{n}" for n in range(4)]
    for n, school in enumerate(small):
        add_school(postgres, school, quick(n + 1))
    api = Engine(postgres, settings(postgres, tmp_path, workers=0))
    api.start()
    try:
        with Worker(postgres, tmp_path), Worker(postgres, tmp_path):
            giant = add_run(postgres, api, "giant", seconds=AMPLE)
            wait_for(lambda: row(postgres, giant)["progress"])
            runs = [add_run(postgres, api, school) for school in small]
            wait_for(lambda: count(postgres, "done") == len(runs))
            assert row(postgres, giant)["state"] == "running"
    finally:
        api.stop()
    with postgres.read() as connection:
        assert set(connection.execute(select(t.run.c.attempt)).scalars()) == {1}


def test_a_batch_is_done_and_a_person_passes_it(postgres: Database, tmp_path: Path) -> None:
    """What the queue has not been given when somebody asks begins after that."""
    add_school(postgres, "me", quick())
    add_school(postgres, "giant", long())
    batch = []
    for n in range(8):
        add_school(postgres, f"s{n}", quick(n + 1))
        batch.append(held(postgres, f"s{n}"))
    api = Engine(postgres, settings(postgres, tmp_path, workers=0))
    api.start()
    try:
        giant = add_run(postgres, api, "giant", seconds=AMPLE)
        with Worker(postgres, tmp_path):
            wait_for(lambda: row(postgres, giant)["progress"])
            wait_for(lambda: [run for run in batch if not row(postgres, run)["held"]])
            mine = add_run(postgres, api, "me")
            later = [run for run in batch if row(postgres, run)["held"]]
            stop(postgres, giant)
            wait_for(lambda: all(row(postgres, run)["state"] == "done" for run in (*batch, mine)))
    finally:
        api.stop()
    assert len(later) == len(batch) - AT_HAND
    assert all(row(postgres, run)["started"] > row(postgres, mine)["started"] for run in later)


def test_connections_are_waited_for_and_never_exceeded(postgres: Database) -> None:
    narrow = Database(postgres.url, connections=1)
    seen: list[int] = []
    with narrow.read() as first:
        first.execute(select(1))

        def ask() -> None:
            with narrow.read() as connection:
                seen.append(connection.execute(select(1)).scalar_one())

        thread = threading.Thread(target=ask)
        thread.start()
        wait_for(lambda: thread.is_alive())
        assert (seen, narrow.engine.pool.checkedout()) == ([], 1)  # type: ignore[attr-defined]
    thread.join()
    assert seen == [1]
    narrow.close()


def test_what_is_being_given_back_is_not_lost(database: Database) -> None:
    """Its worker is about to queue it again: queued twice it would begin twice."""
    add_school(database, "s", quick())
    run = add_run(database, None, "s")
    assert reconcile(database, Told(Ticket(run, True, "me", is_just_over=True)), now()) == []
    with pytest.raises(AssertionError, match="s:bench"):
        reconcile(database, Told(Ticket(run, True, "me")), now())
