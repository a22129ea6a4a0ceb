"""What is due and stands nowhere waits beside the board, is put somewhere like anything else, and comes in for nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given, reject
from hypothesis import strategies as st

import planner
from planner.board.board import Board
from planner.board.steps import answer_key
from planner.board.ways import ways_to
from planner.models import Limits, School, Solved
from planner.models.rules import CHANGES
from planner.sessions.book import Book
from planner.solver import solve
from tests.board.test_board import ABOUT_SINGLE, GOOD, a_board, full, more_about
from tests.builders import a_plan, a_school, a_window, borrowing, v, visiting
from tests.campaign import CAMPAIGN, often
from tests.strategies import feasible_schools, visit_schools


def rest(board: Board) -> int:
    """The cost of all but the changes, of a board that keeps every rule but for those who wait."""
    breaches = board.report.breaches
    waiting = {" ".join(x for x in (w.visitor, w.demand, w.stretch) if x) for w in board.waiting.values()}
    assert {b.rule for b in breaches} <= {"demand_met"}, breaches
    assert {b.subject for b in breaches} <= waiting
    return sum(c.cost for c in board.report.cost_by_rule if c.rule not in CHANGES)


@often(12)
@given(data=st.one_of(visit_schools(), feasible_schools()), picks=st.lists(st.integers(0, 10**6), min_size=3))
def test_every_answer_about_who_waits_is_a_promise(data, picks: list[int]) -> None:
    """Some visits are taken out of a plan: each place of theirs, and of others meanwhile, at what the checker counts."""
    data = data | {"rules": {k: x for k, x in data["rules"].items() if k not in CHANGES}}
    school = School.model_validate(data)
    outcome = solve(school, Limits(seconds=20))
    if not isinstance(outcome, Solved) or not outcome.plan.visits:
        reject()
    out = {outcome.plan.visits[pick % len(outcome.plan.visits)] for pick in picks[: 2 if CAMPAIGN else 1]}
    plan = outcome.plan.model_copy(update={"visits": tuple(x for x in outcome.plan.visits if x not in out)})
    board = Board.of(Book.of(school, plan))
    try:
        exact = full(board)
    except planner.Declined:
        reject()
    if not exact.holds or school.mode("demand_met") != "hard" or not board.waiting:
        reject()
    others = sorted(board._chips)  # noqa: SLF001 (what else stands there)
    for key in [*board.waiting, *(others[picks[0] % len(others) :][:1] if others else ())]:
        waits = key in board.waiting
        found = board.lift(key).answers
        asked = exact.of_waiting(*board.waiting[key][:3]) if waits else None
        if asked is None:
            chip = board.chip(key)
            asked = exact.of_visit(chip) if key.startswith("visit") else exact.of_duty(chip)  # type: ignore[arg-type]
        slow = {answer_key(a): a for a in asked.answers}
        for answer in found:
            same = slow[answer_key(answer)]
            assert (answer.verdict in GOOD) == (same.verdict in GOOD)
            assert (answer.changes, answer.extra) == (same.changes, same.extra)
            if answer.verdict not in GOOD:
                continue
            after = board.move(key, answer)
            assert rest(after) == rest(board) + answer.extra
            assert more_about(board, after) == {r: x for r, x in answer.extra_about.items() if r in ABOUT_SINGLE}
            left = {k: w.times for k, w in board.waiting.items()}
            if waits:
                left[key] -= 1
            assert {k: w.times for k, w in after.waiting.items()} == {k: n for k, n in left.items() if n}
            assert after.undo().waiting == board.waiting


def late(count: int = 3, slots: int = 3) -> Board:
    """Two classes stand there; the third has only just come."""
    before = Book.of(
        a_school(visiting(2, windows=[a_window(slots=slots, classes=1)])), a_plan(v("3-1", slot=1), v("3-2", slot=2))
    )
    return planner.open_board(before, school=a_school(visiting(count, windows=[a_window(slots=slots, classes=1)])))


def test_a_class_that_has_just_come_is_put_somewhere() -> None:
    board = late()
    ((key, waiting),) = board.waiting.items()
    assert (key, waiting.times) == ("wait~3-3~borrow~", 1)
    assert board.plan.visits == board.base.plan.visits
    found = {a.place.slot: a for a in board.lift(key).answers}
    assert {slot: a.verdict for slot, a in found.items()} == {1: "moves", 2: "moves", 3: "free"}
    put = board.move(key, found[3])
    assert (put.waiting, put.report.ok, len(put.pins)) == ({}, True, 1)
    assert [c.kind for c in put.changes.visits] == ["added"]
    assert put.undo().waiting == board.waiting
    other = "visit~3-1~borrow~MON~noon~1~~"
    moved = board.move(other, next(a for a in board.lift(other).answers if a.place.slot == 3))
    assert moved.waiting == board.waiting, "whoever waits does not come in for the sake of another"
    assert not board.best().waiting
    assert len(board.best().plan.visits) == 3


def test_where_no_place_is_left_the_school_has_to_give() -> None:
    board = late(slots=2)
    ((key, _waiting),) = board.waiting.items()
    answers = board.lift(key).answers
    assert {a.verdict for a in answers} == {"impossible"}
    ways = ways_to(board, key, answer_key(answers[0])).answers
    assert {fix.code for a in ways for fix in a.way} == {"slot_classes"}
    put = board.move(key, ways[0])
    assert (put.waiting, put.report.ok) == ({}, True)


def test_whose_place_is_gone_waits_and_all_others_stay() -> None:
    """The noon of Tuesday is given up: who came then has no place any more."""
    of = {"classes": 2, "slots": 1}
    before = Book.of(a_school(visiting(3, windows=[a_window("MON,TUE", **of)])), a_plan(v("3-1"), v("3-2", "TUE"), v("3-3")))
    board = planner.open_board(before, school=a_school(visiting(3, windows=[a_window("MON,WED", **of)])))
    assert list(board.waiting) == ["wait~3-2~borrow~"]
    answers = {a.place.turn: a.verdict for a in board.lift("wait~3-2~borrow~").answers}
    assert answers == {"MON": "moves", "WED": "free"}


def test_a_pin_of_the_file_holds_for_who_waits() -> None:
    demand = borrowing(pins=[{"classes": "3-3", "slots": 1}])
    windows = [a_window(slots=3, classes=1)]
    before = Book.of(a_school(visiting(2, windows=windows)), a_plan(v("3-1", slot=1), v("3-2", slot=2)))
    board = planner.open_board(before, school=a_school(visiting(3, windows=windows, demands=[demand])))
    answers = {a.place.slot: a.verdict for a in board.lift("wait~3-3~borrow~").answers}
    assert answers == {1: "moves", 2: "impossible", 3: "impossible"}


def test_where_nothing_needs_to_be_met_nobody_waits() -> None:
    data = visiting(2, windows=[a_window(slots=2)]) | {"rules": {"demand_met": {"mode": "off"}}}
    assert not a_board(v("3-1"), **data).waiting


@pytest.mark.parametrize("mode", ["hard", "soft"])
def test_a_visit_too_few_waits_whatever_the_rule_weighs(mode: str) -> None:
    data = visiting(2, windows=[a_window(slots=2, classes=1)]) | {"rules": {"demand_met": {"mode": mode}}}
    board = a_board(v("3-1"), **data)
    ((key, _waiting),) = board.waiting.items()
    free = next(a for a in board.lift(key).answers if a.place.slot == 2)
    assert free.verdict == "free"
    assert not board.move(key, free).waiting
