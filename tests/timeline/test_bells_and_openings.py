"""Which bell rings for whom, and when windows really open."""

import pytest

from planner.models import School
from planner.timeline import Timeline
from tests.builders import a_term, a_window, dates, visiting

PERIOD = {"periods": {"P4": "11:00-11:40"}}
LATER = {"periods": {"P4": "11:20-12:00"}}


def _line(**changes):
    return Timeline(School.model_validate(visiting(**changes)))


def _starts(line, period="P4"):
    c = line.school.class_by_id["3-1"]
    return {f"{day.date:%m-%d}": str(line.bells.period(c, day, period)) for day in line.days if day.label == "MON"}


@pytest.mark.parametrize(
    ("changes", "first", "second"),
    [
        ({"valid_from": "2026-03-09"}, "11:00-11:40", "11:20-12:00"),
        ({"grades": 3}, "11:20-12:00", "11:20-12:00"),
        ({"grades": 4}, "11:00-11:40", "11:00-11:40"),
        ({"weekdays": "MON", "valid_until": "2026-03-08"}, "11:20-12:00", "11:00-11:40"),
    ],
)
def test_the_newest_then_the_most_specific_bell_holds(changes, first, second):
    assert _starts(_line(bells=[PERIOD, {**LATER, **changes}])) == {"03-02": first, "03-09": second}


def test_the_newest_bell_beats_a_more_specific_old_one():
    """A winter bell for all replaces the old one of the grade."""
    bells = [{**PERIOD, "grades": 3, "campus": "main"}, {**LATER, "valid_from": "2026-03-09"}]
    assert _starts(_line(bells=bells, campuses=[{"id": "main", "name": "Main"}])) == {
        "03-02": "11:00-11:40",
        "03-09": "11:20-12:00",
    }


def test_a_window_anchored_to_the_bell_moves_with_it():
    window = {**a_window(), "slots": [], "after": "P4", "gap": 5, "slot_minutes": [15, 10]}
    line = _line(windows=[window], bells=[PERIOD, {**LATER, "valid_from": "2026-03-09"}])
    opened = [line.openings.held[date, "noon"] for date in dates("03-02", "03-09")]
    assert [str(o.span) for o in opened] == ["11:45-12:10", "12:05-12:30"]
    assert [str(o.slots[1]) for o in opened] == ["12:00-12:10", "12:20-12:30"]


def test_a_window_before_a_period_ends_there_and_waits_for_the_latest_grade():
    window = {**a_window(), "slots": [], "before": "P4", "slot_minutes": 15}
    assert str(_line(windows=[window], bells=[PERIOD]).openings.held[dates("03-02")[0], "noon"].span) == "10:45-11:00"
    window = {**a_window(), "slots": [], "after": "P4", "slot_minutes": 15}
    line = _line(
        windows=[window], bells=[{**PERIOD, "grades": 3}, {**LATER, "grades": 4}], classes=[{"grades": "3-4", "count": 1}]
    )
    assert str(line.openings.held[dates("03-02")[0], "noon"].span) == "12:00-12:15"


def _closed(**changes):
    """Reasons why Monday noon is not open, by date."""
    return {f"{n.date:%m-%d}": n.reason for n in _line(**changes).openings.not_held}


def test_an_event_closes_windows_and_the_windows_of_its_rooms():
    event = {"id": "e", "name": "E", "dates": "2026-03-09"}
    rooms = [{"id": "a", "name": "A"}, {"id": "b", "name": "B"}]
    assert _closed(events=[{**event, "closes_windows": "noon"}]) == {"03-09": "event"}
    assert _closed(events=[{**event, "closes_windows": "noon", "time": "08:00-12:10"}]) == {}
    assert _closed(events=[{**event, "closes_rooms": "a"}], rooms=rooms, windows=[a_window(rooms="a")]) == {"03-09": "event"}
    assert _closed(events=[{**event, "closes_rooms": "a"}], rooms=rooms, windows=[a_window(rooms=["a", "b"])]) == {}
    assert _closed(events=[{**event, "closes_rooms": "b"}], rooms=rooms, windows=[a_window(rooms="a", with_rooms="b")]) == {
        "03-09": "event"
    }


def test_adults_after_school_and_single_dates_close_windows():
    adults = [{"id": "a", "name": "A", "places": [{}], "away": [{"dates": "2026-03-09", "time": "12:20-13:00"}]}]
    assert _closed(adults=adults) == {"03-09": "no_adult"}
    off = a_term(days=[{"date": "2026-03-02", "after_school": False}])
    assert _closed(term=off) == {}
    assert _closed(term=off, windows=[a_window(kind="after_school")]) == {"03-02": "no_after_school"}
    assert _closed(term=a_term(days=[{"date": "2026-03-02", "windows": []}])) == {"03-02": "not_open"}
    assert _closed(windows=[{**a_window(), "slots": [], "after": "P9", "slot_minutes": 15}], bells=[PERIOD]) == {
        "03-02": "no_bell",
        "03-09": "no_bell",
    }


def test_no_loans_in_recall_weeks_and_on_recall_days():
    line = _line(
        term=a_term(recall_weeks=2),
        windows=[a_window("MON,TUE")],
        events=[{"id": "e", "name": "E", "dates": "2026-03-03", "no_new_loans": True}],
    )
    assert [f"{o.date:%m-%d}" for o in line.held_windows["noon"]] == ["03-02"]
    assert [turn.label for turn in line.turns["borrow"]] == ["MON"]
    assert line.openings.held[dates("03-09")[0], "noon"].loans is False
