"""Once a term and once a month: each on its best date, printed as a list of the dates used."""

from __future__ import annotations

import datetime as dt

import pytest

from planner.models import School
from planner.models.planfile import PlanFile, canonical_school, dump_school
from planner.models.term import Term
from planner.models.visits import Cycle, months_of
from planner.outputs.papers import Papers
from planner.outputs.workbook.workbook import workbook
from planner.reading import parse_school
from planner.reading.crosschecks.references import reference_findings
from planner.sessions.book import Book
from tests.builders import a_plan, a_term, a_window, assert_broken, assert_fine, borrowing, solved, v, visiting

LONG = a_term(start="2026-03-02", end="2026-05-29")


def exchanging(cycle, **more):
    """Two classes borrow on Mondays and exchange the books of their corner now and then."""
    return visiting(
        2,
        language="en",
        term=LONG,
        windows=[a_window("MON-WED", 2, rooms="lib")],
        rooms=[{"id": "lib", "name": "Library"}],
        demands=[
            borrowing(),
            {"id": "swap", "name": "Exchange", "kind": "corner_exchange", "cycle": cycle, "windows": "noon", **more},
        ],
    )


@pytest.mark.parametrize("words", ["once a term", "term", "每学期一次", "dated", "termly"])
def test_once_a_term_is_said_in_many_ways(words):
    assert Cycle.model_validate(words).kind == "dated"


@pytest.mark.parametrize("words", ["once a month", "monthly", "每月一次", "每月", {"kind": "monthly"}, {"方式": "每月一次"}])
def test_once_a_month_is_said_in_many_ways(words):
    assert Cycle.model_validate(words).kind == "month"


def test_once_a_term_is_a_list_of_the_dates_used():
    school = School.model_validate(exchanging("once a term"))
    plan = solved(school)
    swaps = [x for x in plan.visits if x.demand == "swap"]
    assert len(swaps) == 2
    pages = Papers(Book(PlanFile(school=canonical_school(school), plan=plan)), "en").tables("borrowing")
    assert [page.subtitle.split(" · ")[1] for page in pages] == ["Borrowing", "Exchange"]
    assert 1 <= len(pages[1].rows) == len({x.turn for x in swaps})


def test_once_a_month_is_one_visit_in_every_month():
    school = School.model_validate(exchanging("每月一次"))
    assert [d.id for d in school.demand_by_id.values()] == ["borrow", "swap-2026-03", "swap-2026-04", "swap-2026-05"]
    assert [d.name.zh for d in school.demand_by_id.values()][1] == "Exchange（3月）"
    plan = solved(school)
    for visitor in ("3-1", "3-2"):
        months = sorted(dt.date.fromisoformat(x.turn).month for x in plan.visits if x.visitor == visitor and "swap" in x.demand)
        assert months == [3, 4, 5]
    pages = Papers(Book(PlanFile(school=canonical_school(school), plan=plan)), "en").tables("borrowing")
    assert [page.subtitle.split(" · ")[1] for page in pages] == ["Borrowing", "Exchange"]
    assert len(pages[1].rows) <= 6
    assert all("Exchange" not in cell.text for row in pages[1].rows for cell in row.cells)


def test_a_month_that_is_missed_breaks_the_rule():
    data = visiting(term=LONG, demands=[borrowing(id="swap", cycle="monthly")], windows=[a_window("MON", rooms=[])])
    held = [v("3-1", turn, demand=f"swap-2026-{turn[5:7]}") for turn in ("2026-03-02", "2026-04-13", "2026-05-25")]
    assert_fine(data, "demand_met", a_plan(*held))
    closed = {**data, "term": {**LONG, "closures": {"dates": "2026-04-01..2026-04-30", "name": "Works"}}}
    assert_broken(closed, "demand_met", a_plan(held[0], held[2]), 1)


@pytest.mark.parametrize(
    ("start", "end", "firsts"),
    [
        ("2026-03-02", "2026-05-29", ["03-02", "04-01", "05-01"]),
        ("2026-08-31", "2026-10-05", ["08-31"]),
        ("2026-03-02", "2026-07-03", ["03-02", "04-01", "05-01", "06-01"]),
        ("2026-03-02", "2026-03-06", ["03-02"]),
        ("2026-12-01", "2027-01-29", ["12-01", "01-01"]),
    ],
)
def test_a_few_days_of_another_month_count_with_their_neighbour(start, end, firsts):
    months = months_of(Term.model_validate(a_term(start=start, end=end)))
    assert [f"{first:%m-%d}" for first, _last in months] == firsts
    assert months[-1][1] == dt.date.fromisoformat(end)


def test_pins_go_with_their_month_and_findings_with_the_entry_of_the_file():
    school = School.model_validate(
        exchanging("monthly", pins=[{"classes": "3-1", "turns": "2026-04-14"}, {"grades": 3, "slots": 1}])
    )
    assert [len(d.pins) for d in school.demand_by_id.values()] == [0, 1, 2, 1]
    again = School.model_validate(school.model_dump(mode="json", by_alias=True))
    assert again.demand_by_id == school.demand_by_id
    wrong = School.model_validate(exchanging("monthly", grades=9))
    assert {f.loc[1] for f in reference_findings(wrong)} == {1}


def test_duties_are_not_monthly():
    text = """
name: X
term: {id: t, school_year: a, name: b, start: 2026-03-02, end: 2026-05-29}
classes: 1A
windows: [{id: w, name: W, slots: ["12:00-12:20"]}]
demands: [{id: b, name: B, kind: borrowing, windows: w}]
duties: {cycle: monthly}
"""
    with pytest.raises(Exception, match="1 problem"):
        parse_school(text, "x.yaml")


def test_the_months_come_back_from_a_workbook():
    school = School.model_validate(exchanging("monthly"))
    raw = workbook(school, "zh")
    assert dump_school(parse_school(raw, "x.xlsx")) == dump_school(school)
