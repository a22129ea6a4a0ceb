"""Sessions of a plan: on the right dates, with an identity that survives changes to others."""

from planner.models import School
from planner.sessions.expand import expand
from tests.builders import a_helper, a_plan, a_post, a_term, a_window, borrowing, d, serving, v, visiting


def _sessions(data, *parts, since="03-02"):
    return expand(School.model_validate(data), a_plan(*parts, since=since))


def _uids(expansion, who):
    return [s.uid for s in expansion.sessions if who in (s.visitor, s.helper)]


TWO = visiting(2, windows=[a_window("MON,WED")])


def test_uids_are_unique_and_name_the_visit():
    data = serving(windows=[a_window("MON,TUE")], demands=[borrowing(times=2)], duties={"max_per_week": 2})
    expansion = _sessions(data, v("5-1"), v("5-1", "TUE"), v("5-2"), v("5-2", "TUE"), d("h1"), d("h1", "TUE"))
    uids = [s.uid for s in expansion.sessions]
    assert len(uids) == len(set(uids)) == 12
    assert [uid.partition("@")[0] for uid in _uids(expansion, "5-1")] == [
        "t1-5-1-borrow-w01",
        "t1-5-1-borrow-w01.2",
        "t1-5-1-borrow-w02",
        "t1-5-1-borrow-w02.2",
    ]


def test_moving_one_class_changes_no_uid():
    before, after = _sessions(TWO, v("3-1"), v("3-2")), _sessions(TWO, v("3-1", "WED"), v("3-2"))
    assert _uids(before, "3-2") == _uids(after, "3-2")
    assert _uids(before, "3-1") == _uids(after, "3-1")
    assert [s.date for s in before.sessions if s.visitor == "3-1"] != [s.date for s in after.sessions if s.visitor == "3-1"]


def test_uids_of_a_round_stay_when_a_holiday_slides_it():
    data = visiting(demands=[borrowing(cycle="sliding")])
    closed = data | {"term": a_term(closures=[{"dates": "2026-03-02", "name": "H"}])}
    plain, slid = (_sessions(x, v("3-1", "#1")) for x in (data, closed))
    assert _uids(slid, "3-1") == _uids(plain, "3-1")[:1]


def test_a_make_up_saturday_has_its_session():
    data = visiting(term=a_term(days=[{"date": "2026-03-07", "runs_as": "MON"}]))
    found = [(f"{s.date:%m-%d}", s.runs_as, s.ordinal) for s in _sessions(data, v("3-1")).sessions]
    assert found == [("03-02", None, 1), ("03-07", "MON", 2), ("03-09", None, 3)]


def test_unconfirmed_sessions_are_marked_and_not_published():
    data = visiting(term=a_term(days=[{"date": "2026-03-09", "confirmed": False}]))
    expansion = _sessions(data, v("3-1"))
    assert [s.confirmed for s in expansion.sessions] == [True, False]
    assert [f"{s.date:%m-%d}" for s in expansion.published] == ["03-02"]


def test_lost_visits_are_named_with_their_reason():
    data = visiting(
        2,
        rooms=[{"id": "a", "name": "A"}, {"id": "b", "name": "B"}],
        windows=[a_window(rooms=["a", "b"])],
        absences=[{"classes": "3-1", "away": [{"dates": "2026-03-09"}], "what": "Trip"}],
        events=[{"id": "e", "name": "E", "dates": "2026-03-02", "closes_rooms": "b"}],
    )
    expansion = _sessions(data, v("3-1", room="a"), v("3-2", room="b"))
    assert [(x.visitor, f"{x.date:%m-%d}", x.reason, x.detail) for x in expansion.lost] == [
        ("3-1", "03-09", "away", "Trip"),
        ("3-2", "03-02", "event", "b"),
    ]
    assert len([s for s in expansion.sessions if s.category == "BORROWING"]) == 2


def test_nothing_before_the_plan_takes_effect():
    assert [f"{s.date:%m-%d}" for s in _sessions(TWO, v("3-1"), since="03-03").sessions] == ["03-09"]


def test_what_the_school_no_longer_has_is_left_out():
    assert _sessions(serving(), v("3-1", "FRI"), d("nobody"), d("h1", "FRI")).sessions == ()


def test_an_escort_fetches_the_own_class_first():
    data = serving(
        a_helper("h1", "5-2"),
        a_helper("h2", "5-1"),
        demands=[borrowing()],
        posts=[a_post(id="escort", escort={"demand": "borrow"})],
    )
    found = {
        s.helper: s.visitor
        for s in _sessions(data, v("5-1"), v("5-2"), d("h1", post="escort"), d("h2", post="escort")).sessions
        if s.helper
    }
    assert found == {"h1": "5-2", "h2": "5-1"}
