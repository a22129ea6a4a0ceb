"""What student librarians have done in a week by the time another plan takes over in its midst."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence

from planner.models.days import position_of
from planner.models.plan import ServedDuty
from planner.models.school import School
from planner.models.session import Session
from planner.timeline import calendar_week


def served_before(school: School, sessions: Sequence[Session], date: dt.date) -> tuple[ServedDuty, ...]:
    """Duties of the week of a date that lie before it, and of the day before, by whoever did them; in order.

    Who has stood in for others, beyond the limit or the day after an own duty, keeps the own duties all the same: a plan that
    goes on as it is must always be possible. So that much of it is left out. ``school``, ``sessions``: of the plan until then.
    """
    week, day_before = calendar_week(school.term, date), date - dt.timedelta(1)
    done: dict[str, list[ServedDuty]] = defaultdict(list)
    to_come: dict[str, list[ServedDuty]] = defaultdict(list)
    for s in sessions:
        if s.category == "DUTY" and s.helper in school.helper_by_id:
            this_week = calendar_week(school.term, s.date) == week
            if s.date < date and (this_week or s.date == day_before):
                done[s.helper].append(_served(s))
            elif s.date >= date and this_week and s.instead_of is None:
                to_come[s.helper].append(_served(s))
    found = [d for helper, mine in done.items() for d in _that_count(school, helper, mine, to_come[helper], date)]
    return tuple(sorted(found, key=lambda d: (d.date, d.helper, d.post, d.window, d.slot or 0)))


def _that_count(
    school: School, helper: str, done: list[ServedDuty], to_come: list[ServedDuty], date: dt.date
) -> list[ServedDuty]:
    own, stood_in = ([d for d in done if (d.turn == d.date.isoformat()) is other] for other in (False, True))
    if not school.duties.consecutive_days and any(d.date == date for d in to_come):
        stood_in = [d for d in stood_in if d.date != date - dt.timedelta(1)]
    most = school.most_duties(school.helper_by_id[helper])
    if most is not None:
        room = most - len({_place(school, d) for d in (*own, *to_come)})
        stood_in = stood_in[: max(0, room)]
    return [*own, *stood_in]


def _place(school: School, duty: ServedDuty) -> tuple[object, ...]:
    """What counts as one duty of a week: a place of the pattern, though it may come twice; elsewhere each date."""
    when = duty.date if school.counts_dates(school.helper_by_id[duty.helper]) else duty.turn
    return (duty.post, when, duty.window, duty.slot)


def _served(s: Session) -> ServedDuty:
    own = s.turn is not None and s.instead_of is None
    return ServedDuty(
        helper=s.helper or "",
        date=s.date,
        post=s.source,
        turn=position_of(s.turn or "") if own else s.date.isoformat(),
        window=s.window or "",
        slot=s.slot,
    )
