"""Rules that a change by hand breaks whatever the rest of the plan is: each named with the cells that break it."""

from __future__ import annotations

from typing import Any

import pytest

from planner.applying import by_hand, clashes, edits_of, pinning_of, with_pins
from planner.models import Infeasible, Limits, Plan, PlannedDuty, PlannedVisit, Solved
from planner.models.edits import EditClash, Edits
from planner.models.planfile import PlanFile, canonical_school
from planner.sessions.book import Book
from planner.solver import solve
from tests.applying.handwork import changed_to, written
from tests.builders import (
    Data,
    a_helper,
    a_plan,
    a_post,
    a_school,
    a_window,
    borrowing,
    d,
    lesson,
    reading,
    serving,
    v,
    visiting,
)

Part = PlannedVisit | PlannedDuty
THREE_DAYS = [a_window("MON-WED")]
LESSON_AT_NOON: Data = {
    "bells": [{"periods": {"P1": "08:00-08:40", "P2": "12:00-12:40"}}],
    "timetable": [{"class": "3-1", "TUE": "- 数学"}],
}
READERS: Data = {
    "bells": [{"periods": {"P1": "08:00-08:40", "P2": "09:00-09:40"}}],
    "timetable": [{"class": "3-1", "THU": "语文 数学"}, {"class": "3-2", "THU": "- 语文"}, {"class": "3-3", "THU": "语文 -"}],
    "rooms": [{"id": "lib", "name": "Lib", "classes": 2}],
}
SEATS: Data = {
    "rooms": [{"id": "lib", "name": "Lib", "classes": 9, "seats": 40}],
    "windows": [a_window("MON-WED", rooms="lib")],
    "demands": [{**borrowing(), "kind": "noon_reading"}],
}
DUTY_DAYS = {"windows": [a_window("MON-WED")]}
TWO_POSTS = [a_post(), a_post(id="shelf", name="Shelf")]


def served(*helpers: Data, **changes: Any) -> Data:
    return serving(*(a_helper(h) if isinstance(h, str) else h for h in helpers), **{**DUTY_DAYS, **changes})


