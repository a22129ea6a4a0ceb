"""``lunjie apply`` as people run it: change a table, try it out, take it over, go back."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from cli.guard import Refused
from cli.planning.apply import apply_tables
from cli.planning.commands import ApplyOptions
from planner.errors import MissingFile
from planner.reading import read_school
from planner.reading.planfile import read_plan
from tests.applying.handwork import saved_again, written
from tests.cli.cases import TINY, run
from tests.outputs.calendar_reading import vevents

TABLE, DUTY = Path("tables/borrowing.xlsx"), Path("tables/duty.xlsx")


def snapshot(directory: Path) -> dict[str, bytes]:
    return {p.relative_to(directory).as_posix(): p.read_bytes() for p in directory.rglob("*") if p.is_file()}


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("apply")
    assert run("plan", TINY, "-o", home / "rota", "-q").returncode == 0
    return home / "rota"


@pytest.fixture
def home(planned: Path, tmp_path: Path) -> Path:
    """The tiny example with its plan in ``rota``: 3(1), 3(2) on Monday, 4(2), 4(1) on Wednesday, each in a slot of its own."""
    shutil.copytree(planned, tmp_path / "rota")
    shutil.copy(TINY / "school.yaml", tmp_path / "school.yaml")
    return tmp_path


def change(home: Path, table: Path = TABLE, **cells: str | None) -> Path:
    """Other words in some cells of a published table, saved in its place."""
    path = home / "rota" / table
    path.write_bytes(saved_again(path.read_bytes(), cells))
    return path


def apply(*arguments: str | Path, language: str = "en") -> subprocess.CompletedProcess[str]:
    return run("apply", *arguments, "--lang", language)


def test_an_unchanged_table_writes_nothing(home: Path) -> None:
    before = snapshot(home)
    done = apply(home / "rota" / TABLE, home / "rota" / DUTY)
    assert (done.returncode, done.stdout) == (
        0, "The tables say the same as the plan: nothing was changed by hand. Nothing was written.\n",
    )  # fmt: skip
    record = json.loads(apply(home / "rota" / TABLE, "--json").stdout)
    assert (record["status"], record["edits"], record["written"]) == ("UNCHANGED", {"visits": [], "duties": []}, False)
    assert snapshot(home) == before


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "en",
            (
                "Changed by hand:",
                "班级借阅安排表!C5  4(2) Borrowing: Wed 12:10–12:25, Library → Wed 12:25–12:40, Library",
                "班级借阅安排表!B5  4(1) Borrowing: Wed 12:25–12:40, Library → Wed 12:10–12:25, Library",
                "Nothing else moves.",
                "Unmet wishes: 1 before, 4 now.",
                "Classes and teachers get what they asked for. 1 → 4",
                "written into ",
            ),
        ),
        (
            "zh",
            (
                "表上的改动：",
                "班级借阅安排表!C5  四(2) 借还书：周三 12:10-12:25 图书室 → 周三 12:25-12:40 图书室",
                "班级借阅安排表!B5  四(1) 借还书：周三 12:25-12:40 图书室 → 周三 12:10-12:25 图书室",
                "其他安排都不动。",
                "未满足程度：原来1分，现在4分。",
                "尽量满足班级和老师的意愿。 1 → 4",
                "改动已作为固定写进 ",
            ),
        ),
    ],
)
def test_two_classes_exchanged(home: Path, language: str, said: tuple[str, ...]) -> None:
    """Tried out first, then written: tables, notice, calendars, pins in the school file; and the way back."""
    table, before = change(home, B5="四年级1班", C5="四2"), snapshot(home)
    tried = apply(table, "--school", home / "school.yaml", "--dry-run", language=language)
    assert tried.returncode == 0, tried.stderr
    assert all(words in tried.stdout for words in said[:-1]), tried.stdout
    assert snapshot(home) == before

    done = apply(table, "--school", home / "school.yaml", language=language)
    assert done.returncode == 0, done.stderr
    assert all(words in done.stdout for words in said), done.stdout
    after = snapshot(home)
    assert after["rota/plan.previous.json"] == before["rota/plan.json"]
    assert after["school.yaml.bak"] == before["school.yaml"]
    assert written(after[f"rota/{TABLE}"], "B5") == ("四(1)" if language == "zh" else "4(1)")
    assert written(after[f"rota/{TABLE}"], "C5") == ("四(2)" if language == "zh" else "4(2)")
    assert "rota/tables/notice.xlsx" in after
    old, new = (vevents(x["rota/calendars/class-4-1.ics"]) for x in (before, after))
    assert old.keys() == new.keys()
    assert any(new[uid] != old[uid] for uid in old)

    planfile, school = read_plan(home / "rota"), read_school(home / "school.yaml")
    pins = {(p.classes, p.weekdays, p.slots) for p in school.demand_by_id["borrowing"].pins}
    assert pins == {(("4-1",), ("WED",), (1,)), (("4-2",), ("WED",), (2,))}
    assert {p for p in planfile.school.demand_by_id["borrowing"].pins} == {*school.demand_by_id["borrowing"].pins}
    assert planfile.history == ()
    assert run("check", home / "school.yaml", home / "rota").returncode == 0
    # The next re-plan knows the pins, and finds nothing to change.
    again = run("replan", home / "school.yaml", "--previous", home / "rota", "--from", "2026-03-16", "--lang", "en")
    assert "Nothing differs from the published plan." in again.stdout

    (home / "rota/plan.json").write_bytes(after["rota/plan.previous.json"])
    (home / "school.yaml").write_bytes(after["school.yaml.bak"])
    assert run("check", home / "school.yaml", home / "rota").returncode == 0


def test_the_record_for_programs(home: Path) -> None:
    """One object: edits, what else moves, cost before and after, where the pins are."""
    done = apply(change(home, B5="四(1)", C5="四(2)"), "--json", "-o", home / "other")
    record = json.loads(done.stdout)
    assert (record["status"], record["proven"], record["others"], record["written"]) == ("OPTIMAL", True, [], True)
    assert (record["cost_before"], record["cost"], record["from"]) == (1, 4, "2026-03-02")
    assert record["pins"] == {"added": 2, "replaced": 0, "file": None}
    edits = {(e["cell"], e["visitor"], e["turn"], e["slot"], e["before"]["slot"]) for e in record["edits"]["visits"]}
    assert edits == {("班级借阅安排表!B5", "4-1", "WED", 1, 2), ("班级借阅安排表!C5", "4-2", "WED", 2, 1)}
    assert (home / "other/plan.json").is_file()
    assert not (home / "rota/plan.previous.json").exists()


def test_others_move_because_of_it(home: Path) -> None:
    """A class put where another is; without a school file it says that the pins are in plan.json alone."""
    done = apply(change(home, B4="三(2)", C4=None, B5="四(2)"), "-q", "--json")
    assert (done.returncode, json.loads(done.stdout)["problems"][0]["code"]) == (2, "apply_gone")
    (home / "rota" / TABLE).write_bytes(saved_again((home / "rota" / TABLE).read_bytes(), {"B4": "三(1)\n三2", "C4": None}))
    done = apply(home / "rota" / TABLE)
    assert done.returncode == 0, done.stderr
    assert (
        "What else moves because of it:\n  3(1) Borrowing: Mon 12:10–12:25, Library → Mon 12:25–12:40, Library" in done.stdout
    )
    assert "in plan.json only" in done.stdout
    assert [p.classes for p in read_plan(home / "rota").school.demand_by_id["borrowing"].pins] == [("3-2",)]


def test_from_a_date_on_the_past_stays(home: Path) -> None:
    before = snapshot(home)
    done = apply(change(home, B5="四(1)", C5="四(2)"), "--from", "2026-03-16", "--quiet", language="zh")
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    planfile = read_plan(home / "rota")
    assert [r.plan.effective_from.isoformat() for r in planfile.all] == ["2026-03-02", "2026-03-16"]
    old, new = (vevents(x["rota/calendars/class-4-1.ics"]) for x in (before, snapshot(home)))
    changed = {uid.split("@")[0] for uid in old if old[uid] != new[uid]}
    assert changed
    assert all(uid.endswith(("w03", "w04")) for uid in changed)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ("✗ No visit where the school has ruled it out. [forbidden]", "B4 “四(1)” · 2, 9, 16, 23 Mar", "--class 4-1")),
        ("zh", ("✗ 学校规定不排的时间不排。（forbidden）", "B4“四(1)” · 3月2日、9日、16日、23日", "什么也没写。")),
    ],
)
def test_a_clash_is_named_and_nothing_written(home: Path, language: str, said: tuple[str, ...]) -> None:
    """Grade 4 sings on Monday noon."""
    table, before = change(home, B4="四(1)", C5="三(1)"), snapshot(home)
    done = apply(table, "--school", home / "school.yaml", language=language)
    assert (done.returncode, done.stdout) == (3, "")
    assert all(words in done.stderr for words in said), done.stderr
    record = json.loads(apply(table, "--json", language=language).stdout)
    assert (record["status"], [c["rule"] for c in record["clashes"]]) == ("CLASH", ["forbidden"])
    assert record["clashes"][0]["edits"] == [{"cell": "班级借阅安排表!B4", "text": "四(1)"}]
    assert snapshot(home) == before


def test_when_nothing_is_left_for_the_rest_it_is_explained(home: Path) -> None:
    """3(1) may come on Wednesday, but then one class of grade 4 has no slot left."""
    table, before = change(home, B4=None, B5="四(2)\n三(1)"), snapshot(home)
    done = apply(table, "--time-limit", "20")
    assert done.returncode == 3
    assert "With these cells as they are now, no plan is left for the rest." in done.stderr
    assert "A visit the librarian has pinned stays there. (3(1))" in done.stderr
    record = json.loads(apply(table, "--json", "--time-limit", "20").stdout)
    assert (record["status"], record["written"]) == ("INFEASIBLE", False)
    assert record["explanation"]["clash"]
    assert snapshot(home) == before


def test_helpers_exchanged(home: Path) -> None:
    """A rule stands against it here, and the helper is named as on the table."""
    done = apply(change(home, DUTY, B4="三(1)-1\n四(2)-1", C4="四(1)-1\n三(2)-1"))
    assert done.returncode == 3
    assert "Mon Noon borrowing Desk: 4(1)-1 → 3(1)-1" in done.stderr
    assert "小图书管理员值日表!B4 “三(1)-1” · 2, 9, 16, 23 Mar" in done.stderr


def test_problems_leave_no_marked_copy_in_the_folder(home: Path) -> None:
    """All of them, each with its cell; nothing is put where people look for the table."""
    table, before = change(home, B4="九九", A5="周四"), snapshot(home)
    done = apply(table)
    assert done.returncode == 2
    assert "borrowing.xlsx: 2 problem" in done.stderr
    assert "borrowing.xlsx 班级借阅安排表!B4: “九九” is no class of this school." in done.stderr
    assert "borrowing.xlsx 班级借阅安排表!A5: The heading was “周三” and is now “周四”." in done.stderr
    assert snapshot(home) == before


def asked(*files: Path, **more: object) -> ApplyOptions:
    return ApplyOptions(files=list(files), **more)


def test_which_plan_it_belongs_to(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """That beside which the table lies; elsewhere it has to be said."""
    elsewhere = home / "mail" / "borrowing.xlsx"
    elsewhere.parent.mkdir()
    shutil.copy(home / "rota" / TABLE, elsewhere)
    with pytest.raises(Refused, match="--plan"):
        apply_tables(asked(elsewhere))
    with pytest.raises(Refused, match="--plan"):
        apply_tables(asked(home / "rota" / TABLE, elsewhere))
    apply_tables(asked(elsewhere, plan=home / "rota", language="en"))
    assert "nothing was changed by hand" in capsys.readouterr().out
    with pytest.raises(MissingFile):
        apply_tables(asked(home / "rota/tables/none.xlsx"))
    with pytest.raises(MissingFile):
        apply_tables(asked(home / "rota/tables"))


def test_what_is_refused(home: Path) -> None:
    """A date outside the plan, a school file that would not hold the edits, one that is not writable, another school."""
    table, school = change(home, B5="四(1)", C5="四(2)"), home / "school.yaml"
    text, before = school.read_text("utf-8"), snapshot(home)
    for wrong in ("2026-02-02", "2027-01-01", "tomorrow"):
        with pytest.raises(Refused):
            apply_tables(asked(table, since=wrong, language="en"))
    for change_of_file, words in (
        (("rules:\n", "rules:\n  pinned: {mode: soft}\n"), "does not insist on pins"),
        (("- id: borrowing", "- id: lending"), "does not have any more"),
        (("id: 2026-tiny", "id: 2027-tiny"), "The published plan is of term"),
    ):
        school.write_text(text.replace(*change_of_file), encoding="utf-8")
        with pytest.raises(Refused, match=words):
            apply_tables(asked(table, school=school, language="en"))
    school.write_text(text, encoding="utf-8")
    assert snapshot(home) == before


def test_a_workbook_as_school_file(home: Path) -> None:
    """It is not edited: its owner enters the pins, and is told so."""
    assert run("template", "--from", home / "school.yaml", "-o", home / "school.xlsx").returncode == 0
    done = apply(change(home, B5="四(1)", C5="四(2)"), "--school", home / "school.xlsx")
    assert done.returncode == 0, done.stderr
    assert "school.xlsx is a workbook. Enter them there as well" in done.stdout
    assert len(read_plan(home / "rota").school.demand_by_id["borrowing"].pins) == 2
