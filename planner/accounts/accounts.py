"""The accounts of a term: what the plan promises, what is held, what is lost and why, what is made up, what is still owed."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from planner.models.plan import Plan, PlannedDuty, PlannedVisit
from planner.models.report import Accounts, DutyAccount, LostDuty, NotHeld, VisitAccount, WindowAccount
from planner.models.school import School
from planner.models.session import Expansion, LostVisit, Session
from planner.sessions.expand import expand, serves_on
from planner.timeline import Timeline, day_of_turn, fitted, visitors_of, week_of
from planner.timeline.promise import Due, Key, Promises

_ROUNDS = frozenset({"sliding", "dated"})
"""Cycles that promise only what is held: a date that falls out costs nobody a turn."""


def accounts(
    school: School,
    plan: Plan,
    timeline: Timeline | None = None,
    expansion: Expansion | None = None,
    makeups: Iterable[Session] = (),
) -> Accounts:
    """Account for every visit, duty and window of ``plan`` from its effective date on.

    ``makeups`` are sessions that replace lost visits; each settles one lost visit of its class and demand on the date it
    names in ``made_up_for``, and counts as extra when there is no such loss; duties among them are extra duties. Dates not
    yet confirmed count as not held.
    """
    makeups = list(makeups)
    timeline = timeline or Timeline(school, plan.effective_from)
    plan = fitted(timeline, plan)
    expansion = expansion or expand(school, plan, timeline)
    promises = Promises(timeline)
    return Accounts(
        visits=_Visits(timeline, promises, expansion).accounts(plan, makeups),
        duties=_duties(timeline, promises, expansion, plan, makeups),
        windows=tuple(_window(timeline, promises, w) for w in school.window_by_id),
    )


@dataclass
class _Tally:
    promised: int = 0
    held: int = 0
    extra: int = 0
    lost: list[LostVisit] = field(default_factory=list)


class _Visits:
    """Visits of a plan against the sessions that come of it."""

    def __init__(self, timeline: Timeline, promises: Promises, expansion: Expansion) -> None:
        self._timeline = timeline
        self._promises = promises
        self._sessions: dict[tuple[str, str | None, str | None, int | None, str | None], list[Session]] = defaultdict(list)
        for s in expansion.sessions:
            if s.confirmed and s.category in {"BORROWING", "READING"} and s.date >= timeline.since and s.made_up_for is None:
                self._sessions[s.source, s.visitor, s.turn, s.slot, s.period].append(s)
        self._lost: dict[tuple[str, str], dict[tuple[str, Key], LostVisit]] = defaultdict(dict)
        self._lost_dates: dict[tuple[str, str], dict[dt.date, LostVisit]] = defaultdict(dict)
        for loss in expansion.lost:
            day = timeline.day_by_date[loss.date]
            if day.confirmed and loss.date >= timeline.since:
                self._lost[loss.demand, loss.visitor][day.label, promises.key(day)] = loss
                self._lost_dates[loss.demand, loss.visitor][loss.date] = loss
        self._reasons: dict[tuple[str, Due, str | None], tuple[dt.date, str, str]] = {}

    def accounts(self, plan: Plan, makeups: list[Session]) -> tuple[VisitAccount, ...]:
        school = self._timeline.school
        tallies = {(v, d.id): _Tally() for d in school.demand_by_id.values() for v in visitors_of(school, d)}
        for visit in plan.visits:
            tally = tallies.get((visit.visitor, visit.demand))
            if tally is None:
                continue
            demand = school.demand_by_id[visit.demand]
            if demand.cycle.kind in _ROUNDS:
                self._count_round(visit, tally)
            else:
                self._count_pattern(visit, tally)
        settled: dict[tuple[str, str], list[dt.date]] = defaultdict(list)
        for s in makeups:
            if s.made_up_for is not None and s.visitor is not None:
                settled[s.visitor, s.source].append(s.made_up_for)
        return tuple(_visit_account(v, d, tally, settled.get((v, d), [])) for (v, d), tally in tallies.items())

    def _count_round(self, visit: PlannedVisit, tally: _Tally) -> None:
        cell = self._timeline.cell_of(visit)
        if cell is None:
            return
        there = {(s.date, s.window) for s in self._sessions_of(visit)}
        for occasion in cell.occasions:
            tally.promised += 1
            if (occasion.date, occasion.window) in there:
                tally.held += 1
                continue
            known = self._lost_dates[visit.demand, visit.visitor].get(occasion.date)
            tally.lost.append(known or LostVisit(visit.demand, visit.visitor, occasion.date, "no_place"))

    def _count_pattern(self, visit: PlannedVisit, tally: _Tally) -> None:
        demand, label = self._timeline.school.demand_by_id[visit.demand], day_of_turn(visit.turn)
        if visit.window is not None and visit.window not in self._timeline.school.window_by_id:
            return
        key_of, day_of = self._promises.key, self._timeline.day_by_date
        found = [key_of(day_of[s.date]) for s in self._sessions_of(visit)]
        keys = set(found)
        dues = self._promises.of_demand(demand, visit.turn, visit.window)
        missing = [due for due in dues if due.key not in keys]
        tally.promised += len(dues)
        tally.held += len(dues) - len(missing)
        tally.extra += len(found) - (len(dues) - len(missing))
        for due in missing:
            known = self._lost[visit.demand, visit.visitor].get((label, due.key))
            if known is None:
                known = LostVisit(visit.demand, visit.visitor, *self._why_not(label, due, visit.window))
            tally.lost.append(known)

    def _sessions_of(self, visit: PlannedVisit) -> list[Session]:
        found = self._sessions.get((visit.demand, visit.visitor, visit.turn, visit.slot, visit.period), [])
        return [s for s in found if visit.window in (None, s.window) and (visit.room is None or visit.room in s.rooms)]

    def _why_not(self, label: str, due: Due, window: str | None) -> tuple[dt.date, str, str]:
        key = (label, due, window)
        if key not in self._reasons:
            why = self._promises.why_not(label, due, window)
            self._reasons[key] = (why.date, why.reason, why.detail)
        return self._reasons[key]


def _visit_account(visitor: str, demand: str, tally: _Tally, settled: list[dt.date]) -> VisitAccount:
    owing = [loss.date for loss in tally.lost]
    made_up = 0
    for date in settled:
        if date in owing:
            owing.remove(date)
            made_up += 1
    return VisitAccount(
        visitor=visitor,
        demand=demand,
        promised=tally.promised,
        held=tally.held,
        lost=tuple(sorted(tally.lost, key=lambda loss: loss.date)),
        made_up=made_up,
        owed=tally.promised - tally.held - made_up,
        extra=tally.extra + len(settled) - made_up,
    )


def _duties(
    timeline: Timeline, promises: Promises, expansion: Expansion, plan: Plan, makeups: list[Session]
) -> tuple[DutyAccount, ...]:
    school = timeline.school
    sessions: dict[tuple[str | None, str, str | None, str | None, int | None], list[Session]] = defaultdict(list)
    for s in expansion.sessions:
        if s.category == "DUTY" and s.confirmed and s.date >= timeline.since:
            sessions[s.helper, s.source, s.turn, s.window, s.slot].append(s)
    counted: dict[str, _DutyTally] = {h: _DutyTally() for h in school.helper_by_id}
    for duty in plan.duties:
        if duty.helper in counted and duty.post in school.post_by_id and duty.window in school.window_by_id:
            found = sessions[duty.helper, duty.post, duty.turn, duty.window, duty.slot]
            _count_duty(timeline, promises, duty, found, counted[duty.helper])
    for s in makeups:
        if s.category == "DUTY" and s.helper in counted:
            counted[s.helper].extra += 1
            counted[s.helper].minutes += s.time.minutes if s.time else 0
    return tuple(
        DutyAccount(h, t.promised, t.held, tuple(sorted(t.lost, key=lambda x: (x.date, x.post))), t.minutes, t.extra)
        for h, t in counted.items()
    )


@dataclass
class _DutyTally:
    promised: int = 0
    held: int = 0
    extra: int = 0
    minutes: int = 0
    lost: list[LostDuty] = field(default_factory=list)


def _count_duty(timeline: Timeline, promises: Promises, duty: PlannedDuty, found: list[Session], tally: _DutyTally) -> None:
    tally.minutes += sum(s.time.minutes for s in found if s.time)
    if timeline.school.duties.cycle.kind in _ROUNDS:
        tally.promised += len(found)
        tally.held += len(found)
        return
    helper, label = timeline.school.helper_by_id[duty.helper], day_of_turn(duty.turn)
    post = timeline.school.post_by_id[duty.post]
    keys = {promises.key(timeline.day_by_date[s.date]) for s in found}
    held = 0
    for due in promises.of_post(post, duty.turn, duty.window):
        if due.key in keys:
            held += 1
        elif serves_on(helper.valid_from, helper.valid_until, due.date):
            why = promises.why_not(label, due, duty.window)
            tally.lost.append(LostDuty(duty.helper, duty.post, why.date, why.reason, why.detail))
            tally.promised += 1
    tally.promised += held
    tally.held += held
    tally.extra += len(found) - held


def _window(timeline: Timeline, promises: Promises, window: str) -> WindowAccount:
    openings = sorted(
        (o for (date, w), o in timeline.openings.held.items() if w == window and date >= timeline.since), key=lambda o: o.date
    )
    held = [o for o in openings if o.day.confirmed]
    kept = {promises.held_as(window, o.day) for o in held}
    missing = {}
    for label, due in promises.of_window(window):
        if (label, due.key) not in kept:
            why = promises.why_not(label, due, window)
            missing[why.date] = NotHeld(why.date, why.reason, why.detail)
    # A make-up day on which it stays shut, beside the ordinary day that was held or closed.
    for n in timeline.openings.not_held:
        if n.window == window and n.date >= timeline.since:
            missing.setdefault(n.date, NotHeld(n.date, n.reason, n.detail))
    for o in openings:
        if not o.day.confirmed:
            missing.setdefault(o.date, NotHeld(o.date, "unconfirmed"))
    term = timeline.school.term
    minutes = dict.fromkeys(range(week_of(term, timeline.since), week_of(term, term.end) + 1), 0)
    for o in held:
        minutes[week_of(term, o.date)] += sum(span.minutes for span in o.spans)
    return WindowAccount(
        window=window,
        held=tuple(o.date for o in held),
        recall=tuple(o.date for o in held if not o.loans),
        not_held=tuple(missing[date] for date in sorted(missing)),
        minutes=tuple(minutes.items()),
    )
