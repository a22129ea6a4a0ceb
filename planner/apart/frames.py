"""What parent and child say to each other: pickled objects, each with its length before it."""

from __future__ import annotations

import pickle
from typing import IO, Any

_LENGTH = 8


def send(file: IO[bytes], said: Any) -> None:
    """Raises OSError where nobody listens any more."""
    raw = pickle.dumps(said)
    file.write(len(raw).to_bytes(_LENGTH, "big") + raw)
    file.flush()


def receive(file: IO[bytes]) -> Any:
    """Raises EOFError where the other side has ended."""
    length = file.read(_LENGTH)
    raw = file.read(int.from_bytes(length, "big")) if len(length) == _LENGTH else b""
    if not raw or len(raw) < int.from_bytes(length, "big"):
        raise EOFError
    return pickle.loads(raw)
