"""The lines under a table about the calendar: first and last date, days off, make-up days, what is not settled yet."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from planner.messages.wording import (
    clauses,
    date_text,
    dates_text,
    headed,
    letters_are_odd_and_even,
    listing,
    long_day_name,
    numbers_text,
    period_name,
    sentence,
    sentences,
    translator,
)
from planner.models.days import position_of
from planner.models.plan import PlannedVisit
from planner.models.visits import Demand
from planner.outputs.tables.source import Source, week_order
from planner.timeline import Day, Occasion, Shift, VisitCell, closed_days_of, own_weekday, week_number


def calendar_remarks(
    source: Source, occasions: Collection[Occasion], windows: Collection[str], *, recall: bool
) -> tuple[str, ...]:
    """Remarks for a table whose entries are held at these occasions; ``recall``: nothing is lent in the recall weeks."""
    if not occasions:
        return ()
    held = {o.date for o in occasions}
    days = {o.date: o.day for o in occasions}
    labels = {d.label for d in days.values()}
    lines = [_from_to(source, min(held), max(held), recall=recall)]
    # A later plan counts from its first day: what is closed before its first visit is news, what was closed before it is not.
    first = source.since or min(held)
    lines += _closed(source, labels, source.since or source.school.term.start, max(held))
    lines += _changed(source, held, labels, first)
    lines += _not_held(source, held, windows, first)
    lines += _unconfirmed(source)
    return tuple(line for line in lines if line)


def ends_of_demands(source: Source, demands: Iterable[Demand], occasions: Collection[Occasion]) -> tuple[str, ...]:
    """Of several demands in one table, those that begin or end while others go on."""
    _, language = translator(source.language), source.language
    held = {o.date for o in occasions}
    found = []
    for demand in demands:
        begins = held and demand.valid_from is not None and demand.valid_from > min(held)
        ends = held and demand.valid_until is not None and demand.valid_until < max(held)
        parts = [
            *([_("from {date} on", date=date_text(language, demand.valid_from))] if begins and demand.valid_from else []),
            *([_("until {date}", date=date_text(language, demand.valid_until))] if ends and demand.valid_until else []),
        ]
        if parts:
            found.append(sentence(language, headed(language, demand.name.in_(language), listing(language, parts))))
    return tuple(found)


def not_again(source: Source, placed: Iterable[tuple[PlannedVisit, VisitCell]]) -> tuple[str, ...]:
    """Who does not come on the first date of a table, having come by the table before in the same week or round."""
    _, language = translator(source.language), source.language
    found: dict[dt.date, list[str]] = defaultdict(list)
    for v, cell in placed if source.again else ():
        for o in cell.occasions:
            if (v.demand, v.visitor, o.date, o.window, v.slot, v.period) in source.again:
                found[o.date].append(source.visitor_name(v.visitor))
    words = [{"date": date_text(language, date), "classes": listing(language, who)} for date, who in sorted(found.items())]
    return tuple(_("Not again on {date}, having come by the table before: {classes}.", **said) for said in words)


def _from_to(source: Source, first: dt.date, last: dt.date, *, recall: bool) -> str:
    _, term = translator(source.language), source.school.term
    text = _(
        "First time {first} (week {a}), last time {last} (week {b}).",
        first=date_text(source.language, first),
        last=date_text(source.language, last),
        a=week_number(term, first),
        b=week_number(term, last),
    )
    if recall and term.recall_weeks:
        recalled = _("Weeks {weeks}: returns only, no new loans.", weeks=numbers_text(term.recall_weeks))
        text = sentences(source.language, (text, recalled))
    return text


def _closed(source: Source, labels: set[str], first: dt.date, last: dt.date) -> list[str]:
    _, language = translator(source.language), source.language
    by_name: dict[str, list[dt.date]] = defaultdict(list)
    for closed in closed_days_of(source.school.term):
        if first <= closed.date <= last and (own_weekday(closed.date) in labels or source.school.term.cycle_days):
            by_name[closed.name.in_(language)].append(closed.date)
    if not by_name:
        return []
    days = [_("{name} ({dates})", name=name, dates=dates_text(language, dates)) for name, dates in by_name.items()]
    return [_("Closed: {days}.", days=clauses(language, days))]


def _changed(source: Source, held: set[dt.date], labels: set[str], first: dt.date) -> list[str]:
    _, language = translator(source.language), source.language
    lines = []
    for day in source.timeline.days:
        if not day.changed or not day.confirmed or day.date < first or day.date > max(held):
            continue
        words = {"date": date_text(language, day.date), "day": _runs_as(source, day)}
        if day.date in held:
            lines.append(_("{date} follows the timetable of {day}.", **words))
        elif own_weekday(day.date) in labels:
            lines.append(_("{date} follows the timetable of {day}: not open.", **words))
    return lines


def _runs_as(source: Source, day: Day) -> str:
    """The day whose table counts; with its week where that is not the date's own."""
    _, name = translator(source.language), long_day_name(source.language, day.label, source.school.term)
    if day.week == week_number(source.school.term, day.date):
        return name
    return _("{day} of week {n}", day=name, n=day.week)


