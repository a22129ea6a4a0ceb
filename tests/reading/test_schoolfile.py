"""The same school in other clothes is the same school; a file that is not there says so."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from planner.errors import BadInput, MissingFile
from planner.messages.rules import rule_sentence
from planner.models.rules import RULES
from planner.models.school import School
from planner.reading import parse_school, read_school, school_schema
from planner.reading.document import read_document
from tests.calls import calls
from tests.reading.samples import SCHOOL

CHINESE = """\
学校: 示范小学
语言: 中文
学期:
  编号: 2026-spring
  学年: 2025–2026学年
  名称: 第二学期
  开始: 2026年3月2日
  结束: 2026年7月7日
  首周: 双周
作息时间:
  - 节次: {第一节: 08：20-09：00}
    午餐: 11:50至12:10
场地:
  - {编号: 书库, 名称: 藏书室}
班级: {年级: 一至三年级, 班数: 2, 课后留校: 周一至周四}
课程表:
  - {班级: 一(2), 周一: 语文}
  - {班级: 一(1), 课表: {周二: 数学}}
开放时段:
  - {编号: 中午, 名称: 中午, 类型: 中午, 场地: 书库, 星期: 周一、周五, 时间: 12:10-13:00, 每段分钟: 25, 周次: 单周,
     按班预约: 是}
需求:
  - {编号: 借书, 名称: 借书, 类型: 借还, 开放时段: 中午, 周期: 单双周, 带队: 班主任, 年级集中: 集中}
岗位:
  - {编号: 借还台, 名称: 借还台, 人数: 1, 需培训: 否}
小管理员:
  - {编号: 小明, 班级: 一(2), 不能到: 周五}
规则:
  spread: {方式: 关闭}
打印: {姓名显示: 打码}
"""
ENGLISH = """\
name: 示范小学
language: zh
term:
  id: 2026-spring
  school_year: 2025–2026学年
  name: 第二学期
  start: 2026-03-02
  end: 2026-07-07
  first_week_is: B
bells:
  - periods: {第一节: 08:20-09:00}
    lunch: 11:50-12:10
rooms:
  - {id: 书库, name: 藏书室}
classes: {grades: 1-3, count: 2, stays: MON-THU}
timetable:
  - {class: 一(2), MON: 语文}
  - {class: 一(1), days: {TUE: 数学}}
windows:
  - {id: 中午, name: 中午, kind: noon, rooms: 书库, weekdays: [MON, FRI], time: 12:10-13:00, slot_minutes: 25, weeks: odd,
     booked: true}
demands:
  - {id: 借书, name: 借书, kind: borrowing, windows: 中午, cycle: A/B, accompany: class_teacher, grades_together: together}
posts:
  - {id: 借还台, name: 借还台, count: 1, trained: false}
helpers:
  - {id: 小明, class: 一(2), away: FRI}
rules:
  spread: {mode: off}
