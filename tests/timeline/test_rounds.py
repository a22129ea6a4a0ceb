"""A sliding round without a number is as long as it takes to serve everybody: each class only where it can be."""

from __future__ import annotations

import pytest

from planner.models import School
from planner.timeline import Timeline
from tests.builders import a_term, a_window, borrowing, dates, solved, visiting

TERM = a_term(end="2026-05-29")


def school(windows, classes, demand=None, **more):
    return School.model_validate(
        visiting(
            term=TERM,
            windows=windows,
            classes=classes,
            demands=[{**borrowing(cycle="sliding"), "windows": [w["id"] for w in windows], **(demand or {})}],
            rooms=[{"id": "lib", "name": "Library", "classes": more.pop("at_once", 1), **more.pop("room", {})}],
            **more,
        )
    )


def length(found, demand="borrow"):
    return len(Timeline(found).turns[demand])


def slot(key, days, **more):
    return a_window(days, id=key, name=key, rooms="lib", **more)


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        # 5 classes, one a time
        (school([slot("w", "MON-TUE")], [{"grade": 1, "count": 5}]), 5),
        # three of grade 1 come on Mondays only, one of grade 2 on Tuesdays only: three Mondays and three Tuesdays
        (school([slot("m", "MON", grades=1), slot("t", "TUE", grades=2)], [{"grade": 1, "count": 3}, {"grade": 2}]), 6),
        # two windows on Tuesday: a round of one would have a class come twice that day
        (school([slot("a", "TUE"), slot("b", "TUE-WED")], [{"grade": 1}]), 2),
        # two classes at once, but heads for one; then seats for one, which matter to readers alone
        (school([slot("w", "MON")], [{"grade": 1, "count": 3, "pupils": 30}], at_once=2, room={"heads": 50}), 3),
        (school([slot("w", "MON", heads=59)], [{"grade": 1, "count": 3, "pupils": 30}], at_once=2), 3),
        (
            school(
                [slot("w", "MON")],
                [{"grade": 1, "count": 4, "pupils": 30}],
                {"kind": "noon_reading"},
                at_once=2,
                room={"seats": 45},
            ),
            4,
        ),
        (school([slot("w", "MON")], [{"grade": 1, "count": 4, "pupils": 30}], at_once=2, room={"seats": 45}), 2),
        # each weekday slides by itself
        (school([slot("w", "MON-TUE")], [{"grade": 1, "count": 5}], {"cycle": "sliding by weekday"}), 6),
        # as given
        (school([slot("w", "MON")], [{"grade": 1, "count": 5}], {"cycle": "sliding 7"}), 7),
    ],
)
def test_the_round_is_as_long_as_it_takes(found, expected):
    assert length(found) == expected
    assert solved(found).status == "OPTIMAL"


def test_a_round_beside_weekly_visits_leaves_every_class_a_day_for_them():
    swap = {"id": "swap", "name": "Exchange", "kind": "corner_exchange", "cycle": "sliding", "windows": "noon"}
    found = School.model_validate(
        visiting(
            2,
            term={**TERM, "closures": [{"dates": "2026-04-06", "name": "H"}]},
            windows=[a_window("MON-TUE", slots=2, classes=1)],
            demands=[borrowing(), swap],
        )
    )
    plan = solved(found)
    days = {turn.label: {o.day.label for o in turn.occasions} for turn in Timeline(found).turns["swap"]}
    for visit in (v for v in plan.visits if v.demand == "swap"):
        (weekly,) = [v.turn for v in plan.visits if v.demand == "borrow" and v.visitor == visit.visitor]
        assert weekly not in days[visit.turn]


def test_without_any_round_that_serves_everybody_each_occasion_is_one():
    found = school([slot("w", "MON", grades=2)], [{"grade": 1, "count": 2}])
    assert length(found) == len(Timeline(found).openings.held) == 13


def test_each_stretch_of_the_term_has_the_round_that_it_takes():
    """Two classes at once until 10 April, then one: every Monday, then every other one, and not every other one all term."""
    windows = [slot("a", "MON", classes=2, valid_until="2026-04-10"), slot("b", "MON", classes=1, valid_from="2026-04-13")]
    found = school(windows, [{"grade": 1, "count": 2}], at_once=2)
    timeline = Timeline(found)
    assert [t.label for t in timeline.turns["borrow"]] == ["#1@2026-03-02", "#1@2026-04-13", "#2@2026-04-13"]
    assert len(timeline.whole) == 2
    plan = solved(found)
    cells = [cell for x in plan.visits if (cell := timeline.cell_of(x))]
    assert sum(len(cell.occasions) for cell in cells) == 2 * 6 + 7


def test_a_stretch_too_short_for_its_round_owes_nobody_a_visit():
    """On the last Monday only one class has room: one of the two comes then."""
    windows = [
        slot("a", "MON", classes=2, valid_until="2026-05-15"),
        slot("b", "MON", classes=1, valid_from="2026-05-18", valid_until="2026-05-22"),
    ]
    found = school(windows, [{"grade": 1, "count": 2}], at_once=2)
    assert [key for _, key in Timeline(found).whole] == ["2026-03-02"]
    assert len(solved(found).visits) == 3


def test_a_plan_that_is_changed_where_a_season_begins_has_the_rounds_of_that_season():
    """One class at once until 10 April, two from then on: a round of two until then, and of one in a plan from the 13th on."""
    windows = [slot("a", "MON", classes=1, valid_until="2026-04-10"), slot("b", "MON", classes=2, valid_from="2026-04-13")]
    found = school(windows, [{"grade": 1, "count": 2}], at_once=2)
    assert len(Timeline(found, dates("04-13")[0]).turns["borrow"]) == 1
    later, whole = (Timeline(found, since).turns["borrow"] for since in dates("04-20", "03-02"))
    assert [t.label for t in later] == [t.label for t in whole]
