"""What changes between two plans; what changes, put on the old plan, gives the new one exactly."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.changes.diff import apply, diff
from planner.models import Limits, Plan, School, Solved
from planner.models.planfile import canonical_plan
from planner.sessions.chapter import Chapter
from planner.solver import solve
from tests.builders import a_helper, a_plan, a_post, a_school, a_term, a_window, d, dates, lesson, reading, serving, v, visiting
from tests.campaign import often
from tests.strategies import feasible_schools

SETTINGS = often(25)
WEEK = "MON-FRI"


def changes_of(data, old, new, data_after=None):
    school = a_school(data)
    return diff(Chapter(school, old), Chapter(a_school(data_after or data), new))


@SETTINGS
@given(data=feasible_schools(), seeds=st.tuples(st.integers(1, 9), st.integers(1, 9)), late=st.booleans())
def test_the_changes_make_the_new_plan_of_the_old_one(data, seeds, late):
    old_school, new_school = School.model_validate(data), School.model_validate({**data, "rules": {}, "wishes": []})
    found = [
        solve(s, Limits(seconds=20, seed=seed), since=dates("03-09")[0] if late and n else None)
        for n, (s, seed) in enumerate(zip((old_school, new_school), seeds, strict=True))
    ]
    assert all(isinstance(x, Solved) for x in found)
    old, new = (x.plan for x in found)
    changes = diff(Chapter(old_school, old), Chapter(new_school, new))
    assert apply(changes, old) == _unproven(new)
    assert changes.count("moved") + changes.count("added") == len(set(new.visits) - set(old.visits))
    assert diff(Chapter(old_school, old), Chapter(new_school, Plan.model_validate_json(new.model_dump_json()))) == changes
    if not late:
        back = diff(Chapter(new_school, new), Chapter(old_school, old))
        assert back.count("moved") == changes.count("moved")
        assert apply(back, new) == _unproven(old)


def _unproven(plan: Plan) -> Plan:
    """Changes do not carry the proof of a bound."""
    return canonical_plan(plan).model_copy(update={"proofs": ()})


def test_nothing_changes():
    data = visiting(windows=[a_window(WEEK)])
    changes = changes_of(data, a_plan(v("3-1")), a_plan(v("3-1"), since="03-09"))
    assert changes.nothing
    assert changes.visits == changes.duties == changes.openings == ()


def test_pairs_keep_their_day_first():
    """Two visits a week: Monday's goes to another slot, Tuesday's to Friday; not the other way round."""
    data = visiting(windows=[a_window(WEEK, 2)])
    changes = changes_of(data, a_plan(v("3-1", "MON"), v("3-1", "TUE")), a_plan(v("3-1", "FRI"), v("3-1", "MON", 2)))
    assert [(c.kind, c.old.turn, c.new.turn, c.new.slot) for c in changes.visits] == [
        ("moved", "MON", "MON", 2),
        ("moved", "TUE", "FRI", 1),
    ]
    assert changes.weekdays == 1


def test_added_and_removed():
    data = visiting(2, windows=[a_window(WEEK)])
    changes = changes_of(data, a_plan(v("3-1")), a_plan(v("3-2", "TUE")))
    assert [(c.kind, c.visitor) for c in changes.visits] == [("removed", "3-1"), ("added", "3-2")]
    assert str(changes.visits[0].old.time) == "12:10-12:25"


def test_the_same_place_at_another_time():
    data = visiting()
    late = visiting(windows=[a_window() | {"slots": ["12:30-12:45"]}])
    changes = changes_of(data, a_plan(v("3-1")), a_plan(v("3-1"), since="03-09"), late)
    (change,) = changes.visits
    assert (change.kind, str(change.old.time), str(change.new.time)) == ("time_only", "12:10-12:25", "12:30-12:45")
    assert change.gone == change.come == dates("03-09")
    assert [(o.kind, o.date) for o in changes.openings] == [("time", dates("03-09")[0])]


def test_the_same_place_on_other_dates():
    closed = visiting(term=a_term(closures=[{"dates": "2026-03-09", "name": "Holiday"}]))
    changes = changes_of(visiting(), a_plan(v("3-1")), a_plan(v("3-1"), since="03-03"), closed)
    assert [(c.kind, c.gone, c.come) for c in changes.visits] == [("dates", dates("03-09"), ())]
    assert [(o.kind, o.reason) for o in changes.openings] == [("closed", "closed")]
    assert not changes.nothing


def test_what_is_over_is_told_to_nobody():
    data = visiting(demands=[visiting()["demands"][0] | {"cycle": "dated"}], windows=[a_window(WEEK)])
    old, new = a_plan(v("3-1", "2026-03-02"), v("3-1", "2026-03-10")), a_plan(v("3-1", "2026-03-10"), since="03-09")
    changes = changes_of(data, old, new)
    assert [c.kind for c in changes.visits] == ["past"]
    assert changes.nothing
    assert apply(changes, old) == canonical_plan(new)


def test_duties():
    data = serving(a_helper("h1"), a_helper("h2"), a_helper("h3"), posts=[a_post(count=2)], windows=[a_window("MON,TUE")])
    old = a_plan(d("h1"), d("h2"), d("h1", "TUE"))
    changes = changes_of(data, old, a_plan(d("h1"), d("h3"), d("h1", "TUE"), d("h2", "TUE")))
    assert [(c.kind, c.turn, c.old, c.new) for c in changes.duties] == [
        ("replaced", "MON", "h2", "h3"),
        ("added", "TUE", None, "h2"),
    ]
    assert changes.helpers == 1


def test_another_class_to_escort():
    data = serving(posts=[a_post(escort={"demand": "borrow"})], demands=visiting()["demands"])
    old, new = (a_plan(d("h1").model_copy(update={"escorts": c})) for c in ("5-1", "5-2"))
    changes = changes_of(data, old, new)
    assert [(c.kind, c.old_escorts, c.new_escorts) for c in changes.duties] == [("escort", "5-1", "5-2")]
    assert apply(changes, old) == canonical_plan(new)


def test_a_lesson_in_another_room():
    data = visiting(
        demands=[reading()],
        bells=[{"periods": {"P1": "08:00-08:40"}}],
        timetable=[{"class": "3-1", "MON": "语文"}],
        rooms=[{"id": "lib", "name": "Lib"}, {"id": "hall", "name": "Hall"}],
    )
    changes = changes_of(data, a_plan(lesson("3-1", "MON")), a_plan(lesson("3-1", "MON", room="hall")))
    assert [(c.kind, c.old.room, c.changes_weekday) for c in changes.visits] == [("moved", "lib", False)]


def test_changes_of_another_plan_are_refused():
    changes = changes_of(visiting(windows=[a_window(WEEK)]), a_plan(v("3-1")), a_plan(v("3-1", "TUE")))
    with pytest.raises(ValueError, match="the plan has no"):
        apply(changes, a_plan(v("3-1", "FRI")))
