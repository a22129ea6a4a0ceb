"""Every command once in each language as people start it: a process of its own, with its own streams and exit code."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.cases import TINY, run
from tests.cli.helps import commands
from tests.commands import apart, surroundings

CHINESE = re.compile(r"[\u4e00-\u9fff]")
STARTED: dict[str, tuple[int, tuple[str, ...]]] = {
    "plan": (0, ("school.yaml", "-o", "again")),
    "replan": (0, ("school.yaml", "--previous", "rota", "--from", "2026-03-16")),
    "apply": (0, ("rota/tables/borrowing.xlsx",)),
    "explain": (0, ("school.yaml",)),
    "whatif": (0, ("rota", "--class", "3-1")),
    "cover": (2, ("rota", "--helper", "nobody", "--date", "2026-03-02")),
    "demo": (2, ("-o", "school.yaml")),
    "check": (0, ("school.yaml", "rota")),
    "show": (0, ("rota",)),
    "export": (0, ("rota", "-o", "door.pdf")),
    "report": (0, ("rota",)),
    "template": (0, ("-o", "school.xlsx")),
    "import": (2, ("missing.xlsx", "--into", "school.yaml")),
    "calendar": (0, ("school.yaml",)),
    "rules": (0, ("school.yaml",)),
    "rollover": (0, ("school.yaml", "--term-start", "2026-09-01", "--term-end", "2027-01-22", "-o", "next.yaml")),
    "serve": (2, ("--data", "school.yaml")),
    "worker": (2, ("--data", "data")),
    "backup": (2, ("-o", "copy", "--data", "nothing")),
    "restore": (2, ("nothing.backup", "--data", "data")),
    "doctor": (2, ("--data", "nothing")),
    "password": (2, ("nobody", "--data", "nothing")),
}
"""Exit code and words. `tests.api` starts the service itself, `test_check_and_show` plans the demo. ``schema`` is not here:
what it prints has both languages."""


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny example with its plan in ``rota``."""
    home = tmp_path_factory.mktemp("own")
    shutil.copy(TINY / "school.yaml", home)
    assert run("plan", home, "-o", home / "rota", "--quiet").returncode == 0
    return home


def test_no_command_is_left_out() -> None:
    assert {*STARTED, "schema"} == set(commands())


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", STARTED)
def test_it_speaks_the_language_asked_for(planned: Path, tmp_path: Path, name: str, language: str) -> None:
    home = shutil.copytree(planned, tmp_path / "home")
    code, words = STARTED[name]
    done = apart(name, *words, "--lang", language, cwd=home, LUNJIE_LANG=language)
    said = done.stdout + done.stderr
    assert done.returncode == code, said
    assert "Traceback" not in said
    assert code == 0 or done.stdout == ""
    # Behind a sign of equality stand names in the language of the school.
    assert bool(CHINESE.search(re.sub(r"=\w+", "", said))) == (language == "zh"), said


def test_the_schema_goes_into_a_file(tmp_path: Path) -> None:
    """Nothing else is on either stream."""
    done = apart("schema", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("{\n")
    assert done.stdout.endswith("}\n")


def test_a_reader_that_goes_away_is_no_error(planned: Path, tmp_path: Path) -> None:
    """As in ``lunjie show rota | head -1``: a pipe of a real process."""
    line = f'"{sys.executable}" -m cli show "{planned / "rota"}" --table classes; echo $? >&2'
    done = subprocess.run(
        f"({line}) | true", shell=True, cwd=TINY.parents[1], env=surroundings(), capture_output=True, text=True, check=False
    )
    assert "Traceback" not in done.stderr
    assert done.stderr.split()[-1] == "0"


def test_help_loads_no_school() -> None:
    """What only a school needs (models, catalogues, tables) would make half of a second before the first word of help."""
    dear = ("pydantic", "babel", "jinja2", "planner.models", "planner.timeline", "planner.solver", "ortools", "fastapi")
    line = f"import sys, cli.app; print(sorted(m for m in sys.modules if m.startswith({dear!r})))"
    done = subprocess.run(
        [sys.executable, "-c", line], cwd=TINY.parents[1], env=surroundings(), capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout.strip()) == (0, "[]"), done.stdout + done.stderr


def test_show_and_check_load_neither_search_nor_writers(planned: Path) -> None:
    """What is not asked for is not loaded: each of these takes longer to load than the table takes to draw."""
    writers = ("babel", "icalendar", "jinja2", "numpy", "ortools", "pytz", "ruamel", "typst", "xlsxwriter", "xml.etree")
    accounts = ("planner.accounts.report", "planner.editing", "planner.models.outcome", "planner.models.report")
    solving = ("yaml", "planner.accounts", "planner.changes.", "planner.checker", "planner.solver", "planner.reading.document")
    asked = {
        ("show", str(planned / "rota")): (*writers, *accounts, *solving),
        ("check", str(TINY), str(planned / "rota")): (*writers, *accounts),
    }
    for words, dear in asked.items():
        line = (
            f"import sys, cli; sys.argv = ['lunjie', *{words!r}]\n"
            f"try: cli.answer()\n"
            f"finally: print(sorted(m for m in sys.modules if m.startswith({dear!r})), file=sys.stderr)"
        )
        done = subprocess.run(
            [sys.executable, "-c", line], cwd=TINY.parents[1], env=surroundings(), capture_output=True, text=True, check=False
        )
        assert (done.returncode, done.stderr.strip()) == (0, "[]"), done.stderr
