"""Every code of a problem: a text that has it, with the right place, line and value."""

from __future__ import annotations

import pytest

from planner.errors import BadInput
from planner.messages.crosschecks import CHECK_WORDS
from planner.messages.fields import FIELD_WORDS, FILE_WORDS
from planner.messages.problems import WORDS
from planner.models.problem import Problem
from planner.reading import describe, parse_school
from tests.reading.samples import SCHOOL, spoiled


def problems_of(text: str | bytes, source: str = "school.yaml") -> tuple[Problem, ...]:
    with pytest.raises(BadInput) as caught:
        parse_school(text, source)
    return caught.value.problems


def line_of(text: str, piece: str) -> int:
    """Line of the first place where ``piece`` stands."""
    return text[: text.index(piece)].count("\n") + 1


HEAD = "name: a\n"
BOMB = (
    HEAD
    + "a: &a ["
    + ",".join("1" * 99)
    + "]\n"
    + "".join(f"{chr(98 + n)}: &{chr(98 + n)} [{','.join([f'*{chr(97 + n)}'] * 90)}]\n" for n in range(6))
)

FILES = [
    ("file_too_big", "#" * 20_000_001, None, "20.0"),
    ("empty_file", "# only a remark\n", None, ""),
    ("empty_file", "", None, ""),
    ("not_decodable", b"name: \xff\xff\xff", None, ""),
    ("control_character", HEAD + "id: a\x00b", 2, "U+0000"),
    ("syntax", HEAD + "term: [1, 2\n", 2, "term: [1, 2"),
    ("tab_indent", HEAD + "term:\n\tid: x\n", 3, "id: x"),
    ("fullwidth_colon", HEAD + "term：\n  id: x\n", 2, "term："),
    ("fullwidth_colon", "学校：示范小学\n学期：2026\n", 1, "学校：示范小学 学期：2026"),
    ("fullwidth_comma", HEAD + "term: {id: 'x'，name: y}\n", 2, "term: {id: 'x'，name: y}"),
    ("fullwidth_quote", '{\n"name": “a”}', 2, '"name": “a”}'),
    ("space_after_colon", HEAD + "term:x\nclasses: []\n", 2, "term:x"),
    ("duplicate_key", HEAD + "term: {}\nname: b\n", 3, "name"),
    ("too_many_values", BOMB, 4, ""),
    ("too_deep", HEAD + "term: " + "[" * 60 + "]" * 60, 2, ""),
    ("too_deep", HEAD + "term: " + "[" * 100_000, 2, ""),
    ("unknown_anchor", HEAD + "term: *nothing\n", 2, "*nothing"),
    ("unknown_anchor", HEAD + "term: &x [*x]\n", 2, "*x"),
    ("bad_merge", HEAD + "term:\n  <<: 3\n", 3, "<<"),
    ("tag", HEAD + "term: !!python/object:os.system x\n", 2, "tag:yaml.org,2002:python/object:os.system"),
    ("two_documents", HEAD + "---\nname: b\n", 2, ""),
    ("key_not_text", HEAD + "[1, 2]: b\n", 2, ""),
    ("not_a_mapping", "- a\n- b\n", 1, "[a, b]"),
]


@pytest.mark.parametrize(("code", "text", "line", "value"), FILES, ids=[f"{n}-{row[0]}" for n, row in enumerate(FILES)])
def test_a_broken_file_says_what_is_broken_and_where(code: str, text: str | bytes, line: int | None, value: str) -> None:
    source = "school.json" if code == "fullwidth_quote" else "school.yaml"
    found = [p for p in problems_of(text, source) if p.code == code]
    assert [(p.line, p.value) for p in found] == [(line, value)]


