"""``lunjie cover``: candidates, a choice, a swap, its undoing; what is refused leaves every file as it was."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.cases import TINY, run

DATE = "2026-03-10"


@pytest.fixture
def rota(tmp_path: Path) -> Path:
    """The tiny school, planned."""
    assert run("plan", TINY, "-o", tmp_path / "rota", "--quiet").returncode == 0
    return tmp_path / "rota"


def duties(rota: Path) -> list[dict]:
    """Duties of the plan on some weekday, the first of each helper."""
    return json.loads((rota / "plan.json").read_bytes())["plan"]["duties"]


def someone(rota: Path) -> tuple[str, str]:
    """A helper, and a date in the second week on which this helper serves."""
    duty = duties(rota)[0]
    day = ("MON", "TUE", "WED", "THU", "FRI").index(duty["turn"].rpartition(":")[2])
    return duty["helper"], f"2026-03-{9 + day:02}"


def listed(rota: Path, helper: str, date: str) -> dict:
    done = run("cover", rota, "--helper", helper, "--date", date, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    return json.loads(done.stdout)


def test_candidates_with_their_reasons(rota: Path) -> None:
    """Ranked: those who can come first, the others with the sentence of the rule that forbids it."""
    helper, date = someone(rota)
    record = listed(rota, helper, date)
    assert record["status"] == "CANDIDATES"
    (duty, *_rest) = record["duties"]
    assert (duty["seat"]["helper"], duty["seat"]["date"]) == (helper, date)
    can = [c["can"] for c in duty["candidates"]]
    assert can == sorted(can, reverse=True)
    assert all(c["sentences"] for c in duty["candidates"] if c["cannot"] or c["exceeds"])


@pytest.mark.parametrize(("language", "word"), [("en", "this week"), ("zh", "本周")])
def test_the_list_is_said_in_both_languages(rota: Path, language: str, word: str) -> None:
    """Nothing is written."""
    helper, date = someone(rota)
    before = (rota / "plan.json").read_bytes()
    done = run("cover", rota, "--helper", helper, "--date", date, "--lang", language)
    assert done.returncode == 0
    assert word in done.stdout or ("Cannot" if language == "en" else "不能") in done.stdout
    assert (rota / "plan.json").read_bytes() == before


def test_a_choice_is_written_and_can_be_undone(rota: Path) -> None:
    """One substitution in plan.json; --undo takes it out, and the revision of the event stays."""
    helper, date = someone(rota)
    able = [c["helper"] for c in listed(rota, helper, date)["duties"][0]["candidates"] if c["can"]]
    assert able, "the sample plan has a duty that somebody else can take"
    done = run("cover", rota, "--helper", helper, "--date", date, "--choose", able[0], "--lang", "en")
    assert done.returncode == 0, done.stderr
    plan = json.loads((rota / "plan.json").read_bytes())
    assert [(s["helper"], s["substitute"], s["date"]) for s in plan["substitutions"]] == [(helper, able[0], date)]
    assert listed(rota, helper, date)["duties"][0]["seat"]["now"] == able[0]
    assert run("cover", rota, "--helper", helper, "--date", date, "--undo").returncode == 0
    assert "substitutions" not in json.loads((rota / "plan.json").read_bytes())
    assert run("cover", rota, "--helper", helper, "--date", date, "--undo").returncode == 2


def test_a_choice_that_a_rule_forbids_is_exit_3(rota: Path) -> None:
    """Nothing is written, and the rule is named."""
    helper, date = someone(rota)
    unable = [c for c in listed(rota, helper, date)["duties"][0]["candidates"] if not c["can"]]
    assert unable, "the sample plan has somebody who cannot take this duty"
    before = (rota / "plan.json").read_bytes()
    done = run("cover", rota, "--helper", helper, "--date", date, "--choose", unable[0]["helper"], "--lang", "en")
    assert done.returncode == 3
    assert unable[0]["sentences"][unable[0]["cannot"][0]] in done.stderr or "cannot take" in done.stderr
    assert (rota / "plan.json").read_bytes() == before


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--helper", "nobody", "--date", DATE], "no student librarian nobody"),
        (["--helper", "{h}", "--date", "soon"], "not a date"),
        (["--helper", "{h}", "--date", "2026-03-08"], "has no duty on"),
        (["--helper", "{h}", "--date", DATE, "--undo", "--choose", "{h}"], "Only one of"),
        (["--helper", "{h}", "--date", DATE, "--swap", "{h}"], "belong together"),
    ],
)
def test_what_makes_no_sense_is_exit_2(rota: Path, options: list[str], words: str) -> None:
    """A message, no traceback."""
    helper, _date = someone(rota)
    done = run("cover", rota, *(o.replace("{h}", helper) for o in options), "--lang", "en")
    assert done.returncode == 2
    assert words in done.stderr
