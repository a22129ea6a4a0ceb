"""Room for one child of a pool, whoever it is at the moment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from api.jobs.process import Process

if TYPE_CHECKING:
    from api.jobs.supervise import Pool


class Place:
    """Room for one child. The child is replaced when it is gone, was given much, or has grown; the next one starts ahead."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._process = Process(pool.memory_mb)
        self._next: Process | None = None

    @property
    def pid(self) -> int:
        """Process id of its child."""
        return self._process.pid

    @property
    def key(self) -> str | None:
        """What its child was asked about last."""
        return self._process.key

    def begin(self, line: dict[str, Any]) -> Process:
        """Give the child something to do. Raises Died."""
        if not self._process.is_alive:
            self.replace()
        process = self._process
        process.tasks += 1
        if process.tasks == self._pool.tasks_per_child:
            self._next = Process(self._pool.memory_mb)
        process.send(line)
        return process

    def settle(self, line: dict[str, Any] | None) -> None:
        """After the last line of a task; None = it did not end well."""
        process = self._process
        if line is not None:
            process.mb = int(line["mb"])
            grown = process.mb - process.mb_at_first > self._pool.grow_mb
            if not (line["spent"] or grown or process.tasks >= self._pool.tasks_per_child):
                return
        self.replace()

    def replace(self) -> None:
        """End the child; another takes its place."""
        self._process.end()
        if not self._pool.is_ended:
            self._process, self._next = self._next or Process(self._pool.memory_mb), None
            if self._pool.is_ended:  # just now: `Pool.stop` has seen the old one only
                self.end()

    def end(self) -> None:
        """End what is there."""
        for process in (self._process, self._next):
            if process is not None:
                process.end()
