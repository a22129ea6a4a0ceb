"""How many visits are really held, and by whom: all together, the class with the fewest, and the range among classes."""

from planner.models.rules import RuleSetting
from tests.builders import a_plan, a_school, a_term, a_window, assert_broken, assert_fine, borrowing, found, solved, v, visiting

HOLIDAY = {"term": a_term(closures=[{"dates": "2026-03-09", "name": "Holiday"}])}


def test_fair_visits_fine():
    """Both classes come on Monday: both lose a visit."""
    assert_fine(visiting(2, windows=[a_window("MON,TUE")], **HOLIDAY), "fair_visits", v_all("MON", "MON"))


def test_fair_visits_violated():
    """One place a day: whoever has Monday comes once, the other twice."""
    school = visiting(2, windows=[a_window("MON,TUE", classes=1)], **HOLIDAY)
    assert_broken(school, "fair_visits", v_all("MON", "TUE"), 1)


def test_fair_visits_nearly_violated():
    """Without the holiday the same plan is fair."""
    assert_fine(visiting(2, windows=[a_window("MON,TUE", classes=1)]), "fair_visits", v_all("MON", "TUE"))


def test_fair_visits_counts_only_what_is_held():
    """A class on a trip loses a visit; two visits a cycle leave the choice among more places."""
    trip = [{"classes": "3-1", "away": [{"dates": "2026-03-02"}]}]
    school = visiting(2, windows=[a_window("MON,TUE")], absences=trip)
    assert solved(a_school(school, "fair_visits", "soft")).cost == 0
    twice = visiting(2, windows=[a_window("MON,TUE")], absences=trip, demands=[borrowing(times=2)])
    assert solved(a_school(twice, "fair_visits", "soft")).cost == 7


def v_all(*turns):
    return a_plan(*(v(f"3-{n}", turn) for n, turn in enumerate(turns, start=1)))


def test_held_visits_fine():
    """Monday is closed once, Tuesday never: both classes come on Tuesday, and nothing that could be held is lost."""
    assert_fine(visiting(2, windows=[a_window("MON,TUE")], **HOLIDAY), "held_visits", v_all("TUE", "TUE"))


def test_held_visits_violated():
    """The only Tuesday that both could have is ruled out: one visit less than could be held."""
    bans = [{"classes": "3-1", "weekdays": "TUE"}]
    data = visiting(2, windows=[a_window("MON,TUE")], demands=[borrowing(bans=bans)], **HOLIDAY)
    assert_broken(data, "held_visits", v_all("MON", "TUE"), 1)


def test_held_visits_nearly_violated():
    """One place on Tuesday: somebody has to take Monday, and that is as much as can be held."""
    assert_fine(visiting(2, windows=[a_window("MON,TUE", classes=1)], **HOLIDAY), "held_visits", v_all("MON", "TUE"))


def test_held_visits_are_chosen_before_comfort():
    """Both classes would rather come on Monday; the visit that falls out there weighs more."""
    wish = [{"weekdays": "MON", "cost": 100}]
    data = visiting(2, windows=[a_window("MON,TUE")], demands=[borrowing(prefer=wish)], **HOLIDAY)
    school = a_school(data, "held_visits", "soft", preference="soft")
    priced = school.model_copy(update={"rules": {**school.rules, "held_visits": RuleSetting(), "preference": RuleSetting()}})
    assert {visit.turn for visit in solved(priced).visits} == {"TUE"}


def test_held_visits_counts_what_the_grades_of_windows_allow():
    """Grade 3 may only come on Monday, which loses a visit: more cannot be held, so that nothing is amiss."""
    windows = [a_window("MON"), a_window("TUE", id="late", grades="4")]
    data = visiting(2, windows=windows, demands=[borrowing(windows=["noon", "late"])], **HOLIDAY)
    assert_fine(data, "held_visits", v_all("MON", "MON"))


def test_fewest_visits_fine():
    assert_fine(visiting(2, windows=[a_window("MON,TUE")], **HOLIDAY), "fewest_visits", v_all("TUE", "TUE"))


def test_fewest_visits_violated():
    """Two visits each could be had, on one Tuesday: class 1 has one, and is kept from the other by the school."""
    bans = [{"classes": "3-1", "weekdays": "TUE"}]
    data = visiting(2, windows=[a_window("MON,TUE")], demands=[borrowing(bans=bans)], **HOLIDAY)
    assert_broken(data, "fewest_visits", v_all("MON", "TUE"), 1)


def test_fewest_visits_counts_each_further_one_more():
    """Two short are one and two."""
    closures = [{"dates": "2026-03-02", "name": "x"}, {"dates": "2026-03-09", "name": "y"}]
    data = visiting(2, windows=[a_window("MON,TUE")]) | {"term": a_term(closures=closures, end="2026-03-20")}
    assert found(data, "fewest_visits", v_all("MON", "TUE")) == (1 + 2, ())


def test_fewest_visits_nearly_violated():
    """Of three visits two classes have one and two: the even share is one."""
    assert_fine(visiting(2, windows=[a_window("MON,TUE", classes=1)], **HOLIDAY), "fewest_visits", v_all("MON", "TUE"))
