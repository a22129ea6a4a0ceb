"""Printed tables that somebody has changed by hand: taken over as pins, and the rest planned around them."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable
from dataclasses import dataclass

from planner.applying import with_pins
from planner.changes.strategies import Name
from planner.errors import NoPlan
from planner.models.edits import Edits, Pinning
from planner.models.outcome import Explanation, Infeasible, OnCauses
from planner.models.school import School
from planner.sessions.book import Book
from planner.solver import Standing
from planner.solver import explain as explanation_of
from planner.verbs.holding import Held, hold
from planner.verbs.planning import OnStep, Replanned, later, replan


@dataclass(frozen=True)
class Applied(Held):
    """What edits lead to: clashes among them and with the rules, or else what planning around them has given."""

    replanned: Replanned | None = None
    """None where there are clashes."""

    @property
    def book(self) -> Book:
        """The new plan. Raises NoPlan where there is none."""
        if self.replanned is None:
            raise NoPlan("INFEASIBLE")
        return self.replanned.book

    def why(self, seconds: float = 30.0, on_causes: OnCauses | None = None) -> Explanation | None:
        """Why no plan is possible around the edits, looked for at most so many seconds; None where that is not so.
        ``on_causes`` as in `Planned.why`."""
        if self.replanned is None or not isinstance(self.replanned.outcome, Infeasible):
            return None
        since, over = self.edited.effective_from, self.replanned.over
        found = explanation_of(self.school, seconds, Standing(since, self.edited, self.edited.past), on_causes)
        return found.model_copy(update={"later": later(over, self.school, since, seconds)})


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

    Raises BadInput and Declined as `planner.verbs.holding.hold`, and since_out_of_range as `planner.verbs.planning.replan`.
    """
    since = since or over.chapter.first
    held = hold(over, edits, school, since, pin=pin)
    if held.clashes:
        return Applied(held.school, held.edited, held.pinning, held.clashes)
    replanned = replan(over, held.school, since, (strategy,), seconds=seconds, seed=seed, on_step=on_step, stop=stop)
    return Applied(held.school, held.edited, held.pinning, (), replanned)
