"""Tables of a web page -> sheets: what school portals and timetabling programs save, often under the name of an Excel file."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from planner.reading.spreadsheets.drawn import Drawing, sheets_of
from planner.reading.spreadsheets.sheets import MAX_SHEETS, Sheet, refuse

_PAGE = re.compile(rb"<\s*(?:!doctype\s+html|html|table|body|head|meta|style|div)\b", re.IGNORECASE)
_LINES = frozenset(["br", "p", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "caption", "ul", "hr"])
_SKIPPED = frozenset(["script", "style", "template", "noscript", "select", "head"])
_VOID = frozenset(["br", "hr", "img", "input", "meta", "link", "col", "area", "base", "wbr", "source", "embed"])
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_TITLE = 2
"""Lines above a table that may name it."""
_DEEPEST = 200


def is_web_page(raw: bytes) -> bool:
    """Whether bytes begin as a web page does, whatever the file is called."""
    return b"office:spreadsheet" not in raw[:4000] and _PAGE.search(raw[:4000]) is not None


def web_sheets(text: str, source: str) -> list[Sheet]:
    """A sheet for every table that holds no other one. Raises BadInput."""
    reader = _Tables(source)
    reader.feed(text)
    reader.close()
    reader.end_all()
    sheets = sheets_of(reader.done)
    if not sheets:
        raise refuse(source, "import_unknown", kind="HTML")
    if len(sheets) > MAX_SHEETS:
        raise refuse(source, "import_sheet_too_big", str(len(sheets)), limit=str(MAX_SHEETS))
    return sheets


class _Open:
    """A table that is being read, and its cell, if one is open."""

    def __init__(self, title: str) -> None:
        self.drawing = Drawing(title)
        self.text: list[str] | None = None
        self.span = (1, 1)
        self.inner = False


class _Tables(HTMLParser):
    """Tables nest: the outer ones only arrange the page, and what is not shown is no lesson."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.source = source
        self.done: list[Drawing] = []
        self._open: list[_Open] = []
        self._above: list[str] = []
        self._unseen: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        hidden = "hidden" in given or _HIDDEN.search(given.get("style", "")) is not None
        if self._unseen or tag in _SKIPPED or (hidden and tag not in ("tr", "table", "td", "th")):
            if tag not in _VOID and len(self._unseen) < _DEEPEST:
                self._unseen.append(tag)
            return
        here = self._open[-1] if self._open else None
        if tag == "table":
            if len(self._open) >= _DEEPEST:
                raise refuse(self.source, "import_deep", str(len(self._open)))
            if here:
                here.inner = True
            self._open.append(_Open(self._title()))
        elif here and tag == "tr":
            self._end_cell(here)
            here.drawing.row(hidden=hidden)
        elif here and tag in ("td", "th"):
            self._end_cell(here)
            here.text, here.span = [], (_span(given.get("rowspan")), _span(given.get("colspan")))
        elif tag in _LINES:
            self.handle_data("\n")

    def handle_endtag(self, tag: str) -> None:
        if self._unseen:
            if tag in self._unseen:
                del self._unseen[len(self._unseen) - 1 - self._unseen[::-1].index(tag) :]
            return
        here = self._open[-1] if self._open else None
        if here and tag in ("td", "th"):
            self._end_cell(here)
        elif here and tag == "table":
            self._end_table()
        elif tag in _LINES:
            self.handle_data("\n")

    def handle_data(self, data: str) -> None:
        if self._unseen:
            return
        here = self._open[-1] if self._open else None
        text = data if data == "\n" else re.sub(r"\s+", " ", data)
        if here and here.text is not None:
            here.text.append(text)
        elif here and not here.drawing.rows and text.strip():
            here.drawing.title = f"{here.drawing.title}\n{text.strip()}".strip()  # its caption
        elif not here or text.strip():
            self._above.append(text)

    def end_all(self) -> None:
        """A page that is cut off ends all that is open."""
        while self._open:
            self._end_table()

    def _title(self) -> str:
        around = self._open[-1].text if self._open else None
        above = self._above if around is None else around
        lines = [line.strip() for line in "".join(above).split("\n") if line.strip()]
        above.clear()
        return "\n".join(lines[-_TITLE:])

    def _end_cell(self, here: _Open) -> None:
        if here.text is not None:
            lines = (" ".join(line.split()) for line in "".join(here.text).split("\n"))
            here.drawing.cell("\n".join(filter(None, lines)), *here.span, source=self.source)
            here.text = None

    def _end_table(self) -> None:
        here = self._open.pop()
        self._end_cell(here)
        if not here.inner:
            self.done.append(here.drawing)


def _span(text: str | None) -> int:
    found = re.match(r"\s*(\d{1,4})", text or "")
    return int(found[1]) if found else 1
