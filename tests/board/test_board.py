"""A board against the checker, the full search, and itself: what is shown is what is done, and undone it is as it was."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, reject
from hypothesis import strategies as st

import planner
from planner.board.board import Board
from planner.board.steps import answer_key, chip_of
from planner.board.ways import ways_to
from planner.models import Limits, PlannedDuty, School, Solved
from planner.models.planfile import dump_plan
from planner.models.rules import CHANGES
from planner.models.whatif import Answer
from planner.sessions.book import Book
from planner.solver import solve
from planner.solver.whatif.whatif import WhatIf
from tests.builders import a_helper, a_plan, a_post, a_school, a_window, borrowing, d, serving, v, visiting
from tests.campaign import CAMPAIGN, often
from tests.plans.test_examples import a_plan as example_plan
from tests.plans.test_examples import a_school as an_example
from tests.strategies import duty_schools, feasible_schools, visit_schools

GOOD = {"free", "moves"}
ABOUT_SINGLE = frozenset(
    [
        "fewest_visits",
        "lost_visits",
        "preference",
        "spread",
        "grade_days",
        "fair_slots",
        "fair_duties",
        "duty_wishes",
        "same_weekday",
        "own_class",
        "pair_wishes",
    ]
)
"""Soft rules that the model and the checker count by the same subjects."""


def a_board(*plan, **school) -> Board:
    return Board.of(Book.of(a_school(school), a_plan(*plan)))


def two_classes() -> Board:
    """3(1) and 3(2) in the first two of three slots for one class each; in the third nobody likes to come."""
    window = a_window(slots=3, classes=1)
    wish = {"slots": 3, "cost": 5, "wanted": False}
    school = a_school(visiting(2, windows=[window], demands=[borrowing(prefer=[wish])]), "preference", "soft")
    return Board.of(Book.of(school, a_plan(v("3-1", slot=1), v("3-2", slot=2))))


def priced(board: Board) -> tuple[int, int]:
    """(changes, all else) by the checker, of a board that keeps every rule."""
    assert board.report.ok, board.report.breaches
    changes = sum(c.cost for c in board.report.cost_by_rule if c.rule in CHANGES)
    return changes, board.report.cost - changes


def at(board: Board, chip: str, slot: int) -> Answer:
    return next(a for a in board.lift(chip).answers if a.place.slot == slot)


def chips(board: Board) -> list[str]:
    return [chip_of(x) for x in (*board.plan.visits, *board.plan.duties)]


def full(board: Board) -> WhatIf:
    """The same question to the full search alone."""
    model = WhatIf(board.school, board.base.plan, relaxation=False)
    model.stand(board.plan, [board.chip(key) for key in board.pins])
    return model


def more_about(before: Board, after: Board) -> dict[str, dict[str, int]]:
    """Rule -> whom it is about -> how much more or less it counts, by the checker."""
    found = {}
    for rule in ABOUT_SINGLE:
        was, now = (Counter(board.amounts.get(rule, {})) for board in (before, after))
        now.subtract(was)
        if some := {who: by for who, by in now.items() if by}:
            found[rule] = some
    return found


def assert_kept(board: Board, key: str, answers: list[Answer]) -> list[Board]:
    """Every possible answer leads to a plan that the checker accepts at the cost shown; every way out of a no is one."""
    before = priced(board)[1]
    reached = []
    for answer in answers:
        assert answer.proven
        if answer.verdict in GOOD:
            after = board.move(key, answer)
            assert priced(after) == (answer.changes, before + answer.extra)
            assert more_about(board, after) == {r: x for r, x in answer.extra_about.items() if r in ABOUT_SINGLE}
            assert len(after.pins - board.pins) == 1
            assert board.pins - {key} <= after.pins, "what is pinned stays"
            reached.append(after)
        elif answer.held_visits or answer.held_duties:
            let_go = board
            for chip in (*answer.held_visits, *answer.held_duties):
                let_go = let_go.unpin(chip_of(chip))
            again = let_go.lift(key) if not answer.helper else let_go.who_could(key)
            assert next(a for a in again.answers if answer_key(a) == answer_key(answer)).verdict in GOOD
    return reached


@often(40)
@given(data=st.one_of(visit_schools(), duty_schools(), feasible_schools()), picks=st.lists(st.integers(0, 10**6), min_size=3))
def test_every_answer_on_the_way_is_a_promise(data, picks: list[int]) -> None:
    """Random moves, pins and the best around them: each kept to the unit, each no confirmed, all undone to the byte."""
    data = data | {"rules": {k: x for k, x in data["rules"].items() if k not in CHANGES}}
    school = School.model_validate(data)
    outcome = solve(school, Limits(seconds=20))
    if not isinstance(outcome, Solved) or not (outcome.plan.visits or outcome.plan.duties):
        reject()
    start = board = Board.of(Book.of(school, outcome.plan))
    for pick in picks[: 3 if CAMPAIGN else 2]:
        keys = chips(board)
        key = keys[pick % len(keys)]
        if pick % 5 == 0:
            board = board.pin(keys[pick // 5 % len(keys)])
        if pick % 7 == 0:
            best = board.best()
            if best is not board:
                assert priced(best) == (best.steps[-1].changes, priced(board)[1] + best.steps[-1].extra)
            assert sum(priced(best)) <= sum(priced(board))
            board = best
            continue
        answers = [*board.lift(key).answers]
        if isinstance(board.chip(key), PlannedDuty):
            answers += board.who_could(key).answers
        if not board.position or CAMPAIGN:
            exact = full(board)
            chip = board.chip(key)
            asked = exact.of_duty(chip) if isinstance(chip, PlannedDuty) else exact.of_visit(chip)
            slow = {answer_key(a): a for a in asked.answers}
            for answer in answers:
                same = slow.get(answer_key(answer), answer)
                assert (answer.verdict in GOOD) == (same.verdict in GOOD)
                assert (answer.changes, answer.extra) == (same.changes, same.extra)
        reached = assert_kept(board, key, answers)
        refused = [a for a in answers if a.verdict == "impossible" and not (a.held_visits or a.held_duties)]
        if refused and (CAMPAIGN or not board.position):
            # Ways that change the school, or exchange two: promises as well.
            reached += assert_kept(board, key, [*ways_to(board, key, answer_key(refused[pick % len(refused)])).answers])
        if reached:
            board = reached[pick % len(reached)]
    undone = board
    while undone.position:
        undone = undone.undo()
        priced(undone)
    assert dump_plan(undone.book.planfile) == dump_plan(start.book.planfile)
    while undone.position < len(undone.steps):
        undone = undone.redo()
    assert dump_plan(undone.book.planfile) == dump_plan(board.book.planfile)


@pytest.mark.parametrize("name", ["us-cycle-12", *(["feilong-30", "noon-36", "rural-18", "two-campus-36"] if CAMPAIGN else [])])
def test_an_example_keeps_its_promises(name: str) -> None:
    """A visit and a duty of each, lifted, put somewhere, and lifted again."""
    board = Board.of(Book.of(an_example(name), example_plan(name)))
    for things in (board.plan.visits[5:6], board.plan.duties[3:4]):
        for key in map(chip_of, things):
            for _ in range(2):
                answers = [a for a in board.lift(key).answers if a.verdict in GOOD or a.held_visits or a.held_duties]
                reached = assert_kept(board, key, answers[:: max(1, len(answers) // 3)])
                if reached:
                    board = reached[-1]
                    key = next(k for k in board.steps[-1].pinned)


def test_a_move_is_undone_and_done_again() -> None:
    start = two_classes()
    key = chip_of(start.plan.visits[0])
    swapped = start.move(key, at(start, key, 2))
    assert [(x.visitor, x.slot) for x in swapped.plan.visits] == [("3-1", 2), ("3-2", 1)]
    assert {c.kind for c in swapped.changes.visits} == {"moved"}
    assert swapped.undo().plan is start.plan
    assert swapped.undo().redo().plan == swapped.plan
    for wrong in (start.undo, swapped.redo):
        with pytest.raises(planner.Declined):
            wrong()


def test_what_was_put_somewhere_stays_there_until_it_is_unpinned() -> None:
    start = two_classes()
    key = chip_of(start.plan.visits[0])
    swapped = start.move(key, at(start, key, 2))
    other = chip_of(next(x for x in swapped.plan.visits if x.visitor == "3-2"))
    no = at(swapped, other, 2)
    assert (no.verdict, [x.visitor for x in no.held_visits]) == ("impossible", ["3-1"])
    assert at(swapped, other, 3).verdict == "free"
    (put,) = swapped.pins
    assert at(swapped.unpin(put), other, 2).verdict == "moves"
    with pytest.raises(planner.Declined):
        swapped.move(other, no)


def test_the_rest_is_made_best_around_the_pins() -> None:
    """3(1) would rather have the first slot; it has the third, and 3(2) is pinned in the first."""
    wish = {"classes": "3-1", "slots": 1, "cost": 30}
    data = visiting(2, windows=[a_window(slots=3, classes=1)], demands=[borrowing(prefer=[wish])])
    start = Board.of(Book.of(a_school(data, "preference", "soft"), a_plan(v("3-1", slot=3), v("3-2", slot=1))))
    taken = chip_of(start.plan.visits[1])
    assert start.pin(taken).best().plan == start.plan
    assert [x.slot for x in start.best().plan.visits if x.visitor == "3-1"] == [1]


def test_a_helper_dropped_on_another_takes_the_seat() -> None:
    posts = [a_post()]
    data = serving(a_helper("h1"), a_helper("h2"), a_helper("h3"), windows=[a_window("MON,TUE")], posts=posts)
    start = a_board(d("h1", "MON"), d("h2", "TUE"), **data | {"duties": {"max_per_week": 1}})
    key = chip_of(start.plan.duties[0])
    (onto,) = [a for a in start.lift(key).answers if a.instead == "h2"]
    assert {(x.helper, x.turn) for x in start.move(key, onto).plan.duties} == {("h1", "TUE"), ("h2", "MON")}
    pinned = start.pin(chip_of(start.plan.duties[1]))
    (no,) = [a for a in pinned.lift(key).answers if a.instead == "h2"]
    assert (no.verdict, [x.helper for x in no.held_duties]) == ("impossible", ["h2"])
    could = {a.helper: a for a in start.who_could(key).answers}
    assert {h: a.verdict in GOOD for h, a in could.items()} == {"h2": True, "h3": True}
    assert {(x.helper, x.turn) for x in start.move(key, could["h3"]).plan.duties} == {("h3", "MON"), ("h2", "TUE")}


def test_letting_go_is_no_way_where_the_rules_forbid_it_anyway() -> None:
    """h1 serves with h2 alone, who never can on Tuesday: there h1 cannot have the seat of h3, pinned or not."""
    helpers = [a_helper("h1"), a_helper("h2", away=[{"weekdays": "TUE"}]), a_helper("h3"), a_helper("h4")]
    wishes = [{"helpers": ["h1", other], "together": False} for other in ("h3", "h4")]
    data = serving(*helpers, windows=[a_window("MON,TUE")], posts=[a_post(count=2)], wishes=wishes)
    data |= {"duties": {"max_per_week": 1}, "rules": {"pair_wishes": {"mode": "hard"}}}
    start = a_board(d("h1", "MON"), d("h2", "MON"), d("h3", "TUE"), d("h4", "TUE"), **data)
    keys = {x.helper: chip_of(x) for x in start.plan.duties}
    (no,) = [a for a in start.pin(keys["h3"]).lift(keys["h1"]).answers if a.instead == "h3"]
    assert (no.verdict, no.held_duties) == ("impossible", ())
    assert no.against


def test_a_noon_is_emptied_and_stays_so_until_it_is_opened_again() -> None:
    data = visiting(2, windows=[a_window("MON,TUE,WED", slots=1, classes=1)])
    start = a_board(v("3-1", "MON"), v("3-2", "TUE"), **data)
    key = chip_of(start.plan.visits[0])
    freed = start.pin(key).free("MON", "noon")
    assert {(x.visitor, x.turn) for x in freed.plan.visits} == {("3-1", "WED"), ("3-2", "TUE")}
    assert not freed.pins, "what was pinned there had to go"
    assert freed.report.ok
    other = chip_of(next(x for x in freed.plan.visits if x.visitor == "3-2"))
    answers = {a.place.turn: a for a in freed.lift(other).answers}
    assert (answers["MON"].verdict, answers["MON"].kept_free) == ("impossible", True)
    # The two could change places, and nobody comes on Monday for that.
    assert answers["WED"].verdict == "moves"
    assert {x.turn for x in freed.move(other, answers["WED"]).plan.visits} == {"TUE", "WED"}
    assert "MON" not in {x.turn for x in freed.best().plan.visits}
    with pytest.raises(planner.Declined, match="no_room_elsewhere"):
        freed.free("TUE", "noon")
    (kept,) = freed.kept_free
    opened = freed.open(kept)
    assert next(a for a in opened.lift(other).answers if a.place.turn == "MON").verdict in GOOD
    assert opened.undo().kept_free == (kept,)
    assert freed.free("MON", "noon") is freed
    slots = two_classes().free("MON", "noon", 1)
    assert sorted(x.slot or 0 for x in slots.plan.visits) == [2, 3]


def test_a_board_from_a_later_date_leaves_the_dates_before_alone() -> None:
    book = Book.of(an_example("tiny"), example_plan("tiny"))
    since = book.chapter.first.replace(day=16)
    board = planner.open_board(book, since)
    key = chip_of(board.plan.visits[0])
    answer = next(a for a in board.lift(key).answers if a.verdict in GOOD)
    moved = board.move(key, answer).book
    assert moved.plan.effective_from == since
    assert [s for s in moved.sessions if s.date < since] == [s for s in book.sessions if s.date < since]
    assert planner.check(moved.school, moved).ok


def test_a_plan_that_breaks_rules_cannot_be_asked() -> None:
    broken = a_board(v("3-1", slot=1), v("3-2", slot=1), **visiting(2, windows=[a_window(slots=2, classes=1)]))
    with pytest.raises(planner.Declined, match="plan_broken"):
        broken.lift(chip_of(broken.plan.visits[0]))
    with pytest.raises(planner.Declined, match="unknown_chip"):
        broken.pin("visit~nobody")


def test_what_moved_before_stays_where_it_is_unless_it_has_to_make_way() -> None:
    """3(2) went to Monday in an exchange; on Tuesday it would have changed less, but that is no part of moving 3(3)."""
    window = a_window("MON,TUE,WED", slots=2, classes=1)
    board = a_board(v("3-1"), v("3-2", "TUE"), v("3-3", "WED"), **visiting(3, windows=[window]))
    key = "visit~3-1~borrow~MON~noon~1~~"
    to = next(a for a in board.lift(key).answers if (a.place.turn, a.place.slot) == ("TUE", 1))
    exchange = next(a for a in ways_to(board, key, answer_key(to)).answers if a.instead == "3-2")
    board = board.move(key, exchange)
    answers = {(a.place.turn, a.place.slot): a for a in board.lift("visit~3-3~borrow~WED~noon~1~~").answers}
    assert [m.visitor for m in answers["WED", 2].visits] == ["3-3"]
    assert {m.visitor for m in answers["MON", 1].visits} == {"3-3", "3-2"}, "it makes way where it has to"
