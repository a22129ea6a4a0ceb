"""Workbooks for the tests: schools as sheets in memory, small .xlsx files, and hostile ones."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from pathlib import Path
from typing import Any

import xlsxwriter

from planner.models import School
from planner.models.base import Language
from planner.reading import read_school
from planner.sheets.grid import Grid
from planner.sheets.layout import school_tables

ROOT = Path(__file__).parents[2]
EXAMPLES = ("tiny", "rural-18", "noon-36", "two-campus-36", "feilong-30")
Rows = dict[str, list[list[Any]]]


def example(name: str = "tiny") -> School:
    """A bundled example."""
    return read_school(ROOT / "examples" / name)


def sheets(school: School, language: Language = "zh") -> Rows:
    """Name of each sheet -> its rows, headings first."""
    return {t.name: [[h.text for h in t.heads], *map(list, t.rows)] for t in school_tables(school, language)}


def grids(rows: Rows) -> list[Grid]:
    """Sheets as the reader gets them."""
    return [Grid(name, lines) for name, lines in rows.items()]


def xlsx(rows: Rows) -> bytes:
    """Sheets as a plain .xlsx without any format but that of dates."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    dates, times = book.add_format({"num_format": "yyyy-mm-dd"}), book.add_format({"num_format": "hh:mm"})
    for name, lines in rows.items():
        sheet = book.add_worksheet(name)
        for row, line in enumerate(lines):
            for column, value in enumerate(line):
                if isinstance(value, dt.date):
                    sheet.write_datetime(row, column, dt.datetime.combine(value, dt.time.min), dates)
                elif isinstance(value, dt.time):
                    sheet.write_datetime(row, column, value, times)
                elif isinstance(value, str):
                    sheet.write_string(row, column, value)
                elif value is not None:
                    sheet.write(row, column, value)
    book.close()
    return buffer.getvalue()


def replaced(raw: bytes, part: str, content: bytes) -> bytes:
    """A zip with the content of one part replaced, or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in dict.fromkeys((*old.namelist(), part)):
            new.writestr(name, content if name == part else old.read(name))
    return out.getvalue()


def part(raw: bytes, name: str) -> bytes:
    """One part of a zip."""
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        return archive.read(name)