FIELDS = [
    # code, piece of the sample, what stands there instead, path, value
    ("missing_field", "  name: 第二学期\n", "", "term.name", ""),
    ("unknown_field", "  end: 2026-07-07", "  ende: x\n  end: 2026-07-07", "term.ende", "ende"),
    ("written_twice", "last_term:", "上学期冷门: {1-1: 3}\nlast_term:", "last_term", "last_term"),
    ("written_twice", "days: {MON: 语文 数学}", "days: {MON: 语文 数学, 周一: 语文}", "timetable[1].days.周一", "周一"),
    ("empty_value", "  start: 2026-03-02", "  start:", "term.start", ""),
    ("not_a_mapping", "  - {id: main, name: 本部}", "  - main", "campuses[0]", "main"),
    ("fullwidth_colon", "  - {id: main, name: 本部}", "  - id：main", "campuses[0]", "id：main"),
    ("space_after_colon", "  - {id: main, name: 本部}", "  - id:main", "campuses[0]", "id:main"),
    ("not_text", "name: 第二学期", "name: [1]", "term.name", "[1]"),
    ("not_text", "grades: 1-4, count: 2", "grades: true, count: 2", "classes[0].grades", "true"),
    ("empty_text", "name: 分馆", "name: ''", "rooms[2].name", ""),
    ("long_text", "id: h1, class", f"name: {'长' * 41}, id: h1, class", "helpers[0].name", "长" * 41),
    ("not_a_number", "pupils: 36", "pupils: many", "classes[0].pupils", "many"),
    ("not_a_number", "pupils: 36", "pupils: 3.5", "classes[0].pupils", "3.5"),
    ("not_yes_no", "booked: false", "booked: maybe", "windows[2].booked", "maybe"),
    ("too_small", "pupils: 36", "pupils: 0", "classes[0].pupils", "0"),
    ("too_large", "pupils: 36", "pupils: 999", "classes[0].pupils", "999"),
    ("short_list", "helpers: [h1, h2]", "helpers: [h1]", "wishes[0].helpers", "[h1]"),
    ("long_list", "helpers: [h1, h2]", "helpers: [h1, h2, h1]", "wishes[0].helpers", "[h1, h2, h1]"),
    ("choice", "kind: after_school", "kind: after_scool", "windows[1].kind", "after_scool"),
    ("choice", "  name: 第二学期", "  name: 第二学期\n  first_week_is: C", "term.first_week_is", "C"),
    ("bad_id", "- {id: desk,", "- {id: 'a/b',", "posts[0].id", "a/b"),
    ("id_list", "name: 借还台, windows: noon", "name: 借还台, windows: '午间,after'", "posts[0].windows", "午间,after"),
    ("monthly", "monthly: last FRI", "monthly: second FRI", "events[0].monthly", "second FRI"),
    ("weekday", "stays: MON-THU", "stays: 周八", "classes[2].stays", "周八"),
    ("weekday", "posts: desk, away: [MON]", "posts: desk, away: [MON, XYZ]", "helpers[0].away", "XYZ"),
    ("turn", "noon, bans: [{grades: 3", "noon, bans: [{turns: 双周, grades: 3", "demands[0].bans[0].turns", "双周"),
    ("grades", "grades: 1-4, count", "grades: 3-x, count", "classes[0].grades", "3-x"),
    (
        "grade_range",
        "grades: 1-4, count",
        "grades: 1-14, count",
        "classes[0]",
        "{grades: 1-14, count: 2, campus: main, pupils: 36}",
    ),
    ("weeks", "weeks: 3-5", "weeks: soon", "helpers[1].away[0].weeks", "soon"),
    ("time", "time: 12:10-13:00", "time: 12:10-25:00", "windows[0].time", "25:00"),
    ("span", "lunch: 11:50-12:10", "lunch: noon", "bells[0].lunch", "noon"),
    ("span", "P1: '08:20-09:00'", "P1: 8", "bells[0].periods.P1", "8"),
    ("span_order", "lunch: 11:50-12:10", "lunch: 12:50-12:10", "bells[0].lunch", "12:50-12:10"),
    ("date", "end: 2026-07-07", "end: 2026-02-30", "term.end", "2026-02-30"),
    ("dates", "2026-05-01..2026-05-05", "2026-05-05..2026-05-01", "term.closures[1].dates", "2026-05-05..2026-05-01"),
    ("cycle", "cycle: A/B", "cycle: now and then", "demands[1].cycle", "now and then"),
    ("class_words", "classes:", "classes:\n  - ten classes", "classes[0]", "ten classes"),
    (
        "classes_or_grades",
        """
  - {grades: 1-4, count: 2, campus: main, pupils: 36}
  - {grades: 4, number: 2, pupils: 30, teacher: 王老师}
  - {grades: 5-6, count: 2, campus: east, id: 'e{grade}-{number}', stays: MON-THU}
""",
        " 1-6\n",
        "classes",
        "1-6",
    ),
    (
        "letters_and_numbers",
        "grades: 1-4, count: 2",
        "grades: 1-4, letters: A-B, count: 2",
        "classes[0]",
        "{grades: 1-4, letters: A-B, count: 2, campus: main, pupils:…",
    ),
    ("helper_without_class", "wishes:", "  - {id: nobody}\nwishes:", "helpers[2]", "{id: nobody}"),
    ("cycle_names", "  name: 第二学期", "  name: 第二学期\n  cycle_days: F-A", "term.cycle_days", "F-A"),
    ("cycle_names_twice", "  name: 第二学期", "  name: 第二学期\n  cycle_names: [x, X]", "term.cycle_names", "[x, X]"),
    ("cycle_length", "cycle: A/B", "cycle: {kind: weeks}", "demands[1].cycle", "{kind: weeks}"),
    (
        "class_template",
        "'e{grade}-{number}'",
        "'e{grad}'",
        "classes[2]",
        "{grades: 5-6, count: 2, campus: east, id: e{grad}, stays: M…",
    ),
    ("unreadable", "kind: noon_reading", "", "", ""),
    ("not_a_list", "", "", "", ""),
    # Between the parts.
    ("unknown_room", "rooms: [stack]", "rooms: [stock]", "windows[0].rooms[0]", "stock"),
    ("unknown_window", "windows: noon, bans", "windows: nooon, bans", "demands[0].windows", "nooon"),
    ("unknown_campus", "id: branch, name: 分馆, campus: east", "id: branch, name: 分馆, campus: est", "rooms[2].campus", "est"),
    ("unknown_post", "posts: desk, away", "posts: dessk, away", "helpers[0].posts", "dessk"),
    ("unknown_demand", "demand: borrow", "demand: borow", "posts[1].escort.demand", "borow"),
    ("unknown_helper", "helpers: [h1, h2]", "helpers: [h1, h9]", "wishes[0].helpers[1]", "h9"),
    ("unknown_teacher", "kind: lesson_reading", "teachers: 张三, kind: lesson_reading", "demands[2].teachers", "张三"),
    ("unknown_class", "class: 四(2), away", "class: 四(9), away", "helpers[1].class", "四(9)"),
    ("unknown_class", "last_term: {1-1: 5", "last_term: {9-9: 5", "last_term.9-9", "9-9"),
    ("unknown_period", "after: P4", "after: P9", "windows[1].after", "P9"),
    ("unknown_rule", "  spread: {", "  spred: {", "rules.spred", "spred"),
    ("id_twice", "- {id: h2,", "- {id: h1,", "helpers[1].id", "h1"),
    ("same_helper", "helpers: [h1, h2]", "helpers: [h1, h1]", "wishes[0].helpers", "h1"),
    (
        "class_twice",
        "campus: east, id: 'e{grade}-{number}', stays",
        "campus: east, id: '{grade}-{number}', grade: 5, stays",
        "",
        "",
    ),
    ("class_name_twice", "id: 'e{grade}-{number}'", "name: '高{number}', id: 'e{grade}-{number}'", "classes[2]", "高1"),
    ("class_name_shared", "", "", "", ""),
    ("class_is_teacher", "teacher: 王老师}", "teacher: 1-1}", "classes[0]", "1-1"),
    ("campus_missing", "id: branch, name: 分馆, campus: east", "id: branch, name: 分馆", "rooms[2]", "branch"),
    ("campus_missing", "count: 2, campus: main", "count: 2", "classes[0]", "1,2,3,4"),
    ("not_1_to_9", "last_term: {1-1: 5", "last_term: {1-1: 50", "last_term.1-1", "50"),
    ("row_too_long", "TUE: 数学 语文", "TUE: 数学 语文 - - 体育", "timetable[0].TUE", "数学 语文 - - 体育"),
    ("timetable_twice", "class: 四(2)\n", "class: 1-1\n", "timetable[1]", "1-1"),
    ("bells_ambiguous", "  - campus: east\n    periods", "  - periods", "bells[1]", "1-1"),
    ("term_order", "end: 2026-07-07", "end: 2026-03-01", "term.end", "2026-03-01"),
    ("term_too_long", "end: 2026-07-07", "end: 2028-07-07", "term.end", "2028-07-07"),
    ("term_year", "end: 2026-07-07", "end: 2126-07-07", "term.end", "2126-07-07"),
    ("week1_not_monday", "  name: 第二学期", "  name: 第二学期\n  week1_monday: 2026-03-03", "term.week1_monday", "2026-03-03"),
    ("unknown_timezone", "  name: 第二学期", "  name: 第二学期\n  timezone: Asia/Peking", "term.timezone", "Asia/Peking"),
    ("unknown_country", "  name: 第二学期", "  name: 第二学期\n  country: GB-XXX", "term.country", "GB-XXX"),
    ("outside_term", "dates: 2026-04-06", "dates: 2025-04-06", "term.closures[0].dates", "2025-04-06"),
    ("outside_term", "away: {dates: 2026-04-17}", "away: {dates: 2026-08-17}", "absences[0].away.dates", "2026-08-17"),
    (
        "valid_order",
        "posts: desk, away",
        "valid_from: 2026-05-01, valid_until: 2026-04-01, posts: desk, away",
        "helpers[0].valid_until",
        "2026-04-01",
    ),
    (
        "day_twice",
        "    - {date: 2026-05-09, runs_as: FRI",
        "    - {date: 2026-05-09}\n    - {date: 2026-05-09, runs_as: FRI",
        "term.days[1].date",
        "2026-05-09",
    ),
    ("day_closed", "date: 2026-05-09", "date: 2026-04-06", "term.days[0].date", "2026-04-06"),
    ("week_outside_term", "recall_weeks: 18-19", "recall_weeks: 18-20", "term.recall_weeks", "20"),
    ("label_not_weekday", "  name: 第二学期", "  name: 第二学期\n  weekdays: D1-D5", "term.weekdays", "D1"),
    ("label_without_cycle", "runs_as: FRI", "runs_as: D2", "term.days[0].runs_as", "D2"),
    ("label_not_in_cycle", "  name: 第二学期", "  name: 第二学期\n  cycle_days: 4", "windows[0].weekdays", "MON"),
    (
        "booked_without_school",
        "slot_minutes: [15, 15], gap",
        "school_days_only: false, slot_minutes: [15, 15], gap",
        "windows[1].school_days_only",
        "after",
    ),
    ("window_times", "slot_minutes: [15, 15], gap", "gap", "windows[1]", "after"),
    ("slots_overlap", "12:25-12:40, 12:40", "12:20-12:40, 12:40", "windows[0].slots[1]", "12:20-12:40"),
    ("slot_outside", "12:40-12:55]", "12:40-13:05]", "windows[0].slots[2]", "12:40-13:05"),
    ("slot_minutes", "slot_minutes: [15, 15]", "slot_minutes: [15, 0]", "windows[1].slot_minutes", "0"),
    ("slots_too_long", "time: 07:50-08:10", "time: 07:50-08:10, slot_minutes: [15, 15]", "windows[2].slot_minutes", "30"),
    ("change_slots", ", 12:50-13:05]", "]", "windows[0].changes[0]", "2"),
    (
        "change_empty",
        "time: 12:20-13:10, slots: [12:20-12:35, 12:35-12:50, 12:50-13:05]}",
        "}",
        "windows[0].changes[0]",
        "2026-05-01",
    ),
    (
        "change_twice",
        "    changes:\n",
        "    changes:\n      - {valid_from: 2026-05-01, slots: [12:10-12:20, 12:20-12:30, 12:30-12:40]}\n",
        "windows[0].changes[1].valid_from",
        "2026-05-01",
    ),
    (
        "change_anchored",
        "gap: 5}",
        "gap: 5, changes: {valid_from: 2026-05-01, time: 12:20-13:00}}",
        "windows[1].changes",
        "2026-05-01",
    ),
    ("tidy_early", "    unpopular:", "    tidy: 12:50-13:00\n    unpopular:", "windows[0].tidy", "12:50-13:00"),
    ("unpopular_key", "MON 3: 4", "MON 4: 4", "windows[0].unpopular.MON 4", "MON 4"),
    ("demand_rooms", "阅读]}, rooms: reading", "阅读]}", "demands[2]", "read"),
    ("demand_subjects", "subjects: {1-2: 语文, all: [语文, 阅读]}, ", "", "demands[2]", "read"),
    ("demand_windows", "campus: east, windows: after", "campus: east", "demands[1]", "late"),
    ("window_not_booked", "windows: noon, bans", "windows: free, bans", "demands[0].windows", "free"),
    ("lesson_sliding", "kind: lesson_reading", "cycle: 顺延, kind: lesson_reading", "demands[2].cycle", "read"),
    ("sliding_rooms", "main, windows: noon, bans", "main, windows: [noon, after], bans", "demands[0].windows", "borrow"),
    ("subject_key", "{1-2: 语文, all", "{低年级: 语文, all", "demands[2].subjects.低年级", "低年级"),
    ("subjects_empty", "{1-2: 语文, all", "{1-2: [], all", "demands[2].subjects.1-2", "1-2"),
    ("subject_not_taught", "{1-2: 语文, all: [语文, 阅读]}", "{all: 阅览}", "demands[2].subjects", "阅览"),
    ("subject_unknown", "all: [语文, 阅读]", "all: [语文, 体肓]", "demands[2].subjects", "体肓"),
    ("teacher_of_nothing", "teachers: {语文: 李老师}", "teachers: {语文课: 李老师}", "timetable[0].teachers.语文课", "语文课"),
    ("no_such_grade", "windows: noon, count: 2", "windows: noon, grades: 7-9, count: 2", "posts[0].grades", "7-9"),
    ("no_such_day", "weekdays: MON,FRI", "weekdays: SUN", "windows[0].weekdays", "SUN"),
    ("no_such_slot", "bans: [{grades: 3, ", "bans: [{grades: 3, slots: 4, ", "demands[0].bans[0].slots", "4"),
    ("window_of_other", "bans: [{grades: 3, ", "bans: [{grades: 3, windows: after, ", "demands[0].bans[0].windows", "after"),
    ("week_outside_term", "weeks: 3-5, reason", "weeks: 33-35, reason", "helpers[1].away[0].weeks", "33-35"),
    ("demand_nobody", "cycle: A/B", "grades: 1, cycle: A/B", "demands[1]", "late"),
    ("demand_no_teacher", "", "", "", ""),
    ("selects_nobody", "bans: [{grades: 3", "bans: [{grades: 9", "demands[0].bans[0]", "9"),
    ("id_is_name", "id: h1, class", "id: 王小明, name: 王小明, class", "helpers[0].id", "王小明"),
    ("min_above_max", "posts: desk, away", "min_per_week: 3, posts: desk, away", "helpers[0].min_per_week", "3"),
]
BY_HAND = {"unreadable", "not_a_list", "class_twice", "class_name_shared", "demand_no_teacher"}
TABLE = [row for row in FIELDS if row[0] not in BY_HAND]


