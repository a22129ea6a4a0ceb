"""Draw the tables of a plan in the terminal: the work behind ``lunjie show``."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import planner
from cli.console import output, words
from cli.guard import Refused
from cli.papers.commands import ShowOptions
from cli.papers.tables import draw, sessions_table
from cli.unknown import no_class
from planner.models.base import Language
from planner.outputs.papers import NoSuchPaper, Papers
from planner.outputs.tables.names import HelperNames
from planner.outputs.tables.rota import Rota, Row
from planner.sessions.book import Book

USUAL = ("borrowing", "reading", "duty")


def show_plan(options: ShowOptions) -> None:
    """The tables asked for; borrowing, reading and duty when nothing is."""
    book = planner.read_book(options.plan)
    language = book.school.spoken(options.language or book.school.language)
    show_tables(book, options.table, options.class_, options.helper, language, internal=options.internal)


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
    school = book.school
    _ = words(language)
    today = dt.date.today()  # noqa: DTZ011 (the day on the librarian's wall)
    papers = Papers(book, language, internal=internal, today=today)
    if class_ is not None:
        found = school.class_id(class_)
        if found is None:
            raise no_class(school, class_, language)
        _one(papers, "classes", school.class_by_id[found].name.in_(language), visitor=found)
    if helper is not None:
        if helper not in school.helper_by_id:
            raise Refused(_("There is no student librarian {key} in this school.", key=helper))
        label = HelperNames(school, language, internal=internal).label(helper)
        _one(papers, "helpers", label, helper=helper)
    if class_ is None and helper is None:
        wanted = [page for name in ((table,) if table else USUAL) for page in _pages(papers, name)]
        if not wanted:
            raise Refused(_("This plan has no such table."))
        draw(output(), wanted)


def _pages(papers: Papers, name: str) -> tuple[Rota, ...]:
    """The pages of a paper; none where the plan does not have it."""
    try:
        return papers.tables(name)
    except NoSuchPaper:
        return ()


def _one(papers: Papers, name: str, label: str, *, visitor: str | None = None, helper: str | None = None) -> None:
    """The rows of one class or helper, and its dates in the term: those that have been belong to it as well."""
    console = output()
    draw(console, [replace(rota, rows=rows) for rota in _pages(papers, name) if (rows := _rows_of(rota, label))])
    own = [
        s
        for s in papers.book.term.published
        if s.category != "EVENT" and (s.helper == helper if helper else s.visitor == visitor and s.helper is None)
    ]
    console.print(sessions_table(own, papers.book.school, papers.language))


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
