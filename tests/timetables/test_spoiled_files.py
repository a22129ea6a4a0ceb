"""Spoiled files: a timetable or problems in words, never a traceback."""

from __future__ import annotations

import random
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.campaign import often
from tests.timetables.known import timetable
from tests.timetables.ods import write_ods
from tests.timetables.samples import SAMPLES, read_anyway
from tests.timetables.writing import SHAPES


@pytest.mark.parametrize("name", SAMPLES)
@often(25)
@given(seed=st.integers(0, 10**6))
def test_spoiled_bytes_are_answered(name: str, seed: int) -> None:
    rng = random.Random(seed)
    raw = bytearray(SAMPLES[name])
    for _ in range(rng.randint(1, 6)):
        at, length = rng.randrange(len(raw)), rng.choice((0, 1, 3, 200))
        raw[at : at + length] = bytes(rng.randrange(256) for _ in range(rng.choice((0, 1, 4))))
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory) / name
        path.write_bytes(bytes(raw))
        read_anyway(path)


@often(60)
@given(seed=st.integers(0, 10**6), shape=st.sampled_from(sorted(SHAPES)))
def test_spoiled_sheets_are_answered(seed: int, shape: str) -> None:
    """Cells swapped, emptied and overwritten: whatever is read, every word of it has a place in the file."""
    rng = random.Random(seed)
    pages = SHAPES[shape](timetable(seed % 50, teacher_once=shape == "rows-teachers"))
    words = [
        "",
        "周一",
        "第1节",
        "四(1)",
        "班级",
        "/",
        "语/书",
        "语文/数学/英语",
        "\n\n",
        "(",
        "单",
        "a" * 400,
        "9" * 30,
        "星期八",
        "=1",
    ]
    for page in pages:
        for _ in range(rng.randint(1, 12)):
            row = rng.choice([r for r in page.rows if r])
            row[rng.randrange(len(row))] = rng.choice(words)
        if rng.random() < 0.3:
            del page.rows[: rng.randint(1, 3)]
            page.merges.clear()
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory) / "t.ods"
        write_ods(path, pages)
        read_anyway(path)


@often(60)
@given(
    raw=st.binary(max_size=300), name=st.sampled_from(["a.xlsx", "a.xls", "a.ods", "a.csv", "a.fet", "a.xml", "a.yaml", "a"])
)
def test_any_bytes_are_answered(raw: bytes, name: str) -> None:
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory) / name
        path.write_bytes(raw)
        read_anyway(path)


@often(60)
@given(text=st.text(st.sampled_from("周一二三四五第1节班(语文),;\n\t 单/双\"'"), max_size=400))
def test_any_words_are_answered(text: str) -> None:
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory) / "a.csv"
        path.write_text(text, encoding="utf-8")
        read_anyway(path)
