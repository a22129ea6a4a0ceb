"""One measurement: ours beside a yardstick of the same run, in processor time; and how both are taken."""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
EXAMPLES = ROOT / "examples"


@dataclass(frozen=True)
class Row:
    """Processor seconds of ours and of the yardstick, and what else is worth saying."""

    family: str
    name: str
    ours: float
    yardstick: float
    note: str = ""

    @property
    def key(self) -> str:
        """As it is stored."""
        return f"{self.family}/{self.name}"

    @property
    def ratio(self) -> float:
        """Ours as a multiple of the yardstick."""
        return self.ours / max(self.yardstick, 1e-4)


def seconds(work: Callable[[], object], repeat: int) -> float:
    """Processor seconds, of this process and the children it has waited for; the median of some."""
    taken = []
    for _ in range(repeat):
        begin = _spent()
        work()
        taken.append(_spent() - begin)
    return statistics.median(taken)


def _spent() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


_STARTER = """
import os, subprocess, sys
process = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
_pid, status, used = os.wait4(process.pid, 0)
print(os.waitstatus_to_exitcode(status), used.ru_utime + used.ru_stime, used.ru_maxrss)
"""
"""A small process between: what is forked from a large one counts its memory as its own."""


@dataclass(frozen=True)
class Ran:
    """What a process took: processor seconds and the most memory, in MB, with all its children."""

    seconds: float
    memory: int


class Processes:
    """Starts Python as people do who have lunjie installed: with what it compiles kept from the first start on."""

    def __init__(self, compiled: Path) -> None:
        # Some machines for tests compile all of Python's files at every start, which no user does.
        kept = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
        self._environment = {**kept, "PYTHONPYCACHEPREFIX": str(compiled), "PYTHONPATH": str(ROOT), "LANG": "en_US.UTF-8"}

    @classmethod
    @contextmanager
    def ready(cls) -> Iterator[Processes]:
        """With a folder for what is compiled, for as long as it is needed."""
        with tempfile.TemporaryDirectory(prefix="lunjie-bench-") as directory:
            yield cls(Path(directory))

    def run(self, arguments: Sequence[str], repeat: int) -> Ran:
        """``python arguments``, once unmeasured and then some times; the median. Raises RuntimeError where it ends badly."""
        return self.beside([arguments], repeat)[0]

    def beside(self, calls: Sequence[Sequence[str]], repeat: int, codes: Sequence[int] = (0,)) -> list[Ran]:
        """The same for each of several, in turn: however busy the machine is meanwhile, it is so for all of them."""
        for arguments in calls:
            self._once(arguments, codes)
        rounds = [[self._once(arguments, codes) for arguments in calls] for _ in range(repeat)]
        taken = zip(*rounds, strict=True)
        return [Ran(statistics.median(r.seconds for r in runs), max(r.memory for r in runs)) for runs in taken]

    def _once(self, arguments: Sequence[str], codes: Sequence[int]) -> Ran:
        command = [sys.executable, "-S", "-c", _STARTER, sys.executable, *arguments]
        told = subprocess.run(command, env=self._environment, cwd=ROOT, capture_output=True, text=True, check=True).stdout
        code, taken, memory = told.split()
        if int(code) not in codes:
            raise RuntimeError(f"{' '.join(arguments)} ended with {code}")
        return Ran(float(taken), int(memory) // 1024)
