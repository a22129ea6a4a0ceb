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
import threading
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from api.store.feeds import etag_of

if TYPE_CHECKING:
    from api.shelf import Held

_ENDING = ".calendar"


class Copies:
    """The files of one folder, together ``most`` bytes. What cannot be written or read is as if it were not there."""

    def __init__(self, folder: Path, most: int) -> None:
        self._folder, self._most = folder, most
        self._size: int | None = None
        self._kept: dict[str, str] = {}
        self._lock = threading.Lock()

    def keep(self, key: str, held: Held, packed: bytes) -> None:
        """Keep what stands behind a link, unless it is kept already or there is no room."""
        what = "revoked" if held.is_revoked else held.etag or ""
        if not what or self._kept.get(key) == what:
            return
        said = {"scope": held.scope, "revoked": held.is_revoked, "etag": held.etag, "modified": held.modified.isoformat()}
        content = json.dumps(said).encode() + b"\n" + (b"" if held.is_revoked else packed)
        with self._lock, contextlib.suppress(OSError):
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if self._size is None:
                self._size = sum(file.stat().st_size for file in self._folder.iterdir())
            target = self._folder / f"{key}{_ENDING}"
            self._size += len(content) - (target.stat().st_size if target.exists() else 0)
            if self._size > self._most and not held.is_revoked:
                target.unlink(missing_ok=True)
                self._size = None
                return
            part = self._folder / f".{key}.part"
            with contextlib.suppress(FileNotFoundError):
                part.unlink()
            with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(content)
            os.replace(part, target)
            self._kept[key] = what

    def find(self, key: str) -> tuple[Held, bytes] | None:
        """What was kept of a link; None for nothing, or a file that is damaged."""
        from api.shelf import Held

        try:
            first, _, packed = (self._folder / f"{key}{_ENDING}").read_bytes().partition(b"\n")
            said = json.loads(first)
            held = Held(said["scope"], said["revoked"], said["etag"], dt.datetime.fromisoformat(said["modified"]))
            if not held.is_revoked and etag_of(gzip.decompress(packed)) != held.etag:
                return None
        except (OSError, ValueError, KeyError, TypeError, EOFError, zlib.error):
            return None
        return held, packed

    def sweep(self, live: Mapping[str, bool]) -> None:
        """Nothing stays of links that are gone, nor the calendar of those that were taken back: key -> whether it was."""
        with self._lock, contextlib.suppress(OSError):
            for file in self._folder.iterdir() if self._folder.is_dir() else ():
                key = file.name.removesuffix(_ENDING)
                if live.get(key) is False:
                    continue
                if not (live.get(key) and self._kept.get(key) == "revoked"):
                    file.unlink(missing_ok=True)
                    self._kept.pop(key, None)
            self._size = None
