"""Workbooks as people fill them: titles, merged cells, other spellings, errors; read, or told once."""

from __future__ import annotations

import io
from typing import Any

import pytest
import xlsxwriter

from planner.errors import BadInput
from planner.models.school import School
from planner.reading.workbook import parse_workbook, school_of
from tests.workbook.books import Rows, example, grids, sheets


def rows() -> Rows:
    return sheets(example("tiny"))


def read(changed: Rows) -> School:
    return school_of(grids(changed), "school.xlsx")


def codes(changed: Rows) -> list[str]:
    with pytest.raises(BadInput) as caught:
        read(changed)
    return [p.code for p in caught.value.problems]


def put(changed: Rows, sheet: str, row: int, heading: str, value: Any) -> Rows:
    changed[sheet][row - 1][changed[sheet][0].index(heading)] = value
    return changed


def test_a_title_above_the_headings() -> None:
    """It is passed over; a heading that is only misspelt is still told."""
    changed = rows()
    usual = read(rows())
    changed["班级"].insert(0, ["实验小学班级一览表"])
    changed["开放时段"].insert(0, [])
    changed["开放时段"].insert(0, ["2026年春"])
    assert read(changed) == usual
    spoiled = rows()
    spoiled["班级"][0][0] = "年 级 段"
    assert "unknown_column" in codes(spoiled)


@pytest.mark.parametrize("spelling", ["{g}{n}", "{g}（{n}）班", "{g}年级{n}班", "{d}0{n}", "{g}－{n}", " {g}（{n}） "])
def test_classes_in_any_usual_spelling(spelling: str) -> None:
    changed = rows()
    column = changed["小图书管理员"][0].index("班级")
    usual = read(rows())
    for line, helper in zip(changed["小图书管理员"][1:], sheets(example("tiny"))["小图书管理员"][1:], strict=True):
        entry = usual.class_by_id[usual.class_id(str(helper[column])) or ""]
        line[column] = spelling.format(g="零一二三四五六"[entry.grade], d=entry.grade, n=entry.number)
    assert {h.class_id for h in read(changed).helper_by_id.values()} == {h.class_id for h in usual.helper_by_id.values()}


@pytest.mark.parametrize(
    ("sheet", "heading", "written", "like"),
    [
        ("开放时段", "星期", "周一/周三", "周一, 周三"),
        ("开放时段", "星期", "1,3", "周一, 周三"),
        ("开放时段", "星期", "1-5", "周一至周五"),
        ("班级", "人数", "25人", 25),
        ("作息时间", "P1", "8.30-9.10", "8:30-9:10"),
        ("作息时间", "P1", "8点30分—9点10分", "8:30-9:10"),
        ("作息时间", "P1", "8：30‐9：10", "8:30-9:10"),
        ("作息时间", "P1", "8:30−9:10", "8:30-9:10"),
    ],
)
def test_values_as_people_write_them(sheet: str, heading: str, written: Any, like: Any) -> None:
    assert read(put(rows(), sheet, 2, heading, written)) == read(put(rows(), sheet, 2, heading, like))


def book(change: Any) -> bytes:
    """The example as a real file, with a change made by its writer."""
    out = io.BytesIO()
    made = xlsxwriter.Workbook(out)
    for name, lines in rows().items():
        sheet = made.add_worksheet(name)
        for r, line in enumerate(lines):
            for c, value in enumerate(line):
                if value not in (None, ""):
                    sheet.write(r, c, value if isinstance(value, int | float) else str(value))
        change(name, sheet, lines)
    made.close()
    return out.getvalue()


def test_cells_merged_down_hold_for_every_row() -> None:
    """One grade written once beside its classes."""
    usual = parse_workbook(book(lambda *_: None), "school.xlsx")

    def merge(name: str, sheet: Any, lines: list[list[Any]]) -> None:
        if name != "班级":
            return
        column = lines[0].index("年级")
        for r in range(1, len(lines) - 1):
            if lines[r][column] == lines[r + 1][column] and (r == 1 or lines[r - 1][column] != lines[r][column]):
                sheet.merge_range(r, column, r + 1, column, lines[r][column])

    assert parse_workbook(book(merge), "school.xlsx") == usual


def test_cells_merged_across_are_told() -> None:
    def merge(name: str, sheet: Any, lines: list[list[Any]]) -> None:
        if name == "班级":
            sheet.merge_range(1, 0, 1, 2, lines[1][0])

    with pytest.raises(BadInput) as caught:
        parse_workbook(book(merge), "school.xlsx")
    assert ("cell_merged", "班级!A2") in [(p.code, p.path) for p in caught.value.problems]


def test_errors_are_no_empty_cells() -> None:
    """Not even where a cell may be empty."""

    def spoil(name: str, sheet: Any, lines: list[list[Any]]) -> None:
        if name == "班级":
            sheet.write_formula(1, lines[0].index("人数"), "=NA()", None, "#N/A")
        if name == "小图书管理员":
            sheet.write_formula(1, lines[0].index("结束日期"), "=1/0", None, "#DIV/0!")

    with pytest.raises(BadInput) as caught:
        parse_workbook(book(spoil), "school.xlsx")
    assert [(p.code, p.value) for p in caught.value.problems] == [("cell_error", "#N/A"), ("cell_error", "#DIV/0!")]