@pytest.mark.parametrize(("code", "old", "new", "path", "value"), TABLE, ids=[f"{n}-{row[0]}" for n, row in enumerate(TABLE)])
def test_a_spoiled_field_is_found_where_it_stands(code: str, old: str, new: str, path: str, value: str) -> None:
    text = spoiled(old, new)
    problems = problems_of(text)
    found = {(p.path, p.value): p for p in problems if p.code == code}
    assert (path, value) in found, problems
    written = next(
        (piece for piece in (value, new.strip(), old.strip()) if piece and piece in text and code != "missing_field"), None
    )
    line = found[path, value].line
    assert line is not None
    if written and SCHOOL.count(written) <= 1 and text.count(written) == 1 and code not in ("grade_range", "written_twice"):
        assert line == line_of(text, written)
    else:
        assert 1 <= line <= text.count("\n")


def test_a_class_described_twice_by_equally_broad_entries_is_found() -> None:
    text = spoiled(
        "id: 'e{grade}-{number}', stays: MON-THU}",
        "id: 'e{grade}-{number}'}\n  - {grades: 6-7, count: 1, id: 'e{grade}-{number}'}",
    )
    (problem,) = [p for p in problems_of(text) if p.code == "class_twice"]
    assert (problem.path, problem.line, problem.value) == ("classes[3]", line_of(text, "6-7"), "e6-1")
    assert problem.params == {"first": f"classes[2] (school.yaml:{line_of(text, 'grades: 5-6')})"}


