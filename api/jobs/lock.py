"""One process for one data directory: a second one would run the first one's runs a second time."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import BinaryIO

from planner.files.lock import BYTE, lock

LOCK_FILE = "lunjie.lock"


class AlreadyRunning(Exception):
    """Another process has the data directory; ``pid`` is its process id, None when it cannot be read."""

    def __init__(self, pid: int | None) -> None:
        super().__init__(f"already running: process {pid}")
        self.pid = pid


class DataLock:
    """Held until it is let go, or until the process ends in whatever way."""

    def __init__(self, directory: Path) -> None:
        self._path = directory / LOCK_FILE
        self._file: BinaryIO | None = None

    def hold(self) -> None:
        """Nothing happens when it is held already. Raises AlreadyRunning, and OSError with the file's name."""
        if self._file is None:
            self._file = self._taken()
            try:
                self._file.seek(0)
                self._file.truncate()
                self._file.write(f"{os.getpid()}\n".encode())
                self._file.flush()
            except OSError as error:
                self.release()
                raise OSError(error.errno, error.strerror, str(self._path)) from None

    def look(self) -> None:
        """Only look whether another process has it. Raises AlreadyRunning."""
        if self._file is None and self._path.is_file():
            self._taken().close()

    def _taken(self) -> BinaryIO:
        # Not "w": who only tries must not wipe out the process id of who holds it.
        file = os.fdopen(os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600), "r+b")
        try:
            lock(file)
        except OSError:
            file.seek(0)  # on Windows the try has gone to the byte that is locked
            pid = file.read(BYTE).strip(b"\0\n ")
            file.close()
            raise AlreadyRunning(int(pid) if pid.isdigit() else None) from None
        return file

    def release(self) -> None:
        """Let others have it. The file stays: removing it would let two processes hold two files of one name."""
        if self._file is not None:
            with contextlib.suppress(OSError):
                self._file.close()
            self._file = None
