"""Plan a term, plan the rest of it again, and say why that cannot be: the same for the command line, the service and Python."""

from __future__ import annotations

import datetime as dt
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from planner import solver  # its rooms are loaded when they are asked: most schools are planned without causes and make-ups
from planner.accounts.report import lost_visits
from planner.changes.same_school import NotTheSame, heir, successor
from planner.changes.strategies import STRATEGIES, Name, Proposal, proposal
from planner.errors import Declined, NoPlan
from planner.models.makeup import MakeUps
from planner.models.outcome import Effort, Explanation, Infeasible, OnCauses, Outcome, Solved
from planner.models.plan import Limits, Plan, Status
from planner.models.planfile import canonical_school
from planner.models.school import School
from planner.models.session import LostVisit
from planner.outputs.explanations.facts_of import facts_of
from planner.reading.positions import positions
from planner.reading.schoolfile import parse_school
from planner.sessions.book import Book
from planner.sessions.chapter import Chapter
from planner.timeline import Timeline

if TYPE_CHECKING:
    from planner.solver import Progress, Standing

_AFTER_STOP = 3.0
"""Seconds that lost visits may still take to be placed once somebody has asked to stop."""
_SHARE = 0.5
"""Part of the time of an explanation for the question whether there is a plan at all."""


@dataclass(frozen=True)
class Step:
    """Progress of one search: the ``number``-th of ``of``, each by another strategy; a first plan has none."""

    progress: Progress
    strategy: Name | None = None
    number: int = 1
    of: int = 1


OnStep = Callable[[Step], None]


@dataclass(frozen=True)
class Explained:
    """Whether a school can be planned and, if not, why. ``UNKNOWN``: the time ended before that was known."""

    status: Literal["POSSIBLE", "UNKNOWN", "INFEASIBLE"]
    explanation: Explanation | None = None


@dataclass(frozen=True)
class Planned:
    """What planning a school has given: a book, or why there is none."""

    school: School
    outcome: Outcome
    stopped: bool
    """Whether somebody ended the search: what was found until then is what there is."""
    made_up: MakeUps = field(default_factory=MakeUps)
    _book: Book | None = None

    @property
    def status(self) -> Status:
        """``OPTIMAL`` or ``FEASIBLE`` with a book; ``INFEASIBLE`` or ``UNKNOWN`` without."""
        return _status(self.outcome)

    @property
    def book(self) -> Book:
        """The plan. Raises NoPlan where there is none."""
        if self._book is None:
            raise NoPlan(self.status)
        return self._book

    def why(self, seconds: float = 30.0, on_causes: OnCauses | None = None) -> Explanation | None:
        """Why no plan is possible, looked for at most so many seconds; None where one is, or where the time was too short.
        ``on_causes`` is told the causes as soon as they are known."""
        if not isinstance(self.outcome, Infeasible):
            return None
        return solver.explain(self.school, seconds, on_causes=on_causes)


@dataclass(frozen=True)
class Replanned:
    """What planning the rest of a term again has given: a proposal for each strategy that has a plan, or why none has."""

    school: School
    since: dt.date
    over: Book
    proposals: tuple[Proposal, ...]
    outcomes: Mapping[Name, Outcome]
    """What each search found. Strategies that were not begun any more are left out."""
    stopped: bool
    made_up: Mapping[Name, MakeUps] = field(default_factory=dict)
    """By strategy: what becomes of the visits that are lost from the date on, where the school or the librarian wants that."""

    @property
    def standing(self) -> Chapter:
        """The plan that is to be changed."""
        return self.over.chapter

    @property
    def outcome(self) -> Outcome:
        """What the last search found: without any proposal, why there is none."""
        return list(self.outcomes.values())[-1]

    @property
    def status(self) -> Status:
        """``OPTIMAL`` when every proposal is; ``INFEASIBLE`` or ``UNKNOWN`` without any."""
        if not self.proposals:
            return _status(self.outcome)
        return "OPTIMAL" if all(p.plan.status == "OPTIMAL" for p in self.proposals) else "FEASIBLE"

    @property
    def efforts(self) -> list[Effort]:
        """What the searches took."""
        return [o.effort for o in self.outcomes.values() if o.effort is not None]

    @property
    def book(self) -> Book:
        """The first proposal as the plan in force from its date on. Raises NoPlan where there is none."""
        if not self.proposals:
            raise NoPlan(self.status)
        return self.book_of(self.proposals[0])

    def book_of(self, chosen: Proposal) -> Book:
        """One of the proposals as the plan in force from its date on."""
        book = self.over.followed_by(self.school, chosen.plan, chosen.chapter)
        return book.with_makeups(self.made_up.get(chosen.strategy.name, MakeUps()).all)

    def why(self, seconds: float = 30.0, on_causes: OnCauses | None = None) -> Explanation | None:
        """As `Planned.why`. A re-plan may be impossible only for what it must keep: then there is nothing to explain."""
        if self.proposals or not isinstance(self.outcome, Infeasible):
            return None
        standing = solver.Standing(self.since, self.standing.plan, self.over.past(self.since))
        found = explain(self.school, seconds, standing=standing, on_causes=on_causes).explanation
        return found and found.model_copy(update={"later": later(self.over, self.school, self.since, seconds * _SHARE)})


