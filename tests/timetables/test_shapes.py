"""Every shape of spreadsheet, written from a known timetable, comes back as exactly that timetable."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.importing.reading import read_timetable
from tests.campaign import often
from tests.timetables.known import imported, timetable
from tests.timetables.ods import write_ods
from tests.timetables.writing import SHAPES, csv_text, write_xlsx

seeds = st.integers(0, 10**6)


def known_for(shape: str, seed: int):  # type: ignore[no-untyped-def]
    return timetable(seed, teacher_once=shape == "rows-teachers")


@pytest.mark.parametrize("shape", SHAPES)
@often(25)
@given(seed=seeds)
def test_xlsx_comes_back(shape: str, seed: int) -> None:
    known = known_for(shape, seed)
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory) / "t.xlsx"
        write_xlsx(path, SHAPES[shape](known))
        raw = read_timetable(path)
    assert raw.shape == {"one-label": "rows-periods"}.get(shape, shape)
    assert imported(raw, known) == known.expected()


@pytest.mark.parametrize("shape", SHAPES)
@often(10)
@given(seed=seeds)
def test_ods_comes_back(shape: str, seed: int) -> None:
    known = known_for(shape, seed)
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory) / "t.ods"
        write_ods(path, SHAPES[shape](known))
        raw = read_timetable(path)
    assert imported(raw, known) == known.expected()


@pytest.mark.parametrize("shape", ["rows-classes", "rows-teachers", "one-label", "long-list"])
@often(15)
@given(
    seed=seeds,
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "utf-16"]),
    separator=st.sampled_from([",", ";", "\t", "|"]),
)
def test_csv_comes_back(shape: str, seed: int, encoding: str, separator: str) -> None:
    known = known_for(shape, seed)
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory) / "t.csv"
        path.write_bytes(csv_text(SHAPES[shape](known)[0], separator).encode(encoding))
        raw = read_timetable(path)
    assert imported(raw, known) == known.expected()
