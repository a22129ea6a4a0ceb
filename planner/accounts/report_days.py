"""Day by day and week by week: how many visits a date had, and how long the library was open."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from planner.models.report import Accounts, DayCount, DayState, OpenWeek
from planner.models.school import School
from planner.models.session import Session
from planner.models.values import minute_of
from planner.timeline import Timeline, closed_days_of, week_of

_NORM_MINUTES = 40 * 60
_NORM_ZONES = frozenset({"Asia/Shanghai", "Asia/Chongqing", "Asia/Harbin", "Asia/Urumqi", "Asia/Kashgar", "PRC"})
_Spans = list[tuple[int, int]]


def norm_minutes(school: School) -> int | None:
    """Opening time a week that the rules for school libraries ask for, in minutes; None where we know of none.

    Mainland China: 40 hours, 中小学图书馆（室）规程 (2018).
    """
    return _NORM_MINUTES if school.term.timezone in _NORM_ZONES else None


def day_counts(timeline: Timeline, sessions: Sequence[Session], last: dt.date) -> tuple[DayCount, ...]:
    """Every date with school, or on which school falls out, in order."""
    visits = Counter(s.date for s in sessions if s.category in {"BORROWING", "READING"})
    term = timeline.school.term
    found = {}
    for day in timeline.days:
        state: DayState = "unconfirmed" if not day.confirmed else "open" if visits[day.date] else "shut"
        found[day.date] = DayCount(day.date, week_of(term, day.date), state, visits[day.date] if day.confirmed else 0)
    for closed in closed_days_of(term):
        found[closed.date] = DayCount(closed.date, week_of(term, closed.date), "closed", 0)
    return tuple(found[date] for date in sorted(found) if date <= last)


def open_weeks(
    timeline: Timeline, sessions: Iterable[Session], parts: Sequence[tuple[Timeline, Accounts]], last: dt.date
) -> tuple[OpenWeek, ...]:
    """Each campus in each week with school. Windows count when held, which includes their adult where adults are planned; of
    one in slots the slots, with what lies between two where that is no more than a change of classes.

    Reading lessons count as open, since the library is staffed then; the helpers' own working time does not.
    """
    school = timeline.school
    windows: dict[tuple[str, dt.date], _Spans] = defaultdict(list)
    lessons: dict[tuple[str, dt.date], _Spans] = defaultdict(list)
    for then, account in ((then, w) for then, part in parts for w in part.windows):
        if then.school.window_by_id[account.window].kind == "duty":
            continue
        for date in account.held:
            campus = then.school.window_campus(account.window)
            spans = then.openings.held[date, account.window].spans
            windows[campus, date] += [(minute_of(span.start), minute_of(span.end)) for span in spans]
    for s in sessions:
        demand = school.demand_by_id.get(s.source)
        if s.category == "READING" and s.time and demand is not None and demand.is_lesson:
            campus = s.campus or school.campus_ids[0]
            lessons[campus, s.date].append((minute_of(s.time.start), minute_of(s.time.end)))
    weeks = sorted({week_of(school.term, d.date) for d in timeline.open_days if d.confirmed and d.date <= last})
    found = []
    for campus in school.campus_ids:
        both: Counter[int] = Counter()
        alone: Counter[int] = Counter()
        for day in timeline.open_days:
            week = week_of(school.term, day.date)
            alone[week] += covered(windows[campus, day.date])
            both[week] += covered([*windows[campus, day.date], *lessons[campus, day.date]])
        found += [OpenWeek(week, campus, alone[week], both[week]) for week in weeks]
    return tuple(found)


def covered(spans: Iterable[tuple[int, int]]) -> int:
    """Minutes in at least one of some spans (start, end)."""
    total, reached = 0, 0
    for start, end in sorted(spans):
        total += max(0, end - max(start, reached))
        reached = max(reached, end)
    return total
