"""Ctrl-C, sent as a real signal to a real process."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.cases import ROOT
from tests.commands import surroundings

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals of a POSIX system")

# A stand-in for a search that takes long: it looks at the stop event as the real one does, and can be told to ignore it.
PROGRAM = """
import sys, threading
import planner.solver as solver
real = solver.solve
def slow(school, limits, on_progress=None, stop=None, **more):
    print("searching", file=sys.stderr, flush=True)
    stop.wait()
    if STUBBORN:
        threading.Event().wait()
    return real(school, limits, on_progress=on_progress, **more)
solver.solve = slow
from cli import main
sys.argv = ["lunjie", "plan", sys.argv[1], "-o", sys.argv[2], "--lang", "en"]
main()
"""


def start(directory: Path, stubborn: bool) -> subprocess.Popen[str]:
    """Start planning and wait until the search runs."""
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM.replace("STUBBORN", str(stubborn)), str(ROOT / "examples" / "tiny"), str(directory)],
        cwd=ROOT,
        env=surroundings(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    assert process.stderr is not None
    assert process.stderr.readline() == "searching\n"
    return process


def test_the_first_one_keeps_the_best_plan(tmp_path: Path) -> None:
    """Exit 0, a clear notice, and the plan is written."""
    process = start(tmp_path / "out", stubborn=False)
    process.send_signal(signal.SIGINT)
    _out, err = process.communicate(timeout=300)
    assert process.returncode == 0
    assert "Stopping with the best plan so far" in err
    assert "Stopped by you" in err
    assert (tmp_path / "out" / "plan.json").is_file()


def test_the_second_one_gives_up(tmp_path: Path) -> None:
    """Exit 130 at once although the search does not listen; nothing is written."""
    process = start(tmp_path / "out", stubborn=True)
    process.send_signal(signal.SIGINT)
    assert process.stderr is not None
    said = process.stderr.readline()
    assert "Stopping with the best plan so far" in said
    process.send_signal(signal.SIGINT)
    _out, err = process.communicate(timeout=300)
    assert process.returncode == 130
    assert "Nothing was written" in err
    assert not (tmp_path / "out").exists()


def test_the_real_search_hears_it(tmp_path: Path) -> None:
    """A roster of dates takes long to be proven: the solver itself must neither swallow the signal nor die of it."""
    usual = (ROOT / "examples" / "noon-36" / "school.yaml").read_text(encoding="utf-8")
    long = usual.replace("duties:\n  cycle: weekly\n", "duties:\n  cycle: dated\n")
    assert long != usual
    large = tmp_path / "school.yaml"
    large.write_text(long, encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, "-m", "cli", "plan", str(large), "-o", str(tmp_path / "out"), "--lang", "en"],
        cwd=ROOT,
        env=surroundings(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    assert process.stderr is not None
    assert process.stderr.readline().startswith("Planning: ")
    process.send_signal(signal.SIGINT)
    _out, err = process.communicate(timeout=300)
    assert "Stopping with the best plan so far" in err
    assert process.returncode in (0, 4), err
    assert (tmp_path / "out" / "plan.json").is_file() == (process.returncode == 0)
