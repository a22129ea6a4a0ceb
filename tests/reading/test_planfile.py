"""Plan files and published tables as input."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from planner.errors import BadInput, MissingFile
from planner.messages.problems import WORDS, describe, describe_missing
from planner.models.base import LANGUAGES
from planner.models.planfile import EventRevision, PlanFile, canonical_school, dump_plan
from planner.models.school import School
from planner.reading.planfile import parse_plan, read_plan
from planner.reading.published import read_published_csv
from planner.reading.schoolfile import read_school
from tests.outputs.calendar_school import small_plan, small_school

EXAMPLES = Path(__file__).parents[2] / "examples"
PLANFILE = PlanFile(
    school=small_school(),
    plan=small_plan(),
    revisions={
        "b": EventRevision(sequence=2, modified="2026-03-06T12:00:00.5+08:00"),
        "a": EventRevision(modified="2026-03-06T12:00:00Z"),
    },
)


def codes(error: BadInput) -> list[str]:
    for problem in error.problems:
        assert problem.code in WORDS
        assert all("{" not in describe(problem, language) for language in LANGUAGES)
    return [p.code for p in error.problems]


def test_round_trip(tmp_path: Path) -> None:
    raw = dump_plan(PLANFILE)
    (tmp_path / "plan.json").write_bytes(raw)
    assert read_plan(tmp_path) == read_plan(tmp_path / "plan.json")
    assert dump_plan(read_plan(tmp_path)) == raw
    assert read_plan(tmp_path).revisions["b"].modified.isoformat() == "2026-03-06T04:00:00+00:00"
    assert raw.endswith(b"}\n")
    assert "示例小学".encode() in raw


@pytest.mark.parametrize("school", [read_school(p) for p in sorted(EXAMPLES.glob("*/school.yaml"))], ids=lambda s: s.term.id)
def test_the_canonical_school_means_the_same(school: School) -> None:
    canonical = canonical_school(school)
    raw = dump_plan(PlanFile(school=school, plan=small_plan().model_copy(update={"visits": (), "duties": ()})))
    assert parse_plan(raw, "plan.json").school == canonical == canonical_school(canonical)
    for name in ("class_list", "helper_by_id", "window_by_id", "demand_by_id", "post_by_id", "lessons", "teacher_ids"):
        ours, theirs = getattr(canonical, name), getattr(school, name)
        assert list(ours) == list(theirs), name


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda d: d.update(format=2), "format_newer"),
        (lambda d: d.pop("format"), "format_unknown"),
        (lambda d: d.pop("plan"), "plan_other_file"),
        (lambda d: d["plan"]["visits"][0].pop("demand"), "plan_broken"),
        (lambda d: d["plan"]["visits"][0].update(visitor="9-9"), "plan_unknown"),
        (lambda d: d["plan"]["duties"][0].update(helper="nobody"), "plan_unknown"),
        (lambda d: d["revisions"]["a"].update(modified="2026-03-06T12:00:00"), "plan_broken"),
        (lambda d: d["school"]["helpers"][0].update({"class": "9-9"}), "unknown_class"),
    ],
)
def test_broken_plans(change: Any, code: str) -> None:
    data = json.loads(dump_plan(PLANFILE))
    change(data)
    with pytest.raises(BadInput) as caught:
        parse_plan(json.dumps(data).encode(), "plan.json")
    assert code in codes(caught.value)


@pytest.mark.parametrize("raw", [b"", b"{", b'\xef\xbb\xbf\n{"format": 1, "sch'])
def test_a_plan_that_was_cut_off(raw: bytes) -> None:
    with pytest.raises(BadInput) as caught:
        parse_plan(raw, "plan.json")
    assert codes(caught.value) == ["plan_not_json"]


@pytest.mark.parametrize("raw", [b"\xff", b"[" * 100_000, b"week,weekday,start,end,class\n", b"PK\x03\x04"])
def test_what_never_was_a_plan(raw: bytes) -> None:
    with pytest.raises(BadInput) as caught:
        parse_plan(raw, "published.csv")
    assert codes(caught.value) == ["plan_other_file"]


def test_missing_files(tmp_path: Path) -> None:
    for path, reason in ((tmp_path, "no_plan_file"), (tmp_path / "x.json", "not_found")):
        with pytest.raises(MissingFile) as caught:
            read_plan(path)
        assert caught.value.reason == reason
        assert str(path) in describe_missing(caught.value, "zh")


def test_the_published_table_of_feilong() -> None:
    school = read_school(EXAMPLES / "feilong-30")
    plan = read_published_csv(EXAMPLES / "feilong-30" / "published.csv", school)
    assert len(plan.visits) == len({(v.turn, v.slot) for v in plan.visits}) == len({v.visitor for v in plan.visits}) == 30
    assert any(v.visitor == "4-1" and v.turn == "A:MON" and v.slot == 1 for v in plan.visits)


def test_every_bad_row_is_named_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "p.csv"
    path.write_bytes(
        "周次,星期,开始,结束,班级\n,周一,12:10,12:25,三1\n,周八,12:10,12:25,三(1)\n,周一,12点,12:25,三(1)\n,周一,12:11,12:25,三(1)\n"
        "A,周一,12:10,12:25,三(1)\n,,,,\n,周三,12:25,12:40,四（1）班\n".encode("gb18030")
    )
    with pytest.raises(BadInput) as caught:
        read_published_csv(path, small_school())
    assert [p.line for p in caught.value.problems] == [2, 3, 4, 5, 6]
    assert codes(caught.value) == ["unknown_class", "weekday", "time", "published_no_slot", "published_no_slot"]
    path.write_text("a,b\n1,2\n")
    with pytest.raises(BadInput) as caught:
        read_published_csv(path, small_school())
    assert codes(caught.value) == ["published_columns"]


def test_a_class_without_borrowing(tmp_path: Path) -> None:
    school = small_school(demands=[{"id": "b", "name": "b", "kind": "borrowing", "windows": "noon", "grades": "4"}])
    path = tmp_path / "p.csv"
    path.write_text("weekday,start,end,class\nMON,12:10,12:25,3-1\n")
    with pytest.raises(BadInput) as caught:
        read_published_csv(path, school)
    assert codes(caught.value) == ["published_not_borrowing"]
