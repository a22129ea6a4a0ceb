"""Files in and out, against the start of Python: school files, timetables, every paper in every format, calendars."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import planner
from benchmarks.generator import document
from benchmarks.jobs import used
from benchmarks.rows import EXAMPLES, Processes, Row, seconds
from planner.models import School
from planner.outputs.formats import WRITERS
from planner.outputs.papers import Papers
from planner.outputs.workbook.workbook import workbook
from planner.reading import parse_school, read_school
from tests.timetables.known import timetable
from tests.timetables.writing import rows_are_classes, write_xlsx

_MORE = 5
"""Runs of what is measured by the system's clock of processes, which ticks a hundred times a second."""


def rows(repeat: int) -> Iterator[Row]:
    """All of them, for noon-36 unless they say otherwise."""
    with Processes.ready() as processes:
        yardstick = processes.run(["-c", "pass"], max(5, repeat)).seconds
    yield Row("reading", "school.yaml", seconds(lambda: read_school(EXAMPLES / "noon-36"), repeat), yardstick)
    data = document(60)
    data["windows"][1]["slots"] = data["windows"][1]["time"]  # the reader wants to know the slots of every booked window
    raw = workbook(School.model_validate(data), "zh")
    yield Row("reading", "workbook of 60 classes", seconds(lambda: parse_school(raw, "school.xlsx"), repeat), yardstick)
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory) / "timetable.xlsx"
        write_xlsx(path, rows_are_classes(timetable(1)))
        content = path.read_bytes()
    planner.timetable_questions(content, "timetable.xlsx")
    taken = seconds(lambda: planner.timetable_questions(content, "timetable.xlsx"), repeat)
    yield Row("reading", "timetable, understood", taken, yardstick)
    book = planner.plan(read_school(EXAMPLES / "noon-36")).book
    yield Row("outputs", "tables", seconds(lambda: Papers(book, "zh").filed(), repeat), yardstick)
    papers = Papers(book, "zh")
    filed, setting = papers.filed(), papers.setting()
    for writer in (w for w in WRITERS.values() if w.filed):

        def written(writer=writer) -> None:  # type: ignore[no-untyped-def]
            for pages in filed.values():
                writer.write("tables", pages, setting)

        written()
        begin = used([os.getpid()])  # the typesetter is a child that goes on
        for _ in range(_MORE):
            written()
        yield Row("outputs", f"tables as {writer.extension}", (used([os.getpid()]) - begin) / _MORE, yardstick)
    planner.calendars(book)
    yield Row("outputs", "calendars", seconds(lambda: planner.calendars(book), repeat), yardstick)
