"""What is wrong with the duties of a plan, rule by rule."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from planner.checker.case import Case, Finding, Findings, grouped
from planner.models.days import position_of
from planner.models.plan import PlannedDuty
from planner.models.values import Span
from planner.timeline import Occasion, Shift, calendar_week, full_weeks, is_away, within


def _where(duty: PlannedDuty) -> str:
    return " ".join(str(p) for p in (duty.post, duty.turn, duty.window, duty.slot) if p)


def _staff(case: Case) -> Counter[tuple[str, str, int | None, dt.date]]:
    return Counter(
        (s.source, s.window or "", s.slot, s.date)
        for s in case.duty_sessions
        if not case.school.helper_by_id[s.helper or ""].trainee_on(s.date)
    )


class Need(NamedTuple):
    """How many helpers a shift needs on a date, and how many are there; trainees fill no seat."""

    shift: Shift
    date: dt.date
    need: int
    there: int

    @property
    def finding(self) -> Finding | None:
        """What is wrong with it."""
        if self.there == self.need:
            return None
        shift, off = self.shift, abs(self.there - self.need)
        return Finding(shift.post, off, (self.date,), f"{shift.window} {shift.turn}: {self.there} of {self.need}")


def staffing(case: Case) -> Iterator[Need]:
    """Every shift on each of its dates, but for escorts."""
    staff = _staff(case)
    for shift in case.shifts:
        post = case.school.post_by_id[shift.post]
        if post.escort:
            continue
        for occasion in shift.occasions:
            need = post.count
            if post.per_classes:
                classes = sum(
                    1
                    for s in case.visit_sessions
                    if s.date == occasion.date
                    and s.window == shift.window
                    and shift.slot in (None, s.slot)
                    and case.school.demand_by_id[s.source].kind != "appointment"
                )
                need = -(-classes // post.per_classes)
            yield Need(shift, occasion.date, need, staff[shift.post, shift.window, shift.slot, occasion.date])


def escorts(case: Case) -> Iterator[Need]:
    """The same of escorts."""
    staff = _staff(case)
    visits = Counter((s.source, s.window, s.slot, s.date) for s in case.visit_sessions)
    whole = Counter((s.source, s.window, s.date) for s in case.visit_sessions)
    for shift in case.shifts:
        escort = case.school.post_by_id[shift.post].escort
        if escort is None:
            continue
        for o in shift.occasions:
            classes = (
                whole[escort.demand, shift.window, o.date]
                if shift.slot is None
                else visits[escort.demand, shift.window, shift.slot, o.date]
            )
            need, there = escort.per_class * classes, staff[shift.post, shift.window, shift.slot, o.date]
            yield Need(shift, o.date, need, there)


def post_staffed(case: Case) -> Findings:
    """Every post of every open window has its student librarians."""
    for duty in case.plan.duties:
        if case.shift(duty) is None:
            yield Finding(duty.post, 1, detail=_where(duty))
    yield from (found for one in staffing(case) if (found := one.finding) is not None)


def escort_tied(case: Case) -> Findings:
    """Each escorted class has its escorts whenever it comes."""
    yield from (found for one in escorts(case) if (found := one.finding) is not None)
    yield from _escorted_otherwise(case)


def _escorted_otherwise(case: Case) -> Findings:
    """Escorts of whom the plan says that they fetch a class which never comes, or which another one fetches on its dates."""
    named = {(d.helper, *d.place): d for d in case.plan.duties if d.escorts is not None}
    if not named:
        return
    coming: dict[tuple[str, str, str, int], list[str]] = defaultdict(list)
    for visit, demand, cell in case.visits:
        for post in case.school.posts:
            if post.escort and post.escort.demand == demand.id:
                for o in cell.occasions:
                    for slot in (0, visit.slot or 0):
                        coming[post.id, visit.turn, o.window or "", slot].append(visit.visitor)
    fetched = defaultdict(list)
    for s in case.duty_sessions:
        fetched[s.helper, s.source, s.turn, s.window, s.slot or 0].append(s)
    for key, duty in named.items():
        there = set(coming[duty.place])
        others = [
            s.date
            for s in fetched[key]
            if s.visitor != duty.escorts
            and there <= {v.visitor for v in case.visit_sessions if (v.date, v.window) == (s.date, s.window)}
        ]
        if duty.escorts not in there or others:
            yield Finding(duty.helper, 1, tuple(sorted(others)), f"{_where(duty)}: {duty.escorts}")


def _dates_served(case: Case, duty: PlannedDuty, shift: Shift) -> list[Occasion]:
    helper = case.school.helper_by_id[duty.helper]
    return [o for o in shift.occasions if within(o.date, helper.valid_from, helper.valid_until)]


def helper_available(case: Case) -> Findings:
    """A student librarian serves only when able to come, on the own campus, and not in lessons or with the class in the
    library."""
    served = {duty for duty, _ in case.duties}
    for duty in case.plan.duties:
        if duty not in served and case.shift(duty) is not None:
            yield Finding(duty.helper, 1, detail=_where(duty))
    visiting = grouped(case.visit_sessions, "visitor", "date")
    for duty, shift in case.duties:
        helper = case.school.helper_by_id[duty.helper]
        c = case.school.class_by_id[helper.class_id]
        dates, amount = [], 0
        for o in _dates_served(case, duty, shift):
            span = case.timeline.duty_span(shift, o)
            begin = case.timeline.openings.held[o.date, shift.window].time_of(shift.slot).start
            cannot = (
                c.campus != case.school.window_campus(shift.window)
                or is_away(helper.away, o.day, shift.window, span)
                or not case.timeline.bells.helper_is_free(c.id, o.day, Span.between(start=begin, end=span.end))
            )
            own_visit = any(
                s.window != shift.window and s.time and s.time.overlaps(span) for s in visiting.get((c.id, o.date), ())
            )
            if cannot or own_visit:
                dates.append(o.date)
                amount += cannot + own_visit
        if amount:
            yield Finding(duty.helper, amount, tuple(dates), _where(duty))


def helper_suitable(case: Case) -> Findings:
    """A student librarian does only posts trained for, in the post's grades."""
    for duty, _ in case.duties:
        helper, post = case.school.helper_by_id[duty.helper], case.school.post_by_id[duty.post]
        trained = post.id in helper.posts if helper.posts is not None else not post.trained
        if not trained or not case.school.class_by_id[helper.class_id].is_of(post.grades):
            yield Finding(duty.helper, 1, detail=_where(duty))


