"""``lunjie explain``, and what ``lunjie plan`` adds to exit code 3."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.cases import ROOT, SMALL, TINY, TOO_MANY, run, school

READING = ROOT / "examples" / "impossible-reading"


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("zh", ["一(1)、二(2)、三(3)、五(1)、六(2)：这5个班的阅览课只有4个位置", "升旗仪式", "办法1：", "排不下的："]),
        ("en", ["these 5 classes need 5 visits", "only 4 places", "Option 1:", "no place for"]),
    ],
)
def test_five_classes_for_four_places(language: str, words: list[str]) -> None:
    """Who, how many places, which, what to do, and what fits meanwhile."""
    done = run("explain", READING, "--lang", language)
    assert done.returncode == 3, done.stderr
    assert [w for w in words if w not in done.stdout] == []
    headings = [line for line in done.stdout.splitlines() if line in {"原因", "The cause"}]
    assert len(headings) == 1


def test_thirty_visits_for_fifteen_slots() -> None:
    """The words of the issue."""
    done = run("explain", ROOT / "examples" / "impossible-weekly", "--lang", "en")
    assert "30 visits, 15 slots" in done.stdout
    assert "A/B weeks" in done.stdout


def test_json_is_one_object_with_sentences() -> None:
    """Data for programs, and the same words."""
    done = run("explain", READING, "--json")
    record = json.loads(done.stdout)
    explanation = record["explanation"]
    assert (done.returncode, record["status"]) == (3, "INFEASIBLE")
    assert (explanation["clash"]["need"], explanation["clash"]["capacity"]) == (5, 4)
    assert all(fix["sentence"] for package in explanation["packages"] for fix in package)
    assert [section["key"] for section in explanation["text"]] == ["causes", "packages", "clash", "partial"]


def test_a_possible_school_needs_no_explanation() -> None:
    """Exit 0."""
    done = run("explain", TINY, "--lang", "en")
    assert done.returncode == 0
    assert "possible" in done.stdout
    assert json.loads(run("explain", TINY, "--json").stdout) == {"status": "POSSIBLE"}


def test_what_does_nothing_in_the_file_is_a_remark(tmp_path: Path) -> None:
    """On stderr with its line, and in the JSON objects; the file is planned as it stands."""
    text = SMALL.replace("rooms: [", "rooms: [{id: hall, name: Hall}, ")
    file, out = school(tmp_path, text), tmp_path / "rota"
    for language, words in (("en", "Remark: "), ("zh", "留意：")):
        said = run("plan", file, "-o", out, "--lang", language)
        assert said.returncode == 0
        assert f"{words}{file}:4 " in said.stderr
        assert "hall" in said.stderr
    assert run("plan", file, "-o", out, "--quiet").stderr == ""
    records = [
        json.loads(run(*command, "--json").stdout)
        for command in (("plan", file, "-o", out), ("explain", file), ("check", file, out))
    ]
    assert [[(r["code"], r["line"], r["path"]) for r in record["remarks"]] for record in records] == [
        [("idle_room", 4, "rooms[0]")]
    ] * 3
    assert "remarks" not in json.loads(run("explain", school(tmp_path), "--json").stdout)


def test_a_missing_file_is_no_impossible_school(tmp_path: Path) -> None:
    """Exit 2."""
    assert run("explain", tmp_path / "none.yaml").returncode == 2


def test_plan_says_what_would_help_and_leaves_an_older_plan_alone(tmp_path: Path) -> None:
    """Exit 3: the ways out stand on stderr, and what was in the directory stays as it was."""
    out = tmp_path / "out"
    assert run("plan", TINY, "-o", out, "--quiet").returncode == 0
    before = {p: p.read_bytes() for p in out.rglob("*") if p.is_file()}
    done = run("plan", school(tmp_path, TOO_MANY), "-o", out, "--lang", "en")
    assert (done.returncode, done.stdout) == (3, "")
    assert "Option 1:" in done.stderr
    assert {p: p.read_bytes() for p in out.rglob("*") if p.is_file()} == before


def test_plan_as_json_carries_the_explanation(tmp_path: Path) -> None:
    """Beside the shortages."""
    done = run("plan", school(tmp_path, TOO_MANY), "-o", tmp_path / "out", "--json")
    record = json.loads(done.stdout)
    assert done.returncode == 3
    assert record["shortages"]
    assert record["explanation"]["packages"]
