"""Writes pages as an OpenDocument file."""

from __future__ import annotations

import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

from tests.timetables.writing import Page

ODS = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content '
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
    "{tables}</office:spreadsheet></office:body></office:document-content>"
)


def write_ods(path: Path, pages: list[Page]) -> None:
    """The pages as an OpenDocument file, with the endless empty repetitions that LibreOffice writes."""
    tables = []
    for page in pages:
        spans = {(t, x): (b - t + 1, r - x + 1) for t, x, b, r in page.merges}
        covered = {(r, c) for t, x, b, y in page.merges for r in range(t, b + 1) for c in range(x, y + 1)} - set(spans)
        rows = []
        width = max([len(row) for row in page.rows] + [y + 1 for _, _, _, y in page.merges])
        for r in range(max([len(page.rows)] + [b + 1 for _, _, b, _ in page.merges])):
            row = page.rows[r] if r < len(page.rows) else []
            cells = []
            for c in range(width):
                text = row[c] if c < len(row) else ""
                if (r, c) in covered:
                    cells.append("<table:covered-table-cell/>")
                    continue
                down, across = spans.get((r, c), (1, 1))
                lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in text.split("\n")) if text else ""
                span = f' table:number-rows-spanned="{down}" table:number-columns-spanned="{across}"'
                cells.append(f"<table:table-cell{span if (down, across) != (1, 1) else ''}>{lines}</table:table-cell>")
            tail = '<table:table-cell table:number-columns-repeated="16300"/>'
            rows.append(f"<table:table-row>{''.join(cells)}{tail}</table:table-row>")
        end = (
            '<table:table-row table:number-rows-repeated="1048000">'
            '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
        )
        tables.append(f'<table:table table:name="{escape(page.name)}">{"".join(rows)}{end}</table:table>')
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        file.writestr("content.xml", ODS.format(tables="".join(tables)))
