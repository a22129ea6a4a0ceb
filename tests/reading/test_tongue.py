"""A file that is refused is answered in the language in which it is written, as far as that can be told."""

from __future__ import annotations

from pathlib import Path

import pytest

from planner.errors import BadInput
from planner.importing.reading import read_timetable
from planner.reading import parse_school
from planner.reading.tongue import tongue_of
from tests.commands import here
from tests.workbook.books import example, sheets, xlsx


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("学校: 实验小学\n学期: {}\n", "zh"),
        ("學校: 誠正國小\n語言: 繁體中文\n", "zh-Hant"),
        ("name: 实验小学\nlanguage: en\n", "en"),
        ("name: 实验小学\nlanguage: 英文\n", "en"),
        ("name: Meadow Primary\nterm: {}\n", None),
        ("name: Meadow Primary\nlanguage: zh\n", "zh"),
        ("name: さくら小学校、としょしつ\n", None),
    ],
)
def test_of_a_school_file(text: str, language: str | None) -> None:
    with pytest.raises(BadInput) as caught:
        parse_school(text, "school.yaml")
    assert caught.value.language == language


def test_of_a_workbook_and_of_timetables() -> None:
    rows = sheets(example())
    rows["场地"][1][0] = None
    with pytest.raises(BadInput) as caught:
        parse_school(xlsx(rows), "school.xlsx")
    assert caught.value.language == "zh"
    for text, language in (("图书馆,今天不开\n", "zh"), ("library,closed\n", None)):
        with pytest.raises(BadInput) as caught:
            read_timetable(Path("t.csv"), content=text.encode())
        assert caught.value.language == language


def test_few_signs_tell_nothing() -> None:
    assert [tongue_of(t) for t in ("", "x", "中", "도서관 圖書館 국어 수학 체육", "課程表與時間")] == [
        None, None, None, None, "zh-Hant",
    ]  # fmt: skip


def test_the_command_line_answers_so_unless_told_otherwise(tmp_path: Path) -> None:
    (tmp_path / "school.yaml").write_text("学校: 实验小学\n学期: 春\n", encoding="utf-8")
    own, told = (here("plan", tmp_path, "-o", tmp_path / "rota", *more) for more in ((), ("--lang", "en")))
    assert own.returncode == told.returncode == 2
    assert ("处问题" in own.stderr, "problems" in own.stderr) == (True, False)
    assert ("处问题" in told.stderr, "problems" in told.stderr) == (False, True)
