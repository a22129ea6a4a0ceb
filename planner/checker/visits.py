"""What is wrong with the visits of a plan, rule by rule, on the real dates."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable

from planner.checker.case import Case, Finding, Findings, busiest, grouped
from planner.models.plan import PlannedVisit
from planner.models.session import Session
from planner.models.values import Span
from planner.models.visits import READING_KINDS, Demand, Pin
from planner.timeline import Occasion, VisitCell, fits, is_away, pinned_in, subjects_for


def demand_met(case: Case) -> Findings:
    """Each class gets its visits in every cycle."""
    counts = Counter((v.visitor, v.demand, v.stretch) for v in case.plan.visits)
    for place in sorted({*case.due_in, *counts}):
        due, planned = case.due_in.get(place, 0), counts.get(place, 0)
        if due < planned or (due > planned and place[1:] in case.timeline.whole):
            yield Finding(" ".join(x for x in place if x), abs(due - planned), detail=f"{planned}/{due}")


def _where(visit: PlannedVisit) -> str:
    parts = (visit.demand, visit.turn, visit.window, visit.slot and str(visit.slot), visit.period, visit.room)
    return " ".join(str(p) for p in parts if p)


def _each(case: Case, broken: Callable[[PlannedVisit, Demand, VisitCell, Occasion, Span], bool]) -> Findings:
    for visit, demand, cell, dated in case.dated_visits:
        dates = [occasion.date for occasion, span in dated if broken(visit, demand, cell, occasion, span)]
        if dates:
            yield Finding(visit.visitor, len(dates), tuple(dates), _where(visit))


def eligible(case: Case) -> Findings:
    """A visit stands only in a slot or lesson meant for it."""
    for visit in case.plan.settled:
        if not case.is_settled(visit):
            yield Finding(visit.visitor, 1, detail=_where(visit))
    standing = iter(case.dated_visits)
    for visit in case.plan.visits:
        if case.cell(visit) is None:
            yield Finding(visit.visitor, 1, detail=_where(visit))
            continue
        _visit, demand, cell, dated = next(standing)
        meant = {occasion.date for occasion, _span in dated if _is_meant(case, visit, demand, occasion)}
        dates = tuple(o.date for o in cell.occasions if o.date not in meant)
        if dates:
            yield Finding(visit.visitor, len(dates), dates, _where(visit))


def _is_meant(case: Case, visit: PlannedVisit, demand: Demand, occasion: Occasion) -> bool:
    c = case.school.class_by_id.get(visit.visitor)
    if c is None:
        return True
    if visit.room and case.school.room_campus(visit.room) != c.campus:
        return False
    if not demand.is_lesson:
        window = case.school.window_by_id[occasion.window or ""]
        return case.school.window_campus(window.id) == c.campus and c.is_of(window.grades)
    lessons = [lesson for lesson, _ in case.timeline.bells.lessons(c.id, occasion.day) if lesson.period == visit.period]
    return any(lesson.subject in subjects_for(demand, grade) for lesson in lessons for grade in c.grades)


def forbidden(case: Case) -> Findings:
    """No visit where the school has ruled it out."""
    bans = {d.id: [(ban, set(case.school.select(ban))) for ban in d.bans] for d in case.school.demands}
    yield from _each(
        case,
        lambda visit, demand, cell, occasion, _: any(
            visit.visitor in who and fits(ban, cell, occasion) for ban, who in bans[demand.id]
        ),
    )


def pinned(case: Case) -> Findings:
    """A visit the librarian has pinned stays there."""
    for demand in case.school.demand_by_id.values():
        for pin in dict.fromkeys(demand.pins):
            for visitor in case.school.select(pin):
                keys = list(dict.fromkeys(k for v, d, k in case.due_in if (v, d) == (visitor, demand.id)))
                for key in pinned_in(case.timeline, demand.id, pin, keys):
                    if case.due_in[visitor, demand.id, key] and not _is_there(case, visitor, demand.id, key, pin):
                        yield Finding(visitor, 1, detail=f"{demand.id} {key}".strip())


def _is_there(case: Case, visitor: str, demand: str, stretch: str, pin: Pin) -> bool:
    mine = [c for v, d, c in case.visits if (v.visitor, d.id, c.stretch) == (visitor, demand, stretch)]
    mine += [
        case.timeline.over[v.place]
        for v in case.plan.settled
        if (v.visitor, v.demand) == (visitor, demand) and v.place in case.timeline.over
    ]
    return any(all(fits(pin, cell, o) for o in cell.occasions) for cell in mine)


def class_free(case: Case) -> Findings:
    """A class comes only when it has no other lesson, does not eat and is at school."""
    yield from _each(
        case,
        lambda visit, demand, cell, occasion, span: (
            not demand.is_lesson
            and visit.visitor in case.school.class_by_id
            and not case.timeline.bells.class_is_free(visit.visitor, occasion.day, span)
        ),
    )


def teacher_free(case: Case) -> Findings:
    """The accompanying teacher is free and with one class at a time."""
    away = {t.id: t.away for t in case.school.teachers}

    def is_taken(visit: PlannedVisit, demand: Demand, cell: VisitCell, occasion: Occasion, span: Span) -> bool:
        teacher = case.teacher(visit, demand, occasion)
        if teacher is None:
            return False
        if is_away(away.get(teacher, ()), occasion.day, occasion.window, span):
            return True
        own = demand.kind == "lesson_reading"
        return any(
            span.overlaps(other)
            for lesson, other in case.timeline.bells.teacher_lessons(teacher, occasion.day)
            if not (own and lesson.class_id == visit.visitor and lesson.period == visit.period)
        )

    yield from _each(case, is_taken)
    with_teacher: dict[tuple[str, dt.date], list[Session]] = defaultdict(list)
    planned: dict[tuple[object, ...], list[tuple[PlannedVisit, Demand, VisitCell]]] = defaultdict(list)
    for v, d, c in case.visits:
        planned[v.visitor, v.demand, v.turn, v.slot, v.period].append((v, d, c))
    for s in case.visit_sessions:
        visit, demand, cell = next(
            found for found in planned[s.visitor, s.source, s.turn, s.slot, s.period] if found[0].window in (None, s.window)
        )
        teacher = case.teacher(visit, demand, cell.occasions[0])
        if teacher is not None:
            with_teacher[teacher, s.date].append(s)
    for (teacher, date), sessions in sorted(with_teacher.items()):
        most = max(busiest(sessions), key=len, default=[])
        if len(most) > 1:
            yield Finding(teacher, len(most) - 1, (date,), " ".join(sorted(s.visitor or "" for s in most)))


def one_visit_a_day(case: Case) -> Findings:
    """A class comes at most once a day."""
    for (visitor, date), sessions in grouped(case.visit_sessions, "visitor", "date").items():
        if len(sessions) > 1:
            yield Finding(str(visitor), len(sessions) - 1, (date,), " ".join(s.source for s in sessions))  # type: ignore[arg-type]


def _excess(case: Case, sessions: list[Session], classes: int | None, heads: int | None) -> int:
    demands = [case.school.demand_by_id[s.source] for s in sessions]
    many = sum(d.kind != "appointment" for d in demands)
    people = sum(case.heads(d, s.visitor or "") for d, s in zip(demands, sessions, strict=True))
    return max(0, many - classes if classes is not None else 0, people - heads if heads is not None else 0)


def slot_capacity(case: Case) -> Findings:
    """A slot takes no more classes and pupils than it has room for."""
    in_windows = [s for s in case.visit_sessions if s.window]
    for (window, slot, date), sessions in grouped(in_windows, "window", "slot", "date").items():
        limits = case.school.window_by_id[str(window)]
        over = _excess(case, sessions, limits.classes, limits.heads)
        if over:
            yield Finding(f"{window} {slot}", over, (date,), " ".join(sorted(s.visitor or "" for s in sessions)))  # type: ignore[arg-type]


def _in_rooms(sessions: list[Session]) -> dict[tuple[str, dt.date], list[Session]]:
    table: dict[tuple[str, dt.date], list[Session]] = defaultdict(list)
    for s in sessions:
        for room in s.rooms:
            table[room, s.date].append(s)
    return table


def room_capacity(case: Case) -> Findings:
    """A room takes no more classes and pupils at once than it can hold."""
    for (room, date), sessions in sorted(_in_rooms(case.visit_sessions).items()):
        limits = case.school.room_by_id[room]
        over = max((_excess(case, now, limits.classes, limits.heads) for now in busiest(sessions)), default=0)
        if over:
            yield Finding(room, over, (date,))


def room_seats(case: Case) -> Findings:
    """Readers at once have a seat each."""
    readers = [s for s in case.visit_sessions if case.school.demand_by_id[s.source].kind in READING_KINDS]
    for (room, date), sessions in sorted(_in_rooms(readers).items()):
        over = max((_excess(case, now, None, case.school.room_by_id[room].seats) for now in busiest(sessions)), default=0)
        if over:
            yield Finding(room, over, (date,))


def grade_limit(case: Case) -> Findings:
    """Not too many classes of one grade at once."""
    for demand in case.school.demand_by_id.values():
        limits: dict[int, int] = {}
        for limit in demand.grade_limits:
            for grade in limit.grades:
                limits[grade] = min(limit.at_once, limits.get(grade, limit.at_once))
        mine = (
            [s for s in case.visit_sessions if s.source == demand.id and s.visitor in case.school.class_by_id] if limits else []
        )
        for (window, period, slot, date), sessions in grouped(mine, "window", "period", "slot", "date").items():
            grades = Counter(grade for s in sessions for grade in case.school.class_by_id[s.visitor or ""].grades)
            for grade, most in limits.items():
                if grades[grade] > most:
                    yield Finding(
                        f"{demand.id} {grade}",
                        grades[grade] - most,
                        (date,),  # type: ignore[arg-type]
                        f"{window or ''} {period or ''} {slot or ''}".strip(),
                    )


def each_day_served(case: Case) -> Findings:
    """Every open day has at least the required number of classes."""
    for demand in case.school.demand_by_id.values():
        if demand.each_open_day:
            counts = Counter(s.date for s in case.visit_sessions if s.source == demand.id)
            for date in sorted(case.held_on(demand.id)):
                if counts[date] < demand.each_open_day:
                    yield Finding(demand.id, demand.each_open_day - counts[date], (date,))