printing: {names: masked}
"""


def written(school: School) -> str:
    return yaml.safe_dump(school.model_dump(mode="json", by_alias=True), allow_unicode=True, sort_keys=False)


@pytest.fixture(name="school")
def _school() -> School:
    return parse_school(SCHOOL, "school.yaml")


def test_chinese_keys_and_words_mean_the_same_as_english_ones() -> None:
    assert parse_school(CHINESE, "a") == parse_school(ENGLISH, "b")


def test_problems_are_named_in_the_spelling_of_the_file() -> None:
    with pytest.raises(BadInput) as caught:
        parse_school(
            CHINESE.replace("一至三年级", "低年级").replace("  学年: 2025–2026学年\n", "").replace("周一: 语文", "周一: 3"), "a"
        )
    assert [(p.code, p.path, p.value, p.params.get("field")) for p in caught.value.problems] == [
        ("missing_field", "学期.学年", "", "学年"),
        ("grades", "班级.年级", "低年级", None),
        ("not_a_list", "课程表[0].周一", "3", None),
    ]


def test_unknown_keys_suggest_the_closest_in_either_language() -> None:
    text = CHINESE.replace("带队: 班主任", "带对: 班主任").replace("人数: 1", "cuont: 1")
    with pytest.raises(BadInput) as caught:
        parse_school(text, "a")
    assert [(p.code, p.path, p.params) for p in caught.value.problems] == [
        ("unknown_field", "需求[0].带对", {"closest": "带队"}),
        ("unknown_field", "岗位[0].cuont", {"closest": "count"}),
    ]


def test_json_is_the_same_as_yaml(school: School) -> None:
    data = read_document(SCHOOL).data
    for indent in (None, 2, "\t"):
        text = json.dumps(data, indent=indent, ensure_ascii=indent is None)
        assert parse_school(text, "school.json") == school
    assert parse_school(json.dumps(data), "pasted text") == school


def test_json_with_characters_beyond_yaml_is_still_read() -> None:
    data = read_document(ENGLISH).data
    data["name"] = "A\U0001f600/B"
    assert parse_school(json.dumps(data).replace("/", "\\/"), "s.json").name.zh == "A\U0001f600/B"


def test_json_problems_have_lines() -> None:
    text = json.dumps({"name": "x", "nmae": "y"}, indent=1)
    with pytest.raises(BadInput) as caught:
        parse_school(text, "s.json")
    assert ("unknown_field", 3) in [(p.code, p.line) for p in caught.value.problems]


@pytest.mark.parametrize("text", [SCHOOL, CHINESE, ENGLISH])
def test_a_school_survives_being_written_and_read(text: str) -> None:
    school = parse_school(text, "a")
    assert parse_school(written(school), "b") == school


def test_lists_may_stand_in_any_order(school: School) -> None:
    data: dict[str, Any] = read_document(SCHOOL).data
    for value in data.values():
        if isinstance(value, list):
            value.reverse()
    turned = parse_school(yaml.safe_dump(data, allow_unicode=True), "a")
    assert turned.class_list == school.class_list
    assert turned.window_by_id == school.window_by_id
    assert list(turned.helper_by_id) == list(school.helper_by_id)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gbk", "gb18030"])
def test_encodings_of_chinese_computers(encoding: str) -> None:
    text = CHINESE.replace("–", "-")
    assert parse_school(text.encode(encoding), "a") == parse_school(text, "a")


def test_words_of_other_yaml_versions_stay_text() -> None:
    data = read_document(
        "a: [12:05, 2026-03-02, NO, on, yes, 0x1F, 1_000, '1', \"true\"]\nb: [1, -2, 1.5, 1e3, true, null, ~]\n1: x"
    ).data
    assert data == {
        "a": ["12:05", "2026-03-02", "NO", "on", "yes", "0x1F", "1_000", "1", "true"],
        "b": [1, -2, 1.5, 1000.0, True, None, None],
        "1": "x",
    }


def test_anchors_and_merge_keys() -> None:
    data = read_document("x: &x {a: 1, b: [2]}\ny: {<<: *x, a: 3}\nz:\n  <<: [{c: 1}, {c: 2, d: 4}]\nw: *x\n").data
    assert data["y"] == {"a": 3, "b": [2]}
    assert data["z"] == {"c": 1, "d": 4}
    assert data["w"] == {"a": 1, "b": [2]}


def test_files_and_folders(tmp_path: Path) -> None:
    for name in ("school.json", "school.yml", "school.yaml"):
        (tmp_path / name).write_text(json.dumps({**read_document(ENGLISH).data, "name": name}), encoding="utf-8")
        assert read_school(tmp_path).name.zh == name
        assert read_school(str(tmp_path / name)).name.zh == name


@pytest.mark.parametrize(
    ("path", "reason"), [("nowhere.yaml", "not_found"), ("empty", "no_school_file"), ("a\0b", "not_readable")]
)
def test_a_file_that_is_not_there(tmp_path: Path, path: str, reason: str) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(MissingFile) as caught:
        read_school(tmp_path / path)
    assert caught.value.reason == reason


def _large(count: int) -> str:
    """A school of six grades with so many classes each, their timetable, and five helpers for two classes."""
    data: dict[str, Any] = read_document(ENGLISH).data
    data["classes"] = {"grades": "1-6", "count": count}
    days = dict.fromkeys(["MON", "TUE", "WED", "THU", "FRI"], "语文 数学 体育 音乐 - 美术")
    data["bells"] = [{"periods": {f"P{n}": f"{7 + n:02}:00-{7 + n:02}:40" for n in range(1, 8)}}]
    data["timetable"] = [{"class": f"{g}-{n}", **days} for g in range(1, 7) for n in range(1, count + 1)]
    data["helpers"] = [{"id": f"h{n}", "class": f"{n % 6 + 1}-{n % count + 1}", "away": ["MON"]} for n in range(15 * count)]
    return yaml.safe_dump(data, allow_unicode=True)


def test_reading_grows_with_the_school_and_not_faster() -> None:
    """Four times as many classes, lessons and helpers: about four times the work; sixteen would be a loop within a loop."""
    small, large = _large(5), _large(20)
    parse_school(small, "a")  # what is made once is not counted
    assert len(parse_school(large, "a").class_list) == 120
    assert calls(lambda: parse_school(large, "a")) < 6 * calls(lambda: parse_school(small, "a"))


def test_the_schema_shows_keys_words_and_choices() -> None:
    schema = school_schema()
    json.dumps(schema)
    window = schema["$defs"]["Window"]["properties"]
    assert window["kind"]["enum"] == ["noon", "after_school", "break", "morning", "duty"]
    assert (window["kind"]["x-zh"], "description" in window["kind"]) == ("类型", True)
    assert "class" in schema["$defs"]["Helper"]["properties"]
    assert set(schema["$defs"]["Text"]["properties"]) == {"zh", "en"}
    assert '"zh": "' not in json.dumps(schema, ensure_ascii=False)


def test_the_schema_lists_every_rule_with_its_sentence_and_no_other() -> None:
    rules = school_schema()["properties"]["rules"]
    assert (list(rules["properties"]), rules["additionalProperties"]) == (list(RULES), False)
    for name, shown in rules["properties"].items():
        assert shown["description"].startswith(RULES[name].sentence), name
        assert RULES[name].mode in shown["description"], name
        assert shown["x-zh"] == rule_sentence(name, "zh"), name


def test_what_newcomers_asked_stands_in_the_schema() -> None:
    """What is left out, and what a setting does not do, has to be said where the field is described."""
    defined = school_schema()["$defs"]
    for model, key, said in (
        ("Room", "classes", "left out = one"),
        ("Demand", "accompany", "in a window (borrowing) is nobody"),
        ("Demand", "pins", "how a grade gets its day"),
        ("Demand", "valid_from", "planned or owed before"),
        ("Window", "valid_until", "nothing is owed"),
    ):
        assert said in defined[model]["properties"][key]["description"], (model, key)


def test_a_comma_in_braces_goes_on_with_the_values_before_it():
    """{stays: MON, TUE} is YAML for a field TUE without a value; people mean both days."""
    text = """
