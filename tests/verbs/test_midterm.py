"""What changes in the middle of a term, written into the school file: what it is about, and whatever names what is gone."""

from __future__ import annotations

import datetime as dt

import pytest

import planner
from planner.editing.wanted import ClassAdded, ClassCloses, ClassRenamed, HelperLeaves, LessonMoved, MidTerm
from planner.errors import Declined
from planner.models import School
from planner.reading.schoolfile import parse_school

SINCE = dt.date(2026, 3, 9)
PLAIN = """\
# the school's own words
name: Test School
term: {id: t1, school_year: 2025-2026, name: spring, start: 2026-03-02, end: 2026-03-13}
bells:
  - periods: {P1: 08:00-08:40, P2: 08:50-09:30}
classes:
  - {grades: 3-4, count: 3, pupils: 30}   # grade 5 is new
  - {grade: 5, letters: A-B}
timetable:
  - {class: 3-2, MON: 语文 数学, TUE: 数学 语文, teachers: {语文: T1}}
windows:
  - {id: noon, name: Noon, kind: noon, weekdays: MON, slots: [12:10-12:25]}
demands:
  - id: borrow
    name: Borrowing
    kind: borrowing
    windows: noon
    pins: [{classes: 三(2), weekdays: MON}, {classes: [3-1, 3-2], weekdays: MON}]
posts:
  - {id: desk, name: Desk, windows: noon}
helpers:
  - {id: h1, class: 三(2)}
  - {id: h2, class: 4-1}
duties: {pins: [{helper: h1, post: desk}]}
wishes: [{helpers: [h1, h2]}]
absences:
  - {classes: 3-2, away: {dates: 2026-03-09}}
last_term: {3-2: 4, 4-1: 2}
"""
CHINESE = """\
学校: 测试小学
学期: {编号: t1, 学年: 2025-2026, 名称: 春, 开始: 2026-03-02, 结束: 2026-03-13}
班级: 1A-1C, 二甲
开放时段:
  - {编号: 中午, 名称: 中午, 类型: 中午, 星期: 周一, 时间段: [12:10-12:25]}
需求:
  - {编号: 借书, 名称: 借书, 类型: 借还书, 开放时段: 中午}
"""


def after(wanted: MidTerm, text: str = PLAIN) -> tuple[School, str]:
    """The school and its file after a change; the file as JSON gives the same school."""
    made = planner.change_midterm(text.encode(), wanted)
    return parse_school(made, "school.yaml"), made.decode()


def declined(wanted: MidTerm, text: str = PLAIN) -> str:
    with pytest.raises(Declined) as raised:
        planner.change_midterm(text.encode(), wanted)
    return raised.value.code


def test_a_helper_stops_the_day_before() -> None:
    school, text = after(HelperLeaves(helper="h1", since=SINCE))
    assert school.helper_by_id["h1"].valid_until == dt.date(2026, 3, 8)
    assert school.helper_by_id["h2"].valid_until is None
    assert text.startswith("# the school's own words\n")
    assert declined(HelperLeaves(helper="nobody", since=SINCE)) == "no_such_helper"


def test_a_class_goes_with_everything_that_names_it() -> None:
    school, text = after(ClassCloses(class_id="三(2)", since=SINCE))
    assert [c.id for c in school.class_list] == ["3-1", "3-3", "4-1", "4-2", "4-3", "5A", "5B"]
    assert {c.pupils for c in school.class_list if c.grade < 5} == {30}
    assert [pin.classes for pin in school.demand_by_id["borrow"].pins] == [("3-1",)]
    assert (school.timetable, school.absences, school.wishes, school.duties.pins) == ((), (), (), ())
    assert [h.id for h in school.helpers] == ["h2"]
    assert school.last_term == {"4-1": 2}
    assert "# the school's own words" in text
    # Joined with another one, its helpers go on there.
    school, _text = after(ClassCloses(class_id="3-2", joins="3-1", since=SINCE))
    assert school.helper_by_id["h1"].class_id == "3-1"
    assert len(school.duties.pins) == 1


@pytest.mark.parametrize(("gone", "left"), [("4-3", 7), ("3-1", 7), ("5A", 7), ("5B", 7)])
def test_any_class_of_a_block_can_go(gone: str, left: int) -> None:
    before = {c.id for c in parse_school(PLAIN.encode(), "school.yaml").class_list}
    school, _text = after(ClassCloses(class_id=gone, since=SINCE))
    assert {c.id for c in school.class_list} == before - {gone}
    assert len(school.class_list) == left