# rule, school, plan, what is written by hand: who stands elsewhere now
CASES: list[tuple[str, Data, tuple[Part, ...], tuple[Part, ...]]] = [
    (
        "forbidden",
        visiting(2, windows=THREE_DAYS, demands=[borrowing(bans=[{"classes": "3-1", "weekdays": "TUE"}])]),
        (v("3-1"), v("3-2")),
        (v("3-1", "TUE"),),
    ),
    ("class_free", visiting(2, windows=THREE_DAYS, **LESSON_AT_NOON), (v("3-1"), v("3-2")), (v("3-1", "TUE"),)),
    (
        "eligible",
        visiting(3, demands=[reading()], **READERS),
        (lesson("3-1", "THU"), lesson("3-2", "THU", "P2"), lesson("3-3", "THU")),
        (lesson("3-1", "THU", "P2"),),
    ),
    (
        "slot_capacity",
        visiting(3, windows=[a_window("MON-WED", classes=1)]),
        (v("3-1"), v("3-2", "TUE"), v("3-3", "WED")),
        (v("3-1", "WED"), v("3-2", "WED")),
    ),
    (
        "room_capacity",
        visiting(3, windows=[a_window("MON-WED", rooms="lib")], rooms=[{"id": "lib", "name": "Lib", "classes": 1}]),
        (v("3-1", room="lib"), v("3-2", "TUE", room="lib"), v("3-3", "WED", room="lib")),
        (v("3-1", "WED", room="lib"), v("3-2", "WED", room="lib")),
    ),
    (
        "room_seats",
        visiting(3, **SEATS),
        (v("3-1", room="lib"), v("3-2", "TUE", room="lib"), v("3-3", "WED", room="lib")),
        (v("3-1", "WED", room="lib"), v("3-2", "WED", room="lib")),
    ),
    (
        "grade_limit",
        visiting(3, windows=THREE_DAYS, demands=[borrowing(grade_limits=[{"grades": 3, "at_once": 1}])]),
        (v("3-1"), v("3-2", "TUE"), v("3-3", "WED")),
        (v("3-1", "WED"), v("3-2", "WED")),
    ),
    (
        "one_visit_a_day",
        visiting(
            1,
            windows=[a_window("MON-THU")],
            demands=[borrowing(), reading()],
            **{
                **READERS,
                "timetable": [{"class": "3-1", "WED": "语文 -", "THU": "语文 -"}],
            },
        ),
        (v("3-1"), lesson("3-1", "WED")),
        (v("3-1", "THU"), lesson("3-1", "THU")),
    ),
    (
        "teacher_free",
        visiting(
            1,
            windows=THREE_DAYS,
            classes=[{"grade": 3, "number": 1, "teacher": "T1", "pupils": 30}],
            teachers=[{"id": "T1", "away": "TUE"}],
            demands=[borrowing(accompany="class_teacher")],
        ),
        (v("3-1"),),
        (v("3-1", "TUE"),),
    ),
    ("helper_available", served(a_helper(away="TUE"), "h2"), (d("h1"), d("h2", "TUE")), (d("h1", "TUE"), d("h2"))),
    (
        "helper_suitable",
        served(a_helper(posts="desk"), a_helper("h2", posts="shelf"), posts=TWO_POSTS),
        (d("h1"), d("h2", post="shelf")),
        (d("h1", post="shelf"), d("h2", "TUE", post="shelf")),
    ),
    (
        "arrival_fits",
        served(
            "h1",
            a_helper("h2", "5-2"),
            posts=[a_post(arrive="11:55")],
            bells=[{"periods": {"P1": "11:20-12:00"}}],
            timetable=[{"class": "5-1", "TUE": "数学"}],
        ),
        (d("h1"), d("h2", "TUE")),
        (d("h1", "TUE"), d("h2")),
    ),
    (
        "duty_max",
        served("h1", "h2", "h3"),
        (d("h2"), d("h3", "TUE"), d("h1", "WED")),
        (d("h1"), d("h1", "TUE"), d("h2", "WED")),
    ),
    (
        "one_duty_a_day",
        served("h1", "h2", "h3", posts=TWO_POSTS, duties={"max_per_week": 5}),
        (d("h2"), d("h3", post="shelf")),
        (d("h1"), d("h1", post="shelf")),
    ),
    (
        "no_consecutive",
        served("h1", "h2", "h3", duties={"max_per_week": 5, "consecutive_days": False}),
        (d("h2"), d("h3", "TUE")),
        (d("h1"), d("h1", "TUE")),
    ),
    ("post_staffed", served("h1", "h2", "h3"), (d("h3"),), (d("h1"), d("h2"))),
]
WITHOUT_DATES = {"helper_suitable", "duty_max"}


def found(data: Data, plan: Plan, edited: Plan) -> tuple[dict[str, bytes], Edits, tuple[EditClash, ...]]:
    """The changed tables, the edits, and what speaks against them."""
    planfile = PlanFile(school=canonical_school(a_school(data)), plan=plan)
    files = changed_to(planfile, edited)
    edits = edits_of(Book(planfile), files)
    hand = by_hand(planfile.school, plan, edits, plan.effective_from)
    school = with_pins(planfile.school, pinning_of(planfile.school, edits, hand))
    return files, edits, clashes(school, hand, edits)


def rewritten(plan: tuple[Part, ...], moved: tuple[Part, ...]) -> Plan:
    """Visits of moved classes and demands stand elsewhere; duties of the shifts named have other helpers."""
    gone = {(m.visitor, m.demand) for m in moved if isinstance(m, PlannedVisit)}
    taken = {m.place for m in moved if isinstance(m, PlannedDuty)}
    left = [p for p in plan if (p.visitor, p.demand) not in gone] if gone else [p for p in plan if p.place not in taken]
    return a_plan(*left, *moved)


