"""Calendars at hand: who polls a link is answered from memory, and from a copy on disk when the database does not answer.

One calendar that fails once is switched off by some calendar programs, and its events vanish: an old calendar is better than
none. So the last good bytes of every link that was asked for are kept, as long as the link is not taken back.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import gzip
import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from api.kept.copies import Copies, Held
from api.kept.memory import Kept
from api.store.database import Database
from api.store.feeds import calendar_of, link_of, live_links, mark_of

log = logging.getLogger("lunjie.feeds")
_IN_MEMORY = 64_000_000
"""Bytes of compressed calendars: those of thousands of classes."""
_ON_DISK = 256_000_000
_LINKS = 50_000
_FRESH_SECONDS = 1.0
"""So long another process's change may be unseen; those of this process are seen at once."""
_PATIENCE = 2.0
"""Seconds for the database to answer, before the copy does."""
_AWAY_SECONDS = 2.0
"""Between two tries to reach a database that did not answer."""
_NEVER = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
_READERS = 2
"""Threads of their own: whatever else is going on, calendars do not wait for it."""

Fetched = tuple[Held, bytes]
"""A link, and its calendar compressed; no bytes where there is none."""


class Shelf:
    """What is known of links, by the hash of their secret. Its look-ups in memory cost nothing; the others have threads."""

    def __init__(self, database: Database, folder: Path) -> None:
        self._database, self._copies = database, Copies(folder, _ON_DISK)
        self._held: OrderedDict[str, tuple[str, Held]] = OrderedDict()
        self.dropped: set[str] = set()
        """Taken back, and the database may not know it yet."""
        self._lock = threading.Lock()
        self._bodies = Kept(_IN_MEMORY)
        self._mark: str | None = None
        self._writes, self._until, self._away = -1, 0.0, 0.0
        self._lost = -1
        """Writes of this process before the database did not answer: with one more it is there again."""
        self._over = threading.Event()

    def open(self) -> None:
        """Begin, with a database that answers: what was taken back while nobody looked goes now. Raises SQLAlchemyError."""
        self._over.clear()
        self._threads = ThreadPoolExecutor(_READERS, "feeds")
        self.refresh()
        if not self._database.is_sqlite:
            # Other processes take links back too: none may be served from a copy because nobody has asked for it since.
            threading.Thread(target=self._watch, daemon=True, name="feeds-mark").start()

    def close(self) -> None:
        """Give the threads back."""
        self._over.set()
        self._threads.shutdown(wait=False, cancel_futures=True)

    def drop(self, keys: Iterable[str]) -> None:
        """These links were taken back: nothing of them stays, in memory or on disk, whatever the database does from now on."""
        with self._lock:
            for key in keys:
                self.dropped.add(key)
                self._held.pop(key, None)
                self._copies.drop(key)

    def refresh(self) -> None:
        """Forget the links that are not there any more, where any link or calendar has changed. Raises SQLAlchemyError."""
        with self._database.read() as connection:
            if (mark := mark_of(connection)) == self._mark:
                return
            live = live_links(connection)
        self._forget_all_but(live, mark)

    def at_hand(self, key: str) -> Held | None:
        """What is known without asking anybody; None when the database has to be asked."""
        now = time.monotonic()
        if (self._writes != self._database.writes and not self._is_away(now)) or now >= self._until:
            return None
        mark, held = self._held.get(key, (None, None))
        return held if mark == self._mark else None

    def _is_away(self, now: float) -> bool:
        return now < self._away and self._database.writes == self._lost

    def body(self, held: Held) -> bytes | None:
        """The calendar, compressed, if it is in memory."""
        return self._bodies.get(held.etag) if held.etag is not None else None

    async def fetch(self, key: str) -> Fetched | None:
        """What stands behind a link, and its calendar; None for an unknown one.

        Raises SQLAlchemyError when the database does not answer and nothing was kept.
        """
        if not self._is_away(time.monotonic()):
            writes = self._database.writes
            asked = asyncio.get_running_loop().run_in_executor(self._threads, self._ask, key)
            try:
                return await asyncio.wait_for(asked, _PATIENCE)
            except (SQLAlchemyError, TimeoutError) as error:
                log.warning("calendars are answered from their copies: %s", type(error).__name__)
                # What is in memory holds on meanwhile.
                self._away = self._until = time.monotonic() + _AWAY_SECONDS
                self._lost = writes
        last = self._last(key)
        if last is None:
            raise NoAnswer
        return last

    def _ask(self, key: str) -> Fetched | None:
        writes, body = self._database.writes, None
        with self._database.read() as connection:
            # The mark first: what is read after it can only be newer, and is then read once more.
            mark = mark_of(connection)
            live = live_links(connection) if mark != self._mark else None
            row = link_of(connection, key)
            held = None
            if row is not None:
                held = Held(row["scope"], row["revoked"] is not None, row["etag"], row["modified"] or _NEVER)
                body = self.body(held)
                if held.etag is not None and body is None:
                    whole = calendar_of(connection, key)
                    assert whole is not None
                    held = held._replace(etag=whole["etag"], modified=whole["modified"])
                    body = gzip.compress(whole["body"], mtime=0)
        if live is not None:
            self._forget_all_but(live, mark)
        with self._lock:
            self._writes, self._until = writes, time.monotonic() + _FRESH_SECONDS
            if held is None:  # not remembered: whoever guesses could fill the memory
                return None
            # What was changed or taken back while this was read is not remembered.
            if mark == self._mark and (held.is_revoked or key not in self.dropped):
                self._remember(key, mark, held, body)
        return held, body or b""

    def _remember(self, key: str, mark: str, held: Held, body: bytes | None) -> None:
        self._held[key] = (mark, held)
        self._held.move_to_end(key)
        while len(self._held) > _LINKS:
            self._held.popitem(last=False)
        if not held.is_revoked and body is not None:
            self._bodies.put(held.etag, body)
            self._copies.keep(key, held, body)

    def _forget_all_but(self, live: set[str], mark: str) -> None:
        with self._lock:
            for key in [key for key in self._held if key not in live]:
                del self._held[key]
            self.dropped &= live
            self._copies.sweep(live)
            self._mark = mark

    def _last(self, key: str) -> Fetched | None:
        """The last that was known."""
        _mark, held = self._held.get(key, (None, None))
        if held is not None and (held.is_revoked or held.etag is None):
            return held, b""
        body = self.body(held) if held is not None else None
        if held is not None and body is not None:
            return held, body
        return None if key in self.dropped else self._copies.find(key)

    def _watch(self) -> None:
        while not self._over.wait(_FRESH_SECONDS):
            try:
                self.refresh()
            except SQLAlchemyError:
                continue  # away; it is asked again


class NoAnswer(SQLAlchemyError):
    """The database does not answer, and there is no copy."""
