"""`fair_visits`: the range of held visits among the classes of a demand."""

from tests.builders import a_plan, a_school, a_term, a_window, assert_broken, assert_fine, borrowing, solved, v, visiting

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