name: X
term: {id: t, school_year: a, name: b, start: 2026-09-07, end: 2026-11-27}
rooms: [{id: r1, name: One}, {id: r2, name: Two}]
classes: [{grades: 1, 2, count: 2, stays: MON,TUE , '周三'}]
windows: [{id: w, name: W, rooms: r1, r2, weekdays: MON, 周二, slots: ["12:00-12:20"], tidy: 12:20-12:30}]
demands: [{id: b, name: B, kind: borrowing, windows: w}]
"""
    school = parse_school(text, "x.yaml")
    assert school.classes[0].grades == (1, 2)
    assert school.classes[0].stays == ("MON", "TUE", "WED")
    assert (school.windows[0].rooms, school.windows[0].weekdays) == (("r1", "r2"), ("MON", "TUE"))


@pytest.mark.parametrize(
    ("piece", "code", "path"),
    [
        ("{id: w, name: Noon, lunch, slots: ['12:00-12:20']}", "not_text", "windows[0].name"),
        ("{id: w, name: Noon, MON: , slots: ['12:00-12:20']}", "unknown_field", "windows[0].MON"),
        ("{id: w, name: Noon, weekdays: MON, TOE, slots: ['12:00-12:20']}", "weekday", "windows[0].weekdays"),
    ],
)
def test_what_else_stands_without_a_colon_is_named_in_its_place(piece, code, path):
    text = f"""name: X
term: {{id: t, school_year: a, name: b, start: 2026-09-07, end: 2026-11-27}}
classes: 1A
windows: [{piece}]
demands: []
"""
    with pytest.raises(BadInput) as error:
        parse_school(text, "x.yaml")
    assert [(p.code, p.path, p.line) for p in error.value.problems] == [(code, path, 4)]
