"""Documents that fail the build when they lie: help texts and the README, for every command that is registered."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import get_type_hints

import pytest

from cli.app import COMMANDS, worker
from cli.exits import Exit
from tests.cli.cases import ROOT, run, school
from tests.cli.helps import commands
from tests.commands import surroundings
from tests.processes import Process

README = (ROOT / "README.md").read_text(encoding="utf-8")
ROWS = {row.split()[2].strip("`"): row for row in README.splitlines() if re.match(r"\| `lunjie [a-z]", row)}
CODES = {int(code) for code in Exit}


@pytest.mark.parametrize(("language", "word"), [("en", "Exit codes:"), ("zh", "退出码：")])
def test_every_help_names_every_exit_code_and_an_example(tmp_path: Path, language: str, word: str) -> None:
    """In both languages, of each command and of the program."""
    out, err = tmp_path / "out", tmp_path / "err"
    telling = Process("tests.cli.helps:tell", stdout=out, stderr=err, environment=surroundings(LUNJIE_LANG=language))
    assert telling.wait(120) == 0, err.read_text(encoding="utf-8")
    told: dict[str, str] = json.loads(out.read_text(encoding="utf-8"))
    assert set(told) == {"", *commands()}
    for name, text in told.items():
        before, found, codes = " ".join(text.split()).partition(word)
        assert found, name
        assert {int(n) for n in re.findall(r"\d+", codes)} >= CODES, name
        assert f"lunjie {name}".strip() in before, name


@pytest.mark.parametrize("name", sorted(commands()))
def test_the_work_of_a_command_takes_its_options(name: str) -> None:
    """Found only when the command runs: the types cannot hold it."""
    taken = {key: hint for key, hint in get_type_hints(worker(name)).items() if key != "return"}
    assert list(taken.values()) == [COMMANDS[name][0]]


def test_lunjie_alone_shows_its_help() -> None:
    """And is no error."""
    done = run()
    assert done.returncode == 0
    assert [name for name in commands() if not re.search(rf"^│ {name} ", done.stdout, re.MULTILINE)] == []


def test_help_imports_neither_solver_nor_service() -> None:
    """``lunjie --help`` answers at once."""
    code = (
        "import sys, cli; sys.argv = ['lunjie', '--help']\n"
        "try: cli.main()\nexcept SystemExit: pass\n"
        "sys.exit(any(m in sys.modules for m in ('ortools', 'fastapi', 'xlsxwriter', 'icalendar')))"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=False).returncode == 0


def test_version() -> None:
    """One line."""
    done = run("--version")
    assert done.returncode == 0
    assert done.stdout.startswith("lunjie ")


@pytest.mark.parametrize("section", ["## Exit codes", "**退出码**"])
def test_readme_names_every_exit_code(section: str) -> None:
    """In both languages."""
    text = README.split(section, 1)[1].split("\n## ")[0]
    assert {int(n) for n in re.findall(r"\b\d+\b", text)} >= CODES


def test_the_readme_has_a_row_for_every_command_and_for_no_other() -> None:
    """In its table of commands."""
    assert set(ROWS) == set(commands())


@pytest.mark.parametrize("name", sorted(commands()))
def test_the_row_of_a_command_names_all_its_options_and_no_other(name: str) -> None:
    """In the long form, or as ``-o``; ``--help`` is that of every command."""
    options = [param for param in commands()[name].params if param.param_type_name == "option"]
    ways = [set(param.opts) for param in options] + [set(param.secondary_opts) for param in options if param.secondary_opts]
    named = set(re.findall(r"(?<![\w-])--?[a-z]+(?:-[a-z]+)*", ROWS[name]))
    assert [sorted(either) for either in ways if not named & either] == []
    assert named - set().union(*ways) == set()


def test_the_school_of_the_readme_can_be_planned(tmp_path: Path) -> None:
    """The ten lines are a working file, and every class comes."""
    text = re.search(r"```yaml\n(.*?)```", README, re.DOTALL)
    assert text
    assert len(text[1].strip().splitlines()) <= 10
    done = run("plan", school(tmp_path, text[1]), "-o", tmp_path / "rota", "--lang", "en")
    assert done.returncode == 0, done.stderr
    assert "18 classes" in done.stdout


EASY_TO_MISS = """
name: Small School
term: {id: t1, school_year: 2025–2026, name: spring, start: 2026-03-02, end: 2026-03-27}
rooms: [{id: r, name: Library}]
classes: [{grades: 3-4, count: 2}]
windows: [{id: w, name: W, rooms: r, weekdays: MON-WED, slots: [12:00-12:20, 12:20-12:40], valid_from: 2026-03-16}]
demands: [{id: b, name: B, kind: borrowing, windows: w, 固定: [{年级: 3, 星期: 周一}]}]
"""


def test_what_the_readme_calls_easy_to_miss_is_so(tmp_path: Path) -> None:
    """One class at once, a pin for the day of a grade, nothing owed before a window opens."""
    assert run("plan", school(tmp_path, EASY_TO_MISS), "-o", tmp_path / "rota", "-q").returncode == 0
    visits = json.loads((tmp_path / "rota" / "plan.json").read_bytes())["plan"]["visits"]
    assert {v["turn"] for v in visits if v["visitor"].startswith("3-")} == {"MON"}
    assert len({(v["turn"], v["slot"]) for v in visits}) == len(visits) == 4
    told = json.loads(run("report", tmp_path / "rota", "--json", "-o", tmp_path / "report").stdout)
    assert [(v["promised"], v["owed"]) for v in told["visits"]] == [(2, 0)] * 4


def test_the_lock_names_no_place() -> None:
    """No index, no address, no path: the lock works wherever the packages come from."""
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert not re.search(r"://|--(extra-)?index|--find-links|@ file|^/", lock, re.MULTILINE)
    for package in ("hatchling", "editables", "ortools", "pytest"):
        assert re.search(rf"^{package}==", lock, re.MULTILINE)
