"""How the school's tables are to look, and whose names may be on them."""

from __future__ import annotations

from typing import Annotated, Literal

from planner.models.base import Model, Text, choice, field

NameStyle = Literal["class", "masked", "full"]


class Printing(Model):
    """Words around the tables, and the privacy of pupils."""

    names: Annotated[NameStyle, choice({"班级": "class", "打码": "masked", "全名": "full"})] = field(
        "姓名显示",
        "on public tables and calendars: class (class and number, the default), masked (王*明); "
        "full = whole names on tables, which are then marked 内部使用; calendars keep to class and number",
        "class",
    )
    notes: Text | None = field("表下说明", "rules under the borrowing table, one a line", None)
    signature: Text | None = field("落款", "who signs; none = the school's library", None)
    signed: Text | None = field("落款日期", "for example 2026年3月; none = month of the first school day", None)
    font: str | None = field(
        "字体", "font file for the PDFs (.ttf, .otf, .ttc), beside the school file; none = Noto Sans SC", None, max_length=200
    )
    logo: str | None = field("校徽", "picture for the PDFs (.png, .jpg), beside the school file", None, max_length=200)
