"""A timetable through the verbs: bytes and answers in, questions as data out, until the school file can be written."""

from __future__ import annotations

import datetime as dt
import io
import json
from typing import Any

import pytest
import xlsxwriter

import planner
from planner.importing.names import school_named
from planner.importing.questions import asked
from planner.reading import parse_school
from tests.timetables.known import SCHOOL

START, END = dt.date(2026, 9, 1), dt.date(2027, 1, 15)
SCHOOL_FILE = SCHOOL.format(classes="{grades: 4, number: 1}, {grades: 4, number: 2}", periods="P1: 8:00-8:40, P2: 9:00-9:40")
AMBIGUOUS = "班级,周一,,周二,\n,1,2,1,2\n四1,语/书,数学,英语,体育\n四9,语文,,,\n"


def workbook(**sheets: list[list[str]]) -> bytes:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file)
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for r, row in enumerate(rows):
            sheet.write_row(r, 0, row)
    book.close()
    return file.getvalue()


def week(first: str) -> list[list[str]]:
    return [["班级", "周一", "", "周二", ""], ["", "1", "2", "1", "2"], ["四1", first, "数学", "语文", "英语"]]


def by_key(found: planner.TimetableQuestions) -> dict[str, dict[str, Any]]:
    return {q.key: json.loads(json.dumps(asked(q, "en"))) for q in found.questions}


def test_every_open_point_is_a_question_with_its_cell_and_choices() -> None:
    file, name, school = AMBIGUOUS.encode("gb18030"), "总课表.csv", SCHOOL_FILE.encode()
    first = planner.timetable_questions(file, name, school)
    found = by_key(first)
    assert set(found) == {"classes:四9", "answers:语/书", "doubts:missing"}
    assert found["classes:四9"]["places"] == [{"sheet": "", "cell": "B4"}]
    assert [c["value"] for c in found["classes:四9"]["choices"]] == ["4-1", "4-2", "-"]
    assert found["classes:四9"]["typed"] == "new_class"
    assert [c["value"] for c in found["answers:语/书"]["choices"]] == ["parity", "split", "skip"]
    assert (first.shown, first.days, first.week[0]) == ("4-1", ("MON", "TUE"), ("P1", "-", "英语"))
    answers = {"classes:四9": "4-9", "answers:语/书": "parity", "doubts:missing": "yes"}
    with pytest.raises(planner.BadInput):
        planner.import_timetable(school, file, name, {**answers, "answers:语/书": "?"})
    second = planner.timetable_questions(file, name, school, answers)
    assert second.questions == ()
    assert {(c.class_id, c.day, c.period, c.weeks, c.after) for c in second.changes} >= {
        ("4-1", "MON", "P1", "A", "语"),
        ("4-1", "MON", "P1", "B", "书"),
        ("4-9", "MON", "P1", "all", "语文"),
    }
    stored = planner.import_timetable(school, file, name, answers)
    assert parse_school(stored, "school.yaml").class_by_id["4-9"].grade == 4
    again = planner.timetable_questions(file, name, stored, answers)
    assert (again.changes, again.needs_date) == ((), False)


def test_an_answer_about_the_whole_file_changes_what_is_read() -> None:
    file = workbook(旧表=week("语文"), 新表=week("体育"))
    first = by_key(planner.timetable_questions(file, "t.xlsx"))
    assert [c["value"] for c in first["doubts:sheets"]["choices"]] == ["旧表", "新表"]
    chosen = planner.timetable_questions(file, "t.xlsx", answers={"doubts:sheets": "新表"})
    assert (chosen.questions, chosen.week[0]) == ((), ("P1", "体育", "语文"))


def test_a_new_school_asks_in_which_lessons_classes_come() -> None:
    file = workbook(
        Lessons=[["Class", "Day", "Period", "Subject"], ["3A", "Monday", "1", "Maths"], ["3A", "Monday", "2", "Art"]]
    )
    first = planner.timetable_questions(file, "t.xlsx")
    (question,) = by_key(first).values()
    assert (question["key"], question["several"]) == ("eligible", True)
    assert [c["value"] for c in question["choices"]] == ["Art", "Maths"]
    with pytest.raises(planner.BadInput):
        planner.new_school(file, "t.xlsx", {}, START, END, "en")
    text = planner.new_school(file, "t.xlsx", {"eligible": "Art, Maths"}, START, END, "en")
    assert 'subjects: ["Art", "Maths"]' in text


@pytest.mark.parametrize(
    "answers",
    [{"classes:四9": "nobody at all"}, {"doubts:missing": "perhaps"}, {"answers:语/书": "sometimes"}, {"something": "else"}],
)
def test_an_answer_that_cannot_be_is_named(answers: dict[str, str]) -> None:
    given = {"classes:四9": "4-9", "answers:语/书": "parity", "doubts:missing": "yes", **answers}
    with pytest.raises(planner.BadInput) as error:
        planner.import_timetable(SCHOOL_FILE.encode(), AMBIGUOUS.encode("gb18030"), "总课表.csv", given)
    assert next(iter(answers.values())) in {p.value for p in error.value.problems}


def test_a_second_timetable_needs_a_date() -> None:
    first = planner.import_timetable(SCHOOL_FILE.encode(), workbook(A=week("语文")), "t.xlsx", {"doubts:missing": "yes"})
    changed = planner.timetable_questions(workbook(A=week("体育")), "t.xlsx", first, {"doubts:missing": "yes"})
    assert (changed.questions, changed.needs_date) == ((), True)
    with pytest.raises(planner.Declined):
        planner.import_timetable(first, workbook(A=week("体育")), "t.xlsx", {"doubts:missing": "yes"})
    since = dt.date(2026, 10, 12)
    stored = planner.import_timetable(first, workbook(A=week("体育")), "t.xlsx", {"doubts:missing": "yes"}, since)
    assert [r.valid_until for r in parse_school(stored, "school.yaml").timetable] == [dt.date(2026, 10, 11), None]


