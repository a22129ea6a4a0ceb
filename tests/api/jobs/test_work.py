"""The work of one run, without processes: what `lunjie plan`, `replan` and `explain` would say, and the identity of events."""

from __future__ import annotations

import base64
import datetime as dt
import threading
import zlib

import pytest

from api.jobs.wanted import Drafted, Found, Refused, Task, Wanted
from api.jobs.work import Step, work
from planner.changes.strategies import STRATEGIES
from planner.models import Limits, School, Solved
from planner.models.planfile import EventRevision, PlanFile, dump_plan, dump_school, load_plan, load_school
from planner.reading import read_school
from planner.sessions.book import Book
from planner.solver import solve
from tests.api.jobs.cases import AMPLE, quick
from tests.api.jobs.test_execution import EXAMPLES

SINCE = dt.date(2026, 4, 27)
_NAMES = ("fewest", "keep_weekday", "keep_helpers")


def task(school: School, base: PlanFile | None = None, **wanted: object) -> Task:
    """A run of a school."""
    packed = base64.b64encode(zlib.compress(dump_plan(base))).decode() if base is not None else None
    return Task(wanted=Wanted(**wanted), school=dump_school(school).decode(), base=packed)  # type: ignore[arg-type]


def planfile_of(draft: Drafted) -> PlanFile:
    """What is stored."""
    return load_plan(zlib.decompress(base64.b64decode(draft.planfile)))


@pytest.fixture(scope="module")
def published() -> PlanFile:
    """A plan of two campuses, with the revision of an event as publishing would leave it."""
    school = read_school(EXAMPLES / "two-campus-36")
    outcome = solve(school, Limits(seconds=AMPLE))
    assert isinstance(outcome, Solved)
    revisions = {"a@b": EventRevision(sequence=3, modified=dt.datetime(2026, 3, 1, tzinfo=dt.UTC))}
    return PlanFile(school=school, plan=outcome.plan, revisions=revisions)


def test_a_school_comes_back_as_it_was() -> None:
    """The same spelling gives the same bytes."""
    for name in ("two-campus-36", "noon-36", "tiny", "rural-18"):
        raw = dump_school(read_school(EXAMPLES / name))
        assert dump_school(load_school(raw)) == raw


def test_a_plan_is_that_of_the_command_line(published: PlanFile) -> None:
    """The same school, seed and limits give the same plan."""
    found = work(task(published.school))
    assert planfile_of(found.drafts[0]).plan.visits == load_plan(dump_plan(published)).plan.visits
    assert (found.status, found.cost, found.bound) == ("OPTIMAL", published.plan.cost, published.plan.bound)
    assert Found.model_validate(found.model_dump(mode="json")) == found


def test_lost_visits_are_made_up_when_asked() -> None:
    """And not otherwise."""
    school = read_school(EXAMPLES / "rural-18")
    (plain,), (made_up,) = (work(task(school, make_up=told)).drafts for told in (False, True))
    assert (plain.figures["made_up"], planfile_of(plain).makeups) == (0, ())
    assert made_up.figures["made_up"] == len(planfile_of(made_up).makeups) > 0


def test_a_re_plan_is_that_of_the_command_line(published: PlanFile) -> None:
    """For each strategy what `lunjie replan --compare` finds, as a plan file that continues the published one."""
    new = read_school(EXAMPLES / "mid-term-change" / "two-campus-36")
    steps: list[Step] = []
    found = work(task(new, published, kind="replan", since=SINCE, strategies=_NAMES), steps.append)
    assert [p.strategy for p in found.proposals] == list(_NAMES)
    assert {(s.strategy, s.number, s.of) for s in steps} == {(name, n, 3) for n, name in enumerate(_NAMES, start=1)}
    for proposed, draft in zip(found.proposals, found.drafts, strict=True):
        strategy = STRATEGIES[proposed.strategy or "fewest"]
        outcome = solve(strategy.priced(load_school(dump_school(new))), since=SINCE, previous=published.plan)
        assert isinstance(outcome, Solved)
        planfile = planfile_of(draft)
        assert set(planfile.plan.visits) == set(outcome.plan.visits)
        assert (planfile.plan.effective_from, len(planfile.history)) == (SINCE, 1)
        assert planfile.revisions == published.revisions
        assert proposed.proven
        assert draft.figures["cost"] == proposed.cost == planfile.plan.cost


def test_a_term_planned_anew_keeps_the_identity_of_its_events(published: PlanFile) -> None:
    """Also over a plan that was changed in mid-term: its dates are planned anew, its events count on."""
    new = read_school(EXAMPLES / "mid-term-change" / "two-campus-36")
    outcome = solve(STRATEGIES["fewest"].priced(new), since=SINCE, previous=published.plan)
    assert isinstance(outcome, Solved)
    for base in (published, Book(published).followed_by(new, outcome.plan).planfile):
        planfile = planfile_of(work(task(published.school, base)).drafts[0])
        assert planfile.revisions == published.revisions
        assert (planfile.history, planfile.plan.effective_from) == ((), published.school.term.start)
        assert set(planfile.plan.visits) == set(published.plan.visits)


def test_another_term_begins_afresh(published: PlanFile) -> None:
    """Nothing of an old term's calendar is carried along."""
    planfile = planfile_of(work(task(School.model_validate(quick()), published)).drafts[0])
    assert (planfile.revisions, planfile.history) == ({}, ())


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        ({"since": SINCE}, "no_base"),
        ({}, "no_since"),
        ({"since": dt.date(2025, 1, 1)}, "since_out_of_range"),
        ({"since": dt.date(2027, 1, 1)}, "since_out_of_range"),
    ],
)
def test_a_re_plan_that_makes_no_sense(published: PlanFile, wanted: dict[str, object], code: str) -> None:
    """Each has its code."""
    base = None if code == "no_base" else published
    with pytest.raises(Refused) as refused:
        work(task(published.school, base, kind="replan", **wanted))
    assert refused.value.code == code


def test_a_re_plan_of_another_school(published: PlanFile) -> None:
    """A school of another name has nothing to continue."""
    with pytest.raises(Refused) as refused:
        work(task(School.model_validate(quick()), published, kind="replan", since=SINCE))
    assert refused.value.code == "other_school"


def test_what_is_stopped_ends_soon() -> None:
    """An impossible school is known to be impossible; the reason is not looked for then, nor when nobody wants to know."""
    stop = threading.Event()
    stop.set()
    impossible = read_school(EXAMPLES / "impossible-weekly")
    found = work(task(impossible), None, stop)
    assert (found.status, found.explanation, found.stopped) == ("INFEASIBLE", None, True)
    assert work(task(impossible, explain_seconds=0)).explanation is None
