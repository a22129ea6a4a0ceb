"""One run from its row to its result. Knows no queue: whoever calls it may call it again after a crash, or twice at once."""

from __future__ import annotations

import base64
import datetime as dt
import logging
import threading
import time
from collections.abc import Callable
from typing import Any, TypeVar

from pydantic import ValidationError
from sqlalchemy import Connection, RowMapping, bindparam, select
from sqlalchemy.exc import SQLAlchemyError

from api.jobs.process import Died
from api.jobs.supervise import Abandoned, ChildSlot, Failed, Pool
from api.jobs.wanted import Document, Found, Task, Wanted
from api.store import runs
from api.store import tables as t
from api.store.database import Database
from api.store.runs import Draft

log = logging.getLogger("lunjie.jobs")
_T = TypeVar("_T")
_DOCUMENT = select(t.document.c.kind, t.document.c.content).where(
    t.document.c.school == bindparam("of"), t.document.c.version == bindparam("nth")
)
_NEWER = ("extra_forbidden", "literal_error")
"""A field or a word that is not known here: workers of the next version know it, and are on their way."""
_CHILDREN = 2
"""How many children a run may take down before it is failed."""
_PAUSES = (0.1, 0.3, 1.0, 3.0, 10.0, 20.0)
"""Seconds between tries to reach a database that does not answer: a restart of it takes less than their sum."""


class Later(Exception):
    """This worker cannot do the run now: others may be able to. Nothing of it was begun."""


class NotKnown(Exception):
    """What is asked for has a field or word that this version does not know."""


class Superseded(Exception):
    """Another attempt has the run by now, or it has ended."""


