"""``lunjie import``: recognise, confirm, store; a second import shows what changes and from when."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
from pathlib import Path

import pytest

from planner.importing.changes import lessons_from
from planner.reading import read_school
from tests.cli.cases import run as run_command
from tests.timetables.known import SCHOOL, Timetable, as_tuple, timetable
from tests.timetables.writing import SHAPES, csv_text, write_xlsx


def run(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    language = environment.get("LUNJIE_LANG", "en")
    said = ("--lang", language) if arguments[0] == "import" and "--lang" not in arguments else ()
    return run_command(*arguments, *said)


COMMENT = "# 教导处王老师提供"


def master(path: Path, known: Timetable) -> Path:
    write_xlsx(path, SHAPES["rows-classes"](known))
    return path


def school_file(directory: Path, known: Timetable, extra: str = "") -> Path:
    classes = ", ".join(f"{{grades: {g}, number: {n}}}" for g, n in known.classes)
    periods = ", ".join(f"P{n}: {7 + n:02d}:00-{7 + n:02d}:40" for n in range(1, known.periods + 1))
    path = directory / "school.yaml"
    path.write_text(COMMENT + SCHOOL.format(classes=classes, periods=periods) + extra, encoding="utf-8")
    return path


def stored(path: Path, date: dt.date) -> set[tuple[str, ...]]:
    return {as_tuple(x) for x in lessons_from(read_school(path), date)}


def test_two_runs_store_the_timetable_and_keep_the_comments(tmp_path: Path) -> None:
    known = timetable(11)
    file, target = master(tmp_path / "t.xlsx", known), school_file(tmp_path, known)
    first = run("import", file, "--into", target)
    assert first.returncode == 0, first.stderr
    proposal = tmp_path / "t.map.yaml"
    assert str(proposal) in first.stdout
    assert read_school(target).timetable == ()
    done = run("import", file, "--into", target, "--mapping", proposal)
    assert done.returncode == 0, done.stderr
    assert stored(target, dt.date(2026, 9, 1)) == known.expected()
    assert target.read_text(encoding="utf-8").startswith(COMMENT)
    again = run("import", file, "--into", target, "--mapping", proposal)
    assert (again.returncode, "exactly this timetable" in again.stdout) == (0, True)


def test_a_second_timetable_needs_a_date_and_ends_the_first_one(tmp_path: Path) -> None:
    known = timetable(12)
    target = school_file(tmp_path, known)
    for n in (1, 2):
        file = master(tmp_path / f"t{n}.xlsx", known)
        assert run("import", file, "--into", target).returncode == 0
        if n == 1:
            assert run("import", file, "--into", target, "--mapping", tmp_path / "t1.map.yaml").returncode == 0
            before = known.expected()
            lost = known.lessons.pop()
            moved = known.lessons[0] = known.lessons[0]._replace(subject="国学")
    mapping = ("--mapping", tmp_path / "t2.map.yaml")
    asked = run("import", tmp_path / "t2.xlsx", "--into", target, *mapping)
    assert asked.returncode == 2
    assert "--from DATE" in asked.stdout
    assert f"→ {moved.subject}" in asked.stdout
    assert stored(target, dt.date(2026, 9, 1)) == before
    shown = run("import", tmp_path / "t2.xlsx", "--into", target, *mapping, "--from", "2026-10-12", "--dry-run", "--json")
    changes = json.loads(shown.stdout)["changes"]
    assert {c["class_id"] for c in changes} == {f"{x.grade}-{x.number}" for x in (lost, moved)}
    assert stored(target, dt.date(2027, 1, 1)) == before
    done = run("import", tmp_path / "t2.xlsx", "--into", target, *mapping, "--from", "2026-10-12")
    assert done.returncode == 0, done.stderr
    assert stored(target, dt.date(2026, 10, 11)) == before
    assert stored(target, dt.date(2026, 10, 12)) == known.expected()
    assert (tmp_path / "school.yaml.bak").exists()


def ambiguous(tmp_path: Path) -> tuple[Path, Path]:
    file = tmp_path / "t.csv"
    file.write_text("班级,周一,,周二,\n,1,2,1,2\n四1,语/书,数学,英语,体育\n四9,语文,,,\n", encoding="gb18030")
    target = tmp_path / "school.yaml"
    target.write_text(SCHOOL.format(classes="{grades: 4, number: 1}", periods="P1: 8:00-8:40, P2: 9:00-9:40"), encoding="utf-8")
    return file, target


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("parity", {("A", "语"), ("B", "书")}),
        ("split", {("all", "语/书")}),
        ("skip", set()),
    ],
)
def test_an_ambiguous_cell_is_asked_about(tmp_path: Path, answer: str, expected: set[tuple[str, str]]) -> None:
    file, target = ambiguous(tmp_path)
    first = run("import", file, "--into", target, LUNJIE_LANG="zh")
    assert first.returncode == 0
    assert "2处需要回答" in first.stdout
    proposal = tmp_path / "t.map.yaml"
    refused = run("import", file, "--into", target, "--mapping", proposal)
    assert refused.returncode == 2
    assert "四9" in refused.stderr
    text = proposal.read_text(encoding="utf-8")
    asked = 'answer: "?"' if answer == "split" else '"语/书": "?"'  # one cell, or all that say the same
    assert asked in text
    text = text.replace(asked, asked.replace('"?"', answer)).replace('"四9": "?"', '"四9": {grade: 4, number: 9}')
    proposal.write_text(text, encoding="utf-8")
    done = run("import", file, "--into", target, "--mapping", proposal)
    assert done.returncode == 0, done.stderr
    school = read_school(target)
    assert "4-9" in school.class_by_id
    found = {as_tuple(x) for x in lessons_from(school, school.term.start)}
    assert {(w, s) for c, d, p, w, s, _ in found if (c, d, p) == ("4-1", "MON", "P1")} == expected
    assert ("4-9", "MON", "P1", "all", "语文", "") in found


def test_a_wrong_mapping_is_named_line_by_line(tmp_path: Path) -> None:
    file, target = ambiguous(tmp_path)
    run("import", file, "--into", target)
    proposal = tmp_path / "t.map.yaml"
    text = proposal.read_text(encoding="utf-8").replace('answer: "?"', "answer: maybe")
    proposal.write_text(text, encoding="utf-8")
    done = run("import", file, "--into", target, "--mapping", proposal, "--json")
    (problem,) = json.loads(done.stdout)["problems"]
    assert problem["code"] == "import_map"
    assert text.split("\n")[problem["line"] - 1].count("maybe") == 1
    text = text.replace("answer: maybe", "answer: skip").replace('"四9": "?"', '"四9": "9-9"').replace('"2": "P2"', '"2": "P7"')
    proposal.write_text(text, encoding="utf-8")
    done = run("import", file, "--into", target, "--mapping", proposal, "--json")
    assert sorted(p["code"] for p in json.loads(done.stdout)["problems"]) == ["import_map_class", "import_map_period"]


def test_a_new_school_from_a_master_timetable_can_be_planned(tmp_path: Path) -> None:
    known = timetable(21, parity=False)
    file = tmp_path / "总课表.csv"
    file.write_bytes(csv_text(SHAPES["long-list"](known)[0], ",").encode("gb18030"))
    target = tmp_path / "new.yaml"
    term = ("--term-start", "2026-09-01", "--term-end", "2026-10-30")
    refused = run("import", file, "--into", target, "--new", *term, "--reading", "武术")
    assert (refused.returncode, "武术" in refused.stderr, target.exists()) == (2, True, False)
    done = run(
        "import", file, "--into", target, "--new", *term, "--reading", "语文, 阅读, 数学, 英语，科学,美术,音乐", "--lang", "zh"
    )
    assert done.returncode == 0, done.stderr
    assert stored(target, dt.date(2026, 9, 1)) == known.expected()
    plan = run("plan", target, "-o", tmp_path / "rota", "--json")
    assert plan.returncode == 0, plan.stderr
    assert json.loads(plan.stdout)["classes"] == len(known.classes)
    assert run("import", file, "--into", target, "--new", *term).returncode == 2


def test_a_new_school_is_called_as_the_timetable_calls_it(tmp_path: Path) -> None:
    """一年甲班 stays 一甲 and Day A stays Day A; what is added is written in the script of the school."""
    file, target = tmp_path / "功課表.csv", tmp_path / "new.yaml"
    days = ",".join(["Day A", *[""] * 3, "Day B", *[""] * 3])
    week = "國語,數學,閱讀,體育,數學,國語,體育,國語"
    rows = [f"班級,{days}", "節次," + ",".join("12341234"), *(f"{c},{week}" for c in ("一年甲班", "一年乙班", "二年甲班"))]
    file.write_text("\n".join(rows) + "\n", encoding="utf-8")
    term = ("--term-start", "2026-08-31", "--term-end", "2027-01-20")
    done = run("import", file, "--into", target, "--new", *term, "--reading", "閱讀", "--lang", "zh-Hant")
    assert done.returncode == 0, done.stderr
    school = read_school(target)
    assert [c.name.zh for c in school.class_list] == ["一甲", "一乙", "二甲"]
    assert school.term.cycle_names == ("A", "B")
    assert (school.rooms[0].name.zh, school.demands[0].name.zh) == ("圖書館", "閱覽")


def test_a_new_school_is_where_it_is_said_to_be(tmp_path: Path) -> None:
    """Its term is called as schools there call it, as in the browser, where the country is chosen."""
    file, target = tmp_path / "t.csv", tmp_path / "new.yaml"
    file.write_text("Class,Mon:1,Mon:2,Tue:1,Tue:2\n3A,Maths,Library,Art,PE\n3B,Art,PE,Maths,Library\n", encoding="utf-8")
    new = ("import", file, "--into", target, "--new", "--term-start", "2027-02-02", "--term-end", "2027-04-02", "--lang", "en")
    for unknown in ("XX", "GB-XX"):
        refused = run(*new, "--country", unknown)
        assert (refused.returncode, "GB-SCT" in refused.stderr, target.exists()) == (2, True, False)
    assert run(*new, "--reading", "Library", "--country", "nz").returncode == 0
    term = read_school(target).term
    assert (term.timezone, term.name.en, term.school_year.en) == ("Pacific/Auckland", "Term 1", "2027")
    assert "--new only" in run("import", file, "--into", target, "--country", "NZ", "--lang", "en").stderr


def test_without_a_term_the_new_file_says_what_to_fill_in(tmp_path: Path) -> None:
    known = timetable(22)
    file, target = master(tmp_path / "t.xlsx", known), tmp_path / "new.yaml"
    assert run("import", file, "--into", target, "--new", "--reading", "语文").returncode == 0
    text = target.read_text(encoding="utf-8")
    assert "start: YYYY-MM-DD" in text
    target.write_text(
        text.replace("start: YYYY-MM-DD", "start: 2026-09-01").replace("end: YYYY-MM-DD", "end: 2027-01-20"), encoding="utf-8"
    )
    assert len(read_school(target).class_list) == len(known.classes)


def test_options_that_do_not_fit_are_refused(tmp_path: Path) -> None:
    known = timetable(23)
    file, target = master(tmp_path / "t.xlsx", known), school_file(tmp_path, known)
    assert run("import", file, "--into", tmp_path / "none.yaml").returncode == 2
    assert run("import", file, "--into", tmp_path / "book.xlsx").returncode == 2
    assert run("import", file, "--into", target, "--from", "soon").returncode == 2
    assert run("import", file, "--into", target, "--reading", "语文").returncode == 2
    assert run("import", tmp_path / "none.xlsx", "--into", target).returncode == 2
    dry = run("import", file, "--into", target, "--dry-run")
    assert (dry.returncode, (tmp_path / "t.map.yaml").exists()) == (0, False)


def test_a_class_column_beside_the_periods(tmp_path: Path) -> None:
    """Several classes in one table of weekday columns: each row belongs to the class it names, none is merged into another."""
    from planner.importing.reading import read_timetable

    path = tmp_path / "t.csv"
    path.write_text(
        "班级,节次,周一,周二,周三,周四,周五\n一(1),第1节,语文,数学,语文,体育,语文\n,第2节,数学,语文,数学,语文,音乐\n"
        "二(1),第1节,数学,语文,英语,语文,语文\n",
        encoding="utf-8",
    )
    raw = read_timetable(path)
    assert set(raw.classes) == {"一(1)", "二(1)"}
    assert [x.subject for x in raw.lessons if x.class_name == "二(1)"] == ["数学", "语文", "英语", "语文", "语文"]
