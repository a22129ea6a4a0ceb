"""``lunjie calendar --from``: a list of days is proposed for what it says; accepting it closes days off and nothing else."""

from __future__ import annotations

from pathlib import Path

from planner.reading import read_school
from tests.cli.cases import SMALL, run, school
from tests.suggesting.test_listed import day, ics


def test_accepting_a_list_closes_days_off_alone(tmp_path: Path) -> None:
    path = school(tmp_path, SMALL)
    events = (
        day("20260306", "停课"),
        day("20260310", "期中考试"),
        day("20260314", "补班"),
        day("20260317", "停课", "STATUS:CANCELLED"),
    )
    (tmp_path / "list.ics").write_text(ics(*events), encoding="utf-8", newline="")
    done = run("calendar", path, "--from", tmp_path / "list.ics", "--accept", "--lang", "zh")
    assert done.returncode == 0, done.stderr
    term = read_school(path).term
    assert [str(d) for c in term.closures for d in c.dates] == ["2026-03-06"]
    assert [(str(d.date), d.confirmed) for d in term.days] == [("2026-03-14", False)]
    assert "期中考试" in done.stdout
    assert done.stderr.count("已取消") == 1
