"""What of the school would have to change for a class or a helper to be where the plan has no place for them."""

from __future__ import annotations

import time
from collections.abc import Iterator

from planner.board.board import Board
from planner.board.steps import answer_key, chips_of
from planner.board.ways import ways_to
from planner.errors import Declined
from planner.models.plan import PlannedVisit
from planner.models.whatif import Answer, Answers
from planner.sessions.book import Book

_LEAST = 1.0
"""Seconds below which no further place is looked at."""


def what_would_allow(
    book: Book,
    day: str,
    *,
    visitor: str | None = None,
    helper: str | None = None,
    demand: str | None = None,
    seconds: float = 30.0,
) -> Answers:
    """For each place of a class (or teacher) or of a helper on one day that is not possible: changes of the school with which
    it is, each tried (``Answer.way``; ``place`` says where it leads). The cheapest first; nothing is changed.

    ``day``: MON, D3, or a whole turn such as A:MON, #4 or a date. ``demand``: only visits of this one. After ``seconds`` no
    further place is looked at. Raises Declined: unknown_class, unknown_helper, unknown_demand (``id``), plan_broken.
    """
    begin, school = time.perf_counter(), book.school
    for code, asked, known in (
        ("unknown_class", visitor, school.class_by_id),
        ("unknown_helper", helper if visitor is None else None, school.helper_by_id),
        ("unknown_demand", demand, school.demand_by_id),
    ):
        if asked is not None and asked not in known:
            raise Declined(code, id=asked)
    board, found = Board.of(book), dict[str, Answer]()
    for key, answer in _impossible(board, visitor or helper or "", demand, day):
        left = seconds - (time.perf_counter() - begin)
        if left < _LEAST:
            break
        for way in ways_to(board, key, answer_key(answer), left).answers:
            if way.way:
                found.setdefault(f"{way.place} {way.way}", way)
    answers = sorted(found.values(), key=lambda a: sum(fix.price for fix in a.way))
    return Answers(who=visitor or helper or "", answers=tuple(answers), seconds=time.perf_counter() - begin)


def _impossible(board: Board, who: str, demand: str | None, day: str) -> Iterator[tuple[str, Answer]]:
    """(chip, answer) for the places on a day that the visits or duties of somebody cannot have, whatever else moves."""
    for key, chip in chips_of(board.plan).items():
        visit = isinstance(chip, PlannedVisit)
        mine = chip.visitor == who and demand in {None, chip.demand} if isinstance(chip, PlannedVisit) else chip.helper == who
        for answer in board.lift(key).answers if mine else ():
            turn = answer.place.turn
            held = answer.held_visits if visit else answer.held_duties
            if answer.verdict == "impossible" and not held and day in {turn, turn.rpartition(":")[2]}:
                yield key, answer
