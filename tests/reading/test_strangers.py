"""Files handed over by mistake are told by what is in them, whatever they are called, at both doors."""

from __future__ import annotations

import io
import zipfile

import pytest

import planner
from planner.errors import BadInput
from planner.messages.strangers import STRANGER_WORDS
from planner.reading.schoolfile import parse_school
from planner.reading.strangers import stranger

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512


def packed(*names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, b"<a/>")
    return buffer.getvalue()


FILES = {
    "picture": (
        b"\xff\xd8\xff\xe0\0\x10JFIF",
        b"\x89PNG\r\n\x1a\n",
        b"GIF89a",
        b"RIFF\x01\x02\x03\x04WEBPVP8 ",
        b"\0\0\0\x18ftypheic",
    ),
    "pdf": (b"%PDF-1.7\n", b"\xef\xbb\xbf\r\n%PDF-1.4"),
    "numbers": (packed("Index/Document.iwa", "Metadata/Properties.plist"), packed("Index.zip")),
    "word": (packed("[Content_Types].xml", "word/document.xml"),),
    "old_word": (OLE + "WordDocument".encode("utf-16-le"), b"{\\rtf1\\ansi"),
    "slides": (packed("ppt/presentation.xml"), OLE + "PowerPoint Document".encode("utf-16-le")),
    "film": (b"\0\0\0\x20ftypisom", b"ID3\x04"),
    "archive": (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b\x08", packed("照片/1.jpg")),
    "program": (b"MZ" + b"\0" * 80,),
    "backup": (b"SQLite format 3\0",),
}


@pytest.mark.parametrize("kind", FILES)
def test_it_is_said_what_a_file_is(kind: str) -> None:
    for content in FILES[kind]:
        assert stranger(content) == kind
        for name in ("school.xlsx", "课程表.csv", "file"):
            with pytest.raises(BadInput) as school:
                parse_school(content, name)
            assert [p.code for p in school.value.problems] == [f"file_is_{kind}"]
            if kind != "word":  # may be a timetable, if it has a table
                with pytest.raises(BadInput) as timetable:
                    planner.timetable_questions(content, name)
                assert [p.code for p in timetable.value.problems] == [f"file_is_{kind}"]


def test_each_kind_has_words() -> None:
    assert set(STRANGER_WORDS) == {f"file_is_{kind}" for kind in FILES}


@pytest.mark.parametrize(
    "content",
    [
        "姓名,MZ班\n".encode(),
        b"name: BM\n",
        packed("xl/workbook.xml"),
        packed("mimetype", "content.xml"),
        OLE + "Workbook".encode("utf-16-le"),
        OLE,
        b"PK\x03\x04 cut off",
        b"",
        b"MZ,1\n",
    ],
)
def test_what_may_hold_a_table_is_left_to_its_reader(content: bytes) -> None:
    assert stranger(content) == ""
