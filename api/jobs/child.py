"""A process that solves: ``python -m api.jobs.child MEMORY_MB``. One JSON line in for each task, JSON lines out.

In:   ``{"task": Task}`` a run; ``{"ask": kind, …}`` a question; ``{"stop": true}`` ends the search, its best plan is kept.
Out:  ``{"ready": true, "mb": n}`` once, ``{"step": …}`` progress, and for each task or question one line with ``found``,
      ``answer`` or ``failed`` (a stable code); beside it ``mb``, the memory in use, and ``spent``: better begin a new child.

The end of its input means that the parent is gone: then it ends at once, whatever it is doing.
"""

from __future__ import annotations

import errno
import gc
import json
import os
import queue
import signal
import sys
import threading
import time
import traceback
from typing import Any, BinaryIO

_BETWEEN_COLLECTIONS = 50_000
"""New objects: some megabytes. The usual few hundred cost a twentieth of the time of a solve."""
_BETWEEN_STEPS = 0.1
"""Fewest seconds between two lines of progress."""


class Child:
    """Works on one thing after another, while a thread listens for "stop" and for the end of the parent."""

    def __init__(self, lines_in: BinaryIO, lines_out: BinaryIO) -> None:
        self._in, self._out = lines_in, lines_out
        self._todo: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
        self._stop = threading.Event()
        self._speaking = threading.Lock()
        self._step: dict[str, Any] | None = None
        self._news = threading.Event()

    def run(self) -> None:
        """Until the parent is gone."""
        gc.disable()  # a third of the time of loading
        from api.jobs.answers import Answering
        from api.jobs.impossible import LEFT_BEHIND
        from api.jobs.wanted import Refused, Task
        from api.jobs.work import Step, work

        def say(step: Step) -> None:
            p = step.progress
            self._step = {
                "seconds": round(p.seconds, 2),
                "cost": p.cost,
                "bound": p.bound,
                "solutions": p.solutions,
                "strategy": step.strategy,
                "number": step.number,
                "of": step.of,
            }
            self._news.set()

        answering = Answering()
        limit_memory(int(sys.argv[1]) if len(sys.argv) > 1 else 0)
        collect_seldom()
        for target in (self._listen, self._report):
            threading.Thread(target=target, daemon=True, name=target.__name__).start()
        self._say({"ready": True, "mb": memory_mb()})
        while True:
            line = self._todo.get()
            try:
                if "ask" in line:
                    done: dict[str, Any] = {"answer": answering.answer(line["ask"], line)}
                else:
                    done = {"found": work(Task(**line["task"]), say, self._stop).model_dump(mode="json")}
            except Refused as error:
                done = {"failed": error.code}
            except BaseException as error:
                done = {**_failure(error), "spent": True}
            self._step = None
            behind = any(t.name == LEFT_BEHIND for t in threading.enumerate())
            self._say({"spent": behind, **done, "mb": memory_mb()})

    def _listen(self) -> None:
        for raw in self._in:
            line = json.loads(raw)
            if "stop" in line:
                self._stop.set()
            else:
                self._stop.clear()
                self._todo.put(line)
        os._exit(0)

    def _report(self) -> None:
        while True:
            self._news.wait()
            self._news.clear()
            if (step := self._step) is not None:
                self._say({"step": step})
            time.sleep(_BETWEEN_STEPS)

    def _say(self, line: dict[str, Any]) -> None:
        raw = json.dumps(line, separators=(",", ":")).encode() + b"\n"
        try:
            with self._speaking:
                self._out.write(raw)
                self._out.flush()
        except OSError:
            os._exit(0)


_NO_ROOM = ("can't start new thread", "failed to map segment", "cannot allocate memory", "bad_alloc")
"""Said by a thread without room for its stack, by libraries that are loaded late, by the system, by C++."""


def _is_want_of_memory(error: BaseException | None) -> bool:
    """Whether too little memory is what began it: libraries wrap it in exceptions of their own."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        no_room = isinstance(error, OSError) and error.errno == errno.ENOMEM
        if isinstance(error, MemoryError) or no_room or any(words in str(error).lower() for words in _NO_ROOM):
            return True
        error = error.__cause__ or error.__context__
    return False


def _failure(error: BaseException) -> dict[str, Any]:
    """A stable code, and where in our code it happened: never a message, which might hold names of pupils."""
    if _is_want_of_memory(error):
        return {"failed": "out_of_memory"}
    frames = traceback.extract_tb(error.__traceback__)
    where = " < ".join(f"{os.path.basename(f.filename)}:{f.lineno}" for f in reversed(frames[-4:]))
    return {"failed": "bug", "where": f"{type(error).__name__} {where}"}


def collect_seldom() -> None:
    """What is loaded now stays for good: collecting garbage need not look at it again and again; nor at the hundred thousands
    of small things of a model while they are being made."""
    gc.freeze()
    gc.enable()
    gc.set_threshold(_BETWEEN_COLLECTIONS, 20, 20)


def limit_memory(megabytes: int) -> None:
    """Bound the address space to what is taken by now and so much more; 0 = no bound. Only where the system can do it."""
    if sys.platform == "win32" or not megabytes or not os.path.exists("/proc/self/statm"):
        return
    import resource

    wanted = _statm(0) + megabytes * 2**20
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    if most in (resource.RLIM_INFINITY, -1) or wanted < most:
        resource.setrlimit(resource.RLIMIT_AS, (wanted, most))


def memory_mb() -> int:
    """Memory in use, MB; 0 where the system does not say."""
    return _statm(1) // 2**20 if os.path.exists("/proc/self/statm") else 0


def _statm(field: int) -> int:
    if sys.platform == "win32":
        return 0
    with open("/proc/self/statm") as file:
        return int(file.read().split()[field]) * os.sysconf("SC_PAGE_SIZE")


def main() -> None:
    """Talk over what was standard input and output; whatever prints from now on is heard by nobody."""
    # Ctrl-C is for the parent, who then says "stop" or goes away.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    lines_in, lines_out = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1):
        os.dup2(nothing, stream)
    Child(lines_in, lines_out).run()


if __name__ == "__main__":
    main()
