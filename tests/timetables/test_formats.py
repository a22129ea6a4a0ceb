"""Every format of a timetabling program, written from a known timetable, comes back as exactly that timetable."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.errors import BadInput
from planner.importing.raw import RawTimetable
from planner.importing.reading import read_timetable
from tests.campaign import often
from tests.timetables.formats import asc, cses, fet, fet_csv, untis
from tests.timetables.known import Timetable, imported, timetable

seeds = st.integers(0, 10**6)
GREEK = ("Δευτέρα", "Τρίτη", "Τετάρτη", "Πέμπτη", "Παρασκευή")
UNKNOWN = ("Lundo", "Mardo", "Merkredo", "Ĵaŭdo", "Vendredo")


def read(name: str, content: bytes | str) -> RawTimetable:
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory) / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return read_timetable(path)


@often(25)
@given(
    seed=seeds,
    days=st.sampled_from([GREEK, UNKNOWN, ("Mon", "Tue", "Wed", "Thu", "Fri")]),
    level=st.sampled_from(["year", "group", "subgroup"]),
    clock=st.booleans(),
)
def test_fet_comes_back(seed: int, days: tuple[str, ...], level: str, clock: bool) -> None:
    known = timetable(seed, parity=False)
    raw = read("t.fet", fet(known, days, level, clock))
    assert raw.placed is not None
    assert raw.placed[1] == raw.placed[0] + 1
    assert imported(raw, known) == known.expected()


@often(25)
@given(
    seed=seeds,
    separator=st.sampled_from([",", ";", "|"]),
    quote=st.sampled_from(['"', "'"]),
    heading=st.booleans(),
    bom=st.booleans(),
)
def test_fet_csv_comes_back(seed: int, separator: str, quote: str, heading: bool, bom: bool) -> None:
    known = timetable(seed, parity=False)
    raw = read("t_timetable.csv", fet_csv(known, separator, quote, heading, bom))
    assert raw.shape == "fet-csv"
    assert imported(raw, known) == known.expected()


@often(25)
@given(seed=seeds, encoding=st.sampled_from(["utf-8", "windows-1252", "windows-1251", "gb2312", "utf-16"]), weeks=st.booleans())
def test_asc_comes_back(seed: int, encoding: str, weeks: bool) -> None:
    known = timetable(seed)
    assert imported(read("t.xml", asc(known, encoding, weeks)), known) == known.expected()


@often(25)
@given(seed=seeds, separator=st.sampled_from([",", ";", "\t"]), encoding=st.sampled_from(["utf-8", "gb18030", "utf-8-sig"]))
def test_untis_comes_back(seed: int, separator: str, encoding: str) -> None:
    known = timetable(seed, parity=False)
    assert imported(read("GPU001.TXT", untis(known, separator, encoding)), known) == known.expected()


def test_untis_in_windows_1252() -> None:
    known = timetable(3, parity=False)
    known.lessons = [x._replace(teacher="Müller", subject="Français") for x in known.lessons]
    raw = read("GPU001.TXT", untis(known, ",", "cp1252"))
    assert {(x.teacher, x.subject) for x in raw.lessons} == {("Müller", "Français")}


@often(25)
@given(seed=seeds)
def test_cses_comes_back(seed: int) -> None:
    known = timetable(seed)
    grade, number = known.classes[0]
    known.lessons = [x for x in known.lessons if (x.grade, x.number) == (grade, number)]
    used = sorted({x.period for x in known.lessons})
    known.lessons = [x._replace(period=used.index(x.period) + 1) for x in known.lessons]
    raw = read(f"{grade}年级{number}班.yaml", cses(known))
    assert imported(raw, known) == known.expected()


@pytest.mark.parametrize(("subjects", "left"), [("3", "subjects"), ("[3]", "subjects[0]")])
def test_a_list_of_subjects_that_is_none_is_left_over(subjects: str, left: str) -> None:
    lesson = '{subject: 阅读, start_time: "08:00:00", end_time: "08:40:00"}'
    text = f"version: 1\nsubjects: {subjects}\nschedules:\n  - {{enable_day: 1, weeks: all, classes: [{lesson}]}}\n"
    raw = read("三年级1班.yaml", text)
    assert [x.cell for x in raw.leftovers] == [left]
    assert [x.subject for x in raw.lessons] == ["阅读"]


def test_an_unsolved_fet_file_says_so() -> None:
    text = fet(timetable(1, parity=False), GREEK)
    start, end = text.index("<Time_Constraints_List>"), text.index("</Time_Constraints_List>")
    with pytest.raises(BadInput) as caught:
        read("t.fet", text[:start] + text[end + len("</Time_Constraints_List>") :])
    assert [p.code for p in caught.value.problems] == ["import_unsolved"]


def test_terms_of_an_asc_file_are_told_apart() -> None:
    known = timetable(5, parity=False)
    text = asc(known, "utf-8").decode()
    defs = '<termsdef id="1" name="T1" short="1" terms="10"/><termsdef id="2" name="T2" short="2" terms="01"/>'
    first = text.replace('terms="1"', 'terms="10"', 1).replace("<period ", f"{defs}<period ", 1)
    second = text.replace('terms="1"', 'terms="01"', 1).replace("<period ", f"{defs}<period ", 1)
    assert imported(read("t.xml", first), known) == known.expected()
    assert len(known.expected() - imported(read("t.xml", second), known)) in (1, 2)


def test_a_split_class_is_one_lesson_of_both_subjects() -> None:
    known = Timetable(timetable(1).rng, [(1, 1)], 4, timetable(1, parity=False).lessons[:1])
    x = known.lessons[0] = known.lessons[0]._replace(grade=1, number=1, period=1, subject="法语", teacher="甲")
    known.lessons.append(x._replace(subject="德语", teacher="乙"))
    raw = read("t_timetable.csv", fet_csv(known, ",", '"', True, True))
    assert imported(raw, known) == {("1-1", x.day, "P1", "all", "德语/法语", "")}
