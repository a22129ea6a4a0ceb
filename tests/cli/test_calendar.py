"""``lunjie calendar``: lists, accepts, confirms, adds, undoes; comments and keys of the file stay."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.app import app
from planner.reading import read_school
from planner.suggesting import propose_milestones
from tests.cli.cases import ROOT, SMALL, school

ENGLISH = """# our school
name: {zh: 学校, en: School}
term:  # the term
  id: t1
  school_year: y
  name: spring
  start: 2026-03-02
  end: 2026-07-03    # last day

# --- the rest ---
rooms: [{id: library, name: L, classes: 1}]
classes: [{grades: 1-2, count: 2, pupils: 30}]  # two grades
windows: [{id: noon, name: N, rooms: library, weekdays: MON-FRI, slots: 12:10-12:25}]
demands: [{id: borrow, name: B, kind: borrowing, windows: noon}]
"""


def calendar(path: Path, *options: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(app, ["calendar", str(path), "--lang", "en", *options])
    return done.exit_code, done.stdout, done.stderr


def comments(text: str) -> list[str]:
    return [line.split("#", 1)[1].strip() for line in text.splitlines() if "#" in line]


def test_listing_names_the_command_and_changes_nothing(tmp_path: Path) -> None:
    """Each open point comes with one line that settles it."""
    path = school(tmp_path, ENGLISH)
    code, out, _err = calendar(path)
    assert code == 0
    assert f"lunjie calendar {path} --accept" in out
    assert "--confirm 2026-05-09=TUE" in out
    assert path.read_text(encoding="utf-8") == ENGLISH
    record = json.loads(calendar(path, "--json")[1])
    assert (record["status"], record["country"], len(record["suggestions"])) == ("OPEN", "CN", 4)


def test_accept_twice_is_accept_once(tmp_path: Path) -> None:
    """Closures and an unconfirmed make-up day; comments stay; nothing is confirmed; the second time nothing changes."""
    path = school(tmp_path, ENGLISH)
    assert calendar(path, "--accept")[0] == 0
    once = path.read_text(encoding="utf-8")
    assert comments(once) == comments(ENGLISH)
    term = read_school(path).term
    assert [c.name.zh for c in term.closures] == ["清明节", "劳动节", "端午节"]
    assert [(str(d.date), d.runs_as, d.confirmed) for d in term.days] == [("2026-05-09", "TUE", False)]
    assert calendar(path, "--accept")[0] == 0
    assert path.read_text(encoding="utf-8") == once


def test_confirm_day_close_and_undo(tmp_path: Path) -> None:
    """The school's own words; undo brings the old bytes back, and once more the new ones."""
    path = school(tmp_path, ENGLISH)
    calendar(path, "--accept")
    before = path.read_bytes()
    assert calendar(path, "--confirm", "2026-05-09=FRI", "--day", "2026-05-08=周四", "--close", "2026-06-01=儿童节")[0] == 0
    term = read_school(path).term
    assert [(str(d.date), d.runs_as, d.confirmed) for d in term.days] == [
        ("2026-05-08", "THU", True),
        ("2026-05-09", "FRI", True),
    ]
    assert "儿童节" in {c.name.zh for c in term.closures}
    after = path.read_bytes()
    assert calendar(path, "--undo")[0] == 0
    assert path.read_bytes() == before
    assert calendar(path, "--undo")[0] == 0
    assert path.read_bytes() == after


def test_a_chinese_file_stays_chinese(tmp_path: Path) -> None:
    """No English key, no English weekday is put in; all comments stay."""
    path = tmp_path / "school.yaml"
    shutil.copy(ROOT / "examples" / "rural-18" / "school.yaml", path)
    text = path.read_text(encoding="utf-8")
    days = ("--day", "2026-06-12=MON", "--confirm", "2026-06-13=FRI")
    assert calendar(path, "--close", "2026-06-01=儿童节", *days, "--add", "awards")[0] == 0
    now = path.read_text(encoding="utf-8")
    new = [line for line in now.splitlines() if line not in text.splitlines() and "按星期顺延" not in line]
    assert new == [
        "    - {日期: 2026-06-01, 名称: 儿童节}",
        "    - {日期: 2026-06-12, 按周几上课: 周一}",
        "    - {日期: 2026-06-13, 按周几上课: 周五}",
        "  - {编号: awards, 名称: 学期借阅统计，表彰小读者和小图书管理员, 日期: 2026-07-07}",
    ]
    assert comments(now) == comments(text)


