"""``lunjie check``, ``show``, ``rules``, ``schema`` and ``demo``."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.app import app
from planner import read_book
from planner.languages import LANGUAGES
from planner.messages.rules import rule_sentence
from planner.models.rules import RULES
from tests.cli.cases import ROOT, SMALL, TINY, run, school
from tests.commands import apart, here
from tests.counts import calls


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny school, planned once."""
    directory = tmp_path_factory.mktemp("planned") / "out"
    assert run("plan", TINY, "-o", directory, "--quiet").returncode == 0
    return directory


def invoke(*arguments: str | Path) -> tuple[int, str, str]:
    """Run a command inside this process, where the solver is not needed."""
    done = CliRunner().invoke(app, [str(a) for a in arguments])
    return done.exit_code, done.stdout, done.stderr


def test_our_own_plan_is_valid(planned: Path) -> None:
    """Given as a directory and as a file."""
    for path in ((TINY, planned), (TINY, planned / "plan.json"), (planned,), (planned / "plan.json",)):
        code, out, _err = invoke("check", *path, "--lang", "en")
        assert code == 0
        assert "Valid" in out


def test_a_school_alone_is_no_plan() -> None:
    """Said as by every other command that takes a plan."""
    code, _out, err = invoke("check", TINY, "--lang", "en")
    assert (code, "There is no plan.json in" in err) == (2, True)


def test_a_check_lays_the_plan_out_once(planned: Path) -> None:
    """For the rules, for what stands beside the plan and for its certificate."""
    once = (
        "planner.sessions.chapter:drafts",
        "planner.checker.whole:judged",
        "planner.timeline.timeline:TermDates.__init__",
        "planner.solver.proving:build",
    )
    with calls(*once, "planner.solver.proving:judged") as counted:
        code, out, _err = invoke("check", TINY, planned, "--lang", "en")
    assert (code, "proof was checked" in out) == (0, True)
    assert counted == dict.fromkeys(once, 1)


def test_a_broken_plan_is_exit_3_with_each_breach(planned: Path, tmp_path: Path) -> None:
    """A visit taken away: the rule's name and sentence, and the same as JSON."""
    data = json.loads((planned / "plan.json").read_text(encoding="utf-8"))
    gone = data["plan"]["visits"].pop(0)
    broken = tmp_path / "plan.json"
    broken.write_text(json.dumps(data), encoding="utf-8")
    code, out, _err = invoke("check", TINY, broken, "--lang", "en")
    assert code == 3
    assert "Each class gets its visits in every cycle. [demand_met]" in out
    code, out, _err = invoke("check", TINY, broken, "--json")
    record = json.loads(out)
    assert (code, record["status"]) == (3, "BREACHES")
    assert any(b["rule"] == "demand_met" and gone["visitor"] in b["subject"] for b in record["breaches"])


def test_a_whole_plan_file_is_checked(planned: Path, tmp_path: Path) -> None:
    """A substitute with a second duty in the week, which is one too many: a breach with its date, and exit 3."""
    data = json.loads((planned / "plan.json").read_text(encoding="utf-8"))
    book = read_book(planned)
    mine, theirs = next(
        (a, b)
        for a, b in pairwise(s for s in book.sessions if s.category == "DUTY")
        if a.date == b.date and a.helper != b.helper and a.window == b.window
    )
    duty = {"date": str(mine.date), "post": mine.source, "window": mine.window, "slot": mine.slot, "helper": mine.helper}
    data["substitutions"] = [{**duty, "substitute": theirs.helper}]
    other = tmp_path / "plan.json"
    other.write_text(json.dumps(data), encoding="utf-8")
    code, out, _err = invoke("check", TINY, other, "--json")
    found = [b for b in json.loads(out)["breaches"] if b["subject"] == theirs.helper]
    assert (code, {b["rule"] for b in found} >= {"one_duty_a_day"}) == (3, True)
    assert str(mine.date) in next(b["dates"] for b in found if b["rule"] == "one_duty_a_day")


def test_a_published_table_can_be_checked() -> None:
    """The full table of 30 classes that a school published is a valid plan."""
    example = ROOT / "examples" / "feilong-30"
    code, out, err = invoke("check", example, example / "published.csv", "--json")
    assert code == 0, err
    assert json.loads(out)["status"] == "VALID"


@pytest.mark.parametrize("name", ["nowhere", "tests"])
def test_a_plan_that_is_not_there_is_bad_input(name: str) -> None:
    """A missing file, and a directory without plan.json."""
    code, out, _err = invoke("check", TINY, ROOT / name, "--json")
    assert (code, json.loads(out)["status"]) == (2, "ERROR")


def test_show_draws_the_usual_tables(planned: Path) -> None:
    """Borrowing and duty, with the classes in them, in the language asked for."""
    code, out, _err = invoke("show", planned, "--lang", "en")
    assert code == 0
    assert "Class library visits" in out
    assert all(name in out for name in ("3(1)", "3(2)", "4(1)", "4(2)"))


