"""Days that suit an event, and how to spread events over them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable

from planner.models.school import School
from planner.timeline import Timeline, closed_days_of, event_dates, week_number


class Days:
    """``ordinary``: confirmed days that run their own timetable. ``calm``: those of them in weeks without closures,
    changed days or recall, that no event has yet."""

    def __init__(self, school: School, timeline: Timeline, recall: Collection[int]) -> None:
        term = school.term
        self.ordinary = [d.date for d in timeline.days if d.confirmed and not d.changed]
        broken = {week_number(term, d.date) for d in closed_days_of(term)}
        broken |= {week_number(term, d.date) for d in timeline.days if d.changed or not d.confirmed}
        taken = {d for e in school.events for d in event_dates(e, timeline.days)}
        busy = broken | set(recall)
        quiet = [d for d in self.ordinary if week_number(term, d) not in busy]
        self.calm = [d for d in quiet if d not in taken] or quiet
        self._used: set[dt.date] = set()

    def spread(self, count: int, have: Iterable[dt.date], *, share: bool = False) -> list[dt.date]:
        """``count`` calm days, far from each other and from those it has, in order; fewer when there are fewer.

        The first two weeks are left to the timetable. ``share``: several may fall on one day, none is kept for later.
        """
        days = [d for d in self.calm if share or d not in self._used]
        late = [d for d in days if (d - self.ordinary[0]).days >= 14]
        days = late or days
        if not days:
            return []
        if share:
            return [days[min(len(days) - 1, n * len(days) // count)] for n in range(count)]
        fixed = list(have)
        if not fixed:
            chosen = [days[(2 * n + 1) * len(days) // (2 * count)] for n in range(min(count, len(days)))]
        else:
            chosen = []
            for _turn in range(min(count, len(days))):
                free = [d for d in days if d not in chosen and d not in fixed]
                if not free:
                    break
                chosen.append(max(free, key=lambda d: (min(abs((d - f).days) for f in [*fixed, *chosen]), -d.toordinal())))
        self._used |= set(chosen)
        return sorted(set(chosen))
