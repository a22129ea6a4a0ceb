"""``lunjie whatif``: every place of a class or helper, and a school with one thing changed. Written is what is chosen."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli.planning.whatif import _day
from planner.reading import read_school
from tests.builders import a_school, a_term, a_window, visiting
from tests.cli.cases import SMALL, TINY, TOO_MANY, run, school


@pytest.fixture(scope="module")
def rota(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny school, planned."""
    directory = tmp_path_factory.mktemp("whatif") / "rota"
    assert run("plan", TINY, "-o", directory, "--quiet").returncode == 0
    return directory


def test_every_place_of_a_class(rota: Path) -> None:
    """One answer for each cell, all proven; a no has its rule and sentence."""
    who = json.loads((rota / "plan.json").read_bytes())["plan"]["visits"][0]["visitor"]
    before = (rota / "plan.json").read_bytes()
    done = run("whatif", rota, "--class", who, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    record = json.loads(done.stdout)
    assert (record["status"], record["who"]) == ("ANSWERED", who)
    assert {a["verdict"] for a in record["answers"]} <= {"here", "free", "moves", "impossible"}
    assert all(a["proven"] for a in record["answers"])
    assert all(x["sentence"] for a in record["answers"] for x in a["against"])
    assert (rota / "plan.json").read_bytes() == before


@pytest.mark.parametrize(("language", "word"), [("en", "is here now"), ("zh", "现在就在这里")])
def test_the_answers_in_both_languages(rota: Path, language: str, word: str) -> None:
    """For a class and for a helper."""
    plan = json.loads((rota / "plan.json").read_bytes())["plan"]
    for option, who in (("--class", plan["visits"][0]["visitor"]), ("--helper", plan["duties"][0]["helper"])):
        done = run("whatif", rota, option, who, "--lang", language)
        assert (done.returncode, done.stderr) == (0, "")
        assert word in done.stdout


def test_a_name_that_the_school_does_not_have_is_told_with_those_it_has(rota: Path) -> None:
    """The one most like it first."""
    done = run("whatif", rota, "--class", "4-3", "--lang", "en")
    assert done.returncode == 2
    assert "There is no class 4-3 in this school. Its classes: 4(" in done.stderr
    assert all(name in done.stderr for name in ("3(1)", "3(2)", "4(1)", "4(2)"))
    done = run("show", rota, "--class", "4-3", "--lang", "zh")
    assert (done.returncode, "本校没有班级“4-3”。本校的班级：四(" in done.stderr) == (2, True)
    done = run("whatif", rota, "--class", "4-1", "--demand", "borow", "--lang", "en")
    assert "There is no demand borow in this school. There are: borrowing (Borrowing), reading" in done.stderr


def test_another_cycle_halves_the_visits(tmp_path: Path) -> None:
    """Four classes in five places every week, or in ten every fortnight."""
    done = run("whatif", school(tmp_path, SMALL), "--cycle", "borrow=A/B", "--json")
    record = json.loads(done.stdout)
    assert done.returncode == 0
    assert (record["before"]["visits"]["borrow"], record["after"]["visits"]["borrow"]) == ([4, 4], [2, 2])


def test_one_more_day_and_a_room_more_make_it_possible_or_not(tmp_path: Path) -> None:
    """Eight classes for five places: still impossible with Saturday (exit 3), possible with two classes at once."""
    path = school(tmp_path, TOO_MANY)
    done = run("whatif", path, "--more-window", "noon=SAT", "--lang", "en")
    assert done.returncode == 3
    assert "impossible" in done.stdout
    done = run("whatif", path, "--room", "library=2", "--json")
    record = json.loads(done.stdout)
    assert (done.returncode, record["before"]["status"], record["status"]) == (0, "INFEASIBLE", "OPTIMAL")


def test_a_lost_room_is_impossible(tmp_path: Path) -> None:
    """No class at once: exit 3, and it is the room that is missing, not the window that stays shut."""
    done = run("whatif", school(tmp_path, SMALL), "--room", "library=0", "--lang", "en")
    assert done.returncode == 3
    assert "“Noon” cannot open: Library is never in use in this term" in done.stderr
    assert "Option 1: Use Library in the whole term." in done.stderr


def test_a_plan_is_asked_about_the_school_it_was_made_for(tmp_path: Path) -> None:
    path, rota = school(tmp_path, SMALL), tmp_path / "rota"
    assert run("plan", path, "-o", rota).returncode == 0
    of_school, of_plan = (json.loads(run("whatif", at, "--room", "library=2", "--json").stdout) for at in (path, rota))
    assert of_school == of_plan
    done = run("whatif", rota, "--room", "library=2", "--apply", 1, "--lang", "en")
    assert (done.returncode, "--school" in done.stderr) == (2, True)


def test_a_change_that_is_impossible_has_its_cause_and_ways(tmp_path: Path) -> None:
    """As ``lunjie explain`` tells them, of the school as it would then be."""
    path = school(tmp_path, SMALL.replace("classes: 1}]", "classes: 2}]").replace("count: 2", "count: 4"))
    done = run("whatif", path, "--room", "library=1", "--lang", "en")
    assert done.returncode == 3
    assert "need 8 visits of “Borrowing” a week, but “Noon” has room for 5 only" in done.stderr
    assert "Option 1:" in done.stderr
    told = json.loads(run("whatif", path, "--room", "library=1", "--json").stdout)["explanation"]
    assert told["causes"][0]["code"] == "crowd"
    assert all(fix["sentence"] for package in told["packages"] for fix in package)
    fine = json.loads(run("whatif", path, "--room", "library=2", "--json").stdout)
    assert fine["explanation"] is None


def test_a_way_is_written_with_the_change_it_belongs_to(tmp_path: Path) -> None:
    """Eight visits in five places of one class: one class at once, and what makes up for it; or the change alone."""
    path = school(tmp_path, SMALL.replace("classes: 1}]", "classes: 2}]").replace("count: 2", "count: 4"))
    asked = run("whatif", path, "--room", "library=1", "--json", "--lang", "en")
    told = json.loads(asked.stdout)["explanation"]["packages"]
    done = run("whatif", path, "--room", "library=1", "--apply", len(told), "--lang", "en")
    assert (done.returncode, done.stderr) == (0, "")
    assert told[-1][0]["sentence"] in done.stdout
    assert read_school(path).room_by_id["library"].classes == 1
    assert run("explain", path).returncode == 0
    assert run("whatif", path, "--room", "library=3", "--apply", 2).returncode == 2
    assert run("whatif", path, "--room", "library=3", "--apply", 1).returncode == 0
    assert read_school(path).room_by_id["library"].classes == 3


def test_a_day_that_cannot_be_says_what_would_allow_it(tmp_path: Path) -> None:
    """In the school's facts, with a change that was tried; places of other days are left out."""
    ban = "windows: noon, bans: [{classes: 1-1, weekdays: [TUE, WED]}]}"
    path, rota = school(tmp_path, SMALL.replace("windows: noon}", ban)), tmp_path / "rota"
    assert run("plan", path, "-o", rota, "--quiet").returncode == 0
    ask = ("whatif", rota, "--class", "1-1")
    for language, day, fact, way in (
        ("en", "Wednesday", "ruled out for “Borrowing”", "Option 1: Borrowing Wed slot 1: For “Borrowing”, allow Wednesday"),
        ("zh", "周三", "“借还书”规定不排", "“借还书”重新允许安排周三"),
    ):
        done = run(*ask, "--at", day, "--lang", language)
        assert done.returncode == 0
        assert [words for words in (fact, way) if words not in done.stdout] == []
    record = json.loads(run(*ask, "--at", "WED", "--json").stdout)
    assert [(a["place"]["turn"], a["verdict"]) for a in record["answers"]] == [("WED", "impossible")]
    assert [fix["code"] for fix in record["ways"][0]["way"]] == ["smaller_ban"]
    assert json.loads(run(*ask, "--at", "MON", "--json").stdout)["ways"] == []
    assert "loosen" not in run(*ask, "--at", "MON", "--lang", "en").stdout, "nothing has to be"
    assert run(*ask, "--at", "WED", "--apply", 1).returncode == 2, "no file is named"
    assert run(*ask, "--at", "WED", "--apply", 1, "--school", path).returncode == 0
    assert "bans: [{weekdays: TUE, classes: [1-1]}]" in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ([], "Ask about one of"),
        (["--class", "1-1", "--helper", "x"], "Ask about one of"),
        (["--cycle", "borrow=sometimes"], "cannot be read"),
        (["--room", "attic=2"], "library"),
        (["--more-window", "noon=Someday"], "cannot be read"),
        (["--room", "library=many"], "A whole number"),
    ],
)
def test_what_makes_no_sense_is_exit_2(tmp_path: Path, options: list[str], words: str) -> None:
    """A message, no traceback."""
    done = run("whatif", school(tmp_path, SMALL), *options, "--lang", "en")
    assert done.returncode == 2
    assert words in done.stderr


