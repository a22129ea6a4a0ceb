"""Hostile files are refused with a clear error, within little time and memory."""

from __future__ import annotations

import io
import time
import tracemalloc
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from planner.errors import MissingFile
from planner.importing.raw import RawTimetable
from planner.importing.reading import read_timetable
from tests.timetables.samples import SAMPLES, codes, read_anyway


def zipped(path: Path, parts: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return path


def parts_of(raw: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(raw)) as file:
        return {name: file.read(name) for name in file.namelist()}


def test_a_zip_bomb_is_refused_quickly_and_in_little_memory(tmp_path: Path) -> None:
    parts = parts_of(SAMPLES["rows-classes.xlsx"])
    parts["xl/worksheets/sheet1.xml"] = b" " * 300_000_000
    path = zipped(tmp_path / "bomb.xlsx", parts)
    del parts
    tracemalloc.start()
    start = time.process_time()
    assert codes(path) == ["workbook_unpacks"]
    assert time.process_time() - start < 10  # of a processor: how busy the machine is does not matter
    assert tracemalloc.get_traced_memory()[1] < 300_000_000
    tracemalloc.stop()


def test_a_cell_in_the_farthest_corner_is_refused(tmp_path: Path) -> None:
    parts = parts_of(SAMPLES["rows-classes.xlsx"])
    sheet = parts["xl/worksheets/sheet1.xml"]
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    parts["xl/worksheets/sheet1.xml"] = sheet.replace(b"</sheetData>", far)
    assert codes(zipped(tmp_path / "far.xlsx", parts)) == ["sheet_too_big"]


def test_endless_repetition_in_an_ods_is_refused(tmp_path: Path) -> None:
    parts = parts_of(SAMPLES["rows-classes.ods"])
    content = parts["content.xml"].decode()
    for attribute in ('table:number-columns-repeated="9000000"', 'table:number-rows-repeated="9000000"'):
        where = "<table:table-cell>" if "columns" in attribute else "<table:table-row>"
        spoiled = content.replace(where, f"{where[:-1]} {attribute}>", 1)
        path = zipped(tmp_path / "far.ods", {**parts, "content.xml": spoiled.encode()})
        assert codes(path) == ["import_sheet_too_big"]


def test_a_computed_lesson_is_refused_and_a_computed_total_is_not(tmp_path: Path) -> None:
    for cell, refused in (("C3", True), ("A9", False)):
        path = tmp_path / f"{cell}.xlsx"
        book = xlsxwriter.Workbook(str(path))
        sheet = book.add_worksheet("课表")
        rows = [["班级", "周一", "", "周二", ""], ["", "1", "2", "1", "2"], ["四1", "语文", "数学", "语文", "英语"]]
        for r, row in enumerate(rows):
            for c, text in enumerate(row):
                sheet.write_string(r, c, text)
        sheet.write_formula(cell, '=HYPERLINK("http://x","语文")', value="语文")
        book.close()
        if refused:
            assert codes(path) == ["import_formulas"]
        else:
            assert isinstance(read_anyway(path), RawTimetable)


def test_links_to_other_files_are_refused(tmp_path: Path) -> None:
    parts = parts_of(SAMPLES["rows-classes.xlsx"])
    parts["xl/externalLinks/externalLink1.xml"] = b"<externalLink/>"
    assert codes(zipped(tmp_path / "links.xlsx", parts)) == ["import_links"]


def test_entities_are_refused(tmp_path: Path) -> None:
    lol = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<?xml version="1.0"?><!DOCTYPE fet [<!ENTITY l0 "lol">{lol}]><fet><a>&l9;</a></fet>'
    outside = '<!DOCTYPE timetable [<!ENTITY x SYSTEM "file:///etc/passwd">]><timetable><card>&x;</card></timetable>'
    for text in (bomb, outside):
        path = tmp_path / "t.xml"
        path.write_text(text, encoding="utf-8")
        assert codes(path) == ["import_entities"]
    parts = parts_of(SAMPLES["rows-classes.ods"])
    parts["content.xml"] = bomb.encode()
    assert codes(zipped(tmp_path / "t.ods", parts)) in (["import_entities"], ["workbook_entities"])


def test_deep_xml_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "deep.fet"
    path.write_text("<fet>" + "<a>" * 100_000, encoding="utf-8")
    assert codes(path) == ["import_deep"]


def test_a_giant_is_refused_without_being_read(tmp_path: Path) -> None:
    path = tmp_path / "giant.csv"
    with path.open("wb") as file:
        file.truncate(200_000_000)
    assert codes(path) == ["import_too_big"]


def test_an_ending_that_lies_is_refused(tmp_path: Path) -> None:
    for name, content in (
        ("a.xlsx", SAMPLES["f.csv"]),
        ("a.xlsx", b"<html><table><tr><td>1</td></tr></table></html>"),
        ("a.csv", SAMPLES["rows-classes.xlsx"]),
        ("a.ods", SAMPLES["rows-classes.xlsx"]),
        ("a.fet", SAMPLES["f.csv"]),
    ):
        path = tmp_path / name
        path.write_bytes(content)
        assert codes(path) == ["import_wrong_ending"]


def test_other_files_are_refused_by_name(tmp_path: Path) -> None:
    cases = {
        "empty.csv": (b"\n\n", "import_empty"),
        "page.xml": (b"<html><body/></html>", "import_unknown"),
        "photo": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "file_is_picture"),
        "words.txt": ("今天天气很好".encode(), "import_shape"),
        "broken.fet": (b"<fet><a></fet>", "import_xml"),
        "codec.xml": (b'<?xml version="1.0" encoding="rot13"?><fet/>', "not_decodable"),
        "cut.xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "import_broken"),
    }
    for name, (content, code) in cases.items():
        path = tmp_path / name
        path.write_bytes(content)
        assert codes(path) == [code], name
    with pytest.raises(MissingFile):
        read_timetable(tmp_path / "nowhere.xlsx")
