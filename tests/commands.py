"""Commands as people run them, each in a process of its own: `tests.preloaded` saves them the seconds of loading."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]


def command(
    module: str, arguments: list[str], cwd: Path, environment: dict[str, str], timeout: float = 120
) -> subprocess.CompletedProcess[str]:
    """``python -m module arguments``. Raises subprocess.TimeoutExpired."""
    usual = _Usual.of(module)
    if not hasattr(os, "fork") or {k: v for k, v in environment.items() if k not in _CHANGES} != usual.environment:
        return subprocess.run(
            [sys.executable, "-m", module, *arguments],
            cwd=cwd,
            env=environment,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=timeout,
            check=False,
        )
    return usual.run(arguments, cwd, environment, timeout)


_CHANGES = frozenset({"PYTEST_CURRENT_TEST", "PWD"})
"""What differs from test to test and says nothing to a command."""


class _Usual:
    """The process for commands in the usual surroundings."""

    def __init__(self, module: str, environment: dict[str, str]) -> None:
        self.environment = {k: v for k, v in environment.items() if k not in _CHANGES}
        self._turn = threading.Lock()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.preloaded"],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    @staticmethod
    @cache
    def of(module: str) -> _Usual:
        """The one of this process."""
        return _Usual(module, surroundings())

    def run(
        self, arguments: list[str], cwd: Path, environment: dict[str, str], timeout: float
    ) -> subprocess.CompletedProcess[str]:
        with self._turn, tempfile.TemporaryDirectory() as directory:
            files = {name: Path(directory) / name for name in ("stdout", "stderr")}
            for file in files.values():
                file.touch()
            wanted = {"arguments": arguments, "cwd": str(cwd), "environment": environment}
            self._say({**wanted, **{name: str(file) for name, file in files.items()}})
            late: list[int] = []

            def end(pid: int) -> None:
                late.append(pid)
                os.killpg(pid, signal.SIGKILL)

            alarm = threading.Timer(timeout, end, [self._hear()["pid"]])
            alarm.start()
            code = self._hear()["code"]
            alarm.cancel()
            text = {name: file.read_text(encoding="utf-8") for name, file in files.items()}
        line = ["lunjie", *arguments]
        if late:
            raise subprocess.TimeoutExpired(line, timeout, text["stdout"], text["stderr"])
        return subprocess.CompletedProcess(line, code, text["stdout"], text["stderr"])

    def _say(self, line: dict[str, object]) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(line) + "\n")
        self._process.stdin.flush()

    def _hear(self) -> dict[str, int]:
        assert self._process.stdout is not None
        heard: dict[str, int] = json.loads(self._process.stdout.readline())
        return heard


def surroundings(**environment: str) -> dict[str, str]:
    """The environment of a command: no colours, a wide terminal, this source tree; English unless told otherwise."""
    ours = {"LC_ALL", "LC_MESSAGES", "LUNJIE_LANG", "LUNJIE_DEBUG", "FORCE_COLOR"}
    kept = {k: v for k, v in os.environ.items() if k not in ours}
    return {
        **kept,
        "LANG": "en_US.UTF-8",
        "PYTHONPATH": str(ROOT),
        "PYTHONIOENCODING": "utf-8",
        "NO_COLOR": "1",
        "COLUMNS": "160",
        **environment,
    }
