"""Looks into the zip of a workbook before anything unpacks it: sizes are counted by unpacking, never believed.

A workbook is refused when it would unpack to more than ``MAX_UNPACKED`` bytes, or has cells outside ``MAX_ROWS`` and
``MAX_COLUMNS``: a reader would make a table of everything up to the farthest cell.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator

from defusedxml.ElementTree import fromstring

from planner.apart.children import Bounds
from planner.models.problem import Problem
from planner.reading.broken_xml import BROKEN_XML
from planner.reading.decoding import Unreadable
from planner.reading.spreadsheets.kind import ZIP

APART = Bounds(seconds=20, memory=1_500_000_000)
"""For formats that cannot be looked into beforehand: they are read in a child process."""
MAX_UNPACKED = 60_000_000
MAX_ENTRIES = 2_000
MAX_ROWS = 20_000
MAX_COLUMNS = 600
_CHUNK = 1 << 20
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_CELL = re.compile(rb'<(?:\w+:)?c\b[^>]*?\sr="([A-Za-z]{1,9})(\d{1,12})"')
_ROW = re.compile(rb'<(?:\w+:)?row\b[^>]*?\sr="(\d{1,12})"')
_ROWS = re.compile(rb"<(?:\w+:)?row\b")
_ROW_BODY = re.compile(rb"<(?:\w+:)?c\b")
_UNCALCULATED = re.compile(
    rb"<(?:\w+:)?c\b(?P<attributes>[^>]*[^/>])>\s*<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)\s*"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_REFERENCE = re.compile(rb'\sr="([A-Za-z]{1,9})(\d{1,12})"')


def refuse(code: str, value: str = "", **params: str) -> Unreadable:
    """The file as a whole cannot be used."""
    return Unreadable(Problem(code=code, value=value, params=params))


def unpacked(raw: bytes) -> dict[str, bytes]:
    """The XML parts of a zip by name, after all parts together were found small enough. Raises Unreadable."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            infos = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, struct.error, EOFError, RuntimeError):
        raise refuse("workbook_damaged") from None
    if len(infos) > MAX_ENTRIES or sum(info.file_size for info in infos) > MAX_UNPACKED:
        raise _too_big()
    parts: dict[str, bytes] = {}
    left = MAX_UNPACKED
    for info in infos:
        if info.flag_bits & 1:
            raise refuse("workbook_locked")
        xml = info.filename.lower().endswith((".xml", ".rels")) or info.filename.lower() == "mimetype"
        kept = bytearray()
        for chunk in _chunks(raw, info):
            left -= len(chunk)
            if left < 0:
                raise _too_big()
            if xml:
                kept += chunk
        if xml:
            if b"<!DOCTYPE" in kept[:4096] or b"<!ENTITY" in kept:
                raise refuse("workbook_entities")
            parts[info.filename] = bytes(kept)
    return parts


def _too_big() -> Unreadable:
    return refuse("workbook_unpacks", limit=str(MAX_UNPACKED // 1_000_000))


def _chunks(raw: bytes, info: zipfile.ZipInfo) -> Iterator[bytes]:
    """What an entry really holds, whatever its directory says of its size."""
    header = raw[info.header_offset : info.header_offset + 30]
    if len(header) < 30 or header[:4] != ZIP:
        raise refuse("workbook_damaged")
    names, extra = struct.unpack("<HH", header[26:30])
    start = info.header_offset + 30 + names + extra
    packed = memoryview(raw)[start : start + info.compress_size]
    if info.compress_type == zipfile.ZIP_STORED:
        yield bytes(packed)
        return
    if info.compress_type != zipfile.ZIP_DEFLATED:
        raise refuse("workbook_damaged")
    inflater = zlib.decompressobj(-15)
    data: bytes | memoryview = packed
    try:
        while True:
            chunk = inflater.decompress(data, _CHUNK)
            yield chunk
            data = inflater.unconsumed_tail
            if not chunk or inflater.eof:
                return
    except zlib.error:
        raise refuse("workbook_damaged") from None


def column_number(name: bytes) -> int:
    """b'A' -> 0, b'AA' -> 26."""
    number = 0
    for letter in name.upper():
        number = number * 26 + letter - 64
    return number - 1


def sheet_parts(parts: dict[str, bytes]) -> dict[str, bytes]:
    """Name of each sheet of an .xlsx -> its XML. Raises Unreadable."""
    try:
        book = fromstring(parts["xl/workbook.xml"], forbid_dtd=True)
        relations = fromstring(parts["xl/_rels/workbook.xml.rels"], forbid_dtd=True)
    except BROKEN_XML:  # a part that is not there is a LookupError as well
        raise refuse("workbook_damaged") from None
    targets = {r.get("Id"): str(r.get("Target", "")) for r in relations}
    found = {}
    for element in book.iter():
        if element.tag.endswith("}sheet"):
            key = element.get(_RELATION) or next((v for k, v in element.attrib.items() if k.endswith("}id")), "")
            target = targets.get(key, "")
            path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            if path in parts:
                found[str(element.get("name", ""))] = parts[path]
    return found


def look_at_sheet(name: str, xml: bytes) -> set[tuple[int, int]]:
    """Refuses a sheet with cells too far out; (row, column) of its formulas without a value. Raises Unreadable."""
    cells = _CELL.findall(xml)
    rows = [int(number) for number in _ROW.findall(xml)] + [int(row) for _, row in cells]
    columns = [column_number(letters) for letters in {letters for letters, _ in cells}]
    # A cell without an address stands beside the one before it: there are never more columns than cells.
    widest = max((len(_ROW_BODY.findall(row)) for row in _ROWS.split(xml)[1:]), default=0)
    if max([*rows, len(_ROWS.findall(xml))], default=0) > MAX_ROWS or max([*columns, widest], default=0) >= MAX_COLUMNS:
        raise refuse("sheet_too_big", name, rows=str(MAX_ROWS), columns=str(MAX_COLUMNS))
    found = set()
    if b"<f" in xml or b":f" in xml:
        for match in _UNCALCULATED.finditer(xml):
            reference = _REFERENCE.search(b" " + match["attributes"])
            if reference:
                found.add((int(reference[2]) - 1, column_number(reference[1])))
    return found
