"""A date is not a weekday: what every date of the term is."""

from planner.models.term import Term
from planner.timeline import closed_days_of, days_of, week_of
from tests.builders import a_term, dates


def _days(**changes):
    return {f"{day.date:%m-%d}": day for day in days_of(Term.model_validate(a_term(**changes)))}


def test_an_ordinary_term_has_its_weekdays():
    assert [(key, day.label, day.week, day.parity) for key, day in _days(end="2026-03-09").items()] == [
        ("03-02", "MON", 1, "A"),
        ("03-03", "TUE", 1, "A"),
        ("03-04", "WED", 1, "A"),
        ("03-05", "THU", 1, "A"),
        ("03-06", "FRI", 1, "A"),
        ("03-09", "MON", 2, "B"),
    ]


def test_closures_fall_out_and_are_named():
    term = Term.model_validate(a_term(closures=[{"dates": "2026-03-06..2026-03-08", "name": "Holiday"}]))
    assert "2026-03-06" not in {str(day.date) for day in days_of(term)}
    assert [(day.date, day.name.en) for day in closed_days_of(term)] == [(dates("03-06")[0], "Holiday")]


def test_a_make_up_saturday_runs_the_day_it_is_told():
    day = _days(days=[{"date": "2026-03-07", "runs_as": "TUE", "week": 2}])["03-07"]
    assert (day.label, day.week, day.parity, day.changed, day.confirmed) == ("TUE", 2, "B", True, True)


def test_a_change_beats_a_closure():
    days = _days(
        closures=[{"dates": "2026-03-06..2026-03-10", "name": "Holiday"}], days=[{"date": "2026-03-07", "runs_as": "FRI"}]
    )
    assert [key for key in days if "03-06" <= key <= "03-10"] == ["03-07"]


def test_an_unconfirmed_date_is_there_and_says_so():
    assert not _days(days=[{"date": "2026-03-07", "runs_as": "FRI", "confirmed": False}])["03-07"].confirmed


def test_the_first_week_can_be_an_even_one_and_begin_before_the_term():
    days = _days(first_week_is="B", week1_monday="2026-02-23")
    assert (days["03-02"].week, days["03-02"].parity) == (2, "A")
    assert week_of(Term.model_validate(a_term(week1_monday="2026-02-23")), dates("03-08")[0]) == 2


def test_cycle_days_count_confirmed_days_only():
    days = _days(
        cycle_days=4, closures=[{"dates": "2026-03-04", "name": "H"}], days=[{"date": "2026-03-05", "confirmed": False}]
    )
    assert [day.label for day in days.values()] == ["D1", "D2", "D3", "D3", "D4", "D1", "D2", "D3", "D4"]
