"""What an explanation claims is held against a solve of the part that it names: a false sentence is not said, a true one is."""

from __future__ import annotations

import pytest

from planner.models.outcome import Balance, Cause
from planner.solver import explain
from planner.solver.balances import balances
from planner.solver.explaining import explain as explaining
from planner.solver.explaining.claims import Claims
from planner.solver.explaining.relaxing import Standing
from planner.solver.problem import Problem
from planner.solver.search import Search
from tests.builders import Data, a_helper, a_post, a_school, a_window, serving, visiting

FIVE = visiting(5, windows=[a_window("MON", 1, classes=2)])
"""Five classes, and room for two."""
TWO_HELPERS = serving(a_helper("h1"), a_helper("h2"), windows=[a_window("MON,TUE")], posts=[a_post(count=3)])


def cause(code: str, *who: str, **params: str) -> Cause:
    """A cause with its facts."""
    return Cause(code=code, who=who, params=params)


def of(data: Data) -> Claims:
    """The claims about a school."""
    return Claims(a_school(data), Standing(), lambda: 20.0)


TRUE = (
    (FIVE, cause("crowd", demand="borrow", need="5", capacity="2")),
    (FIVE, cause("crowd", "3-1", "3-2", "3-3", demand="borrow", need="3", capacity="2")),
    (TWO_HELPERS, cause("more_than_there_are", posts="desk", need="3", capacity="2", all="2")),
    (TWO_HELPERS, cause("maximum_under", "h1", "h2", most="1", need="6", capacity="2")),
)
FALSE = (
    (FIVE, cause("crowd", "3-1", "3-2", demand="borrow", need="2", capacity="1")),
    (FIVE, cause("crowd", demand="borrow", need="5", capacity="1")),  # impossible, but not by so much
    (FIVE, cause("other_grades", "3-1", demand="borrow", window="noon")),
    (FIVE, cause("window_closed", window="other", days="MON")),
    (TWO_HELPERS, cause("minimum_over", "h1", "h2", least="1", need="2", capacity="1")),
)


@pytest.mark.parametrize(("data", "said"), TRUE)
def test_a_true_cause_is_said(data, said):
    assert of(data).true_causes([said]) == (said,)


@pytest.mark.parametrize(("data", "said"), FALSE)
def test_a_false_cause_is_not(data, said):
    assert of(data).true_causes([said]) == ()


def test_a_sum_that_is_not_short_by_itself_is_not_said():
    counted = balances(Problem(a_school(FIVE)))
    wrong = Balance(kind="teacher", subject="T1", need=2, capacity=1)
    assert of(serving()).true_balances([wrong]) == ()
    assert of(FIVE).true_balances(counted) == counted
    assert any(b.is_short for b in counted)


def test_what_counting_says_by_mistake_is_left_out(monkeypatch):
    true, false = TRUE[0][1], FALSE[0][1]
    monkeypatch.setattr(explaining, "causes", lambda *_: (false, true))
    assert explain(a_school(FIVE), 20).causes == (true,)


def test_when_time_ends_counting_in_the_part_decides(monkeypatch):
    monkeypatch.setattr(Search, "run", lambda _search: "UNKNOWN")
    assert of(FIVE).true_causes([said for _, said in (*TRUE[:2], FALSE[0])]) == tuple(said for _, said in TRUE[:2])


def test_causes_are_told_before_ways_are_looked_for(monkeypatch):
    order, look = [], explaining.find_clash

    def find(*args, **kwargs):
        order.append("clash")
        return look(*args, **kwargs)

    monkeypatch.setattr(explaining, "find_clash", find)
    found = explain(a_school(FIVE), 20, on_causes=order.append)
    assert order == [found.causes, "clash"]
    assert found.packages


def test_grades_are_counted_in_their_order() -> None:
    """Grade 9 before grade 10: not as text."""
    data = visiting(classes=[{"grades": "9-10", "count": 2}], windows=[a_window()])
    assert [b.subject for b in balances(Problem(a_school(data))) if b.kind == "grade"] == ["9", "10"]
