"""What-if answers against brute force, full re-solves and the checker; and the reasons of a no."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from math import prod
from pathlib import Path

import pytest
from hypothesis import given, reject
from hypothesis import strategies as st

from planner.checker import check, judged
from planner.checker.case import Case
from planner.models import Infeasible, Limits, Plan, PlannedDuty, PlannedVisit, School, Solved
from planner.models.rules import CHANGES
from planner.models.whatif import Answer, moved
from planner.reading import read_school
from planner.solver import solve
from planner.solver.whatif import whatif
from planner.solver.whatif.whatif import WhatIf
from planner.timeline import Timeline
from tests.builders import a_helper, a_plan, a_post, a_school, a_window, borrowing, d, serving, v, visiting
from tests.campaign import often
from tests.plans.test_brute_force import MOST_PLANS, _choices
from tests.plans.test_examples import a_plan as example_plan
from tests.plans.test_examples import a_school as an_example
from tests.strategies import duty_schools, feasible_schools, visit_schools

EXAMPLES = Path(__file__).parents[2] / "examples"
QUIET = often(60)


def costs(school: School, plan: Plan, previous: Plan) -> tuple[int, int] | None:
    """(price of changes, all else) by the checker, as a board counts it: how alike two stretches are is no question here.
    None when a rule is broken."""
    report = judged(Case(school, plan, previous, alike=False))
    if not report.ok:
        return None
    changes = sum(c.cost for c in report.cost_by_rule if c.rule in CHANGES)
    return changes, report.cost - changes


def stands(plan: Plan, who: str, answer: Answer) -> bool:
    """Whether a class or helper is in the place of an answer."""
    p = answer.place
    at = (p.what, p.turn, p.window, p.slot)
    visits = [x for x in plan.visits if x.visitor == who]
    duties = [x for x in plan.duties if x.helper == who]
    return any((x.demand, x.turn, x.window, x.slot, x.period, x.room) == (*at, p.period, p.room) for x in visits) or any(
        (x.post, x.turn, x.window, x.slot) == at for x in duties
    )


def assert_confirmed(questions: WhatIf, who: str, answer: Answer) -> None:
    """The moves of an answer lead to a valid plan that costs what the answer says."""
    plan = moved(questions.plan, answer)
    before, after = costs(questions.school, questions.plan, questions.plan), costs(questions.school, plan, questions.plan)
    assert stands(plan, who, answer)
    assert before is not None
    assert after == (answer.changes, before[1] + answer.extra), answer
    assert answer.extra == sum(answer.extra_by_rule.values())


def plans(school: School, choices: list[list[tuple]]) -> Iterator[Plan]:
    """Every plan that the choices allow."""
    stretches = Timeline(school).stretch_keys
    for chosen in product(*choices):
        parts = [part for group in chosen for part in group]
        yield Plan(
            effective_from=school.term.start,
            visits=tuple(p for p in parts if isinstance(p, PlannedVisit)),
            duties=tuple(p for p in parts if isinstance(p, PlannedDuty)),
            stretches=stretches,
        )


@QUIET
@given(data=st.one_of(visit_schools(), duty_schools()), which=st.integers(0, 10**6))
def test_every_answer_against_brute_force(data, which: int) -> None:
    """Over all plans of a tiny school: the cheapest changes, then the least cost; a no only where there is none."""
    data = data | {"rules": {k: x for k, x in data["rules"].items() if k not in CHANGES}, "adults": []}
    school = School.model_validate(data)
    choices = _choices(school)
    if prod(len(c) for c in choices) > MOST_PLANS:
        reject()
    valid = [p for p in plans(school, choices) if check(school, p).ok]
    if not valid:
        reject()
    plan = valid[which % len(valid)]
    questions = WhatIf(school, plan)
    judged = [(p, costs(questions.school, p, plan)) for p in valid]
    base = costs(questions.school, plan, plan)  # its own: filling a seat that nobody has is no change, and cheaper
    assert questions.holds
    assert base is not None
    asked = [(c, questions.of_class(c)) for c in school.class_by_id]
    asked += [(h, questions.of_helper(h)) for h in school.helper_by_id]
    for who, found in asked:
        for answer in found.answers:
            there = [c for p, c in judged if c is not None and stands(p, who, answer)]
            assert answer.proven
            assert (answer.verdict == "here") == stands(plan, who, answer)
            assert (answer.verdict == "impossible") == (not there), answer
            if answer.verdict in {"free", "moves"}:
                assert min(there) == (answer.changes, base[1] + answer.extra)


@QUIET
@given(data=feasible_schools(), pick=st.integers(0, 10**6))
def test_answers_against_a_full_solve_with_a_pin(data, pick: int) -> None:
    """The same place pinned in the school file and planned anew against the published plan gives the same prices."""
    school = School.model_validate(data)
    outcome = solve(school, Limits(seconds=20))
    assert isinstance(outcome, Solved)
    questions = WhatIf(school, outcome.plan)
    who = list(school.class_by_id)[pick % len(school.class_by_id)]
    answers = questions.of_class(who).answers
    answer = answers[pick % len(answers)]
    if answer.verdict in {"free", "moves"}:
        assert_confirmed(questions, who, answer)
    place = answer.place
    week, _, day = place.turn.rpartition(":")
    pin = {"classes": [who], "weekdays": day, "windows": [place.window], "slots": place.slot}
    pin |= {"weeks": {"A": "odd", "B": "even"}[week]} if week else {}
    pinned = School.model_validate(data | {"demands": [x | {"pins": [pin]} for x in data["demands"]]})
    again = solve(
        pinned.model_copy(update={"rules": {**pinned.rules, **{r: questions.school.rules[r] for r in CHANGES}}}),
        Limits(seconds=20),
        previous=outcome.plan,
    )
    assert isinstance(again, Infeasible) == (answer.verdict == "impossible")
    if isinstance(again, Solved):
        changes = sum(c.cost for c in again.plan.cost_by_rule if c.rule in CHANGES)
        # Visits that only the pin puts out of reach cost nothing in the school that has it, but are lost by it.
        pinned_away = (again.plan.unreachable - outcome.plan.unreachable) * school.weight("held_visits")
        extra = again.plan.cost - changes - outcome.plan.cost + pinned_away
        assert (changes, extra) == (answer.changes, answer.extra)


@often(15)
@given(data=feasible_schools(), pick=st.integers(0, 10**6))
def test_the_relaxation_answers_as_the_full_search(data, pick: int) -> None:
    """Every shift of a helper and every cell of a class, both ways: same verdict, same prices."""
    school = School.model_validate(data)
    outcome = solve(school, Limits(seconds=20))
    assert isinstance(outcome, Solved)
    ways = [WhatIf(school, outcome.plan, relaxation=x) for x in (True, False)]
    who, helper = (list(x)[pick % len(x)] for x in (school.class_by_id, school.helper_by_id))
    for quick, full in zip(*([*w.of_class(who).answers, *w.of_helper(helper).answers] for w in ways), strict=True):
        assert quick.proven
        assert full.proven
        assert (quick.verdict == "impossible") == (full.verdict == "impossible")
        assert (quick.changes, quick.extra) == (full.changes, full.extra)


@pytest.mark.parametrize("name", ["tiny", "feilong-30", "noon-36"])
def test_every_answer_of_an_example_is_proven_and_confirmed(name: str) -> None:
    """One class and one helper of each example; every place of theirs is decided."""
    school = an_example(name)
    questions = WhatIf(school, example_plan(name))
    who = list(school.class_by_id)[8 % len(school.class_by_id)]
    asked = [(who, questions.of_class(who))]
    asked += [(h, questions.of_helper(h)) for h in list(school.helper_by_id)[:1]]
    for key, found in asked:
        assert all(a.proven for a in found.answers)
        for answer in [a for a in found.answers if a.verdict in {"free", "moves"}][:4]:
            assert_confirmed(questions, key, answer)


def test_a_full_table_moves_by_swaps() -> None:
    """In the published full table of 30 classes nothing is free: every move is a swap with one other class."""
    school = read_school(EXAMPLES / "feilong-30")
    outcome = solve(school, Limits(seconds=60))
    assert isinstance(outcome, Solved)
    answers = WhatIf(school, outcome.plan).of_class(next(iter(school.class_by_id))).answers
    assert {a.verdict for a in answers} == {"here", "moves"}
    assert all(len(a.visits) == 2 for a in answers if a.verdict == "moves")


def test_free_swap_and_their_exact_cost() -> None:
    """Two classes, two slots for one class each and a third that nobody has taken."""
    wish = {"classes": "3-1", "slots": 1, "cost": 3}
    data = visiting(2, windows=[a_window(slots=3, classes=1)], demands=[borrowing(prefer=[wish])])
    school = a_school(data, "preference", "soft")
    answers = WhatIf(school, a_plan(v("3-1", slot=1), v("3-2", slot=2))).of_class("3-1").answers
    assert [a.verdict for a in answers] == ["here", "moves", "free"]
    assert [a.extra for a in answers] == [0, 21, 21]
    assert [[m.visitor for m in a.others("3-1")] for a in answers] == [[], ["3-2"], []]
    assert answers[2].extra_by_rule == {"preference": 21}


def test_a_no_names_the_rule_that_forbids_it_by_itself() -> None:
    """A ban and a grade that may not come, with their dates."""
    data = visiting(1, windows=[a_window("MON,TUE")], demands=[borrowing(bans=[{"weekdays": "TUE"}])])
    answers = WhatIf(a_school(data), a_plan(v("3-1"))).of_class("3-1").answers
    assert [(a.verdict, [(x.rule, x.dates) for x in a.against]) for a in answers] == [
        ("here", []),
        ("impossible", [("forbidden", 2)]),
    ]


def test_a_no_of_all_together_names_what_would_have_to_give() -> None:
    """The other class is pinned in the only other slot."""
    pins = [{"classes": "3-2", "slots": 2}]
    data = visiting(2, windows=[a_window(slots=2, classes=1)], demands=[borrowing(pins=pins)])
    answers = WhatIf(a_school(data), a_plan(v("3-1", slot=1), v("3-2", slot=2))).of_class("3-1").answers
    assert [a.verdict for a in answers] == ["here", "impossible"]
    assert [x.rule for x in answers[1].against] == ["slot_capacity"]


def test_a_helper_takes_the_place_of_another() -> None:
    """One seat on each of two days: taking the other's seat is a swap or leaves the own one to them."""
    data = serving(a_helper("h1"), a_helper("h2"), windows=[a_window("MON,TUE")], posts=[a_post()])
    school = a_school(data | {"duties": {"max_per_week": 1}})
    answers = WhatIf(school, a_plan(d("h1", "MON"), d("h2", "TUE"))).of_helper("h1").answers
    assert [a.verdict for a in answers] == ["here", "moves"]
    assert [(m.before[0].helper, m.after[0].helper) for m in answers[1].duties] == [("h1", "h2"), ("h2", "h1")]


