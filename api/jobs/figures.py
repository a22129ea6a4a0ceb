"""A plan in a few figures, for lists of plans: cheap, since every plan found is measured once."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from typing import Any

from pydantic import TypeAdapter

from planner.accounts.reach import reach_of, reach_record
from planner.accounts.report_days import open_weeks
from planner.checker import Case
from planner.models.base import LANGUAGES
from planner.models.makeup import NotMadeUp
from planner.models.report import Accounts, WindowAccount
from planner.models.school import School
from planner.models.session import LostVisit, Session
from planner.sessions.book import Book
from planner.timeline import Timeline, visitors_of

NOT_MADE_UP = TypeAdapter(list[NotMadeUp])
_MOST = 40
_VISITS = frozenset({"BORROWING", "READING"})


def figures(
    book: Book, not_made_up: Sequence[NotMadeUp] = (), without_place: Sequence[tuple[str, str]] = ()
) -> dict[str, Any]:
    """JSON: of the whole term, with what earlier plans did before this one came into force.

    ``term_start``, ``term_end``, ``effective_from`` (ISO dates), ``status``, ``cost``, ``bound``, ``classes``, ``helpers``,
    ``visits`` (demand -> ``{name, fewest, most, total}``: its name by language, confirmed visits of a visitor over the term,
    made-up ones included),
    ``reach`` (visits of this plan: ``places`` that room and grades allow, at ``most``, ``held``, ``lost_to`` rule -> visits),
    ``lost`` (visits that fall out, made up or not), ``made_up``, ``not_made_up`` (of the first ones for which another date was
    looked for: visitor, demand, date, reason, change), ``without_place`` ([visitor, demand] of visits that the plan before had
    and this one has no room for), ``duties`` (confirmed duties),
    ``open_hours`` (``{total, per_week}``; hours of windows and lessons, of all campuses together; a week = one with school),
    ``unconfirmed_days`` (days of the term nobody has confirmed yet).
    """
    school, plan, timeline = book.school, book.plan, book.timeline
    sessions, lost = _sessions(book)
    confirmed = [s for s in (*sessions, *book.made_up) if s.confirmed]
    visits: Counter[tuple[str, str]] = Counter((s.source, s.visitor or "") for s in confirmed if s.category in _VISITS)
    minutes: Counter[int] = Counter()
    for week in open_weeks(timeline, confirmed, _parts(book), school.term.end):
        minutes[week.week] += week.total
    hours = sum(minutes.values()) / 60
    by_demand = {
        d.id: counts for d in school.demand_by_id.values() if (counts := [visits[d.id, v] for v in visitors_of(school, d)])
    }
    return {
        "term_start": school.term.start.isoformat(),
        "term_end": school.term.end.isoformat(),
        "effective_from": plan.effective_from.isoformat(),
        "status": plan.status,
        "cost": plan.cost,
        "bound": plan.bound,
        "classes": len(school.class_list),
        "helpers": len(school.helper_by_id),
        "visits": {
            d: {"name": _name(school, d), "fewest": min(c), "most": max(c), "total": sum(c)} for d, c in by_demand.items()
        },
        "reach": reach_record(reach_of(Case(school, plan, laid=book.chapter))),
        "lost": len(
            {(x.visitor, x.demand, x.date) for x in lost}
            | {(x.visitor, x.demand, x.date) for x in not_made_up}
            | {(s.visitor, s.source, s.made_up_for) for s in confirmed if s.made_up_for}
        ),
        "made_up": sum(s.made_up_for is not None for s in confirmed),
        "not_made_up": NOT_MADE_UP.dump_python(list(not_made_up[:_MOST]), mode="json"),
        "without_place": [list(one) for one in without_place],
        "duties": sum(s.category == "DUTY" for s in confirmed),
        "open_hours": {"total": round(hours, 1), "per_week": round(hours / len(minutes), 1) if minutes else 0.0},
        "unconfirmed_days": sum(not day.confirmed for day in timeline.days),
    }


def _sessions(book: Book) -> tuple[Sequence[Session], Sequence[LostVisit]]:
    """Without identity and substitutes, which do not count: in half the time where an earlier plan makes the difference."""
    return book.drafts if book.before is not None else (book.expansion.sessions, book.expansion.lost)


def _name(school: School, demand: str) -> dict[str, str]:
    name = school.demand_by_id[demand].name
    return {language: name.in_(language) for language in LANGUAGES}


def _parts(book: Book) -> list[tuple[Timeline, Accounts]]:
    """For each plan, on the dates on which it was in force, when its windows were held; accounts of nothing else."""
    found = []
    for chapter, end in book.stretches():
        held: dict[str, list[dt.date]] = {w: [] for w in chapter.school.window_by_id}
        for (date, window), opening in chapter.timeline.openings.held.items():
            if opening.day.confirmed and chapter.first <= date < end:
                held[window].append(date)
        windows = tuple(WindowAccount(w, tuple(dates), (), (), ()) for w, dates in held.items())
        found.append((chapter.timeline, Accounts(visits=(), duties=(), windows=windows)))
    return found
