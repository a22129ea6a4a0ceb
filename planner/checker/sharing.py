"""Adults, and what the duties of a plan cost: fair shares, wishes, own class, friends."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict

from planner.checker.case import Case, Finding, Findings
from planner.models.values import minute_of
from planner.timeline import calendar_week, dates_of_a_duty, duty_shares, is_away, within


def adult_there(case: Case) -> Findings:
    """One adult is on the campus for each open window, travel time included."""
    school = case.school
    if not school.adults:
        return
    planned = defaultdict(list)
    for p in case.plan.presences:
        planned[p.window, p.day, p.present].append(p.adult)
    busy: dict[tuple[str, dt.date], list[str]] = defaultdict(list)
    missing: dict[tuple[str, str, tuple[str, ...]], list[dt.date]] = defaultdict(list)
    for (date, window), opening in sorted(case.openings.items()):
        if date not in case.confirmed or date < case.timeline.since or school.window_by_id[window].kind == "duty":
            continue
        cell = (window, opening.day.label, opening.adults)
        adults = [a for a in planned[cell] if a in opening.adults]
        if len(adults) != 1 or len(adults) != len(planned[cell]):
            missing[cell].append(date)
        for name in adults:
            busy[name, date].append(window)
    for (window, day, present), dates in missing.items():
        wrong = abs(len(planned[window, day, present]) - 1)
        yield Finding(window, max(1, wrong) * len(dates), tuple(dates), day)
    weeks: Counter[tuple[str, str]] = Counter()
    for (adult_id, date), windows in sorted(busy.items()):
        adult = school.adult_by_id[adult_id]
        weeks[adult_id, calendar_week(school.term, date)] += len(windows)
        openings = sorted((case.timeline.openings.held[date, w] for w in windows), key=lambda o: o.span.start)
        for n, first in enumerate(openings):
            for second in openings[n + 1 :]:
                apart = school.window_campus(first.window) != school.window_campus(second.window)
                if minute_of(second.span.start) < minute_of(first.span.end) + (adult.travel_minutes if apart else 0):
                    yield Finding(adult_id, 1, (date,), f"{first.window} {second.window}")
    first_week = calendar_week(school.term, case.plan.effective_from)
    for (adult_id, week), count in sorted(weeks.items()):
        most = school.adult_by_id[adult_id].max_windows_per_week
        before = case.plan.kept_open.get(adult_id, 0) if week == first_week else 0
        if most is not None and min(count, before + count - most) > 0:
            yield Finding(adult_id, min(count, before + count - most), detail=week)


def fair_duties(case: Case) -> Findings:
    """Duties are shared evenly; each further one of the same student librarian costs more."""
    of_term = case.timeline.shares_term
    weights = dates_of_a_duty(case.timeline) if len(case.timeline.duty_stretches) > 1 else {}
    counts: Counter[str] = Counter()
    for duty, shift in case.duties:
        helper = case.school.helper_by_id[duty.helper]
        dates = [o.date for o in shift.occasions if within(o.date, helper.valid_from, helper.valid_until)]
        if not helper.trainee or any(not helper.trainee_on(d) for d in dates):
            counts[duty.helper] += weights[shift.stretch] if weights else len(dates) if of_term else 1
    shares = duty_shares(case.timeline, case.plan.done)
    for helper in case.school.helper_by_id.values():
        if helper.trainee and not helper.moves_up:
            continue
        cost = sum(max(0, k + helper.last_term - shares[helper.id]) for k in range(1, counts[helper.id] + 1))
        if cost:
            yield Finding(helper.id, cost)


def duty_wishes(case: Case) -> Findings:
    """Student librarians serve when they would like to."""
    for duty, shift in case.duties:
        helper = case.school.helper_by_id[duty.helper]
        dates = [o for o in shift.occasions if within(o.date, helper.valid_from, helper.valid_until)]
        if helper.likes and not all(
            is_away(helper.likes, o.day, shift.window, case.timeline.duty_span(shift, o)) for o in dates
        ):
            yield Finding(duty.helper, 1, detail=f"{duty.post} {duty.turn}")


def same_weekday(case: Case) -> Findings:
    """A student librarian keeps the same weekday. In a weekly cycle there is nothing to keep."""
    if case.school.duties.cycle.kind == "weekly":
        return
    days = defaultdict(set)
    for duty, shift in case.duties:
        if shift.day is not None:
            days[duty.helper].add(shift.day)
    for helper, found in sorted(days.items()):
        if len(found) > 1:
            yield Finding(helper, len(found) - 1)


def own_class(case: Case) -> Findings:
    """A class finds one of its own student librarians on duty when it comes."""
    classes = {h.class_id for h in case.school.helper_by_id.values()}
    on_duty: Counter[tuple[str, str, dt.date]] = Counter()
    for duty, shift in case.duties:
        helper = case.school.helper_by_id[duty.helper]
        for o in shift.occasions:
            if within(o.date, helper.valid_from, helper.valid_until):
                on_duty[helper.class_id, shift.window, o.date] += 1
    groups = defaultdict(list)
    for visit, demand, cell in case.visits:
        if visit.visitor in classes and not demand.is_lesson:
            groups[visit.visitor, visit.demand, visit.turn, visit.window].append(cell)
    for (visitor, demand_id, turn, _), cells in groups.items():
        missing = max((len(cells) - on_duty[visitor, o.window or "", o.date] for o in cells[0].occasions), default=0)
        if missing > 0:
            yield Finding(visitor, missing, detail=f"{demand_id} {turn}")


def pair_wishes(case: Case) -> Findings:
    """Friends serve together, others apart, as asked."""
    served: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
    for duty, shift in case.duties:
        served[duty.helper].update(case.meetings(duty, shift))
    for wish in case.school.wishes:
        one, other = (served[h] for h in wish.helpers)
        shared = [place for place in one if place in other]
        amount = 0 if shared and wish.together else 1 if wish.together else len(shared)
        if amount:
            yield Finding(" ".join(sorted(wish.helpers)), amount)
