"""Ways to a place: exchanges, and changes of the school; whatever is offered is done as it was said, and undone to the byte."""

from __future__ import annotations

import inspect
import re
from typing import Any

import pytest

import planner
from planner.board.board import Board
from planner.board.steps import answer_key, chip_of
from planner.board.ways import ways_to
from planner.messages.placefacts import FACTS
from planner.models import PlannedDuty
from planner.models.planfile import dump_plan
from planner.models.whatif import Answer, Answers
from planner.outputs.explanations.moving import MoveWords
from planner.solver.explaining import facts
from tests.board.test_board import GOOD, a_board, priced
from tests.builders import a_helper, a_post, a_window, borrowing, d, serving, v, visiting

PATIENCE = 10**6


def ways(board: Board, key: str, **place: Any) -> Answers:
    """The ways to the place that a chip cannot have, or can have only otherwise."""
    asked = next(a for a in board.lift(key).answers if all(getattr(a.place, k) == x for k, x in place.items()))
    return ways_to(board, key, answer_key(asked), PATIENCE)


def kept(board: Board, key: str, found: Answers) -> list[Board]:
    """Every way is one: the checker accepts what comes out, at exactly the cost that was said."""
    before, reached = priced(board)[1], []
    for answer in found.answers:
        assert answer.verdict in GOOD
        after = board.move(key, answer)
        assert priced(after) == (answer.changes, before + answer.extra)
        assert dump_plan(after.undo().book.planfile) == dump_plan(board.book.planfile)
        assert after.undo().school == board.school
        reached.append(after)
    return reached


def codes(found: Answers) -> list[list[str]]:
    """What each way changes."""
    return [[fix.code for fix in a.way] for a in found.answers]


def chip(board: Board, who: str) -> str:
    things = (*board.plan.visits, *board.plan.duties)
    return next(chip_of(x) for x in things if who == (x.helper if isinstance(x, PlannedDuty) else x.visitor))


def test_a_pin_of_the_school_is_lifted_by_the_move_that_needs_it() -> None:
    demand = borrowing(pins=[{"classes": "3-1", "slots": 1}])
    board = a_board(v("3-1", slot=1), v("3-2", slot=2), **visiting(2, windows=[a_window(slots=2, classes=1)], demands=[demand]))
    found = ways(board, chip(board, "3-2"), slot=1)
    assert ["drop_pin"] in codes(found)
    first, *_ = kept(board, chip(board, "3-2"), found)
    assert {(x.visitor, x.slot) for x in first.plan.visits} == {("3-2", 1), ("3-1", 2)}
    assert not first.school.demand_by_id["borrow"].pins
    assert planner.check(first.school, first.book).ok


def test_a_chip_that_the_school_has_pinned_is_let_go_by_itself() -> None:
    demand = borrowing(pins=[{"classes": "3-1", "slots": 1}])
    board = a_board(v("3-1", slot=1), v("3-2", slot=2), **visiting(2, windows=[a_window(slots=3, classes=1)], demands=[demand]))
    key = chip(board, "3-1")
    assert list(board.fixed) == [key]
    assert {a.verdict for a in board.lift(key).answers} == {"here", "impossible"}
    free = board.unpin(key)
    assert not free.fixed
    assert {a.verdict for a in free.lift(key).answers} == {"here", "moves", "free"}
    assert free.undo().lift(key).answers == board.lift(key).answers


def test_one_more_at_once_where_a_slot_is_full_and_nobody_can_leave_it() -> None:
    bans = [{"classes": "3-2", "slots": 1, "reason": "Choir"}]
    window = a_window(slots=2, classes=1)
    board = a_board(v("3-1", slot=1), v("3-2", slot=2), **visiting(2, windows=[window], demands=[borrowing(bans=bans)]))
    found = ways(board, chip(board, "3-1"), slot=2)
    assert codes(found) == [["drop_ban"], ["slot_classes"]]
    kept(board, chip(board, "3-1"), found)


def test_the_schools_own_facts_say_what_to_change() -> None:
    """Grade 3 is not meant for the second window; there it is free."""
    windows = [a_window(slots=1, classes=2), a_window("TUE", id="late", slots=1, classes=2, grades=[5])]
    classes = [{"grade": 3, "count": 1, "pupils": 30}, {"grade": 5, "count": 1, "pupils": 30}]
    demand = borrowing(windows=["noon", "late"])
    board = a_board(v("3-1", slot=1), v("5-1", slot=1), **visiting(windows=windows, classes=classes, demands=[demand]))
    found = ways(board, chip(board, "3-1"), window="late")
    assert codes(found) == [["more_grades"]]
    kept(board, chip(board, "3-1"), found)


