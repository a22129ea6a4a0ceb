"""A book as others see it: tables, calendars, the report, the folder that holds them all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from planner.outputs.papers import Papers
from planner.reading.planfile import read_plan
from planner.sessions.book import Book

if TYPE_CHECKING:  # whoever shows a table needs no calendars, whoever counts the term no tables
    from planner.languages import Language
    from planner.models.report import TermReport
    from planner.outputs.folder import Written
    from planner.outputs.tables.rota import Rota


def tables(book: Book, language: Language | None = None, *, internal: bool = False) -> dict[str, tuple[Rota, ...]]:
    """Name of each table of the plan now in force -> its pages; as in the folder. ``language``: none = that of the school.

    ``internal`` puts whole names of pupils on them, with the mark 内部使用.
    """
    return Papers(book, language or book.school.language, internal=internal).filed()


def calendars(book: Book | Sequence[Book], language: Language | None = None) -> dict[str, bytes]:
    """Scope (``library``, ``class-<id>``, ``room-<id>``, ``helper-<id>``, ``adult-<id>``) -> iCalendar, UTF-8.

    Of several terms of a school in one: the events of earlier ones stand before those of later ones.
    """
    from planner.outputs.calendars.written import Calendars

    books = [book] if isinstance(book, Book) else list(book)
    shown = language or max(books, key=lambda b: b.school.term.start).school.language
    return {scope: body for (scope, _language), body in Calendars(books, [shown]).written.items()}


def report(book: Book, until: dt.date | None = None, today: dt.date | None = None) -> TermReport:
    """The term in figures, up to and with ``until`` (none = its last day): what has happened by ``today``, and what is expected
    after it (none = everything is). Raises ValueError for a date before the first plan."""
    from planner.accounts.report import term_report

    return term_report(book, until=until, today=today)


def write(
    book: Book,
    directory: str | Path,
    *,
    over: Book | None = None,
    language: Language | None = None,
    internal: bool = False,
    now: dt.datetime | None = None,
    places: Sequence[str | Path] = (),
) -> Written:
    """Write ``plan.json``, the tables and the calendars into a directory, all or nothing; the files, ``plan.json`` last.

    ``over``: the published book that this one changes, with which the change notice compares. ``now`` (aware) is the date of
    what has changed in calendars. ``places``: folders with the school's font and logo. Raises MissingFile.
    """
    from planner.outputs.folder import write_folder

    folders = tuple(Path(place) for place in places)
    return write_folder(directory, book, language or book.school.language, internal, now, over, folders)


def read_book(path: str | Path) -> Book:
    """The plan in a ``plan.json``, or in the directory that holds one. Raises MissingFile, and BadInput with all problems."""
    return Book(read_plan(path))
