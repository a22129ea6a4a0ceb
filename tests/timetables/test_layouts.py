"""Layouts as people draw them come back as exactly the timetable that was drawn, or are asked about."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from planner.importing.asking import Look, look
from planner.importing.changes import lessons_from
from planner.importing.lessons import settle
from planner.importing.mapping import NewPeriod
from planner.importing.reading import read_timetable
from planner.reading import read_school
from tests.cli.cases import run
from tests.timetables.known import SUBJECTS, Timetable, as_tuple, timetable
from tests.timetables.layouts import LAYOUTS
from tests.timetables.writing import write_xlsx

WITH_TEACHERS = {"two rows", "two columns", "day and period", "korean list", "class alone"}


def drawn(seed: int, layout: str, tmp_path: Path) -> tuple[Timetable, Look]:
    known = timetable(seed, parity=False, teacher_once=layout == "class alone")
    path = tmp_path / "t.xlsx"
    write_xlsx(path, LAYOUTS[layout](known))
    return known, look(read_timetable(path), None, dt.date(2026, 9, 1))


@pytest.mark.parametrize("seed", [1, 4, 8])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_layout_comes_back(layout: str, seed: int, tmp_path: Path) -> None:
    known, seen = drawn(seed, layout, tmp_path)
    assert seen.mapping.open_points == []
    assert seen.raw.leftovers == []
    teachers = layout in WITH_TEACHERS
    found = {(x.class_id, x.day, x.period, x.subject, x.teacher if teachers else "") for x in settle(seen.raw, seen.mapping)}
    assert found == {(c, d, p, s, t if teachers else "") for c, d, p, _w, s, t in known.expected()}


@pytest.mark.parametrize("layout", ["by the clock", "time below", "columns by the clock"])
def test_times_beside_the_periods_become_bells(layout: str, tmp_path: Path) -> None:
    known, seen = drawn(4, layout, tmp_path)
    times = {p.id: str(p.time) for p in seen.mapping.periods.values() if isinstance(p, NewPeriod)}
    assert times == {f"P{n}": f"{7 + n:02d}:20-{8 + n:02d}:00" for n in range(1, known.periods + 1)}


def test_a_teacher_right_behind_the_subject_is_asked_about(tmp_path: Path) -> None:
    """体育李磊: parted only when somebody says so."""
    known = timetable(4, parity=False)
    pages = LAYOUTS["columns by the clock"](known)
    for r, of in enumerate(known.classes, 2):
        for d, day in enumerate(("MON", "TUE", "WED", "THU", "FRI")):
            for p in range(1, known.periods + 1):
                if found := known.at(*of, day, p):
                    pages[0].put(r, d * known.periods + p, f"{found[0].subject}{found[0].teacher}")
    path = tmp_path / "t.xlsx"
    write_xlsx(path, pages)
    asked = look(read_timetable(path), None, dt.date(2026, 9, 1))
    assert asked.mapping.open_points == [("doubts", "tight")]
    assert asked.doubts[0].options == ("split", "whole")
    raw = read_timetable(path, {"tight": "split"})
    assert {x.subject for x in raw.lessons} <= set(SUBJECTS)
    answered = look(raw, None, dt.date(2026, 9, 1))
    assert {(x.class_id, x.day, x.period, x.subject, x.teacher) for x in settle(raw, answered.mapping)} == {
        (c, d, p, s, t) for c, d, p, _w, s, t in known.expected()
    }
    assert {x.teacher for x in read_timetable(path, {"tight": "whole"}).lessons} == {""}


def test_an_answer_goes_through_the_mapping_into_a_new_school(tmp_path: Path) -> None:
    """Asked, answered in the mapping, stored: subjects and teachers as they are."""
    known = timetable(4, parity=False)
    pages = LAYOUTS["columns by the clock"](known)
    for r, of in enumerate(known.classes, 2):
        for d, day in enumerate(("MON", "TUE", "WED", "THU", "FRI")):
            for p in range(1, known.periods + 1):
                if found := known.at(*of, day, p):
                    pages[0].put(r, d * known.periods + p, f"{found[0].subject}{found[0].teacher}")
    write_xlsx(tmp_path / "t.xlsx", pages)
    asked = ("import", tmp_path / "t.xlsx", "--into", tmp_path / "s.yaml", "--new", "--term-start", "2026-09-01")
    asked = (*asked, "--term-end", "2026-12-18", "--lang", "en")
    first = run(*asked)
    assert (first.returncode, (tmp_path / "s.yaml").exists()) == (2, False)
    mapping = tmp_path / "s.map.yaml"
    text = mapping.read_text(encoding="utf-8")
    for answer, code in (("?", 2), ("perhaps", 2), ("split", 0)):
        mapping.write_text(text.replace('"tight": "?"', f'"tight": "{answer}"'), encoding="utf-8")
        done = run(*asked, "--mapping", mapping)
        assert done.returncode == code, done.stderr
        assert (tmp_path / "s.yaml").exists() is (code == 0)
    school = read_school(tmp_path / "s.yaml")
    assert {as_tuple(x) for x in lessons_from(school, school.term.start)} == known.expected()
