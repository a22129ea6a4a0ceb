"""Files that are no workbook, or one made to harm: one clear problem each, within bounded memory and time."""

from __future__ import annotations

import contextlib
import io
import struct
import time
import zipfile

import pytest

from planner.errors import BadInput
from planner.reading import describe, parse_school
from planner.reading.spreadsheets.archive import MAX_UNPACKED
from tests.workbook.books import example, part, replaced, sheets, xlsx

SHEET = "xl/worksheets/sheet1.xml"
HEAD = b'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
TAIL = b"</sheetData></worksheet>"


def codes(raw: bytes, name: str = "school.xlsx") -> set[str]:
    """Codes of the problems; they have words, and are found at once."""
    start = time.process_time()
    with pytest.raises(BadInput) as caught:
        parse_school(raw, name)
    assert time.process_time() - start < 10  # of a processor: how busy the machine is does not matter
    for problem in caught.value.problems:
        for language in ("zh", "en"):
            text = describe(problem, language, name)
            assert "{" not in text
            assert "…" not in text.replace(problem.value, "")
    return {problem.code for problem in caught.value.problems}


@pytest.fixture(scope="module")
def good() -> bytes:
    return xlsx(sheets(example()))


def test_zip_bomb(good: bytes) -> None:
    assert codes(replaced(good, SHEET, HEAD + b" " * (MAX_UNPACKED + 1) + TAIL)) == {"workbook_unpacks"}


def test_zip_bomb_that_lies_about_its_size(good: bytes) -> None:
    bomb = bytearray(replaced(good, SHEET, HEAD + b" " * (MAX_UNPACKED + 1) + TAIL))
    at = 0
    while (at := bomb.find(b"PK\x01\x02", at)) >= 0:
        bomb[at + 24 : at + 28] = struct.pack("<I", 1000)
        at += 4
    assert codes(bytes(bomb)) == {"workbook_unpacks"}


def test_many_small_entries() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for n in range(3000):
            archive.writestr(f"{n}.xml", b"")
    assert codes(buffer.getvalue()) == {"workbook_unpacks"}


@pytest.mark.parametrize(
    "rows",
    [
        b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        b'<row r="1"><c r="A1"><v>1</v></c><c r="ZZZ1"><v>1</v></c></row>',
        b'<row r="99999999999"><c r="A99999999999"><v>1</v></c></row>',
        b"<row>" + b"<c><v>1</v></c>" * 2000 + b"</row>",
        b"<row><c><v>1</v></c></row>" * 30_000,
    ],
)
def test_cells_far_outside(good: bytes, rows: bytes) -> None:
    assert codes(replaced(good, SHEET, HEAD + rows + TAIL)) == {"sheet_too_big"}


def test_entities(good: bytes) -> None:
    evil = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;">]>' + part(good, SHEET).split(b"?>", 1)[1]
    assert codes(replaced(good, SHEET, evil)) == {"workbook_entities"}
    evil = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "ha">]><workbook>&b;</workbook>'
    assert codes(replaced(good, "xl/workbook.xml", evil)) == {"workbook_entities"}


def test_deep_xml(good: bytes) -> None:
    deep = HEAD + b"<a>" * 200_000 + b"</a>" * 200_000 + TAIL
    raw = replaced(good, SHEET, deep)
    assert codes(raw) <= {"workbook_damaged", "cell_missing"}


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
def test_cut_off(good: bytes, share: float) -> None:
    assert codes(good[: int(len(good) * share)]) == {"workbook_damaged"}


def test_bytes_changed_at_any_place_never_break_the_reader(good: bytes) -> None:
    for at in range(0, len(good), max(1, len(good) // 60)):
        changed = good[:at] + bytes([good[at] ^ 0xFF]) + good[at + 1 :]
        with contextlib.suppress(BadInput):
            parse_school(changed, "school.xlsx")


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"<html><table><tr><td>1</td></tr></table></html>", "workbook_is_html"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00", "file_is_picture"),
        (b"PK\x03\x04", "workbook_damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "workbook_damaged"),
    ],
)
def test_wrong_content_under_a_right_name(raw: bytes, code: str) -> None:
    assert codes(raw, "school.xls") == {code}


def test_a_word_document_is_no_workbook() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("word/document.xml", b"<a/>")
    assert codes(buffer.getvalue()) == {"file_is_word"}


def test_a_workbook_under_a_wrong_name_is_read_all_the_same(good: bytes) -> None:
    assert parse_school(good, "school.yaml") == example()


def test_yaml_under_the_name_of_a_workbook_is_read_all_the_same() -> None:
    from tests.workbook.books import ROOT

    assert parse_school((ROOT / "examples/tiny/school.yaml").read_bytes(), "school.xlsx") == example()


def test_encrypted_entry(good: bytes) -> None:
    raw = bytearray(good)
    at = 0
    while (at := raw.find(b"PK\x01\x02", at)) >= 0:
        raw[at + 8] |= 1
        at += 4
    assert codes(bytes(raw)) == {"workbook_locked"}


def test_external_links_are_left_alone(good: bytes) -> None:
    raw = replaced(good, "xl/externalLinks/externalLink1.xml", b'<externalLink><externalBook r:id="rId1"/></externalLink>')
    assert parse_school(raw, "school.xlsx") == example()


@pytest.mark.parametrize("stored", [b"<f>1+1</f>", b"<f>1+1</f><v/>", b"<f>1+1</f><v></v>", b'<f t="shared" si="0"/>'])
def test_formula_without_a_value(stored: bytes) -> None:
    from planner.sheets.catalogue import SHEETS

    raw = xlsx(sheets(example()))
    n = [sheet.key for sheet in SHEETS].index("rooms") + 1
    name = f"xl/worksheets/sheet{n}.xml"
    xml = part(raw, name)
    start = xml.index(b'<c r="A2"')
    end = xml.index(b"</c>", start) + 4
    with pytest.raises(BadInput) as caught:
        parse_school(replaced(raw, name, xml[:start] + b'<c r="A2">' + stored + b"</c>" + xml[end:]), "school.xlsx")
    assert ("cell_uncalculated", "场地!A2") in [(p.code, p.path) for p in caught.value.problems]
    good = xml[:start] + b'<c r="A2" t="str"><f>"libr"&amp;"ary"</f><v>library</v></c>' + xml[end:]
    assert parse_school(replaced(raw, name, good), "school.xlsx") == example()
