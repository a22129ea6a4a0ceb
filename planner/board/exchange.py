"""Two that change places: each comes to where the other is, and all else stays."""

from __future__ import annotations

from collections.abc import Iterator

from planner.board.board import Board, Chip
from planner.board.steps import answer_key, chips_of, seat_key
from planner.models.plan import PlannedVisit
from planner.models.whatif import Answer, Answers, place_of


def who_of(chip: Chip) -> str:
    """Whose chip it is: a class, teacher or helper."""
    return chip.visitor if isinstance(chip, PlannedVisit) else chip.helper


def place_in_exchange(board: Board, key: str, other: str) -> str | None:
    """Key of the place among `Board.lift`'s answers that one chip has after an exchange with another. None where these do not
    compare (a visit and a duty, two at one time, one that stands nowhere)."""
    mine, theirs = (chips_of(board.plan).get(k) for k in (key, other))
    if mine is None or theirs is None or type(mine) is not type(theirs) or mine.place[1:] == theirs.place[1:]:
        return None
    if isinstance(mine, PlannedVisit) and isinstance(theirs, PlannedVisit):
        return seat_key(place_of(theirs.model_copy(update={"demand": mine.demand})))
    return seat_key(place_of(theirs), who_of(theirs))


def is_exchange(board: Board, key: str, other: str, answer: Answer) -> bool:
    """Whether what an answer moves is just the two, each to where the other is."""
    mine, theirs = board.chip(key), board.chip(other)
    both = {(who_of(mine), theirs.place[1:]), (who_of(theirs), mine.place[1:])}
    return both <= set(_moved(answer)) and {who for who, _ in _moved(answer)} == {who for who, _ in both}


def refused(board: Board, key: str, other: str, asked: Answer, back: Answers) -> tuple[str, str, Answer] | None:
    """Which of the two cannot be where the other is, as (its key, key of that one, the answer that says no); None where each
    could, only not without others. ``asked`` is about the place of the other, ``back`` all places of that one."""
    there = place_in_exchange(board, other, key)
    turn = next((a for a in back.answers if answer_key(a) == there), None)
    pairs = ((key, other, asked), (other, key, turn))
    return next(((who, at, a) for who, at, a in pairs if a is not None and a.verdict == "impossible"), None)


def _moved(answer: Answer) -> Iterator[tuple[str, tuple[object, ...]]]:
    """Who comes where."""
    yield from ((m.visitor, v.place[1:]) for m in answer.visits for v in m.after)
    yield from ((d.helper, d.place[1:]) for m in answer.duties for d in m.after)
