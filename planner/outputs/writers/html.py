"""Tables -> one self-contained page, ready to print: a table a sheet of A4."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup, escape

from planner.languages import html_lang
from planner.messages.wording import translator
from planner.outputs.formats import Setting
from planner.outputs.tables.rota import Rota
from planner.outputs.tables.tints import cell_tint, line_tints
from planner.outputs.writers.fit import MARGIN, NOTE_PT, SUBTITLE_PT, TITLE_PT, UNBROKEN, fit

_TEMPLATES = Path(__file__).parent / "templates"


@cache
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {"unbroken": _unbroken, "cell_tint": cell_tint, "line_tints": line_tints}
    return environment.get_template("rotas.html")


def _unbroken(text: str) -> Markup:
    """Dates and times held together."""
    parts: list[str] = []
    end = 0
    for found in re.finditer(UNBROKEN, text):
        parts += [str(escape(text[end : found.start()])), f'<span class="one">{escape(found[0])}</span>']
        end = found.end()
    return Markup("".join([*parts, str(escape(text[end:]))]))


def html(rotas: Sequence[Rota]) -> bytes:
    """A page with these tables, UTF-8. The same tables always give the same bytes."""
    if not rotas:
        raise ValueError("no tables to print")
    _ = translator(rotas[0].language)
    numbers = [_("Page {n} of {count}", n=r.page[0], count=r.page[1]) if r.page[1] > 1 else "" for r in rotas]
    feet = ["　".join(filter(None, (number, r.edition))) for r, number in zip(rotas, numbers, strict=True)]
    pages = [{"rota": r, "fit": fit(r), "foot": foot} for r, foot in zip(rotas, feet, strict=True)]
    sizes = {"margin": MARGIN, "note": NOTE_PT, "subtitle": SUBTITLE_PT, "title": TITLE_PT}
    lang = html_lang(rotas[0].language)
    return _template().render(pages=pages, sizes=sizes, title=rotas[0].title, lang=lang).encode()


def write(rotas: Sequence[Rota], _setting: Setting) -> bytes:
    """For `planner.outputs.formats`."""
    return html(rotas)
