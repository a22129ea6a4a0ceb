"""What a workbook says of itself without showing it: its document properties."""

from __future__ import annotations

from defusedxml.ElementTree import fromstring

from planner.reading.broken_xml import BROKEN_XML
from planner.reading.spreadsheets.archive import unpacked
from planner.reading.spreadsheets.kind import ZIP


def document_property(raw: bytes, name: str) -> str | None:
    """The value of a property that a program has given an .xlsx; None when there is none. Raises Unreadable."""
    if not raw.startswith(ZIP):
        return None
    xml = unpacked(raw).get("docProps/custom.xml")
    if xml is None:
        return None
    try:
        found = [p for p in fromstring(xml, forbid_dtd=True) if p.get("name") == name]
    except BROKEN_XML:
        return None  # programs that save a workbook need not keep it whole
    return "".join(found[0].itertext()).strip() if found else None