def arrival_fits(case: Case) -> Findings:
    """Student librarians can be there when the duty begins: lessons and lunch are over."""
    for duty, shift in case.duties:
        c = case.school.helper_by_id[duty.helper].class_id
        dates = []
        for o in _dates_served(case, duty, shift):
            arrival = case.timeline.duty_span(shift, o).start
            begin = case.timeline.openings.held[o.date, shift.window].time_of(shift.slot).start
            if arrival < begin and not case.timeline.bells.helper_is_free(c, o.day, Span.between(start=arrival, end=begin)):
                dates.append(o.date)
        if dates:
            yield Finding(duty.helper, len(dates), tuple(dates), _where(duty))


def weekly(case: Case) -> Counter[tuple[str, str]]:
    """Duties of each helper in each week of the calendar, date by date; a day of the pattern that comes a second
    time in its week is a further duty where the school counts dates (``School.counts_dates``)."""
    counts: Counter[tuple[str, str]] = Counter()
    for duty, shift in case.duties:
        weeks = [(duty.helper, calendar_week(case.school.term, o.date)) for o in _dates_served(case, duty, shift)]
        counts.update(weeks if case.school.counts_dates(case.school.helper_by_id[duty.helper]) else set(weeks))
    return counts


def duty_max(case: Case) -> Findings:
    """No student librarian serves more often in a week than allowed. What the plans before held in the week counts; of it a
    plan can break no more than it adds."""
    first, goes_on = calendar_week(case.school.term, case.plan.effective_from), _going_on(case)
    for (helper, week), count in sorted(weekly(case).items()):
        most = case.school.most_duties(case.school.helper_by_id[helper])
        before, same = goes_on[helper] if week == first else (0, 0)
        if most is not None and min(count - same, before + count - same - most) > 0:
            yield Finding(helper, min(count - same, before + count - same - most), detail=week)


