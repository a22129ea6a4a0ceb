"""The net under every reader: what a library or we ourselves stumble over becomes a problem of the file, with its name.

It is no excuse: `make fuzz` counts whatever falls into it as a fault, and names the file that did it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from planner.errors import BadInput, LunjieError
from planner.languages import Language
from planner.models.problem import Problem
from planner.reading.decoding import Unreadable

FELL = "stumbled"
"""Code of such a problem. Its value is the kind of exception, for a report; its path the part that was being read."""


@dataclass
class Heard:
    """What has been learnt of a file before it was refused: the ``language`` in which it is written."""

    language: Language | None = None


@contextmanager
def net(source: str, part: str = "") -> Iterator[Heard]:
    """While it lasts, an exception that is not ours is raised as BadInput of ``source``, in the language that was heard."""
    heard = Heard()
    try:
        yield heard
    except BadInput as error:
        error.language = error.language or heard.language
        raise
    except (LunjieError, Unreadable, MemoryError):
        raise
    except Exception as error:
        problem = Problem(code=FELL, path=part, value=type(error).__name__)
        raise BadInput(source, [problem], heard.language) from error
