"""``lunjie replan`` as people run it."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest

from tests.cli.cases import SMALL, run, school
from tests.outputs.calendar_reading import vevents

ENGLISH = SMALL + "language: en\n"
CHANGED = ENGLISH.replace("windows: noon}]", "windows: noon, bans: [{classes: 1-1, weekdays: BAN}]}]")


def snapshot(directory: Path) -> dict[str, bytes]:
    return {p.relative_to(directory).as_posix(): p.read_bytes() for p in directory.rglob("*") if p.is_file()}


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small school, planned; and in ``changed`` the file that rules out the weekday of class 1-1."""
    home = tmp_path_factory.mktemp("replan")
    assert run("plan", school(home, ENGLISH), "-o", home / "rota", "-q").returncode == 0
    turn = next(
        v["turn"]
        for v in json.loads((home / "rota/plan.json").read_text(encoding="utf-8"))["plan"]["visits"]
        if v["visitor"] == "1-1"
    )
    (home / "changed").mkdir()
    school(home / "changed", CHANGED.replace("BAN", turn))
    (home / "impossible").mkdir()
    school(home / "impossible", ENGLISH.replace("MON-FRI", "MON"))
    return home


def replan(home: Path, *more: str | Path, file: str = "changed", since: str = "2026-03-16") -> subprocess.CompletedProcess[str]:
    return run("replan", home / file, "--previous", home / "rota", "--from", since, *more)


def test_it_writes_the_change_and_keeps_the_past(published: Path, tmp_path: Path) -> None:
    done = replan(published, "-o", tmp_path / "new")
    assert done.returncode == 0, done.stderr
    assert "Proven: no valid plan changes less." in done.stdout
    assert "1 visit moves, 1 of them to another weekday" in done.stdout
    assert "1(1) Borrowing: " in done.stdout
    before, after = snapshot(published / "rota"), snapshot(tmp_path / "new")
    assert after.keys() >= before.keys() | {"notice.txt", "tables/notice.html", "tables/notice.xlsx"}
    for name in (n for n in before if n.endswith(".ics")):
        old, new = vevents(before[name]), vevents(after[name])
        assert old.keys() == new.keys()
        changed = {u.split("@")[0] for u in old if old[u] != new[u]}
        assert changed <= {"t1-1-1-borrow-w03", "t1-1-1-borrow-w04"}
    assert json.loads(after["plan.json"])["history"][0]["plan"]["effective_from"] == "2026-03-02"


def test_the_usual_directory_is_that_of_the_plan(published: Path, tmp_path: Path) -> None:
    assert run("plan", published / "school.yaml", "-o", tmp_path / "rota", "-q").returncode == 0
    before = snapshot(tmp_path / "rota")
    arguments = ("replan", published / "changed", "--previous", tmp_path / "rota", "--from", "2026-03-16")
    assert run(*arguments, "-q").stdout == ""
    after = snapshot(tmp_path / "rota")
    assert after["plan.previous.json"] == before["plan.json"]
    again = run(*arguments)
    assert "Nothing differs from the published plan." in again.stdout
    assert snapshot(tmp_path / "rota") == after
    refused = run("plan", published / "school.yaml", "-o", tmp_path / "rota", "-q")
    assert refused.returncode == 2
    assert "lunjie replan" in refused.stderr
    assert snapshot(tmp_path / "rota") == after


def test_strategies_side_by_side(published: Path) -> None:
    before = snapshot(published)
    done = replan(published, "--compare", "--lang", "en")
    assert done.returncode == 0
    assert all(words in done.stdout for words in ("fewest classes moved", "keep the weekday", "keep the student librarians"))
    record = json.loads(replan(published, "--compare", "--json").stdout)
    assert [(s["strategy"], s["proven"]) for s in record["strategies"]] == [
        (n, True) for n in ("fewest", "keep_weekday", "keep_helpers")
    ]
    assert record["strategies"][0]["moved"] == 1
    assert snapshot(published) == before