def plan(
    school: School,
    *,
    seconds: float = 60.0,
    seed: int = 1,
    since: dt.date | None = None,
    over: Book | None = None,
    make_up_lost: bool = False,
    on_step: OnStep | None = None,
    stop: threading.Event | None = None,
) -> Planned:
    """Plan a term. Same school, ``seconds`` and ``seed`` give the same plan, unless the time or ``stop`` ends the search first.

    ``since``: only the dates from then on. ``over``: the book that this one takes the place of; its events keep counting their
    revisions and its substitutes stay. ``make_up_lost``: the librarian asks for make-ups, where the school leaves that to her.
    Raises BrokenPromise when the checker disagrees with the search: a bug of ours.
    """
    say, stop = on_step or (lambda _step: None), stop or threading.Event()
    school, limits = canonical_school(_going_on(school, over)), Limits(seed=seed, seconds=seconds)
    outcome = solver.solve(school, limits, lambda p: say(Step(p)), stop, since=since)
    stopped = stop.is_set()
    if not isinstance(outcome, Solved):
        return Planned(school, outcome, stopped)
    if stopped:
        limits = Limits(seed=seed, seconds=min(seconds, _AFTER_STOP))
    asked = make_up_lost or school.makeup == "always"
    made_up = solver.make_up(school, outcome.plan, told=make_up_lost, limits=limits) if asked else MakeUps()
    laid = Chapter(school, outcome.plan, None, outcome.expansion)
    book = over.begun_anew(school, laid.plan, made_up.all, laid) if over else Book.of(school, laid.plan, made_up.all, laid)
    return Planned(school, outcome, stopped, made_up, book)


def replan(
    over: Book,
    school: School,
    since: dt.date,
    strategies: Iterable[Name] = ("fewest",),
    *,
    seconds: float = 60.0,
    seed: int = 1,
    make_up_lost: bool = False,
    on_step: OnStep | None = None,
    stop: threading.Event | None = None,
) -> Replanned:
    """Plan a term again from ``since`` on: first with as few changes as each strategy can, then as well as the wishes allow.

    One search of ``seconds`` for each strategy, one after another; once ``stop`` is set no further one is begun, and what must
    hold being the same for all, none after one that found nothing possible. ``make_up_lost`` as for `plan`, and of itself where
    the plan before makes visits up from that date on. The school takes
    its identity from the book: see `planner.changes.same_school`. Raises NotTheSame, and Declined since_out_of_range
    (``first``, ``last``).
    """
    school = successor(school, over.school)
    first, last = over.changeable(school)
    if not first <= since <= last:
        raise Declined("since_out_of_range", since=since, first=first, last=last)
    say, stop = on_step or (lambda _step: None), stop or threading.Event()
    school, limits, standing = canonical_school(school), Limits(seed=seed, seconds=seconds), over.chapter
    timeline: Timeline | None = None
    past = over.past(since)
    # Who was told of another date for a lost visit is owed one by the next plan too, whatever that one is made for.
    told = make_up_lost or any(m.date >= since for m in over.planfile.makeups)
    proposals: list[Proposal] = []
    outcomes: dict[Name, Outcome] = {}
    made_up: dict[Name, MakeUps] = {}
    names = tuple(dict.fromkeys(strategies))
    for number, name in enumerate(names, start=1):
        if outcomes and stop.is_set():
            break
        priced = STRATEGIES[name].priced(school)
        tell = _teller(say, name, number, len(names))
        outcomes[name] = found = solver.solve(priced, limits, tell, stop, since=since, previous=standing.plan, past=past)
        if isinstance(found, Infeasible):
            break
        if isinstance(found, Solved):
            laid = Chapter(school, found.plan, timeline, found.expansion)
            timeline = laid.timeline
            proposals.append(proposal(STRATEGIES[name], laid, standing))
            if told or school.makeup == "always":
                book = over.followed_by(school, laid.plan, laid)
                owed = _owed(over, book, since, everything=school.makeup == "always")
                earlier = _earlier(over, laid.plan)
                found_for = solver.make_up(school, laid.plan, told=told, limits=limits, earlier=earlier, owed=owed)
                made_up[name] = _beside(book, found_for)
    return Replanned(school, since, over, tuple(proposals), outcomes, stop.is_set(), made_up)


