"""Tables of a Word document (.docx) -> sheets: many a timetable is drawn in a text, to be printed."""

from __future__ import annotations

from typing import Any

from defusedxml.ElementTree import fromstring

from planner.reading.broken_xml import BROKEN_XML
from planner.reading.spreadsheets.drawn import Drawing, sheets_of
from planner.reading.spreadsheets.sheets import MAX_SHEETS, Sheet, refuse

PART = "word/document.xml"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TITLE = 2


def word_sheets(xml: bytes, source: str) -> list[Sheet]:
    """A sheet for every table of the document. Raises BadInput."""
    try:
        body = fromstring(xml, forbid_dtd=True).find(f"{_W}body")
    except BROKEN_XML:
        raise refuse(source, "import_broken", kind="Word") from None
    above: list[str] = []
    drawings = []
    for element in body if body is not None else ():
        if element.tag == f"{_W}tbl":
            drawings.append(_table(element, "\n".join(above[-_TITLE:]), source))
            above.clear()
        elif text := _text(element).strip():
            above.append(" ".join(text.split()))
    sheets = sheets_of(drawings)
    if not sheets or len(sheets) > MAX_SHEETS:
        raise refuse(source, "file_is_word")
    return sheets


def _table(table: Any, title: str, source: str) -> Drawing:
    """Cells merged down are written again and again, marked as going on."""
    drawing = Drawing(title)
    going: dict[int, tuple[int, int]] = {}
    ends: dict[tuple[int, int], tuple[int, int]] = {}
    for row in table.iter(f"{_W}tr"):
        drawing.row()
        r, c = len(drawing.rows) - 1, 0
        before = row.find(f"{_W}trPr/{_W}gridBefore")
        for _ in range(_value(before, 0)):
            drawing.cell("", source=source)
            c += 1
        for cell in row.findall(f"{_W}tc"):
            across = _value(cell.find(f"{_W}tcPr/{_W}gridSpan"), 1)
            merge = cell.find(f"{_W}tcPr/{_W}vMerge")
            drawing.cell(_text(cell), 1, across, source)
            if merge is not None and merge.get(f"{_W}val") != "restart" and c in going:
                first = going[c]
                ends[first] = (r, c + across - 1)
            else:
                going.pop(c, None)
                if merge is not None:
                    going[c] = (r, c)
            c += across
    drawing.ranges = [x for x in drawing.ranges if x[0] not in ends and x[0] not in _inside(ends)]
    drawing.ranges += [(first, last) for first, last in ends.items()]
    return drawing


def _inside(ends: dict[tuple[int, int], tuple[int, int]]) -> set[tuple[int, int]]:
    return {(r, first[1]) for first, last in ends.items() for r in range(first[0] + 1, last[0] + 1)}


def _value(element: Any, usual: int) -> int:
    text = (element.get(f"{_W}val") or "") if element is not None else ""
    return max(1, int(text)) if text.isdecimal() and len(text) < 4 else usual


def _text(element: Any) -> str:
    """The words of a cell or paragraph, its paragraphs and breaks as lines; what is crossed out by a tracked change is gone."""
    lines: list[str] = []
    for paragraph in element.iter(f"{_W}p") if element.tag != f"{_W}p" else (element,):
        words = []
        for node in paragraph.iter():
            if node.tag == f"{_W}t":
                words.append(node.text or "")
            elif node.tag in (f"{_W}br", f"{_W}cr"):
                words.append("\n")
            elif node.tag == f"{_W}tab":
                words.append(" ")
        lines += [line for line in "".join(words).split("\n") if line.strip()]
    return "\n".join(" ".join(line.split()) for line in lines)
