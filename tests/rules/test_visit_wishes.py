"""Soft rules of visits: the checker's amount, the proven cost, and what happens when a school makes them hard."""

from tests.builders import (
    WEIGHT,
    a_plan,
    a_school,
    a_term,
    a_window,
    assert_broken,
    assert_fine,
    borrowing,
    found,
    lesson,
    reading,
    solved,
    v,
    visiting,
)

TWO_DAYS = [a_window("MON,WED", classes=1)]


def test_lost_visits_fine():
    assert_fine(visiting(), "lost_visits", a_plan(v("3-1")))


def test_lost_visits_violated():
    data = visiting(absences=[{"grades": 3, "away": [{"dates": "2026-03-09"}]}])
    assert_broken(data, "lost_visits", a_plan(v("3-1")), 1, "03-09")


def test_lost_visits_violated_by_a_closed_room():
    """One of two rooms is closed on one date, and both are needed."""
    data = visiting(
        2,
        rooms=[{"id": r, "name": r, "classes": 1} for r in "ab"],
        windows=[a_window(rooms=["a", "b"])],
        events=[{"id": "fair", "name": "Fair", "dates": "2026-03-02", "closes_rooms": "b"}],
    )
    assert_broken(data, "lost_visits", a_plan(v("3-1", room="a"), v("3-2", room="b")), 1, "03-02")


def test_lost_visits_nearly_violated():
    """Away until just before the slot, or on another day, or another class."""
    away = [
        {"grades": 3, "away": [{"dates": "2026-03-09", "time": "08:00-12:10"}, {"dates": "2026-03-04"}]},
        {"classes": "3-2", "away": [{"weekdays": "MON"}]},
    ]
    data = visiting(classes=[{"grade": 3, "count": 2}], demands=[borrowing(classes="3-1")], absences=away)
    assert_fine(data, "lost_visits", a_plan(v("3-1")))


def test_preference_fine():
    data = visiting(windows=[a_window(slots=2)], demands=[borrowing(prefer=[{"slots": 2, "cost": 5}])])
    assert_fine(data, "preference", a_plan(v("3-1", slot=2)))


def test_preference_violated():
    data = visiting(demands=[borrowing(prefer=[{"slots": 2, "cost": 5}, {"weekdays": "MON", "wanted": False, "cost": 2}])])
    assert_broken(data, "preference", a_plan(v("3-1")), 7)


def test_preference_violated_by_one_of_two_who_want_the_same():
    data = visiting(
        2,
        windows=[a_window(slots=2, classes=1)],
        demands=[borrowing(prefer=[{"classes": "3-1", "slots": 1, "cost": 5}, {"classes": "3-2", "slots": 1, "cost": 4}])],
    )
    assert_broken(data, "preference", a_plan(v("3-1", slot=2), v("3-2")), 5, least=4)


def test_preference_nearly_violated():
    """What is unwanted in even weeks only is unwanted; in the weeks of another turn it is not."""
    prefer = [{"weeks": "even", "wanted": False, "cost": 5}]
    assert_broken(visiting(demands=[borrowing(prefer=prefer)]), "preference", a_plan(v("3-1")), 5)
    assert_fine(visiting(demands=[borrowing(prefer=prefer, cycle="A/B")]), "preference", a_plan(v("3-1", "A:MON")))


def _both(day, **changes):
    """Borrowing on Monday and a reading lesson on ``day``."""
    base = {
        "bells": [{"periods": {"P1": "08:00-08:40"}}],
        "rooms": [{"id": "lib", "name": "Library", "classes": None}],
        "demands": [borrowing(), reading()],
        "timetable": [{"class": "3-1", day: "语文"}],
    }
    return visiting(**(base | changes))


def test_spread_fine():
    assert_fine(_both("FRI"), "spread", a_plan(v("3-1"), lesson("3-1", "FRI")))


def test_spread_violated():
    assert_broken(_both("TUE"), "spread", a_plan(v("3-1"), lesson("3-1", "TUE")), 1)


