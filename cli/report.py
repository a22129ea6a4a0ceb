"""Write the term report of a plan: the work behind ``lunjie report``."""

from __future__ import annotations

import datetime as dt
import sys
from dataclasses import dataclass
from pathlib import Path

import planner
from cli.console import words
from cli.export import put
from cli.guard import Refused, print_json
from cli.places import look_at
from planner.accounts.report_record import report_record
from planner.errors import MissingFile
from planner.models.base import Language
from planner.outputs.formats import writer_named
from planner.outputs.papers import PAPERS, Papers
from planner.sessions.book import Book


@dataclass(frozen=True)
class Wanted:
    """What the command line asks for; without ``directory`` text goes to stdout, other formats into the plan's folder."""

    directory: Path | None = None
    format: str = "html"
    until: str | None = None
    language: Language | None = None
    internal: bool = False
    as_json: bool = False


def report_plan(path: Path, wanted: Wanted) -> None:
    """Make the report. Raises Refused for a date outside the term, MissingFile where it cannot be written."""
    book = planner.read_book(path)
    language = wanted.language or book.school.language
    papers = Papers(book, language, internal=wanted.internal, until=_date(book, wanted.until, language))
    if wanted.as_json:
        print_json(report_record(papers.report[1]))
        return
    writer = writer_named(wanted.format)
    if writer is None or writer not in PAPERS["report"].formats():
        raise ValueError(f"the report does not come as {wanted.format}")
    content = papers.make("report", writer)
    if writer.name == "text" and wanted.directory is None:
        sys.stdout.write(content.decode())
        return
    directory = wanted.directory or (path if path.is_dir() else path.parent)
    look_at(directory)
    try:
        directory.mkdir(exist_ok=True)
    except OSError as error:
        raise MissingFile(str(directory), "not_writable") from error
    put(content, directory / f"report.{writer.extension}", language)


def _date(book: Book, text: str | None, language: Language) -> dt.date | None:
    if text is None:
        return None
    _ = words(language)
    try:
        date = dt.date.fromisoformat(text)
    except ValueError:
        raise Refused(_("{value} is not a date such as 2026-04-27.", value=text)) from None
    first, last = book.chapters[0].first, book.school.term.end
    if not first <= date <= last:
        raise Refused(_("{value} is not between {least} and {most}.", value=text, least=first, most=last))
    return date
