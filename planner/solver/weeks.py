"""The duties of a helper by weeks of the calendar, which weekly limits are about."""

from __future__ import annotations

import datetime as dt
from collections import Counter

from planner.models.people import Helper
from planner.solver.problem import Problem
from planner.timeline import within


def most_duties(problem: Problem, helper: str, among: set[int] | None = None) -> int:
    """Most duty options that a helper can take together, all or ``among`` some, as far as the weekly limit goes."""
    options = problem.duties_by_helper[helper] if among is None else sorted(among)
    per_week = problem.school.most_duties(problem.school.helper_by_id[helper])
    if per_week is None or problem.school.mode("duty_max") != "hard":
        return len(options)
    # Any weeks that together hold all options: in each of them the limit holds.
    weeks = [set(found) & set(options) for found in problem.duties_by_week[helper].values()]
    left, most = set(options), 0
    while left:
        fullest = max(weeks, key=lambda week: len(week & left))
        most += min(per_week, len(fullest & left))
        left -= fullest
    return most


def full_for(full: dict[str, tuple[dt.date, ...]], helper: Helper) -> list[str]:
    """Weeks in which a helper is there, no trainee, from the first to the last date."""
    return [
        week
        for week, dates in full.items()
        if all(within(d, helper.valid_from, helper.valid_until) and not helper.trainee_on(d) for d in dates)
    ]


def fewest_duties(problem: Problem, helper: str, among: set[int]) -> int:
    """Fewest of some duty options that a helper must take in any plan, as far as the weekly minimum goes."""
    person = problem.school.helper_by_id[helper]
    least = problem.school.fewest_duties(person)
    if not least or problem.guarded or problem.school.mode("duty_min") != "hard":
        return 0
    weeks, fewest, counted = problem.duties_by_week[helper], 0, set[int]()
    for week in full_for(problem.full_weeks, person):
        options = weeks.get(week, Counter())
        # Weeks without a duty in common: what each of them asks for is asked for besides.
        if options and among.issuperset(options) and counted.isdisjoint(options):
            counted.update(options)
            fewest += -(-least // max(options.values()))
    return fewest
