"""What was done on a board is done again where the school file or the plan has gone on; what cannot be is named."""

from __future__ import annotations

import planner
from planner.board.board import Board
from planner.board.carrying import carried
from planner.board.steps import Step
from planner.models import School
from planner.models.outcome import Fix
from planner.sessions.book import Book
from tests.board.test_board import at, priced
from tests.builders import a_helper, a_plan, a_school, a_window, borrowing, d, serving, v, visiting


def school(count: int = 3, **changes: object) -> School:
    """Classes on Monday and Tuesday, three slots each, one class at a time."""
    window = a_window("MON,TUE", **{"slots": 3, "classes": 1, **changes})
    return a_school(visiting(count, windows=[window], demands=[borrowing()]))


def begun() -> Board:
    return Board.of(Book.of(school(), a_plan(v("3-1", slot=1), v("3-2", slot=2), v("3-3", slot=3))))


def to(board: Board, chip: str, turn: str, slot: int) -> Board:
    """The board with a chip put somewhere."""
    answer = next(a for a in board.lift(chip).answers if (a.place.turn, a.place.slot) == (turn, slot))
    return board.move(chip, answer)


def again(before: Board, onto: Board) -> tuple[Board, list[str]]:
    """The board after it was taken over, and where each step stood."""
    after, came = carried(before.steps[: before.position], onto)
    assert len(came) == len(after.steps)
    assert not after.report.breaches or after.waiting
    return after, [f"{n} {step.kind}" for n, step in zip(came, after.steps, strict=True)]


def test_all_is_done_again_where_nothing_speaks_against_it() -> None:
    before = to(begun(), "visit~3-1~borrow~MON~noon~1~~", "TUE", 1)
    before = before.pin("visit~3-3~borrow~MON~noon~3~~").free("MON", "noon", 2)
    onto = planner.open_board(before.base, school=school(4))
    after, steps = again(before, onto)
    assert steps == ["0 move", "1 pin", "2 free"]
    assert {x.place for x in before.plan.visits} == {x.place for x in after.plan.visits}
    assert (after.pins, after.kept_free) == (before.pins, before.kept_free)
    assert list(after.waiting) == ["wait~3-4~borrow~"], "who has only just come still waits"
    assert after.undo().undo().undo().plan == onto.plan


def test_a_move_is_done_as_it_was_meant_where_somebody_else_has_to_make_way_now() -> None:
    """The new plan has 3(2) where 3(1) was put."""
    before = to(begun(), "visit~3-1~borrow~MON~noon~1~~", "TUE", 1)
    onto = Board.of(Book.of(school(), a_plan(v("3-1", slot=1), v("3-2", "TUE", slot=1), v("3-3", slot=3))))
    after, steps = again(before, onto)
    assert steps == ["0 move"]
    assert ("borrow", "TUE", "noon", 1, "", "") in {x.place for x in after.plan.visits if x.visitor == "3-1"}
    assert after.steps[0].changes == priced(after)[0]


def test_what_cannot_be_any_more_is_named_before_all_others() -> None:
    before = to(begun(), "visit~3-1~borrow~MON~noon~1~~", "TUE", 3)
    before = to(before, "visit~3-2~borrow~MON~noon~2~~", "TUE", 2)
    banned = borrowing(bans=[{"classes": "3-1", "weekdays": "TUE"}])
    windows = [a_window("MON,TUE", 3, classes=1)]
    onto = planner.open_board(before.base, school=a_school(visiting(3, windows=windows, demands=[banned])))
    after, steps = again(before, onto)
    assert steps == ["0 left", "1 move"]
    assert {x.visitor for x in after.plan.visits if x.turn == "TUE"} == {"3-2"}
    assert after.plan == after.undo().redo().plan


def test_what_the_new_plan_says_by_itself_is_no_step_any_more() -> None:
    before = to(begun(), "visit~3-1~borrow~MON~noon~1~~", "TUE", 1).free("MON", "noon", 1)
    after, steps = again(before, Board.of(before.book))
    assert steps == ["1 free"]
    assert after.kept_free == before.kept_free
    assert at(after, "visit~3-2~borrow~MON~noon~2~~", 1).kept_free


def test_a_class_that_is_gone_takes_its_moves_along() -> None:
    before = to(begun(), "visit~3-3~borrow~MON~noon~3~~", "TUE", 1).pin("visit~3-1~borrow~MON~noon~1~~")
    _after, steps = again(before, planner.open_board(before.base, school=school(2)))
    assert steps == ["0 left", "1 pin"]


def test_a_duty_given_to_somebody_else_stays_so() -> None:
    window = a_window("MON,TUE")
    staff = [a_helper(f"h{n}") for n in range(1, 4)]
    book = Book.of(a_school(serving(*staff, windows=[window])), a_plan(d("h1"), d("h2", "TUE")))
    before = Board.of(book)
    key = "duty~h1~desk~MON~noon~0"
    before = before.move(key, next(a for a in before.who_could(key).answers if a.helper == "h3"))
    onto = planner.open_board(book, school=a_school(serving(*staff, a_helper("h4"), windows=[window])))
    after, steps = again(before, onto)
    assert steps == ["0 move"]
    assert {x.helper for x in after.plan.duties} == {"h2", "h3"}
    gone = planner.open_board(book, school=a_school(serving(*staff[:2], windows=[window])))
    assert again(before, gone)[1] == ["0 left"]


def test_what_was_allowed_is_allowed_again_unless_the_file_says_so_by_now() -> None:
    board = begun()
    key = "visit~3-1~borrow~MON~noon~1~~"
    fix = Fix(code="slot_classes", price=3, params={"window": "noon", "classes": "2"})
    allowed = board.allow(fix)
    both = to(allowed, key, "MON", 3)
    after, steps = again(both, planner.open_board(board.base, school=school(4)))
    assert steps == ["0 allow", "1 move"]
    assert len([x for x in after.plan.visits if x.slot == 3]) == 2
    one = Step(**{**both.steps[1].model_dump(), "way": (fix,)})
    again_one, _came = carried([one], planner.open_board(board.base, school=school(classes=2)))
    assert [s.kind for s in again_one.steps] == ["move"]
