"""Seats of duties that nobody has stand beside the board, are given to somebody like any other, and filled for nothing else."""

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
from tests.builders import a_helper, a_plan, a_post, a_school, a_window, d, serving
from tests.campaign import CAMPAIGN, often
from tests.strategies import duty_schools

AS_LONG = {"post_staffed", "escort_tied", "duty_min", "experienced_there", "trainee_paired"}
"""What need not hold as long as a seat is vacant."""


def rest(board: Board) -> int:
    """The cost of all but the changes, of a board that keeps every rule but for what is vacant."""
    assert {b.rule for b in board.report.breaches} <= AS_LONG, board.report.breaches
    return sum(c.cost for c in board.report.cost_by_rule if c.rule not in CHANGES)


def unstaffed(board: Board) -> int:
    """Helpers missing, on all dates together."""
    return sum(b.amount for b in board.report.breaches if b.rule in {"post_staffed", "escort_tied"})


@often(32)
@given(data=duty_schools(), picks=st.lists(st.integers(0, 10**6), min_size=3))
def test_every_answer_about_a_vacant_seat_is_a_promise(data, picks: list[int]) -> None:
    """Some duties are taken out of a plan: whoever could have each, and others meanwhile, at what the checker counts."""
    data = data | {"rules": {k: x for k, x in data["rules"].items() if k not in CHANGES}}
    school = School.model_validate(data)
    outcome = solve(school, Limits(seconds=20))
    if not isinstance(outcome, Solved) or not outcome.plan.duties:
        reject()
    out = {outcome.plan.duties[pick % len(outcome.plan.duties)] for pick in picks[: 2 if CAMPAIGN else 1]}
    plan = outcome.plan.model_copy(update={"duties": tuple(x for x in outcome.plan.duties if x not in out)})
    board = Board.of(Book.of(school, plan))
    try:
        exact = full(board)
    except planner.Declined:
        reject()
    if not exact.holds or school.mode("post_staffed") != "hard" or school.mode("escort_tied") != "hard":
        reject()
    others = sorted(board._chips)  # noqa: SLF001 (what else stands there)
    for key in [*board.vacant, *(others[picks[0] % len(others) :][:1] if others else ())]:
        vacant = board.vacant.get(key)
        found = board.lift(key).answers
        if vacant is not None:
            asked = exact.of_vacant(vacant.place)
        else:
            chip = board.chip(key)
            asked = exact.of_visit(chip) if key.startswith("visit") else exact.of_duty(chip)  # type: ignore[arg-type]
        slow = {answer_key(a): a for a in asked.answers}
        for answer in found:
            same = slow[answer_key(answer)]
            assert (answer.verdict in GOOD, answer.changes, answer.extra) == (same.verdict in GOOD, same.changes, same.extra)
            if answer.verdict not in GOOD:
                continue
            after = board.move(key, answer)
            assert rest(after) == rest(board) + answer.extra
            assert more_about(board, after) == {r: x for r, x in answer.extra_about.items() if r in ABOUT_SINGLE}
            if vacant is not None:
                # On dates on which this helper is not there it stays vacant.
                assert unstaffed(after) < unstaffed(board)
                assert {**board.vacant, **after.vacant}.keys() == board.vacant.keys()
                assert after.complete == after.report.ok
            assert after.undo().vacant == board.vacant


def left(**changes: object) -> Board:
    """Helper h3, who had the third of three days, has left; h4 has come."""
    window = a_window("MON,TUE,WED")
    staff = [a_helper(f"h{n}") for n in range(1, 4)]
    before = Book.of(a_school(serving(*staff, windows=[window])), a_plan(d("h1"), d("h2", "TUE"), d("h3", "WED")))
    now = [*staff[:2], a_helper("h4", **changes)]
    return planner.open_board(before, school=a_school(serving(*now, windows=[window])))


def test_the_seat_of_a_helper_who_has_left_is_given_to_another() -> None:
    board = left()
    ((key, vacant),) = board.vacant.items()
    assert (key, vacant.seats) == ("vacant~desk~WED~noon~0", 1)
    assert not board.complete
    found = {a.helper: a for a in board.lift(key).answers}
    # One duty a week: whoever has one already would have to give it to somebody.
    assert {h: a.verdict for h, a in found.items()} == {"h1": "moves", "h2": "moves", "h4": "free"}
    put = board.move(key, found["h4"])
    assert (put.vacant, put.complete, put.report.ok, len(put.pins)) == ({}, True, True, 1)
    assert put.undo().vacant == board.vacant
    other = board.lift("duty~h1~desk~MON~noon~0").answers
    assert not any(m.after for a in other if a.verdict == "free" for m in a.duties if m.place == vacant.place)
    assert not board.best().vacant


def test_a_new_helper_owes_nothing_before_there_is_a_seat_for_it() -> None:
    board = left(min_per_week=1)
    assert {a.helper for a in board.lift(next(iter(board.vacant))).answers if a.verdict in GOOD} >= {"h4"}


def test_whoever_may_not_could_if_the_school_gave_way() -> None:
    board = left(posts=[])
    ((key, _vacant),) = board.vacant.items()
    refused = next(a for a in board.lift(key).answers if a.helper == "h4")
    assert refused.verdict == "impossible"
    way = ways_to(board, key, answer_key(refused)).answers[0]
    assert board.move(key, way).complete


def test_a_post_that_is_new_is_staffed_on_the_board() -> None:
    window = a_window("MON")
    staff = [a_helper("h1"), a_helper("h2")]
    before = Book.of(a_school(serving(*staff, windows=[window])), a_plan(d("h1")))
    posts = [a_post(), a_post(id="shelves", name="Shelves")]
    board = planner.open_board(before, school=a_school(serving(*staff, windows=[window], posts=posts)))
    assert [v.place.what for v in board.vacant.values()] == ["shelves"]


@pytest.mark.parametrize("mode", ["hard", "soft", "off"])
def test_a_seat_is_vacant_whatever_the_rule_weighs(mode: str) -> None:
    """Where nobody has to be there, nothing is."""
    data = serving(a_helper("h1"), windows=[a_window("MON,TUE")], duties={"max_per_week": 2})
    board = a_board(d("h1"), **data | {"rules": {"post_staffed": {"mode": mode}}})
    assert bool(board.vacant) == (mode != "off")
    for key in board.vacant:
        free = board.lift(key).answers[0]
        assert free.verdict == "free"
        assert not board.move(key, free).vacant


def test_whoever_serves_where_no_rule_lets_it_leaves_no_vacant_seat_but_a_broken_plan() -> None:
    board = a_board(d("h1"), **serving(a_helper("h1", away=[{"weekdays": "MON"}]), a_helper("h2")))
    with pytest.raises(planner.Declined, match="plan_broken"):
        board.lift("duty~h1~desk~MON~noon~0")


def test_a_trainee_does_not_have_a_seat() -> None:
    """It could be there beside whoever has it: the seat would stay vacant."""
    staff = [a_helper("h1"), a_helper("h2", trainee=True), a_helper("h3", trainee=True)]
    data = serving(*staff, windows=[a_window("MON,TUE")], duties={"max_per_week": 2})
    board = a_board(d("h1"), d("h2"), d("h3", "TUE"), **data)
    ((key, _vacant),) = board.vacant.items()
    found = {a.helper: a for a in board.lift(key).answers}
    assert {h: a.verdict for h, a in found.items()} == {"h1": "free", "h2": "impossible", "h3": "here"}
    assert board.move(key, found["h1"]).complete
