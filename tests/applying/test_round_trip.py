"""Tables of every example, printed and read back: unchanged, written differently, and changed at random."""

from __future__ import annotations

import random
from collections.abc import Callable
from itertools import permutations

import pytest

from planner.applying import by_hand, clashes, edits_of, pinning_of, with_pins
from planner.changes.strategies import STRATEGIES, proposal
from planner.checker import check
from planner.models import Limits, Plan, PlannedDuty, PlannedVisit, Solved
from planner.models.base import Language
from planner.models.edits import Edits
from planner.models.planfile import PlanFile, canonical_plan
from planner.outputs.papers import Papers
from planner.outputs.tables.rota import Cell
from planner.outputs.writers.positions import positions
from planner.outputs.writers.xlsx import xlsx
from planner.reading.workbook import read_grids
from planner.sessions.book import Book
from planner.sessions.chapter import Chapter
from planner.sheets.grid import Address
from planner.solver import solve
from tests.applying.handwork import NAMES, changed_to, planned, printed, saved_again


@pytest.mark.parametrize(
    ("name", "language", "internal"),
    [*((name, "zh", False) for name in NAMES), ("tiny", "zh", True), ("rural-18", "en", True), ("two-campus-36", "en", False)],
)
def test_an_unchanged_table_says_nothing(name: str, language: Language, internal: bool) -> None:
    """As lunjie wrote it, and as another program saves it; in whichever language the plan is asked for."""
    tables = printed(name, language, internal)
    assert edits_of(Book(planned(name)), tables) == Edits()
    again = {key: saved_again(raw, property_kept=False) for key, raw in tables.items()}
    assert edits_of(Book(planned(name)), again) == Edits()


@pytest.mark.parametrize("name", NAMES)
def test_cells_written_in_other_ways_say_the_same(name: str) -> None:
    """Every cell anew: full-width brackets, signs instead of lines, no times and teachers, another order."""
    for key, rotas in Papers(Book(planned(name)), "zh").filed().items():
        if key in {"classes", "helpers"}:
            continue
        raw = xlsx(rotas)
        changes = {
            str(Address(grid.name, p.row, p.column)): _otherwise(p.cell)
            for grid, rota in zip(read_grids(raw), rotas, strict=True)
            for p in positions(rota)
            if p.part == "cell" and p.cell.places and p.cell.lines
        }
        assert any("（" in str(text) for text in changes.values()) or name == "feilong-30"
        assert edits_of(Book(planned(name)), {key: saved_again(raw, changes)}) == Edits()


def _otherwise(cell: Cell) -> str:
    names = [line.text.partition(" →")[0] for line in cell.lines if line.who]
    return "、".join(reversed(names)).replace("(", "（").replace(")", "） ").replace("-", "－")


@pytest.mark.parametrize("name", NAMES)
def test_exchanges_become_exactly_these_pins_and_a_plan_that_keeps_them(name: str) -> None:
    """Classes and helpers exchanged at random wherever the checker has nothing against it; then nothing else moves."""
    planfile = planned(name)
    school, plan = planfile.school, planfile.plan
    edited = _exchanged(planfile, random.Random(name))
    moved = {*edited.visits} - {*plan.visits}
    given = {(d.place, d.helper) for d in edited.duties} - {(d.place, d.helper) for d in plan.duties}
    assert len(moved) >= 2
    assert given or name in {"feilong-30", "tiny"}  # the one has no posts, in the other nobody could do anything else

    edits = edits_of(Book(planfile), changed_to(planfile, edited))

    assert len(edits.visits) == len(moved)
    assert all(any(e.is_at(v) for e in edits.visits) for v in moved)
    assert {e.before for e in edits.visits} == {*plan.visits} - {*edited.visits}
    assert {(e.shift, e.after) for e in edits.duties} == given
    assert _without_escorts(by_hand(school, plan, edits, plan.effective_from)) == _without_escorts(edited)

    pinned = with_pins(school, pinning_of(school, edits, edited))
    assert clashes(pinned, edited, edits) == ()
    assert not any(b.rule in {"pinned", "duty_pinned"} for b in check(pinned, edited).breaches)
    assert any(b.rule in {"pinned", "duty_pinned"} for b in check(pinned, plan).breaches)
    outcome = solve(STRATEGIES["fewest"].priced(pinned), Limits(seconds=30), previous=plan)
    assert isinstance(outcome, Solved)
    assert check(pinned, outcome.plan).ok
    found = proposal(STRATEGIES["fewest"], Chapter(pinned, outcome.plan), Chapter(school, plan))
    assert found.proven
    assert {*found.plan.visits} == {*edited.visits}
    assert {(d.place, d.helper) for d in found.plan.duties} == {(d.place, d.helper) for d in edited.duties}


def _without_escorts(plan: Plan) -> Plan:
    duties = tuple(d.model_copy(update={"escorts": None}) for d in plan.duties)
    return canonical_plan(plan.model_copy(update={"duties": duties}))


def _exchanged(planfile: PlanFile, dice: random.Random) -> Plan:
    """A valid plan in which two pairs of visits have changed places, and one or two pairs of duties."""
    plan = planfile.plan
    pairs = [
        (a, b)
        for a, b in permutations(plan.visits, 2)
        if a.demand == b.demand and a.visitor < b.visitor and (a.turn, a.slot, a.period) != (b.turn, b.slot, b.period)
    ]

    def exchange(a: PlannedVisit, b: PlannedVisit, now: Plan) -> Plan:
        swap = {a: _in_place_of(a, b), b: _in_place_of(b, a)}
        return now.model_copy(update={"visits": tuple(swap.get(v, v) for v in now.visits)})

    plan = _tried(planfile, plan, pairs, exchange, dice)
    seats = [(a, b) for a, b in permutations(plan.duties, 2) if a.helper < b.helper and a.place != b.place]

    def take_over(a: PlannedDuty, b: PlannedDuty, now: Plan) -> Plan:
        helpers = {a: b.helper, b: a.helper}
        return now.model_copy(
            update={"duties": tuple(x.model_copy(update={"helper": helpers.get(x, x.helper)}) for x in now.duties)}
        )

    return _tried(planfile, plan, seats, take_over, dice)


def _tried(planfile: PlanFile, plan: Plan, pairs: list, exchange: Callable, dice: random.Random) -> Plan:
    """The plan after at most two exchanges, each of two who were not moved before, that the checker allows."""
    dice.shuffle(pairs)
    moved: set[str] = set()
    for a, b in pairs[:200]:
        people = {a.visitor, b.visitor} if isinstance(a, PlannedVisit) else {a.helper, b.helper}
        if len(moved) < 4 and not people & moved:
            tried = exchange(a, b, plan)
            if check(planfile.school, tried).ok:
                plan, moved = tried, moved | people
    return plan


def _in_place_of(visit: PlannedVisit, other: PlannedVisit) -> PlannedVisit:
    return other.model_copy(update={"visitor": visit.visitor})
