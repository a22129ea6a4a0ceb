"""Fixes do what they say, and those that are shown suffice."""

from __future__ import annotations

import pytest
from hypothesis import assume, given

import planner
from planner.errors import BadInput
from planner.messages.explanations import FIXES
from planner.models import Limits, School, Solved
from planner.models.outcome import Fix
from planner.reading.schoolfile import parse_school
from planner.solver import apply_fixes, explain, is_feasible, solve
from planner.solver.explaining.fixes import candidates
from planner.solver.explaining.fixing import APPLY, Readable
from planner.solver.explaining.relaxing import partial_plan
from tests.builders import a_helper, a_post, a_school, a_term, a_window, as_file, borrowing, reading, serving, visiting
from tests.campaign import often
from tests.solver.impossible import impossible_schools


def fix(code: str, **params: object) -> Fix:
    """A fix as an explanation names it."""
    return Fix(code=code, price=1, params={k: str(v) for k, v in params.items()})


def applied(data, code: str, **params: object) -> School:
    """A school with one fix carried out."""
    return apply_fixes(a_school(data), (fix(code, **params),))


def test_every_fix_has_words_and_a_deed():
    assert set(FIXES) == set(APPLY)


@often(25)
@given(data=impossible_schools())
def test_every_package_makes_a_plan_possible(data):
    school = School.model_validate(data)
    assume(is_feasible(school, 20) is False)
    content = as_file(data)
    try:
        is_file = bool(parse_school(content, "school.yaml"))
    except BadInput:  # the reader refuses some of these schools, such as a minimum above the maximum
        is_file = False
    packages = explain(school, 4).packages
    prices = [sum(f.price for f in package) for package in packages]
    assert prices == sorted(prices)
    for package in packages:
        assert package[-1].leaves == 0
        changed = apply_fixes(school, package)
        assert isinstance(solve(changed, Limits(seconds=30)), Solved), package
        # Through the file it is the same change: anything else would be declined.
        assert not is_file or planner.take_way(content, package) != content


def test_windows_and_rooms():
    room = {"id": "lib", "name": "Lib", "classes": 1, "seats": 30}
    data = visiting(windows=[a_window("MON", 2, classes=1, rooms="lib")], rooms=[room])
    assert applied(data, "open_day", window="noon", days="TUE").window_by_id["noon"].weekdays == ("MON", "TUE")
    more = applied(data, "slot_classes", window="noon", classes=2, heads=60)
    assert (more.window_by_id["noon"].classes, more.room_by_id["lib"].classes, more.room_by_id["lib"].seats) == (2, 2, 60)
    shorter = applied(data, "shorter_slots", window="noon", count=3, minutes=10)
    assert [str(s) for s in shorter.window_by_id["noon"].slots] == ["12:10-12:20", "12:20-12:30", "12:30-12:40"]
    assert applied(data | {"windows": [a_window(grades=3)]}, "window_grades", window="noon").window_by_id["noon"].grades is None
    assert applied(data, "room_classes", room="lib", classes=2).room_by_id["lib"].classes == 2


def test_a_day_opened_takes_its_place_in_the_week():
    """However the file names the days, what is written is what was tried."""
    data = visiting(windows=[a_window("TUE,THU", id="noon")])
    way = (fix("open_day", window="noon", days="MON"),)
    assert apply_fixes(a_school(data), way).window_by_id["noon"].weekdays == ("MON", "TUE", "THU")
    assert parse_school(planner.take_way(as_file(data), way), "school.yaml").window_by_id["noon"].weekdays[0] == "MON"


def test_a_change_of_a_monthly_demand_is_one_of_all_its_months():
    """It stands in the file once: a change of one month alone could not be written."""
    data = visiting(2, windows=[a_window("MON")], term=a_term(end="2026-04-30"))
    data["demands"] = [borrowing(cycle="monthly", each_open_day=2, bans=[{"weekdays": "TUE"}])]
    content = as_file(data)
    school = parse_school(content, "school.yaml")
    month, ban = school.demands[1], school.demands[1].bans[0].model_dump_json()
    for way in (fix("each_day", demand=month.id, each=1), fix("drop_ban", demand=month.id, place=ban)):
        after = parse_school(planner.take_way(content, (way,)), "school.yaml")
        assert len({(d.each_open_day, d.bans) for d in after.demands}) == 1
        assert after.demands[0] != school.demands[0]


def test_new_things_get_ids_that_are_free():
    data = visiting(4, posts=[a_post()], helpers=[a_helper(id="new-2", of="3-1")])
    data["demands"] = [borrowing(classes=["3-1", "3-2", "3-3"]), borrowing(id="borrow-turns", classes=["3-4"])]
    way = (fix("more_helpers", posts="desk", count=2), fix("classes_fortnightly", demand="borrow", classes="3-1"))
    changed = apply_fixes(a_school(data), way)
    assert [h.id for h in changed.helpers] == ["new-2", "new-3", "new-4"]
    assert [d.id for d in changed.demands] == ["borrow", "borrow-turns-2", "borrow-turns"]
    assert Readable(a_school(data))(changed)


