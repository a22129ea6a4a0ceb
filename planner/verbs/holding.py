"""Edits of printed tables held as pins: what they come to and what clashes. No solver: nothing is planned yet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from planner.applying import by_hand, clashes, edits_of, over_already, pinning_of, with_pins
from planner.errors import BadInput, Declined
from planner.models.base import Language
from planner.models.edits import EditClash, Edits, Pinning
from planner.models.plan import Plan
from planner.models.planfile import canonical_school
from planner.models.school import School
from planner.sessions.book import Book


@dataclass(frozen=True)
class Held:
    """Edits in the school that holds them, before anything is planned around them."""

    school: School
    """With the edits as pins."""
    edited: Plan
    """The plan as it was changed by hand, and nothing else."""
    pinning: Pinning
    clashes: tuple[EditClash, ...] = ()
    """Rules that the edits break, whatever the rest of the plan is."""


def edits_in(book: Book, files: Mapping[str, bytes], language: Language | None = None) -> Edits:
    """What is different in tables (name -> bytes of an .xlsx, .ods or .xls) that were printed from a book.

    Raises BadInput with everything in them that cannot be taken over.
    """
    return edits_of(book, files, language)


def hold(
    over: Book,
    edits: Edits,
    school: School | None = None,
    since: dt.date | None = None,
    *,
    pin: Callable[[School, Pinning], School] = with_pins,
) -> Held:
    """Edits as pins from ``since`` on (none = from the first date of the plan), and what clashes.

    ``school``: none = that of the plan. ``pin`` puts the pins into it. Raises BadInput for edits of cells that are over, and
    Declined: not_in_school (``names``) for edits of whom the school does not have any more, pins_not_hard (``rule``) where it
    does not insist on pins.
    """
    school, since = school or over.school, since or over.chapter.first
    _can_hold(school, edits)
    past = over_already(over.school, over.plan, edits, since)
    if past:
        raise BadInput("", past)
    edited = by_hand(school, over.plan, edits, since).after(over.past(since))
    pinning = pinning_of(school, edits, edited)
    held = canonical_school(pin(school, pinning))
    return Held(held, edited, pinning, clashes(held, edited, edits))


def _can_hold(school: School, edits: Edits) -> None:
    known = {*school.class_by_id, *school.helper_by_id, *school.demand_by_id, *school.post_by_id, *school.window_by_id}
    named = {k for v in edits.visits for k in (v.visitor, v.demand, v.window)}
    named |= {k for d in edits.duties for k in (d.before, d.after, d.post, d.window)}
    missing = sorted(key for key in named if key and key not in known)
    if missing:
        raise Declined("not_in_school", names=tuple(missing))
    for rule, some in (("pinned", edits.visits), ("duty_pinned", edits.duties)):
        if some and school.mode(rule) != "hard":
            raise Declined("pins_not_hard", rule=rule)
