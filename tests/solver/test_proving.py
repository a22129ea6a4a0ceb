"""Proofs beside a plan: checked by arithmetic, and worth nothing where anything is not as it was."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from functools import cache

import pytest

from benchmarks.generator import document
from planner.models import Limits, Plan, School, Solved
from planner.models.plan import Proof, Taken
from planner.solver import solve, verdict
from tests.builders import a_helper, a_plan, a_school, d, serving, solved

SCHOOL = School.model_validate(document(12))
SINCE = dt.date(2026, 4, 13)


@cache
def planned() -> Plan:
    return solved(SCHOOL)


@cache
def changed() -> tuple[School, Plan]:
    """The school without one of its helpers from April on, and the plan that changes least."""
    school = SCHOOL.model_copy(update={"helpers": SCHOOL.helpers[1:]})
    outcome = solve(school, Limits(seconds=60), since=SINCE, previous=planned())
    assert isinstance(outcome, Solved)
    return school, outcome.plan


def with_proof(plan: Plan, **changes: object) -> Plan:
    """Of the cost; what no plan can hold stays proven."""
    return plan.model_copy(update={"proofs": (*plan.proofs[:-1], plan.proofs[-1].model_copy(update=changes))})


def test_a_proven_plan_carries_its_proof():
    of_all = planned().proofs[-1]
    assert (of_all.of, of_all.bound, of_all.weights) == ("all", planned().cost, {})
    assert verdict(SCHOOL, planned()) == "best"


def test_a_replan_proves_both_its_steps():
    school, plan = changed()
    assert [p.of for p in plan.proofs] == ["held", "changes", "all"]
    assert verdict(school, plan, planned()) == "best"
    assert verdict(school, plan) == "other", "without the plan before nothing is said of changes"


def test_a_proof_is_about_one_school():
    assert verdict(changed()[0], planned()) == "other"


def test_a_plan_that_costs_more_has_a_bound_only():
    """The helper who would rather not serves: the proof stays right, the plan is not the cheapest."""
    school = a_school(serving(a_helper(likes="TUE"), a_helper("h2")), "duty_wishes", "soft")
    best, dearer = solved(school), a_plan(d("h1"))
    assert verdict(school, best) == "best"
    assert verdict(school, dearer.model_copy(update={"proofs": best.proofs})) == "bound"
    assert verdict(school, dearer) == "none"


@pytest.mark.parametrize("change", [{"bound": 10**6}, {"multipliers": ()}, {"multipliers": ((10**6, 1),)}])
def test_a_proof_that_proves_less_than_it_says_is_wrong(change):
    assert verdict(SCHOOL, with_proof(planned(), **change)) == "wrong"


def test_multipliers_that_somebody_invented_prove_nothing_false():
    """Whatever they are, the bound that follows from them is one."""
    plan, first = planned(), planned().proofs[-1]
    doubled = tuple((row, 2 * y) for row, y in first.multipliers)
    assert verdict(SCHOOL, with_proof(plan, multipliers=doubled, bound=-(10**9))) == "bound"


def test_what_no_plan_can_hold_is_proven_first():
    """Three visits that only room and grades would allow: more of them, or a proof that shows fewer, is refused."""
    plan = planned()
    held = plan.proofs[0]
    assert (held.of, held.bound, plan.unreachable) == ("held", 3, 3)
    more = plan.model_copy(update={"out_of_reach": (*plan.out_of_reach, Taken(visits=1))})
    assert verdict(SCHOOL, more) == "wrong"
    less = plan.model_copy(update={"proofs": (held.model_copy(update={"multipliers": ()}), *plan.proofs[1:])})
    assert verdict(SCHOOL, less) == "wrong"
    assert verdict(SCHOOL, plan.model_copy(update={"proofs": plan.proofs[1:]})) == "wrong"


def test_a_proof_is_stored_with_the_plan():
    proof = planned().proofs[0]
    assert Proof.model_validate_json(proof.model_dump_json()) == proof


def test_no_solver_is_asked():
    code = "import sys; from planner.solver import verdict; sys.exit('ortools' in sys.modules or 'numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