@pytest.mark.parametrize(
    "options",
    [
        ("--close", "2027-06-01=outside"),
        ("--day", "2026-03-05=SAUSAGE"),
        ("--close", "yesterday=x"),
        ("--close", "2026-03-05"),
        ("--confirm", "2026-03-07"),
        ("--add", "nonsense"),
        ("--country", "XX"),
        ("--undo",),
        ("--close", "2026-03-05=ok", "--day", "2029-01-01=MON"),
    ],
)
def test_a_refused_edit_leaves_the_file_alone(tmp_path: Path, options: tuple[str, ...]) -> None:
    """Exit code 2, the very same bytes, no backup."""
    path = school(tmp_path, ENGLISH)
    code, _out, err = calendar(path, *options)
    assert (code, path.read_text(encoding="utf-8")) == (2, ENGLISH)
    assert err.strip()
    assert [p.name for p in tmp_path.iterdir()] == ["school.yaml"]


def test_guesses_are_left_out_of_accept(tmp_path: Path) -> None:
    """2027: said to be guesses, closed one by one only."""
    path = school(tmp_path, ENGLISH.replace("2026-", "2027-"))
    assert "2027: not announced yet" in calendar(path)[1]
    code, _out, err = calendar(path, "--accept")
    assert code == 0
    assert "left out" in err
    assert read_school(path).term.closures == ()


def test_own_list(tmp_path: Path) -> None:
    """CSV in GBK, as Excel writes it."""
    path = school(tmp_path, ENGLISH)
    (tmp_path / "list.csv").write_bytes("日期,名称\n2026-04-16..2026-04-17,校运会放假\n".encode("gb18030"))
    assert calendar(path, "--from", str(tmp_path / "list.csv"), "--accept")[0] == 0
    assert "校运会放假" in {c.name.zh for c in read_school(path).term.closures}


def test_milestones_are_listed_and_added(tmp_path: Path) -> None:
    """Added, they are events of the file (and recall weeks of the term) and are proposed no more."""
    path = school(tmp_path, ENGLISH)
    code, out, _err = calendar(path, "--milestones")
    assert (code, "--add recall" in out) == (0, True)
    ids = [m.id for m in propose_milestones(read_school(path))]
    assert calendar(path, *(word for i in ids for word in ("--add", i)))[0] == 0
    made = read_school(path)
    assert made.term.recall_weeks == (17, 18)
    assert {e.id for e in made.events} == set(ids) - {"recall"}
    assert propose_milestones(made) == ()


def test_flow_style_and_json(tmp_path: Path) -> None:
    """A school on one line, and a JSON file."""
    path = school(tmp_path, SMALL)
    assert calendar(path, "--close", "2026-03-10=x", "--day", "2026-03-11=FRI")[0] == 0
    assert len(read_school(path).term.closures) == 1
    data = tmp_path / "school.json"
    data.write_text(
        json.dumps(
            {
                "name": "S",
                "term": {"id": "t", "school_year": "y", "name": "n", "start": "2026-03-02", "end": "2026-03-27"},
                "classes": [{"grades": 1}],
                "demands": [],
            }
        )
    )
    assert calendar(data, "--close", "2026-03-10=x", "--day", "2026-03-11=FRI", "--add", "awards")[0] == 0
    assert [str(d.date) for d in read_school(data).term.days] == ["2026-03-11"]


def test_a_workbook_is_read_but_not_changed(tmp_path: Path) -> None:
    """Its owner edits it in Excel; the list is the same."""
    path = tmp_path / "school.xlsx"
    assert CliRunner().invoke(app, ["template", "-o", str(path), "--from", "noon-36"]).exit_code == 0
    before = path.read_bytes()
    assert calendar(path)[0] == 0
    assert calendar(path, "--close", "2026-06-01=x")[0] == 2
    assert path.read_bytes() == before
