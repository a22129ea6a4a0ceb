"""The durable queue; the only place that knows dbos.

dbos queues, keeps the runs of one school and term apart, and runs a workflow again whose process is gone. It is told nothing
but the id of a run: what a run is, whether it goes on and how it ended stands in our own rows (`api.store.runs`).
"""

from __future__ import annotations

import datetime as dt
import logging
import socket
import threading
import uuid
from collections.abc import Callable
from typing import NamedTuple

from dbos import DBOS, DBOSClient, DBOSConfig, EnqueueOptions, WorkflowSerializationFormat
from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from api.jobs.execute import Execution, Later
from api.jobs.feeding import feed
from api.jobs.liveness import Liveness, Living, Ticket, alone, living, partition, reconcile
from api.jobs.lock import AlreadyRunning, DataLock
from api.jobs.supervise import Pool
from api.settings import Settings
from api.store import runs
from api.store.database import Database

__all__ = ["AlreadyRunning", "Engine"]

log = logging.getLogger("lunjie.jobs")
_NAME = "lunjie"
_QUEUE = "solves"
_WORKFLOW = "solve"
# A constant: by default it changes with the code, and runs of an older version would wait forever.
_VERSION = "1"
_EMBEDDED = "embedded"
_POLL_SECONDS = 0.5
"""Between two looks at the queue. Each costs some queries, all day long; children are kept busy by this time as well."""
_OVER = ("SUCCESS", "ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED")
_SERVING_SECONDS = 5.0
_RECONCILE_SECONDS = 20.0
_GIVING_BACK_SECONDS = 30.0
"""Within which a worker that has given a run back has queued it again, unless it was lost just then."""
QUEUE_CONNECTIONS = 2
"""Of a worker to PostgreSQL, for its queue; one more of every process gives runs to the queue."""
AT_HAND = 5
"""Runs for each child that are taken before it is free, so that small schools keep it busy between two looks at the queue."""


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


class Standing(NamedTuple):
    """How planning stands."""

    planning: str
    """ready or no_workers."""
    workers: int
    children: int
    queued: int
    oldest_waiting_seconds: int


