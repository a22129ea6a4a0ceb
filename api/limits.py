"""One after the other: what takes much memory or a thread for long is let in one at a time, and only few may wait for it."""

from __future__ import annotations

import asyncio
import threading
import time
from collections import Counter, deque
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager

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


class FairTurns:
    """``at_once`` may be inside, of one school one; the schools that wait are served in turn, one request of each.

    Who waits costs no thread, so that calendars, logins and pages never wait for it. Of one school only ``waiting`` may wait,
    for ``seconds`` at most; its other requests are told to come back, and those of other schools are not.
    """

    def __init__(self, at_once: int, waiting: int, seconds: float) -> None:
        self._at_once, self._waiting, self._seconds = at_once, waiting, seconds
        # Used by the one loop of the process alone, hence without a lock.
        self._inside: Counter[str] = Counter()
        self._queues: dict[str, deque[asyncio.Future[None]]] = {}

    @asynccontextmanager
    async def turn(self, school: str) -> AsyncIterator[None]:
        """Inside. Raises Refusal busy."""
        await self._enter(school)
        try:
            yield
        finally:
            self._leave(school)

    async def _enter(self, school: str) -> None:
        if self._is_room_for(school):
            self._inside[school] += 1
            return
        queue = self._queues.setdefault(school, deque())
        if len(queue) >= self._waiting:
            raise _busy()
        mine = asyncio.get_running_loop().create_future()
        queue.append(mine)
        try:
            await asyncio.wait_for(asyncio.shield(mine), self._seconds)
        except BaseException as error:
            if mine.done():  # the turn came just as nobody waited for it any more
                self._leave(school)
            else:
                self._queues[school].remove(mine)
                mine.cancel()
            if isinstance(error, TimeoutError):
                raise _busy() from None
            raise

    def _leave(self, school: str) -> None:
        self._inside[school] -= 1
        if not self._inside[school]:
            del self._inside[school]
        for name in list(self._queues):
            queue = self._queues[name]
            if queue and self._is_room_for(name):
                self._inside[name] += 1
                queue.popleft().set_result(None)
                # To the end of the row: the next turn is another school's.
                del self._queues[name]
                self._queues[name] = queue
        self._queues = {name: queue for name, queue in self._queues.items() if queue}

    def _is_room_for(self, school: str) -> bool:
        return self._inside.total() < self._at_once and not self._inside[school]


class Pace:
    """Each account may ask for ``rate`` requests a second in the long run, and for ``burst`` at once before that counts.

    Who asks for more waits, which costs no thread, so that others are answered meanwhile; whoever would have to wait longer
    than ``longest`` seconds is told to come back. A request that changes something counts as several.
    """

    def __init__(
        self,
        rate: float,
        burst: float = 60.0,
        longest: float = 20.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._rate, self._longest, self._clock = rate, longest, clock
        self._ahead = burst / rate if rate else 0.0
        """Seconds of work that may be asked for before its time."""
        self._due: dict[bytes, float] = {}

    def delay(self, account: bytes, count: float = 1.0) -> float:
        """Seconds that this request has to wait. Raises Refusal busy."""
        if not self._rate:
            return 0.0
        now = self._clock()
        due = max(self._due.get(account, 0.0), now - self._ahead) + count / self._rate
        if due - now > self._longest:
            raise _busy()
        if len(self._due) >= _ACCOUNTS:
            self._due = {known: then for known, then in self._due.items() if then > now - self._ahead}
        self._due[account] = due
        return max(0.0, due - now)


_ACCOUNTS = 10_000
"""Of which it is remembered what they have asked for; those who ask for little are forgotten when there are more."""


def _busy() -> Refusal:
    return Refusal("busy", seconds=5, headers={"Retry-After": "5"})