def test_two_classes_change_places_though_something_cheaper_would_do() -> None:
    """In the third slot nobody stands: that is the cheapest for 3(2), and the exchange is there to be asked for."""
    board = a_board(v("3-1", slot=1), v("3-2", slot=2), **visiting(2, windows=[a_window(slots=3, classes=1)]))
    key = chip(board, "3-1")
    cheapest = next(a for a in board.lift(key).answers if a.place.slot == 2)
    straight = ways(board, key, slot=2).answers
    told = [cheapest, *straight]
    exchanged = [a for a in told if {(m.visitor, m.after[0].slot) for m in a.visits} == {("3-1", 2), ("3-2", 1)}]
    assert len(exchanged) == 1
    assert {a.instead for a in straight} <= {"3-2"}
    kept(board, key, ways(board, key, slot=2))
    pinned = board.pin(chip(board, "3-2"))
    assert not ways(pinned, key, slot=2).answers, "what is pinned is not exchanged"


@pytest.mark.parametrize("seat", [False, True])
def test_a_helper_is_trained_for_the_post(seat: bool) -> None:
    posts = [a_post(), a_post(id="order", name="Order", windows="late")]
    helpers = [a_helper("h1", posts=["desk"]), a_helper("h2", posts=["desk", "order"]), a_helper("h3", posts=["order"])]
    data = serving(*helpers, windows=[a_window(), a_window("TUE", id="late")], posts=posts)
    board = a_board(d("h1", "MON"), d("h2", "TUE", post="order", window="late"), **data)
    key = chip(board, "h2" if seat else "h1")
    if seat:
        could = {a.helper: a for a in board.who_could(key).answers}
        assert could["h3"].verdict in GOOD
        asked: Answer = could["h1"]
    else:
        asked = next(a for a in board.lift(key).answers if a.place.what == "order")
    assert asked.verdict == "impossible"
    found = ways_to(board, key, answer_key(asked), PATIENCE)
    assert ["train"] in [code[:1] for code in codes(found)]
    for after in kept(board, key, found):
        assert any(isinstance(x, PlannedDuty) and (x.helper, x.post) == ("h1", "order") for x in after.plan.duties)


def test_no_way_is_told_for_what_no_school_could_allow() -> None:
    """3(1) is the only class, and needs its one visit: where it is not meant to be at all there is nothing to allow."""
    board = a_board(v("3-1", slot=1), **visiting(1, windows=[a_window(slots=2, classes=1)]))
    with pytest.raises(planner.Declined):
        ways_to(board, chip(board, "3-1"), "nowhere", PATIENCE)


def test_every_fact_against_a_place_has_its_words() -> None:
    """In both languages, filled in; the codes are those that `planner.solver.explaining.facts` can find."""
    found = set(re.findall(r'fact\(\s*"(\w+)"|code = "(\w+)" if early else "(\w+)"', inspect.getsource(facts)))
    codes = {code for some in found for code in some if code}
    assert codes == set(FACTS)


def test_a_place_says_why_not_in_the_facts_of_the_school() -> None:
    """3(1) eats until the second slot; 3(2), pinned nowhere, has a lesson on Tuesday."""
    bell = {"periods": {"P1": "08:00-08:40", "P5": "12:20-13:00"}, "lunch": "11:30-12:15", "home": "15:00"}
    timetable = [{"class": "3-1", "TUE": "语文 数学"}]
    windows = [a_window("MON,TUE", slots=2, classes=2)]
    data = visiting(1, windows=windows, bells=[bell], timetable=timetable)
    board = a_board(v("3-1", slot=2), **data)
    words = MoveWords(board.school, "en")
    told = {(a.place.turn, a.place.slot): words.tells("3-1", a) for a in board.lift(chip(board, "3-1")).answers}
    assert told["MON", 1] == "Not possible: 3(1) eats then (11:30–12:15)."
    assert told["TUE", 2] == "Not possible: 3(1) has a lesson then (数学, Period 5)."
