"""A cycle is a function from held dates to turns. Weekly, A/B, n weeks, sliding, dated differ only here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from planner.models.days import marked, position_of, stretch_of
from planner.models.term import Term
from planner.models.visits import Cycle
from planner.timeline.days import Day
from planner.timeline.weeks import week_of


@dataclass(frozen=True)
class Occasion:
    """One time at which something could be held: a window on a date, or a date alone for lessons."""

    day: Day
    window: str | None

    @property
    def date(self) -> dt.date:
        """The date."""
        return self.day.date


@dataclass(frozen=True)
class Stretch:
    """Part of the term, from ``first`` to ``last``, both included. ``key`` marks its turns; '' in a term of one stretch."""

    key: str
    first: dt.date
    last: dt.date


@dataclass(frozen=True)
class Turn:
    """Occasions that share what is planned for them.

    ``day`` is their common day label and ``week`` the week of the pattern they belong to, with the first and last date of
    its stretch where there are several (``A@2026-09-07..2026-11-13``); both are None where the
    cycle has no weeks of its own (sliding, dated). ``tentative`` are occasions on dates the school has not confirmed.
    """

    label: str
    occasions: tuple[Occasion, ...]
    day: str | None
    week: str | None
    tentative: tuple[Occasion, ...] = ()


def turns_of(
    cycle: Cycle,
    occasions: Sequence[Occasion],
    term: Term,
    length: int | Mapping[str, int],
    stretches: Sequence[Stretch] = (),
) -> tuple[Turn, ...]:
    """Group occasions (in order of date) into turns. ``length`` is the number of occasions in a sliding round, or that of each
    stretch.

    A turn belongs to one stretch of the term, where there are several; the cycle goes on from one to the next.

    A sliding round advances only when an occasion is held, so a lost date costs nobody a turn;
    an unconfirmed date counts as not held.
    """
    labelled: dict[str, list[Occasion]] = {}
    tentative: dict[str, list[Occasion]] = {}
    first_week = occasions[0].day.count if occasions else 1
    counts: dict[str, int] = {}
    for occasion in occasions:
        day = occasion.day
        key = next((s.key for s in stretches if s.first <= day.date <= s.last), "")
        if not day.confirmed and cycle.kind in {"sliding", "dated"}:
            continue
        if cycle.kind == "weekly":
            label = day.label
        elif cycle.kind == "ab":
            label = f"{day.parity}:{day.label}"
        elif cycle.kind == "weeks":
            label = f"{(day.count - first_week) % (cycle.n or 1) + 1}/{cycle.n}:{day.label}"
        elif cycle.kind == "sliding":
            lane = f"{day.label}:" if cycle.keep_weekday else ""
            in_round = length if isinstance(length, int) else length[key]
            label = f"{lane}#{counts.get(lane, 0) % in_round + 1}"
            counts[lane] = counts.get(lane, 0) + 1
        else:
            label = day.date.isoformat()
        label = marked(label, key)
        (labelled if day.confirmed else tentative).setdefault(label, []).append(occasion)
    ends = {s.key: s.last.isoformat() for s in stretches if s.key}
    return tuple(_turn(cycle, label, found, tentative.get(label, []), ends) for label, found in labelled.items())


def _turn(cycle: Cycle, label: str, occasions: list[Occasion], tentative: list[Occasion], ends: dict[str, str]) -> Turn:
    if cycle.has_weeks:
        head, _, day = position_of(label).rpartition(":")
        first = stretch_of(label)
        week = marked(head, f"{first}..{ends[first]}") if first else head
        return Turn(label, tuple(occasions), day, week, tuple(tentative))
    day_labels = {o.day.label for o in occasions}
    return Turn(label, tuple(occasions), day_labels.pop() if len(day_labels) == 1 else None, None)


def calendar_week(term: Term, date: dt.date) -> str:
    """Key of the teaching week of a date, for cycles without weeks of their own."""
    return f"w{week_of(term, date)}"