def _earlier(over: Book, plan: Plan) -> dict[LostVisit, str]:
    """Visits lost before a plan begins that the plan before was to make up after that, with the identity of each."""
    since, turns = plan.effective_from, {(visit.visitor, visit.demand) for visit in plan.visits}
    waiting = {(m.visitor, m.source, m.made_up_for): m.uid for m in over.planfile.makeups if m.date >= since}
    lost = {loss: waiting.get((loss.visitor, loss.demand, loss.date)) for loss in lost_visits(over) if loss.date < since}
    return {loss: uid for loss, uid in lost.items() if uid and (loss.visitor, loss.demand) in turns}


def _owed(over: Book, book: Book, since: dt.date, *, everything: bool) -> set[tuple[str, str, dt.date]]:
    """Visits that a book which goes on with ``over`` owes from a date on: those that fall out by the change, and those that
    were to be made up already; what was left so stays so, unless that is all there is, or the school wants everything made up.
    In the week in which one plan follows another, a class that has come by the one is not owed the visit of the other."""
    done = {(m.visitor, m.source, m.made_up_for) for m in over.planfile.makeups if m.date < since}
    lost = {(x.visitor, x.demand, x.date) for x in lost_visits(book)} - done
    made_up = {(m.visitor, m.source, m.made_up_for) for m in over.planfile.makeups if m.date >= since}
    left = {(x.visitor, x.demand, x.date) for x in lost_visits(over)} - made_up
    return lost if everything or lost <= left else lost - left


def _beside(book: Book, made: MakeUps) -> MakeUps:
    """What is made up, without sessions that the book has already."""
    held = {s.uid for s in book.term.sessions}
    visits = tuple(s for s in made.sessions if s.uid not in held)
    at = {(s.date, s.window) for s in visits}
    duties = tuple(d for d in made.duties if (d.date, d.window) in at and d.uid not in held)
    return replace(made, sessions=visits, duties=duties)



def explain(
    school: School, seconds: float = 30.0, *, standing: Standing | None = None, on_causes: OnCauses | None = None
) -> Explained:
    """Whether a school can be planned and, if not, why, and which changes would make it possible; each of them was tried.

    At most half of the ``seconds`` are for the first question. ``standing``: of a re-plan, from which date on and over what.
    ``on_causes`` is told the causes as soon as they are known, before the ways.
    """
    begin, standing = time.perf_counter(), standing or solver.Standing()
    possible = solver.is_feasible(school, seconds * _SHARE, standing)
    if possible is not False:
        return Explained("UNKNOWN" if possible is None else "POSSIBLE")
    left = max(1.0, seconds - (time.perf_counter() - begin))
    return Explained("INFEASIBLE", solver.explain(school, left, standing, on_causes))


def later(over: Book, school: School, since: dt.date, seconds: float) -> dt.date | None:
    """Of a re-plan that is impossible and comes after duties of its week: the next Monday, where from then on one is possible;
    None otherwise, or when the ``seconds`` do not suffice to know."""
    past, monday = over.past(since), since + dt.timedelta(7 - since.weekday())
    if not (past.served or past.kept_open) or since.weekday() == 0 or monday > school.term.end:
        return None
    return monday if solver.is_feasible(school, seconds, solver.Standing(monday, over.plan, over.past(monday))) else None


def located(explanation: Explanation, content: bytes, name: str = "school.yaml") -> Explanation:
    """The explanation with the lines, or the cells, of the school file in which the facts of its causes stand.

    ``content``: of the file whose school was explained. Raises BadInput for another one.
    """
    school, where = parse_school(content, name), positions(content, name)
    causes = []
    for cause in explanation.causes:
        found = [where.at(loc) for loc in facts_of(school, cause)]
        by_line = {(s.line, s.cell): s for s in found if s is not None}
        causes.append(cause.model_copy(update={"sources": tuple(by_line.values())}))
    return explanation.model_copy(update={"causes": tuple(causes)})


def _going_on(school: School, over: Book | None) -> School:
    """The school with the identity of what was published before; as it is where that is another school or term."""
    try:
        return school if over is None else heir(school, over.school)
    except NotTheSame:
        return school


def _status(outcome: Outcome) -> Status:
    if isinstance(outcome, Solved):
        return outcome.plan.status
    return "INFEASIBLE" if isinstance(outcome, Infeasible) else "UNKNOWN"


def _teller(say: OnStep, name: Name, number: int, of: int) -> Callable[[Progress], None]:
    return lambda progress: say(Step(progress, name, number, of))
