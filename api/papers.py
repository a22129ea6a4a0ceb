"""Papers of a plan in every format that they have, for whoever asks at the door."""

from __future__ import annotations

import datetime as dt

from api.deps import Door
from api.errors import Refusal
from api.plans import for_printing
from planner.outputs.formats import Size, Writer
from planner.outputs.papers import NoSuchFormat, NoSuchPaper, Papers
from planner.sessions.book import Book


def papers_of(door: Door, book: Book, today: dt.date, *, internal: bool = False) -> Papers:
    """The papers of a plan that the caller may see. Raises Refusal not_allowed."""
    if internal and not door.sees_names:
        raise Refusal("not_allowed")
    fit = for_printing(door, book)
    return Papers(fit, door.language, internal=internal, today=today, for_librarian=door.sees_names)


def made(papers: Papers, name: str, writer: Writer, size: Size = "A4") -> bytes:
    """One paper. Raises Refusal: no_such_table, no_such_format; BadInput for a character that no font has."""
    try:
        return papers.make(name, writer, size)
    except NoSuchPaper as error:
        raise Refusal("no_such_table", name=error.name, known=", ".join(error.known)) from None
    except NoSuchFormat as error:
        raise Refusal("no_such_format", format=error.name, known=", ".join(error.known)) from None
