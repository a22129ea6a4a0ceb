"""The looks of the cells of the workbook."""

from __future__ import annotations

from typing import Any

from planner.languages import office_fonts
from planner.models.base import Language
from planner.sheets.columns import Column


def font(language: Language) -> str:
    """A typeface that spreadsheet programs have and that holds the characters of the language."""
    return office_fonts(language).text


class Styles:
    """The few looks of cells, each made once."""

    def __init__(self, book: Any, language: Language) -> None:
        base = {"font_name": font(language), "font_size": 10, "valign": "vcenter", "border": 1, "border_color": "#C8C8C8"}
        head = {**base, "bold": True, "text_wrap": True, "align": "center", "border_color": "#808080"}
        wrap = {**base, "text_wrap": True}
        self.head = book.add_format({**head, "bg_color": "#DCE6F1"})
        self.required = book.add_format({**head, "bg_color": "#FFE699"})
        self.info = book.add_format({**head, "bg_color": "#EDEDED", "font_color": "#595959"})
        self.text = book.add_format({**wrap, "num_format": "@"})
        self.centred = book.add_format({**wrap, "num_format": "@", "align": "center"})
        self.number = book.add_format({**base, "num_format": "0", "align": "center"})
        self.date = book.add_format({**base, "num_format": "yyyy-mm-dd", "align": "center"})
        self.note = book.add_format({**wrap, "font_color": "#595959", "num_format": "@", "font_size": 9})
        self.label = book.add_format({**wrap, "bold": True, "bg_color": "#DCE6F1"})
        self.label_required = book.add_format({**wrap, "bold": True, "bg_color": "#FFE699"})
        plain = {"font_name": font(language), "font_size": 11, "text_wrap": True, "valign": "top"}
        self.plain = book.add_format(plain)
        self.title = book.add_format({**plain, "bold": True, "font_size": 18, "text_wrap": False})
        self.link = book.add_format({**plain, "font_color": "#0563C1", "underline": 1})

    def of(self, column: Column | None, kind: str = "") -> Any:
        """The look of the cells below a heading."""
        if kind == "info":
            return self.note
        if column is None:
            return self.centred
        if column.kind == "int":
            return self.number
        if column.kind == "date":
            return self.date
        return self.text if column.kind in ("text", "str", "items", "item", "teachers", "subjects", "counts") else self.centred