def test_fewer_changes_come_first_also_where_they_cannot_be_multiplied_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fairness would have h2 take a duty of h1 too; one change is all that h3 on another's day takes."""
    monkeypatch.setattr(whatif, "LARGEST_FACTOR", 0)
    monkeypatch.setattr(whatif, "_OFTEN", 1)
    helpers = [a_helper(key) for key in ("h1", "h2", "h3")]
    data = serving(*helpers, windows=[a_window("MON,TUE,WED,THU")], posts=[a_post()])
    school = a_school(data | {"rules": {"fair_duties": {"mode": "soft", "weight": 500}}, "duties": {"max_per_week": 4}})
    model = WhatIf(school, a_plan(d("h1", "MON"), d("h1", "TUE"), d("h1", "WED"), d("h3", "THU")))
    assert [(a.changes, a.extra, a.proven) for a in model.of_helper("h3").answers] == [(5, -500, True)] * 3 + [(0, 0, True)]


def test_a_plan_that_breaks_rules_is_not_asked() -> None:
    """Two classes in a slot for one."""
    data = visiting(2, windows=[a_window(slots=2, classes=1)])
    model = WhatIf(a_school(data), a_plan(v("3-1", slot=1), v("3-2", slot=1)))
    assert not model.holds
    model.stand(model.plan)
    assert not model.holds, "the nearest plan that keeps them is not this one"


