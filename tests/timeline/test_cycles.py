"""A cycle is a function from held dates to turns."""

import pytest

from planner.models import School
from planner.models.term import Term
from planner.models.visits import Cycle
from planner.timeline import Occasion, Timeline, days_of
from planner.timeline.cycles import turns_of
from tests.builders import a_helper, a_post, a_term, a_window, serving


def _turns(cycle, length=3, **changes):
    term = Term.model_validate(a_term(end="2026-03-20", **changes))
    occasions = [Occasion(day, "noon") for day in days_of(term) if day.label in {"MON", "FRI"}]
    found = turns_of(Cycle.model_validate(cycle), occasions, term, length)
    return {turn.label: " ".join(f"{o.date:%m-%d}" for o in turn.occasions) for turn in found}


@pytest.mark.parametrize(
    ("cycle", "expected"),
    [
        ("weekly", {"MON": "03-02 03-09 03-16", "FRI": "03-06 03-13 03-20"}),
        ("A/B", {"A:MON": "03-02 03-16", "A:FRI": "03-06 03-20", "B:MON": "03-09", "B:FRI": "03-13"}),
        ("2 weeks", {"1/2:MON": "03-02 03-16", "1/2:FRI": "03-06 03-20", "2/2:MON": "03-09", "2/2:FRI": "03-13"}),
        ("sliding", {"#1": "03-02 03-13", "#2": "03-06 03-16", "#3": "03-09 03-20"}),
        (
            "sliding by weekday",
            {"MON:#1": "03-02", "FRI:#1": "03-06", "MON:#2": "03-09", "FRI:#2": "03-13", "MON:#3": "03-16", "FRI:#3": "03-20"},
        ),
    ],
)
def test_turns_of_a_plain_term(cycle, expected):
    assert _turns(cycle) == expected


def test_dated_turns_are_dates():
    assert next(iter(_turns("dated").items())) == ("2026-03-02", "03-02")


def test_a_holiday_costs_a_weekly_class_its_turn_and_slides_the_others():
    closed = {"closures": [{"dates": "2026-03-06", "name": "H"}]}
    assert _turns("weekly", **closed)["FRI"] == "03-13 03-20"
    assert _turns("sliding", **closed) == {"#1": "03-02 03-16", "#2": "03-09 03-20", "#3": "03-13"}


def test_a_make_up_day_counts_as_the_day_and_week_it_runs():
    made_up = {"days": [{"date": "2026-03-07", "runs_as": "MON", "week": 2}]}
    assert _turns("A/B", **made_up)["B:MON"] == "03-07 03-09"
    assert _turns("weekly", **made_up)["MON"] == "03-02 03-07 03-09 03-16"


def test_an_unconfirmed_date_does_not_advance_a_round():
    unsure = {"days": [{"date": "2026-03-06", "confirmed": False}]}
    assert _turns("sliding", **unsure) == {"#1": "03-02 03-16", "#2": "03-09 03-20", "#3": "03-13"}
    assert _turns("weekly", **unsure)["FRI"] == "03-13 03-20"


@pytest.mark.parametrize(
    ("helpers", "seats", "expected"),
    [(8, 1, 8), (8, 2, 4), (3, 2, 3), (4, 8, 1), (30, 1, 10), (7, 2, 7), (30, 4, 8)],
    ids=["one seat", "two", "evenly", "more seats than helpers", "a term too short", "evenly in two", "too short for evenly"],
)
def test_round_of_duties_without_a_number(helpers, seats, expected):
    """As long as it takes to serve everybody: ten days in which a round of ten can be held."""
    data = serving(
        *(a_helper(f"h{n}") for n in range(helpers)),
        windows=[a_window("MON-FRI")],
        posts=[a_post(count=seats)],
        duties={"cycle": "sliding"},
    )
    shifts = Timeline(School.model_validate(data)).shifts
    assert [s.turn for s in shifts] == [f"#{n + 1}" for n in range(expected)]
