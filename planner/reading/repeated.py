"""Tables say the same words again and again: what reads a word does so once."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TypeVar

T = TypeVar("T")
_SHORT = 60
"""Characters of what is worth remembering; longer texts are remarks, each different, and would take the memory."""


def once_each(read: Callable[[str], T]) -> Callable[[str], T]:
    """The same function, which remembers what it said of the last few thousand short texts."""
    kept = lru_cache(maxsize=4096)(read)

    @wraps(read)
    def of(text: str) -> T:
        return kept(text) if len(text) <= _SHORT else read(text)

    return of
