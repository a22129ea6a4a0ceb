"""``lunjie template`` and workbooks on the command line."""

from __future__ import annotations

from pathlib import Path

from planner.reading import read_school
from planner.sheets.first import sample
from tests.cli.cases import run
from tests.workbook.books import ROOT, example
from tests.workbook.test_problems import changed, xlsx


def test_a_template_can_be_planned_at_once(tmp_path: Path) -> None:
    whole = run("template", "-o", tmp_path / "all.xlsx", "--all")
    assert (whole.returncode, read_school(tmp_path / "all.xlsx")) == (0, example())
    made = run("template", "-o", tmp_path / "school.xlsx", "--lang", "zh")
    assert made.returncode == 0, made.stderr
    assert read_school(tmp_path) == sample("zh")
    planned = run("plan", tmp_path / "school.xlsx", "-o", tmp_path / "rota", "--quiet")
    assert planned.returncode == 0, planned.stderr
    assert run("check", tmp_path / "school.xlsx", tmp_path / "rota").returncode == 0


def test_a_template_from_an_example_or_a_file(tmp_path: Path) -> None:
    assert run("template", "-o", tmp_path / "a.xlsx", "--from", "rural-18", "--lang", "en").returncode == 0
    assert run("template", "-o", tmp_path / "b.xlsx", "--from", ROOT / "examples" / "rural-18").returncode == 0
    assert run("template", "-o", tmp_path / "c.xlsx", "--from", tmp_path / "a.xlsx").returncode == 0
    assert read_school(tmp_path / "a.xlsx") == read_school(tmp_path / "b.xlsx") == read_school(tmp_path / "c.xlsx")


def test_a_template_overwrites_nothing_and_names_what_it_does_not_know(tmp_path: Path) -> None:
    (tmp_path / "school.xlsx").write_bytes(b"mine")
    assert run("template", "-o", tmp_path / "school.xlsx").returncode == 2
    assert (tmp_path / "school.xlsx").read_bytes() == b"mine"
    assert run("template", "-o", tmp_path / "a.csv").returncode == 2
    assert run("template", "-o", tmp_path / "b.xlsx", "--from", "no-such-example").returncode == 2
    assert run("template", "-o", tmp_path / "none" / "b.xlsx").returncode == 2


def test_a_wrong_workbook_gets_a_marked_copy_and_is_not_touched(tmp_path: Path) -> None:
    raw = xlsx(changed(("场地", 2, "同时班级数", "一个")))
    (tmp_path / "school.xlsx").write_bytes(raw)
    done = run("plan", tmp_path / "school.xlsx", "-o", tmp_path / "rota")
    assert done.returncode == 2
    assert "场地!E2" in done.stderr
    assert "school.checked.xlsx" in done.stderr
    assert (tmp_path / "school.xlsx").read_bytes() == raw
    assert (tmp_path / "school.checked.xlsx").read_bytes().startswith(b"PK")
    assert not (tmp_path / "rota").exists()
