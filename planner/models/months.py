"""Once a month: a demand spelled out into one for each month of the term."""

from __future__ import annotations

import datetime as dt

from planner.models.base import Text
from planner.models.term import Term
from planner.models.visits import Cycle, Demand

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec")
_STUB = 10
"""A month of which the term has fewer days belongs to its neighbour: nobody means a visit in two days of August."""


def months_of(term: Term) -> list[tuple[dt.date, dt.date]]:
    """(first, last) date of each month of a term, in order; the few days of another month at either end count with it."""
    months: list[tuple[dt.date, dt.date]] = []
    first = term.start
    while first <= term.end:
        after = (first.replace(day=1) + dt.timedelta(31)).replace(day=1)
        months.append((first, min(term.end, after - dt.timedelta(1))))
        first = after
    if len(months) > 1 and (months[0][1] - months[0][0]).days + 1 < _STUB:
        months[:2] = [(months[0][0], months[1][1])]
    if len(months) > 1 and (months[-1][1] - months[-1][0]).days + 1 < _STUB:
        months[-2:] = [(months[-2][0], months[-1][1])]
    return months


def by_month(demand: Demand, term: Term) -> list[Demand]:
    """The demand month by month, each on its best date. Pins that name a date belong to its month alone."""
    found = []
    for first, last in months_of(term):
        begin = max(first, demand.valid_from) if demand.valid_from else first
        end = min(last, demand.valid_until) if demand.valid_until else last
        if begin > end:
            continue
        middle = begin + (end - begin) / 2
        month = _MONTHS[middle.month - 1]
        pins = tuple(pin for pin in demand.pins if pin.turns is None or any(str(begin) <= t <= str(end) for t in pin.turns))
        found.append(
            demand.model_copy(
                update={
                    "id": f"{demand.id}-{middle:%Y-%m}",
                    "name": Text(zh=f"{demand.name.zh}（{middle.month}月）", en=f"{demand.name.en} ({month})"),
                    "cycle": Cycle(kind="dated", n=None, keep_weekday=False),
                    "valid_from": begin,
                    "valid_until": end,
                    "pins": pins,
                    "part_of": demand.id,
                }
            )
        )
    return found or [demand.model_copy(update={"cycle": Cycle(kind="dated", n=None, keep_weekday=False)})]