@pytest.mark.parametrize(("rule", "data", "plan", "moved"), CASES, ids=[case[0] for case in CASES])
def test_the_rule_is_named_with_the_cells_that_break_it(
    rule: str, data: Data, plan: tuple[Part, ...], moved: tuple[Part, ...]
) -> None:
    files, edits, against = found(data, a_plan(*plan), rewritten(plan, moved))
    assert [c.rule for c in against] == [rule]
    (clash,) = against
    assert bool(clash.dates) == (rule not in WITHOUT_DATES)
    cells = {w.cell for w in clash.edits}
    guilty = {e.cell for e in edits.all if rule not in {"helper_available", "helper_suitable", "arrival_fits"}}
    if guilty and rule != "duty_max":
        assert cells == guilty
    else:
        assert cells <= {e.cell for e in edits.all}
        assert {w.text for w in clash.edits} == {"五(1)-1"}
    for edit in clash.edits:
        name, _space, address = edit.cell.rpartition(" ") if len(files) > 1 else (next(iter(files)), "", edit.cell)
        assert edit.text in written(files[name], address).replace("（", "(").replace("）", ")").split("\n")


@pytest.mark.parametrize(("rule", "data", "plan", "moved"), CASES, ids=[case[0] for case in CASES])
def test_no_plan_can_mend_what_is_named(rule: str, data: Data, plan: tuple[Part, ...], moved: tuple[Part, ...]) -> None:
    """The solver, with the edits pinned, finds the same impossible; without the rule it need not."""
    planfile = PlanFile(school=canonical_school(a_school(data)), plan=a_plan(*plan))
    edits = edits_of(Book(planfile), changed_to(planfile, rewritten(plan, moved)))
    hand = by_hand(planfile.school, planfile.plan, edits, planfile.plan.effective_from)
    school = with_pins(planfile.school, pinning_of(planfile.school, edits, hand))
    assert isinstance(solve(school, Limits(seconds=10)), Infeasible)


def test_a_full_slot_is_no_clash_when_others_can_make_room() -> None:
    """Only what was written by hand stays; the class that was there goes elsewhere."""
    data = visiting(2, windows=[a_window("MON-WED", classes=1)])
    files, edits, against = found(data, a_plan(v("3-1"), v("3-2", "TUE")), a_plan(v("3-1", "TUE"), v("3-2", "TUE")))
    assert against == ()
    assert files
    school = a_school(data)
    hand = by_hand(school, a_plan(v("3-1"), v("3-2", "TUE")), edits, school.term.start)
    outcome = solve(with_pins(school, pinning_of(school, edits, hand)), Limits(seconds=10))
    assert isinstance(outcome, Solved)
    assert {x.visitor: x.turn for x in outcome.plan.visits}["3-1"] == "TUE"
    assert {x.visitor: x.turn for x in outcome.plan.visits}["3-2"] != "TUE"


def test_a_soft_rule_is_no_clash() -> None:
    """It has a price instead."""
    data = visiting(2, windows=THREE_DAYS, demands=[borrowing(bans=[{"classes": "3-1", "weekdays": "TUE"}])])
    data["rules"] = {"forbidden": {"mode": "soft"}}
    _files, edits, against = found(data, a_plan(v("3-1"), v("3-2")), a_plan(v("3-1", "TUE"), v("3-2")))
    assert len(edits.visits) == 1
    assert against == ()


def test_a_standing_pin_of_another_class_counts() -> None:
    """It may not move any more than the edit."""
    data = visiting(2, windows=[a_window("MON-WED", classes=1)])
    data["demands"] = [borrowing(pins=[{"classes": "3-2", "weekdays": "TUE"}])]
    _files, edits, against = found(data, a_plan(v("3-1"), v("3-2", "TUE")), a_plan(v("3-1", "TUE"), v("3-2", "TUE")))
    assert [(c.rule, {w.cell for w in c.edits}) for c in against] == [("slot_capacity", {edits.visits[0].cell})]
