"""Texts that are too long for what they stand for are named with their cell, never cut off in silence."""

from __future__ import annotations

from pathlib import Path

from planner.importing.reading import LONGEST_WORD, read_timetable
from tests.timetables.samples import codes


def write(path: Path, class_name: str, subject: str, note: str) -> Path:
    rows = [["班级", "星期", "节次", "课程"], [class_name, "周一", "1", subject], [class_name, "周二", "1", "语文"], [note]]
    path.write_text("\n".join(",".join(row) for row in rows), encoding="utf-8")
    return path


def test_a_lesson_or_class_that_is_a_whole_text_is_refused(tmp_path: Path) -> None:
    long = "很长" * LONGEST_WORD
    assert codes(write(tmp_path / "a.csv", "四1", long, "")) == ["import_long_word"]
    assert set(codes(write(tmp_path / "b.csv", f"四1{long}", "语文", ""))) == {"import_long_word"}


def test_of_a_long_remark_the_beginning_is_enough(tmp_path: Path) -> None:
    raw = read_timetable(write(tmp_path / "a.csv", "四1", "语文", "备注" * LONGEST_WORD))
    assert [(x.lesson, len(x.text)) for x in raw.leftovers] in ([(False, LONGEST_WORD)], [(True, LONGEST_WORD)])