def _not_held(source: Source, held: set[dt.date], windows: Collection[str], first: dt.date) -> list[str]:
    """Dates on which a window stays shut for a reason of that date. Without its bell or its room it is no window."""
    _, language = translator(source.language), source.language
    events = {e.id: e.name.in_(language) for e in source.school.events}
    days = source.timeline.day_by_date
    found: dict[str, list[dt.date]] = defaultdict(list)
    for missing in source.timeline.openings.not_held:
        if (
            missing.window not in windows
            or missing.date in held
            or missing.reason in {"no_bell", "room"}
            or not days[missing.date].confirmed
            or not first <= missing.date <= max(held)
        ):
            continue
        note = days[missing.date].note
        reason = {
            "event": events.get(missing.detail, ""),
            "no_after_school": _("no after-school service"),
            "no_adult": _("no librarian on duty"),
            "not_open": note.in_(language) if note else "",
        }.get(missing.reason, "")
        found[reason].append(missing.date)
    if not found:
        return []
    words = {reason: dates_text(language, dates) for reason, dates in found.items()}
    parts = [_("{dates} ({reason})", dates=dates, reason=reason) if reason else dates for reason, dates in words.items()]
    return [_("Not open: {days}.", days=clauses(language, parts))]


def _unconfirmed(source: Source) -> list[str]:
    """Make-up days without an announced timetable: said, and nothing planned on them."""
    _ = translator(source.language)
    dates = [day.date for day in source.timeline.days if not day.confirmed]
    if not dates:
        return []
    words = listing(source.language, [date_text(source.language, d) for d in dates])
    return [_("{dates}: the school has not yet said which timetable runs; nothing is planned.", dates=words)]


def new_times(source: Source, occasions: Collection[Occasion]) -> tuple[str, ...]:
    """Times that replace those in the headings later in the term (winter bell)."""
    _, openings = translator(source.language), source.timeline.openings
    current: dict[tuple[str, str], tuple[str, ...]] = {}
    changes: dict[tuple[dt.date, str, tuple[str, ...]], list[str]] = {}
    from_date: dict[tuple[str, tuple[str, ...]], dt.date] = {}
    for o in sorted((o for o in occasions if o.window), key=lambda o: (o.date, o.window or "")):
        window = o.window or ""
        slots = tuple(source.span(s) for s in openings.held[o.date, window].slots)
        known = current.setdefault((window, o.day.label), slots)
        if known != slots:
            current[window, o.day.label] = slots
            since = from_date.get((window, slots), o.date)
            since = since if (o.date - since).days < 7 else o.date  # the weekdays of one week change together
            from_date[window, slots] = since
            changes.setdefault((since, window, slots), []).append(o.day.label)
    return tuple(
        _("From {date}: {times}.", date=date_text(source.language, since), times=listing(source.language, slots))
        for since, _window, slots in sorted(changes, key=lambda c: (c[0], c[1]))
    )


def new_lesson_times(source: Source, placed: Sequence[tuple[PlannedVisit, VisitCell]]) -> tuple[str, ...]:
    """Times of the periods used that replace those first in force (winter bell)."""
    _, bells = translator(source.language), source.timeline.bells
    changes: dict[tuple[dt.date, str], str] = {}
    current: dict[tuple[str, str, str], str] = {}
    began: dict[tuple[str, str], dt.date] = {}
    lessons = [(o, v.visitor, cell.period) for v, cell in placed if cell.period for o in cell.occasions]
    for o, visitor, period in sorted(lessons, key=lambda x: (x[0].date, x[2], x[1])):
        c = source.school.class_by_id.get(visitor)
        span = bells.period(c, o.day, period) if c else None
        if span is None:
            continue
        words = source.span(span)
        if current.setdefault((visitor, o.day.label, period), words) != words:
            current[visitor, o.day.label, period] = words
            since = began.get((period, words), o.date)
            since = since if (o.date - since).days < 7 else o.date  # the weekdays of one week change together
            began[period, words] = since
            changes[since, period] = f"{period_name(source.language, period)} {words}"
    dates = sorted({since for since, _period in changes})
    return tuple(
        _(
            "From {date}: {times}.",
            date=date_text(source.language, date),
            times=listing(source.language, [words for (since, _p), words in sorted(changes.items()) if since == date]),
        )
        for date in dates
    )


def week_remarks(source: Source, cells: Sequence[VisitCell | Shift]) -> list[str]:
    """Which school weeks A and B are, where they are not the odd and the even ones."""
    _, term = translator(source.language), source.school.term
    weeks = sorted({cell.week for cell in cells if cell.week and position_of(cell.week) in {"A", "B"}}, key=week_order)
    if not weeks or letters_are_odd_and_even(term):
        return []
    notes = []
    for week in weeks:
        numbers = _school_weeks(source, week, [o.day for cell in cells if cell.week == week for o in cell.occasions])
        words = listing(source.language, map(str, numbers))
        notes.append(_("{block}: school weeks {numbers}", block=source.block(week, ()), numbers=words))
    return [sentence(source.language, clauses(source.language, notes))]


def _school_weeks(source: Source, week: str, days: Sequence[Day]) -> list[int]:
    """School weeks with this letter, as long as it is in use; a week of holidays keeps its number."""
    first, last = min(d.week for d in days), max(d.week for d in days)
    return sorted({d.week for d in source.timeline.days if first <= d.week <= last and d.parity == position_of(week)})
