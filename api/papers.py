"""Papers of a plan in every format that they have: the planner's own writers, chosen by name."""

from __future__ import annotations

import json
from typing import Any, Literal

from api.errors import Refusal
from planner.models.base import Language
from planner.models.session import Expansion
from planner.outputs.tables.all import tables
from planner.outputs.tables.notice import Notice
from planner.outputs.tables.rota import Cell, Rota
from planner.outputs.tables.source import Source
from planner.outputs.writers.fit import on_pages
from planner.sessions.book import Book
from planner.timeline import Timeline

Format = Literal["html", "pdf", "xlsx", "json", "txt"]
FORMATS: tuple[Format, ...] = ("html", "pdf", "xlsx", "json", "txt")
PAPERS = ("slips", "cards", "notice")
MEDIA_TYPES: dict[Format, str] = {
    "html": "text/html; charset=utf-8",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
    "txt": "text/plain; charset=utf-8",
}


def names_of(book: Book, language: Language) -> list[str]:
    """Names of the papers that a plan has."""
    source = _source(book, language, False)
    found = list(tables(source))
    found += ["slips"] + (["cards"] if source.school.helpers else []) + (["notice"] if book.before else [])
    return found


def paper(
    book: Book,
    name: str,
    format_: Format,
    language: Language,
    *,
    internal: bool = False,
    size: Literal["A4", "A3"] = "A4",
) -> bytes:
    """One paper. Raises Refusal: no_such_table, no_such_format; BadInput for a character that no font has."""
    if name in ("slips", "cards"):
        return _cards(_source(book, language, internal), name, format_, size)
    if name == "notice":
        rotas, text = _notice(book, language, internal)
        if format_ == "txt":
            return text.encode()
    else:
        source = _source(book, language, internal)
        if format_ == "txt":
            return _text(source, name, book).encode()
        rotas = _rotas(source, name, book)
    return _written(rotas, book, format_, language, size)


def report(book: Book, format_: Format, language: Language, *, internal: bool, names: bool) -> bytes:
    """The term report. Without ``names`` nothing is said of single helpers. Raises Refusal no_such_format."""
    from planner.accounts.report import term_report
    from planner.accounts.report_record import report_record
    from planner.outputs.reports.report import report_html, report_text, report_xlsx

    made = term_report(book)
    if format_ == "json":
        record = report_record(made)
        if not names:
            record = {k: v for k, v in record.items() if k not in {"helpers", "duties"}}
        return json.dumps(record, ensure_ascii=False).encode()
    school, plan = book.school, book.plan
    source = Source(school, plan, Timeline(school), Expansion((), ()), language, internal)
    if format_ == "html":
        return report_html(source, made)
    if format_ == "xlsx":
        return report_xlsx(source, made)
    if format_ == "txt":
        return report_text(source, made).encode()
    raise Refusal("no_such_format", format=format_, known="html, xlsx, json, txt")


def _source(book: Book, language: Language, internal: bool) -> Source:
    return Source.of(book.chapter, language, internal)


def _rotas(source: Source, name: str, book: Book) -> tuple[Rota, ...]:
    made = tables(source)
    if name not in made:
        raise Refusal("no_such_table", name=name, known=", ".join([*made, "slips", "cards", "notice"]))
    return made[name]


def _notice(book: Book, language: Language, internal: bool) -> tuple[tuple[Rota, ...], str]:
    if book.before is None:
        raise Refusal("no_such_table", name="notice", known=", ".join(names_of(book, language)))
    notice = Notice(book.before, book.chapter, book.term, language, internal)
    return tuple(page for rota in notice.rotas() for page in on_pages(rota)), notice.text()


def _written(rotas: tuple[Rota, ...], book: Book, format_: Format, language: Language, size: Literal["A4", "A3"]) -> bytes:
    if format_ == "html":
        from planner.outputs.writers.html import html

        return html(rotas)
    if format_ == "xlsx":
        from planner.outputs.writers.xlsx import xlsx

        return xlsx(rotas)
    if format_ == "pdf":
        from planner.outputs.tables.stamp import stamp
        from planner.outputs.writers.pdf import pdf

        return pdf(rotas, paper=size, school=book.school, stamp=stamp(book.plan, language))
    if format_ == "json":
        return json.dumps([_record(rota) for rota in rotas], ensure_ascii=False).encode()
    raise Refusal("no_such_format", format=format_, known=", ".join(FORMATS))


def _cards(source: Source, name: str, format_: Format, size: Literal["A4", "A3"]) -> bytes:
    from planner.outputs.tables import chat
    from planner.outputs.tables.cards import cards_to_pdf, class_slips, helper_cards

    if format_ == "txt":
        return (chat.slips_text(source) if name == "slips" else chat.duty_text(source)).encode()
    if format_ != "pdf":
        raise Refusal("no_such_format", format=format_, known="pdf, txt")
    cards = class_slips(source) if name == "slips" else helper_cards(source)
    if not cards:
        raise Refusal("no_such_table", name=name, known="slips")
    return cards_to_pdf(cards, source.school, source.language, paper=size)


def _text(source: Source, name: str, book: Book) -> str:
    from planner.outputs.tables import chat

    kind = name.split("-")[0]
    text = ""
    if kind in {"borrowing", "reading"}:
        text = chat.school_text(source, kind.upper())
    elif kind in {"duty", "helpers"}:
        text = chat.duty_text(source)
    elif kind == "classes":
        text = chat.classes_text(source)
    if not text:
        raise Refusal("no_such_table", name=name, known=", ".join(names_of(book, source.language)))
    return text


def _record(rota: Rota) -> dict[str, Any]:
    """A table for programs: what is printed and where it spans, no ids of people behind it."""
    return {
        "key": rota.key,
        "label": rota.label,
        "language": rota.language,
        "title": rota.title,
        "subtitle": rota.subtitle,
        "headings": [[_cell(cell) for cell in row] for row in rota.headings],
        "rows": [{"heads": [_cell(c) for c in row.heads], "cells": [_cell(c) for c in row.cells]} for row in rota.rows],
        "notes": list(rota.notes),
        "signature": rota.signature,
        "internal": rota.internal,
        "page": list(rota.page),
    }


def _cell(cell: Cell) -> dict[str, Any]:
    return {"lines": [line.text for line in cell.lines], "columns": cell.columns, "rows": cell.rows}