def listed(lessons: dict[str, int], extra: str = "") -> bytes:
    """A list with so many lessons of each class."""
    lines = [
        f"{name},{'周' + '一二三四五'[n % 5]},{n // 5 + 1},{'语文阅读数学'[n % 3 * 2 : n % 3 * 2 + 2]}"
        for name, count in lessons.items()
        for n in range(count)
    ]
    return "\n".join(["班级,星期,节次,课程", *lines, extra]).encode()


def test_what_looks_wrong_may_be_left_out_or_corrected_in_the_file() -> None:
    file = listed({"三1": 15, "三2": 15, "三3": 2}, "三1,周五,4,星期五")
    found = by_key(planner.timetable_questions(file, "t.csv"))
    assert {key: [c["value"] for c in q["choices"]] for key, q in found.items()} == {
        "doubts:headings": ["yes", "skip", "no"],
        "doubts:thin": ["yes", "skip", "no"],
    }
    labels = {c["label"] for c in found["doubts:thin"]["choices"]}
    assert labels == {"Yes, that is right", "Leave it out", "No, something is wrong there: I correct the file"}
    kept = planner.timetable_questions(file, "t.csv", answers={"doubts:headings": "yes", "doubts:thin": "yes"})
    left = planner.timetable_questions(file, "t.csv", answers={"doubts:headings": "skip", "doubts:thin": "skip"})
    assert [(x.questions, x.classes, x.lessons) for x in (kept, left)] == [((), 3, 33), ((), 2, 30)]


@pytest.mark.parametrize(
    ("file", "key", "code"),
    [
        (listed({"三1": 15, "三2": 15, "三3": 2}), "doubts:thin", "import_doubt_thin"),
        (listed({"三1": 15}, "三1,周八,1,语文"), "answers:三1 | 周八 | 1 | 语文", "import_ask_unread"),
    ],
)
def test_no_refuses_the_file_and_names_the_place(file: bytes, key: str, code: str) -> None:
    assert "no" in {c.value for q in planner.timetable_questions(file, "t.csv").questions if q.key == key for c in q.choices}
    with pytest.raises(planner.BadInput) as error:
        planner.new_school(file, "t.csv", {key: "no"}, START, END, "zh")
    assert [p.code for p in error.value.problems] == ["import_answer_no", code]


def test_every_question_has_an_alternative() -> None:
    """Whoever can only say yes has not been asked."""
    files = {
        "a.csv": (AMBIGUOUS.encode("gb18030"), SCHOOL_FILE.encode()),
        "b.csv": (listed({"三1": 15, "三2": 2}, "三1,周八,1,语文\n三1,周四,9,星期一"), None),
        "c.xlsx": (workbook(旧表=week("语文"), 新表=week("体育")), None),
    }
    for name, (file, school) in files.items():
        for question in planner.timetable_questions(file, name, school).questions:
            assert len({c.value for c in question.choices}) > 1, question


def test_a_table_of_the_school_with_one_class_left_is_asked_about() -> None:
    """Cut down to one class it leaves no other trace; a sheet of one class is of that class."""
    school = SCHOOL_FILE.encode()
    assert "doubts:missing" in by_key(planner.timetable_questions(workbook(A=week("语文")), "t.xlsx", school))
    one = [["", "周一", "周二", "周三"], ["第1节", "语文", "数学", "英语"], ["第2节", "数学", "体育", "语文"]]
    assert "doubts:missing" not in by_key(planner.timetable_questions(workbook(**{"四（1）班": one}), "t.xlsx", school))


def test_the_file_s_own_words_name_school_and_class_and_say_when_periods_are() -> None:
    """A title above the table names the school; a list with Start and End has the times, unless its lines contradict it."""
    titled = workbook(总表=[["阳光小学2026学年课程表", "", "", "", ""], *week("语文")])
    found = planner.timetable_questions(titled, "总课表.xlsx")
    assert (found.school_name, found.shown_as) == ("阳光小学", "四1")
    head = "Day,Period,Start,End,Class,Subject\n"
    lines = "Monday,1,08:50,09:45,3A,English\nMonday,2,09:45,10:40,3A,Maths\nTuesday,1,08:50,09:45,3A,Library\n"
    timed = planner.timetable_questions((head + lines).encode(), "export.csv")
    assert [f"{span.start:%H:%M}-{span.end:%H:%M}" for span in timed.bell] == ["08:50-09:45", "09:45-10:40"]
    assert (timed.untimed, timed.school_name) == ((), "")
    other = planner.timetable_questions((head + lines + "Friday,1,08:30,09:10,3A,Art\n").encode(), "export.csv")
    assert other.untimed == ("P1", "P2")
    assert planner.timetable_questions(workbook(总表=[["全校课程表"], *week("语文")]), "x.xlsx").school_name == ""


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Class 3A - Hill View Primary School", "Hill View Primary School"),
        ("St Mary's C of E Primary School: timetable", "St Mary's C of E Primary School"),
        ("Timetable of the HILL VIEW ACADEMY", "HILL VIEW ACADEMY"),
        ("Oakfield_Primary_timetable", "Oakfield Primary"),
        ("2026—2027学年第一学期阳光小学总课程表", "阳光小学"),
        ("三年级(1)班课程表（阳光小学）", "阳光小学"),
        ("Primary School Timetable", ""),
        ("After School Club", ""),
        ("Year 3 Primary", ""),
        ("附属小学课表", ""),
    ],
)
def test_a_title_or_the_name_of_a_file_says_the_school_wherever_it_stands_there(title: str, name: str) -> None:
    assert school_named(title) == name
