"""Schools broken in many ways: the cause that was made is named first, each sentence is true, each way works as worded."""

from __future__ import annotations

import datetime as dt
import random
import re

import pytest

import planner
import tests.broken.of_classes
import tests.broken.of_duties
import tests.broken.of_places  # noqa: F401 (they enter their kinds)
from planner.models import School
from planner.models.base import LANGUAGES
from planner.models.outcome import Cause, Explanation
from planner.outputs.explanations.explanation_text import explanation_text
from planner.reading.schoolfile import parse_school
from planner.solver import explain, is_feasible
from planner.solver.balances import balances
from planner.solver.counting import shortages
from planner.solver.explaining.causes import causes
from planner.solver.explaining.fixes import SOFTENED
from planner.solver.explaining.parts import balanced_by, named_by
from planner.solver.explaining.relaxing import bare
from planner.solver.problem import Problem
from tests.broken.kinds import KINDS, Change
from tests.broken.schools import whole_school
from tests.builders import Data, as_file

USUAL, SECONDS = 4, 600.0
"""Seconds are far more than anything takes here, so that a busy machine finds the same."""
# Also new ones from day to day: the same in all processes that share a run.
SEEDS = [1, 2, 3, 5, 8, dt.datetime.now(dt.UTC).date().toordinal()]
_AS_WRITTEN = re.compile(r"\{\w+[:：] ?\{.*?\}\}")
"""How a rule is switched in the file."""
_ODD = re.compile(r"[{}_]|None|:\d\d:\d\d")


def read(data: Data) -> School:
    """The school as it comes out of a file."""
    return parse_school(as_file(data), "school.yaml")


def counted(school: School) -> tuple[Cause, ...]:
    """What counting names."""
    problem = Problem(bare(school))
    return causes(problem, shortages(problem), balances(problem))


def changes(name: str, seed: int) -> list[Change]:
    """A kind's changes of a whole school, the mildest first."""
    return list(KINDS[name](whole_school(seed), random.Random(seed)))


def assert_named(change: Change, cause: Cause) -> None:
    """The cause is the one that was made, with its facts and about those it concerns."""
    assert cause.code in change.codes
    assert change.facts.items() <= cause.params.items()
    assert not change.who or set(cause.who) & change.who


@pytest.mark.parametrize("name", KINDS)
def test_the_cause_that_was_made_is_named_first(name):
    """Counted, not searched: of the mildest change that counting finds fault with."""
    found = ((change, counted(read(change.data))) for change in changes(name, USUAL))
    change, known = next((c, k) for c, k in found if k)
    assert_named(change, known[0])


@pytest.mark.campaign
@pytest.mark.parametrize("seed", SEEDS)
def test_a_whole_school_has_a_plan(seed):
    assert is_feasible(read(whole_school(seed)), SECONDS)


@pytest.mark.campaign
@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", KINDS)
def test_what_is_said_of_a_broken_school_holds(name, seed):
    for change in changes(name, seed):
        school = read(change.data)
        if is_feasible(school, SECONDS) is False:
            explanation = explain(school, SECONDS)
            assert_named(change, explanation.causes[0])
            assert_true(school, explanation)
            assert_ways_work(as_file(change.data), explanation)
            return
    pytest.fail("no change of this kind makes this school impossible: make it harsher")


def assert_true(school: School, explanation: Explanation) -> None:
    """Each sum and each cause is a contradiction by itself, and said in whole sentences."""
    for cause in explanation.causes:
        assert is_feasible(named_by(school, cause), SECONDS) is False, cause
    for balance in explanation.balances:
        assert not balance.is_short or is_feasible(balanced_by(school, balance), SECONDS) is False, balance
    for language in LANGUAGES:
        for section in explanation_text(school, explanation, language):
            if section.key in {"causes", "packages"}:
                lines = [_AS_WRITTEN.sub("", line) for line in section.lines]
                assert not any(_ODD.search(line) for line in lines), lines


def assert_ways_work(content: bytes, explanation: Explanation) -> None:
    """Each way, written into the file and read again, has a plan; none softens what nobody can do."""
    assert explanation.packages
    for package in explanation.packages:
        for fix in package:
            assert fix.params.get("rule", "pinned") in SOFTENED
        assert is_feasible(parse_school(planner.take_way(content, package), "school.yaml"), SECONDS), package
