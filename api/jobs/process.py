"""One child process as its parent sees it: lines in, lines out, and how it ended."""

from __future__ import annotations

import contextlib
import json
import queue
import subprocess
import sys
import threading
from typing import Any

_ABORTED = -6
_BEGIN_SECONDS = 60.0
"""Longest time for a child to load its program, on a machine that is busy with something else."""


class Died(Exception):
    """The child is gone without an answer. ``code`` is stable: out_of_memory, solver_died; ``where`` is for the log."""

    def __init__(self, code: str, where: str = "") -> None:
        super().__init__(code)
        self.code, self.where = code, where


class Process:
    """A child process. It is begun by the constructor, which does not wait for it."""

    def __init__(self, memory_mb: int) -> None:
        self.tasks = 0
        """How many it has been given."""
        self.mb = 0
        """Memory in use after the last of them."""
        self.mb_at_first = 0
        self.key: str | None = None
        """What it was asked about last."""
        self._inbox: queue.SimpleQueue[dict[str, Any] | None] = queue.SimpleQueue()
        self._ready = False
        self._popen = subprocess.Popen(
            [sys.executable, "-m", "api.jobs.child", str(memory_mb)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            # Its messages may hold names of pupils; what matters comes as a code.
            stderr=subprocess.DEVNULL,
            # Ctrl-C at a terminal reaches the whole group; the parent alone decides what it means.
            start_new_session=sys.platform != "win32",
        )
        threading.Thread(target=self._read, daemon=True, name=f"child-{self._popen.pid}").start()

    @property
    def pid(self) -> int:
        """Process id."""
        return self._popen.pid

    @property
    def is_alive(self) -> bool:
        """Whether it has not ended."""
        return self._popen.poll() is None

    def send(self, line: dict[str, Any]) -> None:
        """Tell it something. Raises Died."""
        self._wait_ready()
        assert self._popen.stdin is not None
        try:
            self._popen.stdin.write(json.dumps(line, separators=(",", ":")).encode() + b"\n")
            self._popen.stdin.flush()
        except OSError:
            raise self._died() from None

    def receive(self, seconds: float) -> dict[str, Any] | None:
        """Its next line; None when there is none in so many seconds. Raises Died."""
        try:
            line = self._inbox.get(timeout=max(0.0, seconds))
        except queue.Empty:
            return None
        if line is None:
            self._inbox.put(None)
            raise self._died()
        return line

    def end(self) -> None:
        """Kill it, if it is still there, and wait until it is gone."""
        self._popen.kill()
        with contextlib.suppress(OSError):
            assert self._popen.stdin is not None
            self._popen.stdin.close()
        self._popen.wait()

    def _wait_ready(self) -> None:
        if not self._ready:
            line = self.receive(_BEGIN_SECONDS)
            if line is None:
                self.end()
                raise Died("solver_died", "did not start")
            self._ready = True
            self.mb_at_first = int(line["mb"])

    def _died(self) -> Died:
        self.end()
        # An allocation that fails in the solver's own code aborts the process.
        code = self._popen.returncode
        return Died("out_of_memory" if code == _ABORTED else "solver_died", f"exit {code}")

    def _read(self) -> None:
        assert self._popen.stdout is not None
        with self._popen.stdout as lines:
            for raw in lines:
                if raw.endswith(b"\n"):  # else it was killed while it spoke
                    self._inbox.put(json.loads(raw))
        self._inbox.put(None)
