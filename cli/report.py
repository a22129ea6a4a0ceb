"""Write the term report of a plan: the work behind ``lunjie report``."""

from __future__ import annotations

import datetime as dt
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import planner
from cli.console import notices, words
from cli.guard import Refused, print_json
from cli.places import look_at
from planner.accounts.report_record import report_record
from planner.errors import MissingFile
from planner.models.base import Language
from planner.models.report import TermReport
from planner.models.session import Expansion
from planner.outputs.reports.report import report_html, report_text, report_xlsx
from planner.outputs.tables.source import Source
from planner.sessions.book import Book
from planner.timeline import Timeline

Format = Literal["html", "xlsx", "text"]
_ENDINGS = {"html": ".html", "xlsx": ".xlsx", "text": ".txt"}


@dataclass(frozen=True)
class Wanted:
    """What the command line asks for; without ``directory`` text goes to stdout, other formats into the plan's folder."""

    directory: Path | None = None
    format: Format = "html"
    until: str | None = None
    language: Language | None = None
    internal: bool = False
    as_json: bool = False


def report_plan(path: Path, wanted: Wanted) -> None:
    """Make the report. Raises Refused for a date outside the term, MissingFile where it cannot be written."""
    book = planner.read_book(path)
    language = wanted.language or book.school.language
    _ = words(language)
    made = planner.report(book, until=_date(book, wanted.until, language))
    if wanted.as_json:
        print_json(report_record(made))
        return
    school, plan = book.school, book.plan
    timeline = Timeline(school)
    source = Source(school, plan, timeline, Expansion((), ()), language, wanted.internal)
    if wanted.format == "text" and wanted.directory is None:
        sys.stdout.write(report_text(source, made))
        return
    content = {"html": report_html, "xlsx": report_xlsx, "text": _text}[wanted.format](source, made)
    directory = wanted.directory or (path if path.is_dir() else path.parent)
    look_at(directory)
    target = directory / f"report{_ENDINGS[wanted.format]}"
    try:
        directory.mkdir(exist_ok=True)
        target.write_bytes(content)
    except OSError as error:
        raise MissingFile(str(target), "not_writable") from error
    notices().print(_("Written: {path}", path=str(target)), markup=False, soft_wrap=True)


def _text(source: Source, made: TermReport) -> bytes:
    return report_text(source, made).encode()


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
