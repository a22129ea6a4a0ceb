"""A plan in a few figures, for lists of plans: cheap, since every plan found is measured once."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from typing import Any

from planner.accounts.report_days import open_weeks
from planner.models.accounts import Accounts, WindowAccount
from planner.models.base import LANGUAGES
from planner.models.planfile import PlanFile
from planner.models.school import School
from planner.models.session import Expansion, LostVisit, Session
from planner.sessions.history import drafts_of, timelines_of
from planner.timeline import Timeline, visitors_of

_VISITS = frozenset({"BORROWING", "READING"})


def figures(planfile: PlanFile, expansion: Expansion | None = None) -> dict[str, Any]:
    """JSON: of the whole term, with what earlier plans did before this one came into force.

    ``expansion``: that of the present plan, where it is there already; it tells everything when no plan came before.

    ``term_start``, ``term_end``, ``effective_from`` (ISO dates), ``status``, ``cost``, ``bound``, ``classes``, ``helpers``,
    ``visits`` (demand -> ``{name, fewest, most, total}``: its name by language, confirmed visits of a visitor over the term,
    made-up ones included),
    ``lost`` (visits that fall out, made up or not), ``made_up``, ``duties`` (confirmed duties),
    ``open_hours`` (``{total, per_week}``; hours of windows and lessons, of all campuses together; a week = one with school),
    ``unconfirmed_days`` (days of the term nobody has confirmed yet).
    """
    school, plan = planfile.school, planfile.plan
    timelines = timelines_of(planfile)
    sessions, lost = _sessions(planfile, timelines, expansion)
    confirmed = [s for s in (*sessions, *(m.session() for m in planfile.makeups)) if s.confirmed]
    visits: Counter[tuple[str, str]] = Counter((s.source, s.visitor or "") for s in confirmed if s.category in _VISITS)
    timeline = timelines[-1]
    minutes: Counter[int] = Counter()
    for week in open_weeks(timeline, confirmed, _parts(planfile, timelines), school.term.end):
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
        "lost": len(lost),
        "made_up": sum(s.made_up_for is not None for s in confirmed),
        "duties": sum(s.category == "DUTY" for s in confirmed),
        "open_hours": {"total": round(hours, 1), "per_week": round(hours / len(minutes), 1) if minutes else 0.0},
        "unconfirmed_days": sum(not day.confirmed for day in timeline.days),
    }


def _sessions(
    planfile: PlanFile, timelines: tuple[Timeline, ...], expansion: Expansion | None
) -> tuple[Sequence[Session], Sequence[LostVisit]]:
    if expansion is not None and not planfile.history:
        return expansion.sessions, expansion.lost
    return drafts_of(planfile, timelines)


def _name(school: School, demand: str) -> dict[str, str]:
    name = school.demand_by_id[demand].name
    return {language: name.in_(language) for language in LANGUAGES}


def _parts(planfile: PlanFile, timelines: tuple[Timeline, ...]) -> list[tuple[Timeline, Accounts]]:
    """For each plan, on the dates on which it was in force, when its windows were held; accounts of nothing else."""
    revisions = planfile.all
    ends = [r.plan.effective_from for r in revisions[1:]] + [dt.date.max]
    found = []
    for revision, end, timeline in zip(revisions, ends, timelines, strict=True):
        held: dict[str, list[dt.date]] = {w: [] for w in revision.school.window_by_id}
        for (date, window), opening in timeline.openings.held.items():
            if opening.day.confirmed and timeline.since <= date < end:
                held[window].append(date)
        windows = tuple(WindowAccount(w, tuple(dates), (), (), ()) for w, dates in held.items())
        found.append((timeline, Accounts(visits=(), duties=(), windows=windows)))
    return found
