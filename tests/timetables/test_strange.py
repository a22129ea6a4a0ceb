"""Timetables as primary schools really draw them come in right; what says something in two ways is asked."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from planner.importing.asking import Look, look
from planner.importing.layouts.cells import parse_cell
from planner.importing.lessons import settle
from planner.importing.mapping import NewPeriod
from planner.importing.reading import read_timetable
from tests.timetables.strange import CLASSES, PEOPLE, STRANGE, SUBJECTS, Lessons, Week
from tests.timetables.writing import Page, write_xlsx


def seen(tmp_path: Path, pages: list[Page]) -> Look:
    path = tmp_path / "课表.xlsx"
    write_xlsx(path, pages)
    return look(read_timetable(path), None, dt.date(2026, 9, 1))


def lessons(found: Look) -> Lessons:
    """Periods by their place in the day."""
    order = list(dict.fromkeys(p.id for p in found.mapping.periods.values() if isinstance(p, NewPeriod)))
    return {(x.class_id, x.day, order.index(x.period) + 1, x.weeks): x.subject for x in settle(found.raw, found.mapping)}


@pytest.mark.parametrize("name", STRANGE)
def test_it_comes_in_right(name: str, tmp_path: Path) -> None:
    pages, known = STRANGE[name]()
    found = seen(tmp_path, pages)
    assert [x for x in found.mapping.open_points if x != ("eligible", "?")] == []
    assert lessons(found) == known


def test_a_view_that_differs_is_asked_about(tmp_path: Path) -> None:
    """One lesson of one class sheet is another one than in the timetable of the school."""
    pages, _known = STRANGE["the_same_by_class"]()
    pages[2].rows[1][1] = "校本"
    found = seen(tmp_path, pages)
    assert [n.value for n in found.raw.notes] == [", ".join(p.name for p in pages[1:] if p is not pages[2])]
    assert any(section == "unrecognised" for section, _key in found.mapping.open_points)


@pytest.mark.parametrize("text", ["语文\n阅读", "语文 阅读", "音乐(单)", "a(单)b(双)c(单)", "走班：英语A/B/C层", "音乐/美术"])
def test_two_words_are_not_guessed_at(text: str) -> None:
    parts = parse_cell(text)
    assert parts is None or len(parts) != 1 or (parts[0].subject, parts[0].weeks) == ("音乐", "A")


@pytest.mark.parametrize(
    "text", ["Computer Science", "Art History", "Design and Technology", "体育与健康", "道德与法治", "P.E."]
)
def test_one_subject_of_several_words_is_one(text: str) -> None:
    assert [p.subject for p in parse_cell(text) or ()] == [text]


def test_the_first_letter_of_a_teacher_behind_the_subject_is_asked_about(tmp_path: Path) -> None:
    week = Week("tight")
    pages = [week.columns(["星期", "节次", *[f"{g}0{n}" for g, n in CLASSES]], cell=lambda s: f"{s}{PEOPLE[s][0]}")]
    found = seen(tmp_path, pages)
    assert ("doubts", "tight") in found.mapping.open_points
    raw = read_timetable(tmp_path / "课表.xlsx", {"tight": "split"})
    assert {(x.subject, x.teacher) for x in raw.lessons} == {(s, PEOPLE[s][0]) for s in SUBJECTS}


def test_weeks_that_are_not_the_whole_term_are_asked_about(tmp_path: Path) -> None:
    pages, _known = STRANGE["counted_weeks"]()
    pages[1].rows[2][3] = "科学\n1-8周\n刘芳"
    found = seen(tmp_path, pages)
    assert [key for section, key in found.mapping.open_points if section == "questions"] == ["三（2）班!D3 科学 1-8周"]
