"""A clash cannot hold, and loses nothing: asked again on a model of its own."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from hypothesis import assume, given

from planner.models import School
from planner.models.outcome import Clash
from planner.reading import read_school
from planner.solver import is_feasible
from planner.solver.explaining.clash import find_clash
from planner.solver.explaining.relaxing import bare
from tests.builders import a_helper, a_post, a_school, a_window, borrowing, serving, visiting
from tests.campaign import often
from tests.solver.impossible import can_hold, impossible_schools, of

EXAMPLES = Path(__file__).parents[2] / "examples"
NAMES = sorted(p.name for p in EXAMPLES.glob("impossible-*"))


@cache
def an_example(name: str) -> tuple[School, Clash]:
    """An impossible example and its clash."""
    school = read_school(EXAMPLES / name / "school.yaml")
    clash = find_clash(school, 60)
    assert clash is not None
    return school, clash


def assert_clash(school: School, clash: Clash) -> None:
    """The set is infeasible; without any member the rest is not, where that is claimed."""
    assert not can_hold(bare(school), of(clash))
    if clash.irreducible:
        for member in clash.members:
            assert can_hold(bare(school), of(clash, member.rule)), member.rule


@pytest.mark.parametrize("name", NAMES)
def test_the_clash_of_an_example_is_one_and_irreducible(name):
    school, clash = an_example(name)
    assert clash.irreducible
    assert len(clash.members) <= 5
    assert_clash(school, clash)


@often(40)
@given(data=impossible_schools())
def test_the_clash_of_a_generated_school_is_one(data):
    school = School.model_validate(data)
    assume(is_feasible(school, 20) is False)
    clash = find_clash(school, 20)
    assert clash is not None
    assert_clash(school, clash)


def test_five_classes_for_four_periods():
    """The rural school without Monday's first period: the five classes, and the four cells they could have."""
    _, clash = an_example("impossible-reading")
    (asking,) = [m for m in clash.members if m.rule == "demand_met"]
    assert sorted(s.split()[0] for s in asking.subjects) == ["1-1", "2-2", "3-3", "5-1", "6-2"]
    assert (clash.need, clash.capacity) == (5, 4)
    assert [(p.turn, p.period) for p in clash.places] == [("TUE", "P2"), ("WED", "P3"), ("THU", "P4"), ("FRI", "P1")]


def test_each_class_of_the_five_is_needed():
    """Without any one class the other four have a place each."""
    school, clash = an_example("impossible-reading")
    everybody = of(clash)
    for one in ("1-1", "2-2", "3-3", "5-1", "6-2"):
        assert can_hold(bare(school), lambda rule, subject, one=one: everybody(rule, subject) and subject[0] != one)


def test_more_classes_than_places():
    """Two classes, one slot for one class: the numbers, and the limit that stands between."""
    school = a_school(visiting(2, windows=[a_window(classes=1)]))
    clash = find_clash(school, 10)
    assert {m.rule for m in clash.members} == {"demand_met", "slot_capacity"}
    assert (clash.need, clash.capacity, clash.irreducible) == (2, 1, True)


def test_numbers_are_left_out_where_it_is_no_matter_of_numbers():
    """A class pinned to a place that is ruled out."""
    there = {"weekdays": "MON"}
    school = a_school(visiting(1, windows=[a_window("MON,TUE")], demands=[borrowing(pins=[there], bans=[there])]))
    clash = find_clash(school, 10)
    assert {m.rule for m in clash.members} == {"pinned", "forbidden"}
    assert (clash.need, clash.capacity) == (0, 0)


def test_duties_count_before_visits():
    """Two helpers are wanted, one there is."""
    clash = find_clash(a_school(serving(a_helper(), posts=[a_post(count=2)])), 10)
    assert (clash.need, clash.capacity) == (2, 1)


def test_without_time_there_is_no_clash():
    """And no guess."""
    assert find_clash(an_example("impossible-weekly")[0], 0) is None