def test_who_is_not_there_is_exit_2(rota: Path) -> None:
    """A class, a helper, a demand that the school does not have."""
    for options in (["--class", "9-9"], ["--helper", "x"], ["--class", "1-1", "--demand", "x"]):
        assert run("whatif", rota, *options).returncode == 2


def test_a_day_that_the_plan_does_not_have_is_no_answer(rota: Path) -> None:
    """'Nothing would allow it' is said of days of the school only."""
    who = json.loads((rota / "plan.json").read_bytes())["plan"]["visits"][0]["visitor"]
    done = run("whatif", rota, "--class", who, "--at", "Day B", "--lang", "en")
    assert (done.returncode, done.stdout) == (2, "")
    assert "“Day B” is no day of this plan" in done.stderr


def test_the_schools_own_names_of_days_are_understood() -> None:
    """`cycle_days: [A, B]`: --at 'Day B' and B are D2; of Monday to Friday B is none, and stays as it is written."""
    cycle = a_school(visiting(term=a_term(cycle_days="A-B"), windows=[a_window("A")]))
    assert [_day(text, cycle) for text in ("Day B", "b", "D2", "#4")] == ["D2", "D2", "D2", "#4"]
    assert [_day(text, a_school(visiting())) for text in ("周一", "B")] == ["MON", "B"]
