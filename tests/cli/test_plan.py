"""``lunjie plan``: exit codes, what is written, what is said."""

from __future__ import annotations

import datetime as dt
import io
import json
from pathlib import Path

import pytest
from rich.console import Console

from cli.planning.summary import Teller
from planner.messages.wording import translator
from planner.models import Plan
from planner.models.base import Language
from planner.models.plan import DemandReach, LostTo, Reach, RuleCost
from tests.builders import a_school, visiting
from tests.cli.cases import SMALL, TINY, TOO_MANY, UNCONFIRMED, run, school

KEYS = {
    "status",
    "cost",
    "bound",
    "cost_by_rule",
    "reach",
    "visits_not_held",
    "pauses",
    "seldom",
    "cost_of_wishes",
    "solve_seconds",
    "build_seconds",
    "variables",
    "constraints",
    "classes",
    "helpers",
    "cells",
    "sessions",
}


def test_a_plan_is_written_and_summed_up(tmp_path: Path) -> None:
    """Exit 0; plan.json, tables and calendars; status, counts and files on stdout."""
    done = run("plan", TINY, "-o", tmp_path / "out", "--lang", "en")
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "out" / "plan.json").is_file()
    assert (tmp_path / "out" / "tables" / "borrowing.html").is_file()
    assert (tmp_path / "out" / "calendars" / "library.ics").is_file()
    assert "Proven best" in done.stdout
    assert "4 classes, 4 student librarians" in done.stdout
    assert "plan.json" in done.stdout


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "At most 10 visits can be held, 8 are: duties, what is kept or weightier wishes take 2. "
         "Room and grades alone would allow 13; 3 cannot be had: No visit where the school has ruled it out (3). "
         "Unmet wishes: 54."),
        ("zh", "最多可到馆10次，排上8次；另外2次让给了值日、不变动的安排或更要紧的意愿。"
         "只看场地和年级可到13次，其中3次排不上：学校规定不排的时间不排（3）。未满足程度54分。"),
    ],
)  # fmt: skip
def test_visits_that_are_held_and_wishes_are_told_apart(language: Language, words: str) -> None:
    """Two visits that are not held would hide the wishes in one sum; three that nobody can hold are named with their rule."""
    costs = (
        RuleCost(rule="held_visits", weight=1000, amount=2, cost=2000),
        RuleCost(rule="spread", weight=2, amount=27, cost=54),
    )
    plan = Plan(effective_from=dt.date(2026, 3, 2), visits=(), duties=(), cost=2054, cost_by_rule=costs)
    out = io.StringIO()
    teller = Teller(Console(file=out, width=300), a_school(visiting()), language, translator(language))
    teller.apart(plan, Reach((DemandReach("borrow", 13, 8),), (LostTo("forbidden", 3),)))
    assert out.getvalue() == f"{words}\n"


def test_json_is_exactly_one_object_with_the_promised_keys(tmp_path: Path) -> None:
    """Nothing else stands on stdout, and the numbers fit the school."""
    done = run("plan", TINY, "-o", tmp_path / "out", "--json")
    record = json.loads(done.stdout)
    assert set(record) == KEYS
    assert (record["status"], record["classes"], record["helpers"]) == ("OPTIMAL", 4, 4)
    assert record["cost"] == record["bound"] == sum(c["cost"] for c in record["cost_by_rule"].values())
    assert all(set(c) == {"weight", "amount", "cost", "worst"} for c in record["cost_by_rule"].values())


def test_same_seed_same_bytes(tmp_path: Path) -> None:
    """The same school and seed give the same plan.json."""
    for name in ("a", "b"):
        assert run("plan", TINY, "-o", tmp_path / name, "--quiet", "--seed", "7").returncode == 0
    assert (tmp_path / "a" / "plan.json").read_bytes() == (tmp_path / "b" / "plan.json").read_bytes()


def test_quiet_says_nothing(tmp_path: Path) -> None:
    """No progress, no summary."""
    done = run("plan", TINY, "-o", tmp_path / "out", "--quiet")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_the_language_is_the_schools_unless_told(tmp_path: Path) -> None:
    """The tiny school is Chinese; --lang en overrides it."""
    assert "已证明最优" in run("plan", TINY, "-o", tmp_path / "zh").stdout
    assert "Proven best" in run("plan", TINY, "-o", tmp_path / "en", "--lang", "en").stdout


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "The cause\n• All 8 classes together need 8 visits of “Borrowing” a week, but “Noon” has room for 5 only"),
        ("zh", "原因\n• 全部8个班每周共要排8次“借还书”，而“午间”只有5个位置"),
    ],
)
def test_impossible_is_explained_and_nothing_is_written(tmp_path: Path, language: Language, words: str) -> None:
    """Exit 3, and first the cause with need against capacity, in both languages, as `explain` tells it."""
    done = run("plan", school(tmp_path, TOO_MANY), "-o", tmp_path / "out", "--lang", language)
    assert (done.returncode, done.stdout) == (3, "")
    assert words in done.stderr
    assert not (tmp_path / "out").exists()


