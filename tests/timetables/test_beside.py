"""One odd cell in a table that is otherwise in order: it says what it says, or it is asked about; never something else."""

from __future__ import annotations

import pytest

from planner.importing.asking import seen
from planner.importing.layouts.beside import ask_what_stands_beside
from planner.importing.layouts.cells import add_cell
from planner.importing.layouts.tight import part_tight
from planner.importing.lessons import settle
from planner.importing.mapping import propose
from planner.importing.questions import answered, asked, questions
from planner.importing.raw import RawTimetable
from tests.campaign import CAMPAIGN
from tests.timetables.cells_as_written import CELLS, FREE, UNCLEAR, Said
from tests.timetables.structures import lessons
from tests.timetables.test_kinds import START

AT = ("3-1", "MON", "3")
CELL = "总课表!C4"


def table(language: str, text: str) -> RawTimetable:
    """A full table with this text in one cell, read as the layouts read it."""
    raw = RawTimetable("rows-periods", "t.xlsx", drawn=True)
    for (c, day, p), subject in lessons(language).items():
        place = (f"{c[0]}-{c[1]}", day, str(p))
        if place != AT:
            add_cell(raw, *place, subject, f"{place}")
    add_cell(raw, *AT, text, CELL)
    ask_what_stands_beside(raw, part_tight(raw, {}))
    return raw.complete()


def outcome(raw: RawTimetable, said: Said) -> str:
    """right, asked, or what was read in silence."""
    if [q for q in raw.questions if q.lesson.cell == CELL] or raw.doubts:
        return "asked"
    found = {(x.weeks, x.subject, x.teacher) for x in raw.lessons if x.cell == CELL}
    wanted = said if isinstance(said, set) else set()
    return "right" if found == wanted and said != UNCLEAR else f"silent: {sorted(found)}"


@pytest.mark.parametrize("language", CELLS)
def test_nothing_is_silent(language: str) -> None:
    cells = dict(list(CELLS[language].items())[:: 1 if CAMPAIGN else 5])
    found = {text: outcome(table(language, text), said) for text, said in cells.items()}
    assert {text: r for text, r in found.items() if r.startswith("silent")} == {}
    assert {text for text, said in cells.items() if said == FREE and found[text] != "right"} == set()
    assert sum(r == "right" for r in found.values()) >= len(found) // 6


@pytest.mark.parametrize("language", CELLS)
def test_what_stands_in_no_odd_cell_is_not_asked_about(language: str) -> None:
    for subject in dict.fromkeys(lessons(language).values()):
        assert table(language, subject).questions == []


@pytest.mark.parametrize(
    ("language", "text", "offered", "subject", "teacher"),
    [
        ("zh", "体育-张伟", "体育 · 张伟", "体育", "张伟"),
        ("zh", "张伟体育", "体育 · 张伟", "体育", "张伟"),
        ("zh", "体育①", "体育", "体育", None),
        ("zh", "三2体育", "体育", "体育", None),
        ("en", "Ms Hill: PE", "PE · Ms Hill", "PE", "Ms_Hill"),
        ("en", "PE Ms Hill", "PE · Ms Hill", "PE", "Ms_Hill"),
        ("en", "PE (Year 3)", "PE", "PE", None),
    ],
)
def test_what_it_may_mean_is_offered_and_taken(language: str, text: str, offered: str, subject: str, teacher: str) -> None:
    raw = table(language, text)
    look = seen(raw, propose(raw, None, START))
    (question,) = (q for q in questions(look, None) if q.kind == "answers")
    choices = asked(question, "zh")["choices"]
    assert (question.problem.code, choices[0]["label"]) == ("import_ask_beside", offered)
    done = answered(look.mapping, {question.key: choices[0]["value"]})
    (lesson,) = (x for x in settle(raw, done) if (x.class_id, x.day, x.period) == ("3-1", "MON", "P3"))
    assert (lesson.subject, lesson.teacher) == (subject, teacher)
    whole = answered(look.mapping, {question.key: "whole"})
    assert [x.subject for x in settle(raw, whole) if x[:3] == lesson[:3]] == [question.written]


@pytest.mark.parametrize("teacher", ["张三", "闵祥", "Ms Hill", "MH"])
def test_in_a_table_with_teachers_a_teacher_is_one(teacher: str) -> None:
    raw = RawTimetable("rows-periods", "t.xlsx", drawn=True)
    for (c, day, p), subject in lessons("zh").items():
        add_cell(raw, f"{c[0]}-{c[1]}", day, str(p), f"{subject}({teacher})", f"{c} {day} {p}")
    ask_what_stands_beside(raw, part_tight(raw, {}))
    assert raw.questions == []
    assert {x.teacher for x in raw.lessons} == {teacher}


def test_a_school_that_numbers_its_subjects_is_asked_once() -> None:
    raw = RawTimetable("rows-periods", "t.xlsx", drawn=True)
    for (c, day, p), subject in lessons("zh").items():
        add_cell(raw, f"{c[0]}-{c[1]}", day, str(p), f"{subject}{c[1]}", f"{c} {day} {p}")
    ask_what_stands_beside(raw, part_tight(raw, {"tight": "split"}))
    assert [d.key for d in raw.doubts] == ["tight"]
    assert raw.questions == []
    assert {x.subject for x in raw.lessons} == set(lessons("zh").values())
