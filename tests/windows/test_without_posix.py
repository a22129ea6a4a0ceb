"""The program in processes in which our code finds nothing that only POSIX systems have: `tests/windows/hidden`."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.api.service import Person

HIDDEN = Path(__file__).parent / "hidden"
ROOT = Path(__file__).parents[2]
TINY = ROOT / "examples" / "tiny" / "school.yaml"
_SURROUNDINGS = {**os.environ, "PYTHONPATH": os.pathsep.join((str(HIDDEN), str(ROOT)))}
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there it is so anyway")


def python(*words: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *words]
    return subprocess.run(command, capture_output=True, text=True, env=_SURROUNDINGS, cwd=cwd, timeout=300, check=False)


def lunjie(*words: str, cwd: Path) -> str:
    done = python("-m", "cli", *words, "--lang", "en", cwd=cwd)
    assert done.returncode == 0, f"{words}: {done.stdout}{done.stderr}"
    return done.stdout + done.stderr


def test_they_are_hidden_indeed() -> None:
    """From our code and from nobody else."""
    for name in ("import fcntl", "import os; os.fork", "import os; os.getuid", "import signal; signal.SIGKILL"):
        ours = f"import types; m = types.ModuleType('planner.x'); m.__package__ = 'planner'; exec({name!r}, m.__dict__)"
        done = python("-c", ours)
        assert done.returncode == 1, name
        assert "Windows" in done.stderr, (name, done.stderr)
        assert python("-c", name).returncode == 0


def test_every_module_is_imported() -> None:
    every = (
        "import importlib, pkgutil, planner, api, cli\n"
        "for p in (planner, api, cli):\n"
        "    for m in pkgutil.walk_packages(p.__path__, p.__name__ + '.'):\n"
        "        if not m.name.endswith('__main__') and '.migrations.' not in m.name: importlib.import_module(m.name)\n"
    )
    done = python("-c", every)
    assert done.returncode == 0, done.stderr[-2000:]


def test_the_commands_run(tmp_path: Path) -> None:
    """Plan into a folder twice, a PDF from the typesetter's child, and the look at what is there."""
    lunjie("plan", str(TINY), "-o", "out", cwd=tmp_path)
    lunjie("plan", str(TINY), "-o", "out", cwd=tmp_path)
    assert (tmp_path / "out" / "plan.json").is_file()
    lunjie("export", "out", "--table", "duty", "-o", str(tmp_path / "duty.pdf"), cwd=tmp_path)
    assert (tmp_path / "duty.pdf").read_bytes().startswith(b"%PDF")
    assert "4" in lunjie("show", "out", cwd=tmp_path)


def test_the_service_runs(tmp_path: Path) -> None:
    """Set up, plan in a child, publish, hand out a calendar; a second one is kept off; backup and restore."""
    data = tmp_path / "data"
    words = [sys.executable, "-m", "cli", "serve", "--port", "0", "--data", str(data), "--lang", "en"]
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=log, text=True, env=_SURROUNDINGS, cwd=ROOT)
    try:
        assert process.stdout is not None
        said = ""
        while "Stop with" not in said:
            line = process.stdout.readline()
            assert line, (tmp_path / "log").read_text()
            said += line
        url = re.search(r"http://127\.0\.0\.1:\d+", said)
        link = re.search(r"\S+/setup\?token=\S+", said)
        assert url is not None
        assert link is not None
        me = Person(url[0]).set_up(link[0])
        me.add_school("s")
        me.publish("s")
        assert me.ask("GET", me.feed("s", "library")).content.startswith(b"BEGIN:VCALENDAR")
        second = python("-m", "cli", "serve", "--port", "0", "--data", str(data), "--lang", "en")
        assert second.returncode == 2, second.stderr
        assert f"process {process.pid}" in second.stderr
        me.http.close()
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)
    lunjie("backup", "-o", str(tmp_path / "b.backup"), "--data", str(data), cwd=tmp_path)
    lunjie("restore", str(tmp_path / "b.backup"), "--data", str(tmp_path / "other"), cwd=tmp_path)
    assert "Schools: 1" in python("-m", "cli", "doctor", "--data", str(tmp_path / "other"), "--lang", "en").stdout
