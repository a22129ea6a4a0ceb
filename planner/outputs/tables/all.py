"""Every table of a plan, by the name under which it is filed."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from planner.messages.wording import date_text, translator
from planner.models.base import Language
from planner.outputs.tables.borrowing import borrowing
from planner.outputs.tables.duty import duty
from planner.outputs.tables.lists import class_lists, helper_list
from planner.outputs.tables.reading import reading, reading_rooms
from planner.outputs.tables.rota import Rota
from planner.outputs.tables.source import Source
from planner.outputs.tables.stamp import version
from planner.outputs.writers.fit import on_pages
from planner.sessions.book import Book


def tables_of(book: Book, language: Language, internal: bool = False) -> dict[str, tuple[Rota, ...]]:
    """The tables of the plan now in force, as they are published; where another one hung there before, they say since when."""
    made = tables(Source.of(book.chapter, language, internal))
    if book.before is None:
        return made
    return {key: tuple(_dated(rota, book.chapter.first) for rota in rotas) for key, rotas in made.items()}


def _dated(rota: Rota, since: dt.date) -> Rota:
    _ = translator(rota.language)
    from_then = _("from {date} on", date=date_text(rota.language, since))
    return replace(rota, subtitle=" · ".join(x for x in (rota.subtitle, from_then) if x))


def tables(source: Source) -> dict[str, tuple[Rota, ...]]:
    """``borrowing``, ``reading-<room>`` for each room read in, ``duty`` and ``helpers`` where there are any, ``classes``.

    Each is one page or several. ``internal``: whole names of student librarians, on pages marked 内部使用.
    """
    school = source.school
    found = {"borrowing": borrowing(source)}
    found |= {f"reading-{room}": reading(source, room, placed) for room, placed in reading_rooms(source).items()}
    found["duty"] = duty(source) if school.posts else ()
    found["classes"] = class_lists(source)
    found["helpers"] = helper_list(source) if school.helpers else ()
    origin = version(source.plan)
    return {
        name: tuple(replace(page, origin=origin) for rota in rotas for page in on_pages(rota))
        for name, rotas in found.items()
        if rotas
    }
