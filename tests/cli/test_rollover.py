"""``lunjie rollover``: the new file reads and plans; classes, helpers and history follow."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.app import app
from planner.reading import read_school
from planner.suggesting.rollover import next_term
from planner.timeline import Timeline
from tests.builders import a_school, a_term, visiting
from tests.cli.cases import ROOT, run

EXAMPLES = ("tiny", "noon-36", "rural-18", "two-campus-36", "feilong-30")


def roll(
    name: str | Path, out: Path, *options: str, start: str = "2026-09-01", end: str = "2027-01-22"
) -> tuple[int, str, str]:
    words = ["rollover", str(ROOT / "examples" / name), *options, "--term-start", start, "--term-end", end, "-o", str(out)]
    done = CliRunner().invoke(app, [*words, "--lang", "en"])
    return done.exit_code, done.stdout, done.stderr


@pytest.mark.parametrize("name", EXAMPLES)
@pytest.mark.parametrize("year", ["--new-year", "--same-year"])
def test_every_example_rolls_over(tmp_path: Path, name: str, year: str) -> None:
    """Reads without problems, keeps the section comments, has another term and no closures of the old one."""
    out = tmp_path / "new.yaml"
    code, _out, err = roll(name, out, year)
    assert code == 0, err
    old, new = read_school(ROOT / "examples" / name), read_school(out)
    assert (new.term.id != old.term.id, new.term.closures, new.term.days) == (True, (), ())
    assert len(new.class_list) == len(old.class_list)
    text = out.read_text(encoding="utf-8")
    for line in (ROOT / "examples" / name / "school.yaml").read_text(encoding="utf-8").splitlines():
        if line.startswith("# "):
            assert line in text


def test_same_year_plans(tmp_path: Path) -> None:
    """The tiny school, one term later."""
    out = tmp_path / "new.yaml"
    assert roll("tiny", out, start="2026-04-07", end="2026-06-26")[0] == 0
    assert run("plan", out, "-o", tmp_path / "rota", "--quiet", "--time-limit", "20").returncode == 0


def test_new_year_of_the_full_table_plans(tmp_path: Path) -> None:
    """Thirty classes move up; as many new ones as left keep the table full, and possible."""
    out = tmp_path / "new.yaml"
    assert roll("feilong-30", out, start="2019-09-02", end="2020-01-17")[0] == 0
    assert sorted((c.grade, c.number) for c in read_school(out).class_list if c.grade == 4)[-1] == (4, 10)
    assert run("plan", out, "-o", tmp_path / "rota", "--quiet", "--time-limit", "30").returncode == 0


def test_classes_and_helpers_move_up(tmp_path: Path) -> None:
    """Grade 6 leaves with its helpers; the others, their wishes and lessons are a grade higher; trainees are trained."""
    out = tmp_path / "new.yaml"
    assert roll("rural-18", out)[0] == 0
    old, new = read_school(ROOT / "examples" / "rural-18"), read_school(out)
    before, after = old.helper_by_id, new.helper_by_id
    assert set(after) == {h for h, helper in before.items() if not helper.class_id.startswith("6")}
    assert after["h13"].class_id == "4-1"
    assert not after["h13"].trainee
    rows = {old.class_id(r.class_id): r for r in old.timetable}
    moved = {new.class_id(r.class_id): r for r in new.timetable}
    assert moved["2-1"].days == rows["1-1"].days
    assert moved["1-1"].days == rows["6-1"].days
    assert (new.term.school_year.zh, new.term.name.zh, new.term.id) == ("2026–2027学年", "第一学期", "2026-autumn")


def test_history_comes_from_the_plan(tmp_path: Path) -> None:
    """Unwelcome slots follow the class; duties above the average follow the helper."""
    text = (ROOT / "examples" / "tiny" / "school.yaml").read_text(encoding="utf-8")
    text = text.replace("    slots: [12:10", '    unpopular: {"2": 3}\n    slots: [12:10')
    (tmp_path / "school.yaml").write_text(text, encoding="utf-8")
    assert run("plan", tmp_path, "-o", tmp_path / "rota", "--quiet", "--time-limit", "20").returncode == 0
    planned = json.loads((tmp_path / "rota" / "plan.json").read_text(encoding="utf-8"))
    plan = planned["plan"]
    plan["duties"] = [{**d, "helper": "h1"} for d in plan["duties"]]  # all four of them: three above the average
    (tmp_path / "rota" / "plan.json").write_text(json.dumps(planned), encoding="utf-8")
    out = tmp_path / "new.yaml"
    assert roll(tmp_path, out, str(tmp_path / "rota"))[0] == 0
    new = read_school(out)
    second = {v["visitor"] for v in plan["visits"] if v["demand"] == "borrowing" and v.get("slot") == 2}
    assert new.last_term == {c.replace("3-", "4-"): 3 for c in second if c.startswith("3-")}
    assert (new.helper_by_id["h1"].last_term, new.helper_by_id["h2"].last_term) == (3, 0)


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    """An existing file, missing dates and a term before the old one: exit code 2, nothing written."""
    out = tmp_path / "new.yaml"
    out.write_text("mine", encoding="utf-8")
    assert roll("tiny", out)[0] == 2
    assert out.read_text(encoding="utf-8") == "mine"
    other = tmp_path / "other.yaml"
    assert roll("tiny", other, start="soon")[0] == 2
    assert roll("tiny", other, start="2025-09-01", end="2026-01-20")[0] == 2
    assert not other.exists()


def test_classes_in_words_and_letters_move_up(tmp_path: Path) -> None:
    """A block in words stays as it is written, a single class becomes an entry of its own; letters are counted anew."""
    school = tmp_path / "school.yaml"
    school.write_text(
        "name: X\nterm: {id: t1, school_year: a, name: b, start: 2026-03-02, end: 2026-06-26,"
        " letters_from: 2026-04-07}\n"
        "classes:\n  - 1A-3B\n  - 3C\n"
        "windows: [{id: w, name: W, slots: ['12:00-12:20'], classes: 9}]\n"
        "demands: [{id: b, name: B, kind: borrowing, windows: w}]\n",
        encoding="utf-8",
    )
    out = tmp_path / "new.yaml"
    assert roll(school, out, "--new-year")[0] == 0
    assert "1A-3B" in out.read_text(encoding="utf-8")
    new = read_school(out)
    assert [c.id for c in new.class_list] == ["1A", "1B", "1C", "2A", "2B", "3A", "3B"]
    assert new.term.letters_from == ()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("2025-26", "2026-27"),
        ("School year 2025/26", "School year 2026/27"),
        ("2025–2026学年", "2026–2027学年"),
        ("114學年度", "115學年度"),
        ("2025", "2026"),
    ],
)
def test_a_school_year_is_one_later_as_the_school_writes_it(old: str, new: str) -> None:
    """In Britain and America with two digits for its second half, in Taiwan in years of the Republic."""
    school = a_school(visiting(term=a_term(school_year=old)))
    later = next_term(school, dt.date(2026, 9, 1), dt.date(2027, 1, 20)).school_year.en
    same = next_term(school, dt.date(2026, 4, 7), dt.date(2026, 7, 3)).school_year.en
    assert (later, same) == (new, old)


@pytest.mark.parametrize(
    ("old", "timezone", "begun", "start", "new"),
    [
        ("第一學期", "Asia/Taipei", "2026-08-31", "2027-02-11", "第二學期"),
        ("下學期", "Asia/Hong_Kong", "2026-02-11", "2026-09-01", "上學期"),
        ("fall semester", "America/Chicago", "2026-08-24", "2027-01-11", "spring semester"),
        ("Spring semester", "America/Chicago", "2027-01-11", "2027-08-23", "Fall semester"),
        ("Spring term", "Europe/London", "2027-01-05", "2027-04-12", "Summer term"),
        ("Summer term", "Europe/London", "2027-04-12", "2027-09-02", "Autumn term"),
        ("Autumn term", "Europe/London", "2026-09-02", "2027-01-05", "Spring term"),
        ("Term 1", "Asia/Hong_Kong", "2026-09-01", "2027-02-01", "Term 2"),
        ("Semester 2", "Asia/Bangkok", "2026-11-02", "2027-05-17", "Semester 1"),
        ("第1学期", "Asia/Shanghai", "2026-09-01", "2027-03-01", "第2学期"),
    ],
)
def test_the_next_term_has_its_own_name(old: str, timezone: str, begun: str, start: str, new: str) -> None:
    first, begins = dt.date.fromisoformat(begun), dt.date.fromisoformat(start)
    end = (first + dt.timedelta(days=60)).isoformat()
    school = a_school(visiting(term=a_term(name=old, timezone=timezone, start=begun, end=end)))
    assert next_term(school, begins, begins + dt.timedelta(days=60)).name.en == new


TIMETABLE = """
timetable:
  - {class: 3-1, days: {MON: 语文, TUE: 语文}, teachers: {语文: 甲}}
  # What another teacher gives stands in a row of its own.
  - {class: 3-1, days: {MON: "- 语文", TUE: "- 数学"}, teachers: {语文: 乙}}
  - {class: 3-2, days: {MON: 语文 数学}}
  - {class: 3-2, days: {MON: 美术}, valid_from: 2026-03-09, valid_until: 2026-03-13}
  - {class: 4-1, days: {MON: 语文, TUE: 体育}}
  - {class: 4-1, weeks: odd, days: {WED: 音乐}}
  - {class: 4-1, weeks: even, days: {WED: 美术}}
  - {class: 4-1, days: {MON: 英语}, valid_from: 2026-03-16}
  - {class: 4-2, days: {TUE: 语文, THU: 体育}}
  - {class: 4-2, weeks: even, TUE: 劳动, valid_from: 2026-03-09}
  # From the third week on the odd weeks are otherwise as well.
  - {class: 4-2, weeks: odd, days: {THU: 音乐}, valid_from: 2026-03-16}
