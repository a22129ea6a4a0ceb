"""What is not understood is never "not there", two sources are not poured together, what cannot be a week is asked about."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
import xlsxwriter

from planner.errors import BadInput
from planner.importing.asking import look, unanswered
from planner.importing.mapping import propose
from planner.importing.reading import read_timetable
from planner.reading import parse_school
from tests.timetables.known import SCHOOL, SUBJECTS

START = dt.date(2026, 9, 1)
WEEK = ("周一", "周二", "周三", "周四", "周五")
CLASSES = ("一(1)", "一(2)", "二(1)", "二(2)")


def words(shift: int = 0, classes: tuple[str, ...] = CLASSES) -> list[list[str]]:
    """A master timetable of six periods; ``shift`` makes another one."""
    head = [
        ["班级", *(d if p == 1 else "" for d in WEEK for p in range(1, 7))],
        ["", *(str(p) for _d in WEEK for p in range(1, 7))],
    ]
    return head + [[c, *(SUBJECTS[(n + k * 3 + shift) % 10] for k in range(30))] for n, c in enumerate(classes)]


class Book:
    """A workbook to be spoiled, then read."""

    def __init__(self, tmp_path: Path) -> None:
        self.path = tmp_path / "t.xlsx"
        self.book = xlsxwriter.Workbook(str(self.path))

    def sheet(self, rows: list[list[str]], name: str = "总课表"):  # type: ignore[no-untyped-def]
        made = self.book.add_worksheet(name)
        for r, row in enumerate(rows):
            for c, text in enumerate(row):
                if text:
                    made.write(r, c, text)
        return made

    def problems(self) -> list[tuple[str, str]]:
        self.book.close()
        with pytest.raises(BadInput) as caught:
            read_timetable(self.path)
        return [(p.code, p.path) for p in caught.value.problems]

    def read(self, **answers: str):  # type: ignore[no-untyped-def]
        self.book.close()
        return read_timetable(self.path, answers)


def test_errors_and_formulas_without_a_value_are_named(tmp_path: Path) -> None:
    book = Book(tmp_path)
    sheet = book.sheet(words())
    sheet.write_formula(2, 1, "=NA()", None, "#N/A")
    sheet.write_formula(3, 2, "=X!A1", None, "#REF!")
    sheet.write_formula(4, 3, '="语"&"文"', None, "")
    # A statistic below the table may be what it likes.
    sheet.write_formula(8, 0, "=1/0", None, "#DIV/0!")
    assert book.problems() == [
        ("import_error_cell", "总课表!B3"),
        ("import_error_cell", "总课表!C4"),
        ("import_no_value", "总课表!D5"),
    ]


def test_hidden_sheets_and_lines_stay_out_and_are_said(tmp_path: Path) -> None:
    book = Book(tmp_path)
    sheet = book.sheet(words())
    sheet.set_row(5, None, None, {"hidden": True})
    book.sheet(words(1), "旧课表").hide()
    raw = book.read()
    assert {(n.code, n.value) for n in raw.notes} == {("import_hidden_sheet", "旧课表"), ("import_hidden_lines", "总课表!6")}
    assert set(raw.classes) == set(CLASSES[:3])
    assert len(raw.lessons) == 90


def test_two_sheets_that_differ_are_a_question(tmp_path: Path) -> None:
    book = Book(tmp_path)
    book.sheet(words(), "第1-8周")
    book.sheet(words(1), "第9周起")
    raw = book.read()
    assert [(d.key, d.options) for d in raw.doubts] == [("sheets", ("第1-8周", "第9周起"))]
    answered = read_timetable(book.path, {"sheets": "第9周起"})
    assert {x.cell.split("!")[0] for x in answered.lessons} == {"第9周起"}
    assert len(answered.lessons) == 120
    mapping = propose(answered, None, START).model_copy(update={"doubts": {"sheets": "第9周起"}})
    assert unanswered(answered, mapping, None) == []
    assert "import_doubt_sheets" in [p.code for p in unanswered(raw, propose(raw, None, START), None)]


def test_two_sheets_that_say_the_same_are_one(tmp_path: Path) -> None:
    book = Book(tmp_path)
    book.sheet(words(), "总课表")
    book.sheet(words(), "打印")
    raw = book.read()
    assert (raw.doubts, look(raw, None, START).mapping.open_points) == ([], [])


def test_a_row_whose_class_is_not_understood_is_asked_about(tmp_path: Path) -> None:
    book = Book(tmp_path)
    rows = words()
    rows[4][0] = "????"
    book.sheet(rows)
    raw = book.read()
    assert {x.cell for x in raw.leftovers if x.lesson} == {
        f"总课表!{c}5" for c in [*"BCDEFGHIJKLMNOPQRSTUVWXYZ", "AA", "AB", "AC", "AD", "AE"]
    }
    mapping = look(raw, None, START).mapping
    assert all(section == "unrecognised" for section, _key in mapping.open_points)
    # One answer for each word, not for each cell.
    done = mapping.model_copy(update={"answers": dict.fromkeys(mapping.answers, "skip")})
    assert (done.open_points, unanswered(raw, done, None)) == ([], [])


def test_a_sheet_of_another_form_is_one_question(tmp_path: Path) -> None:
    book = Book(tmp_path)
    book.sheet(words())
    book.sheet([["三(1)"], ["语文", "数学"], ["英语", "语文"], ["体育", "音乐"]], "三年级")
    raw = book.read()
    assert [(x.cell, x.lesson) for x in raw.leftovers] == [("三年级!A1", True)]


def doubts(tmp_path: Path, rows: list[list[str]]) -> list[str]:
    book = Book(tmp_path)
    book.sheet(rows)
    return [d.key for d in look(book.read(), None, START).doubts]


def test_what_cannot_be_a_week_is_asked_about(tmp_path: Path) -> None:
    assert doubts(tmp_path, words()) == []
    people = [
        [c if r < 2 or k == 0 else f"{'王李张刘'[k % 4]}{'小大'[k % 2]}{'明红华'[k % 3]}" for k, c in enumerate(row)]
        for r, row in enumerate(words())
    ]
    assert "people" in doubts(tmp_path, people)
    headings = [[c if r < 2 or k != 5 else "星期一" for k, c in enumerate(row)] for r, row in enumerate(words())]
    assert "headings" in doubts(tmp_path, headings)
    thin = [row if r != 3 else [*row[:5], *[""] * 26] for r, row in enumerate(words())]
    assert doubts(tmp_path, thin) == ["thin"]
    once = [[c if r < 2 or k == 0 else f"X{r}-{k}" for k, c in enumerate(row)] for r, row in enumerate(words())]
    assert doubts(tmp_path, once) == ["once"]


def test_a_line_that_stands_twice_doubles_every_cell(tmp_path: Path) -> None:
    rows = [[c.replace("一(2)", "一(1)").replace("二(2)", "二(1)") for c in row] for row in words()]
    assert "doubled" in doubts(tmp_path, rows)


def test_against_the_school_that_is_there(tmp_path: Path) -> None:
    """Classes that are missing, and lessons that would vanish."""
    lessons = "\ntimetable:\n" + "".join(
        f"  - {{class: {g}-{n}, {', '.join(f'{d}: [语文, 数学, 英语, 体育]' for d in ('MON', 'TUE', 'WED', 'THU', 'FRI'))}}}\n"
        for g in (1, 2)
        for n in (1, 2)
    )
    text = SCHOOL.format(
        classes="{grades: 1-2, count: 2}", periods=", ".join(f"P{n}: {7 + n}:00-{7 + n}:40" for n in range(1, 7))
    )
    school = parse_school(text + lessons, "school.yaml")

    def keys(rows: list[list[str]]) -> list[str]:
        book = Book(tmp_path)
        book.sheet(rows)
        return [d.key for d in look(book.read(), school, school.term.start).doubts]

    assert keys(words()) == []
    assert keys(words(classes=CLASSES[:3])) == ["missing"]
    assert keys([[*row[:2], *(["-"] * 29 if r > 1 else row[2:])] for r, row in enumerate(words())]) == ["vanish"]
