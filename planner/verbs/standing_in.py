"""A student librarian cannot come: who might, and the choice put into the book. No solver: one date is a small question."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from planner.errors import Declined
from planner.models.covering import Candidate, Cover, Seat
from planner.sessions.book import Book
from planner.verbs.covering import Covering


class Forbidden(Declined):
    """Rules forbid a choice: ``covers`` are the duties, each with the one candidate who cannot."""

    def __init__(self, covers: Sequence[Cover]) -> None:
        rules = dict.fromkeys(rule for cover in covers for c in cover.candidates for rule in c.cannot)
        super().__init__("forbidden_choice", rules=", ".join(rules))
        self.covers = tuple(covers)


@dataclass(frozen=True)
class Given:
    """One duty that changed hands, and what is to be said of the one who does it now; nothing of whose own duty it is."""

    seat: Seat
    helper: str
    candidate: Candidate | None


@dataclass(frozen=True)
class StoodIn:
    """The book after duties have changed hands, and which."""

    book: Book
    given: tuple[Given, ...]


def seats(book: Book, helper: str, date: dt.date, until: dt.date | None = None, post: str | None = None) -> tuple[Seat, ...]:
    """Duties of a helper from ``date`` to ``until`` (none = on that date): own ones and those done for others.

    ``post``: only of this one. Raises Declined: no_such_helper, no_duty.
    """
    return _seats(Covering(book), book, helper, date, until, post)


def cover(book: Book, helper: str, date: dt.date, until: dt.date | None = None, post: str | None = None) -> tuple[Cover, ...]:
    """For each of these duties everybody who might take it, best first, those who cannot last, with all that speaks for and
    against. Raises Declined like `seats`."""
    covering = Covering(book)
    return tuple(covering.cover(seat) for seat in _seats(covering, book, helper, date, until, post))


def substitute(
    book: Book, helper: str, date: dt.date, who: str, until: dt.date | None = None, post: str | None = None
) -> StoodIn:
    """``who`` does these duties; one after the other, so that a second one in a week counts the first.

    The helper whose duty it is takes it back. Raises Declined like `seats`, no_such_helper for ``who``, has_it (``seat``) for a
    duty that ``who`` does already, and Forbidden.
    """
    _known(book, who)
    given = []
    for seat in seats(book, helper, date, until, post):
        candidate = None
        if who == seat.now:
            raise Declined("has_it", helper=who, seat=seat)
        if who != seat.helper:
            candidate = Covering(book).cover(seat).of(who)
            if candidate is None:  # left the school before that date
                raise Declined("no_such_helper", helper=who)
            _allowed([(seat, candidate)])
        book = book.given(seat, who)
        given.append(Given(seat, who, candidate))
    return StoodIn(book, tuple(given))


def swap(
    book: Book,
    helper: str,
    date: dt.date,
    other: str,
    their_date: dt.date,
    until: dt.date | None = None,
    post: str | None = None,
) -> StoodIn:
    """Two helpers exchange one duty each; either is judged as if the other duty were nobody's.

    Raises Declined like `seats`, not_one_each where they have several on these dates, same_helper, and Forbidden.
    """
    mine, theirs = seats(book, helper, date, until, post), seats(book, other, their_date)
    if len(mine) != 1 or len(theirs) != 1:
        raise Declined("not_one_each")
    covering, found = Covering(book), []
    for seat, against in ((mine[0], theirs[0]), (theirs[0], mine[0])):
        candidate = covering.cover(seat, without=[against]).of(against.now)
        if candidate is None:
            raise Declined("same_helper")
        found.append((seat, candidate))
    _allowed(found)
    for seat, candidate in found:
        book = book.given(seat, candidate.helper)
    return StoodIn(book, tuple(Given(seat, c.helper, c) for seat, c in found))


def give_back(book: Book, helper: str, date: dt.date, until: dt.date | None = None, post: str | None = None) -> StoodIn:
    """These duties are done again by those whose they are. Raises Declined like `seats`, nobody_stands_in."""
    mine = [seat for seat in seats(book, helper, date, until, post) if seat.now != seat.helper]
    if not mine:
        raise Declined("nobody_stands_in")
    for seat in mine:
        book = book.given(seat, None)
    return StoodIn(book, tuple(Given(seat, seat.helper, None) for seat in mine))


def _seats(
    covering: Covering, book: Book, helper: str, date: dt.date, until: dt.date | None, post: str | None
) -> tuple[Seat, ...]:
    _known(book, helper)
    found = tuple(s for s in covering.seats(helper, date, until or date) if post in (None, s.post))
    if not found:
        raise Declined("no_duty", helper=helper, first=date, last=until or date)
    return found


def _known(book: Book, helper: str) -> None:
    if helper not in book.school.helper_by_id:
        raise Declined("no_such_helper", helper=helper)


def _allowed(found: Sequence[tuple[Seat, Candidate]]) -> None:
    wrong = [Cover(seat=seat, candidates=(c,)) for seat, c in found if not c.can]
    if wrong:
        raise Forbidden(wrong)
