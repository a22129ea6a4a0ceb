"""What stands beside the chips: how many a place takes, who is away and who stands in, how often each serves in the term."""

from __future__ import annotations

from planner.board.beside import Absence
from planner.board.board import Board
from planner.board.steps import chip_of
from planner.models.planfile import PlanFile, Substitution
from planner.sessions.book import Book
from tests.board.test_board import a_board
from tests.builders import a_helper, a_plan, a_school, a_window, d, dates, serving, v, visiting


def test_each_place_says_how_many_it_takes() -> None:
    """By the window's classes, and none where nothing limits them."""
    windows = [a_window(slots=2, classes=3)]
    board = a_board(v("3-1", slot=1), v("3-2", slot=2), **visiting(2, windows=windows))
    cells = board.chapter.timeline.cells["borrow"]
    assert [board.rooms.most(cell) for cell in cells] == [3, 3]
    (balance,) = [b for b in board.rooms.balances if b.kind == "demand"]
    # No more than all classes can be in a slot at once.
    assert (balance.need, balance.capacity) == (2, 4)
    endless = a_board(v("3-1", slot=1), v("3-2", slot=2), **visiting(2, windows=[a_window(slots=2)]))
    assert {endless.rooms.most(cell) for cell in endless.chapter.timeline.cells["borrow"]} == {None}


def test_a_substitute_is_drawn_in_on_the_date_and_follows_the_seat() -> None:
    school = a_school(serving(a_helper("h1"), a_helper("h2"), a_helper("h3")))
    plan = a_plan(d("h1", "MON"))
    (second,) = dates("03-09")
    away = Substitution(date=second, post="desk", window="noon", helper="h1", substitute="h2")
    board = Board.of(Book(PlanFile(school=school, plan=plan, substitutions=(away,))))
    key = chip_of(plan.duties[0])
    assert board.absences == {key: (Absence(second, "h2"),)}
    assert board.loads == [("h1", 2), ("h2", 0), ("h3", 0)]
    given = board.move(key, next(a for a in board.who_could(key).answers if a.helper == "h3"))
    assert not given.absences, "it was about the duty of h1, who has none any more"
    assert given.loads[0] == ("h3", 2)


def test_who_cannot_come_on_a_date_is_drawn_in_without_a_substitute() -> None:
    data = serving(a_helper("h1", away=[{"dates": ["2026-03-09"]}]), a_helper("h2"))
    data["rules"] = {"helper_available": {"mode": "soft"}}
    board = a_board(d("h1", "MON"), **data)
    assert [a for some in board.absences.values() for a in some] == [Absence(dates("03-09")[0], "")]
