"""Lost visits made up by ``lunjie plan --make-up``: in the plan file, in the calendars, in the report."""

from __future__ import annotations

import json
from pathlib import Path

from planner.accounts.accounts import accounts
from planner.reading.planfile import read_plan
from planner.sessions.book import Book
from tests.cli.cases import ROOT, run


def test_make_ups_are_stored_published_and_reported(tmp_path: Path) -> None:
    """A18 loses sixteen reading lessons to holidays; eight find another free lesson in a full reading room."""
    done = run("plan", str(ROOT / "examples" / "rural-18"), "-o", str(tmp_path / "out"), "--make-up", "--lang", "en")
    assert done.returncode == 0, done.stderr
    planfile = read_plan(tmp_path / "out")
    made_up = [s for s in Book(planfile).term.sessions if s.made_up_for]
    assert len(made_up) == len(planfile.makeups) > 0
    assert f"{len(made_up)} lost visit{'s' * (len(made_up) != 1)} made up" in done.stdout
    found = accounts(planfile.school, planfile.plan, makeups=[m.session() for m in planfile.makeups])
    assert sum(a.made_up for a in found.visits) == len(made_up)
    assert all(a.promised == a.held + a.made_up + a.owed for a in found.visits)
    library = (tmp_path / "out" / "calendars" / "library.ics").read_text(encoding="utf-8").replace("\r\n ", "")
    assert library.count("(make-up visit)") == len(made_up)
    assert all(f"UID:{s.uid}" in library for s in made_up)
    told = run("report", str(tmp_path / "out"), "--json", "-o", str(tmp_path / "report"))
    assert sum(v["made_up"] for v in json.loads(told.stdout)["visits"]) == len(made_up)


def test_nothing_is_made_up_unless_asked(tmp_path: Path) -> None:
    done = run("plan", str(ROOT / "examples" / "rural-18"), "-o", str(tmp_path / "out"), "--quiet")
    assert done.returncode == 0
    assert read_plan(tmp_path / "out").makeups == ()