@pytest.mark.parametrize("table", ["borrowing", "reading", "duty", "classes", "helpers"])
def test_show_draws_each_table(planned: Path, table: str) -> None:
    """One table alone."""
    code, out, _err = invoke("show", planned, "--table", table)
    assert code == 0
    assert "┌" in out


def test_show_one_class_lists_its_dates(planned: Path) -> None:
    """By name or id; four weeks give four borrowing dates; other classes are left out."""
    code, out, _err = invoke("show", planned, "--class", "三(1)")
    assert code == 0
    assert out.count("借还书") >= 4
    assert "四(1)" not in out
    assert invoke("show", planned, "--class", "3-1")[1] == out


def test_show_one_helper_hides_the_name_unless_internal(planned: Path) -> None:
    """Class and number by default; the whole name with --internal."""
    code, out, _err = invoke("show", planned, "--helper", "h1")
    assert code == 0
    assert "甲小一" not in out
    assert "甲小一" in invoke("show", planned, "--helper", "h1", "--internal")[1]


@pytest.mark.parametrize("choice", [("--class", "9-9"), ("--helper", "nobody")])
def test_show_somebody_unknown_is_exit_2(planned: Path, choice: tuple[str, str]) -> None:
    """With a message that names whom it did not find."""
    code, out, err = invoke("show", planned, *choice)
    assert (code, out) == (2, "")
    assert choice[1] in err


def test_rows_line_up_although_chinese_is_wide(planned: Path) -> None:
    """Every line of a drawn table has the same width on the screen."""
    from rich.cells import cell_len

    out = invoke("show", planned, "--table", "borrowing")[1]
    widths = {cell_len(line) for line in out.splitlines() if line.startswith(("│", "├", "┌", "└"))}
    assert len(widths) == 1


def test_schema_is_json_schema() -> None:
    """With the fields of the school file."""
    code, out, _err = invoke("schema")
    assert code == 0
    assert "properties" in json.loads(out)


def test_demo_plans_shows_and_says_where(tmp_path: Path) -> None:
    """The bundled school, its tables on the screen, its files in the usual directory."""
    done = apart("demo", cwd=tmp_path, LUNJIE_LANG="zh")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "lunjie-demo" / "plan.json").is_file()
    assert "班级借阅安排表" in done.stdout
    assert str(tmp_path / "lunjie-demo") in done.stdout


@pytest.mark.parametrize("language", ["zh", "en"])
def test_rules_lists_each_with_its_mode_and_sentence(language: str) -> None:
    """In the order of the registry; only what has a price has a weight."""
    done = here("rules", "--lang", language, COLUMNS="200")
    code, out = done.returncode, done.stdout
    rows = [line.split(maxsplit=1) for line in out.splitlines() if line.split(maxsplit=1)[:1] and line.split()[0] in RULES]
    assert (code, [name for name, _rest in rows]) == (0, list(RULES))
    for name, rest in rows:
        rule = RULES[name]
        assert rest.rstrip().endswith(rule_sentence(name, language)), name
        assert bool(re.search(rf" {rule.weight} ", rest)) == (rule.mode == "soft"), name


def test_rules_as_a_school_has_them(tmp_path: Path) -> None:
    """The same for programs: what the school has changed, and both languages."""
    path = school(tmp_path, SMALL + "rules: {spread: {mode: off}, duty_max: {mode: soft, weight: 21}}\n")
    code, out, _err = invoke("rules", path, "--json")
    listed = {rule["name"]: rule for rule in json.loads(out)["rules"]}
    assert (code, list(listed)) == (0, list(RULES))
    usual = {name: (rule.mode, rule.weight) for name, rule in RULES.items()}
    changed = {"spread": ("off", RULES["spread"].weight), "duty_max": ("soft", 21)}
    assert {name: (rule["mode"], rule["weight"]) for name, rule in listed.items()} == usual | changed
    assert {*listed["spread"]["sentence"]} == {*LANGUAGES}
    assert listed["spread"]["sentence"]["en"] == RULES["spread"].sentence


def test_a_plan_of_another_school_is_said_to_be_one_before_its_breaches(planned: Path, tmp_path: Path) -> None:
    """With the way out, and only the first of them: the rest tells nothing about either school."""
    other = tmp_path / "school.yaml"
    written = TINY.joinpath("school.yaml").read_text(encoding="utf-8")
    other.write_text(written.replace("示例小小学校", "海滨中学"), encoding="utf-8")
    code, out, err = invoke("check", other, planned, "--lang", "en")
    assert (code, out.startswith("Valid")) == (0, True), "as before: the rules are held against whatever plan is given"
    assert "The published plan is of 示例小小学校, the school file is of 海滨中学." in err
    assert "otherwise choose the plan of this school" in err
    code, out, err = invoke("check", TINY.parent / "rural-18", planned, "--lang", "en")
    assert (code, out.count("✗"), "more" in out.splitlines()[8], "The published plan is of" in err) == (3, 8, True, True)
    assert "visits missing or too many in a cycle: 1 · 0/1" in out
    code, _out, err = invoke("check", TINY, planned, "--lang", "en")
    assert (code, "published plan is of" in err) == (0, False)
