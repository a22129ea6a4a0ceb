"""Masking of names, and labels by class."""

from __future__ import annotations

import pytest

from planner.models.school import School
from planner.outputs.calendars.session_words import SessionWords
from planner.outputs.tables.names import HelperNames, masked
from tests.outputs.school_with_tables import SCHOOL


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("王小明", "王*明"),
        ("李雷", "李*"),
        ("欧阳小华", "欧阳*华"),
        ("欧阳华", "欧阳*"),
        ("歐陽小華", "歐陽*華"),
        ("明", ""),
        ("Zoë Björk", "Z. B."),
        ("𠮷田", "𠮷*"),
        ("Ann Lee", "A. L."),
        ("买买提江", "买*江"),
        (" 王小明 ", "王*明"),
    ],
)
def test_masked(name: str, shown: str) -> None:
    assert masked(name) == shown


def test_two_who_would_read_the_same_are_shown_by_class() -> None:
    helpers = [{"id": "a", "name": "王小明", "class": "5-1"}, {"id": "b", "name": "王大明", "class": "5-2"}]
    school = School.model_validate({**SCHOOL, "helpers": helpers, "printing": {"names": "masked"}})
    names = HelperNames(school, "zh")
    assert [names.beside_class("a"), names.beside_class("b")] == ["五(1)-1", "五(2)-1"]


def test_a_masked_name_stands_behind_its_class() -> None:
    pupils = [("a", "王小明", "5-1"), ("b", "王大明", "5-2"), ("c", "李红", "5-2"), ("d", "李明", "5-2")]
    helpers = [{"id": key, "name": name, "class": own} for key, name, own in pupils]
    school = School.model_validate({**SCHOOL, "helpers": helpers, "printing": {"names": "masked"}})
    names = HelperNames(school, "zh")
    assert [names.label(key) for key, _name, _own in pupils] == ["五(1) 王*明", "五(2) 王*明", "五(2)-2", "五(2)-3"]
    inside = HelperNames(
        School.model_validate({**SCHOOL, "helpers": helpers, "printing": {"names": "masked"}}), "zh", internal=True
    )
    assert inside.label("a") == "王小明"


def test_numbers_follow_the_natural_order_of_ids() -> None:
    helpers = [{"id": "h10", "class": "5-1"}, {"id": "h2", "class": "5-1"}]
    names = HelperNames(School.model_validate({**SCHOOL, "helpers": helpers}), "en")
    assert [names.label("h2"), names.label("h10")] == ["5(1)-1", "5(1)-2"]


def test_calendars_never_hold_whole_names() -> None:
    """Whole names stand only where 内部使用 is written over them."""
    helpers = [{"id": "a", "name": "王小明", "class": "5-1"}]
    school = School.model_validate({**SCHOOL, "helpers": helpers, "printing": {"names": "full"}})
    assert HelperNames(school, "zh").label("a") == "王小明"
    assert HelperNames(school, "zh", unmarked=True).label("a") == "五(1)-1"
    assert SessionWords(school, "zh").helper("a") == "五(1)-1"
    masking = school.model_copy(update={"printing": school.printing.model_copy(update={"names": "masked"})})
    assert SessionWords(masking, "zh").helper("a") == "王*明"
