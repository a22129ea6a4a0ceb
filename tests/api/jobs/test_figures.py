"""What lists of plans show agrees with the term report, and costs little."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from api.jobs.figures import figures
from planner.accounts.report import term_report
from planner.changes.strategies import STRATEGIES
from planner.models import Limits, Solved
from planner.models.planfile import PlanFile
from planner.models.school import School
from planner.reading import read_school
from planner.sessions.book import Book
from planner.sessions.chapter import Chapter
from planner.solver import solve
from tests.api.jobs.cases import AMPLE
from tests.api.jobs.test_execution import EXAMPLES


def planned(of: School) -> PlanFile:
    """Its plan."""
    outcome = solve(of, Limits(seconds=AMPLE))
    assert isinstance(outcome, Solved)
    return PlanFile(school=of, plan=outcome.plan)


def changed(planfile: PlanFile, new: School, since: dt.date) -> PlanFile:
    """Its plan from a date on."""
    outcome = solve(STRATEGIES["fewest"].priced(new), Limits(seconds=AMPLE), since=since, previous=planfile.plan)
    assert isinstance(outcome, Solved)
    return Book(planfile).followed_by(new, outcome.plan).planfile


def two_campuses() -> PlanFile:
    """With days that are not confirmed, and one plan after another."""
    first = planned(read_school(EXAMPLES / "two-campus-36"))
    return changed(first, read_school(EXAMPLES / "mid-term-change" / "two-campus-36"), dt.date(2026, 4, 27))


@pytest.mark.parametrize("make", [lambda: planned(read_school(EXAMPLES / "rural-18")), two_campuses])
def test_figures_are_those_of_the_report(make: object) -> None:
    """Visits, losses, duties and opening hours are counted alike."""
    assert callable(make)
    planfile = make()
    found, report = figures(Book(planfile)), term_report(Book(planfile))
    for demand, counts in found["visits"].items():
        given = [a.given for a in report.visits if a.demand == demand]
        assert (counts["fewest"], counts["most"], counts["total"]) == (min(given), max(given), sum(given))
    assert found["duties"] == sum(h.served for h in report.helpers)
    minutes = sum(week.total for week in report.weeks)
    assert found["open_hours"]["total"] == round(minutes / 60, 1)
    assert found["open_hours"]["per_week"] == round(minutes / 60 / len({w.week for w in report.weeks}), 1)
    assert found["unconfirmed_days"] == sum(d.state == "unconfirmed" for d in report.days)
    assert found["lost"] == len(Book(planfile).term.lost)
    assert (found["classes"], found["cost"]) == (len(planfile.school.class_list), planfile.plan.cost)
    assert json.loads(json.dumps(found)) == found


def test_figures_need_not_expand_the_plan_again() -> None:
    """The sessions that the checker has seen give the same figures as the plan; not so where another plan came before."""
    school = read_school(EXAMPLES / "two-campus-36")
    outcome = solve(school, Limits(seconds=AMPLE))
    assert isinstance(outcome, Solved)
    first = PlanFile(school=school, plan=outcome.plan)
    seen = Book.of(first.school, first.plan, laid=Chapter(first.school, first.plan, None, outcome.expansion))
    assert figures(seen) == figures(Book(first))
    both = changed(first, read_school(EXAMPLES / "mid-term-change" / "two-campus-36"), dt.date(2026, 4, 27))
    assert figures(Book(first).followed_by(both.school, both.plan, seen.chapter)) == figures(Book(both))


def test_drafts_are_the_sessions_without_their_names() -> None:
    """The same dates, times and people as the sessions of the term."""
    planfile = two_campuses()
    drafted, lost = Book(planfile).drafts
    sessions = Book(planfile).term

    def places(of: object) -> list[str]:
        return sorted(str((s.date, s.time, s.source, s.visitor, s.helper, s.confirmed)) for s in of)  # type: ignore[attr-defined]

    assert places(drafted) == places(sessions.sessions)
    assert tuple(lost) == sessions.lost