def _going_on(case: Case) -> dict[str, tuple[int, int]]:
    """Helper -> (duties that the plans before held in the week in which this one begins, those of its own that are the same:
    a make-up day can run a day of the pattern once more)."""
    first = calendar_week(case.school.term, case.plan.effective_from)
    held: dict[str, list[tuple[str, str, str, int]]] = defaultdict(list)
    for d in case.plan.served:
        if calendar_week(case.school.term, d.date) == first:
            held[d.helper].append((d.post, d.turn, d.window, d.slot or 0))
    found = {}
    for helper, places in held.items():
        mine = {
            (duty.post, position_of(duty.turn), duty.window, duty.slot or 0)
            for duty, shift in case.duties
            if duty.helper == helper
            and any(calendar_week(case.school.term, o.date) == first for o in _dates_served(case, duty, shift))
        }
        dated = case.school.counts_dates(case.school.helper_by_id[helper])
        found[helper] = (len(places), 0) if dated else (len(set(places)), len(mine & set(places)))
    return defaultdict(lambda: (0, 0), found)


def duty_min(case: Case) -> Findings:
    """Every student librarian serves at least as often as agreed."""
    counts, totals = weekly(case), Counter(duty.helper for duty, shift in case.duties if as_trainee(case, duty, shift))
    owed = full_weeks(case.timeline)
    for helper in case.school.helper_by_id.values():
        if helper.trainee:
            missing = case.school.duties.trainee_duties - totals[helper.id] - case.plan.trained.get(helper.id, 0)
            if missing > 0:
                yield Finding(helper.id, missing)
            if not helper.moves_up:
                continue
        least = case.school.fewest_duties(helper)
        for week, dates in owed.items():
            if (
                all(within(d, helper.valid_from, helper.valid_until) and not helper.trainee_on(d) for d in dates)
                and counts[helper.id, week] < least
            ):
                yield Finding(helper.id, least - counts[helper.id, week], detail=week)


def as_trainee(case: Case, duty: PlannedDuty, shift: Shift) -> bool:
    """Whether a helper does a duty as a trainee: on all its dates."""
    helper = case.school.helper_by_id[duty.helper]
    return helper.trainee and all(helper.trainee_on(o.date) for o in _dates_served(case, duty, shift))


def one_duty_a_day(case: Case) -> Findings:
    """A student librarian serves at most once a day."""
    for (helper, date), found in grouped(case.duty_sessions, "helper", "date").items():
        if len(found) > 1:
            yield Finding(str(helper), len(found) - 1, (date,))  # type: ignore[arg-type]


def no_consecutive(case: Case) -> Findings:
    """A student librarian does not serve on two days in a row, where the school says so."""
    if case.school.duties.consecutive_days:
        return
    days: dict[str, set[dt.date]] = defaultdict(set)
    for duty, shift in case.duties:
        days[duty.helper] |= {o.date for o in _dates_served(case, duty, shift)}
    begin = case.plan.effective_from
    for served in case.plan.served:
        if served.date == begin - dt.timedelta(1):
            days[served.helper].add(served.date)
    label = {day.date: day.label for day in case.timeline.open_days}
    for helper, dates in days.items():
        for date in sorted(dates):
            following = date + dt.timedelta(1)
            # A make-up day can run a day of the pattern on two dates in a row: that is one and the same duty.
            same = not case.school.counts_dates() and label.get(date) == label.get(following)
            if following in dates and not same:
                yield Finding(helper, 1, (date,))


def trainee_paired(case: Case) -> Findings:
    """A trainee serves beside trained student librarians of the same post."""
    trained = _staff(case)
    trainees = Counter(
        (s.source, s.window or "", s.slot, s.date)
        for s in case.duty_sessions
        if case.school.helper_by_id[s.helper or ""].trainee_on(s.date)
    )
    for place, count in trainees.items():
        over = max(count - case.school.duties.trainees_per_post, count - trained[place])
        if over > 0:
            yield Finding(place[0], over, (place[3],), f"{place[1]} {place[2] or ''}".strip())


def experienced_there(case: Case) -> Findings:
    """Every shift has its experienced student librarians."""
    least = case.school.duties.experienced
    if not least:
        return
    shifts = {(s.window, s.slot, o.date) for s in case.shifts if not case.school.post_by_id[s.post].escort for o in s.occasions}
    there = Counter(
        (s.window, s.slot, s.date)
        for s in case.duty_sessions
        if case.school.helper_by_id[s.helper or ""].experienced
        and not case.school.helper_by_id[s.helper or ""].trainee_on(s.date)
    )
    for window, slot, date in sorted(shifts, key=str):
        if there[window, slot, date] < least:
            yield Finding(window, least - there[window, slot, date], (date,), f"{slot or ''}")
