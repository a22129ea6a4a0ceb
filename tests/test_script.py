"""School files in Traditional characters: the vocabulary is understood, and shown, in both scripts of Chinese."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from opencc import OpenCC

from planner.errors import BadInput
from planner.languages import LANGUAGES, in_chinese, in_traditional, nearest
from planner.messages.problems import describe
from planner.models.base import Model, in_simplified_keys
from planner.models.days import parse_day
from planner.models.shorthand import parse_grades
from planner.models.values import Weeks, parse_turn
from planner.models.visits import Cycle
from planner.reading import parse_school
from planner.script import simplified, spelt, traditional
from planner.sheets.catalogue import SHEETS
from planner.sheets.choices import CHOICES, CYCLES, DAY_WORDS, WEEK_WORDS, YES
from planner.sheets.help import HELP

SCHOOL = """
學校: 誠正國小
語言: 繁體中文
學期: {編號: 115-1, 學年: 115學年, 名稱: 第一學期, 開始: 2026-08-31, 結束: 2027-01-20, 催還週: 19-20}
場地: {編號: library, 名稱: 圖書室, 同時班級數: 2}
班級: [{年級: 三至四年級, 班數: 2, 人數: 24}]
開放時段: {編號: noon, 名稱: 午間, 場地: library, 星期: 週一、週三, 週次: 單週, 時間段: 12:30-12:45}
需求: {編號: borrow, 名稱: 借書, 類型: 借還書, 週期: 單雙週, 開放時段: noon, 帶隊: 班主任}
小管理員: {編號: v1, 志願者: 志工}
規則: {spread: {方式: 儘量}}
"""


def vocabulary() -> Iterator[str]:
    """Keys, headings, fixed words and their explanations."""
    models = [Model]
    for model in models:
        models += model.__subclasses__()
        yield from model.chinese_keys()
    for sheet in SHEETS:
        yield from (sheet.zh, *(section.zh for section in sheet.sections), *(column.zh for column in sheet.columns))
    yield from (word for words in CHOICES.values() for _value, word in words)
    yield from (*(word for _value, word in CYCLES), *DAY_WORDS.values(), *WEEK_WORDS.values(), *YES["zh"], *HELP.values())


def test_every_word_has_its_traditional_form_and_comes_back() -> None:
    """As OpenCC has it, but for the signs that are also characters of their own: 周 means a week here, 几 how many."""
    converter = OpenCC("s2tw")
    for word in sorted(set(vocabulary())):
        assert traditional(word) == converter.convert(word).replace("周", "週").replace("几", "幾"), word
        assert simplified(traditional(word)) == word


def test_a_word_takes_the_script_of_its_readers() -> None:
    shown = {language: spelt(language, "课程表", "timetable") for language in LANGUAGES}
    assert shown == {"zh": "课程表", "en": "timetable", "zh-Hant": "課程表"}
    assert [x for x in LANGUAGES if in_traditional(x)] == ["zh-Hant"]
    assert all(in_chinese(x) for x in LANGUAGES if in_traditional(x))


def test_a_file_in_traditional_characters_is_the_same_school() -> None:
    school = parse_school(SCHOOL.encode(), "school.yaml")
    also = parse_school(simplified(SCHOOL).encode(), "school.yaml")
    assert (school.language, also.language, school.name.zh) == ("zh-Hant", "zh-Hant", "誠正國小")
    assert school.term.model_dump(exclude={"school_year", "name"}) == also.term.model_dump(exclude={"school_year", "name"})
    assert (school.windows[0].weekdays, school.windows[0].weeks) == (("MON", "WED"), also.windows[0].weeks)
    assert [c.grade for c in school.class_list] == [3, 3, 4, 4]
    assert school.demands[0].cycle.kind == "ab"
    assert school.helpers[0].volunteer is not None
    assert school.rules["spread"].mode == "soft"


@pytest.mark.parametrize(
    ("read", "word", "meant"),
    [
        (parse_day, "週三", "WED"),
        (parse_day, "禮拜五", "FRI"),
        (parse_turn, "單週週二", "A:TUE"),
        (parse_grades, "一至三年級", (1, 2, 3)),
        (parse_grades, "幼兒園", (0,)),
        (lambda word: Cycle.model_validate(word).kind, "順延", "sliding"),
        (lambda word: Weeks.model_validate(word).parity, "雙週", "B"),
    ],
)
def test_shorthand_in_traditional_characters(read: Any, word: str, meant: Any) -> None:
    assert read(word) == meant


def test_what_is_no_key_keeps_its_characters() -> None:
    """A class or teacher may be called by a word that would have another form."""
    assert in_simplified_keys({"學期": {"課程樂": 1}, "備註": [{"班級": "四樂"}]}) == {
        "学期": {"課程樂": 1},
        "备注": [{"班级": "四樂"}],
    }


def test_a_mistake_is_told_with_the_key_as_written() -> None:
    with pytest.raises(BadInput) as caught:
        parse_school(SCHOOL.replace("班級數: 2", "班級數: 兩個半").encode(), "school.yaml")
    (problem,) = caught.value.problems
    assert (problem.line, problem.path) == (5, "場地.同時班級數")


def test_a_key_that_was_meant_is_offered_in_the_characters_of_the_file() -> None:
    with pytest.raises(BadInput) as caught:
        parse_school(SCHOOL.replace("類型: 借還書", "種類: 借還書").encode(), "school.yaml")
    said = {p.code: describe(p, "zh-Hant") for p in caught.value.problems}
    assert "「類型」" in said["unknown_field"]
    assert "「類型」" in said["missing_field"]
    assert "“类型”" in describe(next(p for p in caught.value.problems if p.code == "missing_field"), "zh")


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        ("zh-TW", "zh-Hant"),
        ("zh_HK.UTF-8", "zh-Hant"),
        ("zh-Hant-TW", "zh-Hant"),
        ("zh-MO", "zh-Hant"),
        ("zh-CN", "zh"),
        ("zh-Hans-CN", "zh"),
        ("en-GB", "en"),
        ("fr", None),
    ],
)
def test_where_a_language_tag_leads(tag: str, language: str | None) -> None:
    assert nearest(tag) == language
