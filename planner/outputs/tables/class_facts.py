"""What one class is told: each of its visits with time, room, dates and what is different on some of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from planner.messages.wording import clauses, date_text, long_day_name, period_name, single_dates_text, translator, turn_name
from planner.models.session import LostVisit, Session
from planner.models.visits import Demand
from planner.outputs.tables.rare import weeks_of
from planner.outputs.tables.source import Source
from planner.timeline import Day, VisitCell, own_weekday, week_number


@dataclass(frozen=True)
class ClassVisit:
    """One visit that repeats; all texts may be empty except ``name`` and ``when``."""

    demand: Demand
    name: str
    when: str
    """周二 12:05-12:20; 第4次 12:05-12:20."""
    room: str
    led: str
    """Who comes with the class, never a name."""
    dates: str
    """The dates one by one, where no weekday tells them."""
    sessions: tuple[Session, ...]


def class_visits(source: Source, class_id: str) -> tuple[ClassVisit, ...]:
    """The visits of a class in the order of the school's demands; only those that take place on a confirmed date."""
    place = {d: n for n, d in enumerate(source.school.demand_by_id)}
    own = [(v, cell) for v, cell in source.placed if v.visitor == class_id]
    found = []
    for v, cell in sorted(own, key=lambda x: place[x[0].demand]):
        demand = source.school.demand_by_id[v.demand]
        if demand.kind == "teacher_reading":  # a teacher may have the id of a class
            continue
        held = {o.date for o in cell.occasions}
        sessions = tuple(
            s
            for s in source.expansion.published
            if (s.source, s.visitor, s.turn) == (v.demand, class_id, v.turn) and s.helper is None and s.date in held
        )
        if not sessions:
            continue
        single = cell.week is None and "#" not in cell.turn
        dates = single_dates_text(source.language, [s.date for s in sessions]) if cell.week is None and not single else ""
        when = " ".join(x for x in (turn_of(source, cell), _period(source, cell), times(source, sessions)) if x)
        found.append(
            ClassVisit(
                demand=demand,
                name=demand.name.in_(source.language),
                when=when,
                room=source.room_name(v.room),
                led=_led(source, demand),
                dates=dates,
                sessions=sessions,
            )
        )
    return tuple(found)


def lost_visits(source: Source, class_id: str) -> tuple[LostVisit, ...]:
    """Planned visits of a class that do not take place."""
    own = {c for c, d in source.school.demand_by_id.items() if d.kind != "teacher_reading"}
    lost = [x for x in source.expansion.lost if x.visitor == class_id and x.demand in own]
    return tuple(sorted(lost, key=lambda x: (x.date, x.demand)))


def turn_of(source: Source, cell: VisitCell) -> str:
    """周二; 双周 周二; 第4次; a single date."""
    if cell.week is None:
        return turn_name(source.language, cell.turn, source.school.term)
    week = weeks_of(source, cell)
    return f"{week} {source.day(cell.day or '')}".strip()


def _period(source: Source, cell: VisitCell) -> str:
    return period_name(source.language, cell.period) if cell.period else ""


def times(source: Source, sessions: Sequence[Session]) -> str:
    """12:05-12:20; with the new times of winter behind it, where a time changes for good."""
    found: list[tuple[dt.date, str]] = []
    for s in sessions:
        text = source.span(s.time) if s.time else ""
        if text and (not found or found[-1][1] != text):
            found.append((s.date, text))
    if not found:
        return ""
    if len({text for _date, text in found}) > 2:  # another time on single days: no sentence holds them all
        return _usual(source, sessions)
    _ = translator(source.language)
    later = [_("from {date} {time}", date=date_text(source.language, date), time=text) for date, text in found[1:]]
    return clauses(source.language, [found[0][1], *later])


def _usual(source: Source, sessions: Sequence[Session]) -> str:
    texts = [source.span(s.time) for s in sessions if s.time]
    return max(dict.fromkeys(texts), key=texts.count)


def _led(source: Source, demand: Demand) -> str:
    _ = translator(source.language)
    return {"subject_teacher": _("with the teacher of the lesson"), "class_teacher": _("with the class teacher")}.get(
        demand.accompany, ""
    )


def from_to(source: Source, sessions: Iterable[Session]) -> str:
    """3月3日（周二）至6月23日（周二），共16次."""
    _ = translator(source.language)
    dates = sorted(s.date for s in sessions)
    if len(dates) == 1:
        return date_text(source.language, dates[0])
    first, last = (date_text(source.language, d) for d in (dates[0], dates[-1]))
    return _("{first} to {last}, {count} times", first=first, last=last, count=len(dates))


def other_days(source: Source, sessions: Iterable[Session]) -> tuple[str, ...]:
    """Make-up days on which a session is held, each with the day that it runs: 5月9日（周六）按周二安排."""
    _ = translator(source.language)
    days = source.timeline.day_by_date
    lines = []
    for date in sorted({s.date for s in sessions}):
        day = days[date]
        if day.changed:
            lines.append(
                _("{date} follows the timetable of {day}.", date=date_text(source.language, date), day=_runs_as(source, day))
            )
    return tuple(lines)


def _runs_as(source: Source, day: Day) -> str:
    _, name = translator(source.language), long_day_name(source.language, day.label, source.school.term)
    if day.week == week_number(source.school.term, day.date) or day.label != own_weekday(day.date):
        return name
    return _("{day} of week {n}", day=name, n=day.week)
