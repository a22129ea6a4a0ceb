"""What the plans before have held counts when classes are to come equally often: among equals those with fewer come first."""

from __future__ import annotations

import planner
from planner.checker import check
from planner.models import School
from planner.solver import verdict
from planner.solver.whatif.whatif import WhatIf
from tests.builders import a_term, a_window, borrowing, dates, visiting

CLOSED = ["2026-03-09", "2026-03-16", "2026-04-02"]
TERM = a_term(end="2026-04-03", closures=[{"dates": d, "name": "Holiday"} for d in CLOSED])


def _school(classes: int, *days: str) -> School:
    """One place on each day; closed on the second and third Monday, and on the last Thursday."""
    windows = [a_window(day, id=day.lower(), classes=1) for day in days]
    return School.model_validate(
        {**visiting(classes), "term": TERM, "windows": windows, "demands": [borrowing(windows=[w["id"] for w in windows])]}
    )


def test_who_had_fewer_gets_the_place_that_is_held_more_often():
    """Until 20 March one class has come once and the other three times; then Wednesday and Thursday take the place of both."""
    before = planner.plan(_school(2, "MON", "TUE")).book
    had = before.held_before(dates("03-23")[0])["borrow"]
    poor, rich = sorted(had, key=had.__getitem__)
    assert (had[poor], had[rich]) == (1, 3)
    school = _school(2, "WED", "THU")
    found = planner.replan(before, school, dates("03-23")[0])
    plan = found.proposals[0].plan
    assert plan.had == {"borrow": had}
    assert {v.visitor: v.turn for v in plan.visits} == {poor: "WED", rich: "THU"}
    worse = plan.model_copy(
        update={"visits": tuple(v.model_copy(update={"visitor": poor if v.visitor == rich else rich}) for v in plan.visits)}
    )
    assert check(school, worse).cost > check(school, plan).cost
    assert WhatIf(found.school, plan).holds


def test_what_was_had_is_told_apart_by_the_proof():
    before = planner.plan(_school(2, "MON", "TUE")).book
    found = planner.replan(before, _school(2, "WED", "THU"), dates("03-23")[0])
    book = found.book
    assert verdict(book.school, book.plan, before.plan) in {"best", "bound"}
    forgotten = book.plan.model_copy(update={"had": {"borrow": {"3-1": 9, "3-2": 0}}})
    assert verdict(book.school, forgotten, before.plan) == "other"
