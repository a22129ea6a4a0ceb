"""What is done in the children of the tests."""

from __future__ import annotations

import os
import sys
from typing import NoReturn

from planner.errors import BadInput
from planner.models.problem import Problem


def compute() -> NoReturn:
    """For ever."""
    while True:
        pass


def compute_a_little() -> bool:
    """Long enough for others to begin."""
    return sum(range(1_000_000)) > 0


def fill() -> int:
    """All the memory there is."""
    return len([bytes(100_000_000) for _ in range(1000)])


def leave() -> NoReturn:
    """Without a word."""
    os._exit(7)


def panic() -> NoReturn:
    """What is no Exception."""
    raise BaseException("panic")


class _Odd(Exception):
    """Cannot be carried over."""

    def __reduce__(self) -> NoReturn:
        raise TypeError


def odd() -> NoReturn:
    """Raises it."""
    raise _Odd


def refuse(source: str) -> NoReturn:
    """As a reader does."""
    raise BadInput(source, [Problem(code="unreadable", value="x")])


def chatter() -> str:
    """Prints."""
    print("hello")
    os.write(1, b"hello")
    sys.stdout.flush()
    return "done"
