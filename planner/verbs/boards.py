"""A plan opened as a board, to move classes and helpers by hand and see at once what each move takes."""

from __future__ import annotations

import datetime as dt

from planner.board.board import Board
from planner.sessions.book import Book
from planner.verbs.planning import replan


def open_board(book: Book, since: dt.date | None = None, *, seconds: float = 60.0) -> Board:
    """The board of the plan now in force, from ``since`` on (none = from its first date): dates before are not touched.

    ``seconds`` bounds what taking the plan over from a later date may last. Raises Declined: since_out_of_range (``first``,
    ``last``), and NoPlan where nothing is possible from then on.
    """
    if since is not None and since != book.plan.effective_from:
        book = replan(book, book.school, since, seconds=seconds).book
    return Board.of(book)