class Engine:
    """Takes runs, works on them one at a time for each school and term, and takes them up again after a crash.

    With ``settings.solves_at_once == 0`` it only takes them: workers elsewhere do the work. There is one in a process.
    """

    def __init__(
        self,
        database: Database,
        settings: Settings,
        clock: Callable[[], dt.datetime] = _now,
    ) -> None:
        self._database, self._settings, self._clock = database, settings, clock
        self._works = settings.solves_at_once > 0
        self._executor = _EMBEDDED if database.is_sqlite else f"{socket.gethostname()[:40]}:{uuid.uuid4().hex}"
        self._lock = DataLock(database.path.parent) if database.is_sqlite else None
        self._client: DBOSClient | None = None
        self._housekeeping: list[threading.Thread] = []
        self._over = threading.Event()
        self.pool = Pool(settings.solves_at_once, settings.memory_mb)
        self._execution = Execution(database, self.pool, clock, None if database.is_sqlite else self._children)
        self._back: set[str] = set()

    def claim(self) -> None:
        """Make sure that no other process has this data, before anything is changed in it. Raises AlreadyRunning."""
        if self._lock is not None:
            self._lock.hold()

    def start(self) -> None:
        """Begin to work. Raises AlreadyRunning when another process has this data. Blocks: not inside an event loop."""
        self.claim()
        try:
            self._over.clear()
            self.pool.start()
            logging.getLogger("dbos").setLevel(logging.WARNING)
            url = self._database.url
            DBOS.migrate(url)
            self._client = DBOSClient(
                system_database_url=url, application_name=_NAME, system_database_pool_size=1, retry_connection_errors=False
            )
            if self._works:
                self._launch(url)
                self._keep_house()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """End; runs that are being worked on begin anew at the next start, or at once elsewhere. Blocks for some seconds."""
        self._over.set()
        self.pool.stop()
        if self._works:
            self._execution.wait(_SERVING_SECONDS)
            DBOS.destroy(destroy_registry=True)
        for thread in self._housekeeping:
            thread.join(_SERVING_SECONDS)
        self._housekeeping = []
        if self._client is not None:
            if self._works and not self._database.is_sqlite:
                self._hand_over()
            self._client.destroy()
            self._client = None
        if self._lock is not None:
            self._lock.release()

    def submit(self, connection: Connection, run: str, partition: str) -> None:
        """Queue a run whose row is written in the same transaction. ``partition`` is ``school:term``."""
        self._opened.enqueue_in_transaction(connection, self._options(run, partition), run)

    def feed(self) -> None:
        """Give the queue as many runs of batches as children can be kept busy with: a person's run never waits behind all."""
        feed(self._database, self.submit, lambda c: AT_HAND * self._children(c), self._execution.strange)

    def standing(self) -> Standing:
        """How planning stands. Raises SQLAlchemyError."""
        own = self._settings.solves_at_once
        with self._database.read() as connection:
            found = Living(int(own > 0), own)
            if not self._database.is_sqlite:
                found = living(connection, self._settings.dead_after)
            waiting, oldest = runs.waiting(connection)
        seconds = round((self._clock() - oldest).total_seconds()) if oldest is not None else 0
        return Standing("ready" if found.workers else "no_workers", found.workers, found.children, waiting, max(seconds, 0))

    def _children(self, connection: Connection) -> int:
        if self._database.is_sqlite:
            return self._settings.solves_at_once
        return living(connection, self._settings.dead_after).children

    def cancel(self, connection: Connection, run: str) -> bool:
        """Ask a run to stop: a queued one is cancelled, a running one keeps its best plan. False when it has ended.

        The queue is not told: it would let the school's next run begin while this one still computes.
        """
        return runs.cancel(connection, run, self._clock())

    # What housekeeping asks of the queue.

    def requeue(self, run: str, partition: str) -> None:
        """Queue a run again whose place in the queue was lost."""
        self._opened.delete_workflows([run])
        self._opened.enqueue(self._options(run, partition), run)

    def resume(self, run: str) -> None:
        """Let another worker take a run; nothing happens when it is over."""
        self._opened.resume_workflow(run, queue_name=_QUEUE)

    def tickets(self, these: list[str] | None = None) -> list[Ticket]:
        """Of these runs; none given = of all that some worker has taken."""
        found = self._opened.list_workflows(
            workflow_ids=these,
            status=None if these is not None else "PENDING",
            name=_WORKFLOW,
            load_input=False,
            load_output=False,
        )
        moments_ago = (self._clock().timestamp() - _GIVING_BACK_SECONDS) * 1000
        return [
            Ticket(
                w.workflow_id,
                w.status in _OVER,
                w.executor_id,
                is_just_over=w.status == "SUCCESS" and (w.completed_at or 0) > moments_ago,
            )
            for w in found
        ]

    def forget(self, before: dt.datetime, most: int = 1000) -> int:
        """Delete what the queue still knows of runs that ended before; how many they were."""
        old = self._opened.list_workflows(
            status=list(_OVER), completed_before=before.isoformat(), limit=most, load_input=False, load_output=False
        )
        if old:
            self._opened.delete_workflows([w.workflow_id for w in old])
        return len(old)

    @property
    def _opened(self) -> DBOSClient:
        if self._client is None:
            raise RuntimeError("the engine has not been started")
        return self._client

    def _options(self, run: str, partition: str) -> EnqueueOptions:
        return {
            "workflow_name": _WORKFLOW,
            "queue_name": _QUEUE,
            "workflow_id": run,
            "queue_partition_key": partition,
            "app_version": _VERSION,
            # JSON; the default is pickle, which would run whatever somebody writes into the database.
            "serialization_type": WorkflowSerializationFormat.PORTABLE,
        }

    def _launch(self, url: str) -> None:
        config: DBOSConfig = {
            "name": _NAME,
            "system_database_url": url,
            "application_version": _VERSION,
            "executor_id": self._executor,
            "log_level": "WARNING",
            "enable_otlp": False,
            "use_listen_notify": False,
            "sys_db_pool_size": QUEUE_CONNECTIONS,
            "scheduler_polling_interval_sec": 3600.0,
            "notification_listener_polling_interval_sec": 0.5,
        }
        if not self._database.is_sqlite:
            self._liveness().beat()
        DBOS(config=config)

        # Attempts are counted in our rows, where a shutdown in good order does not count.
        @DBOS.workflow(name=_WORKFLOW, max_recovery_attempts=None)
        def solve(run: str) -> None:
            try:
                self._execution.execute(run)
            except Later:
                # Its ticket ends here, and it is queued again by `_give_back` as soon as it has.
                self._back.add(run)
            else:
                self._fed()

        # Before the launch: a queue that is there by then is served at once.
        self._opened.register_queue(
            _QUEUE,
            # More than are solved: the next ones are at hand when a child becomes free between two looks.
            # One more than batches can take up: a person's run is always seen at the next look.
            worker_concurrency=(AT_HAND + 1) * self._settings.solves_at_once + 1,
            partition_concurrency=1,
            polling_interval_sec=_POLL_SECONDS,
        )
        DBOS.launch()

    def _liveness(self) -> Liveness:
        return Liveness(self._database, self._executor, self._settings.dead_after, self._settings.solves_at_once)

    def _keep_house(self) -> None:
        jobs: list[tuple[str, float, Callable[[], object]]] = [
            ("reconcile", _RECONCILE_SECONDS, self._reconcile),
            ("feed", _POLL_SECONDS, self.feed),
            ("give-back", _POLL_SECONDS, self._give_back),
        ]
        if not self._database.is_sqlite:
            liveness = self._liveness()
            jobs += [("beat", liveness.every, liveness.beat), ("take-over", liveness.every, lambda: liveness.take_over(self))]
        for name, seconds, job in jobs:
            thread = threading.Thread(target=self._repeat, args=(name, seconds, job), daemon=True, name=name)
            thread.start()
            self._housekeeping.append(thread)

    def _repeat(self, name: str, seconds: float, job: Callable[[], object]) -> None:
        while not self._over.is_set():
            try:
                job()
            except Exception as error:
                # The database may be away for a while; what is lost meanwhile is found the next time.
                if not self._over.is_set():
                    log.warning("%s: %s, trying again", name, type(error).__name__)
            self._over.wait(seconds)

    def _fed(self) -> None:
        """A child is free: the next runs of a batch may come."""
        try:
            self.feed()
        except SQLAlchemyError:
            log.warning("feed: the database does not answer, trying again")

    def _give_back(self) -> None:
        """Queue again what this worker had taken and could not do; any worker may take it then."""
        if not self._back:
            return
        ended = [ticket.id for ticket in self.tickets(list(self._back)) if ticket.is_over]
        for run in ended:
            with self._database.read() as connection:
                row = runs.run_row(connection, run)
            if row is not None and row["state"] in runs.ACTIVE:
                self.requeue(run, partition(row["school"], row["term"]))
            self._back.discard(run)

    def _reconcile(self) -> None:
        if self._database.is_sqlite:
            reconcile(self._database, self, self._clock())
            return
        with alone(self._database) as connection:
            if connection is not None:
                reconcile(self._database, self, self._clock())

    def _hand_over(self) -> None:
        """Others need not wait until this worker counts as dead."""
        try:
            self._liveness().leave()
            for ticket in self.tickets():
                if ticket.executor == self._executor:
                    self.resume(ticket.id)
        except Exception as error:
            log.warning("hand-over: %s; others will find out", type(error).__name__)
