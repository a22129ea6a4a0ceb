"""Files that are handed over by mistake, told by what is in them: a photo, a PDF, Apple's Numbers, Word, slides, an archive."""

from __future__ import annotations

import io
import re
import zipfile

from planner.errors import BadInput
from planner.models.problem import Problem
from planner.reading.spreadsheets.kind import OLE, ZIP

_PICTURE = re.compile(rb"\xff\xd8\xff|\x89PNG\r\n|GIF8[79]a|II\*\0|MM\0\*|RIFF....WEBP|....ftyp(?:hei|mif|avif|msf)", re.DOTALL)
_FILM = re.compile(rb"....ftyp|ID3|OggS|\x1aE\xdf\xa3|RIFF....(?:AVI |WAVE)", re.DOTALL)
_ARCHIVE = re.compile(rb"Rar!\x1a|7z\xbc\xaf\x27\x1c|\x1f\x8b|BZh[1-9]|\xfd7zXZ\0")
_PROGRAM = re.compile(rb"MZ.{60}|\x7fELF|\xcf\xfa\xed\xfe", re.DOTALL)
_PARTS = {
    "xl/workbook.xml": "",
    "xl/workbook.bin": "",
    "content.xml": "",
    "word/document.xml": "word",
    "ppt/presentation.xml": "slides",
}
_MOST_PARTS = 1000
"""More has no document that people write; what it is to be is said by who unpacks it."""
_STREAMS = {"Workbook": "", "Book": "", "WordDocument": "old_word", "PowerPoint Document": "slides"}


def stranger(raw: bytes) -> str:
    """What a file is that holds no table: picture, pdf, numbers, word, old_word, slides, film, archive, program, backup. Empty
    for everything that may hold one, and for what cannot be told."""
    if raw.startswith(ZIP):
        return _in_zip(raw)
    if raw.startswith(OLE):
        return next((kind for name, kind in _STREAMS.items() if name.encode("utf-16-le") in raw), "")
    if b"%PDF-" in raw[:1024]:
        return "pdf"
    if raw.startswith(b"SQLite format 3\0"):
        return "backup"
    if raw.startswith(b"{\\rtf"):
        return "old_word"
    known = {"picture": _PICTURE, "film": _FILM, "archive": _ARCHIVE, "program": _PROGRAM}
    return next((kind for kind, magic in known.items() if magic.match(raw)), "")


def refuse_stranger(raw: bytes, source: str, *taken: str) -> None:
    """Raises BadInput for a file that holds no table, unless it is of a kind that is ``taken`` here."""
    if (kind := stranger(raw)) and kind not in taken:
        raise BadInput(source, [Problem(code=f"file_is_{kind}")])


def _in_zip(raw: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return ""  # damaged: said by who tries to open it
    if len(names) > _MOST_PARTS:
        return ""
    if any(name.endswith(".iwa") or name == "Index.zip" for name in names):
        return "numbers"
    if any(name == "mimetype" for name in names) and "content.xml" in names:
        return ""
    return next((kind for part, kind in _PARTS.items() if part in names), "archive")
