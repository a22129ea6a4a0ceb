"""``lunjie doctor FOLDER``: what is in the folder of a plan and what is wrong, and the way out that it names works."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

import planner
from planner.files.together import STAGE
from planner.models.planfile import PLAN_FILE, PREVIOUS_FILE
from tests.cli.cases import run
from tests.formats.test_formats import NEWEST


@pytest.fixture
def rota(tmp_path: Path) -> Path:
    """A folder with a plan of before and one of now, as an older version has written them."""
    folder = tmp_path / "rota"
    folder.mkdir()
    plan = NEWEST / PLAN_FILE
    for name in (PLAN_FILE, PREVIOUS_FILE):
        shutil.copy(plan, folder / name)
    (folder / "tables").mkdir()
    (folder / "tables" / "borrowing.html").write_text("a table")
    return folder


def _said(folder: Path, code: int) -> str:
    done = run("doctor", folder, "--lang", "en")
    assert done.returncode == code, done.stdout + done.stderr
    return str(done.stdout)


def test_a_good_folder_is_well_and_stays_as_it_is(rota: Path) -> None:
    before = {path: path.read_bytes() for path in rota.rglob("*") if path.is_file()}
    said = _said(rota, 0)
    assert "plan.json is whole" in said
    assert f"classes: {len(planner.read_book(rota).school.class_list)}." in said
    assert "The plan before can be read" in said
    assert "All is well" in said
    assert {path: path.read_bytes() for path in rota.rglob("*") if path.is_file()} == before
    later = (rota / PLAN_FILE).stat().st_mtime + 60
    os.utime(rota / "tables" / "borrowing.html", (later, later))
    assert "lunjie apply" in _said(rota, 0)


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"{", "not"), (b'{"format": 999, "plan": {}, "school": {}}', "newer"), (b"", "not"), (None, "There is no plan.json")],
)
def test_a_plan_that_cannot_be_used_and_the_way_back(rota: Path, content: bytes | None, words: str) -> None:
    (rota / PLAN_FILE).unlink()
    if content is not None:
        (rota / PLAN_FILE).write_bytes(content)
    said = _said(rota, 3)
    assert words in said
    assert f"copy {rota / PREVIOUS_FILE}" in said
    shutil.copy(rota / PREVIOUS_FILE, rota / PLAN_FILE)
    _said(rota, 0)


def test_what_an_interrupted_command_left_is_told_and_settled_as_told(rota: Path) -> None:
    (rota / STAGE).mkdir()
    (rota / STAGE / "new-0").write_text("names of pupils")
    (rota / PREVIOUS_FILE).write_text("[]")
    said = _said(rota, 3)
    assert f"lunjie show {rota}" in said
    assert "cannot be read, and can be deleted" in said
    assert (rota / STAGE / "new-0").exists()
    assert run("show", rota).returncode == 0
    (rota / PREVIOUS_FILE).unlink()
    _said(rota, 0)
    shutil.rmtree(rota / "tables")
    assert "no tables" in _said(rota, 3)
