"""What the calendar of a term asks, as a page shows it: what is to come is a question, what has been is only noted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from planner.models.term import Term


def asked_from(term: Term, today: dt.date) -> dt.date:
    """The first date about which is asked. What has been while the term goes on is no question any more; a term that is over,
    or to come, is looked at as a whole."""
    return today if term.start <= today <= term.end else dt.date.min


def open_and_over(questions: Mapping[str, Any], term: Term, today: dt.date) -> dict[str, Any]:
    """The questions of a calendar (``CalendarState`` as JSON) with those about days that are over apart, under ``over``;
    ``count`` of the others, and ``settled`` where there is none."""
    first = asked_from(term, today).isoformat()
    lists = {name: questions[name] for name in ("unconfirmed", "suggestions", "conflicts")}
    ahead = {name: [one for one in found if _last(one) >= first] for name, found in lists.items()}
    over = {name: [one for one in found if _last(one) < first] for name, found in lists.items()}
    milestones = [one for one in questions["milestones"] if not one["dates"] or _last(one) >= first]
    count = sum(map(len, ahead.values()))
    return {**questions, **ahead, "milestones": milestones, "over": over, "count": count, "settled": count == 0}


def unconfirmed_from(term: Term, dates: Iterable[dt.date], today: dt.date) -> int:
    """How many of the unconfirmed dates of a term are still asked about."""
    first = asked_from(term, today)
    return sum(date >= first for date in dates)


def _last(one: Mapping[str, Any]) -> str:
    last: str = max(one["dates"]) if "dates" in one else one["date"]
    return last
