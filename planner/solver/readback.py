"""What a search found, read back as a plan."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from planner.models.plan import Limits, Plan, PlannedDuty, PlannedVisit, Status
from planner.models.school import School
from planner.sessions.expand import pair_escorts
from planner.solver.build import Built
from planner.solver.pools import told_apart


def plan_of(built: Built, values: Sequence[int], status: Status, bound: int | None, limits: Limits | None) -> Plan:
    """The plan of the best solution; its cost is over all rules, whatever the last search minimised."""
    variables, school = built.variables, built.problem.school
    taken = variables.read_visits(n for n, var in enumerate(variables.visit) if values[var.index])
    visits = told_apart(taken, built.problem.pools, school)
    duties = variables.read_duties(n for n, var in enumerate(variables.duty) if values[var.index])
    presences = variables.read_presences(n for n, var in enumerate(variables.presence) if values[var.index])
    return Plan(
        effective_from=built.problem.timeline.since,
        visits=visits,
        duties=with_escorted(school, visits, duties),
        presences=presences,
        status=status,
        cost=_cost_of(built, values),
        bound=bound,
        limits=limits,
        settled=built.problem.settled,
        stretches=built.problem.timeline.stretch_keys,
        trained=built.problem.trained,
    ).after(built.problem.past)


def _cost_of(built: Built, values: Sequence[int]) -> int:
    return sum(
        built.problem.school.weight(rule) * amount * expression.value(values)
        for rule, found in built.posting.prices.items()
        for expression, amount in found
    )


def with_escorted(school: School, visits: tuple[PlannedVisit, ...], duties: tuple[PlannedDuty, ...]) -> tuple[PlannedDuty, ...]:
    """Say which class each escort fetches, where visits and duties repeat in the same rhythm."""
    teams: dict[tuple[str, str, str, int | None], list[PlannedDuty]] = defaultdict(list)
    for duty in duties:
        escort = school.post_by_id[duty.post].escort
        if escort and school.demand_by_id[escort.demand].cycle == school.duties.cycle:
            teams[duty.post, duty.turn, duty.window, duty.slot].append(duty)
    escorted: dict[tuple[str, str, str, str, int | None], str] = {}
    for (post, turn, window, slot), team in teams.items():
        escort = school.post_by_id[post].escort
        if escort is None:
            continue
        classes = [
            v.visitor
            for v in visits
            if v.demand == escort.demand and v.turn == turn and v.window == window and (slot is None or v.slot == slot)
        ]
        for helper, c in pair_escorts(school, [d.helper for d in team], classes, escort.per_class).items():
            escorted[helper, post, turn, window, slot] = c
    return tuple(d.model_copy(update={"escorts": escorted.get((d.helper, d.post, d.turn, d.window, d.slot))}) for d in duties)