def test_a_name_shared_by_two_campuses_may_not_be_used() -> None:
    text = spoiled("{grades: 5-6, count: 2, campus: east,", "{grades: 3-4, count: 2, campus: east,")
    found = {(p.code, p.path) for p in problems_of(text)}
    assert ("class_name_shared", "helpers[1].class") in found
    assert ("class_name_shared", "last_term.四(2)") in found


def test_a_demand_for_teachers_needs_teachers() -> None:
    text = (
        "name: a\nterm: {id: t, school_year: y, name: n, start: 2026-03-02, end: 2026-07-07}\n"
        "classes: {grades: 1}\nrooms: {id: r, name: r}\n"
        "demands:\n  - {id: d, name: d, kind: 教师阅览, rooms: r}\n"
    )
    (problem,) = problems_of(text)
    assert (problem.code, problem.path, problem.line) == ("demand_no_teacher", "demands[0]", 6)


def test_every_code_in_the_words_is_triggered_by_a_test() -> None:
    elsewhere = {"bad_id", "arrive_yesterday", "stumbled", "format_newer", "format_unknown", "not_editable"}
    elsewhere |= {"timetable_for_school"}
    tested = {row[0] for row in FILES} | {row[0] for row in FIELDS} | elsewhere
    assert tested == {*FILE_WORDS, *FIELD_WORDS, *CHECK_WORDS}
    assert tested <= set(WORDS)


