"""Secrets of calendar links. Each follows from a key that lies beside the database and from the link's own id.

So the librarian can see a link again and print its code once more, while the database and its backups hold hashes only: whoever
copies them can open no calendar. Where the key is lost, links go on working and can be renewed, but not be shown.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import hmac
import os
import secrets
import tempfile
from pathlib import Path

from api.tokens import digest, new_secret

KEY_FILE = "links.key"
_KEY_BYTES = 32
_SECRET_BYTES = 24
_PREFIX = "cal"


class LinkSecrets:
    """The secrets of one service; ``data`` is its directory."""

    def __init__(self, data: Path) -> None:
        self._path = data / KEY_FILE

    def new(self, feed: str) -> str:
        """The secret of a new link; without a key one that is shown this once."""
        key = self._key(make=True)
        return _derived(key, feed) if key is not None else new_secret(_PREFIX)

    def again(self, feed: str, token_hash: str) -> str | None:
        """The secret of a link that was given out; None when it was made without this key."""
        key = self._key(make=False)
        if key is None:
            return None
        secret = _derived(key, feed)
        return secret if hmac.compare_digest(digest(secret), token_hash) else None

    def _key(self, make: bool) -> bytes | None:
        with contextlib.suppress(OSError):
            if make and not self._path.exists():
                _write_once(self._path)
            key = self._path.read_bytes()
            return key if len(key) == _KEY_BYTES else None
        return None


def _derived(key: bytes, feed: str) -> str:
    made = hmac.new(key, f"calendar link {feed}".encode(), hashlib.sha256).digest()[:_SECRET_BYTES]
    return f"{_PREFIX}_{base64.urlsafe_b64encode(made).decode()}"


def _write_once(path: Path) -> None:
    """For its owner alone; of several processes that begin at once, one wins and the others read what it wrote."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".links-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(secrets.token_bytes(_KEY_BYTES))
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(name, path)
    finally:
        os.unlink(name)
