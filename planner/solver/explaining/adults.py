"""Open windows without an adult of their own: two at the same time, or more in a week than all adults keep open."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from planner.models.outcome import Cause
from planner.solver.problem import Problem
from planner.timeline import Opening

TIER = 4 * 10**6 + 2 * 10**5


def adult_causes(problem: Problem) -> Iterator[Cause]:
    """Both kinds; each is a contradiction by itself."""
    if problem.school.mode("adult_there") == "hard" and problem.school.adults:
        openings = [
            opening
            for (date, window), opening in sorted(problem.timeline.openings.held.items())
            if date >= problem.timeline.since and opening.day.confirmed and problem.school.window_by_id[window].kind != "duty"
        ]
        yield from _at_the_same_time(problem, openings)
        yield from _too_many_a_week(problem, openings)


def _at_the_same_time(problem: Problem, openings: list[Opening]) -> Iterator[Cause]:
    by_date: dict[object, list[Opening]] = defaultdict(list)
    for opening in openings:
        by_date[opening.date].append(opening)
    found: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    for together in by_date.values():
        for first in together:
            now = [o for o in together if o.span.start <= first.span.start < o.span.end]
            there = {adult for o in now for adult in o.adults}
            if len(now) > len(there):
                found[",".join(sorted(o.window for o in now)), ",".join(sorted(there))][first.day.label] = None
    for (windows, adults), days in found.items():
        params = {"window": windows, "days": ",".join(days), "need": str(windows.count(",") + 1), "adults": adults}
        params["capacity"] = str(len(adults.split(",")))
        yield Cause(code="adults_at_once", who=(), params=params, weight=TIER)


def _too_many_a_week(problem: Problem, openings: list[Opening]) -> Iterator[Cause]:
    limits = [adult.max_windows_per_week for adult in problem.school.adult_by_id.values()]
    capacity = sum(n for n in limits if n is not None)
    need = max(Counter(problem.week_of(o.date) for o in openings).values(), default=0)
    if None not in limits and need > capacity:
        params = {"need": str(need), "capacity": str(capacity), "adults": ",".join(problem.school.adult_by_id)}
        yield Cause(code="adults_over_week", who=(), params=params, weight=TIER - 1)