def test_a_code_without_words_still_gets_some() -> None:
    assert describe(Problem(code="never heard of", value="x"), "zh") == "“x”不能用在这里。请对照示例和该字段的说明修改。"


def test_all_problems_come_at_once_and_in_the_order_of_the_file() -> None:
    text = spoiled("pupils: 36", "pupils: many").replace("kind: after_school", "kind: evening").replace("last FRI", "FRI")
    problems = problems_of(text)
    assert [p.code for p in problems] == ["not_a_number", "choice", "monthly"]
    assert [p.line for p in problems] == sorted(p.line or 0 for p in problems)


def test_cross_checks_come_all_at_once() -> None:
    text = spoiled("demand: borrow", "demand: x").replace("after: P4", "after: P9").replace("  spread:", "  spred:")
    assert [p.code for p in problems_of(text)] == ["unknown_period", "unknown_demand", "unknown_rule"]


def test_the_line_in_words() -> None:
    (problem,) = problems_of(spoiled("grades: 1-4, count", "grades: 3-x, count"))
    assert describe(problem, "en", "school.yaml").startswith(
        "school.yaml:27 classes[0].grades: “3-x” is not a range of grades. Write"
    )
    in_chinese = describe(problem, "zh", "school.yaml")
    assert in_chinese == "school.yaml:27 classes[0].grades：“3-x”不是年级范围。请写三至六年级、3-6 或 3 这样的形式。"


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("班级,星期,节次,课程\n三（1）班,周一,1,语文\n", "课表.csv"),
        ("Class;Day;Period;Subject\n3A;Mon;1;Maths\n", "t.csv"),
        ('<?xml version="1.0"?>\n<fet version="6.0"></fet>\n', "t.fet"),
        ("version: 1\nsubjects: []\nschedules: []\n", "cses.yaml"),
    ],
)
def test_a_timetable_is_no_school_file_and_where_it_goes_is_said(text: str, source: str) -> None:
    assert [p.code for p in problems_of(text.encode(), source)] == ["timetable_for_school"]


@pytest.mark.parametrize(
    ("piece", "new", "meant"),
    [
        ("\nrooms:", "\n图书馆:", "场地"),
        ("\nwindows:", "\nopening hours:", "windows"),
        ("\nrooms:", "\n调课:", "学期.特殊日"),
        ("grades: 5-6, count: 2", "grades: 5-6, 混龄: 是", "复式班"),
        ("grades: 5-6, count: 2", "grades: 5-6, multigrade: yes", "mixed"),
    ],
)
def test_a_field_that_is_called_otherwise_is_told(piece: str, new: str, meant: str) -> None:
    problem = next(p for p in problems_of(spoiled(piece, new)) if p.code == "unknown_field")
    assert problem.params["closest"] == meant
