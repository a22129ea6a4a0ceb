"""One run from its row to its result, with real children and a real store but without a queue."""

from __future__ import annotations

import errno
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from sqlalchemy import Connection

from api.jobs.child import _failure
from api.jobs.execute import Execution
from api.jobs.supervise import Abandoned, Pool
from api.store import runs
from api.store.database import Database
from api.store.revisions import unpack
from benchmarks.generator import document
from planner.checker import check
from planner.languages import LANGUAGES
from tests.api.jobs.cases import AMPLE, add_run, add_school, drafts, long, now, outcome, quick, row, stop, wait_for

EXAMPLES = Path(__file__).parents[3] / "examples"
_MAPPED = "libopenblas.so: failed to map segment from shared object"


@pytest.fixture(scope="module")
def pool() -> Iterator[Pool]:
    """One child, for all tests of this file."""
    pool = Pool(1, 1000)
    pool.start()
    yield pool
    pool.stop()


@contextmanager
def working(database: Database, pool: Pool, run: str) -> Iterator[threading.Thread]:
    """The run is worked on meanwhile; at the end it has ended."""

    def execute() -> None:
        with suppress(Abandoned):
            Execution(database, pool, now).execute(run)

    thread = threading.Thread(target=execute)
    thread.start()
    yield thread
    thread.join(300)
    assert not thread.is_alive()


def test_a_plan_becomes_a_draft(database: Database, pool: Pool) -> None:
    """Stored with its figures, as the checker would have it; asking again changes nothing."""
    add_school(database, "s", quick())
    run = add_run(database, None, "s", kind="plan")
    execution = Execution(database, pool, now)
    execution.execute(run)
    (draft,) = drafts(database, run)
    found = outcome(database, run)
    planfile = unpack(draft["planfile"])
    assert (row(database, run)["state"], found["status"], found["revisions"]) == ("done", "OPTIMAL", [1])
    assert check(planfile.school, planfile.plan).ok
    assert draft["figures"]["cost"] == found["cost"] == planfile.plan.cost
    assert (draft["state"], draft["term"], draft["strategy"]) == ("draft", "bench", None)
    execution.execute(run)
    assert (len(drafts(database, run)), row(database, run)["attempt"]) == (1, 1)


def test_a_cancelled_run_keeps_its_best_plan(database: Database, pool: Pool) -> None:
    """It ends soon after, as done, and says that it was stopped."""
    add_school(database, "s", long())
    run = add_run(database, None, "s", seconds=AMPLE)
    with working(database, pool, run):
        stop(database, run)
    found = outcome(database, run)
    assert (found["status"], found["stopped"], len(drafts(database, run))) == ("FEASIBLE", True, 1)
    assert not Execution(database, pool, now).execute(run)


def test_a_run_without_a_plan_is_cancelled(database: Database, pool: Pool) -> None:
    """Stopped before there is any plan: no result, no draft, and no mistake of anybody."""
    add_school(database, "s", long())
    run = add_run(database, None, "s", seconds=AMPLE)
    with working(database, pool, run):
        wait_for(lambda: row(database, run)["state"] == "running")
        with database.write() as connection:
            runs.cancel(connection, run, now())
    assert row(database, run)["state"] in {"cancelled", "done"}  # a quick machine has its first plan by then
    assert len(drafts(database, run)) == (row(database, run)["state"] == "done")


def test_a_queued_run_is_cancelled_at_once(database: Database, pool: Pool) -> None:
    """Whoever takes it later finds nothing to do."""
    add_school(database, "s", quick())
    run = add_run(database, None, "s")
    with database.write() as connection:
        assert runs.cancel(connection, run, now())
    assert row(database, run)["state"] == "cancelled"
    Execution(database, pool, now).execute(run)
    assert (row(database, run)["attempt"], row(database, run)["state"]) == (0, "cancelled")
    with database.write() as connection:
        assert not runs.cancel(connection, run, now())


def test_progress_is_stored_at_most_four_times_a_second(database: Database, pool: Pool) -> None:
    """However often the solver reports."""
    add_school(database, "s", long())
    run = add_run(database, None, "s", seconds=AMPLE)
    seen: list[object] = []
    begin = time.monotonic()

    def look() -> object:
        progress = row(database, run)["progress"]
        if progress is not None and (not seen or seen[-1] != progress):
            seen.append(progress)
        return progress

    with working(database, pool, run):
        wait_for(look)
        until = time.monotonic() + 2.0  # watched for so long: nothing is waited for
        while time.monotonic() < until:
            look()
            time.sleep(0.01)
        assert len(seen) <= 4 * (time.monotonic() - begin) + 1
        stop(database, run)
    assert {"seconds", "cost", "bound", "solutions", "strategy", "number", "of"} == set(seen[-1])  # type: ignore[call-overload]


def test_a_run_whose_processes_die_fails_with_its_reason(database: Database) -> None:
    """Two children are killed from outside: no third one is tried, and the next run finds a living child."""
    add_school(database, "s", long())
    add_school(database, "t", quick())
    run, after = add_run(database, None, "s", seconds=AMPLE), add_run(database, None, "t")
    pool = Pool(1, 1000)
    pool.start()
    try:
        with working(database, pool, run):
            wait_for(lambda: row(database, run)["progress"])
            (first,) = pool.children
            os.kill(first, signal.SIGKILL)
            wait_for(lambda: pool.children != [first])
            before = row(database, run)["progress"]  # which says how long its own child has been at it
            wait_for(lambda: row(database, run)["progress"] != before)
            os.kill(*pool.children, signal.SIGKILL)
        with working(database, pool, after):
            pass
    finally:
        pool.stop()
    assert (row(database, run)["state"], row(database, run)["reason"]) == ("failed", "solver_died")
    assert row(database, after)["state"] == "done"


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_run_that_needs_too_much_memory_fails_with_its_reason(database: Database) -> None:
    """The child may have so much and no more; the service itself is not touched."""
    add_school(database, "s", document(72))
    run = add_run(database, None, "s", seconds=AMPLE)
    pool = Pool(1, 40)
    pool.start()
    try:
        with working(database, pool, run):
            pass
    finally:
        pool.stop()
    assert (row(database, run)["state"], row(database, run)["reason"]) == ("failed", "out_of_memory")


