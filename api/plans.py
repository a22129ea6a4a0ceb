"""Revisions by the word in an address, and their plans fit for the eyes of the caller."""

from __future__ import annotations

from sqlalchemy import RowMapping

from api.deps import Door, Rows
from api.errors import Refusal
from api.store.revisions import unpack
from planner.models.school import School
from planner.sessions.book import Book

PUBLISHED = "published"


def number_of(rows: Rows, revision: str) -> int:
    """The number meant by ``7`` or ``published``. Raises Refusal: not_found, no_published_plan."""
    if revision == PUBLISHED:
        row = rows.revisions.published()
        if row is None:
            raise Refusal("no_published_plan")
        return int(row["number"])
    if not revision.isascii() or not revision.isdigit() or len(revision) > 9:
        raise Refusal("not_found")
    return int(revision)


def plan_of(rows: Rows, revision: str) -> tuple[RowMapping, Book]:
    """A revision and its plan. Raises Refusal: not_found, no_published_plan."""
    row = row_of(rows, revision)
    return row, unpack(row["planfile"])


def row_of(rows: Rows, revision: str) -> RowMapping:
    """A revision that the caller may see: drafts are for librarians, discarded ones are gone. Refuses like `number_of`."""
    row = rows.revisions.row(number_of(rows, revision))
    if row is None or row["state"] == "discarded" or (row["state"] == "draft" and not rows.sees_drafts):
        raise Refusal("not_found")
    return row


def for_printing(door: Door, book: Book) -> Book:
    """The plan as it may be printed for a caller: without a font or logo of some other machine, and, for those who may
    not see names of pupils, without these, whatever the school prints on its own wall."""
    history = tuple(r.model_copy(update={"school": _fit(door, r.school)}) for r in book.planfile.history)
    return Book(book.planfile.model_copy(update={"school": _fit(door, book.school), "history": history}))


def _fit(door: Door, school: School) -> School:
    printing = school.printing.model_copy(update={"font": None, "logo": None})
    if not door.sees_names:
        printing = printing.model_copy(update={"names": "class"})
    return school.model_copy(update={"printing": printing})
