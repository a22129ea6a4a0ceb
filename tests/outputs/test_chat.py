"""Text for chat groups: complete, in short lines, and never with a pupil's whole name."""

from __future__ import annotations

import re
import unicodedata

import pytest

from planner.models.base import LANGUAGES, Language
from planner.outputs.tables.chat import class_text, classes_text, duty_text, grade_text, school_text, slips_text
from planner.outputs.tables.source import Source
from tests.outputs.school_with_tables import NAMES, PLAN
from tests.outputs.test_cards import source


def everything(found: Source) -> list[str]:
    texts = [classes_text(found), slips_text(found), duty_text(found)]
    return [*texts, school_text(found, "BORROWING"), school_text(found, "READING")]


def test_a_class_is_told_all_of_its_visits() -> None:
    text = class_text(source(), "5-1")
    lines = text.splitlines()
    assert lines[0] == "【试验小学 五(1)到馆安排】"
    for visit in (v for v in PLAN["visits"] if v["visitor"] == "5-1"):
        name = source().school.demand_by_id[visit["demand"]].name.zh
        assert any(line.startswith(f"{name}：") and re.search(r"\d\d:\d\d-\d\d:\d\d", line) for line in lines)
    assert "任课教师带队" in text
    assert "T1" not in text
    assert "张老师" not in text


def test_a_class_that_does_not_come_has_no_message() -> None:
    absent = {c.id for c in source().school.class_list} - {v["visitor"] for v in PLAN["visits"]}
    assert all(class_text(source(), c) == "" for c in absent)
    assert grade_text(source(), 9) == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_grade_and_school_name_every_class_once_for_each_visit(language: Language) -> None:
    found = source(language)
    whole = school_text(found, "BORROWING") + school_text(found, "READING")
    for c in found.school.class_list:
        own = [v for v in PLAN["visits"] if v["visitor"] == c.id]
        assert whole.count(c.name.in_(language)) == len(own)
        assert (c.name.in_(language) in grade_text(found, c.grade)) == bool(own)
    assert classes_text(found) == "\n".join(grade_text(found, g) for g in sorted({c.grade for c in found.school.class_list}))


@pytest.mark.parametrize("style", ["class", "masked", "full"])
def test_no_message_shows_a_whole_name(style: str) -> None:
    text = "".join(everything(source(internal=True, printing={"names": style})))
    assert [name for name in NAMES if name in text] == []
    assert ("王*明" in text) == (style == "masked")
    assert "→" in duty_text(source())


@pytest.mark.parametrize("language", LANGUAGES)
def test_lines_are_plain_and_short(language: Language) -> None:
    for text in everything(source(language)):
        assert text.endswith("\n")
        assert not text.endswith("\n\n")
        assert max(len(line) for line in text.splitlines()) <= 120
        assert not any(unicodedata.category(c) in {"So", "Cs", "Co", "Cn"} or c in "|\t*_`#" for c in text)


def test_other_lists_in_another_order_give_the_same_text() -> None:
    reverse = {"classes": source().school.model_dump(mode="json", by_alias=True)["classes"][::-1]}
    assert everything(source(**reverse)) == everything(source())