def test_a_change_that_a_reader_would_refuse_is_no_way():
    """A file cannot say it: fewest duties above the most, or fewer than no class."""
    school = a_school(serving(a_helper(), posts=[a_post()]))
    assert not Readable(school)(applied(serving(a_helper(), posts=[a_post()]), "lower_minimum", times=5))
    window = school.windows[0].model_copy(update={"classes": -1})
    assert not Readable(school)(school.model_copy(update={"windows": (window,)}))


def test_one_more_class_at_once_is_what_it_says():
    """Only the limits that are named grow, and to what is named: 40 pupils a class, 50 people at once, 10 classes."""
    room = {"id": "lib", "name": "Lib", "classes": 10, "heads": 50}
    data = visiting(3, windows=[a_window("MON,TUE", rooms="lib")], rooms=[room])
    data["classes"] = [{"grade": 3, "count": 3, "pupils": 40}]
    (fix,) = [f for p in explain(a_school(data), 20).packages for f in p if f.code == "slot_classes"]
    assert fix.params == {"window": "noon", "classes": "", "heads": "80"}
    data["rooms"] = [room | {"heads": 80}]
    assert isinstance(solve(a_school(data), Limits(seconds=30)), Solved), "done as it is worded"
    data["rooms"] = [room | {"classes": 11, "heads": 79}]
    assert not isinstance(solve(a_school(data), Limits(seconds=30)), Solved)
    two = [{"id": r, "name": r, "classes": 1} for r in "ab"]
    more = applied(visiting(windows=[a_window(rooms=["a", "b"])], rooms=two), "slot_classes", window="noon", classes=3)
    assert sorted(more.room_by_id[r].classes for r in "ab") == [1, 2]


def test_demands():
    data = visiting(4, demands=[borrowing(times=2, bans=[{"weekdays": "MON"}, {"weekdays": "TUE"}])])
    ban = a_school(data).demands[0].bans[0].model_dump_json()
    assert [b.weekdays for b in applied(data, "drop_ban", demand="borrow", place=ban).demands[0].bans] == [("TUE",)]
    assert applied(data, "delegates", demand="borrow", heads=6).demands[0].heads == 6
    assert applied(data, "fewer_visits", demand="borrow", times=1).demands[0].times == 1
    assert applied(data, "fortnightly", demand="borrow").demands[0].cycle.kind == "ab"
    assert applied(data, "every_n_weeks", demand="borrow", n=3).demands[0].cycle.n == 3


def test_some_classes_take_turns():
    school = applied(visiting(4), "classes_fortnightly", demand="borrow", classes="3-1,3-2")
    assert [(school.select(d), d.cycle.kind) for d in school.demands] == [
        (("3-3", "3-4"), "weekly"),
        (("3-1", "3-2"), "ab"),
    ]


def test_helpers_and_posts():
    data = serving(a_helper(posts=["other"]), posts=[a_post(count=2, grades="5"), a_post(id="other", count=2)])
    new = applied(data, "more_helpers", posts="desk,other", count=2).helpers[1:]
    assert [(h.class_id, h.posts) for h in new] == [("5-2", ("desk", "other")), ("5-1", ("desk", "other"))]
    assert applied(data, "train_all", post="desk").helpers[0].posts == ("other", "desk")
    assert applied(data, "post_grades", post="desk").post_by_id["desk"].grades is None
    assert [p.count for p in applied(data, "fewer_at_posts", posts="desk,other").posts] == [1, 1]
    assert applied(data, "more_per_week", times=2).duties.max_per_week == 2
    assert applied(data, "consecutive").duties.consecutive_days


def test_duties_left_out_ask_for_fixes_of_duties():
    """Visits are placed first; what is short are the duties, and nobody is asked to change the visits."""
    data = visiting(2, windows=[a_window(slots=2, classes=1)], posts=[a_post(count=2)], helpers=[a_helper(of="3-1")])
    school = a_school(data)
    _, left_out = partial_plan(school, 10)
    assert {u.kind for u in left_out} == {"duty"}
    assert {c.fix.code for c in candidates(school, left_out, None)} <= {
        "more_helpers", "fewer_at_post", "more_per_week", "consecutive"
    }  # fmt: skip


def test_an_escorted_demand_stays_whole():
    """Escorts belong to the demand: to split it would let classes come unescorted."""
    posts = [a_post(id="escort", escort={"demand": "borrow"})]
    school = a_school(visiting(4, windows=[a_window(classes=1)], posts=posts, helpers=[a_helper(of="3-1")]))
    _, left_out = partial_plan(school, 10)
    assert not {"classes_fortnightly", "grade_fortnightly"} & {c.fix.code for c in candidates(school, left_out, None)}


def test_a_lesson_can_have_a_fuller_room():
    data = visiting(
        2,
        demands=[reading()],
        rooms=[{"id": "lib", "name": "Lib", "classes": 1}],
        bells=[{"periods": {"P1": "08:00-08:40"}}],
        timetable=[{"class": c, "MON": "语文"} for c in ("3-1", "3-2")],
    )
    assert "room_classes" in {package[0].code for package in explain(a_school(data), 10).packages}


@pytest.mark.parametrize("code", ["nonsense", ""])
def test_an_unknown_fix_is_refused(code):
    with pytest.raises(KeyError):
        applied(visiting(), code)
