"""The book of a term: what a published plan is, and everything that follows from it on dates, worked out once and kept."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from copy import copy
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise

from planner.models.covering import Seat
from planner.models.plan import Past, Plan
from planner.models.planfile import EventRevision, MadeUp, PlanFile, Revision, Substitution, family
from planner.models.school import School
from planner.models.session import Expansion, LostVisit, Session
from planner.sessions.adults import kept_windows
from planner.sessions.chapter import Chapter
from planner.sessions.expand import identified, substituted
from planner.sessions.history import drafts_of
from planner.sessions.seams import repeated
from planner.sessions.served import served_before
from planner.sessions.shown import shown
from planner.sessions.traces import traced
from planner.timeline import Timeline, calendar_week


@dataclass(frozen=True, eq=False)
class Book:
    """A plan with its school, the plans before it, who stands in, what is made up, and the revisions of calendar events.

    A value: nothing in it changes; what changes a plan gives another book, which takes over the chapters that stay.
    ``planfile`` is what of it is stored. Each chapter is one plan of the term, in force until the next one begins.
    """

    planfile: PlanFile
    _known: tuple[Chapter, ...] = field(default=(), repr=False)

    @classmethod
    def of(cls, school: School, plan: Plan, makeups: Iterable[Session] = (), laid: Chapter | None = None) -> Book:
        """The first plan of a term. ``laid``: school and plan on their dates, where that is there already."""
        planfile = PlanFile(school=school, plan=plan, makeups=tuple(MadeUp.of(s) for s in makeups))
        return cls(planfile, (laid,) if laid else ())

    @property
    def school(self) -> School:
        """The school of the plan now in force."""
        return self.planfile.school

    @property
    def plan(self) -> Plan:
        """The plan now in force."""
        return self.planfile.plan

    @property
    def earlier(self) -> tuple[tuple[dt.date, School], ...]:
        """(last date in force, school) of each earlier plan, in order."""
        return self.planfile.earlier

    @property
    def substitutions(self) -> tuple[Substitution, ...]:
        """Single duties that others do."""
        return self.planfile.substitutions

    @property
    def revisions(self) -> Mapping[str, EventRevision]:
        """Event uid -> how often it has changed since it was first published."""
        return self.planfile.revisions

    @cached_property
    def chapters(self) -> tuple[Chapter, ...]:
        """Every plan of the term, the oldest first and the present one last."""
        return tuple(self._chapter(r) for r in self.planfile.all)

    def _chapter(self, revision: Revision) -> Chapter:
        same = (c for c in self._known if c.plan is revision.plan and c.school is revision.school)
        return next(same, None) or Chapter(revision.school, revision.plan)

    @property
    def chapter(self) -> Chapter:
        """The plan now in force."""
        return self.chapters[-1]

    @property
    def before(self) -> Chapter | None:
        """The plan that was in force before the present one; None for the first of a term."""
        return self.chapters[-2] if len(self.chapters) > 1 else None

    @property
    def timeline(self) -> Timeline:
        """The dates of the plan now in force."""
        return self.chapter.timeline

    @property
    def expansion(self) -> Expansion:
        """Sessions of the plan now in force alone, by the plan: what tables show. `term` is the whole term as it is held."""
        return self.chapter.expansion

    def in_force(self, date: dt.date) -> Chapter:
        """The chapter that a date belongs to; the first one for dates before it."""
        return next((c for c in reversed(self.chapters) if c.first <= date), self.chapters[0])

    def stretches(self) -> Iterator[tuple[Chapter, dt.date]]:
        """Each chapter with the first date on which it is in force no more (`date.max` for the present one)."""
        yield from ((a, b.first) for a, b in pairwise(self.chapters))
        yield self.chapter, dt.date.max

    @cached_property
    def drafts(self) -> tuple[list[Session], list[LostVisit]]:
        """Sessions of the whole term in no order, without identity, substitutes and what is made up: enough to count."""
        return drafts_of(self.chapters)

    @cached_property
    def term(self) -> Expansion:
        """Sessions and lost visits of the whole term, each by the plan in force on its date; substitutes and make-ups included.

        A class that has been moved does not come a second time in a week (a round, a block of weeks) in which it has already
        come by the plan before. Duties are never left out so: the post has to be staffed.
        """
        if self.before is None and not repeated(self.chapter):
            regular, lost = self.expansion.sessions, self.expansion.lost
        else:
            drafted, fallen = self.drafts
            regular, lost = identified(self.school, drafted), tuple(fallen)
        held = substituted(self.school, (*regular, *self.made_up), self.substitutions)
        return Expansion(tuple(sorted(held, key=lambda s: s.order)), lost)

    @property
    def made_up(self) -> tuple[Session, ...]:
        """Lost visits held at another time, and the duties that they need."""
        return tuple(m.session() for m in self.planfile.makeups)

    @cached_property
    def sessions(self) -> tuple[Session, ...]:
        """What is held in the term, in order: sessions on dates that the school has confirmed."""
        return self.term.published

    def past(self, date: dt.date) -> Past:
        """What has been held before a date, as far as a plan that takes over on it has to know: visits, made-up ones included;
        duties of its week and of the day before, by whoever did them, and how many each has done in all; windows kept open in
        its week."""
        week = calendar_week(self.school.term, date)
        kept = kept_windows(tuple(self.stretches())) if any(c.plan.presences for c in self.chapters) else ()
        kept_open = Counter(
            s.visitor
            for s in kept
            if s.visitor and s.confirmed and s.date < date and calendar_week(self.school.term, s.date) == week
        )
        served = served_before(self.school, self.sessions, date)
        return Past(self.held_before(date), served, dict(sorted(kept_open.items())), self._done(date))

    def _done(self, date: dt.date) -> dict[str, int]:
        """Helper -> duties done before a date, by whoever did them; those who have done none are named as well."""
        found = {helper: 0 for helper in sorted(self.in_force(date).school.helper_by_id)}
        for s in self.sessions:
            if s.category == "DUTY" and s.date < date and s.helper in found:
                found[s.helper] += 1
        return found if any(found.values()) else {}

    def held_before(self, date: dt.date) -> dict[str, dict[str, int]]:
        """Demand -> visitor -> visits held before a date, made-up ones included."""
        found: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        for s in self.sessions:
            if s.date < date and s.category in {"BORROWING", "READING"} and s.visitor:
                found[s.source][s.visitor] += 1
        return {demand: dict(counts) for demand, counts in found.items()}

    @cached_property
    def calendar(self) -> Expansion:
        """Everything that stands in any calendar: the term, and the openings of windows for the adults who keep them."""
        kept = kept_windows(tuple(self.stretches()))
        told = traced(self.chapters, shown(self.term.sessions))
        return replace(self.term, sessions=tuple(sorted((*told, *kept), key=lambda s: s.order)))

    def changeable(self, school: School) -> tuple[dt.date, dt.date]:
        """The first and the last date from which the plan now in force can be changed by a school file of its term."""
        return max(school.term.start, self.chapter.first), school.term.end

    def followed_by(self, school: School, plan: Plan, laid: Chapter | None = None) -> Book:
        """The book after ``plan`` has taken over from its first date on; the revisions of events are carried along as they are.

        A plan that begins on the same date as the standing one replaces it: nothing before that date is touched either way.
        Raises ValueError (pydantic's) for a plan that begins before the standing one, or of another school or term.
        """
        standing = self.planfile
        replaced = plan.effective_from == self.plan.effective_from
        planfile = PlanFile(
            school=school,
            plan=plan,
            history=standing.history if replaced else standing.all,
            substitutions=standing.substitutions,
            # What was to be made up later belongs to the plan that is replaced: it has to be looked for afresh.
            makeups=tuple(m for m in standing.makeups if m.date < plan.effective_from),
            revisions=standing.revisions,
        )
        return Book(planfile, (*self.chapters, *((laid,) if laid else ())))

    def begun_anew(self, school: School, plan: Plan, makeups: Iterable[Session] = (), laid: Chapter | None = None) -> Book:
        """The book of a term that is planned anew over this one: events keep counting their revisions, substitutes stay.

        A plan that begins before the standing one, as when the whole term is planned again, replaces all plans from its
        date on. Of another school or term nothing is kept.
        """
        if family(self.school) != family(school):
            return Book.of(school, plan, makeups, laid)
        plans = self.planfile.all
        *earlier, standing = [r for r in plans if r.plan.effective_from <= plan.effective_from] or plans[:1]
        rewound = {"school": standing.school, "plan": standing.plan, "history": tuple(earlier)}
        if standing.plan.effective_from > plan.effective_from:
            rewound["plan"] = standing.plan.model_copy(update={"effective_from": plan.effective_from})
        book = Book(self.planfile.model_copy(update=rewound), self.chapters).followed_by(school, plan, laid)
        return book.with_makeups(makeups)

    def with_makeups(self, makeups: Iterable[Session]) -> Book:
        """The same book with further lost visits held at another time."""
        added = (*self.planfile.makeups, *(MadeUp.of(s) for s in makeups))
        if added == self.planfile.makeups:
            return self
        return Book(self.planfile.model_copy(update={"makeups": added}), self.chapters)

    def given(self, seat: Seat, substitute: str | None) -> Book:
        """The book with a duty on one date given to a substitute; None, or the one whose duty it is, gives it back."""
        new = Substitution(
            date=seat.date,
            post=seat.post,
            window=seat.window,
            slot=seat.slot,
            helper=seat.helper,
            substitute=substitute or seat.helper,
        )
        rest = [s for s in self.substitutions if s.order != new.order]
        if new.substitute != seat.helper:
            rest.append(new)
        substitutions = tuple(sorted(rest, key=lambda s: s.order))
        return Book(self.planfile.model_copy(update={"substitutions": substitutions}), self.chapters)

    def with_revisions(self, revisions: Mapping[str, EventRevision]) -> Book:
        """The same book with other revisions of its calendar events; what has been worked out of its dates stays."""
        book = copy(self)  # with all that it remembers: none of it depends on the revisions
        object.__setattr__(book, "planfile", self.planfile.model_copy(update={"revisions": dict(revisions)}))
        return book
