"""Who stands in: choosing, swapping, giving back, and what is declined; on the book, without any file."""

from __future__ import annotations

import datetime as dt

import pytest

import planner
from planner.models.plan import Plan, PlannedDuty
from tests.builders import a_helper, a_post, a_school, a_window
from tests.plans.test_covering import serving

MONDAY, TUESDAY = dt.date(2026, 3, 2), dt.date(2026, 3, 3)


def book() -> planner.Book:
    """One seat on Monday, one on Tuesday: of h1 and of h2. h3 has none and cannot come on Mondays."""
    helpers = [a_helper("h1"), a_helper("h2", "5-2"), a_helper("h3", away=["MON"])]
    school = a_school(serving(*helpers, windows=[a_window("MON,TUE")], posts=[a_post()], duties={"max_per_week": 1}))
    duties = tuple(PlannedDuty(helper=h, post="desk", turn=t, window="noon") for h, t in (("h1", "MON"), ("h2", "TUE")))
    return planner.Book.of(school, Plan(effective_from=MONDAY, visits=(), duties=duties))


def served(of: planner.Book) -> dict[dt.date, str | None]:
    """Who is there in the first week."""
    return {s.date: s.helper for s in of.sessions if s.category == "DUTY" and s.date <= TUESDAY}


def test_a_swap_exchanges_one_date_of_each_and_can_be_given_back() -> None:
    before = book()
    done = planner.swap(before, "h1", MONDAY, "h2", TUESDAY)
    assert served(before) == {MONDAY: "h1", TUESDAY: "h2"}
    assert served(done.book) == {MONDAY: "h2", TUESDAY: "h1"}
    assert [(g.seat.helper, g.helper) for g in done.given] == [("h1", "h2"), ("h2", "h1")]
    assert all(g.candidate and not g.candidate.exceeds for g in done.given)  # each as if the other duty were nobody's
    back = planner.give_back(planner.give_back(done.book, "h1", MONDAY).book, "h2", TUESDAY).book
    assert served(back) == served(before)
    assert back.planfile == before.planfile


def test_what_a_rule_forbids_changes_nothing_and_says_which() -> None:
    with pytest.raises(planner.Forbidden) as caught:
        planner.substitute(book(), "h1", MONDAY, "h3")
    (cover,) = caught.value.covers
    assert (caught.value.params["rules"], cover.seat.date) == ("helper_available", MONDAY)
    assert planner.cover(book(), "h1", MONDAY)[0].candidates[-1] == cover.candidates[0]


@pytest.mark.parametrize(
    ("code", "ask"),
    [
        ("no_such_helper", lambda b: planner.cover(b, "h9", MONDAY)),
        ("no_such_helper", lambda b: planner.substitute(b, "h1", MONDAY, "h9")),
        ("no_duty", lambda b: planner.cover(b, "h1", TUESDAY)),
        ("has_it", lambda b: planner.substitute(b, "h1", MONDAY, "h1")),
        ("nobody_stands_in", lambda b: planner.give_back(b, "h1", MONDAY)),
        ("same_helper", lambda b: planner.swap(b, "h1", MONDAY, "h1", MONDAY + dt.timedelta(7))),
        ("not_one_each", lambda b: planner.swap(b, "h1", MONDAY, "h2", TUESDAY, until=MONDAY + dt.timedelta(7))),
    ],
)
def test_what_makes_no_sense_is_declined(code: str, ask: object) -> None:
    with pytest.raises(planner.Declined) as caught:
        ask(book())  # type: ignore[operator]
    assert caught.value.code == code
