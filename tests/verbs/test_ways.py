"""A way out, written into the school file as it was tried: the plan exists then, and comments and order stay."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

import planner
from planner.errors import Declined
from planner.models import School
from planner.models.outcome import Fix
from planner.reading.schoolfile import parse_school
from planner.solver.balances import balances
from planner.solver.counting import shortages
from planner.solver.explaining.causes import causes
from planner.solver.explaining.fixes import candidates
from planner.solver.explaining.relaxing import partial_plan
from planner.solver.explaining.remedies import remedies
from planner.solver.problem import Problem
from tests.builders import as_file
from tests.cli.cases import run
from tests.solver.test_causes import CASES

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.mark.parametrize("name", CASES)
def test_every_change_for_a_cause_can_be_as_file(name):
    """What the file then says is what was tried, whether it suffices or not."""
    content = as_file(CASES[name][0])
    school = parse_school(content, "school.yaml")
    problem = Problem(school)
    for fix in remedies(school, causes(problem, shortages(problem), balances(problem))):
        after = planner.take_way(content, (fix,))
        assert after.startswith(b"# kept\n")
        assert after != content


@pytest.mark.parametrize("name", ["impossible-weekly", "impossible-reading"])
def test_every_change_tried_for_an_example_can_be_as_file(name):
    """A file of a school, in its own language and with its own comments."""
    content = (EXAMPLES / name / "school.yaml").read_bytes()
    school = parse_school(content, "school.yaml")
    problem = Problem(school)
    _plan, left_out = partial_plan(school, 20)
    for candidate in candidates(school, left_out, None, causes(problem, shortages(problem), balances(problem))):
        after = planner.take_way(content, (candidate.fix,)).decode()
        lines = content.decode().splitlines()
        assert [line for line in lines if line.startswith("#")] == [line for line in after.splitlines() if line.startswith("#")]


def test_a_day_that_the_file_does_not_name_yet_stands_behind_the_others():
    content = as_file(CASES["teacher twice"][0])
    at = {"class": "3-1", "day": "MON", "period": "P1", "other_day": "TUE", "other_period": "P2"}
    after = planner.take_way(content, (Fix(code="move_lesson", price=1, params={**at, "subject": "语文"}),))
    (row, *_) = yaml.safe_load(after)["timetable"]
    assert row["TUE"] == "- 语文"
    assert list(row)[list(row).index("MON") + 1] == "TUE"
    nowhere = Fix(code="move_lesson", price=1, params={**at, "other_period": "P9", "subject": "语文"})
    with pytest.raises(Declined):
        planner.take_way(content, (nowhere,))


def test_a_way_about_something_that_is_not_there_is_declined():
    content = as_file(CASES["ban"][0])
    with pytest.raises(Declined) as raised:
        planner.take_way(content, (Fix(code="each_day", price=1, params={"demand": "none", "each": "1"}),))
    assert raised.value.code == "no_such_way"


def test_the_command_writes_a_way_and_keeps_the_old_text(tmp_path):
    path = tmp_path / "school.yaml"
    path.write_bytes(as_file(CASES["pin and ban"][0]))
    before = path.read_bytes()
    assert run("explain", path).returncode == 3
    done = run("explain", path, "--apply", "1", "--lang", "en")
    assert (done.returncode, "Written" in done.stdout) == (0, True)
    assert path.with_name("school.yaml.bak").read_bytes() == before
    assert run("explain", path).returncode == 0
    assert School.model_validate(yaml.safe_load(path.read_text(encoding="utf-8"))).name.en == "Test School"


def test_a_way_that_was_not_found_is_refused_and_nothing_as_file(tmp_path):
    path = tmp_path / "school.yaml"
    path.write_bytes(as_file(CASES["pin and ban"][0]))
    before = path.read_bytes()
    done = run("explain", path, "--apply", "99", "--lang", "en")
    assert done.returncode == 2
    assert "no option 99" in done.stderr
    assert path.read_bytes() == before


def test_planning_and_planning_again_take_a_way_as_well(tmp_path):
    """After it the same command finds a plan."""
    path, out = tmp_path / "school.yaml", tmp_path / "out"
    impossible = as_file(CASES["ban"][0])
    path.write_bytes(impossible)
    assert "Written" in run("plan", path, "-o", out, "--apply", "1", "--lang", "en").stdout
    assert run("plan", path, "-o", out).returncode == 0
    path.write_bytes(impossible)
    again = ("replan", path, "--previous", out, "--from", "2026-03-09", "--lang", "en")
    assert run(*again).returncode == 3
    assert "Written" in run(*again, "--apply", "1").stdout
    assert run(*again).returncode == 0
