"""Draw the tables of a plan in the terminal: the work behind ``lunjie show``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import planner
from cli.console import output, words
from cli.guard import Refused
from cli.tables import draw, sessions_table
from planner.models.base import Language
from planner.models.school import School
from planner.models.session import Expansion
from planner.outputs.tables.names import HelperNames
from planner.outputs.tables.rota import Rota, Row
from planner.sessions.book import Book

USUAL = ("borrowing", "reading", "duty")


def show_plan(
    path: Path,
    table: str | None,
    class_: str | None,
    helper: str | None,
    language: Language | None,
    *,
    internal: bool,
) -> None:
    """The tables asked for; borrowing, reading and duty when nothing is."""
    book = planner.read_book(path)
    show_tables(book, table, class_, helper, language or book.school.language, internal=internal)


def show_tables(
    book: Book,
    table: str | None,
    class_: str | None,
    helper: str | None,
    language: Language,
    *,
    internal: bool,
) -> None:
    """Draw tables of a plan. Raises Refused for a class or helper that the school does not have."""
    from planner.outputs.tables.all import tables
    from planner.outputs.tables.source import Source
    from planner.outputs.tables.standing_in import with_substitutions

    school, _ = book.school, words(language)
    term = book.term  # of one class or helper, the dates that have been belong to it as well
    made = tables(Source.of(book.chapter, language, internal))
    if class_ is not None:
        found = school.class_id(class_)
        if found is None:
            raise Refused(_("There is no class {key} in this school.", key=class_))
        _one(made.get("classes", ()), school.class_by_id[found].name.in_(language), term, school, language, visitor=found)
    if helper is not None:
        if helper not in school.helper_by_id:
            raise Refused(_("There is no student librarian {key} in this school.", key=helper))
        label = HelperNames(school, language, internal=internal).label(helper)
        _one(made.get("helpers", ()), label, term, school, language, helper=helper)
    if class_ is None and helper is None:
        asked = (table,) if table else USUAL
        today = dt.date.today()  # noqa: DTZ011 (the day on the librarian's wall)
        made["duty"] = with_substitutions(made.get("duty", ()), book, language, today, internal=internal)
        wanted = [page for name, pages in made.items() if name.split("-")[0] in asked for page in pages]
        if not wanted:
            raise Refused(_("This plan has no such table."))
        draw(output(), wanted)


def _one(
    rotas: Iterable[Rota],
    label: str,
    expansion: Expansion,
    school: School,
    language: Language,
    *,
    visitor: str | None = None,
    helper: str | None = None,
) -> None:
    """The rows of one class or helper, and its dates in the term."""
    console = output()
    draw(console, [replace(rota, rows=rows) for rota in rotas if (rows := _rows_of(rota, label))])
    own = [
        s
        for s in expansion.published
        if s.category != "EVENT" and (s.helper == helper if helper else s.visitor == visitor and s.helper is None)
    ]
    console.print(sessions_table(own, school, language))


def _rows_of(rota: Rota, label: str) -> tuple[Row, ...]:
    """Rows headed by a label, with those that its head spans."""
    kept, left = [], 0
    for row in rota.rows:
        if left == 0 and row.heads:
            text = row.heads[0].text
            # A trainee's label has a remark behind it.
            left = row.heads[0].rows if text == label or text.startswith(f"{label} (") or text.startswith(f"{label}（") else 0
        if left:
            kept.append(row)
            left -= 1
    return tuple(kept)
