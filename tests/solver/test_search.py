"""The search by the relaxation against the tree search alone, its proofs, and that it always finds the same."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.generator import document
from benchmarks.stretches import in_stretches, with_leavers
from planner.models import Limits, School
from planner.models.planfile import canonical_school
from planner.reading import read_school
from planner.solver import relaxation
from planner.solver import search as searching
from planner.solver.build import Built, build
from planner.solver.certificate import SCALE, bound_of, face
from planner.solver.model import Linear, Model
from planner.solver.problem import Problem
from planner.solver.relaxation import refutation, relax
from planner.solver.search import Progress, Search
from tests.campaign import CAMPAIGN, often
from tests.counts import calls
from tests.strategies import feasible_schools

LIMITS = Limits(seconds=60)


def built(data: dict[str, object]) -> Built:
    return build(Problem(canonical_school(School.model_validate(data))))


def a_model(rows: Sequence[tuple[Sequence[int], int]], prices: Sequence[int]) -> Model:
    """Σ coefficients·x ≥ low, over 0/1 variables with these prices."""
    model = Model()
    flags = [model.new_flag() for _ in prices]
    for coefficients, low in rows:
        model.add(Linear.weighted(flags, coefficients), low=low)
    model.minimize(Linear.weighted(flags, prices))
    return model


UNSAID = relaxation.Relaxed("UNKNOWN", {}, [])
TRIANGLE = a_model([((1, 1, 0), 1), ((0, 1, 1), 1), ((1, 0, 1), 1)], (1, 1, 1))
"""Of each two one: half of each in the relaxation (1.5), two in truth."""


@given(data=feasible_schools())
@often(200 if CAMPAIGN else 80)
def test_both_searches_find_the_same_cost(data):
    model = built(data).model
    new, old = Search(model, LIMITS), Search(model, LIMITS, relaxation=False)
    assert new.run() == old.run()
    if old.values:
        assert (new.cost, new.bound) == (old.cost, old.cost)
        assert model.keeps(new.values)


def only_closely(*asked: Any, closely: bool | None = None) -> relaxation.Relaxed:
    return UNSAID if closely is None else relax(*asked, closely=closely)


@pytest.mark.parametrize("make", [in_stretches, lambda data: with_leavers(in_stretches(data))])
def test_near_the_middle_of_the_face_a_corner_of_it_leads_to_a_plan(monkeypatch, make):
    """Large models of several stretches: the first-order method, a corner of the face, and the few variables left."""
    monkeypatch.setattr(searching, "_MANY", 0)
    monkeypatch.setattr(searching, "_PATIENCE", ())
    # The simplex on the whole model, which would find it too, is not asked.
    monkeypatch.setattr(searching, "relax", only_closely)
    monkeypatch.setattr(Search, "_whole", lambda _: "UNKNOWN")
    model = built(make(document(6))).model
    search = Search(model, LIMITS, stretches=True)
    assert search.run() == "OPTIMAL"
    assert model.keeps(search.values)
    assert search.proof is not None
    assert search.cost == search.bound == search.proof.least + model.offset


@pytest.mark.parametrize("seed", [1, 2])
def test_both_searches_find_the_same_cost_in_a_school_like_the_examples(seed):
    model = built(document(12, seed)).model
    new, old = Search(model, LIMITS), Search(model, LIMITS, relaxation=False)
    assert new.run() == old.run() == "OPTIMAL"
    assert new.cost == old.cost == new.bound
    assert new.proof is not None
    assert new.proof.least + model.offset == new.cost


def test_where_the_whole_part_of_the_relaxation_leaves_no_plan_one_look_is_enough():
    """A roster of dates: with local search in long turns, it and then a tree search looked at the first part of the face."""
    school = read_school(Path(__file__).parents[2] / "examples" / "rural-18" / "school.yaml")
    search = Search(build(Problem(canonical_school(school))).model, LIMITS)
    with calls("planner.solver.cpsat:run") as asked:
        assert search.run() == "OPTIMAL"
    assert asked["planner.solver.cpsat:run"] == 2


@pytest.mark.campaign  # a minute
@pytest.mark.parametrize(("classes", "seed"), [*((240, seed) for seed in range(1, 11)), (600, 1), (600, 2)])
def test_the_largest_schools_are_proven(classes, seed):
    """Each ended unproven after 60 s when the tree search was asked alone, or had no plan."""
    search = Search(built(document(classes, seed)).model, LIMITS)
    assert search.run() == "OPTIMAL"
    assert search.proof is not None


_ROWS = st.lists(st.tuples(st.tuples(*[st.integers(-2, 3)] * 5), st.integers(-2, 4)), max_size=6)


@given(rows=_ROWS, prices=st.tuples(*[st.integers(-3, 3)] * 5), multipliers=st.lists(st.integers(-9, 9), min_size=6))
@often(200)
def test_any_multipliers_prove_a_bound_and_the_face_keeps_every_solution_as_cheap(rows, prices, multipliers):
    model = a_model(rows, prices)
    solutions = [x for x in product((0, 1), repeat=5) if model.keeps(x)]
    scaled = {row: y * SCALE // 4 for row, y in enumerate(multipliers[: len(rows)])}
    bound = bound_of(model, scaled)
    assert all(model.cost(x) * SCALE >= bound.scaled for x in solutions)
    for cost in range(bound.least, bound.least + 4):
        narrow = face(model, bound, cost)
        assert [x for x in solutions if model.cost(x) <= cost] == [x for x in product((0, 1), repeat=5) if narrow.keeps(x)]


@given(rows=_ROWS, prices=st.tuples(*[st.integers(-3, 3)] * 5))
@often(200)
def test_the_search_finds_what_looking_at_everything_finds(rows, prices):
    model = a_model(rows, prices)
    costs = [model.cost(x) for x in product((0, 1), repeat=5) if model.keeps(x)]
    search = Search(model, LIMITS)
    assert search.run() == ("OPTIMAL" if costs else "INFEASIBLE")
    if costs:
        assert search.cost == search.bound == min(costs)
    else:
        ray = refutation(model, 10)
        assert ray is None or bound_of(model, ray, {}).scaled > 0


def test_where_the_relaxation_is_not_tight_the_tree_search_goes_on_from_its_bound():
    search = Search(TRIANGLE, LIMITS)
    assert search.run() == "OPTIMAL"
    assert (search.cost, search.bound) == (2, 2)
    assert search.proof is not None, "the bound of 1.5 rounds up to 2, which a plan costs"
    assert search.proof.scaled * 2 == 3 * SCALE


def test_a_bound_that_no_plan_reaches_is_no_proof():
    """Twice three of which each two want one, together: 3 in the relaxation, 4 in truth."""
    twos = ((0, 1), (1, 2), (0, 2), (3, 4), (4, 5), (3, 5))
    double = a_model([(tuple(int(n in two) for n in range(6)), 1) for two in twos], (1,) * 6)
    search = Search(double, LIMITS)
    assert search.run() == "OPTIMAL"
    assert (search.cost, search.bound, search.proof) == (4, 4, None)


def test_what_cannot_hold_together_is_refuted_by_its_own_rows():
    model = a_model([((1, 1, 0), 1), ((1, 0, 0), 0), ((-1, -1, 0), 0), ((0, 0, 1), 1)], (1, 1, 1))
    search = Search(model, LIMITS)
    assert search.run() == "INFEASIBLE"
    assert {0, 2} <= set(search.ray)
    assert bound_of(model, search.ray, {}).scaled > 0


def test_the_bound_is_told_first_and_the_best_solution_last():
    told: list[Progress] = []
    search = Search(built(document(12)).model, LIMITS, told.append)
    search.run()
    assert told[0].cost is None
    assert told[0].bound is not None
    assert (told[-1].cost, told[-1].bound) == (search.cost, search.bound)


def test_a_search_that_is_stopped_at_once_claims_nothing():
    stop = threading.Event()
    stop.set()
    search = Search(built(document(12)).model, LIMITS, stop=stop)
    assert search.run() in {"UNKNOWN", "OPTIMAL"}
    assert search.values == [] or search.cost == search.bound


def test_the_same_model_gives_the_same_solution():
    first, again = (Search(built(document(18)).model, LIMITS) for _ in range(2))
    first.run()
    again.run()
    assert first.values == again.values
    assert first.proof == again.proof


def test_a_relaxation_by_the_other_method_proves_as_much():
    model = built(document(18)).model
    vertex, inner = (bound_of(model, relax(model, 60, closely=closely).multipliers) for closely in (False, True))
    assert vertex.least == inner.least


@pytest.mark.parametrize(("rows", "variables", "method"), [(10_001, 2, "pdlp"), (10_001, 10_002, "glop"), (9_000, 2, "glop")])
def test_many_rows_over_few_variables_are_left_to_the_method_that_does_not_mind(rows, variables, method, monkeypatch):
    """A roster of single dates (15 000 rows, 8 000 variables): 0.7 s by the first-order method, 6 s by the simplex."""
    model = Model()
    flags = [model.new_flag() for _ in range(variables)]
    for n in range(rows):
        model.add(flags[n % 2], high=1)
    asked = []
    monkeypatch.setattr(relaxation, "_asked", lambda name, *_: asked.append(name) or relaxation.Relaxed("OPTIMAL", {}, []))
    relax(model, 1)
    assert asked == [method]


def test_a_first_plan_is_made_cheaper_in_parts_before_the_tree_search_begins(monkeypatch):
    pairs = [[1, 1, 0], [0, 1, 1], [1, 0, 1]]
    four = a_model([(([0] * 3 * n + pair + [0] * 9)[:12], 1) for n in range(4) for pair in pairs], [1] * 12)
    monkeypatch.setattr(Search, "_whole", lambda self: "FEASIBLE")
    search = Search(four, LIMITS, first_plan=lambda _seconds: [1] * 12)
    assert search.run() == "FEASIBLE"
    assert search.cost == 8
