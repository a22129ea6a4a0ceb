"""A file -> what is inside it: sheets, XML or text. What it is, is told by its content; an ending that lies is refused."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from planner.errors import BadInput, MissingFile
from planner.reading.decoding import MAX_BYTES, Unreadable, decode
from planner.reading.spreadsheets.ods import ods_sheets
from planner.reading.spreadsheets.sheets import Sheet, csv_sheet, refuse
from planner.reading.spreadsheets.spreadsheet import xls_sheets, xlsx_sheets, zip_parts
from planner.reading.spreadsheets.webpage import is_web_page, web_sheets
from planner.reading.spreadsheets.wordfile import PART, word_sheets
from planner.reading.strangers import refuse_stranger

_ENDINGS = {
    "xlsx": ("xlsx", "xlsm"),
    "xls": ("xls", "xlt", "et"),
    "ods": ("ods",),
    "xml": ("xml", "fet"),
    "docx": ("docx",),
    "html": ("html", "htm"),
    "text": ("csv", "txt", "tsv", "yaml", "yml", "json", "dat"),
}
_KNOWN = {ending: kind for kind, endings in _ENDINGS.items() for ending in endings}


@dataclass
class Content:
    """The ``sheets`` of a spreadsheet, the ``raw`` bytes of XML, or ``text`` with its one CSV sheet."""

    kind: str
    stem: str
    sheets: list[Sheet]
    text: str = ""
    raw: bytes = b""

    def words(self) -> str:
        """Everything that is written in it, with names of sheets; of XML its bytes as they most likely are."""
        if self.text or self.raw:
            return self.text or self.raw.decode("utf-8", "replace")
        return " ".join(text for sheet in self.sheets for text in (sheet.name, *(t for _r, _c, t in sheet.filled())))


def read_bytes(path: Path) -> bytes:
    """All bytes of a file. Raises MissingFile, and BadInput when it is larger than any timetable."""
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise MissingFile(str(path), "not_found") from None
    except (OSError, ValueError):
        raise MissingFile(str(path), "not_readable") from None
    return _not_too_much(raw, str(path))


def _not_too_much(raw: bytes, source: str) -> bytes:
    if len(raw) > MAX_BYTES:
        megabytes = str(MAX_BYTES // 1_000_000)
        raise refuse(source, "import_too_big", f"{megabytes}+", limit=megabytes)
    if not raw.strip(b"\0 \r\n\t"):
        raise refuse(source, "import_empty")
    return raw


def open_content(path: Path, raw: bytes | None = None) -> Content:
    """Look into a file; ``raw`` is what is in it, where that is at hand already. Raises MissingFile and BadInput."""
    source = str(path)
    raw = read_bytes(path) if raw is None else _not_too_much(raw, source)
    refuse_stranger(raw, source, "word")
    parts: dict[str, bytes] = {}
    if raw.startswith(b"PK\x03\x04"):
        parts = zip_parts(raw, source)
        inside = {"xlsx": "xl/workbook.xml", "ods": "content.xml", "docx": PART}
        kind = next((kind for kind, name in inside.items() if name in parts), "")
        if not kind:
            raise refuse(source, "import_unknown", kind="zip")
    elif raw.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        kind = "xls"
    else:
        kind = "xml" if re.match(rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*\x00?<", raw) else "text"
        kind = "html" if kind == "xml" and is_web_page(raw) else kind
    ending = path.suffix.lower().removeprefix(".")
    told = _KNOWN.get(ending)
    # Portals call a web page, and Excel's XML, .xls: Excel opens both.
    if told is not None and told != kind and not (told in ("xls", "xml") and kind in ("html", "xml")):
        called = {"text": "CSV"}.get(kind, kind.upper())
        raise refuse(source, "import_wrong_ending", f".{ending}", kind=called)
    if kind == "ods":
        return Content(kind, path.stem, ods_sheets(parts["content.xml"], source))
    if kind == "xlsx":
        return Content(kind, path.stem, xlsx_sheets(raw, parts, source))
    if kind == "xls":
        return Content(kind, path.stem, xls_sheets(raw, source))
    if kind == "docx":
        return Content(kind, path.stem, word_sheets(parts[PART], source))
    if kind == "xml":
        return Content(kind, path.stem, [], raw=raw)
    if kind == "html":
        return Content(kind, path.stem, web_sheets(text_of(raw, source), source))
    text = text_of(raw, source)
    return Content(kind, path.stem, [csv_sheet(text, source)], text)


def text_of(raw: bytes, source: str) -> str:
    """Decode: byte order mark, UTF-8, Big5, EUC-KR, GB18030; windows-1252 where the accents stand alone among Latin letters."""
    if older := _older(raw):
        return older
    try:
        text = decode(raw)
        if not raw.startswith((b"\xff\xfe", b"\xfe\xff")) and _lonely_accents(raw):
            text = raw.decode("cp1252", "replace")
    except Unreadable as error:
        if _lonely_accents(raw):
            return raw.decode("cp1252", "replace")
        raise BadInput(source, [error.problem]) from None
    if "\0" in text:
        raise refuse(source, "import_unknown", kind="binary")
    return text


_FEW = 2
_COMMON = "班級節週課星期一二三四五年國語數學英體音"
"""Characters of Taiwan's and Hong Kong's timetables; bytes of Big5 read as GB18030 give other ones."""


_MAINLAND = "班级节课周星期一二三四五年语数学英体音第上下午的"
_KOREAN = "월화수목금교시학년반요일국어수학영음미체"
"""The same of Korea's: EUC-KR is read as GB18030 without a complaint, too."""


def _older(raw: bytes) -> str:
    """The text, where it is more likely Big5 or EUC-KR than GB18030, which takes nearly all bytes; else ''."""
    if raw.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")) or raw.isascii():
        return ""
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        newer = raw.decode("gb18030", "replace")
        for encoding, letters in (("cp950", _COMMON), ("cp949", _KOREAN)):
            text = raw.decode(encoding, "replace")
            counts = [sum(text.count(c) for c in letters), sum(newer.count(c) for c in letters + _MAINLAND)]
            if counts[0] > 2 * counts[1] and counts[0] > _FEW and "\N{REPLACEMENT CHARACTER}" not in text:
                return text
    return ""


def _lonely_accents(raw: bytes) -> bool:
    """Whether high bytes mostly stand alone, as in 'Müller'; those of GB18030 come in pairs, those of UTF-8 in groups."""
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        runs = [len(run) for run in re.findall(rb"[\x80-\xff]+", raw[:200_000])]
        return sum(n == 1 for n in runs) * 2 > len(runs)
    return False
