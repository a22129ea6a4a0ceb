"""Mistakes in a workbook: all at once, each with sheet, cell and words; what people type differently is understood."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from planner.errors import BadInput
from planner.outputs.workbook.checked import Remark, checked
from planner.reading import describe
from planner.reading.workbook import parse_workbook, school_of
from tests.workbook.books import Rows, example, grids, sheets, xlsx


def changed(*changes: tuple[str, int, str, Any], name: str = "tiny") -> Rows:
    """The example with cells changed: (sheet, row from 1, heading, value); a form's row is found by its label."""
    rows = sheets(example(name))
    for sheet, row, heading, value in changes:
        if rows[sheet][0][0] == "项目":
            next(line for line in rows[sheet] if line[0] == heading)[1] = value
        else:
            rows[sheet][row - 1][rows[sheet][0].index(heading)] = value
    return rows


def problems(rows: Rows) -> list[tuple[str, str]]:
    """(cell, code) of every problem; all have words."""
    with pytest.raises(BadInput) as caught:
        school_of(grids(rows), "school.xlsx")
    for problem in caught.value.problems:
        for language in ("zh", "en"):
            assert describe(problem, language, "school.xlsx").startswith(f"school.xlsx {problem.path}")
    return [(p.path, p.code) for p in caught.value.problems]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (("小图书管理员", 2, "编号", None), "cell_missing"),
        (("场地", 2, "同时班级数", "一个"), "not_a_number"),
        (("场地", 2, "同时班级数", 1.5), "not_a_number"),
        (("场地", 2, "同时班级数", 0), "too_small"),
        (("学期", 0, "开始", "三月二日"), "date"),
        (("学期", 0, "结束", None), "cell_missing"),
        (("班级", 2, "年级", dt.date(2026, 3, 6)), "cell_date"),
        (("作息时间", 2, "P1", "8点"), "span"),
        (("开放时段", 2, "场地", "libary"), "unknown_room"),
        (("开放时段", 2, "时间段", "12:10-12:25, 12:30-12:20"), "span_order"),
        (("需求", 2, "类型", "借走"), "choice"),
        (("禁排·固定·偏好", 2, "需求", "borow"), "unknown_demand"),
        (("禁排·固定·偏好", 2, "类别", "不行"), "choice"),
        (("禁排·固定·偏好", 2, "代价", 3), "column_not_for_kind"),
        (("小图书管理员", 2, "班级", "9-9"), "unknown_class"),
        (("小图书管理员", 2, "不能到", "周八"), "weekday"),
        (("小图书管理员", 2, "不能到", "周一; 心情: 好"), "cell_part"),
        (("课程表", 2, "班级", "7-7"), "unknown_class"),
        (("课程表", 2, "周四\n1", dt.date(2026, 1, 2)), "cell_date"),
        (("规则", 2, "方式", "随便"), "choice"),
        (("学期", 0, "开始", None), "cell_missing"),
        (("场地", 2, "名称", "#REF!"), "cell_error"),
    ],
)
def test_each_mistake_is_found_at_its_cell(change: tuple[str, int, str, Any], code: str) -> None:
    found = problems(changed(change))
    assert [c for _, c in found] == [code]
    assert found[0][0].startswith(f"{change[0]}!")


def test_all_at_once_in_the_order_of_the_sheets() -> None:
    rows = changed(
        ("小图书管理员", 3, "编号", None), ("学期", 0, "开始", "x"), ("班级", 2, "人数", "多"), ("班级", 2, "年级", "x")
    )
    assert problems(rows) == [
        ("学期!B5", "date"), ("班级!A2", "grades"), ("班级!H2", "not_a_number"), ("小图书管理员!A3", "cell_missing"),
    ]  # fmt: skip


def test_places_in_words_are_cells_too() -> None:
    rows = sheets(example())
    rows["场地"].append(rows["场地"][1])
    with pytest.raises(BadInput) as caught:
        school_of(grids(rows), "school.xlsx")
    (problem,) = caught.value.problems
    assert (problem.path, problem.code, problem.params["first"]) == ("场地!A3", "id_twice", "场地!A2")


def _rename_sheet(rows: Rows) -> None:
    rows["场所"] = rows.pop("场地")


def _heading(text: str) -> Callable[[Rows], None]:
    def change(rows: Rows) -> None:
        rows["场地"][0][-1] = text

    return change


