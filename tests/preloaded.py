"""A process that has everything loaded and makes a child of itself for each command: ``python -m tests.preloaded``.

In and out: one JSON line for each command: ``{"arguments", "cwd", "environment", "stdout", "stderr"}`` (the last two are
files to write to) -> ``{"pid"}`` and then ``{"code"}``, its exit code; negative = ended by that signal.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
import traceback
from typing import Any

LOADED = (
    "cli.app",
    "cli.service",
    "cli.serving",
    "api.backup",
    "planner.changes.strategies",
    "planner.outputs.folder",
    "planner.outputs.writers.pdf",
    "planner.reading.planfile",
    "planner.solver",
)


def main() -> None:
    """Until the end of input."""
    lines_in, lines_out = os.fdopen(os.dup(0)), os.fdopen(os.dup(1), "w")
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    for name in LOADED:
        importlib.import_module(name)
    for line in lines_in:
        wanted = json.loads(line)
        child = os.fork()
        if child == 0:
            os.setpgid(0, 0)
            os._exit(_work(wanted))
        print(json.dumps({"pid": child}), file=lines_out, flush=True)
        _pid, status = os.waitpid(child, 0)
        print(json.dumps({"code": os.waitstatus_to_exitcode(status)}), file=lines_out, flush=True)


def _work(wanted: dict[str, Any]) -> int:
    os.environ.clear()
    os.environ.update(wanted["environment"])
    os.chdir(wanted["cwd"])
    for number, name in ((1, "stdout"), (2, "stderr")):
        os.dup2(os.open(wanted[name], os.O_WRONLY | os.O_TRUNC), number)
    # As the interpreter makes them at its start.
    sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stderr = open(2, "w", encoding="utf-8", errors="backslashreplace", closefd=False)  # noqa: SIM115
    sys.argv = ["lunjie", *wanted["arguments"]]
    code: object = 0
    try:
        importlib.import_module("cli").main()
    except SystemExit as end:
        code = end.code
    except BaseException:
        traceback.print_exc()
        code = 1
    if isinstance(code, str):
        print(code, file=sys.stderr)
        code = 1
    sys.stdout.flush()
    sys.stderr.flush()
    return int(code) if isinstance(code, int) else 0


if __name__ == "__main__":
    main()
