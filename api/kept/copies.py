"""Calendars kept on disk for the hour in which the database does not answer: one file for each link, its owner's alone.

A file bears the hash of the link's secret, never the secret. Its first line says what stands in it; the rest is the calendar,
compressed, and is checked against its ETag before anybody gets it.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import gzip
import json
import os
import zlib
from collections.abc import Collection
from pathlib import Path
from typing import NamedTuple

from api.store.feeds import etag_of

_ENDING, _PART = ".calendar", ".part"


class Held(NamedTuple):
    """What stands behind a link. ``etag`` is None before a plan is published."""

    scope: str
    is_revoked: bool
    etag: str | None
    modified: dt.datetime


class Copies:
    """The files of one folder, together ``most`` bytes. What cannot be written or read is as if it were not there.

    One thread at a time may change it.
    """

    def __init__(self, folder: Path, most: int) -> None:
        self._folder, self._most = folder, most
        self._size: int | None = None
        self._kept: dict[str, str] = {}

    def keep(self, key: str, held: Held, packed: bytes) -> None:
        """Keep the calendar behind a link, unless it is kept already or there is no room: then no older one stays either."""
        if held.etag is None or self._kept.get(key) == held.etag:
            return
        self.drop(key)
        said = {"scope": held.scope, "etag": held.etag, "modified": held.modified.isoformat()}
        content = json.dumps(said).encode() + b"\n" + packed
        with contextlib.suppress(OSError):
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if self._size is None:
                self._size = sum(file.stat().st_size for file in self._folder.iterdir())
            if self._size + len(content) > self._most:
                return
            part = self._folder / f"{key}{_PART}"
            part.unlink(missing_ok=True)
            with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(content)
            os.replace(part, self._file(key))
            self._size += len(content)
            self._kept[key] = held.etag

    def drop(self, key: str) -> None:
        """No copy of this link stays."""
        self._kept.pop(key, None)
        file = self._file(key)
        with contextlib.suppress(OSError):
            size = file.stat().st_size
            file.unlink()
            self._size = None if self._size is None else self._size - size

    def find(self, key: str) -> tuple[Held, bytes] | None:
        """What was kept of a link; None for nothing, or a file that is damaged."""
        try:
            first, _, packed = self._file(key).read_bytes().partition(b"\n")
            said = json.loads(first)
            held = Held(said["scope"], False, said["etag"], dt.datetime.fromisoformat(said["modified"]))
            if etag_of(gzip.decompress(packed)) != held.etag:
                return None
        except (OSError, ValueError, KeyError, TypeError, EOFError, zlib.error):
            return None
        return held, packed

    def sweep(self, live: Collection[str]) -> None:
        """Nothing stays but copies of these links: not of those that are gone or taken back, and nothing half-written."""
        self._size = None
        files = list(self._folder.iterdir()) if self._folder.is_dir() else []
        for file in files:
            if file.suffix == _PART or file.stem not in live:
                self._kept.pop(file.stem, None)
                with contextlib.suppress(OSError):
                    file.unlink()

    def _file(self, key: str) -> Path:
        return self._folder / f"{key}{_ENDING}"