def test_classes_written_in_words() -> None:
    school, text = after(ClassCloses(class_id="1B", since=SINCE), CHINESE)
    assert [c.id for c in school.class_list] == ["1A", "1C", "2甲"]
    assert "班级" in text
    school, _text = after(ClassAdded(grade=1, since=SINCE), CHINESE)
    assert [c.id for c in school.class_list] == ["1A", "1B", "1C", "1D", "2甲"]
    school, _text = after(ClassAdded(grade=2, since=SINCE), CHINESE)
    assert "2乙" in school.class_by_id
    school, _text = after(ClassRenamed(class_id="2甲", name="二年级彩虹班"), CHINESE)
    assert school.class_by_id["2甲"].name.zh == "二年级彩虹班"


def test_a_class_more_is_as_the_others_of_its_grade() -> None:
    school, _text = after(ClassAdded(grade=4, since=SINCE))
    new = school.class_by_id["4-4"]
    assert (new.number, new.pupils, new.name.zh) == (4, 30, "四(4)")
    school, _text = after(ClassAdded(grade=5, name="5F", pupils=20, since=SINCE))
    assert school.class_by_id["5F"].pupils == 20
    school, _text = after(ClassAdded(grade=6, name="Rainbow", since=SINCE))
    assert school.class_by_id["6-1"].name.en == "Rainbow"
    assert declined(ClassAdded(grade=4, name="四(1)", since=SINCE)) == "name_taken"
    read = "  - {id: read, name: Reading, kind: lesson_reading, subjects: 语文, grades: 3, rooms: lib}\n"
    reading = PLAIN.replace("posts:\n", f"{read}rooms: [{{id: lib, name: Library}}]\nposts:\n")
    assert declined(ClassAdded(grade=3, since=SINCE), reading) == "needs_lessons"
    after(ClassAdded(grade=4, since=SINCE), reading)


def test_a_new_name_leaves_the_class_what_it_was() -> None:
    before = parse_school(PLAIN.encode(), "school.yaml")
    school, text = after(ClassRenamed(class_id="3-2", name="Acorns"))
    assert school.class_by_id["3-2"].name.en == "Acorns"
    assert set(school.class_by_id) == set(before.class_by_id)
    assert school.helper_by_id["h1"].class_id == "3-2"
    assert school.select(school.demand_by_id["borrow"].pins[0]) == ("3-2",)
    # Once more, and it is still one class.
    again, _text = after(ClassRenamed(class_id="Acorns", name="Oaks"), text)
    assert again.class_by_id["3-2"].name.en == "Oaks"
    assert declined(ClassRenamed(class_id="3-2", name="3(1)")) == "name_taken"
    assert declined(ClassRenamed(class_id="9-9", name="x")) == "no_such_class"


def lesson(since: dt.date = SINCE, **changes: str) -> LessonMoved:
    places = {"class_id": "3-2", "day": "MON", "period": "P1", "to_day": "MON", "to_period": "P2", **changes}
    return LessonMoved.model_validate({**places, "since": since})


def test_two_lessons_change_places_from_a_date_on() -> None:
    school, _text = after(lesson())
    old, new = sorted(school.timetable, key=lambda row: row.valid_until is None)
    assert (old.valid_until, new.valid_from) == (dt.date(2026, 3, 8), SINCE)
    assert (old.days["MON"], new.days["MON"]) == (("语文", "数学"), ("数学", "语文"))
    assert (new.days["TUE"], new.teachers) == (("数学", "语文"), {"语文": "T1"})
    # From the first day on there is nothing to keep; a day without lessons is as good as another.
    school, _text = after(lesson(dt.date(2026, 3, 2), to_day="FRI"))
    (row,) = school.timetable
    assert (row.days["MON"], row.days["FRI"]) == (("-", "数学"), ("-", "语文"))
    assert declined(lesson(to_day="TUE", to_period="P2")) == "no_such_lesson"
    assert declined(lesson(to_period="P9")) == "no_such_period"
    assert declined(lesson(class_id="3-1")) == "no_such_lesson"
