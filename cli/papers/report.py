"""Write the term report of a plan: the work behind ``lunjie report``."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

import planner
from cli.console import words
from cli.guard import Refused, print_json
from cli.papers.commands import ReportOptions
from cli.papers.export import put
from planner.accounts.report import report_record
from planner.errors import unwritten
from planner.files.together import expect_place
from planner.models.base import Language
from planner.outputs.formats import writer_named
from planner.outputs.papers import PAPERS, Papers
from planner.sessions.book import Book


def report_plan(options: ReportOptions) -> None:
    """Make the report. Raises Refused for a date outside the term, MissingFile where it cannot be written."""
    book = planner.read_book(options.plan)
    language = book.school.spoken(options.language or book.school.language)
    until, last_term = _date(book, options.until, language), _last_term(book, options.last_term, language)
    today = dt.date.today()  # noqa: DTZ011 (the day on the librarian's wall)
    papers = Papers(book, language, internal=options.internal, today=today, until=until, last_term=last_term)
    if options.as_json:
        print_json(report_record(papers.report[1]))
        return
    formats = PAPERS["report"].formats()
    named = writer_named(options.out.suffix) if options.out is not None and options.out.suffix else None
    if options.out is not None and named in formats and not options.out.is_dir():
        # Whoever writes `-o report.xlsx` means a file, as `export` does, and not a folder of that name.
        put(papers.make("report", named), options.out, language)
        return
    writer = writer_named(options.format_)
    if writer is None or writer not in formats:
        raise ValueError(f"the report does not come as {options.format_}")
    content = papers.make("report", writer)
    if writer.name == "text" and options.out is None:
        sys.stdout.write(content.decode())
        return
    directory = options.out or (options.plan if options.plan.is_dir() else options.plan.parent)
    expect_place(directory)
    try:
        directory.mkdir(exist_ok=True)
    except OSError as error:
        raise unwritten(str(directory), error) from error
    put(content, directory / f"report.{writer.extension}", language)


def _last_term(book: Book, plan: Path | None, language: Language) -> Book | None:
    """The book of the term to compare with. Raises Refused for one that is not earlier."""
    if plan is None:
        return None
    found = planner.read_book(plan)
    if found.school.term.end >= book.school.term.start:
        _ = words(language)
        raise Refused(_("{plan} is of no earlier term: it ends on {date}.", plan=plan, date=found.school.term.end.isoformat()))
    return found


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
