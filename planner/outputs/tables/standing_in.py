"""Who stands in for whom on single dates to come: a line under the duty rota, which itself shows only the pattern."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace

from planner.messages.wording import clauses, date_text, translator
from planner.models.base import Language
from planner.models.planfile import Substitution
from planner.models.school import School
from planner.outputs.tables.names import HelperNames
from planner.outputs.tables.rota import Rota
from planner.sessions.book import Book
from planner.timeline import Shift


def with_substitutions(
    rotas: Iterable[Rota], book: Book, language: Language, today: dt.date, *, internal: bool = False
) -> tuple[Rota, ...]:
    """Pages of the duty rota with the substitutions from ``today`` on, each page with those of its own shifts."""
    duties = {(d.place, d.helper) for d in book.plan.duties}
    names = HelperNames(book.school, language, internal=internal)
    held = {
        (s, shift.key)
        for s in book.substitutions
        for shift in book.timeline.shifts
        if s.date >= today
        and (shift.post, shift.window, shift.slot) == (s.post, s.window, s.slot)
        and (shift.key, s.helper) in duties
        and any(o.date == s.date for o in shift.occasions)
    }
    pages = []
    for rota in rotas:
        mine = {p.key for row in rota.rows for cell in row.cells for p in cell.places if isinstance(p, Shift)}
        found = sorted((s for s, key in held if key in mine), key=lambda s: s.order)
        pages.append(replace(rota, notes=(*rota.notes, _note(book.school, found, names, language))) if found else rota)
    return tuple(pages)


def _note(school: School, found: list[Substitution], names: HelperNames, language: Language) -> str:
    _ = translator(language)
    lines = [
        _(
            "{date} {post}: {substitute} for {helper}",
            date=date_text(language, s.date),
            post=school.post_by_id[s.post].name.in_(language),
            substitute=names.label(s.substitute),
            helper=names.label(s.helper),
        )
        for s in found
    ]
    return _("Standing in: {lines}.", lines=clauses(language, lines))
