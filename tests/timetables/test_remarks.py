"""What a cell says beside a subject: from when, for whom, in which weeks. No subject is called so, and it is asked about."""

from __future__ import annotations

import pytest

from planner.importing.layouts.cells import Part, parse_cell
from planner.importing.layouts.remarks import is_conditional


@pytest.mark.parametrize(
    "text",
    [
        "PE (A)", "PE*", "PE 10:00", "PE (3B)", "no PE", "PE cancelled", "PE (from 1 Oct)", "see below", "as Monday", "ditto",
        "TBC", "PE from 12 Oct, before that Art", "PE (boys)", "Maths group 2", "体育1-8周", "体育（1-9周）美术（10-18周）",
        "体育（10月起）", "体育→美术", "体育（暂停）", "同上", "体育（与3班合上）", "体育（男）美术（女）", "体育或美术",
        "停课", "放假", "体育(代)",
        "体育 10:00", "见备注", "体育、美术轮流", "体育隔周", "体育（第一周）", "体育（三2班）",
    ],
)  # fmt: skip
def test_conditions_are_asked_about(text: str) -> None:
    assert parse_cell(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "体育", "After-school club", "Group reading", "Form time", "日语", "月亮课程", "周会", "班会", "国学",
        "Lesson of the week", "Reading A", "英语口语", "男声合唱", "Science 2", "Set theory", "Weekly news",
    ],
)  # fmt: skip
def test_subjects_are_none(text: str) -> None:
    assert not is_conditional(text)


@pytest.mark.parametrize("name", ["王小明", "周敏", "张月", "起云", "Ms Hill", "B. Moor", "李男", "陈周", "代明"])
def test_names_are_none(name: str) -> None:
    assert not is_conditional(name)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("PE (Week A)", [Part("PE", weeks="A")]),
        ("odd: PE\neven: Art", [Part("PE", weeks="A"), Part("Art", weeks="B")]),
        ("Wk A PE\nWk B Art", [Part("PE", weeks="A"), Part("Art", weeks="B")]),
        ("PE\n8:00-8:40\nGym", [Part("PE", "", "Gym")]),
        ("Maths / Mr Hill / Room 1", [Part("Maths", "Mr Hill", "Room 1")]),
        ("语文/张老师", [Part("语文", "张老师")]),
    ],
)
def test_weeks_times_and_titles_are_read(text: str, parts: list[Part]) -> None:
    assert parse_cell(text) == parts
