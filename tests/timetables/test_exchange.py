"""Exchange formats as their makers write them, with small inputs of our own: what is not solved or not clear is not taken."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from planner.errors import BadInput
from planner.importing.asking import look
from planner.importing.lessons import settle
from planner.importing.newschool import NewSchool
from planner.importing.raw import RawTimetable
from planner.importing.reading import read_timetable

START = dt.date(2026, 9, 1)


def read(tmp_path: Path, name: str, text: str) -> RawTimetable:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return read_timetable(path)


def refused(tmp_path: Path, name: str, text: str) -> list[tuple[str, str]]:
    with pytest.raises(BadInput) as caught:
        read(tmp_path, name, text)
    return [(p.code, p.value) for p in caught.value.problems]


def places(raw: RawTimetable) -> set[tuple[str, str, str, str]]:
    return {(x.day, x.period, x.weeks, x.subject) for x in raw.lessons}


# aSc: a lesson says who and what, a card where; one card a period.


def asc(lessons: str, cards: str, more: str = "") -> str:
    periods = "".join(
        f'<period name="{n}" short="{n}" period="{n}" starttime="{7 + n}:00" endtime="{7 + n}:40"/>' for n in range(6)
    )
    days = "".join(
        f'<daysdef id="d{n}" name="{name}" short="{name[:2]}" days="{"0" * n}1{"0" * (4 - n)}"/>'
        for n, name in enumerate(("Monday", "Tuesday", "Wednesday", "Thursday", "Friday"))
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><timetable importtype="database" displayname="aSc Timetables 2012 XML">'
        f'<periods>{periods}</periods><daysdefs><daysdef id="e" name="Every day" days="11111"/>{days}</daysdefs>'
        '<subjects><subject id="s1" name="Reading"/><subject id="s2" name="Maths"/><subject id="s3" name="French"/></subjects>'
        '<teachers><teacher id="t1" name="Ms Reed"/><teacher id="t2" name="Mr Moor"/></teachers>'
        '<classes><class id="c1" name="3A"/><class id="c2" name="3B"/></classes>'
        '<groups><group id="g1" name="Entire class" classid="c1" entireclass="1"/>'
        '<group id="g2" name="Group 1" classid="c1" entireclass="0" divisiontag="1"/>'
        '<group id="g3" name="Group 2" classid="c1" entireclass="0" divisiontag="1"/></groups>'
        f"<lessons>{lessons}</lessons><cards>{cards}</cards>{more}</timetable>"
    )


def lesson(key: str, subject: str, per_card: int = 1, per_week: float = 1, **more: str) -> str:
    given = {"classids": "c1", "teacherids": "t1", "groupids": "g1", **more}
    words = " ".join(f'{k}="{v}"' for k, v in given.items())
    return f'<lesson id="{key}" subjectid="{subject}" periodspercard="{per_card}" periodsperweek="{per_week:.1f}" {words}/>'


def card(key: str, period: int, days: str = "10000", weeks: str = "1", terms: str = "1") -> str:
    return f'<card lessonid="{key}" classroomids="" period="{period}" weeks="{weeks}" terms="{terms}" days="{days}"/>'


def test_a_double_lesson_has_a_card_for_each_period(tmp_path: Path) -> None:
    text = asc(lesson("a", "s1", 2, 2) + lesson("b", "s2"), card("a", 1) + card("a", 2) + card("b", 3))
    raw = read(tmp_path, "t.xml", text)
    assert places(raw) == {
        ("Monday", "1", "all", "Reading"),
        ("Monday", "2", "all", "Reading"),
        ("Monday", "3", "all", "Maths"),
    }
    assert len(raw.lessons) == 3


def test_two_double_lessons_of_one_day_stand_beside_each_other(tmp_path: Path) -> None:
    raw = read(tmp_path, "t.xml", asc(lesson("a", "s1", 2, 4), "".join(card("a", n) for n in (1, 2, 3, 4))))
    assert sorted(x.period for x in raw.lessons) == ["1", "2", "3", "4"]


def test_other_programs_write_one_card_for_the_run(tmp_path: Path) -> None:
    """With periodspercard, or with durationperiods and day= as in the older form."""
    raw = read(tmp_path, "t.xml", asc(lesson("a", "s1", 2, 2), card("a", 2)))
    assert sorted(x.period for x in raw.lessons) == ["2", "3"]
    older = lesson("a", "s1", 2, 2).replace("periodspercard", "durationperiods")
    old = asc(older, card("a", 2).replace("days=", "day="))
    assert sorted(x.period for x in read(tmp_path, "u.xml", old).lessons) == ["2", "3"]


def test_cards_that_fit_neither_way_are_asked_about(tmp_path: Path) -> None:
    raw = read(tmp_path, "t.xml", asc(lesson("a", "s1", 3, 3) + lesson("b", "s2"), card("a", 1) + card("a", 2) + card("b", 5)))
    assert [(x.cell, x.lesson) for x in raw.leftovers] == [("card 1", True), ("card 2", True)]
    assert [section for section, _key in look(raw, None, START, ("Maths",)).mapping.open_points] == [
        "unrecognised",
        "unrecognised",
    ]


def test_weeks_days_terms_groups_and_several_classes(tmp_path: Path) -> None:
    lessons = "".join(
        [
            lesson("a", "s1", classids="c1,c2", groupids="g1"),
            lesson("b", "s2", groupids="g2"),
            lesson("c", "s3", groupids="g3"),
            lesson("d", "s1", classids=""),
        ]
    )
    cards = card("a", 1, days="10100") + card("b", 2, weeks="10") + card("c", 2, weeks="01") + card("d", 4, terms="01")
    raw = read(tmp_path, "t.xml", asc(lessons, cards, '<termsdefs><termsdef terms="10"/><termsdef terms="01"/></termsdefs>'))
    assert {(x.class_name, x.day, x.period, x.weeks, x.subject) for x in raw.lessons} == {
        *((c, d, "1", "all", "Reading") for c in ("3A", "3B") for d in ("Monday", "Wednesday")),
        ("3A", "Monday", "2", "A", "Maths"),
        ("3A", "Monday", "2", "B", "French"),
        ("3A", "Monday", "4", "all", "Reading"),
    }
    assert [x.term for x in raw.lessons if x.period == "4"] == ["01"]


def test_a_timetable_without_cards_is_refused(tmp_path: Path) -> None:
    assert refused(tmp_path, "t.xml", asc(lesson("a", "s1", 1, 5), "")) == [("import_unsolved_asc", "0/5")]
    assert refused(tmp_path, "t.xml", asc(lesson("a", "s1", 1, 5), card("a", 1) + card("a", 2))) == [
        ("import_unsolved_asc", "2/5")
    ]


# FET


def fet(placed: int, activities: int) -> str:
    days = "".join(f"<Day><Name>{d}</Name></Day>" for d in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday"))
    hours = "".join(f"<Hour><Name>{n}</Name></Hour>" for n in range(1, 9))
    made = "".join(
        f"<Activity><Teacher>T</Teacher><Subject>{('Maths', 'Art')[n % 2]}</Subject><Students>3A</Students>"
        f"<Duration>1</Duration><Id>{n}</Id>"
        "<Active>true</Active></Activity>"
        for n in range(activities)
    )
    named = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
    fixed = "".join(
        "<ConstraintActivityPreferredStartingTime><Weight_Percentage>100</Weight_Percentage>"
        f"<Activity_Id>{n}</Activity_Id><Preferred_Day>{named[n % 5]}</Preferred_Day>"
        f"<Preferred_Hour>{n // 5 + 1}</Preferred_Hour><Active>true</Active></ConstraintActivityPreferredStartingTime>"
        for n in range(placed)
    )
    return (
        f'<fet version="6.8.5"><Days_List>{days}</Days_List><Hours_List>{hours}</Hours_List><Students_List><Year>'
        f"<Name>3A</Name></Year></Students_List><Activities_List>{made}</Activities_List><Time_Constraints_List>{fixed}</Time_Constraints_List></fet>"
    )


def test_a_few_fixed_activities_are_no_timetable(tmp_path: Path) -> None:
    assert refused(tmp_path, "t.fet", fet(1, 4)) == [("import_unsolved", "1/4")]
    assert refused(tmp_path, "t.fet", fet(11, 20)) == [("import_unsolved", "11/20")]


def test_a_timetable_with_gaps_is_asked_about_and_named(tmp_path: Path) -> None:
    seen = look(read(tmp_path, "t.fet", fet(30, 40)), None, START, ("Maths",))
    assert seen.mapping.open_points == [("doubts", "unplaced")]
    assert "Maths 3A" in seen.doubts[0].problem.params["missing"]
    assert look(read(tmp_path, "t.fet", fet(39, 40)), None, START, ("Maths",)).mapping.open_points == []


# CSES and ClassIsland: lessons by the clock


def cses(*schedules: str, version: int = 1, more: str = "") -> str:
    return "\n".join([f"version: {version}", more, "subjects:", "  - {name: 语文, teacher: 王}", "schedules:", *schedules, ""])


def schedule(day: str, *times: str, weeks: str = "all", subject: str = "语文") -> str:
    classes = ", ".join(
        f"{{subject: {subject}, start_time: '{t.split('-')[0]}:00', end_time: '{t.split('-')[1]}:00'}}" for t in times
    )
    return f"  - {{name: x, enable_day: {day}, weeks: {weeks}, classes: [{classes}]}}"


def bells(raw: RawTimetable) -> list[tuple[tuple[str, ...], list[str]]]:
    mapping = look(raw, None, START).mapping
    return [(days, [f"{k} {v}" for k, v in bell.items()]) for days, bell in NewSchool(raw, mapping, None, None, "zh").bells]


def test_other_times_on_one_weekday_are_a_bell_of_their_own(tmp_path: Path) -> None:
    text = cses(
        schedule("1", "08:00-08:40", "08:50-09:30"), schedule("5", "08:00-08:35", "08:40-09:15"), schedule("3", "08:50-09:30")
    )
    raw = read(tmp_path, "三(1)班.yaml", text)
    assert bells(raw) == [
        ((), ["P1 08:00-08:40", "P2 08:50-09:30"]),
        (("FRI",), ["P1 08:00-08:35", "P2 08:40-09:15"]),
    ]
    # A day that begins later begins with the period that is held then, not with the first.
    assert {(x.day, x.period) for x in raw.lessons} == {("1", "1"), ("1", "2"), ("3", "2"), ("5", "1"), ("5", "2")}


def test_lessons_that_overlap_on_a_day_are_refused(tmp_path: Path) -> None:
    text = cses(schedule("1", "08:00-08:40", weeks="odd"), schedule("1", "08:20-09:00", weeks="even"))
    assert refused(tmp_path, "t.yaml", text) == [("import_overlap", "08:00-08:40, 08:20-09:00")]


def test_version_2_counts_working_days(tmp_path: Path) -> None:
    week = "configuration: {name: x, cycle: {work_count: 5, rest_count: 2}}"
    raw = read(tmp_path, "t.yaml", cses(schedule("[1, 3]", "08:00-08:40"), version=2, more=week))
    assert {(x.day, x.weeks) for x in raw.lessons} == {("1", "all"), ("3", "all")}
    two = (
        "configuration: {cycle: {work_count: 10, rest_count: 4, spans: [{activity: work, count: 5}, "
        "{activity: rest, count: 2}, {activity: work, count: 5}, {activity: rest, count: 2}]}}"
    )
    raw = read(tmp_path, "t.yaml", cses(schedule("[2, 8]", "08:00-08:40"), version=2, more=two))
    assert {(x.day, x.weeks) for x in raw.lessons} == {("2", "A"), ("3", "B")}
    six = "configuration: {cycle: {work_count: 4, rest_count: 2}}"
    assert refused(tmp_path, "t.yaml", cses(schedule("[2]", "08:00-08:40"), version=2, more=six))[0][0] == "import_nothing"


def test_a_day_or_time_that_is_none_is_asked_about(tmp_path: Path) -> None:
    text = cses(schedule("1", "08:00-08:40"), schedule("9", "08:00-08:40"), schedule("2", "09:00-08:40"))
    raw = read(tmp_path, "t.yaml", text)
    assert [(x.cell, x.lesson) for x in raw.leftovers] == [("schedules[1]", True), ("schedules[2].classes[0]", True)]


def profile(**plan: Any) -> str:
    subjects = {"s1": {"Name": "语文", "TeacherName": "王"}, "s2": {"Name": "数学"}}
    point = {"TimeType": 0, "StartTime": "08:00:00", "EndTime": "08:40:00"}
    pause = {"TimeType": 1, "StartTime": "08:40:00", "EndTime": "08:50:00"}
    late = {"TimeType": 0, "StartSecond": "2024-09-01T08:50:00", "EndSecond": "2024-09-01T09:30:00"}
    first = {
        "Name": "周一",
        "TimeLayoutId": "l",
        "TimeRule": {"WeekDay": 1, "WeekCountDiv": 0},
        "Classes": [{"SubjectId": "s1"}, {"SubjectId": "s2"}],
    }
    plans = {
        "a": first,
        "b": {**first, "Name": "周日", "TimeRule": {"WeekDay": 0, "WeekCountDiv": 1, "WeekCountDivTotal": 2}, **plan},
    }
    return json.dumps(
        {"Name": "三(2)班", "Subjects": subjects, "TimeLayouts": {"l": {"Layouts": [point, pause, late]}}, "ClassPlans": plans}
    )


def test_a_classisland_profile(tmp_path: Path) -> None:
    raw = read(tmp_path, "profile.json", profile())
    assert {(x.class_name, x.day, x.period, x.weeks, x.subject, x.teacher) for x in raw.lessons} == {
        ("三(2)班", "1", "1", "all", "语文", "王"),
        ("三(2)班", "1", "2", "all", "数学", ""),
        ("三(2)班", "7", "1", "A", "语文", "王"),
        ("三(2)班", "7", "2", "A", "数学", ""),
    }
    assert bells(raw) == [((), ["P1 08:00-08:40", "P2 08:50-09:30"])]
    assert {x.day for x in read(tmp_path, "p.json", profile(IsOverlay=True)).lessons} == {"1"}
    long = read(tmp_path, "p.json", profile(TimeRule={"WeekDay": 3, "WeekCountDiv": 2, "WeekCountDivTotal": 3}))
    assert [x.cell for x in long.leftovers if x.lesson] == ["周日"]


# Lists


def test_a_list_that_counts_weeks(tmp_path: Path) -> None:
    """The whole term, its odd weeks; weeks in the middle of it are asked about."""
    lines = [
        "课程名称,星期,开始节数,结束节数,老师,地点,周数",
        "语文,1,1,2,王,A101,1-16",
        "数学,2,3,3,李,A101,1-15单",
        "英语,3,1,1,周,A101,1-8",
    ]
    raw = read(tmp_path, "四(2)班.csv", "\n".join(lines))
    mapping = look(raw, None, START).mapping
    assert {(x.class_id, x.day, x.period, x.weeks, x.subject) for x in settle(raw, mapping)} == {
        ("4-2", "MON", "P1", "all", "语文"),
        ("4-2", "MON", "P2", "all", "语文"),
        ("4-2", "TUE", "P3", "A", "数学"),
    }
    assert [x.cell for x in raw.leftovers if x.lesson] == ["G4"]
