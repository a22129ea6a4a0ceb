"""The work of one run: a task goes in, what was found comes out. No database, no HTTP, no queue."""

from __future__ import annotations

import base64
import threading
import zlib
from collections.abc import Sequence

import planner
from api.jobs.figures import figures
from api.jobs.impossible import spent, without_plan
from api.jobs.wanted import Counted, Drafted, Found, Proposed, Refused, Task, Wanted
from planner.changes.same_school import NotTheSame
from planner.changes.strategies import Name, Proposal
from planner.errors import BadInput
from planner.models.makeup import MakeUps
from planner.models.outcome import Effort, Solved
from planner.models.plan import Plan
from planner.models.planfile import dump_plan, load_plan, load_school
from planner.models.school import School
from planner.reading import parse_school
from planner.sessions.book import Book
from planner.verbs.planning import OnStep, Step

__all__ = ["Found", "OnStep", "Refused", "Step", "Task", "Wanted", "work"]


def work(task: Task, on_step: OnStep | None = None, stop: threading.Event | None = None) -> Found:
    """Plan or re-plan. Once ``stop`` is set the best plan so far is what was found.

    Raises Refused for a task that makes no sense, BrokenPromise for a bug of ours.
    """
    stop = stop or threading.Event()
    school, base = _school(task), _base(task)
    if task.wanted.kind == "replan":
        return _replanned(task, school, base, on_step, stop)
    return _planned(task, school, base, on_step, stop)


def _school(task: Task) -> School:
    try:
        file = _file(task)
        return parse_school(*file) if file else load_school((task.school or "").encode())
    except (BadInput, ValueError, RecursionError, zlib.error):
        raise Refused("bad_document") from None


def _file(task: Task) -> tuple[bytes, str] | None:
    """The school file and its name; None for a school that came without one."""
    if task.document is None:
        return None
    return zlib.decompress(base64.b64decode(task.document.content)), f"school.{task.document.kind}"


def _base(task: Task) -> Book | None:
    try:
        return None if task.base is None else Book(load_plan(zlib.decompress(base64.b64decode(task.base))))
    except (ValueError, RecursionError, zlib.error):
        raise Refused("bad_base") from None


def _planned(task: Task, school: School, base: Book | None, on_step: OnStep | None, stop: threading.Event) -> Found:
    wanted = task.wanted
    found = planner.plan(
        school,
        seconds=wanted.seconds,
        seed=wanted.seed,
        since=wanted.since,
        over=base,
        make_up_lost=wanted.make_up,
        on_step=on_step,
        stop=stop,
    )
    if not isinstance(found.outcome, Solved):
        return without_plan(wanted, found, stop, _file(task))
    proposed = _proposed(found.book.plan, None, proven=found.status == "OPTIMAL")
    return _found((proposed,), (_draft(None, found.book, found.made_up),), [found.outcome.effort], stop)


def _replanned(task: Task, school: School, base: Book | None, on_step: OnStep | None, stop: threading.Event) -> Found:
    """A draft for each strategy that has a plan; the strategies not begun when somebody stops are left out."""
    wanted = task.wanted
    if base is None:
        raise Refused("no_base")
    if wanted.since is None:
        raise Refused("no_since")
    try:
        found = planner.replan(
            base,
            school,
            wanted.since,
            wanted.strategies,
            seconds=wanted.seconds,
            seed=wanted.seed,
            make_up_lost=wanted.make_up,
            on_step=on_step,
            stop=stop,
        )
    except NotTheSame as error:
        raise Refused(error.code) from None
    except planner.Declined as reason:
        raise Refused(reason.code) from None
    if not found.proposals:
        return without_plan(wanted, found, stop, _file(task))
    proposals = tuple(_proposed(made.plan, made, proven=made.proven) for made in found.proposals)
    drafts = tuple(
        _draft(made.strategy.name, found.book_of(made), found.made_up.get(made.strategy.name, MakeUps()), _without(made))
        for made in found.proposals
    )
    return _found(proposals, drafts, found.efforts, stop)


def _proposed(plan: Plan, made: Proposal | None, *, proven: bool) -> Proposed:
    counted = None
    if made is not None:
        c = made.changes
        counted = Counted(
            moved=c.count("moved"), weekdays=c.weekdays, helpers=c.helpers, added=c.count("added"), removed=c.count("removed")
        )
    return Proposed(
        strategy=made.strategy.name if made else None,
        status=plan.status,
        cost=plan.cost,
        bound=plan.bound,
        cost_by_rule={c.rule: c.cost for c in plan.cost_by_rule if c.cost},
        proven=proven,
        price=made.price if made else None,
        least=made.least if made else None,
        changes=counted,
    )


def _without(made: Proposal) -> list[tuple[str, str]]:
    return [(one.visitor, one.demand) for one in made.changes.visits if one.kind == "removed"]


def _draft(strategy: Name | None, book: Book, made: MakeUps, without: Sequence[tuple[str, str]] = ()) -> Drafted:
    packed = base64.b64encode(zlib.compress(dump_plan(book.planfile))).decode()
    return Drafted(strategy=strategy, planfile=packed, figures=figures(book, made.not_made_up, without))


def _found(proposals: tuple[Proposed, ...], drafts: tuple[Drafted, ...], efforts: list[Effort], stop: threading.Event) -> Found:
    proven = all(p.status == "OPTIMAL" for p in proposals)
    return Found(
        status="OPTIMAL" if proven else "FEASIBLE",
        stopped=stop.is_set(),
        effort=spent(efforts),
        cost=proposals[0].cost,
        bound=proposals[0].bound,
        proposals=proposals,
        drafts=drafts,
    )
