"""``lunjie export``: one paper, one file, and a clear refusal of what cannot be."""

from __future__ import annotations

from pathlib import Path

import pytest

from planner.models.planfile import PlanFile, dump_plan
from tests.cli.cases import run
from tests.outputs.calendar_school import small_plan, small_school


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    (tmp_path / "plan.json").write_bytes(dump_plan(PlanFile(school=small_school(), plan=small_plan())))
    return tmp_path


@pytest.mark.parametrize(
    ("options", "start"),
    [
        (["--table", "duty"], b"%PDF"),
        (["--table", "borrowing", "--paper", "A3"], b"%PDF"),
        (["--table", "slips"], b"%PDF"),
        (["--table", "cards", "--internal"], b"%PDF"),
        (["--format", "html", "--table", "classes"], b"<!DOCTYPE"),
        (["--format", "xlsx", "--table", "helpers"], b"PK"),
        (["--format", "text", "--table", "slips", "--lang", "zh"], "【".encode()),
    ],
)
def test_each_paper(plan: Path, options: list[str], start: bytes) -> None:
    done = run("export", plan, *options, "-o", plan / "paper")
    assert (done.returncode, done.stdout) == (0, "")
    assert "paper" in done.stderr
    assert (plan / "paper").read_bytes().startswith(start)


@pytest.mark.parametrize(
    "options",
    [
        ["--format", "html", "--table", "cards"],
        ["--format", "xlsx", "--paper", "A3"],
        ["--format", "text", "--class", "9-9"],
        ["--format", "text", "--grade", "9"],
        ["--class", "3-1"],
    ],
)
def test_what_cannot_be_is_refused(plan: Path, options: list[str]) -> None:
    done = run("export", plan, *options, "-o", plan / "paper")
    assert done.returncode == 2
    assert done.stderr.strip()
    assert "Traceback" not in done.stderr
    assert not (plan / "paper").exists()


def test_no_folder_to_write_to(plan: Path) -> None:
    done = run("export", plan, "-o", plan / "no" / "such.pdf")
    assert done.returncode == 2
    assert "no" in done.stderr


@pytest.mark.parametrize(
    ("name", "start"), [("a.pdf", b"%PDF"), ("a.xlsx", b"PK"), ("a.html", b"<!"), ("a.txt", "【".encode())]
)
def test_the_ending_says_what_kind_of_file(plan: Path, name: str, start: bytes) -> None:
    assert run("export", plan, "-o", plan / name).returncode == 0
    assert (plan / name).read_bytes().lstrip(b"\xef\xbb\xbf")[: len(start)].lower() == start.lower()


def test_an_unknown_ending_is_refused(plan: Path) -> None:
    done = run("export", plan, "-o", plan / "a.foo", "--lang", "en")
    assert done.returncode == 2
    assert ".xlsx" in done.stderr
    assert not (plan / "a.foo").exists()