"""


@pytest.mark.parametrize("year", ["--new-year", "--same-year"])
def test_the_lessons_of_the_last_day_go_on(tmp_path: Path, year: str) -> None:
    """All of them, in however many rows they stand, and none that is over or was replaced."""
    text = (ROOT / "examples" / "tiny" / "school.yaml").read_text(encoding="utf-8")
    head = text.partition("\ntimetable:")[0]
    school, out = tmp_path / "school.yaml", tmp_path / "new.yaml"
    school.write_text(head + TIMETABLE, encoding="utf-8")
    code, _out, err = roll(school, out, year)
    assert code == 0, err
    old, new = read_school(school), read_school(out)
    timeline = Timeline(old)
    days = [day for day in timeline.open_days if day.week >= 3]
    held = [(d, x) for c in old.class_list for d in days for x, _span in timeline.bells.lessons(c.id, d)]
    last = {(x.class_id, d.label, x.period, x.subject, d.parity) for d, x in held}
    up = {"3-1": "4-1", "3-2": "4-2", "4-1": "3-1", "4-2": "3-2"}  # new classes take the lessons of those that leave
    moved = up if year == "--new-year" else {c.id: c.id for c in old.class_list}
    written = {(x.class_id, x.day, x.period, x.subject, p) for x in new.lessons for p in x.row.weeks.parity or "AB"}
    assert written == {(moved[c], *x) for c, *x in last}
    assert all(row.valid_from is row.valid_until is None for row in new.timetable)


@pytest.mark.parametrize(
    ("classes", "names"),
    [
        ("1A-2A, 3A", ["1A", "2A", "3A"]),
        ("Year 1, Y2, P3", ["P1", "Year 2", "Y3"]),
        ("[Prep A, 1A, 2A, 3/4A, 5/6A]", ["KA", "1A", "2A", "3/4A", "5/6A"]),
    ],
)
def test_classes_in_words_move_up(tmp_path: Path, classes: str, names: list[str]) -> None:
    """Several in one text too; the year in a name goes up with the class; a class of two years stays one of these two."""
    text = (ROOT / "examples" / "uk-primary-10" / "school.yaml").read_text(encoding="utf-8")
    head, rest = text.split("classes:\n")[0], text[text.index("windows:") :]
    source, out = tmp_path / "school.yaml", tmp_path / "new.yaml"
    source.write_text(f"{head}classes: {classes}\n{rest}", encoding="utf-8")
    code, _out, err = roll(source, out, "--new-year", start="2027-09-02", end="2027-12-17")
    assert code == 0, err
    assert [c.name.en for c in read_school(out).class_list] == names