@pytest.mark.parametrize(
    "first", [MemoryError(), OSError(errno.ENOMEM, "no"), RuntimeError("std::bad_alloc"), ImportError(_MAPPED)]
)
def test_want_of_memory_is_told_through_the_exceptions_of_libraries(first: Exception) -> None:
    """They load late, and say in words of their own that they could not; what has another cause stays a bug."""
    told = ImportError("this package cannot be used")
    told.__cause__ = first
    assert _failure(told) == {"failed": "out_of_memory"}
    assert _failure(ImportError("this package cannot be used"))["failed"] == "bug"


def test_a_stopped_pool_puts_the_run_back(database: Database) -> None:
    """It was no fault of the run: the attempt does not count."""
    add_school(database, "s", long())
    run = add_run(database, None, "s", seconds=AMPLE)
    pool = Pool(1, 1000)
    pool.start()
    with working(database, pool, run):
        wait_for(lambda: row(database, run)["progress"])
        pool.stop()
    assert (row(database, run)["state"], row(database, run)["attempt"]) == ("queued", 0)


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"classes: [", "bad_document"), (b"name: \xff", "bad_document"), (b"PK\x03\x04not a workbook", "bad_document")],
)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_document_that_no_longer_reads(database: Database, pool: Pool, content: bytes, reason: str) -> None:
    """Rules of reading may become stricter with a new version."""
    add_school(database, "s", content, "yaml")
    run = add_run(database, None, "s")
    Execution(database, pool, now).execute(run)
    assert (row(database, run)["state"], row(database, run)["reason"]) == ("failed", reason)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_re_plan_without_a_base(database: Database, pool: Pool) -> None:
    """A stable code, as for every request that makes no sense."""
    add_school(database, "s", quick())
    run = add_run(database, None, "s", kind="replan", since="2026-04-06")
    wrong = add_run(database, None, "s", kind="dance")
    for one in (run, wrong):
        Execution(database, pool, now).execute(one)
    assert [row(database, one)["reason"] for one in (run, wrong)] == ["no_base", "bad_request"]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_an_impossible_school_is_explained(database: Database, pool: Pool) -> None:
    """No error: the run is done, its result says why and what would help, in every language."""
    add_school(database, "s", (EXAMPLES / "impossible-weekly" / "school.yaml").read_bytes(), "yaml")
    run = add_run(database, None, "s", seconds=AMPLE, explain_seconds=600)
    Execution(database, pool, now).execute(run)
    found = outcome(database, run)
    assert (row(database, run)["state"], found["status"], found["revisions"]) == ("done", "INFEASIBLE", [])
    assert set(found["shortages"][0]["sentence"]) == set(found["explanation"]["text"]) == set(LANGUAGES)
    assert all(set(fix["sentence"]) == set(LANGUAGES) for package in found["explanation"]["packages"] for fix in package)


def test_a_re_plan_has_a_draft_for_each_strategy(database: Database, pool: Pool) -> None:
    """Each continues the published plan, which stays as it is."""
    add_school(database, "s", quick())
    execution = Execution(database, pool, now)
    first = add_run(database, None, "s")
    execution.execute(first)
    names = ["fewest", "keep_weekday", "keep_helpers"]
    run = add_run(database, None, "s", base=1, kind="replan", since="2026-04-13", strategies=names)
    execution.execute(run)
    found = drafts(database, run)
    assert [d["strategy"] for d in found] == names == [p["strategy"] for p in outcome(database, run)["proposals"]]
    assert all(p["changes"]["moved"] == 0 and p["proven"] for p in outcome(database, run)["proposals"])
    for draft in found:
        planfile = unpack(draft["planfile"])
        assert (len(planfile.earlier), draft["figures"]["effective_from"], draft["base"]) == (1, "2026-04-13", 1)


def test_what_is_done_to_one_run_is_done_to_no_other(database: Database) -> None:
    """Another of the same attempt, of another school, goes on whatever becomes of this one."""
    for school in ("one", "other"):
        add_school(database, school, quick())

    def begun(school: str) -> str:
        run = add_run(database, None, school)
        with database.write() as connection:
            assert runs.begin(connection, run, now()) == 1
        return run

    other = begun("other")
    done: list[tuple[Callable[[Connection, str], object], str]] = [
        (lambda c, run: runs.put_back(c, run, 1), "queued"),
        (lambda c, run: runs.give_up(c, run, 1, now()), "cancelled"),
        (lambda c, run: runs.fail(c, run, 1, "bug", now()), "failed"),
        (lambda c, run: runs.lose(c, [run]), "queued"),
        (lambda c, run: runs.cancel(c, run, now()), "running"),
        (lambda c, run: runs.finish(c, run, 1, {}, [], now()), "done"),
    ]
    for do, state in done:
        run = begun("one")
        with database.write() as connection:
            do(connection, run)
        assert (row(database, run)["state"], row(database, other)["state"]) == (state, "running")
        assert not row(database, other)["cancel"]