@pytest.mark.parametrize(
    ("spoil", "expected"),
    [
        (_heading("坐位数"), ("场地!", "unknown_column")),
        (_heading("编号"), ("场地!", "heading_twice")),
        (_rename_sheet, ("场所!A1", "unknown_sheet")),
        (lambda rows: rows["场地"][1].append("多余"), ("场地!", "no_heading")),
        (lambda rows: rows.update({"Rooms": rows["场地"]}), ("Rooms!A1", "sheet_twice")),
        (lambda rows: rows["学期"].append(["放学时间", "1"]), ("学期!", "unknown_item")),
        (lambda rows: rows["课程表"][1].__setitem__(-2, "语文\nT1") or rows["课程表"][1].__setitem__(-3, "语文\nT2"),
         ("课程表!", "two_teachers")),
    ],
)  # fmt: skip
def test_sheets_and_headings(spoil: Callable[[Rows], None], expected: tuple[str, str]) -> None:
    rows = sheets(example())
    spoil(rows)
    assert any(path.startswith(expected[0]) and code == expected[1] for path, code in problems(rows))


@pytest.mark.parametrize(("name", "closest"), [("Sheet9", "场地"), ("我们的图书馆", "场地"), ("场底", "场地"), ("备忘", "")])
def test_a_sheet_is_known_by_its_headings_before_its_name(name: str, closest: str) -> None:
    rows = sheets(example())
    moved = rows.pop("场地")
    rows[name] = [["x", "y"]] if name in ("备忘", "场底") else moved
    with pytest.raises(BadInput) as caught:
        school_of(grids(rows), "school.xlsx")
    problem = next(p for p in caught.value.problems if p.code == "unknown_sheet")
    assert problem.params["closest"] == closest


def test_no_sheet_that_is_there_is_suggested() -> None:
    rows = {**sheets(example(), "en"), "Sheet9": [["Note"], ["class trip"]], "Class": [["x"]]}
    del rows["Classes"]
    with pytest.raises(BadInput) as caught:
        school_of(grids(rows), "school.xlsx")
    found = {p.value: p.params["closest"] for p in caught.value.problems if p.code == "unknown_sheet"}
    assert found == {"Sheet9": "", "Class": "Classes"}


def test_order_case_width_spaces_and_empty_rows_do_not_matter() -> None:
    rows = sheets(example(), "en")
    rooms = rows.pop("Rooms")
    rows = {" rooms ": [[], [None, *reversed(rooms[0])], [None, ""], *[[None, *reversed(line)] for line in rooms[1:]]]} | rows
    rows["helpers"] = rows.pop("Helpers")
    rows["helpers"][0] = [f"  {str(h).upper()}　" for h in rows["helpers"][0]]
    rows["Windows"] = [
        [str(v).replace(":", "：").replace("-", "－") if "12:" in str(v) else v for v in r] for r in rows["Windows"]
    ]
    rows["Sheet3"] = [[], ["  "]]
    rows["_mine"] = [["anything"]]
    assert school_of(grids(rows), "x.xlsx") == example()


def test_typed_cells_of_excel() -> None:
    rows = changed(
        ("学期", 0, "开始", dt.date(2026, 3, 2)), ("班级", 2, "班数", 2.0), ("班级", 2, "人数", "２５"),
        ("岗位", 2, "到岗时间", dt.time(12, 5)), ("岗位", 2, "人数", 2.0), ("岗位", 2, "离岗时间", 0.5208333333),
        ("小图书管理员", 2, "不能到", "星期一"), ("岗位", 2, "分段值日", "√"), ("岗位", 2, "需培训", False),
    )  # fmt: skip
    school = parse_workbook(xlsx(rows), "x.xlsx")
    post = school.posts[0]
    assert (post.arrive, post.until, post.count, post.each_slot) == (dt.time(12, 5), dt.time(12, 30), 2, True)
    assert school.classes == example().classes
    assert school.helpers == example().helpers


def test_the_checked_copy_marks_cells_and_lists_problems() -> None:
    rows = changed(("场地", 2, "同时班级数", "一个"), ("学期", 0, "结束", None))
    with pytest.raises(BadInput) as caught:
        parse_workbook(xlsx(rows), "x.xlsx")
    remarks = [Remark(p.path, p.value, describe(p, "zh"), "mend") for p in caught.value.problems]
    copy = checked(grids(rows), remarks, "zh")
    book = CalamineWorkbook.from_filelike(io.BytesIO(copy))
    assert book.sheet_names == ["问题", *rows]
    listing = book.get_sheet_by_name("问题").to_python()
    assert [line[0] for line in listing[3:]] == ["学期!B6", "场地!E2"]
    with zipfile.ZipFile(io.BytesIO(copy)) as archive:
        comments = b"".join(archive.read(n) for n in archive.namelist() if "comments" in n)
    assert "一个".encode() in comments
    # Read back, the copy has the same problems: its content is that of the workbook.
    with pytest.raises(BadInput) as again:
        parse_workbook(copy, "x.xlsx")
    assert again.value.problems == caught.value.problems
