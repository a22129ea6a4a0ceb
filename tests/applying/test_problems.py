"""Everything that can be wrong in a table changed by hand: named with its cell, all at once, in both languages."""

from __future__ import annotations

import datetime as dt

import pytest

from planner.applying import by_hand, edits_of, over_already
from planner.errors import BadInput
from planner.messages.edits import APPLY_WORDS
from planner.messages.problems import describe
from planner.models.planfile import PlanFile
from planner.models.problem import Problem
from planner.outputs.papers import Papers
from planner.outputs.writers.xlsx import xlsx
from planner.reading.workbook import read_grids
from planner.sessions.book import Book
from planner.sheets.grid import letters
from tests.applying.handwork import planned, printed, saved_again
from tests.applying.small import small, tables

BORROWING, READING, STAFF, DUTY = "borrowing.xlsx", "reading-reading.xlsx", "reading-staff.xlsx", "duty.xlsx"
B, R, D = "班级借阅安排表!", "阅览安排表!", "小图书管理员值日表!"

# code, table, changed cells, cell that is named, what is said to be written there
CASES: list[tuple[str, str, dict[str, object], str, str]] = [
    ("apply_heading", BORROWING, {"A5": "周二"}, f"{B}A5", "周二"),
    ("apply_fixed", DUTY, {"B6": "王老师"}, f"{D}B6", "王老师"),
    ("apply_layout", BORROWING, {"A5": "周二", "A6": "周三", "B3": "双周"}, f"{B}B3", "双周"),
    ("apply_outside", BORROWING, {"G6": "一1"}, f"{B}G6", "一1"),
    ("apply_closed", READING, {"C6": "二(1)"}, f"{R}C6", "二(1)"),
    ("apply_unknown_visitor", BORROWING, {"B5": "一(9)"}, f"{B}B5", "一(9)"),
    ("apply_unknown_helper", DUTY, {"C4": "五(1)-9"}, f"{D}C4", "五(1)-9"),
    ("apply_several_helpers", DUTY, {"C4": "王小明"}, f"{D}C4", "王小明"),
    ("apply_twice_in_cell", BORROWING, {"B5": "一(1)\n一1班"}, f"{B}B5", "一1班"),
    ("apply_twice_in_cell", DUTY, {"C4": "五(1)-2、h2"}, f"{D}C4", "h2"),
    ("apply_not_meant", READING, {"C5": "五(1)\n一(1)"}, f"{R}C5", "一(1)"),
    ("apply_not_there", BORROWING, {"B5": "一(1)（阅览室）"}, f"{B}B5", "一(1)(阅览室)"),
    ("apply_teacher", READING, {"C5": "五(1)\n刘老师"}, f"{R}C5", "五(1) 刘老师"),
    ("apply_teacher_reading", STAFF, {"D4": None, "E4": "张老师"}, f"{R}E4", "张老师"),
    ("apply_escort", DUTY, {"B5": "五(2)-1 → 二(2)\n五(2)-2 → 二(2)"}, f"{D}B5", "五(2)-1 → 二(2)"),
    ("apply_too_often", BORROWING, {"E5": "一(1)"}, f"{B}E5", "一(1)"),
    ("apply_half", READING, {"C5": None, "E5": "五(1)"}, f"{R}C5", "五(1)"),
    ("apply_gone", BORROWING, {"B6": None}, f"{B}B6", "二(1)（借书处）"),
]
TESTED_ELSEWHERE = {
    "apply_other_version", "apply_no_table", "apply_list", "apply_other_sheet", "apply_words", "apply_past",
    "apply_merged",
}  # fmt: skip


def problems(files: dict[str, bytes], planfile: PlanFile | None = None) -> list[Problem]:
    with pytest.raises(BadInput) as caught:
        edits_of(Book(planfile or small()), files)
    return list(caught.value.problems)


@pytest.mark.parametrize(("code", "table", "changes", "cell", "value"), CASES)
def test_each_is_named_with_its_cell(code: str, table: str, changes: dict[str, object], cell: str, value: str) -> None:
    """And it is the only one."""
    found = problems({table: saved_again(tables()[table], changes)})
    assert [(p.code, p.path, p.value) for p in found if (p.code, p.path) == (code, cell)] == [(code, cell, value)]
    others = {"apply_unknown_visitor": set(), "apply_not_meant": set()}.get(code, {"apply_gone"})
    assert {p.code for p in found} - {code} <= others


def test_every_code_is_tested() -> None:
    assert {case[0] for case in CASES} | TESTED_ELSEWHERE == {*APPLY_WORDS}


def test_words_in_both_languages_have_no_gaps() -> None:
    """Everything wrong at once, from the top of a sheet down."""
    raw = saved_again(tables()[BORROWING], {"A6": "周四", "B5": "一(9)", "C5": "一2 一(2)", "E5": "二(1)", "G9": "五1"})
    found = problems({BORROWING: raw})
    assert [(p.code, p.path) for p in found] == [
        ("apply_unknown_visitor", f"{B}B5"),
        ("apply_twice_in_cell", f"{B}C5"),
        ("apply_too_often", f"{B}E5"),
        ("apply_heading", f"{B}A6"),
        ("apply_outside", f"{B}G9"),
    ]
    zh, en = ([describe(p, x, BORROWING) for p in found] for x in ("zh", "en"))
    assert not any("…" in line or "{" in line for line in (*zh, *en))
    assert zh[2] == (f"{BORROWING} {B}E5：“二(1)”写多了，{B}B6 也有；每个周期只来1次。请在不再需要的格子里删掉。")
    assert en[2].startswith(f"{BORROWING} {B}E5: “二(1)” stands too often: also in {B}B6.")


