"""One after the other: what takes much memory or a thread for long is let in one at a time, and only few may wait for it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from api.errors import Refusal


class Turns:
    """``at_once`` may be inside, ``waiting`` more may wait for ``seconds`` at most; everybody else is told to come back."""

    def __init__(self, at_once: int, waiting: int, seconds: float) -> None:
        self._room, self._seconds = threading.Semaphore(at_once), seconds
        self._places = threading.Semaphore(at_once + waiting)

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Inside. Raises Refusal busy."""
        if not self._places.acquire(blocking=False):
            raise _busy()
        try:
            if not self._room.acquire(timeout=self._seconds):
                raise _busy()
            try:
                yield
            finally:
                self._room.release()
        finally:
            self._places.release()


def _busy() -> Refusal:
    return Refusal("busy", seconds=5, headers={"Retry-After": "5"})
