"""Two that are to change places: offered where they can, and a sentence where they cannot."""

from __future__ import annotations

import pytest

from api.pages.boardpick import Pick, picked
from planner.board.board import Board
from planner.board.exchange import is_exchange, place_in_exchange
from planner.board.steps import answer_key
from planner.board.ways import ways_to
from planner.languages import Language
from planner.models.whatif import Answers
from planner.outputs.explanations.moving import MoveWords
from tests.board.test_board import a_board
from tests.board.test_ways import chip
from tests.builders import a_helper, a_post, a_window, borrowing, d, serving, v, visiting


def asked(board: Board, one: str, other: str, language: Language = "en") -> tuple[bool, str]:
    """Whether the page offers the exchange of what was in hand (``one``) with ``other``, and what it says otherwise."""
    key, was = chip(board, one), chip(board, other)
    answers = board.lift(key)
    of = place_in_exchange(board, key, was)
    answer = next(a for a in answers.answers if answer_key(a) == of)
    pick = Pick(key, answers, False, of or "", ways_to(board, key, of or ""), was, board.lift(was))
    ways = picked(board, MoveWords(board.school, language), pick).ways
    assert ways is not None
    straight = answer.verdict in ("free", "moves") and is_exchange(board, key, was, answer)
    return straight or any(x.wanted for x in ways.exchanges), ways.no_exchange


def test_who_may_not_be_where_the_other_is_keeps_both_where_they_are() -> None:
    """3(1) could have the second slot, 3(2) going to the third; straight it cannot, for 3(2) sings in the first."""
    bans = [{"classes": "3-2", "slots": 1, "reason": "Choir"}]
    demand = borrowing(bans=bans)
    board = a_board(v("3-1", slot=1), v("3-2", slot=2), **visiting(2, windows=[a_window(slots=3, classes=1)], demands=[demand]))
    offered, why = asked(board, "3-1", "3-2")
    assert not offered
    assert why.startswith("3(1) and 3(2) cannot simply change places. 3(2), ")
    assert "Choir" in why
    assert asked(board, "3-2", "3-1")[1].startswith("3(2) and 3(1) cannot"), "asked the other way round as well"
    assert "不能直接对调。" in asked(board, "3-1", "3-2", "zh")[1]


def test_what_is_pinned_is_named() -> None:
    board = a_board(v("3-1", slot=1), v("3-2", slot=2), **visiting(2, windows=[a_window(slots=3, classes=1)]))
    assert asked(board, "3-1", "3-2") == (True, "")
    offered, why = asked(board.pin(chip(board, "3-2")), "3-1", "3-2")
    assert not offered
    assert "have to stay" in why


def test_what_was_not_decided_is_not_called_impossible() -> None:
    board = a_board(v("3-1", slot=1), v("3-2", slot=2), **visiting(2, windows=[a_window(slots=3, classes=1)]))
    key, was = chip(board, "3-1"), chip(board, "3-2")
    late, back = (
        found.model_copy(update={"answers": tuple(a.model_copy(update={"verdict": "unknown"}) for a in found.answers)})
        for found in (board.lift(key), board.lift(was))
    )
    none, of = Answers(who="3-1", answers=(), seconds=0.0), place_in_exchange(board, key, was)
    pick = Pick(key, late, False, of or "", none, was, back)
    ways = picked(board, MoveWords(board.school, "en"), pick).ways
    assert ways is not None
    assert ways.no_exchange == "3(1) and 3(2): nothing was found in which just these two change places."


@pytest.mark.parametrize("away", ["MON", None])
def test_helpers_change_seats_or_hear_why_not(away: str | None) -> None:
    helpers = [a_helper("h1"), a_helper("h2", **({"away": away} if away else {}))]
    windows = [a_window("MON"), a_window("TUE", id="late")]
    school = serving(*helpers, windows=windows, posts=[a_post(windows=["noon", "late"])])
    board = a_board(d("h1", "MON"), d("h2", "TUE", window="late"), **school)
    offered, why = asked(board, "h1", "h2")
    assert offered is (away is None)
    assert bool(why) is not offered
    assert not why or why.count("cannot simply change places") == 1