def test_json(published: Path, tmp_path: Path) -> None:
    record = json.loads(replan(published, "--json", "-o", tmp_path / "new", "--strategy", "keep_weekday").stdout)
    assert (record["status"], record["strategy"], record["moved"], record["removed"], record["written"]) == (
        "OPTIMAL",
        "keep_weekday",
        1,
        0,
        True,
    )
    assert record["changes"]["visits"][0]["kind"] == "moved"


@pytest.mark.parametrize("compare", [(), ("--compare",)])
def test_an_impossible_change_touches_nothing(published: Path, compare: tuple[str, ...]) -> None:
    before = snapshot(published)
    done = replan(published, *compare, file="impossible")
    assert done.returncode == 3
    assert "\n\nThe cause\n• " in done.stderr or "\n\n原因\n• " in done.stderr
    assert "Nothing was written." in done.stderr
    assert snapshot(published) == before
    assert json.loads(replan(published, "--json", file="impossible").stdout)["status"] == "INFEASIBLE"


@pytest.mark.parametrize(
    ("since", "words"),
    [("2026-02-01", "must lie from"), ("2027-04-27", "27 Apr 2027 must lie from"), ("soon", "is not a date")],
)
def test_dates_that_cannot_be(published: Path, since: str, words: str) -> None:
    done = replan(published, since=since)
    assert done.returncode == 2
    assert words in done.stderr


def test_a_date_in_the_middle_of_a_week_is_noted(published: Path) -> None:
    done = replan(published, "--compare", "--lang", "en", since="2026-03-18")
    assert "Wed 18 Mar is not a Monday" in done.stderr


def test_another_term_is_refused(published: Path, tmp_path: Path) -> None:
    other = school(tmp_path, ENGLISH.replace("id: t1", "id: t2"))
    done = run("replan", other, "--previous", published / "rota", "--from", "2026-03-16")
    assert done.returncode == 2
    assert "of term t1" in done.stderr
    assert "of term t2" in done.stderr


@pytest.mark.parametrize(("was", "corrected"), [("小小学校", "县立小小学校"), ("start: 2026-03-02", "start: 2026-03-03")])
def test_corrected_words_do_not_end_a_plan(published: Path, tmp_path: Path, was: str, corrected: str) -> None:
    """Another spelling of the name, a first day moved within its week: the calendars go on, event by event."""
    file = school(tmp_path, ENGLISH.replace(was, corrected))
    done = run("replan", file, "--previous", published / "rota", "--from", "2026-03-16", "-o", tmp_path / "new")
    assert done.returncode == 0, done.stderr
    before, after = snapshot(published / "rota"), snapshot(tmp_path / "new")
    for name in (n for n in before if n.endswith(".ics")):
        assert vevents(before[name]) == vevents(after[name])
    # And once more, from the plan that has taken the correction.
    again = run("replan", file, "--previous", tmp_path / "new", "--from", "2026-03-23", "-o", tmp_path / "next")
    assert again.returncode == 0, again.stderr


def test_a_class_with_another_id_is_no_new_class(published: Path, tmp_path: Path) -> None:
    """Its calendar would end and another one begin: the message names the class and the id it had; with that it goes on."""
    asked = ("--previous", published / "rota", "--from", "2026-03-16", "-o", tmp_path / "new")
    text = ENGLISH.replace("count: 2,", 'count: 2, id: "c{grade}{number}",')
    assert text != ENGLISH
    done = run("replan", school(tmp_path, text), *asked)
    assert done.returncode == 2
    assert "write 1-1 as the id of this class" in done.stderr
    same = run("replan", school(tmp_path, ENGLISH.replace("count: 2,", 'count: 2, name: "第{grade}年{number}班",')), *asked)
    assert same.returncode == 0, same.stderr


def test_another_school_is_refused_with_the_way_out(published: Path, tmp_path: Path) -> None:
    text = ENGLISH.replace("小小学校", "某某中学")
    asked = ("--previous", published / "rota", "--from", "2026-03-16", "-o", tmp_path / "new")
    done = run("replan", school(tmp_path, text), *asked)
    assert done.returncode == 2
    (key,) = re.findall(r"write (\w+) as its id", done.stderr)
    same = run("replan", school(tmp_path, f"id: {key}\n{text}"), *asked)
    assert same.returncode == 0, same.stderr
