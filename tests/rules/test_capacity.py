"""Visits: how many fit into a slot, a room, its seats and a day."""

from planner.solver import solve
from tests.builders import (
    SLOTS,
    a_plan,
    a_school,
    a_window,
    assert_broken,
    assert_fine,
    borrowing,
    found,
    lesson,
    reading,
    v,
    visiting,
)

MONDAYS = ("03-02", "03-09")
BOTH = a_plan(v("3-1"), v("3-2"))
BOTH_IN_LIB = a_plan(v("3-1", room="lib"), v("3-2", room="lib"))
ONE_AFTER_THE_OTHER = a_plan(v("3-1", room="lib"), v("3-2", slot=2, room="lib"))


def _in_room(slots=1, count=2, demands=None, **room):
    return visiting(
        count,
        rooms=[{"id": "lib", "name": "Library", "classes": None, **room}],
        windows=[a_window(slots=slots, rooms="lib")],
        demands=demands or [borrowing()],
    )


def test_slot_capacity_fine():
    assert_fine(visiting(2, windows=[a_window(classes=2, heads=60)]), "slot_capacity", BOTH)


def test_slot_capacity_violated_in_classes():
    data = visiting(2, windows=[a_window(classes=1)])
    assert_broken(data, "slot_capacity", BOTH, 2, *MONDAYS)
    (shortage,) = solve(a_school(data)).shortages
    assert (shortage.code, shortage.need, shortage.capacity) == ("visits_over_slots", 2, 1)


def test_slot_capacity_violated_in_heads():
    assert_broken(visiting(2, windows=[a_window(heads=50)]), "slot_capacity", BOTH, 20, *MONDAYS)


def test_slot_capacity_counts_the_larger_of_classes_and_heads():
    assert_broken(visiting(2, windows=[a_window(classes=1, heads=59)]), "slot_capacity", BOTH, 2, *MONDAYS)


def test_slot_capacity_nearly_violated():
    assert_fine(
        visiting(2, windows=[a_window(slots=2, classes=1, heads=30)]), "slot_capacity", a_plan(v("3-1"), v("3-2", slot=2))
    )


def test_slot_capacity_appointments_count_as_heads_but_not_as_classes():
    data = visiting(2, windows=[a_window(classes=1, heads=5)], demands=[borrowing(kind="appointment", heads=2)])
    assert_fine(data, "slot_capacity", BOTH)


def test_room_capacity_fine():
    assert_fine(_in_room(classes=2, heads=60), "room_capacity", BOTH_IN_LIB)


def test_room_capacity_violated_in_classes():
    assert_broken(_in_room(classes=1), "room_capacity", BOTH_IN_LIB, 2, *MONDAYS)


def test_room_capacity_violated_in_heads():
    assert_broken(_in_room(heads=59), "room_capacity", BOTH_IN_LIB, 2, *MONDAYS)


def test_room_capacity_violated_next_door():
    """Two windows with rooms of their own use one room besides, at overlapping times."""
    rooms = [{"id": "a", "name": "A"}, {"id": "b", "name": "B"}, {"id": "hall", "name": "Hall", "classes": 1}]
    windows = [
        a_window(rooms="a", with_rooms="hall"),
        {**a_window(id="late", rooms="b", with_rooms="hall"), "slots": ["12:20-12:30"]},
    ]
    data = visiting(
        2,
        rooms=rooms,
        windows=windows,
        demands=[borrowing(classes="3-1"), borrowing(id="other", classes="3-2", windows="late")],
    )
    plan = a_plan(v("3-1", room="a"), v("3-2", demand="other", window="late", room="b"))
    assert_broken(data, "room_capacity", plan, 2, *MONDAYS)


def test_room_capacity_nearly_violated():
    assert_fine(_in_room(slots=2, classes=1, heads=30), "room_capacity", ONE_AFTER_THE_OTHER)


