"""Real processes that need not load the program first: they are forked from one in which all of it is loaded.

A fresh interpreter with the planner, the service and their libraries takes two seconds of a processor, a fork a twentieth.
Nothing else differs: a process of its own with its own streams, directory, environment and signals. The package `cli` is not
loaded beforehand, because it chooses the language of its help while it is imported.
"""

from __future__ import annotations

import gc
import importlib
import multiprocessing
import os
import signal
import subprocess
import sys
import traceback
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from multiprocessing.context import BaseContext
from pathlib import Path
from unittest.mock import patch

ROOT = Path(__file__).parents[1]
LOADED = (
    "typer.rich_utils",
    "rich.console",
    "rich.progress",
    "api.app",
    "api.backup",
    "api.jobs.worker",
    "planner.changes.strategies",
    "planner.outputs.folder",
    "planner.outputs.writers.pdf",
    "planner.reading.planfile",
    "planner.solver.explaining.explain",
    "planner.solver.makeup.makeup",
    "planner.solver.whatif.whatif",
    "planner.suggesting",
    "tests.processes",
)


class Process:
    """``function(*arguments)`` in a process of its own, ``function`` written as ``module:name``.

    ``sys.argv`` is ``lunjie`` and ``words``; both streams go to files. What `subprocess.Popen` calls alike means the same here.
    """

    def __init__(
        self,
        function: str,
        words: Sequence[str] = (),
        *,
        stdout: Path,
        stderr: Path,
        environment: dict[str, str] | None = None,
        cwd: Path = ROOT,
    ) -> None:
        self.words = ["lunjie", *words]
        given = (function, self.words, str(stdout), str(stderr), environment or dict(os.environ), str(cwd))
        self._process = _forks().Process(target=_begin, args=given, daemon=True)  # type: ignore[attr-defined]
        self._process.start()

    @property
    def pid(self) -> int:
        """Process id."""
        return int(self._process.pid)

    def poll(self) -> int | None:
        """Its exit code, negative when a signal has ended it; None while it runs."""
        code: int | None = self._process.exitcode
        return code

    def wait(self, timeout: float | None = None) -> int:
        """Its exit code. Raises subprocess.TimeoutExpired."""
        self._process.join(timeout)
        code = self.poll()
        if code is None:
            raise subprocess.TimeoutExpired(self.words, timeout or 0)
        return code

    def send_signal(self, number: int) -> None:
        """Nothing happens when it has ended."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        """SIGTERM."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """SIGKILL."""
        self._process.kill()

    def kill_all(self) -> None:
        """With every process that it has begun."""
        with suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)


@cache
def _forks() -> BaseContext:
    """Where processes come from; begun by the first that is wanted, in surroundings that say nothing to the program."""
    if not hasattr(os, "fork"):
        return multiprocessing.get_context("spawn")
    from multiprocessing import forkserver

    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(list(LOADED))
    plain = {k: v for k, v in os.environ.items() if not k.startswith(("LUNJIE_", "COV_"))}
    with patch.dict(os.environ, {**plain, "PYTHONPATH": str(ROOT)}, clear=True):
        forkserver.ensure_running()
    return context


def _begin(function: str, words: list[str], stdout: str, stderr: str, environment: dict[str, str], cwd: str) -> None:
    gc.freeze()  # what was loaded before the fork is shared with all others as long as nobody touches it
    if hasattr(os, "setpgid"):
        os.setpgid(0, 0)
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(cwd)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    for number, name in ((1, stdout), (2, stderr)):
        os.dup2(os.open(name, os.O_WRONLY | os.O_CREAT | os.O_APPEND), number)
    # As the interpreter makes them at its start.
    sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stderr = open(2, "w", encoding="utf-8", errors="backslashreplace", closefd=False, buffering=1)  # noqa: SIM115
    sys.argv = words
    module, _, name = function.partition(":")
    try:
        getattr(importlib.import_module(module), name)()
    except SystemExit:
        raise
    except BaseException:
        traceback.print_exc()
        raise SystemExit(1) from None
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
