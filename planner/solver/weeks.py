"""The duties of a helper by weeks of the calendar, which weekly limits are about."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict

from planner.models.people import Helper
from planner.solver.problem import Problem
from planner.timeline import within


def duties_by_week(problem: Problem, helper: str) -> dict[str, Counter[int]]:
    """Week of the calendar -> duty options of a helper that fall into it, each with its number of dates in that week.

    A day of the pattern that runs a second time in a week (a make-up day) is no further duty: the pattern cannot give it
    to anybody else, and one substitute is soon found.
    """
    table: dict[str, Counter[int]] = defaultdict(Counter)
    for n in problem.duties_by_helper[helper]:
        repeats = problem.duties[n].shift.week is None
        for held in problem.duties[n].held:
            for date in held.dates:
                week = table[problem.week_of(date)]
                week[n] = week[n] + 1 if repeats else 1
    return table


def most_duties(problem: Problem, helper: str, among: set[int] | None = None) -> int:
    """Most duty options that a helper can take together, all or ``among`` some, as far as the weekly limit goes."""
    options = problem.duties_by_helper[helper] if among is None else sorted(among)
    per_week = problem.school.most_duties(problem.school.helper_by_id[helper])
    if per_week is None or problem.school.mode("duty_max") != "hard":
        return len(options)
    # Any weeks that together hold all options: in each of them the limit holds.
    weeks = [set(found) & set(options) for found in duties_by_week(problem, helper).values()]
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
    weeks, fewest, counted = duties_by_week(problem, helper), 0, set[int]()
    for week in full_for(problem.full_weeks, person):
        options = weeks.get(week, Counter())
        # Weeks without a duty in common: what each of them asks for is asked for besides.
        if options and among.issuperset(options) and counted.isdisjoint(options):
            counted.update(options)
            fewest += -(-least // max(options.values()))
    return fewest
