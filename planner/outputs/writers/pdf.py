"""Tables -> PDF, a table a page, on A4, A3 or A5. Tagged (PDF/UA-1), the text can be searched and copied, no clock is read.

Typst sets the pages from ``templates/*.typ``. Whatever the school wrote reaches it as JSON, so nothing in a name is markup.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Literal

from planner.apart.children import Bounds, Children, Overran
from planner.errors import BadInput
from planner.languages import region
from planner.messages.wording import translator
from planner.models.base import Language
from planner.models.problem import Problem
from planner.models.school import School
from planner.outputs.formats import LARGE_PRINT, Remark, Setting, Size, is_large, sheet_of, silent
from planner.outputs.tables.rota import Cell, Rota
from planner.outputs.tables.tints import cell_tint, line_tints
from planner.outputs.writers.fit import MARGIN, UNBROKEN, longest
from planner.outputs.writers.fonts import Fonts, boxed, fonts, missing_glyphs
from planner.outputs.writers.large import in_large_print
from planner.outputs.writers.logo import Logo, logo_of
from planner.outputs.writers.poster import on_paper

SetBy = Literal["set_pages", "set_picture"]
SCALE = {"a5": 0.5**0.5, "a4": 1.0, "a3": 2**0.5}
"""How much larger everything is than on A4."""
_SETTING = "planner.outputs.writers.typesetting"
_CHILDREN = Children(Bounds(seconds=20, memory=3_000_000_000))
"""A text of which nobody thought can make the typesetter compute for ever: it never does that in a process of others.

