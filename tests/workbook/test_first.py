"""The small workbook: six sheets, names instead of ids, nothing of commands; and what is said when a sheet is empty or gone."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from planner.errors import BadInput
from planner.models.base import Language
from planner.outputs.workbook.workbook import first_workbook
from planner.reading import describe
from planner.reading.workbook import parse_workbook, read_grids, school_of
from planner.sheets.first import FIRST, sample
from planner.sheets.grid import Grid
from tests.workbook.books import example, grids, sheets


def filled(language: Language = "zh") -> dict[str, list[list[Any]]]:
    """Sheet -> rows of the small workbook."""
    return {g.name: [list(row) for row in g.rows] for g in read_grids(first_workbook(language))}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_it_has_six_sheets_and_is_a_school(language: Language) -> None:
    rows = filled(language)
    assert len([name for name in rows if not name.startswith("_")]) == len(FIRST) + 1 == 7
    assert parse_workbook(first_workbook(language), "a.xlsx") == sample(language)
    assert first_workbook(language) == first_workbook(language)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_it_speaks_of_no_command_and_no_id(language: Language) -> None:
    texts = [str(v) for rows in filled(language).values() for row in rows for v in row if v]
    assert not [t for t in texts if "lunjie " in t or "编号" in t or t == "id"]


def test_things_are_called_by_their_names() -> None:
    rows = filled()
    rows["场地"] += [["低年级 书屋", 1, 40]]
    rows["开放时段"] += [["放学后", "低年级 书屋、图书馆", "周一", "16:30-17:00", 15]]
    rows["需求"] += [["放学借还", "借还书", "每周", "放学后", "1"]]
    school = school_of([Grid(n, r) for n, r in rows.items()], "a.xlsx")
    assert [r.id for r in school.rooms] == ["图书馆", "低年级_书屋"]
    assert school.windows[1].rooms == ("低年级_书屋", "图书馆")
    assert school.demands[1].windows == ("放学后",)
    assert school.rooms[1].name.zh == "低年级 书屋"


def test_names_stand_for_ids_that_are_there() -> None:
    """A full workbook with ids, in which somebody has written the name of a room."""
    school = example()
    rows = sheets(school)
    head = rows["开放时段"][0].index("场地")
    rows["开放时段"][1][head] = school.rooms[0].name.zh
    assert school_of(grids(rows), "a.xlsx").windows[0].rooms == (school.rooms[0].id,)


def test_the_id_of_a_term_survives_a_corrected_first_day() -> None:
    rows = filled()
    place = next(row for row in rows["学期"] if row[0] == "开学日期" or "2026-09-01" in map(str, row))
    before = school_of([Grid(n, r) for n, r in rows.items()], "a.xlsx").term.id
    place[1] = dt.date(2026, 9, 2)
    assert school_of([Grid(n, r) for n, r in rows.items()], "a.xlsx").term.id == before == "2026-autumn"


@pytest.mark.parametrize("sheet", ["需求", "班级"])
def test_a_missing_sheet_is_told_with_its_first_cell_and_headings(sheet: str) -> None:
    rows = filled()
    del rows[sheet]
    with pytest.raises(BadInput) as caught:
        school_of([Grid(n, r) for n, r in rows.items()], "a.xlsx")
    (problem,) = caught.value.problems
    assert (problem.code, problem.path) == ("sheet_missing", f"{sheet}!A1")
    assert ("名称" if sheet == "需求" else "年级") in describe(problem, "zh")


@pytest.mark.parametrize(("language", "sheet"), [("zh", "班级"), ("en", "Classes")])
def test_it_is_refused_in_the_language_that_it_says(language: Language, sheet: str) -> None:
    """Not in that of its examples: in the help of English sheets stand a few Chinese words."""
    rows = filled(language)
    rows["Misc"] = rows.pop(sheet)
    with pytest.raises(BadInput) as refused:
        school_of([Grid(n, r) for n, r in rows.items()], "a.xlsx")
    assert refused.value.language == language
