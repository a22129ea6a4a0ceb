"""What fractions keep and whole numbers cannot is refuted by remainders; and a search can be held to an effort."""

from __future__ import annotations

import random
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from planner.models import Limits
from planner.solver import is_feasible
from planner.solver.explaining.clash import find_clash
from planner.solver.model import Linear, Model
from planner.solver.relaxation import relax
from planner.solver.residues import residue
from planner.solver.search import Search
from tests.builders import a_helper, a_post, a_school, a_window, borrowing, visiting
from tests.campaign import often


def equal(*rows: tuple[tuple[int, ...], int], most: int = 1) -> Model:
    """Σ coefficients·x = total, over whole numbers from 0 to ``most``."""
    model = Model()
    numbers = [model.new_variable(0, most) for _ in rows[0][0]]
    for coefficients, total in rows:
        model.add(Linear.weighted(numbers, coefficients), total, total)
    return model


ODD = equal(((1, 1, 0), 1), ((0, 1, 1), 1), ((1, 0, 1), 1))
"""Of each two exactly one: half of each."""


def test_an_odd_circle_is_refuted_by_halves():
    assert relax(ODD, 10).status == "OPTIMAL"
    assert residue(ODD) == {0, 1, 2}
    assert Search(ODD, Limits(seconds=60), steps=0).run() == "INFEASIBLE"


def test_thirds_are_seen_as_well():
    """Twice one number is three times another and one more than three: 2x = 3y + 1 has x = 2; 3x = 3y + 1 has none."""
    assert not residue(equal(((2, -3), 1), most=5))
    assert residue(equal(((3, -3), 1), most=5)) == {0}


def test_what_can_be_made_up_for_elsewhere_is_no_contradiction():
    assert not residue(equal(((1, 1, 0, 1), 1), ((0, 1, 1, 0), 1), ((1, 0, 1, 0), 1)))


def test_rows_behind_a_switch_say_nothing():
    model = ODD.copy()
    switch = model.new_flag()
    model.switches[2] = switch.index
    assert not residue(model)


@given(data=st.data())
@often(300)
def test_what_is_refuted_has_no_solution(data):
    columns = data.draw(st.integers(1, 4))
    row = st.tuples(st.tuples(*[st.integers(-3, 3)] * columns), st.integers(-4, 6))
    rows = data.draw(st.lists(row, min_size=1, max_size=4))
    model = equal(*rows, most=3)
    found = residue(model)
    if found:
        part = [rows[n] for n in found]
        assert not any(
            all(sum(k * x for k, x in zip(ks, xs, strict=True)) == total for ks, total in part)
            for xs in product(range(4), repeat=columns)
        )


def test_a_search_held_to_an_effort_ends_without_an_answer():
    """Thirty objects shared evenly by four weights at once: hopeless, and no remainder shows it."""
    rng = random.Random(1)
    rows = [tuple(2 * rng.randrange(1, 500) for _ in range(30)) for _ in range(4)]
    hard = equal(*((row, sum(row) // 4 * 2) for row in rows))
    assert Search(hard, Limits(seconds=3600), steps=1).run() == "UNKNOWN"


def escorted(classes: int, duties: str) -> dict[str, object]:
    """Classes that come every two weeks, each with an escort."""
    return visiting(
        classes,
        windows=[a_window("WED")],
        rooms=[{"id": "library", "name": "Library", "classes": 3}],
        demands=[borrowing(cycle="A/B")],
        posts=[a_post(id="escort", name="Escort", windows=None, escort={"demand": "borrow", "per_class": 1})],
        helpers=[a_helper(f"h{n}", "3-1") for n in range(4)],
        duties={"cycle": duties, "max_per_week": None},
    )


def test_classes_that_cannot_be_halved_are_refuted_at_once_and_explained():
    school = a_school(escorted(3, "weekly"))
    assert is_feasible(school, 60, steps=0) is False
    clash = find_clash(school, 60)
    assert clash is not None
    assert {"demand_met", "escort_tied"} <= {m.rule for m in clash.members}
    assert is_feasible(a_school(escorted(4, "weekly")), 60)
    assert is_feasible(a_school(escorted(3, "A/B")), 60)
