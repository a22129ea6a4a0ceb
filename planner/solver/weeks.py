"""The duties of a helper by weeks of the calendar, which weekly limits are about."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from dataclasses import dataclass

from planner.models.days import position_of
from planner.models.people import Helper
from planner.models.plan import ShiftKey
from planner.solver.problem import Problem
from planner.timeline import calendar_week, within


@dataclass(frozen=True)
class Begun:
    """What the plans before have held in the week in which a plan begins."""

    week: str
    places: dict[str, list[ShiftKey]]
    """Helper -> where its duties of this week were, their turns without a stretch."""
    day_before: frozenset[str]
    """Who served on the day before the first date."""

    def left(self, helper: str, most: int) -> int:
        """How many more duties a helper may have in this week."""
        return max(0, most - len(self.places.get(helper, ())))


def begun(problem: Problem) -> Begun:
    """See `Begun`. A duty of the pattern that comes twice in a week is one but where the school counts dates."""
    term, since = problem.school.term, problem.timeline.since
    week, places = calendar_week(term, since), defaultdict[str, list[ShiftKey]](list)
    for d in problem.past.served:
        place = (d.post, d.turn, d.window, d.slot or 0)
        dated = problem.school.counts_dates(problem.school.helper_by_id[d.helper])
        twice = not dated and place in places[d.helper]
        if calendar_week(term, d.date) == week and not twice:
            places[d.helper].append(place)
    day_before = since - dt.timedelta(1)
    return Begun(week, places, frozenset(d.helper for d in problem.past.served if d.date == day_before))


def is_going_on(problem: Problem, begun: Begun, option: int) -> bool:
    """Whether a duty is one that its helper has had in this week already."""
    duty = problem.duties[option]
    post, turn, *rest = duty.shift.key
    known = begun.places.get(duty.helper.id, ())
    return not problem.school.counts_dates(duty.helper) and (post, position_of(turn), *rest) in known


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
        if problem.taken is not None and problem.taken.amount(options) < least:
            continue  # that is so only once seats are filled which nobody has yet
        # Weeks without a duty in common: what each of them asks for is asked for besides.
        if options and among.issuperset(options) and counted.isdisjoint(options):
            counted.update(options)
            fewest += -(-least // max(options.values()))
    return fewest
