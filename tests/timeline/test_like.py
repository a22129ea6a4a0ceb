"""A timeline made like that of a school that is nearly the same: it takes over what no change touches, and nothing else."""

from __future__ import annotations

import pytest

from planner.models.planfile import canonical_school
from planner.models.rules import RuleSetting
from planner.models.school import School
from planner.solver.explaining.relaxing import bare, without_duties
from planner.timeline import Timeline
from tests.builders import a_helper, a_post, a_window, borrowing, visiting

CYCLES = ("weekly", "A/B", "sliding")


def a_school(cycle: str) -> School:
    data = visiting(
        3,
        demands=[borrowing(cycle=cycle)],
        windows=[a_window("MON-FRI", 2)],
        bells=[{"periods": {"P1": "08:00-08:40", "P2": "12:00-12:15"}, "lunch": "11:30-12:00"}],
        timetable=[{"class": "3-1", "MON": "语文 数学", "TUE": "语文 -"}],
        posts=[a_post()],
        helpers=[a_helper("h1", "3-1"), {"id": "h2", "volunteer": True}],
    )
    return canonical_school(School.model_validate(data))


def changes(school: School) -> dict[str, School]:
    """What explanations ask about."""
    window, demand, post = school.windows[0], school.demands[0], school.posts[0]
    updates: dict[str, dict[str, object]] = {
        "fewer days": {"windows": (window.model_copy(update={"weekdays": window.weekdays[:2]}),)},
        "comes twice": {"demands": (demand.model_copy(update={"times": 2}),)},
        "no volunteer": {"helpers": tuple(h for h in school.helpers if not h.volunteer)},
        "two on duty": {"posts": (post.model_copy(update={"count": 2}),)},
        "no bells": {"bells": ()},
        "no lessons": {"timetable": ()},
        "soft": {"rules": {**school.rules, "slot_capacity": RuleSetting(mode="soft")}},
    }
    changed = {name: school.model_copy(update=update) for name, update in updates.items()}
    return {**changed, "bare": bare(school), "visits alone": without_duties(school), "the same": school}


@pytest.mark.parametrize("cycle", CYCLES)
def test_it_says_what_one_of_its_own_says(cycle: str) -> None:
    school = a_school(cycle)
    like = Timeline(school)
    assert like.shifts
    for name, changed in changes(school).items():
        one, own = Timeline(changed, like=like), Timeline(changed)
        for what in ("days", "open_days", "turns", "stretches", "duty_stretches", "cells", "shifts", "circles"):
            assert getattr(one, what) == getattr(own, what), (name, what)
        assert one.openings.held == own.openings.held, name
        for c in changed.class_list:
            assert [one.bells.lessons(c.id, day) for day in one.days] == [own.bells.lessons(c.id, day) for day in own.days], (
                name
            )


def test_what_no_change_touches_is_laid_out_once() -> None:
    school = a_school("weekly")
    like = Timeline(school)
    changed = {name: Timeline(other, like=like) for name, other in changes(school).items()}
    assert {name for name, t in changed.items() if t.bells is not like.bells} == {"no bells", "no lessons"}
    assert {name for name, t in changed.items() if t.openings is not like.openings} == {"fewer days", "no bells", "no lessons"}
    alone = {name for name, t in changed.items() if t.cells is like.cells}
    assert alone == {"no volunteer", "two on duty", "soft", "bare", "visits alone", "the same"}
    assert {name for name, t in changed.items() if t.shifts is like.shifts} == {"soft", "bare", "the same"}
