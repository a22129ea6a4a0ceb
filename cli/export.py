"""One paper of a plan as one file: the work behind ``lunjie export``."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

import planner
from cli.console import Words, notices, words
from cli.guard import Refused
from planner.errors import MissingFile
from planner.models.base import Language
from planner.outputs.tables.rota import Rota
from planner.outputs.tables.source import Source
from planner.sessions.book import Book

Format = Literal["pdf", "text", "html", "xlsx"]
_ENDINGS: dict[str, Format] = {".pdf": "pdf", ".txt": "text", ".html": "html", ".xlsx": "xlsx"}
ROTAS = ("borrowing", "reading", "duty", "classes", "helpers")


@dataclass(frozen=True)
class Wanted:
    """What the command line asks for."""

    out: Path
    format: Format | None = None
    """None = by the ending of ``out``."""
    table: str = "borrowing"
    paper: Literal["A4", "A3"] = "A4"
    internal: bool = False
    language: Language | None = None
    class_: str | None = None
    grade: int | None = None


def export_plan(path: Path, wanted: Wanted) -> None:
    """Make one file. Raises Refused where the plan has no such paper or the format cannot hold it."""
    book = planner.read_book(path)
    language = wanted.language or book.school.language
    if wanted.format is None:
        by_ending = _ENDINGS.get(wanted.out.suffix.lower()) if wanted.out.suffix else "pdf"
        if by_ending is None:
            _ = words(language)
            endings = ", ".join(_ENDINGS)
            raise Refused(
                _("What kind of file is {file} to be? Use one of {endings}, or --format.", file=wanted.out, endings=endings)
            )
        wanted = replace(wanted, format=by_ending)
    home = path if path.is_dir() else path.parent
    # The school's font and logo: beside the plan, beside the school file (which is usually one up), or where we stand.
    content = contents(book, wanted, language, (home, home.absolute().parent, Path.cwd()))
    try:
        wanted.out.write_bytes(content)
    except OSError as error:
        reason = "not_writable" if wanted.out.absolute().parent.is_dir() else "no_folder"
        raise MissingFile(str(wanted.out if reason == "not_writable" else wanted.out.parent), reason) from error
    _ = words(language)
    notices().print(_("Written: {path}", path=str(wanted.out)), markup=False, soft_wrap=True)


def contents(book: Book, wanted: Wanted, language: Language, places: tuple[Path, ...] = ()) -> bytes:
    """The bytes of the file."""
    school, _ = book.school, words(language)
    source = Source.of(book.chapter, language, wanted.internal)
    if wanted.format == "text":
        text = _text(source, wanted, _)
        if not text:
            raise Refused(_("This plan has no such table."))
        return text.encode()
    if wanted.class_ is not None or wanted.grade is not None:
        raise Refused(_("--class and --grade are for --format text."))
    if wanted.table in ROTAS:
        return _rotas(book, source, wanted, places, _)
    if wanted.format != "pdf":
        raise Refused(_("Slips and cards can be made as pdf or text."))
    from planner.outputs.tables.cards import cards_to_pdf, class_slips, helper_cards

    cards = class_slips(source) if wanted.table == "slips" else helper_cards(source)
    if not cards:
        raise Refused(_("This plan has no such table."))
    return cards_to_pdf(cards, school, language, paper=wanted.paper, places=places)


def _rotas(book: Book, source: Source, wanted: Wanted, places: tuple[Path, ...], _: Words) -> bytes:
    from planner.outputs.tables.all import tables
    from planner.outputs.tables.stamp import stamp
    from planner.outputs.tables.standing_in import with_substitutions
    from planner.outputs.writers.html import html
    from planner.outputs.writers.pdf import pdf
    from planner.outputs.writers.xlsx import xlsx

    made = tables(source)
    today = dt.date.today()  # noqa: DTZ011 (the day on the librarian's wall)
    made["duty"] = with_substitutions(made.get("duty", ()), book, source.language, today, internal=source.internal)
    found: list[Rota] = [page for name, pages in made.items() if name.split("-")[0] == wanted.table for page in pages]
    if not found:
        raise Refused(_("This plan has no such table."))
    if wanted.format == "pdf":
        line = stamp(source.plan, source.language)
        return pdf(found, paper=wanted.paper, school=source.school, stamp=line, places=places)
    if wanted.paper != "A4":
        raise Refused(_("A3 is for --format pdf."))
    return html(found) if wanted.format == "html" else xlsx(found)


def _text(source: Source, wanted: Wanted, _: Words) -> str:
    from planner.outputs.tables import chat

    if wanted.class_ is not None:
        key = source.school.class_id(wanted.class_)
        if key is None:
            raise Refused(_("There is no class {key} in this school.", key=wanted.class_))
        return chat.class_text(source, key)
    if wanted.grade is not None:
        return chat.grade_text(source, wanted.grade)
    if wanted.table in {"borrowing", "reading"}:
        return chat.school_text(source, wanted.table.upper())
    if wanted.table in {"duty", "helpers", "cards"}:
        return chat.duty_text(source)
    return chat.classes_text(source) if wanted.table == "classes" else chat.slips_text(source)
