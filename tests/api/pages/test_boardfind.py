"""Who is looked for by name on the board, and why no draft can be made of it."""

from __future__ import annotations

import pytest

from api.pages.boardfind import found, why_no_draft
from planner.board.board import Board
from planner.outputs.explanations.moving import MoveWords
from tests.board.test_waiting import late


@pytest.fixture(scope="module")
def board() -> Board:
    """3(1), 3(2) and 3(3), of whom the last has no place yet."""
    return late()


@pytest.mark.parametrize(
    ("wanted", "name"),
    [("3(1)", "3(1)"), ("３（2）", "3(2)"), (" 3 (2) ", "3(2)"), ("2)", "3(2)"), ("3", "3(1)"), ("9", ""), (" ", "")],
)
def test_a_name_is_found_however_it_is_written(board: Board, wanted: str, name: str) -> None:
    answer = found(board, MoveWords(board.school, "en"), wanted)
    assert answer.name == name
    assert bool(answer.keys) == bool(name)


def test_who_has_no_place_is_found_too(board: Board) -> None:
    (key,) = board.waiting
    assert found(board, MoveWords(board.school, "zh"), "三(3)").keys == (key,)


def test_why_no_draft_can_be_made_is_said_in_words(board: Board) -> None:
    four = [f"3({n})" for n in range(3, 7)]
    assert why_no_draft(board, four, [], "en") == "No draft can be made yet; these have no place: 3(3), 3(4), 3(5), …."
    assert " " not in why_no_draft(board, four[:1], ["MON"], "zh")  # two sentences, as Chinese writes them
    (key,) = board.waiting
    answer = next(a for a in board.lift(key).answers if a.verdict == "free")
    put = board.move(key, answer)
    assert why_no_draft(put, [], [], "en") == ""
