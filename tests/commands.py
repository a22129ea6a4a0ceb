"""Commands of ``lunjie``: inside the process of the tests, or as people run them, in one of their own."""

from __future__ import annotations

import contextlib
import io
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from unittest.mock import patch

from tests.processes import ROOT, Process


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


def here(*arguments: str | Path, cwd: Path | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
    """``lunjie arguments`` in this process: measured for coverage, and without the price of a process.

    Only the help of the program keeps the language in which it was loaded.
    """
    with patch.dict(os.environ, surroundings(**environment), clear=True):
        from cli import answer

        line = ["lunjie", *map(str, arguments)]
        code: object = 0
        with (
            contextlib.redirect_stdout(io.StringIO()) as out,
            contextlib.redirect_stderr(io.StringIO()) as err,
            contextlib.chdir(cwd or ROOT),
            patch.object(sys, "argv", line),
        ):
            try:
                answer()
            except SystemExit as end:
                code = end.code
    assert isinstance(code, int)
    return subprocess.CompletedProcess(line, code, out.getvalue(), err.getvalue())


def apart(
    *arguments: str | Path, cwd: Path | None = None, timeout: float = 120, **environment: str
) -> subprocess.CompletedProcess[str]:
    """``lunjie arguments`` in a process of its own. Raises subprocess.TimeoutExpired."""
    with tempfile.TemporaryDirectory() as directory:
        out, err = Path(directory) / "stdout", Path(directory) / "stderr"
        words = [str(a) for a in arguments]
        process = Process("cli:main", words, stdout=out, stderr=err, environment=surroundings(**environment), cwd=cwd or ROOT)
        try:
            code = process.wait(timeout)
        except subprocess.TimeoutExpired:
            process.kill_all()
            process.wait(timeout)
            raise
        said = (file.read_text(encoding="utf-8") if file.exists() else "" for file in (out, err))
        return subprocess.CompletedProcess(process.words, code, *said)