def test_room_capacity_nearly_violated_by_bells_of_two_grades():
    """P1 of grade 3 ends when P1 of grade 4 begins: one room takes both."""
    bells = [{"grades": 3, "periods": {"P1": "08:00-08:40"}}, {"grades": 4, "periods": {"P1": "08:40-09:20"}}]
    data = visiting(
        classes=[{"grades": "3-4", "count": 1}],
        rooms=[{"id": "lib", "name": "Library", "classes": 1}],
        windows=[],
        bells=bells,
        demands=[reading()],
        timetable=[{"class": c, "MON": "语文"} for c in ("3-1", "4-1")],
    )
    assert_fine(data, "room_capacity", a_plan(lesson("3-1", "MON"), lesson("4-1", "MON")))


def _noon_reading(**changes):
    return _in_room(demands=[borrowing(kind="noon_reading")], **changes)


def test_room_seats_fine():
    assert_fine(_noon_reading(seats=60), "room_seats", BOTH_IN_LIB)


def test_room_seats_violated():
    assert_broken(_noon_reading(seats=55), "room_seats", BOTH_IN_LIB, 10, *MONDAYS)


def test_room_seats_violated_by_one_large_class():
    data = _noon_reading(count=1, seats=29)
    assert_broken(data, "room_seats", a_plan(v("3-1", room="lib")), 2, *MONDAYS)
    assert solve(a_school(data)).shortages[0].code == "class_over_seats"


def test_room_seats_nearly_violated():
    assert_fine(_noon_reading(slots=2, seats=30), "room_seats", ONE_AFTER_THE_OTHER)


def test_room_seats_do_not_bound_borrowing():
    assert_fine(_in_room(seats=1), "room_seats", BOTH_IN_LIB)


def _limited(slots=1, **limit):
    return visiting(
        2, windows=[a_window(slots=slots)], demands=[borrowing(grade_limits=[{"grades": "1-6", "at_once": 1, **limit}])]
    )


def test_grade_limit_fine():
    assert_fine(_limited(at_once=2), "grade_limit", BOTH)


def test_grade_limit_violated():
    assert_broken(_limited(), "grade_limit", BOTH, 2, *MONDAYS)


def test_grade_limit_violated_twice_counts_the_strictest():
    data = visiting(3, demands=[borrowing(grade_limits=[{"grades": 3, "at_once": 2}, {"grades": "1-3", "at_once": 1}])])
    assert_broken(data, "grade_limit", a_plan(v("3-1"), v("3-2"), v("3-3")), 4, *MONDAYS)


def test_grade_limit_nearly_violated_in_the_next_slot():
    assert_fine(_limited(slots=2), "grade_limit", a_plan(v("3-1"), v("3-2", slot=2)))


def test_grade_limit_nearly_violated_by_another_grade():
    data = _limited() | {"classes": [{"grades": "3-4", "count": 1}]}
    assert_fine(data, "grade_limit", a_plan(v("3-1"), v("4-1")))


def _daily(count, **changes):
    return visiting(count, windows=[a_window("MON,WED")], demands=[borrowing(each_open_day=1)], **changes)


def test_each_day_served_fine():
    assert_fine(_daily(2), "each_day_served", a_plan(v("3-1"), v("3-2", "WED")))


def test_each_day_served_violated():
    assert_broken(_daily(1), "each_day_served", a_plan(v("3-1")), 2, "03-04", "03-11")


def test_each_day_served_violated_on_one_date():
    """The only class of Wednesday is away once."""
    data = _daily(2, absences=[{"away": [{"dates": "2026-03-11"}]}])
    assert_broken(data, "each_day_served", a_plan(v("3-1"), v("3-2", "WED")), 1, "03-11")


def test_each_day_served_nearly_violated():
    """Two classes a day are one too many where only one is asked for on each of two days."""
    data = _daily(3)
    assert_fine(data, "each_day_served", a_plan(v("3-1"), v("3-2", "WED"), v("3-3", "WED")))
    assert found(data, "each_day_served", a_plan(v("3-1"), v("3-2"), v("3-3"))) == (
        2,
        found(_daily(1), "each_day_served", BOTH)[1],
    )


def test_slot_capacity_of_two_windows_at_the_same_time_is_counted_apart():
    windows = [a_window(classes=1), {**a_window(id="late", classes=1), "slots": SLOTS[:1]}]
    data = visiting(2, windows=windows, demands=[borrowing(windows=["noon", "late"])])
    assert_fine(data, "slot_capacity", a_plan(v("3-1"), v("3-2", window="late")))
