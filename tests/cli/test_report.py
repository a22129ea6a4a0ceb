"""``lunjie report`` as people type it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from planner.models.planfile import dump_plan
from tests.cli.cases import run
from tests.reported import example


@pytest.fixture
def rota(tmp_path: Path) -> Path:
    (tmp_path / "plan.json").write_bytes(dump_plan(example("rural-18")))
    return tmp_path


def test_a_page_beside_the_plan(rota: Path) -> None:
    done = run("report", rota, "--lang", "en")
    assert done.returncode == 0, done.stderr
    assert "report.html" in done.stderr
    assert "Term report" in (rota / "report.html").read_text(encoding="utf-8")


def test_text_goes_to_the_screen_and_a_workbook_to_a_folder(rota: Path) -> None:
    done = run("report", rota, "--format", "text")
    assert done.returncode == 0
    assert "借还书：18个班，计划84次" in done.stdout
    done = run("report", rota, "--format", "xlsx", "-o", rota / "new")
    assert done.returncode == 0
    assert (rota / "new" / "report.xlsx").read_bytes()[:2] == b"PK"


def test_one_json_object_without_names(rota: Path) -> None:
    done = run("report", rota, "--json", "--until", "2026-05-09")
    data = json.loads(done.stdout)
    assert (data["status"], data["last"], data["whole_term"]) == ("OK", "2026-05-09", False)
    assert all(v["promised"] == v["held"] + v["made_up"] + v["owed"] for v in data["visits"])
    assert "田小禾" not in done.stdout


@pytest.mark.parametrize("date", ["soon", "2026-02-01", "2027-01-01"])
def test_a_wrong_date_is_refused(rota: Path, date: str) -> None:
    done = run("report", rota, "--until", date)
    assert done.returncode == 2
    assert date in done.stderr
    assert "Traceback" not in done.stderr


def test_a_file_is_written_as_its_ending_says(rota: Path) -> None:
    """`-o report.xlsx` means a file: a folder of that name would be looked for in vain."""
    done = run("report", rota, "-o", rota / "summary.xlsx")
    assert done.returncode == 0, done.stderr
    assert (rota / "summary.xlsx").read_bytes()[:2] == b"PK"