Sixty pages take three seconds; nothing that hangs on a wall comes near the bounds.
"""
_TEMPLATES = Path(__file__).parent / "templates"


def pdf(
    rotas: Sequence[Rota],
    *,
    paper: Size = "A4",
    school: School | None = None,
    places: Sequence[Path] = (),
    function: SetBy = "set_pages",
    remark: Remark = silent,
) -> bytes:
    """These tables as one PDF; the same tables always give the same bytes. ``function``: or as a picture of the first page.

    ``school`` gives font and logo, which are read only from ``places``. On A3 a table that A4 cuts in two is put together
    again; in large print it is cut until its letters are large.
    ``remark`` is told of each character that no font has (glyph_missing): a box stands for it. Raises BadInput where
    font or logo cannot be used (font_unreadable, logo_unreadable).
    """
    if not rotas:
        raise ValueError("no tables to print")
    language, title, sheet = rotas[0].language, rotas[0].title, sheet_of(paper)
    found, logo = fonts(school, places), logo_of(school, language, places)

    def data(pages: Sequence[Rota]) -> dict[str, Any]:
        made = [_page(rota) for rota in pages]
        small = LARGE_PRINT if is_large(paper) else 0
        return {"pages": made, "paper": sheet, "scale": SCALE[sheet], "margin": MARGIN, "title": title, "smallest": small}

    def measured(pages: Sequence[Rota]) -> list[float]:
        sizes = query("rotas.typ", data(pages), language, found, logo, "<fit>")
        return [x["size"] if x["inside"] else 0.0 for x in sizes]

    for problem in _lacking(rotas, found):
        remark(problem)
    pages = tuple(rotas)
    if is_large(paper):
        pages = in_large_print(rotas, LARGE_PRINT / SCALE[sheet])
    elif sheet == "a3":
        pages = on_paper(rotas, measured)
    return typeset("rotas.typ", data(pages), language, found, logo, function)


def write_picture(rotas: Sequence[Rota], setting: Setting) -> bytes:
    """The first page in little, for `planner.outputs.formats`."""
    return pdf(rotas[:1], school=setting.school, places=setting.places, function="set_picture")


def write(rotas: Sequence[Rota], setting: Setting) -> bytes:
    """For `planner.outputs.formats`."""
    return pdf(rotas, paper=setting.size, school=setting.school, places=setting.places, remark=setting.remark)


def lacking(rotas: Sequence[Rota], setting: Setting) -> list[Problem]:
    """Characters on these tables that no font has (glyph_missing), without setting a page. Raises BadInput for the font."""
    return _lacking(rotas, fonts(setting.school, setting.places))


def _lacking(rotas: Sequence[Rota], found: Fonts) -> list[Problem]:
    return missing_glyphs(((rota.label, text) for rota in rotas for text in _texts(_page(rota))), found)


def typeset(
    template: str, data: dict[str, Any], language: Language, found: Fonts, logo: Logo | None, function: SetBy = "set_pages"
) -> bytes:
    """Run a template on data, in a child. Raises BadInput (pdf_too_much) where it takes too long or too much memory."""
    made: bytes = _apart(function, data, found, _files(template, data, language, found, logo))
    return made


def query(template: str, data: dict[str, Any], language: Language, found: Fonts, logo: Logo | None, label: str) -> list[Any]:
    """The values that a template has put under a label. Raises as `typeset`."""
    values: list[Any] = _apart("values_of", data, found, _files(template, data, language, found, logo), label)
    return values


def _apart(function: str, data: dict[str, Any], found: Fonts, files: dict[str, bytes], *arguments: str) -> Any:
    with found.folders() as (folders, last):
        try:
            return _CHILDREN.call(f"{_SETTING}:{function}", files, tuple(map(str, folders)), last, *arguments)
        except Overran as error:
            if error.cause == "broke":
                raise
            limits = {"seconds": str(_CHILDREN.bounds.seconds), "mb": str(_CHILDREN.bounds.memory // 1_000_000)}
            raise BadInput(data["title"], [Problem(code="pdf_too_much", value=data["title"], params=limits)]) from None


def _files(template: str, data: dict[str, Any], language: Language, found: Fonts, logo: Logo | None) -> dict[str, bytes]:
    """The project in memory: nothing of it is a file that could be read by another."""
    data = {
        "unbroken": UNBROKEN,
        **boxed(data, found),
        "lang": language.partition("-")[0],
        "region": region(language),
        "sans": [face.family for face in found.sans],
        "serif": [face.family for face in found.serif],
        "logo": {"bytes": list(logo.content), "alt": logo.alt} if logo else None,
    }
    return {
        "main.typ": _template(template),
        "base.typ": _template("base.typ"),
        "data.json": json.dumps(data).encode(),
    }


@cache
def _template(name: str) -> bytes:
    return (_TEMPLATES / name).read_bytes()


def _page(rota: Rota) -> dict[str, Any]:
    """A table as the template wants it: cells with their place, heading rows first."""
    _ = translator(rota.language)
    number, count = rota.page
    cells: list[dict[str, Any]] = []
    for y, row in enumerate(rota.headings):
        cells += _placed(row, 0 if y == 0 else rota.head_count, y, len(row))
    for y, body in enumerate(rota.rows, start=len(rota.headings)):
        first = rota.column_count - len(body.heads) - len(body.cells)
        cells += _placed((*body.heads, *body.cells), first, y, len(body.heads))
    return {
        "title": rota.title,
        "what": rota.label if rota.title.endswith(rota.label) else "",
        "subtitle": rota.subtitle,
        "internal": rota.internal,
        "lead": list(rota.lead),
        "notes": list(rota.notes),
        "signature": list(rota.signature),
        "number": _("Page {n} of {count}", n=number, count=count) if count > 1 else "",
        "edition": rota.edition,
        "orientation": rota.orientation,
        "wall": rota.wall,
        "centred": rota.centred,
        "columns": rota.column_count,
        "heads": rota.head_count,
        "rows": len(rota.headings) + len(rota.rows),
        "head-rows": len(rota.headings),
        "cells": cells,
    }


def _placed(row: Sequence[Cell], x: int, y: int, heads: int) -> Iterable[dict[str, Any]]:
    for n, cell in enumerate(row):
        lines = [
            {"text": x.text, "strong": x.strong, "token": longest(x.text), "tint": colour}
            for x, colour in zip(cell.lines, line_tints(cell), strict=True)
        ]
        yield {"x": x, "y": y, "w": cell.columns, "h": cell.rows, "head": n < heads, "tint": cell_tint(cell), "lines": lines}
        x += cell.columns


def _texts(page: dict[str, Any]) -> Iterable[str]:
    yield from (page["title"], page["subtitle"], page["internal"], page["number"], page["edition"])
    yield from (*page["lead"], *page["notes"], *page["signature"])
    yield from (line["text"] for cell in page["cells"] for line in cell["lines"])
