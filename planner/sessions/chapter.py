"""One plan of one school laid out on its dates, worked out once and kept."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from functools import cached_property

from planner.models.plan import Plan
from planner.models.school import School
from planner.models.session import Expansion, LostVisit, Session
from planner.sessions.expand import drafts, identified
from planner.timeline import Timeline


@dataclass(frozen=True, eq=False)
class Chapter:
    """A school with the plan made for it, in force from the plan's first date on.

    ``timeline`` and ``expansion`` are made when they are asked for first, unless whoever had them already gives them.
    Two chapters are equal only when they are the same.
    """

    school: School
    plan: Plan
    _timeline: Timeline | None = field(default=None, repr=False)
    _expansion: Expansion | None = field(default=None, repr=False)

    @property
    def first(self) -> dt.date:
        """The first date on which the plan is in force."""
        return self.plan.effective_from

    @cached_property
    def timeline(self) -> Timeline:
        """The dates of the term from the first one on."""
        return self._timeline or Timeline(self.school, self.first)

    @cached_property
    def drafts(self) -> tuple[list[Session], list[LostVisit]]:
        """Sessions before they have their identity in the term, and visits that fall out, as `sessions.expand.drafts` says."""
        return drafts(self.timeline, self.plan)

    @cached_property
    def expansion(self) -> Expansion:
        """Every session of this plan from its first date to the end of term, as if no other plan came before or after it."""
        if self._expansion is not None:
            return self._expansion
        sessions, lost = self.drafts
        return Expansion(identified(self.school, sessions), tuple(lost))
