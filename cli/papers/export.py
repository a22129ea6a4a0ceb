"""One paper of a plan as one file: the work behind ``lunjie export``."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

import planner
from cli.console import Words, notices, words
from cli.guard import Refused
from cli.papers.commands import ExportOptions
from cli.unknown import no_class
from planner.files.together import write
from planner.messages.wording import listing
from planner.models.base import Language
from planner.outputs.formats import WRITERS, Writer, size_named, writer_named
from planner.outputs.papers import NoSuchFormat, NoSuchPaper, Papers
from planner.sessions.book import Book

STANDARD_OUTPUT = Path("-")


def export_plan(options: ExportOptions) -> None:
    """Make one file. Raises Refused where the plan has no such paper or the format cannot hold it."""
    book = planner.read_book(options.plan)
    language = book.school.spoken(options.language or book.school.language)
    writer = _writer(options, words(language))
    home = options.plan if options.plan.is_dir() else options.plan.parent
    # The school's font and logo: beside the plan, beside the school file (which is usually one up), or where we stand.
    content = contents(book, options, writer, language, (home, home.absolute().parent, Path.cwd()))
    put(content, options.out, language)


def put(content: bytes, out: Path, language: Language) -> None:
    """Write a paper where it was asked for. Raises MissingFile."""
    if out == STANDARD_OUTPUT:
        # As in the file, whatever the encoding of the terminal: it is meant for another program.
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return
    write(out, content)
    _ = words(language)
    notices().print(_("Written: {path}", path=str(out)), markup=False, soft_wrap=True)


def say_remarks(papers: Papers) -> None:
    """What a paper could not show, and what to do about it."""
    from planner.messages.problems import describe

    for problem in papers.remarks:
        notices().print(describe(problem, papers.language), style="yellow", markup=False, soft_wrap=True)


def contents(book: Book, options: ExportOptions, writer: Writer, language: Language, places: tuple[Path, ...] = ()) -> bytes:
    """The bytes of the file. Raises Refused, and BadInput for what cannot be printed."""
    _, size = words(language), size_named(options.paper)
    today = dt.date.today()  # noqa: DTZ011 (the day on the librarian's wall)
    papers = Papers(book, language, internal=options.internal, today=today, places=places)
    if options.class_ is not None or options.grade is not None:
        if writer.name != "text":
            raise Refused(_("--class and --grade are for --format text."))
        return _message(papers, options, _).encode()
    if size != "A4" and not writer.sized:
        raise Refused(_("{size} is for --format pdf.", size=size))
    try:
        content = papers.make(options.table, writer, size)
        say_remarks(papers)
        return content
    except NoSuchPaper:
        raise Refused(_("This plan has no such table.")) from None
    except NoSuchFormat as error:
        # --format has the names, a file the endings.
        names = {extension: WRITERS[extension].name for extension in error.known}
        formats = listing(language, [name if name == end else f"{name} (.{end})" for end, name in names.items()])
        raise Refused(_("This paper can be made as {formats}.", formats=formats)) from None


def _writer(options: ExportOptions, _: Words) -> Writer:
    """The format asked for, or by the ending of the file; PDF for a name without any."""
    known = writer_named(options.format_ or options.out.suffix or "pdf")
    if known is None:
        endings = ", ".join(f".{extension}" for extension in WRITERS)
        raise Refused(
            _("What kind of file is {file} to be? Use one of {endings}, or --format.", file=options.out, endings=endings)
        )
    return known


def _message(papers: Papers, options: ExportOptions, _: Words) -> str:
    """What one class or one grade must know, for a chat group."""
    from planner.outputs.tables import chat

    if options.class_ is not None:
        key = papers.book.school.class_id(options.class_)
        if key is None:
            raise no_class(papers.book.school, options.class_, papers.language)
        text = chat.class_text(papers.source, key)
    else:
        text = chat.grade_text(papers.source, options.grade or 0)
    if not text:
        raise Refused(_("This plan has no such table."))
    return text