class Execution:
    """Works on runs, with the children of one pool. Safe to use from many threads."""

    def __init__(
        self,
        database: Database,
        pool: Pool,
        clock: Callable[[], dt.datetime],
        children: Callable[[Connection], int] | None = None,
        patience: float = 1.0,
    ) -> None:
        """``children`` of all workers together; None = there are no other workers.

        ``patience``: seconds that a run waits for a child of this worker between looks at whether others have one free.
        """
        self._database, self._pool, self._clock = database, pool, clock
        self._children, self._patience = children, patience
        self._busy = 0
        self._changed = threading.Condition()
        self.strange: set[str] = set()
        """Runs that ask for what only a newer version knows."""

    def wait(self, seconds: float) -> bool:
        """Until nothing is being worked on; False when that takes longer."""
        with self._changed:
            return self._changed.wait_for(lambda: self._busy == 0, seconds)

    def execute(self, run: str) -> None:
        """Work on a run until it has ended, unless it has already. What goes wrong in the work itself becomes its reason.

        Raises Later, Abandoned when the pool is stopped meanwhile (the run is queued again), and SQLAlchemyError when the
        database does not come back.
        """
        with self._changed:
            self._busy += 1
        try:
            self._execute(run)
        finally:
            with self._changed:
                self._busy -= 1
                self._changed.notify_all()

    def _execute(self, run: str) -> None:
        task, urgent = self._patiently(lambda: self._task(run))
        place = self._child(urgent)
        try:
            attempt = self._patiently(lambda: self._write(lambda c: self._begin(c, run, urgent)))
        except BaseException:
            self._pool.give_back(place)
            raise
        if attempt is None or isinstance(task, str):
            self._pool.give_back(place)
            if attempt is not None and isinstance(task, str):
                self._fail(run, attempt, task)
            return
        try:
            found = self._work(run, attempt, place, task)
        except Abandoned:
            self._patiently(lambda: self._write(lambda c: runs.put_back(c, run, attempt)))
            raise
        except (Died, Failed) as error:
            self._fail(run, attempt, error.code, error.where)
        except Superseded:
            log.warning("run %s: attempt %s was given up, another has the run or it has ended", run, attempt)
        else:
            self._store(run, attempt, found)

    def _child(self, urgent: bool) -> ChildSlot:
        """Raises Later as soon as another worker could begin the run at once."""
        if self._children is None:
            return self._pool.take(urgent=urgent)
        while (place := self._pool.take_within(self._patience, urgent=urgent)) is None:
            if self._patiently(self._is_one_free):
                raise Later
        return place

    def _is_one_free(self) -> bool:
        assert self._children is not None
        with self._database.read() as connection:
            return runs.running(connection) < self._children(connection)

    def _work(self, run: str, attempt: int, place: ChildSlot, task: Task) -> Found:
        """Raises Died when the work has taken down too many children."""
        unsaved: dict[str, Any] | None = None

        def tick(step: dict[str, Any] | None) -> bool:
            nonlocal unsaved
            unsaved = unsaved if step is None else step
            try:
                on = self._look(run, attempt, unsaved)
            except SQLAlchemyError:
                return True  # no reason to stop a solve; what it has found meanwhile is stored at one of the next looks
            unsaved = None
            return on

        for child in range(1, _CHILDREN + 1):
            try:
                return self._pool.run(place, task, tick)
            except Died as error:
                if child == _CHILDREN:
                    raise
                log.warning("run %s: its process is gone (%s, %s), once more", run, error.code, error.where)
                place = self._pool.take()
        raise AssertionError

    def _look(self, run: str, attempt: int, step: dict[str, Any] | None) -> bool:
        """Store progress, and see whether to go on. Raises Superseded, SQLAlchemyError when the database is away."""
        if step is None:
            with self._database.read() as connection:
                on = runs.goes_on(connection, run, attempt)
        else:
            with self._database.write() as connection:
                on = runs.goes_on(connection, run, attempt, step)
        if on is None:
            raise Superseded
        return on

    def _store(self, run: str, attempt: int, found: Found) -> None:
        drafts = [Draft(d.strategy, base64.b64decode(d.planfile), d.figures) for d in found.drafts]
        outcome = found.outcome()

        def write(connection: Connection) -> bool:
            if found.stopped and found.status == "UNKNOWN":
                return runs.give_up(connection, run, attempt, self._clock())
            return runs.finish(connection, run, attempt, outcome, drafts, self._clock()) is not None

        if not self._patiently(lambda: self._write(write)):
            log.warning("run %s: the result of attempt %s came too late and was not stored", run, attempt)

    def _fail(self, run: str, attempt: int, reason: str, where: str = "") -> None:
        log.warning("run %s failed: %s %s", run, reason, where)
        self._patiently(lambda: self._write(lambda c: runs.fail(c, run, attempt, reason, self._clock())))

    def _begin(self, connection: Connection, run: str, urgent: bool) -> int | None:
        """Of one transaction: the child that was taken for it stands still meanwhile. Raises Later."""
        if not urgent and self._children is not None and runs.is_any_first(connection, self.strange):
            raise Later  # the child is for that one, which another worker may hold
        return runs.begin(connection, run, self._clock())

    def _task(self, run: str) -> tuple[Task | str, bool]:
        """Everything the run needs, or the reason why there is no such thing; and whether somebody waits for it.

        Raises Later when a newer version of lunjie has asked for something that this one does not know.
        """
        with self._database.read() as connection:
            row = runs.run_row(connection, run)
            if row is None or row["state"] not in runs.ACTIVE:
                return "gone", True
            try:
                # What had begun and was cut off has waited for its turn before.
                return _task_of(connection, row), row["batch"] is None or row["started"] is not None
            except NotKnown:
                if self._children is None:  # nobody else is there who could know it
                    return "bad_request", True
                self.strange.add(run)
                raise Later from None

    def _write(self, do: Callable[[Connection], _T]) -> _T:
        with self._database.write() as connection:
            return do(connection)

    def _patiently(self, do: Callable[[], _T]) -> _T:
        for pause in _PAUSES:
            try:
                return do()
            except SQLAlchemyError as error:
                log.warning("the database does not answer (%s), trying again", type(error).__name__)
                time.sleep(pause)
        return do()


def _task_of(connection: Connection, row: RowMapping) -> Task | str:
    found = connection.execute(_DOCUMENT, {"of": row["school"], "nth": row["version"]}).one_or_none()
    if found is None:
        return "bad_document"
    base = None
    if row["base"] is not None:
        base = connection.execute(
            select(t.revision.c.planfile).where(t.revision.c.school == row["school"], t.revision.c.number == row["base"])
        ).scalar_one_or_none()
        if base is None:
            return "bad_base"
    try:
        wanted = Wanted.model_validate(row["wanted"])
    except ValidationError as error:
        if any(one["type"] in _NEWER for one in error.errors()):
            raise NotKnown from None
        return "bad_request"
    return Task(
        wanted=wanted,
        document=Document(kind=found.kind, content=base64.b64encode(found.content).decode()),
        base=base64.b64encode(base).decode() if base is not None else None,
    )
