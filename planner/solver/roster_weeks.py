"""Duties by weeks of the calendar: what helpers must and may do in one against what it has. Counted, before any search.

For rosters that have no weeks of their own, sliding or date by date, where nothing can be counted by the cycle.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from planner.models.problem import Shortage
from planner.solver.fitting import most_in_slot
from planner.solver.problem import Problem
from planner.solver.weeks import full_for
from planner.timeline import Occasion, Shift


def minimum_over_week(problem: Problem) -> list[Shortage]:
    """The helpers' agreed minimum against all duties that a week can have, where it is owed."""
    if not _is_hard(problem, "post_staffed", "duty_min", "escort_tied", "helper_available"):
        return []
    owed: dict[tuple[str, str], int] = defaultdict(int)
    for helper in problem.school.helper_by_id.values():
        campus = problem.school.class_by_id[helper.class_id].campus
        for week in full_for(problem.full_weeks, helper) if not helper.trainee else ():
            owed[campus, week] += problem.school.fewest_duties(helper)
    seats = _by_week(problem, at_most=True)
    return list(_worst(problem, "min_over_week", {at: (need, seats.get(at, 0)) for at, need in owed.items()}))


def duties_over_week(problem: Problem) -> list[Shortage]:
    """All duties that a week is sure to have against what the helpers may do in it."""
    dated = all(problem.school.counts_dates(h) for h in problem.school.helper_by_id.values())
    if not dated or not _is_hard(problem, "post_staffed", "duty_max", "helper_available"):
        return []
    able: dict[tuple[str, str], int] = defaultdict(int)
    for helper in problem.school.helper_by_id.values():
        campus, most = problem.school.class_by_id[helper.class_id].campus, problem.school.most_duties(helper)
        for week, options in problem.duties_by_week[helper.id].items() if not helper.trainee or helper.moves_up else ():
            able[campus, week] += options.total() if most is None else min(most, options.total())
    needed = _by_week(problem, at_most=False)
    return list(_worst(problem, "duties_over_week", {at: (need, able.get(at, 0)) for at, need in needed.items()}))


def _is_hard(problem: Problem, *rules: str) -> bool:
    return bool(problem.timeline.shifts) and all(problem.school.mode(rule) == "hard" for rule in rules)


def _by_week(problem: Problem, *, at_most: bool) -> dict[tuple[str, str], int]:
    """(campus, week) -> duties there, on confirmed dates. Those that follow visits are left out, or counted ``at_most``."""
    found: dict[tuple[str, str], int] = defaultdict(int)
    for shift in problem.timeline.shifts:
        campus = problem.school.window_campus(shift.window)
        for _, occasion, dates in problem.held_on(shift.occasions):
            for date in dates:
                found[campus, problem.week_of(date)] += _duties(problem, shift, occasion, at_most=at_most)
    return found


def _duties(problem: Problem, shift: Shift, occasion: Occasion, *, at_most: bool) -> int:
    post, school = problem.school.post_by_id[shift.post], problem.school
    if post.escort is None and post.per_classes is None:
        return post.count
    if not at_most:
        return 0
    slots = 1 if shift.slot else max(1, len(problem.timeline.openings.held[occasion.date, shift.window].slots))
    classes = 0
    for demand in school.demand_by_id.values():
        if shift.window in demand.windows and (post.escort is None or post.escort.demand == demand.id):
            visits = len(problem.visitors[demand.id]) * demand.times
            classes += min(visits, slots * most_in_slot(problem, demand, shift.window))
    return classes * post.escort.per_class if post.escort else -(-classes // (post.per_classes or 1))


def _worst(problem: Problem, code: str, weeks: dict[tuple[str, str], tuple[int, int]]) -> Iterator[Shortage]:
    """Of each campus the week in which most is missing, with the number of weeks in which anything is."""
    first = {problem.week_of(date): date for kind in problem.types for date in sorted(kind.dates, reverse=True)}
    for campus in problem.school.campus_ids:
        mine = {week: found for (where, week), found in weeks.items() if where == campus}
        short = [week for week, (need, capacity) in mine.items() if need > capacity]
        if short:
            week = max(short, key=lambda w: mine[w][0] - mine[w][1])
            need, capacity = mine[week]
            params = {"date": str(first[week]), "weeks": str(len(short)), "of": str(len(mine))}
            yield Shortage(code=code, subject=campus, need=need, capacity=capacity, params=params)
