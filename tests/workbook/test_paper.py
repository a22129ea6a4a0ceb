"""A filled workbook on paper: a sheet too wide to be read on one page goes over several, each with the names beside it."""

from __future__ import annotations

import io
import zipfile
from xml.etree import ElementTree

from planner.outputs.workbook.workbook import READABLE, workbook
from tests.workbook.books import example

_SPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def test_no_sheet_is_printed_too_small_to_be_read() -> None:
    pages = {}
    with zipfile.ZipFile(io.BytesIO(workbook(example("tiny"), "zh"))) as book:
        for name in [n for n in book.namelist() if n.startswith("xl/worksheets/sheet")]:
            sheet = ElementTree.fromstring(book.read(name))
            setup = sheet.find(f"{_SPACE}pageSetup")
            if setup is None or sheet.find(f"{_SPACE}dataValidations") is None:
                continue  # the explanations and the lists behind the drop-downs
            columns = sheet.iter(f"{_SPACE}col")
            wide = sum(float(c.get("width", "0")) * (int(c.get("max", "0")) - int(c.get("min", "0")) + 1) for c in columns)
            pages[name] = int(setup.get("fitToWidth", "1"))
            # Column widths of a file are a padding of 0.7 wider than what was asked for.
            assert wide / pages[name] < READABLE[int(setup.get("paperSize", "0"))] * 1.15, name
    assert min(pages.values()) == 1 < max(pages.values())