@pytest.mark.parametrize("relaxation", [True, False])
def test_a_visit_makes_way_where_that_takes_less_than_all_the_helpers_in_a_row(relaxation: bool) -> None:
    """One helper for each class that comes. h1 goes to Tuesday: with every visit where it is four others have to follow; a
    class that comes on Friday instead takes less, although whoever asks about duties asks about duties first."""
    days = ["MON", "TUE", "WED", "THU", "FRI"]
    can = {"h1": "MON,TUE", "h2": "MON,WED", "h3": "WED,THU", "h4": "THU,FRI", "h5": "TUE", "h6": "FRI"}
    away = {h: ",".join(day for day in days if day not in of) for h, of in can.items()}
    school = a_school(
        serving(
            *(a_helper(h, away=of, max_per_week=1) for h, of in away.items()),
            classes=[{"grade": 5, "count": 5, "pupils": 30}],
            windows=[a_window(",".join(days), slots=1, classes=2)],
            demands=[borrowing()],
            posts=[a_post(per_classes=1)],
            rules={"kept_weekdays": {"mode": "soft", "weight": 1}},
        )
    )
    duties = zip(("h1", "h5", "h2", "h3", "h4"), days, strict=True)
    plan = a_plan(*(v(f"5-{n}", day, slot=1) for n, day in enumerate(days, 1)), *(d(h, day) for h, day in duties))
    questions = WhatIf(school, plan, relaxation=relaxation)
    (answer,) = (a for a in questions.of_duty(d("h1", "MON")).answers if a.instead == "h5")
    assert answer.changes == 21
    assert [(m.visitor, m.after[0].turn) for m in answer.visits] == [("5-1", "FRI")]
    assert costs(questions.school, moved(plan, answer), plan) == (21, answer.extra)
