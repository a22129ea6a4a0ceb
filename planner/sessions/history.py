"""Plans that follow each other through a term -> the sessions of the whole term. The published past is never computed anew.

A date belongs to the last plan that has begun by then, with the school as it was: a new timetable, a helper who has left or
another name changes nothing before its date. Identity runs through all plans, so that a visit moved within its week is
the same calendar event and a uid never stands for two sessions.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from planner.models.plan import Plan
from planner.models.planfile import PlanFile, Revision
from planner.models.school import School
from planner.models.session import Expansion, LostVisit, Session
from planner.models.turns import position_of
from planner.sessions.expand import drafts, identified, substituted
from planner.timeline import Timeline, week_of

_Block = tuple[str, str, int | str]
"""(visitor, demand, n-th week, block of weeks or round)."""


def continued(previous: PlanFile, school: School, plan: Plan) -> PlanFile:
    """The plan file after ``plan`` has been published over ``previous``; the revisions of events are carried along as they are.

    A plan that begins on the same date as the standing one replaces it: nothing before that date is touched either way.
    Raises ValueError (pydantic's) for a plan that begins before the standing one, or of another school or term.
    """
    standing = Revision(school=previous.school, plan=previous.plan)
    replaced = plan.effective_from == standing.plan.effective_from
    history = previous.history if replaced else (*previous.history, standing)
    return PlanFile(
        school=school,
        plan=plan,
        history=history,
        substitutions=previous.substitutions,
        # What was to be made up later belongs to the plan that is replaced: it has to be looked for afresh.
        makeups=tuple(m for m in previous.makeups if m.date < plan.effective_from),
        revisions=previous.revisions,
    )


def sessions_of(planfile: PlanFile) -> Expansion:
    """Sessions and lost visits of the whole term, each by the plan in force on its date.

    A class that has been moved does not come a second time in a week (a round, a block of weeks) in which it has already
    come by the plan before. Duties are never left out so: the post has to be staffed.
    """
    sessions, lost = drafts_of(planfile)
    regular = substituted(planfile.school, identified(planfile.school, sessions), planfile.substitutions)
    made_up = [m.session() for m in planfile.makeups]
    return Expansion(tuple(sorted((*regular, *made_up), key=lambda s: s.order)), tuple(lost))


def timelines_of(planfile: PlanFile) -> tuple[Timeline, ...]:
    """The dates of each plan, in order, as `drafts_of` needs them."""
    return tuple(Timeline(r.school, r.plan.effective_from) for r in planfile.all)


def drafts_of(planfile: PlanFile, timelines: Iterable[Timeline] | None = None) -> tuple[list[Session], list[LostVisit]]:
    """The same without what is made up, in no order, and without identity and substitutes: enough to count, in half the time.

    ``timelines``: those of the plan file, where they are there already.
    """
    revisions = planfile.all
    ends = [r.plan.effective_from for r in revisions[1:]] + [dt.date.max]
    sessions: list[Session] = []
    lost: list[LostVisit] = []
    before: Timeline | None = None
    for n, (revision, end, timeline) in enumerate(zip(revisions, ends, timelines or timelines_of(planfile), strict=True)):
        first = revision.plan.effective_from if n else dt.date.min
        comes = None
        if before is not None:
            comes = _Repeats(timeline, before, revisions[n - 1].plan, sessions).comes
        drafted, fallen = drafts(timeline, revision.plan, _within(first, end, comes))
        sessions += [s for s in drafted if first <= s.date < end]
        lost += [v for v in fallen if first <= v.date < end]
        before = timeline
    return sessions, lost


def _within(first: dt.date, end: dt.date, comes: Callable[[Session], bool] | None) -> Callable[[Session], bool]:
    return lambda s: first <= s.date < end and (comes is None or comes(s))


@dataclass
class _Repeats:
    """Finds visits of a class that has already come by the plan before, in the same week or round."""

    timeline: Timeline
    before: Timeline
    plan_before: Plan
    past: Iterable[Session]
    _came: dict[_Block, int] = field(init=False)

    def __post_init__(self) -> None:
        self._came = defaultdict(int)
        for s in self.past:
            block = self._block(s) if s.category in {"BORROWING", "READING"} and s.confirmed else None
            if block:
                self._came[block] += 1
        self._places = {(v.visitor, v.demand, position_of(v.turn)) for v in self.plan_before.visits}

    def comes(self, s: Session) -> bool:
        """Whether a visit of the new plan takes place. One that stays where it was always does, as without any change."""
        block = self._block(s)
        if block is None or not self._came.get(block):
            return True
        moved = (s.visitor or "", s.source, position_of(s.turn or "")) not in self._places
        if moved and self._came[block] >= self.timeline.school.demand_by_id[s.source].times:
            return False
        self._came[block] += s.confirmed
        return True

    def _block(self, s: Session) -> _Block | None:
        demand = self.timeline.school.demand_by_id.get(s.source)
        if demand is None or demand.cycle.kind == "dated":
            return None
        if demand.cycle.kind == "sliding":
            return (s.visitor or "", s.source, s.uid) if self._same_rounds(s.source) else None
        length = {"weekly": 1, "ab": 2}.get(demand.cycle.kind, demand.cycle.n or 1)
        day = self.timeline.day_by_date.get(s.date)
        count = day.count if day else week_of(self.timeline.school.term, s.date)
        return s.visitor or "", s.source, (count - self._first_week(s.source)) // length

    def _first_week(self, demand: str) -> int:
        return min((o.day.count for t in self.timeline.turns[demand] for o in t.occasions), default=1)

    def _same_rounds(self, demand: str) -> bool:
        """Whether the rounds up to now are counted as before: not so when windows of the past are edited."""
        since = self.timeline.since
        rounds = [
            {t.label: [o.date for o in t.occasions if o.date < since] for t in timeline.turns.get(demand, ())}
            for timeline in (self.before, self.timeline)
        ]
        return rounds[0] == rounds[1]
