"""Changes of a published plan are as few as they can be: held against every plan of tiny schools."""

from __future__ import annotations

import datetime as dt
from itertools import combinations, product
from math import prod

from hypothesis import given, reject
from hypothesis import strategies as st

from planner.changes.strategies import STRATEGIES
from planner.checker import check
from planner.models import Infeasible, Limits, Plan, PlannedDuty, PlannedVisit, School, Solved
from planner.models.planfile import PlanFile
from planner.models.rules import RULES
from planner.solver import solve
from planner.timeline import Timeline, visitors_of
from tests.builders import a_helper, a_post, dates
from tests.campaign import often
from tests.republished import assert_past_unchanged, republish
from tests.strategies import places, rule_settings, visit_schools

CHANGE_RULES = tuple(name for name, rule in RULES.items() if rule.group == "changes" and name.startswith("kept"))
MOST_PLANS = 400


def _settled(school: School, since: dt.date, previous: Plan) -> tuple[PlannedVisit, ...]:
    """Visits of the published plan whose turn does not come round any more."""
    last = {(d, t.label, o.window): o.date for d, turns in Timeline(school).turns.items() for t in turns for o in t.occasions}
    return tuple(v for v in previous.visits if last.get((v.demand, v.turn, v.window), since) < since)


def _every_plan(
    school: School, since: dt.date, settled: tuple[PlannedVisit, ...]
) -> list[list[tuple[PlannedVisit | PlannedDuty, ...]]]:
    timeline = Timeline(school, since)
    choices: list[list[tuple[PlannedVisit | PlannedDuty, ...]]] = []
    for demand in school.demand_by_id.values():
        for visitor in visitors_of(school, demand):
            cells = [
                PlannedVisit(
                    demand=demand.id, visitor=visitor, turn=c.turn, window=c.window, slot=c.slot, period=c.period, room=c.room
                )
                for c in timeline.cells[demand.id]
            ]
            due = demand.times - sum((v.visitor, v.demand) == (visitor, demand.id) for v in settled)
            choices.append([tuple(x) for x in combinations(cells, due)])
    for shift in timeline.shifts:
        seats = [
            PlannedDuty(helper=h, post=shift.post, turn=shift.turn, window=shift.window, slot=shift.slot)
            for h in school.helper_by_id
        ]
        choices.append([chosen for size in range(len(seats) + 1) for chosen in combinations(seats, size)])
    return choices


def _least(school: School, since: dt.date, previous: Plan) -> tuple[int, int] | None:
    """(least price of changes, then least of everything) over every plan that the checker accepts."""
    best = None
    settled = _settled(school, since, previous)
    for chosen in product(*_every_plan(school, since, settled)):
        parts = [part for group in chosen for part in group]
        plan = Plan(
            effective_from=since,
            visits=tuple(p for p in parts if isinstance(p, PlannedVisit)),
            duties=tuple(p for p in parts if isinstance(p, PlannedDuty)),
            settled=settled,
        )
        report = check(school, plan, previous)
        if report.ok:
            price = sum(c.cost for c in report.cost_by_rule if RULES[c.rule].group == "changes")
            best = min(best or (price, report.cost), (price, report.cost))
    return best


@often(60)
@given(data=st.data())
def test_changes_are_as_few_as_any_plan_can_have(data):
    """A tiny school, another timetable or another ban, any strategy: exhaustive search finds nothing that moves less."""
    drawn = data.draw(visit_schools()) | {
        "posts": [],
        "helpers": [],
        "rules": data.draw(rule_settings(2, keep=("demand_met", *CHANGE_RULES))),
    }
    if data.draw(st.booleans()):
        drawn |= {
            "posts": [a_post(windows=drawn["windows"][0]["id"])],
            "helpers": [a_helper("h1", "3-1"), a_helper("h2", "3-1")],
        }
    old = School.model_validate(drawn)
    first = solve(old, Limits(seconds=10))
    if not isinstance(first, Solved):
        reject()
    demand = {**drawn["demands"][0], "bans": [*drawn["demands"][0]["bans"], data.draw(places(["3-1", "3-1"]))]}
    after = {**drawn, "demands": [demand, *drawn["demands"][1:]]}
    if data.draw(st.booleans()) and after["helpers"]:
        after["helpers"] = [a_helper("h1", "3-1", away=data.draw(st.sampled_from(["MON", "TUE"]))), a_helper("h2", "3-1")]
    new = STRATEGIES[data.draw(st.sampled_from(list(STRATEGIES)))].priced(School.model_validate(after))
    since = dates(data.draw(st.sampled_from(["03-03", "03-04", "03-09"])))[0]
    if prod(map(len, _every_plan(new, since, _settled(new, since, first.plan)))) > MOST_PLANS:
        reject()
    least = _least(new, since, first.plan)
    outcome = solve(new, Limits(seconds=10), since=since, previous=first.plan)
    if least is None:
        assert isinstance(outcome, Infeasible)
        return
    assert isinstance(outcome, Solved)
    price = sum(c.cost for c in outcome.plan.cost_by_rule if RULES[c.rule].group == "changes")
    had = outcome.plan.cost + outcome.plan.unreachable * new.weight("held_visits")
    assert (price, had, outcome.plan.status) == (*least, "OPTIMAL")
    before = PlanFile(school=old, plan=first.plan)
    assert_past_unchanged(before, republish(before, School.model_validate(after), outcome.plan))