def test_spread_nearly_violated():
    """Two days apart is enough, unless the school wants three."""
    plan = a_plan(v("3-1"), lesson("3-1", "WED"))
    assert_fine(_both("WED"), "spread", plan)
    assert_broken(_both("WED", min_gap_days=3), "spread", plan, 1)


def test_spread_violated_by_several_visits():
    """Borrowing on Monday, reading on Monday and Tuesday: two pairs."""
    data = _both(
        "MON",
        demands=[borrowing(), reading(times=2)],
        timetable=[{"class": "3-1", "MON": "语文", "TUE": "语文"}],
        rules={"one_visit_a_day": {"mode": "off"}},
    )
    assert_broken(data, "spread", a_plan(v("3-1"), lesson("3-1", "MON"), lesson("3-1", "TUE")), 2)


def test_spread_fine_when_an_extra_visit_of_the_same_kind_is_cheaper():
    """With visits only wished for, two borrowings on one day and no reading are no pair."""
    demands = [borrowing(each_open_day=2), reading(bans=[{"grades": 3}])]
    data = _both("TUE", demands=demands, windows=[a_window(slots=2)], rules={"one_visit_a_day": {"mode": "off"}})
    school = a_school(data, "spread", "soft", demand_met="soft")
    assert solved(school).cost == WEIGHT * 2
    assert [c.rule for c in solved(school).cost_by_rule] == ["demand_met"]


def _graded(together, windows, **changes):
    return visiting(2, windows=windows, demands=[borrowing(grades_together=together, **changes)])


def test_grade_days_fine():
    assert_fine(
        _graded("together", [a_window("MON,WED", slots=2, classes=1)]), "grade_days", a_plan(v("3-1"), v("3-2", slot=2))
    )


def test_grade_days_violated_when_together():
    assert_broken(_graded("together", TWO_DAYS), "grade_days", a_plan(v("3-1"), v("3-2", "WED")), 1)


def test_grade_days_violated_when_apart():
    data = _graded("apart", [a_window("MON,WED", slots=2)], bans=[{"weekdays": "WED"}])
    assert_broken(data, "grade_days", a_plan(v("3-1"), v("3-2", slot=2)), 1)


def test_grade_days_nearly_violated():
    """Apart on two days is as far apart as can be; together on one day as near."""
    assert_fine(_graded("apart", TWO_DAYS), "grade_days", a_plan(v("3-1"), v("3-2", "WED")))
    assert found(_graded("together", [a_window("MON,WED")]), "grade_days", a_plan(v("3-1"), v("3-2"))) == (0, ())


def test_grade_days_other_grades_do_not_count():
    data = _graded("together", TWO_DAYS) | {"classes": [{"grades": "3-4", "count": 1}]}
    assert_fine(data, "grade_days", a_plan(v("3-1"), v("4-1", "WED")))


def test_fair_slots_fine():
    data = visiting(windows=[a_window(slots=2, unpopular={"1": 3})])
    assert_fine(data, "fair_slots", a_plan(v("3-1", slot=2)))


def test_fair_slots_violated():
    assert_broken(visiting(windows=[a_window(unpopular={"1": 3, "MON 1": 4, "周三": 9})]), "fair_slots", a_plan(v("3-1")), 4)


def test_fair_slots_violated_again():
    """A class that had a bad slot (2) last term counts three times."""
    assert_broken(visiting(windows=[a_window(unpopular={"1": 3})], last_term={"三(1)": 2}), "fair_slots", a_plan(v("3-1")), 9)


def test_fair_slots_nearly_violated_goes_to_the_class_that_had_a_good_one():
    data = visiting(2, windows=[a_window(slots=2, classes=1, unpopular={"1": 3})], last_term={"3-1": 2})
    assert_broken(data, "fair_slots", a_plan(v("3-1"), v("3-2", slot=2)), 9, least=3)


def test_lost_visits_are_not_counted_on_unconfirmed_dates():
    data = visiting(
        absences=[{"away": [{"dates": "2026-03-09"}]}], term=a_term(days=[{"date": "2026-03-09", "confirmed": False}])
    )
    assert_fine(data, "lost_visits", a_plan(v("3-1")))
