"""The term report: what was promised and held, who served, how long the library was open. Numbers only, from the accounts."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from itertools import pairwise
from typing import Any

from planner.accounts.accounts import accounts
from planner.accounts.between import with_between
from planner.accounts.figures import figures
from planner.accounts.reach import reach_of, reach_record
from planner.accounts.report_days import day_counts, open_weeks
from planner.changes.diff import diff
from planner.checker import Case
from planner.models.report import (
    Accounts,
    DutyAccount,
    Group,
    HelperCount,
    Loans,
    Loss,
    PlanChange,
    TermReport,
    VisitAccount,
    WindowCount,
)
from planner.models.school import School
from planner.models.session import Expansion, LostVisit, Session
from planner.sessions.book import Book
from planner.sessions.chapter import Chapter
from planner.timeline import Timeline, event_dates


def term_report(
    book: Book,
    makeups: Iterable[Session] = (),
    until: dt.date | None = None,
    last_term: Book | None = None,
    today: dt.date | None = None,
) -> TermReport:
    """Report on the term up to and with ``until`` (none = its last day), through all plans in force one after another.

    ``makeups`` are sessions that replace lost visits, besides those of the plans themselves; with ``last_term`` it is compared.
    ``today`` parts what has happened from what is expected. Raises ValueError for a date before the first plan began.
    """
    makeups = tuple(makeups)
    first = book.chapters[0].first
    last = min(until or book.school.term.end, book.school.term.end)
    if last < first:
        raise ValueError(f"{last} is before the first plan, which begins on {first}")
    term = book.term
    known = {(s.uid, s.date) for s in term.sessions}
    extra = [s for s in makeups if (s.uid, s.date) not in known]
    sessions = tuple(s for s in sorted((*term.sessions, *extra), key=lambda s: s.order) if first <= s.date <= last)
    shown = Expansion(sessions, tuple(x for x in term.lost if x.date <= last))
    parts = [_part(c, end, shown) for c, end in _stretches(book, last)]
    school, visits = book.school, _visits(book, parts, shown, last)
    timeline = Timeline(_until(school, last))
    confirmed = tuple(s for s in sessions if s.confirmed)
    duties = _by_who_did_them(_added_duties([a for _t, part in parts for a in part.duties]), confirmed)
    made = TermReport(
        first=first,
        last=last,
        whole_term=last == school.term.end,
        visits=visits,
        groups=_groups(school, visits),
        losses=_losses(visits, confirmed),
        loans=_loans(school, visits),
        target=school.books_target,
        duties=duties,
        helpers=tuple(HelperCount(d.helper, d.promised, d.served, len(d.lost), d.minutes, d.stood_in, d.given) for d in duties),
        windows=_windows([part for _t, part in parts]),
        weeks=open_weeks(timeline, confirmed, parts, last),
        days=day_counts(timeline, confirmed, last),
        changes=tuple(_changes(book, last)),
        reach=reach_of(Case(book.school, book.plan, laid=book.chapter)) if last == school.term.end else None,
        reach_since=book.chapter.first if len(parts) > 1 else None,
        today=today,
        so_far=term_report(book, makeups, today, today=today) if today and first <= today < last else None,
    )
    if last_term is None or not made.whole_term:
        return made
    return replace(made, last_term=(figures(last_term.school, term_report(last_term)), figures(school, made)))


def lost_visits(book: Book) -> tuple[LostVisit, ...]:
    """Every visit of the term that falls out, made up or not, through all plans in force one after another."""
    last, shown = book.school.term.end, book.term
    parts = [_part(c, end, shown) for c, end in _stretches(book, last)]
    return tuple(loss for account in _visits(book, parts, shown, last) for loss in account.lost)


def _visits(
    book: Book, parts: Sequence[tuple[Timeline, Accounts]], shown: Expansion, last: dt.date
) -> tuple[VisitAccount, ...]:
    patterns = _added([a for _t, part in parts for a in part.visits])
    return with_between(
        patterns, [c.timeline for c, _ in _stretches(book, last)], (s for s in shown.sessions if s.confirmed), last
    )


def _stretches(book: Book, last: dt.date) -> list[tuple[Chapter, dt.date]]:
    """(chapter, its last date), without those that begin after ``last``."""
    return [(c, last if last < end else end - dt.timedelta(1)) for c, end in book.stretches() if c.first <= last]


def _until(school: School, last: dt.date) -> School:
    """The school with its term cut off. Monthly events keep the dates they have in the whole term."""
    if last >= school.term.end:
        return school
    days = Timeline(school).days
    events = tuple(e.model_copy(update={"dates": event_dates(e, days), "monthly": None}) for e in school.events)
    return school.model_copy(update={"term": school.term.model_copy(update={"end": last}), "events": events})


def _part(chapter: Chapter, end: dt.date, shown: Expansion) -> tuple[Timeline, Accounts]:
    """The accounts of one plan on the dates on which it was in force."""
    begin, school = chapter.first, _until(chapter.school, end)
    part = chapter if school is chapter.school else Chapter(school, chapter.plan)
    timeline, expansion = part.timeline, part.expansion
    made_up = [s for s in shown.sessions if s.made_up_for and begin <= s.made_up_for <= end and s.confirmed]
    found = accounts(school, chapter.plan, timeline, expansion, made_up)
    # A class that was moved and had already come by the plan before is not promised a second visit in that week.
    there = {_place(s) for s in shown.sessions}
    twice = Counter(
        (s.visitor or "", s.source)
        for s in expansion.sessions
        if s.category in {"BORROWING", "READING"} and s.confirmed and s.date >= begin and _place(s) not in there
    )
    visits = tuple(_without(a, twice[a.visitor, a.demand]) for a in found.visits)
    return timeline, Accounts(visits=visits, duties=found.duties, windows=found.windows)


def _place(s: Session) -> tuple[object, ...]:
    return (s.source, s.visitor, s.date, s.window, s.slot, s.period)


def _without(a: VisitAccount, count: int) -> VisitAccount:
    extra = min(a.extra, count)
    return replace(a, promised=a.promised - (count - extra), held=a.held - (count - extra), extra=a.extra - extra)


def _added(accounts: Sequence[VisitAccount]) -> tuple[VisitAccount, ...]:
    found: dict[tuple[str, str], VisitAccount] = {}
    for a in accounts:
        old = found.get((a.visitor, a.demand))
        found[a.visitor, a.demand] = (
            a
            if old is None
            else VisitAccount(
                visitor=a.visitor,
                demand=a.demand,
                promised=old.promised + a.promised,
                held=old.held + a.held,
                lost=(*old.lost, *a.lost),
                made_up=old.made_up + a.made_up,
                owed=old.owed + a.owed,
                extra=old.extra + a.extra,
            )
        )
    return tuple(found.values())


def _added_duties(accounts: Sequence[DutyAccount]) -> tuple[DutyAccount, ...]:
    found: dict[str, DutyAccount] = {}
    for a in accounts:
        old = found.get(a.helper)
        found[a.helper] = (
            a
            if old is None
            else DutyAccount(
                helper=a.helper,
                promised=old.promised + a.promised,
                held=old.held + a.held,
                lost=(*old.lost, *a.lost),
                minutes=old.minutes + a.minutes,
                extra=old.extra + a.extra,
            )
        )
    return tuple(found.values())


def _by_who_did_them(accounts: Sequence[DutyAccount], sessions: Iterable[Session]) -> tuple[DutyAccount, ...]:
    """With what substitutes did counted for them, and not for whose duty it was."""
    stood_in, given, minutes = Counter[str](), Counter[str](), Counter[str]()
    for s in sessions:
        if s.category == "DUTY" and s.helper and s.instead_of:
            long = s.time.minutes if s.time else 0
            stood_in[s.helper] += 1
            given[s.instead_of] += 1
            minutes[s.helper] += long
            minutes[s.instead_of] -= long
    return tuple(
        replace(a, stood_in=stood_in[a.helper], given=given[a.helper], minutes=a.minutes + minutes[a.helper]) for a in accounts
    )


def _groups(school: School, visits: Sequence[VisitAccount]) -> tuple[Group, ...]:
    """For each demand its grades, then the whole."""
    found = []
    for demand in school.demand_by_id.values():
        own = [a for a in visits if a.demand == demand.id]
        classes = {} if demand.kind == "teacher_reading" else school.class_by_id
        grades = {a.visitor: classes[a.visitor].grade for a in own if a.visitor in classes}
        for grade in [*sorted(set(grades.values())), None]:
            these = [a for a in own if grade is None or grades.get(a.visitor) == grade]
            if these:
                totals = [sum(getattr(a, name) for a in these) for name in ("promised", "held", "made_up", "owed", "extra")]
                found.append(Group(demand.id, demand.category, grade, len(these), *totals))
    return tuple(found)


def _losses(visits: Sequence[VisitAccount], sessions: Sequence[Session]) -> tuple[Loss, ...]:
    settled = {(s.visitor, s.source, s.made_up_for) for s in sessions if s.made_up_for}
    found: dict[tuple[dt.date, str, str, str], list[LostVisit]] = defaultdict(list)
    for account in visits:
        for loss in account.lost:
            found[loss.date, loss.demand, loss.reason, loss.detail].append(loss)
    return tuple(
        Loss(
            *key,
            visitors=tuple(x.visitor for x in losses),
            owed=tuple(x.visitor for x in losses if (x.visitor, x.demand, x.date) not in settled),
        )
        for key, losses in sorted(found.items(), key=lambda item: item[0])
    )


def _loans(school: School, visits: Sequence[VisitAccount]) -> tuple[Loans, ...]:
    lending = {d.id: d.books for d in school.demand_by_id.values() if d.category == "BORROWING" and d.books}
    if not lending:
        return ()
    found = []
    for class_id in school.class_by_id:
        own = [a for a in visits if a.visitor == class_id and a.demand in lending]
        books = sum(a.given * lending[a.demand] for a in own)
        found.append(Loans(class_id, sum(a.given for a in own), books, max(0, school.books_target - books)))
    return tuple(found)


def _windows(parts: Sequence[Accounts]) -> tuple[WindowCount, ...]:
    found: dict[str, WindowCount] = {}
    for account in (w for part in parts for w in part.windows):
        old = found.get(account.window, WindowCount(account.window, (), ()))
        found[account.window] = WindowCount(account.window, (*old.held, *account.held), (*old.not_held, *account.not_held))
    return tuple(found.values())


def _changes(book: Book, last: dt.date) -> Iterable[PlanChange]:
    for before, after in pairwise([c for c in book.chapters if c.first <= last]):
        made = diff(before, after)
        yield PlanChange(
            after.first,
            made.count("moved"),
            made.weekdays,
            made.count("added"),
            made.count("removed"),
            made.helpers,
        )


def report_record(made: TermReport) -> dict[str, Any]:
    """The numbers as JSON: ids only, so that no pupil is named; dates as ISO text."""
    data: dict[str, Any] = _plain({"status": "OK", **asdict(made)})
    if made.last_term:
        texts = [{"school_year": x.school_year.in_("en"), "name": x.name.in_("en")} for x in made.last_term]
        data["last_term"] = [{**asdict(x), **named} for x, named in zip(made.last_term, texts, strict=True)]
    data["reach"] = reach_record(made.reach) if made.reach else None
    return data


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(v) for v in value]
    return value.isoformat() if isinstance(value, dt.date) else value
