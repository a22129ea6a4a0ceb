"""A lock on an open file that ends with the process that holds it, on every system."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

BYTE = 64
"""The locked byte on Windows: it lies behind anything that others must be able to read in the file."""
_WAIT = 0.05


class Busy(Exception):
    """Another process holds the lock."""


if sys.platform == "win32":
    import msvcrt

    def lock(file: BinaryIO) -> None:
        """Lock it, without waiting. Raises OSError."""
        file.seek(BYTE)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        file.seek(0)
else:
    import fcntl

    def lock(file: BinaryIO) -> None:
        """Lock it, without waiting. Raises OSError."""
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextmanager
def held(path: Path, seconds: float) -> Iterator[None]:
    """Hold the lock file ``path``, which is gone afterwards. Raises Busy when others hold it for longer; OSError."""
    end = time.monotonic() + seconds
    while (file := _taken(path)) is None:
        if time.monotonic() >= end:
            raise Busy(str(path))
        time.sleep(_WAIT)
    try:
        yield
    finally:
        # Where an open file can be removed it is while it is held, so that nobody locks a file that is about to go.
        with contextlib.suppress(OSError):
            path.unlink()
        file.close()
        with contextlib.suppress(OSError):
            if sys.platform == "win32":
                path.unlink()


def _taken(path: Path) -> BinaryIO | None:
    """The file, locked; None when another has it, or has just removed it."""
    try:
        file = os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+b")
    except PermissionError:
        if sys.platform == "win32" and path.exists():  # just being removed by another
            return None
        raise
    try:
        lock(file)
        if sys.platform == "win32" or os.stat(path).st_ino == os.fstat(file.fileno()).st_ino:
            return file
    except FileNotFoundError:
        pass
    except OSError:
        file.close()
        return None
    file.close()
    return None
