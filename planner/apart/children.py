"""The parent's side: call a function in a child process, and get what it gives, or why there is nothing."""

from __future__ import annotations

import atexit
import contextlib
import os
import signal
import subprocess
import sys
import threading
from dataclasses import dataclass
from typing import Any, Literal

from planner.apart.frames import receive, send

Cause = Literal["time", "memory", "broke"]


@dataclass(frozen=True)
class Bounds:
    """What one call may take. On Windows nothing but the clock is limited."""

    seconds: int
    """Of the processor; three times as many by the clock, since a machine may be busy with something else."""
    memory: int
    """Bytes of address space."""


class Overran(Exception):
    """No answer: the call took too long or too much memory, or ended its process. ``text`` is for the log."""

    def __init__(self, cause: Cause, text: str = "") -> None:
        super().__init__(f"{cause}: {text}" if text else cause)
        self.cause, self.text = cause, text


class _Child:
    """One process."""

    def __init__(self, bounds: Bounds) -> None:
        self._bounds = bounds
        self.calls = 0
        self._popen = subprocess.Popen(
            [sys.executable, "-m", "planner.apart", str(bounds.seconds), str(bounds.memory)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            # Ctrl-C at a terminal reaches the whole group; the parent alone decides what it means.
            start_new_session=sys.platform != "win32",
        )

    def call(self, function: str, arguments: tuple[Any, ...]) -> Any:
        """Raises Overran, after which the child is gone, and whatever the function raises."""
        self.calls += 1
        late = threading.Event()

        def end() -> None:
            late.set()
            self._popen.kill()

        alarm = threading.Timer(3.0 * self._bounds.seconds, end)
        alarm.daemon = True
        alarm.start()
        assert self._popen.stdin is not None
        assert self._popen.stdout is not None
        try:
            send(self._popen.stdin, (function, arguments))
            kind, said = receive(self._popen.stdout)
        except (EOFError, OSError):
            code = self._ended()
            slow = late.is_set() or (sys.platform != "win32" and code == -signal.SIGXCPU)
            # An allocation that fails in a library's own code aborts the process.
            cause: Cause = "time" if slow else "memory" if code == -getattr(signal, "SIGABRT", 6) else "broke"
            raise Overran(cause, f"exit {code}") from None
        except BaseException:  # Ctrl-C: nobody waits for its answer any more
            self.end()
            raise
        finally:
            alarm.cancel()
        if kind == "value":
            return said
        if kind == "raised":
            raise said
        self.end()
        raise Overran("memory" if kind == "memory" else "broke", said or "")

    @property
    def is_alive(self) -> bool:
        return self._popen.poll() is None

    def end(self) -> None:
        """Kill it and wait until it is gone."""
        self._popen.kill()
        self._ended()

    def _ended(self) -> int:
        for pipe in (self._popen.stdin, self._popen.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()
        return self._popen.wait()


class Children:
    """Processes that are kept for the next call: begun when they are needed, one for each call at the same time."""

    def __init__(self, bounds: Bounds, kept: int = 2, calls: int = 200) -> None:
        self.bounds, self._kept, self._calls = bounds, kept, calls
        self._lock = threading.Lock()
        self._free: list[_Child] = []
        atexit.register(self.close)
        if hasattr(os, "register_at_fork"):
            os.register_at_fork(after_in_child=self._forget)

    def call(self, function: str, *arguments: Any) -> Any:
        """``module:function`` with arguments that can be pickled. Raises Overran, and whatever the function raises."""
        child = self._take()
        try:
            return child.call(function, arguments)
        finally:
            self._give_back(child)

    def close(self) -> None:
        """End those that nobody uses; the next call begins another."""
        with self._lock:
            free, self._free = self._free, []
        for child in free:
            child.end()

    def _take(self) -> _Child:
        with self._lock:
            while self._free:
                child = self._free.pop()
                if child.is_alive:
                    return child
                child.end()
        return _Child(self.bounds)

    def _give_back(self, child: _Child) -> None:
        with self._lock:
            if child.is_alive and child.calls < self._calls and len(self._free) < self._kept:
                self._free.append(child)
                return
        child.end()

    def _forget(self) -> None:
        """In a copy of this process the children are those of the other one."""
        self._lock, self._free = threading.Lock(), []


def once(bounds: Bounds, function: str, *arguments: Any) -> Any:
    """The same in a process of its own: nothing that one file has done there reaches the next. Raises like `Children.call`."""
    child = _Child(bounds)
    try:
        return child.call(function, arguments)
    finally:
        child.end()
