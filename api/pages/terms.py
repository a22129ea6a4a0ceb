"""The terms of a school beside each other, and what the next one would be."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from api.deps import Door, Rows
from api.documents import text_of
from api.edits import next_term
from api.pages.figures import Figure, key_figures
from api.store.revisions import unpack
from api.store.schools import Document
from planner.models.base import Language
from planner.models.school import School
from planner.sessions.book import Book
from planner.timeline.schoolyears import place_of_term, usual_term

_SHOWN = 6


@dataclass(frozen=True)
class TermColumn:
    """A term with its plan. ``state``: over, now or ahead."""

    name: str
    first: dt.date
    last: dt.date
    state: str
    number: int
    figures: dict[str, Figure]


@dataclass(frozen=True)
class Begun:
    """What the next term would be: its name, who moves and who leaves, and what is to be looked at afterwards."""

    name: str
    new_year: bool
    classes: int
    leaving_helpers: int
    notes: list[str]


def proposed(school: School) -> tuple[dt.date, dt.date]:
    """First and last day of the term after that of a school, as schools usually have it."""
    after = school.term.end + dt.timedelta(days=28)
    usual = usual_term(place_of_term(school.term), after)
    if usual.start > school.term.end:
        return usual.start, usual.end
    return after, after + (school.term.end - school.term.start)


def terms(door: Door, rows: Rows) -> list[TermColumn]:
    """Terms that have a published plan, the newest first."""
    found, today = [], door.service.today()
    for row in rows.revisions.newest_terms(_SHOWN):
        term = unpack(row["planfile"]).school.term
        state = "over" if term.end < today else "ahead" if term.start > today else "now"
        name = f"{term.school_year.in_(door.language)} {term.name.in_(door.language)}"
        figures = {figure.name: figure for figure in key_figures(row["figures"], door.language)}
        found.append(TermColumn(name, term.start, term.end, state, row["number"], figures))
    return found


def begun(
    document: Document, book: Book | None, start: dt.date, end: dt.date, new_year: bool | None, language: Language
) -> Begun:
    """What a next term would be; nothing is stored. Raises Refusal as `next_term`."""
    kind = "json" if document.kind == "xlsx" else document.kind
    rolled = next_term(text_of(document), f"school.{kind}", start, end, new_year, book)
    term, new = rolled.school.term, rolled.next_term
    return Begun(
        f"{term.school_year.in_(language)} {term.name.in_(language)}",
        new.new_year,
        len(rolled.school.class_list),
        len(new.leaving_helpers),
        [note.in_(language) for note in new.notes],
    )
