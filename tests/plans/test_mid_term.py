"""The changes of ``examples/mid-term-change``, each against the plan of the example that it changes."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from difflib import unified_diff
from functools import cache

import pytest

from planner.changes.strategies import STRATEGIES, Proposal, proposal
from planner.models import Limits, Plan, Solved
from planner.models.planfile import PlanFile
from planner.reading import read_school
from planner.reading.published import read_published_csv
from planner.sessions.book import Book
from planner.sessions.chapter import Chapter
from planner.solver import solve
from tests.plans.test_examples import EXAMPLES, a_plan, a_school

HERE = EXAMPLES / "mid-term-change"
CASES = {
    "noon-36": ("noon-36", "2026-04-27"),
    "rural-18": ("rural-18", "2026-04-17"),
    "two-campus-36": ("two-campus-36", "2026-05-11"),
    "feilong-30-short": ("feilong-30", "2018-10-29"),
    "feilong-30-swap": ("feilong-30", "2018-10-29"),
}


def _published(name: str) -> Plan:
    base = CASES[name][0]
    if base != "feilong-30":
        return a_plan(base)
    return read_published_csv(EXAMPLES / base / "published.csv", a_school(base))


@cache
def _found(name: str, strategy: str = "fewest") -> Proposal:
    base, date = CASES[name]
    new, chosen = read_school(HERE / name), STRATEGIES[strategy]
    plan = _published(name)
    outcome = solve(chosen.priced(new), Limits(seconds=60), since=dt.date.fromisoformat(date), previous=plan)
    assert isinstance(outcome, Solved), outcome
    return proposal(chosen, Chapter(new, outcome.plan), Chapter(school=a_school(base), plan=plan))


def _term(name: str) -> PlanFile:
    base, _date = CASES[name]
    first = Book(PlanFile(school=a_school(base), plan=_published(name)))
    return first.followed_by(read_school(HERE / name), _found(name).plan).planfile


@pytest.mark.parametrize("name", CASES)
def test_every_strategy_is_proven_and_the_past_stays(name):
    for strategy in STRATEGIES:
        assert _found(name, strategy).proven
    after = _term(name)
    before = PlanFile(school=after.history[0].school, plan=after.history[0].plan)
    since = after.plan.effective_from
    old, new = (Book(p).term.sessions for p in (before, after))
    assert [s for s in old if s.date < since] == [s for s in new if s.date < since]
    assert len({s.uid for s in new}) == len(new)


@pytest.mark.parametrize("name", CASES)
def test_only_what_the_readme_says_differs_from_the_example(name):
    """A change to an example has to be made in its changed copies as well."""
    old, new = (
        (path / "school.yaml").read_text(encoding="utf-8").splitlines() for path in (EXAMPLES / CASES[name][0], HERE / name)
    )
    lines = [x for x in unified_diff(old, new, lineterm="", n=0) if x[:1] in "+-" and x[:3] not in ("+++", "---")]
    assert len([x for x in lines if not x.startswith("+#")]) <= 12, lines


def test_city_a_few_reading_lessons_move_and_nothing_else():
    """One for each class of grade 3 at most; how many depends on which of the cheapest plans was published."""
    changes = _found("noon-36").changes
    assert {(v.kind, v.demand) for v in changes.visits} == {("moved", "reading")}
    assert len(changes.visits) == len({v.visitor for v in changes.visits})
    assert {v.visitor for v in changes.visits} <= {f"3-{n}" for n in range(1, 7)}
    assert changes.duties == ()
    assert changes.weekdays <= 1, "a class whose other weekday has no Chinese lesson that fits"


def test_rural_only_grade_six_and_those_displaced_move():
    school, found = read_school(HERE / "rural-18"), _found("rural-18")
    changes = found.changes.told_visits
    old = {v.visitor for v in _published("rural-18").visits if v.demand == "borrowing" and v.turn.startswith("FRI")}
    sixth = {c for c in old if school.class_by_id[c].grade == 6}
    borrowing = [v.visitor for v in changes if v.demand == "borrowing"]
    assert {v for v in borrowing if school.class_by_id[v].grade == 6} == sixth
    assert len(borrowing) == 2 * len(sixth), "each changes places with one other class"
    assert {v.visitor for v in changes} == set(borrowing), "a reading lesson moves only where the new day is taken by it"
    assert found.changes.told_duties == ()
    fridays = [
        s
        for s in Book(_term("rural-18")).term.published
        if s.source == "borrowing"
        and s.visitor
        and s.visitor[0] == "6"
        and dt.date(2026, 4, 17) <= s.date <= dt.date(2026, 5, 29)
        and (s.runs_as or f"{s.date:%a}".upper()) == "FRI"
    ]
    assert fridays == []


def test_two_campuses_lose_two_branch_windows_and_the_round_slides():
    found = _found("two-campus-36")
    closed = [(o.window, o.date.isoformat()[5:], o.reason) for o in found.changes.openings]
    assert closed == [("branch-noon", "05-12", "no_adult"), ("branch-noon", "05-14", "no_adult")]
    assert {(v.kind, v.demand) for v in found.changes.visits} == {("dates", "borrow-branch")}
    fell_out = {v.visitor: v for v in found.changes.visits if {dt.date(2026, 5, 12), dt.date(2026, 5, 14)} & set(v.gone)}
    assert {(v.gone[0].isoformat()[5:], v.come[0].isoformat()[5:]) for v in fell_out.values()} == {
        ("05-12", "05-19"),
        ("05-14", "05-21"),
    }
    assert len(fell_out) == 4
    before, after = (
        Counter(s.campus for s in Book(p).term.published if s.category == "BORROWING")
        for p in (PlanFile(school=a_school("two-campus-36"), plan=a_plan("two-campus-36")), _term("two-campus-36"))
    )
    assert (before["branch"], after["branch"]) == (64, 60)
    assert before["main"] == after["main"]
    visits = Counter(s.visitor for s in Book(_term("two-campus-36")).term.published if s.source == "borrow-branch")
    assert set(visits.values()) == {5}


def test_feilong_without_fridays_names_six_classes_and_moves_nobody():
    found = _found("feilong-30-short")
    friday = {v.visitor for v in _published("feilong-30-short").visits if v.turn.endswith("FRI")}
    assert {(v.kind, v.visitor) for v in found.changes.visits} == {("removed", c) for c in friday}
    assert len(friday) == 6
    assert len(found.plan.visits) == 24


def test_feilong_moving_one_class_is_a_swap():
    found = _found("feilong-30-swap")
    one, other = sorted(found.changes.visits, key=lambda v: v.visitor != "3-1")
    assert one.visitor == "3-1"
    assert (one.old, one.new) == (other.new, other.old)
    assert one.new.day == "WED"


def test_the_readme_says_what_comes_out():
    text = (HERE / "README.md").read_text(encoding="utf-8")
    for name, (base, date) in CASES.items():
        assert name in text
        assert base in text
        assert date in text
