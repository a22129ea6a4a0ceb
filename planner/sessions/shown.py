"""Sessions as calendars show them: several days as one event, and which visit of a class is its last."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace

from planner.models.session import Session

_DAY = dt.timedelta(1)


def shown(sessions: Iterable[Session]) -> Iterator[Session]:
    """The same sessions in no order; all-day events on days one after the other are one session with a last date.

    The n-th run of an event has the identity of its n-th day, so that a day more or less moves no other run.
    """
    last: dict[str, Session] = {}
    events: dict[str, list[Session]] = defaultdict(list)
    rest: list[Session] = []
    for s in sessions:
        if s.category == "EVENT" and s.time is None and s.confirmed:
            events[s.source].append(s)
            continue
        rest.append(s)
        if s.category == "BORROWING" and s.confirmed and s.visitor:
            last[s.visitor] = max(last.get(s.visitor, s), s, key=lambda x: x.order)
    final = {s.uid for s in last.values()}
    yield from (replace(s, is_last=True) if s.uid in final else s for s in rest)
    for days in events.values():
        days.sort(key=lambda s: s.date)
        yield from (
            replace(run[0], uid=days[n].uid, ordinal=n + 1, until=run[-1].date if len(run) > 1 else None)
            for n, run in enumerate(_runs(days))
        )


def _runs(days: list[Session]) -> list[list[Session]]:
    found: list[list[Session]] = []
    for s in days:
        if found and s.date - found[-1][-1].date == _DAY and s.rooms == found[-1][-1].rooms:
            found[-1].append(s)
        else:
            found.append([s])
    return found
