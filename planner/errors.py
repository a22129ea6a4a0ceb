"""Everything lunjie raises on purpose.

    LunjieError
    ├── BadInput          a file the user wrote cannot be used; carries every problem found
    ├── MissingFile       a path that does not exist or cannot be read
    ├── Declined          a question that makes no sense for this school and plan
    ├── NoPlan            a book asked for where no plan was found
    └── BrokenPromise     a bug of ours: a plan that its own checker rejects

"Impossible" and "out of time" are answers, not errors: see ``planner.models.outcome``.
"""

from __future__ import annotations

import errno
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from planner.models.problem import Problem


class LunjieError(Exception):
    """Base of every error lunjie raises on purpose."""


class BadInput(LunjieError):
    """A file cannot be used; ``problems`` lists all that was found wrong, never only the first."""

    def __init__(self, source: str, problems: Sequence[Problem], language: str | None = None) -> None:
        self.source = source
        self.problems = tuple(problems)
        self.language = language
        """In which the file is written, where that can be told: whoever wrote it reads the problems in the same one."""
        super().__init__(f"{source}: {len(self.problems)} problem(s)")

    def __reduce__(self) -> tuple[type[BadInput], tuple[str, tuple[Problem, ...], str | None]]:
        return type(self), (self.source, self.problems, self.language)  # it may come from a child process


class MissingFile(LunjieError):
    """``path`` does not exist or cannot be read; ``reason`` is a short code for the words at the edge."""

    def __init__(self, path: str, reason: str) -> None:
        self.path = path
        self.reason = reason
        super().__init__(f"{path}: {reason}")


def unwritten(path: str, error: OSError) -> MissingFile:
    """What to raise for a file that could not be written: disk_full and read_only are nobody's rights and no open program."""
    return MissingFile(path, _UNWRITTEN.get(error.errno or 0, "not_writable"))


_UNWRITTEN = {errno.ENOSPC: "disk_full", errno.EDQUOT: "disk_full", errno.EROFS: "read_only"}


class BrokenPromise(LunjieError):
    """The checker rejects what the solver made. Never the user's fault; nothing is written."""


class Declined(LunjieError):
    """Something that makes no sense for this school and plan. ``code`` is stable, ``params`` say about what.

    Unlike BadInput it is no mistake in a file. Whoever raises it lists its codes.
    """

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(", ".join([code, *(f"{name} {value}" for name, value in params.items())]))
        self.code, self.params = code, params


class NoPlan(LunjieError):
    """A book was asked for where no plan was found. ``status``: INFEASIBLE or UNKNOWN."""

    def __init__(self, status: str) -> None:
        super().__init__(f"there is no plan: {status}")
        self.status = status
