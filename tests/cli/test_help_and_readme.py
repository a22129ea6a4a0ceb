"""Documents that fail the build when they lie: help texts and the README."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from cli.exits import Exit
from tests.cli.cases import ROOT, run, school

README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = ("plan", "replan", "apply", "explain", "check", "show", "schema", "demo")


@pytest.mark.parametrize("command", [(), *((c,) for c in COMMANDS)])
@pytest.mark.parametrize(("language", "word"), [("en", "Exit codes"), ("zh", "退出码")])
def test_help_names_every_exit_code(command: tuple[str, ...], language: str, word: str) -> None:
    """In both languages, for each command."""
    text = run(*command, "--help", LUNJIE_LANG=language)
    assert text.returncode == 0
    _before, found, codes = text.stdout.partition(word)
    assert found
    assert {int(n) for n in re.findall(r"\b\d+\b", codes)} >= {int(code) for code in Exit}


def test_lunjie_alone_shows_its_help() -> None:
    """And is no error."""
    done = run()
    assert done.returncode == 0
    assert all(command in done.stdout for command in COMMANDS)


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
    assert {int(n) for n in re.findall(r"\b\d+\b", text)} >= {int(code) for code in Exit}


def test_readme_names_every_command_and_option() -> None:
    """What the help offers stands in the README."""
    for command in COMMANDS:
        assert f"lunjie {command}" in README
        options = set(re.findall(r"--[a-z-]+", run(command, "--help").stdout)) - {"--help", "--out"}
        assert {o for o in options if o not in README} == set()


def test_the_school_of_the_readme_can_be_planned(tmp_path: Path) -> None:
    """The ten lines are a working file, and every class comes."""
    text = re.search(r"```yaml\n(.*?)```", README, re.DOTALL)
    assert text
    assert len(text[1].strip().splitlines()) <= 10
    done = run("plan", school(tmp_path, text[1]), "-o", tmp_path / "rota", "--lang", "en")
    assert done.returncode == 0, done.stderr
    assert "18 classes" in done.stdout


def test_the_lock_names_no_place() -> None:
    """No index, no address, no path: the lock works wherever the packages come from."""
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert not re.search(r"://|--(extra-)?index|--find-links|@ file|^/", lock, re.MULTILINE)
    for package in ("hatchling", "editables", "ortools", "pytest"):
        assert re.search(rf"^{package}==", lock, re.MULTILINE)
