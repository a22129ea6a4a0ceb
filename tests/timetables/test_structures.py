"""Timetables as they are drawn and exported in many places: right, or a question. The table of what came of each is printed by

python -m tests.timetables.test_structures
"""

from __future__ import annotations

import datetime as dt
import tempfile
from collections import Counter
from pathlib import Path

import pytest
import xlsxwriter

import planner
from planner.errors import BadInput
from planner.importing.asking import look
from planner.importing.lessons import settle
from planner.importing.mapping import NewPeriod
from planner.importing.reading import read_timetable
from planner.reading import parse_school
from tests.campaign import CAMPAIGN
from tests.timetables.structures import Structure, structures, unclear

START = dt.date(2026, 9, 1)


def write(folder: Path, structure: Structure) -> Path:
    path = folder / f"{structure.name}.{'csv' if structure.text else 'xlsx'}"
    if structure.text:
        path.write_text(structure.text, encoding="utf-8")
        return path
    book = xlsxwriter.Workbook(str(path))
    for name, rows in (structure.sheets or {}).items():
        sheet = book.add_worksheet(name)
        for r, row in enumerate(rows):
            for c, text in enumerate(row):
                if text:
                    sheet.write(r, c, int(text) if text.isdecimal() and text.isascii() else text)
    book.close()
    return path


def outcome(path: Path, structure: Structure) -> str:
    """right, asked, refused or silently wrong; periods count by their place in the day."""
    try:
        raw = read_timetable(path)
    except BadInput:
        return "refused"
    mapping = look(raw, None, START, ("x",)).mapping
    order = [p.id for p in mapping.periods.values() if isinstance(p, NewPeriod)]
    found = {(x.class_id, x.day, order.index(x.period) + 1): x.subject for x in settle(raw, mapping)}
    wanted = {(f"{c[0]}-{c[1]}", d, p): subject for (c, d, p), subject in structure.lessons.items()}
    if mapping.open_points:
        return "asked"
    return "right" if found == wanted else "silently wrong"


@pytest.mark.parametrize("name", structures())
def test_it_comes_in_right(name: str, tmp_path: Path) -> None:
    structure = structures()[name]
    assert outcome(write(tmp_path, structure), structure) == "right"


@pytest.mark.parametrize("name", unclear())
def test_what_can_be_meant_in_two_ways_is_asked(name: str, tmp_path: Path) -> None:
    structure = unclear()[name]
    assert outcome(write(tmp_path, structure), structure) == "asked"


@pytest.mark.parametrize("name", ["a dash before the teacher", "a stroke before the teacher", "a dash in English"])
def test_the_answer_parts_subject_and_teacher(name: str, tmp_path: Path) -> None:
    structure = unclear()[name]
    raw = read_timetable(write(tmp_path, structure), {"tight": "split"})
    assert {x.subject for x in raw.lessons} == set(structure.lessons.values())
    assert all(x.teacher for x in raw.lessons)


@pytest.mark.parametrize("name", list(structures())[:: 1 if CAMPAIGN else 8])
def test_a_new_school_from_it_can_be_planned(name: str, tmp_path: Path) -> None:
    """At once, or after the one question in which lessons classes may come."""
    path = write(tmp_path, structures()[name])
    file = path.read_bytes()
    asked = planner.timetable_questions(file, path.name).questions
    assert {q.key for q in asked} <= {"eligible"}
    answers = {q.key: q.choices[0].value for q in asked}
    text = planner.new_school(file, path.name, answers, START, dt.date(2026, 12, 18), "en")
    assert planner.plan(parse_school(text, "school.yaml"), seconds=20).status == "OPTIMAL"


def test_cells_of_a_turned_table_keep_their_addresses(tmp_path: Path) -> None:
    raw = read_timetable(write(tmp_path, structures()["days down, Chinese"]))
    monday_third = next(x for x in raw.lessons if (x.class_name, x.day, x.period) == ("三(1)班", "星期一", "第3节"))
    assert monday_third.cell == "三（1）班!D2"
    raw = read_timetable(write(tmp_path, structures()["rows for two periods"]))
    assert {
        x.cell for x in raw.lessons if x.period in ("第3节", "第4节") and x.day == "星期二" and x.class_name == "三(1)班"
    } == {"三（1）班!C3"}


if __name__ == "__main__":
    count: Counter[str] = Counter()
    for title, one in {**structures(), **unclear()}.items():
        with tempfile.TemporaryDirectory() as directory:
            result = outcome(write(Path(directory), one), one)
        count[result] += 1
        print(f"{title:40} {result}")
    print(dict(count))
