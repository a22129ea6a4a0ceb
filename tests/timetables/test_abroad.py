"""Timetables in the forms of public programs of many countries: right without a question, or asked about, or refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from planner.errors import BadInput
from planner.importing.asking import look
from planner.importing.labels import day_label, day_of_week_in, times_in
from planner.importing.lessons import settle
from planner.importing.reading import read_timetable
from tests.timetables.abroad import ABROAD
from tests.timetables.test_drawn import open_points, seen
from tests.timetables.test_kinds import START
from tests.timetables.test_strange import lessons
from tests.timetables.tongues import TONGUES

REFUSED = ("two_weeks_of_teachers", "two_weeks_of_pupils", "json_of_a_portal", "json_by_dates", "days_of_a_class_in_a_cell")
"""What no class can be read from."""


EVERY = {**ABROAD, **TONGUES}


@pytest.mark.parametrize("name", EVERY)
def test_it_comes_in_right_or_is_asked_about(name: str, tmp_path: Path) -> None:
    made = EVERY[name]()
    if name in REFUSED:
        with pytest.raises(BadInput) as caught:
            seen(tmp_path, made)
        assert caught.value.problems[0].code in ("import_shape", "import_nothing")
        return
    found = seen(tmp_path, made)
    if made.lessons:
        assert open_points(found) == []
        assert lessons(found) == made.lessons
    else:
        assert open_points(found)


@pytest.mark.parametrize("head", ["{w}{d}:{p}", "{d}{l}:{p}"])
def test_two_weeks_of_teachers_side_by_side(head: str, tmp_path: Path) -> None:
    """A row of classes and one of rooms for each teacher; Music is in odd weeks only, Art in even ones."""
    slots = [(w, d, p) for w in "12" for d in ("Mon", "Tue", "Wed", "Thu", "Fri") for p in range(1, 4)]
    path = tmp_path / "staff.csv"
    rows = [["Staff", *(head.format(w=w, d=d, p=p, l="AB"[w == "2"]) for w, d, p in slots)]]
    for n, name in enumerate(("A. Moor", "B. Hill", "C. Lake")):
        subjects = ("Maths", "English", "Music")
        cells = [f"3{'ABC'[(n + p) % 3]} {'Art' if n == 2 and w == '2' else subjects[n]}" for w, _d, p in slots]
        rows += [[name, *cells], ["", *["R1"] * len(slots)]]
    path.write_text("\n".join(map(",".join, rows)), encoding="utf-8")
    found = look(read_timetable(path), None, START)
    assert [x for x in open_points(found) if x[0] != "eligible"] == []
    taught = {(x.weeks, x.subject) for x in settle(found.raw, found.mapping)}
    assert taught == {("all", "Maths"), ("all", "English"), ("A", "Music"), ("B", "Art")}
    assert {x.room for x in found.raw.lessons} == {"R1"}


@pytest.mark.parametrize("hours", [("11:00", "1:00", "2:00"), ("1:00", "2:00"), ("3 - 1", "1 - 2", "2 - 3")])
def test_hours_of_the_afternoon_are_no_two_weeks(hours: tuple[str, ...], tmp_path: Path) -> None:
    """Mon 1:00 and Mon 2:00 are not Monday of week 1 and of week 2."""
    heads = [f"{day} {hour}" for day in ("Mon", "Tue", "Wed", "Thu", "Fri") for hour in hours]
    path = tmp_path / "classes.csv"
    path.write_text("\n".join((",".join(["", *heads]), ",".join(["3A", *["Maths"] * len(heads)]))), encoding="utf-8")
    with pytest.raises(BadInput):
        read_timetable(path)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("MonA", ("Mon", "A")), ("Monday Week B", ("Monday", "B")), ("1Tue", ("Tue", "A")), ("2-Fri", ("Fri", "B")),
        ("Mon (B)", ("Mon", "B")), ("周一B周", ("周一", "B")), ("Mon", None),
        ("Day A", None), ("A", None), ("1", None), ("周一", None),
    ],
)  # fmt: skip
def test_days_of_one_of_two_weeks(text: str, said: tuple[str, str] | None) -> None:
    assert day_of_week_in(text) == said


def test_words_of_days_and_times() -> None:
    assert [day_label(t) for t in ("Senin", "П’ятниця", "Maanantai", "Ma")] == ["MON", "FRI", "MON", None]
    assert [day_label(t) for t in ("A Day", "Day B", "MIERCOLES", "terca", "Sabado", "B")] == [
        "D1", "D2", "WED", "TUE", "SAT", None,
    ]  # fmt: skip
    assert [str(times_in(t)) for t in ("8h - 9h", "13h30-14h", "8点-8点40分")] == [
        "08:00-09:00", "13:30-14:00", "08:00-08:40",
    ]  # fmt: skip
    assert times_in("8h") is None
    assert [str(times_in(t)) for t in ("1:30-2:20", "12:40-1:30", "9:00-8:00", "05:30-06:00", "11:15-12:00 pm")] == [
        "13:30-14:20", "12:40-13:30", "None", "05:30-06:00", "11:15-12:00",
    ]  # fmt: skip
    assert [str(times_in(t)) for t in ("07:40 A 08:20", "8:00 à 8:45", "8.00 до 8.40")] == [
        "07:40-08:20", "08:00-08:45", "08:00-08:40",
    ]  # fmt: skip
