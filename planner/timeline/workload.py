"""How much duty there is to share: what fairness and weekly minima are measured against."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping

from planner.models.people import Helper
from planner.timeline.bells import within
from planner.timeline.cells import visitors_of
from planner.timeline.cycles import calendar_week
from planner.timeline.timeline import Timeline


def duty_shares(timeline: Timeline, done: Mapping[str, int]) -> dict[str, int]:
    """Helper -> duties still to come that make an even share: of one cycle, or of the dates of the term as the school counts
    (`Timeline.shares_term`). Where dates are counted, what each has ``done`` before counts too: who has done more than the own
    part of it has that much less to come. One who was no helper then has no part of it."""
    shares = term_shares(timeline) if timeline.shares_term else fair_shares(timeline)
    if not done or not timeline.shares_term:
        return shares
    whole = timeline.beginning(timeline.school.term.start)
    windows = timeline.school.window_campus
    for (campus, posts), circle in _circles(timeline).items():
        shifts = [s for s in whole.shifts if s.post in posts and windows(s.window) == campus]
        dates = {o.date for s in shifts for o in s.occasions if o.date < timeline.since}
        own = {h.id: _dates_there(h, dates) for h in circle if h.id in done}
        everybody, all_done = sum(own.values()), sum(done[h] for h in own)
        for helper, mine in own.items():
            shares[helper] += (all_done * mine // everybody if everybody else done[helper]) - done[helper]
    return shares


def fair_shares(timeline: Timeline) -> dict[str, int]:
    """Helper -> duties in one cycle for each trained helper of a circle (`Timeline.circles`), rounded down. Posts that follow
    the visits count with the visits that are due; a ratio of classes counts as none, since it depends on the plan."""
    found: dict[str, int] = {}
    for (campus, posts), circle in _circles(timeline).items():
        helpers = sum(not h.trainee for h in circle)
        share = _seats(timeline, campus, posts) // helpers if helpers else 0
        found |= {h.id: share for h in circle}
    return found


def _seats(timeline: Timeline, campus: str, posts: frozenset[str]) -> int:
    school = timeline.school
    seats = 0
    for shift in timeline.shifts:
        post = school.post_by_id[shift.post]
        if post.id in posts and school.window_campus(shift.window) == campus and not (post.escort or post.per_classes):
            seats += post.count
    for post in school.post_by_id.values():
        if post.escort and post.id in posts:
            demand = school.demand_by_id[post.escort.demand]
            classes = [
                v for v in visitors_of(school, demand) if v in school.class_by_id and school.class_by_id[v].campus == campus
            ]
            seats += len(classes) * demand.times * post.escort.per_class
    return seats


def _circles(timeline: Timeline) -> dict[tuple[str, frozenset[str]], list[Helper]]:
    """(campus, posts) -> those of the same campus who share the same posts."""
    found: dict[tuple[str, frozenset[str]], list[Helper]] = defaultdict(list)
    for helper in timeline.school.helper_by_id.values():
        found[timeline.school.class_by_id[helper.class_id].campus, timeline.circles[helper.id]].append(helper)
    return dict(found)


def term_shares(timeline: Timeline) -> dict[str, int]:
    """Helper -> duties of the whole term, counted by date, that fall to one who serves from the first to the last of the own
    dates. All duties of the circle are shared out in proportion to the dates on which each helper is there and no trainee any
    more."""
    windows = timeline.school.window_campus
    found: dict[str, int] = {}
    for (campus, posts), circle in _circles(timeline).items():
        dates = {o.date for s in timeline.shifts if s.post in posts and windows(s.window) == campus for o in s.occasions}
        own = {h.id: _dates_there(h, dates) for h in circle}
        everybody, seats = sum(own.values()), _term_seats(timeline, campus, posts)
        found |= {helper: seats * mine // everybody if everybody else 0 for helper, mine in own.items()}
    return found


def dates_of_a_duty(timeline: Timeline) -> dict[str, int]:
    """Stretch of the term -> dates of an average duty in it, rounded down: what a duty counts where fairness is over the term
    and the term has several stretches. One number for all duties of a stretch: so sharing stays a matter of whole duties."""
    shifts: dict[str, list[int]] = defaultdict(list)
    for shift in timeline.shifts:
        shifts[shift.stretch].append(len(shift.occasions))
    return {key: max(1, sum(found) // len(found)) for key, found in shifts.items()}


def _dates_there(helper: Helper, dates: set[dt.date]) -> int:
    return sum(within(d, helper.valid_from, helper.valid_until) and not helper.trainee_on(d) for d in dates)


def _term_seats(timeline: Timeline, campus: str, posts: frozenset[str]) -> int:
    """Duties of the term at some posts of a campus that can be counted before visits are; escorts by the average turn."""
    school = timeline.school
    seats = 0
    for shift in timeline.shifts:
        post = school.post_by_id[shift.post]
        if post.id in posts and school.window_campus(shift.window) == campus and not (post.escort or post.per_classes):
            seats += post.count * len(shift.occasions)
    for post in school.post_by_id.values():
        if post.escort and post.id in posts:
            demand = school.demand_by_id[post.escort.demand]
            turns = timeline.turns[demand.id]
            held = sum(len(t.occasions) for t in turns)
            visitors = visitors_of(school, demand)
            classes = sum(v in school.class_by_id and school.class_by_id[v].campus == campus for v in visitors)
            seats += classes * demand.times * post.escort.per_class * held // max(1, len(turns))
    return seats


def full_weeks(timeline: Timeline) -> dict[str, tuple[dt.date, ...]]:
    """Calendar weeks in which the weekly minimum of duties is owed, with the dates of their duties.

    A week is owed when it holds duties on every day of a week of the pattern; where the cycle has no weeks of its own, on as
    many different days as the fullest week does. A day that runs a second time makes no week fuller. A stretch of the term
    without an undisturbed week has nothing to measure by: in it none is owed.
    """
    days: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    dates: dict[str, set[dt.date]] = defaultdict(set)
    whole: dict[str, set[str]] = defaultdict(set)
    for shift in timeline.shifts:
        for occasion in shift.occasions:
            week = calendar_week(timeline.school.term, occasion.date)
            days[week][shift.week or ""].add(occasion.day.label)
            dates[week].add(occasion.date)
            whole[shift.week or ""].add(occasion.day.label)
    for shift in timeline.shifts_over:
        if shift.week is not None:
            whole[shift.week].add(shift.day or "")
    if any(shift.week is None for shift in timeline.shifts):
        most = max(len(found[""]) for found in days.values())
        return {week: tuple(sorted(dates[week])) for week, found in days.items() if len(found[""]) == most}
    if len(timeline.duty_stretches) > 1 and not timeline.school.term.cycle_days:
        undisturbed = _undisturbed(timeline)
        known = {key for week, found in days.items() if week in undisturbed and len(found) == 1 for key in found}
        whole = {key: labels for key, labels in whole.items() if key in known}
    return {
        week: tuple(sorted(dates[week])) for week, found in days.items() if any(found[key] == whole.get(key) for key in found)
    }


def _undisturbed(timeline: Timeline) -> set[str]:
    """Calendar weeks in which every weekday of the school is an ordinary school day."""
    term = timeline.school.term
    held: dict[str, set[str]] = defaultdict(set)
    for day in timeline.days:
        if not day.changed and day.confirmed:
            held[calendar_week(term, day.date)].add(day.label)
    return {week for week, labels in held.items() if labels.issuperset(term.weekdays)}