def test_a_time_or_teacher_left_out_is_no_change() -> None:
    """They follow from windows and timetable, and come back with the next print."""
    raw = saved_again(tables()[READING], {"C5": "5-1"})
    assert edits_of(Book(small()), {READING: raw}).nothing


def test_words_around_the_table_are_not_taken_over() -> None:
    """They are told, and stop nothing; neither do notes beside it or sheets of one's own."""
    raw = saved_again(tables()[DUTY], {"A1": "新标题", "A7": "新说明", "F4": "问问陈老师", "我的笔记!A1": "记得开门"})
    edits = edits_of(Book(small()), {DUTY: raw})
    assert edits.nothing
    assert {(p.code, p.path, p.value) for p in edits.ignored} == {
        ("apply_words", f"{D}A1", "新标题"),
        ("apply_words", f"{D}A7", "新说明"),
        ("apply_words", f"{D}F4", "问问陈老师"),
        ("apply_other_sheet", "我的笔记", ""),
    }


def test_a_copy_kept_beside_the_table_does_not_count() -> None:
    """Excel calls it (2), and puts it before the sheet that it was made from."""
    name = D[:-1]
    cells = {f"{name} (2)!{a}": text for a, text in _texts(tables()[DUTY]).items()}
    raw = saved_again(tables()[DUTY], {**cells, f"{name} (2)!C4": "五(2)-1", f"{name}!C4": "五(2)-2"})
    edits = edits_of(Book(small()), {DUTY: raw})
    assert [(e.cell, e.before, e.after) for e in edits.duties] == [(f"{D}C4", "h2", "h5")]
    assert [p.path for p in edits.ignored] == [f"{name} (2)"]


def _texts(raw: bytes) -> dict[str, object]:
    return {
        f"{letters(c)}{r + 1}": value
        for r, row in enumerate(read_grids(raw)[0].rows)
        for c, value in enumerate(row)
        if value != ""
    }


def test_a_table_of_another_version_is_refused() -> None:
    """Its cells would undo what has been planned since; without the mark it is compared by its words alone."""
    plan = small().plan
    one, two = (v for v in plan.visits if v.demand == "borrow" and v.turn == "A:MON")
    exchanged = {one: two.model_copy(update={"visitor": one.visitor}), two: one.model_copy(update={"visitor": two.visitor})}
    other = plan.model_copy(update={"visits": tuple(exchanged.get(v, v) for v in plan.visits)})
    now = small().model_copy(update={"plan": other})
    assert [p.code for p in problems({BORROWING: tables()[BORROWING]}, now)] == ["apply_other_version"]
    unmarked = saved_again(tables()[BORROWING], property_kept=False)
    assert {e.visitor for e in edits_of(Book(now), {BORROWING: unmarked}).visits} == {one.visitor, two.visitor}


@pytest.mark.parametrize("table", ["classes", "helpers"])
def test_lists_are_refused_in_clear_words(table: str) -> None:
    raw = xlsx(Papers(Book(small()), "zh").filed()[table])
    found = problems({f"{table}.xlsx": raw, BORROWING: saved_again(tables()[BORROWING], {"B5": "九九"})})
    assert {p.code for p in found} == {"apply_list", "apply_unknown_visitor"}
    assert all(p.path.startswith((f"{table}.xlsx ", f"{BORROWING} ")) for p in found)


def test_other_files_are_refused() -> None:
    """A workbook of somebody else, a file that is none, and one that would fill the memory."""
    assert [p.code for p in problems({"x.xlsx": printed("tiny")["borrowing.xlsx"]})] == ["apply_other_version"]
    unmarked = saved_again(printed("feilong-30")["borrowing.xlsx"], property_kept=False)
    assert [(p.code, p.value) for p in problems({"x.xlsx": unmarked})] == [("apply_no_table", "x.xlsx")]
    assert [p.code for p in problems({"x.xlsx": b"no workbook"})] == ["not_workbook"]
    assert [p.code for p in problems({"x.xlsx": tables()[DUTY][:2000]})] == ["workbook_damaged"]
    far = saved_again(tables()[DUTY], {"ZZ30000": "x"})
    assert [p.code for p in problems({"x.xlsx": far})] == ["sheet_too_big"]


def test_nothing_can_be_moved_into_the_past() -> None:
    """A dated roster: the day to which the duty was moved is over when the change begins."""
    planfile = planned("rural-18")
    raw = printed("rural-18")[DUTY]
    first = planfile.plan.duties[0]
    helper = next(h for h in planfile.school.helper_by_id if h != first.helper)
    edits = edits_of(Book(planfile), {DUTY: saved_again(raw, {"B4": f"{helper}"})})
    since = dt.date(2026, 4, 1)
    found = over_already(planfile.school, planfile.plan, edits, since)
    assert {(p.code, p.path) for p in found} == {("apply_past", f"{D}B4")}
    assert over_already(planfile.school, planfile.plan, edits, planfile.plan.effective_from) == ()
    assert by_hand(planfile.school, planfile.plan, edits, since).effective_from == since
