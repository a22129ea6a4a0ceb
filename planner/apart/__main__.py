"""The child: functions by name with their arguments on standard input, what they give or raise on standard output."""

from __future__ import annotations

import os
import pickle
import sys
from pkgutil import resolve_name
from typing import Any

from planner.apart.frames import receive, send


def main(seconds: int, memory: int) -> None:
    """Until the parent ends. ``seconds`` of processor time for each call, ``memory`` bytes of address space."""
    incoming, outgoing = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    # Whatever a library prints must not come between.
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    while True:
        try:
            function, arguments = receive(incoming)
        except EOFError:
            return
        _limit(seconds, memory)
        send(outgoing, _answer(function, arguments))


def _answer(function: str, arguments: tuple[Any, ...]) -> tuple[str, Any]:
    try:
        return "value", resolve_name(function)(*arguments)
    except MemoryError:
        return "memory", None
    except BaseException as error:  # also what a library of another language calls a panic
        try:
            pickle.loads(pickle.dumps(error))
        except Exception:  # it cannot be carried over
            return "broke", f"{type(error).__name__}: {error}"
        return ("raised", error) if isinstance(error, Exception) else ("broke", f"{type(error).__name__}: {error}")


def _limit(seconds: int, memory: int) -> None:
    """Windows has no such limits; there the clock of the parent is the only one."""
    if sys.platform == "win32":
        return
    import resource

    used = resource.getrusage(resource.RUSAGE_SELF)
    _soft, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + seconds + 1, hard))
    resource.setrlimit(resource.RLIMIT_AS, (memory, resource.getrlimit(resource.RLIMIT_AS)[1]))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
