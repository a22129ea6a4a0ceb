"""Printed tables that somebody has changed by hand: taken over as pins, and the rest planned around them."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from planner.applying import by_hand, clashes, edits_of, over_already, pinning_of, with_pins
from planner.changes.strategies import Name
from planner.errors import BadInput, Declined, NoPlan
from planner.models.base import Language
from planner.models.edits import EditClash, Edits, Pinning
from planner.models.outcome import Explanation, Infeasible
from planner.models.plan import Plan
from planner.models.planfile import canonical_school
from planner.models.school import School
from planner.sessions.book import Book
from planner.solver import explain as explanation_of
from planner.verbs.planning import OnStep, Replanned, replan


@dataclass(frozen=True)
class Applied:
    """What edits lead to: clashes among them and with the rules, or else what planning around them has given."""

    school: School
    """With the edits as pins."""
    edited: Plan
    """The plan as it was changed by hand, and nothing else."""
    pinning: Pinning
    clashes: tuple[EditClash, ...] = ()
    replanned: Replanned | None = None
    """None where there are clashes."""

    @property
    def book(self) -> Book:
        """The new plan. Raises NoPlan where there is none."""
        if self.replanned is None:
            raise NoPlan("INFEASIBLE")
        return self.replanned.book

    def why(self, seconds: float = 30.0) -> Explanation | None:
        """Why no plan is possible around the edits, looked for at most so many seconds; None where that is not so."""
        if self.replanned is None or not isinstance(self.replanned.outcome, Infeasible):
            return None
        return explanation_of(self.school, seconds, self.edited.effective_from, self.edited)


def edits_in(book: Book, files: Mapping[str, bytes], language: Language | None = None) -> Edits:
    """What is different in tables (name -> bytes of an .xlsx, .ods or .xls) that were printed from a book.

    Raises BadInput with everything in them that cannot be taken over.
    """
    return edits_of(book, files, language)


def apply(
    over: Book,
    edits: Edits,
    school: School | None = None,
    since: dt.date | None = None,
    strategy: Name = "fewest",
    *,
    pin: Callable[[School, Pinning], School] = with_pins,
    seconds: float = 60.0,
    seed: int = 1,
    on_step: OnStep | None = None,
    stop: threading.Event | None = None,
) -> Applied:
    """Carry out edits from ``since`` on (none = from the first date of the plan) and plan the rest around them.

    ``school``: none = that of the plan. ``pin`` puts the pins into it. Raises BadInput for edits of cells that are over, and
    Declined: not_in_school (``names``) for edits of whom the school does not have any more, pins_not_hard (``rule``) where it
    does not insist on pins, since_out_of_range as `planner.verbs.planning.replan` says.
    """
    school, since = school or over.school, since or over.chapter.first
    _can_hold(school, edits)
    past = over_already(over.school, over.plan, edits, since)
    if past:
        raise BadInput("", past)
    edited = by_hand(school, over.plan, edits, since)
    pinning = pinning_of(school, edits, edited)
    school = canonical_school(pin(school, pinning))
    found = clashes(school, edited, edits)
    if found:
        return Applied(school, edited, pinning, found)
    replanned = replan(over, school, since, (strategy,), seconds=seconds, seed=seed, on_step=on_step, stop=stop)
    return Applied(school, edited, pinning, (), replanned)


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
