"""Plan + term -> dated sessions with a stable identity. A pure function; nothing is decided here."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace

from planner.models.days import position_of
from planner.models.plan import Plan, PlannedDuty, PlannedVisit
from planner.models.planfile import Substitution
from planner.models.school import School
from planner.models.session import Expansion, LostVisit, Session
from planner.timeline import Day, Occasion, Shift, Timeline, VisitCell, event_dates, fitted, week_of

_Uses = dict[tuple[str, str], dict[tuple[str, str], list[Session]]]


def expand(school: School, plan: Plan, timeline: Timeline | None = None) -> Expansion:
    """Every session of ``plan`` from its effective date on.

    Visits and duties whose place or helper the school no longer has are left out; the checker names them.
    """
    sessions, lost = drafts(timeline or Timeline(school, plan.effective_from), plan)
    return Expansion(identified(school, sessions), tuple(lost))


def drafts(
    timeline: Timeline, plan: Plan, comes: Callable[[Session], bool] | None = None
) -> tuple[list[Session], list[LostVisit]]:
    """Sessions whose ``uid`` is only what tells them apart within their class or helper, and visits that fall out.

    ``comes`` says of a visit whether it takes place; without it, all do.
    """
    plan = fitted(timeline, plan)
    visits, lost = _visits(timeline, plan)
    visits = [s for s in visits if comes is None or comes(s)]
    return visits + _duties(timeline, plan, visits) + _events(timeline), lost


def _visits(timeline: Timeline, plan: Plan) -> tuple[list[Session], list[LostVisit]]:
    school = timeline.school
    sessions, lost = [], []
    for visit in plan.visits:
        cell = timeline.cell_of(visit)
        if cell is None:
            continue
        demand, campus = school.demand_by_id[visit.demand], _campus(school, visit.visitor)
        used: dict[str | None, tuple[str, ...]] = {}
        for occasion in (*cell.occasions, *cell.tentative):
            span = timeline.visit_span(cell, occasion, visit.visitor)
            if span is None:
                continue
            loss = timeline.loss(visit.demand, visit.visitor, visit.room, occasion, span)
            if loss:
                lost.append(LostVisit(visit.demand, visit.visitor, occasion.date, *loss))
                continue
            if occasion.window not in used:
                also = demand.with_rooms if demand.is_lesson else school.window_by_id[occasion.window or ""].with_rooms
                used[occasion.window] = tuple(dict.fromkeys([*([visit.room] if visit.room else []), *sorted(also)]))
            sessions.append(
                Session(
                    uid=_turn_key(timeline, visit.demand, cell, occasion),
                    category=demand.category,
                    date=occasion.date,
                    time=span,
                    source=visit.demand,
                    visitor=visit.visitor,
                    turn=visit.turn,
                    window=occasion.window,
                    slot=visit.slot,
                    period=visit.period,
                    rooms=used[occasion.window],
                    campus=campus,
                    runs_as=_runs_as(occasion.day),
                    confirmed=occasion.day.confirmed,
                    led_by=leader(timeline, visit, occasion),
                )
            )
    return sessions, lost


def leader(timeline: Timeline, visit: PlannedVisit, occasion: Occasion) -> str | None:
    """Who comes with a visit: the class teacher, or the one who gives the lesson; None when unknown or nobody."""
    accompany = timeline.school.demand_by_id[visit.demand].accompany
    c = timeline.school.class_by_id.get(visit.visitor)
    if c is None or accompany == "nobody":
        return None
    if accompany == "class_teacher":
        return c.teacher
    lessons = timeline.bells.lessons(c.id, occasion.day) if visit.period else ()
    return next((lesson.teacher for lesson, _span in lessons if lesson.period == visit.period), None)


def _turn_key(timeline: Timeline, demand: str, cell: VisitCell, occasion: Occasion) -> str:
    """What names a visit among those of its class and demand: its week, or its round where rounds slide."""
    if timeline.school.demand_by_id[demand].cycle.kind != "sliding":
        return f"w{week_of(timeline.school.term, occasion.date):02d}"
    # Rounds are counted through all stretches of the term.
    mine = [t for t in timeline.turns[demand] if position_of(t.label) == position_of(cell.turn)]
    return f"r{sorted((o for t in mine for o in t.occasions), key=_when).index(occasion) + 1}"


def _when(occasion: Occasion) -> tuple[dt.date, str]:
    return occasion.date, occasion.window or ""


def _duties(timeline: Timeline, plan: Plan, visits: list[Session]) -> list[Session]:
    school = timeline.school
    visiting: dict[tuple[dt.date, str, str, int], list[str]] = defaultdict(list)
    for s in visits:
        if s.window and s.visitor:
            visiting[s.date, s.source, s.window, s.slot or 1].append(s.visitor)
    # Shifts hold all their dates and are slow to hash: their keys are not.
    teams: dict[tuple[tuple[str, str, str, int], dt.date], tuple[Shift, Occasion, list[PlannedDuty]]] = {}
    for duty in plan.duties:
        shift = timeline.shift_of(duty)
        helper = school.helper_by_id.get(duty.helper)
        for occasion in (*shift.occasions, *shift.tentative) if shift and helper else ():
            if shift and helper and serves_on(helper.valid_from, helper.valid_until, occasion.date):
                teams.setdefault((shift.key, occasion.date), (shift, occasion, []))[2].append(duty)
    sessions = []
    for shift, occasion, team in teams.values():
        post = school.post_by_id[shift.post]
        escorted: dict[str, str] = {}
        if post.escort:
            classes = visiting[occasion.date, post.escort.demand, shift.window, shift.slot or 1]
            escorted = pair_escorts(school, [d.helper for d in team], classes, post.escort.per_class)
        rooms = tuple(sorted(school.window_by_id[shift.window].rooms))
        week, span = f"w{week_of(school.term, occasion.date):02d}", timeline.duty_span(shift, occasion)
        sessions += [
            Session(
                uid=week,
                category="DUTY",
                date=occasion.date,
                time=span,
                source=shift.post,
                visitor=escorted.get(duty.helper),
                helper=duty.helper,
                turn=shift.turn,
                window=shift.window,
                slot=shift.slot,
                rooms=rooms,
                campus=school.window_campus(shift.window),
                runs_as=_runs_as(occasion.day),
                confirmed=occasion.day.confirmed,
            )
            for duty in team
        ]
    return sessions


def serves_on(first: dt.date | None, last: dt.date | None, date: dt.date) -> bool:
    """Whether a helper has begun and not yet left on a date."""
    return (first is None or date >= first) and (last is None or date <= last)


def pair_escorts(school: School, helpers: Iterable[str], classes: Iterable[str], per_class: int) -> dict[str, str]:
    """Helper -> class escorted: helpers of the class itself first, then in the order of the lists."""
    place = {c: n for n, c in enumerate(school.class_by_id)}
    order = {h: n for n, h in enumerate(school.helper_by_id)}
    left = sorted(helpers, key=lambda h: order[h])
    paired: dict[str, str] = {}
    for c in sorted(classes, key=lambda c: place[c]):
        left.sort(key=lambda h: (school.helper_by_id[h].class_id != c, order[h]))
        for helper in left[:per_class]:
            paired[helper] = c
        left = left[per_class:]
    return paired


def identified(school: School, sessions: Iterable[Session]) -> tuple[Session, ...]:
    """Drafts in order of date, each with its uid and ordinal. Two of a kind in one week are told apart by their order."""
    groups: dict[tuple[str, str], list[Session]] = defaultdict(list)
    for s in sessions:
        if s.category == "EVENT":
            groups["event", s.source].append(s)
        else:
            groups[(s.helper or "", "duty") if s.category == "DUTY" else (s.visitor or "", s.source)].append(s)
    out = []
    for (who, what), found in groups.items():
        seen: dict[str, int] = defaultdict(int)
        in_order = sorted(found, key=lambda s: (s.date, s.time.start if s.time else dt.time.min, s.source))
        for n, s in enumerate(in_order, start=1):
            seen[s.uid] += 1
            key = s.uid if seen[s.uid] == 1 else f"{s.uid}.{seen[s.uid]}"
            key = str(n) if s.category == "EVENT" else key
            out.append(s.named(f"{school.term.id}-{who}-{what}-{key}@{school.namespace}.lunjie", n))
    return tuple(sorted(out, key=lambda s: s.order))


def substituted(school: School, sessions: Iterable[Session], substitutions: Iterable[Substitution]) -> tuple[Session, ...]:
    """Sessions with single duties given to substitutes, each under a uid of its own; every other session stays as it is.

    The uid names both helpers and the week, so that neither's other duties are counted anew.
    """
    instead = {s.order: s.substitute for s in substitutions if s.substitute in school.helper_by_id}
    out = []
    for s in sessions:
        key = (s.date, s.window or "", s.source, s.slot or 0, s.helper or "")
        new = instead.get(key) if s.category == "DUTY" else None
        if new is not None:
            own, other = f"{school.term.id}-{s.helper}-duty-", f"{school.term.id}-{new}-for-{s.helper}-"
            s = replace(s, uid=s.uid.replace(own, other, 1), helper=new, instead_of=s.helper)
        out.append(s)
    return tuple(sorted(out, key=lambda s: s.order))


def _events(timeline: Timeline) -> list[Session]:
    school = timeline.school
    sessions = []
    for event in sorted(school.events, key=lambda e: e.id):
        for date in event_dates(event, timeline.days):
            sessions.append(
                Session(
                    uid="",
                    category="EVENT",
                    date=date,
                    time=event.time,
                    source=event.id,
                    rooms=tuple(sorted(event.closes_rooms)),
                )
            )
    return sessions


def _runs_as(day: Day) -> str | None:
    return day.label if day.changed else None


def _campus(school: School, visitor: str) -> str | None:
    c = school.class_by_id.get(visitor)
    return c.campus if c else None