def test_impossible_as_json_carries_the_shortages(tmp_path: Path) -> None:
    """Need, capacity and a sentence for each."""
    done = run("plan", school(tmp_path, TOO_MANY), "-o", tmp_path / "out", "--json")
    record = json.loads(done.stdout)
    assert done.returncode == 3
    assert (record["status"], record["cost"]) == ("INFEASIBLE", None)
    assert [(s["code"], s["need"], s["capacity"]) for s in record["shortages"]] == [("visits_over_slots", 8, 5)]


def test_impossible_in_combination_is_said_honestly(tmp_path: Path) -> None:
    """Each class alone has a place and the places are enough, but two pins want the same one."""
    text = SMALL.replace("windows: noon}", "windows: noon, pins: [{classes: [1-1, 1-2], weekdays: MON}]}")
    done = run("plan", school(tmp_path, text), "-o", tmp_path / "out", "--lang", "en")
    assert done.returncode == 3
    assert "• " in done.stderr or "only in combination" in done.stderr
    assert not (tmp_path / "out").exists()


def test_no_time_is_neither_yes_nor_no(tmp_path: Path) -> None:
    """Exit 4 when the time is too short for a first plan; nothing is written."""
    done = run("plan", Path("examples/noon-36"), "-o", tmp_path / "out", "--time-limit", "0.01", "--lang", "en")
    assert done.returncode == 4
    assert "does not mean that there is none" in done.stderr
    assert not (tmp_path / "out").exists()


def test_bad_input_lists_all_problems_with_lines(tmp_path: Path) -> None:
    """Two mistakes, two messages with their lines, no traceback, nothing written."""
    text = SMALL.replace("weekdays: MON-FRI", "weekdays: Someday").replace("kind: borrowing", "kind: lending")
    path = school(tmp_path, text)
    done = run("plan", path, "-o", tmp_path / "out")
    assert (done.returncode, done.stdout) == (2, "")
    assert f"{path}:6" in done.stderr
    assert f"{path}:7" in done.stderr
    assert "Traceback" not in done.stderr
    record = json.loads(run("plan", path, "-o", tmp_path / "out", "--json").stdout)
    assert record["status"] == "ERROR"
    assert [p["line"] for p in record["problems"]] == [6, 7]
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ("plan", "nowhere.yaml", "-o", "{tmp}/out"),
        ("plan", "{tmp}", "-o", "{tmp}/out"),
        ("plan", str(TINY), "-o", "{tmp}/a/b/c"),
        ("plan", str(TINY), "-o", str(TINY / "school.yaml")),
        ("plan", str(TINY)),
        ("plan", str(TINY), "-o", "{tmp}/out", "--seed", "-1"),
        ("plan", str(TINY), "-o", "{tmp}/out", "--time-limit", "0"),
        ("plan", str(TINY), "-o", "{tmp}/out", "--lang", "fr"),
        ("nonsense",),
    ],
)
def test_wrong_usage_is_exit_2_and_writes_nothing(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    """Missing files and unfit options: a message on stderr, one object with --json, no traceback."""
    filled = [a.format(tmp=tmp_path) for a in arguments]
    done = run(*filled)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.strip()
    assert "Traceback" not in done.stderr
    assert json.loads(run(*filled, "--json").stdout)["status"] == "ERROR"
    assert list(tmp_path.iterdir()) == []


def test_unconfirmed_days_are_held_back_and_named(tmp_path: Path) -> None:
    """A date that the school has not announced is listed with its sessions."""
    done = run("plan", school(tmp_path, UNCONFIRMED), "-o", tmp_path / "out", "--lang", "en")
    assert done.returncode == 0
    assert "Dates not confirmed by the school: 1;" in done.stdout
    assert "Tue 10 Mar" in done.stdout
    assert "20260310" not in (tmp_path / "out" / "calendars" / "library.ics").read_text(encoding="utf-8")
