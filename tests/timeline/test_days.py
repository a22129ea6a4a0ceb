"""A date is not a weekday: what every date of the term is."""

import pytest
from pydantic import ValidationError

from planner.messages.wording import day_name, turn_name
from planner.models import School
from planner.models.planfile import canonical_school
from planner.models.term import Term
from planner.timeline import Timeline, closed_days_of, days_of, week_number, week_of
from planner.timeline.promise import Promises
from tests.builders import a_term, a_window, borrowing, dates, solved, visiting


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


HALF_TERM = [{"dates": "2026-03-16..2026-03-20", "name": "Half-term"}]


def _weeks(**changes):
    term = Term.model_validate(a_term(end="2026-04-17", weekdays="TUE", closures=HALF_TERM, **changes))
    return [(day.week, day.parity, day.count) for day in days_of(term)]


def test_letters_follow_the_calendar_unless_they_go_on_after_a_week_without_school():
    assert _weeks() == [(n, "BA"[n % 2], n) for n in (1, 2, 4, 5, 6, 7)]
    assert _weeks(letters="goes_on") == _weeks(**{"单双周接续": "顺延"})
    assert _weeks(letters="goes_on") == [(1, "A", 1), (2, "B", 2), (4, "A", 3), (5, "B", 4), (6, "A", 5), (7, "B", 6)]


def test_letters_are_counted_anew_from_a_week_that_the_school_names():
    assert [letter for _n, letter, _c in _weeks(letters_from=["2026-03-26", {"date": "2026-04-16", "letter": "B"}])] == list(
        "ABABAB"
    )


def test_a_week_without_school_can_have_no_number():
    assert [week for week, _letter, _count in _weeks(closed_weeks_count=False)] == [1, 2, 3, 4, 5, 6]
    term = Term.model_validate(a_term(end="2026-04-17", closures=HALF_TERM, closed_weeks_count=False))
    assert [week_number(term, d) for d in dates("03-09", "03-18", "03-23")] == [2, 2, 3]
    assert week_of(term, dates("03-23")[0]) == 4  # what falls into one week is still told by the calendar


def test_a_single_closed_day_changes_no_letter():
    term = Term.model_validate(a_term(closures=[{"dates": "2026-03-03", "name": "INSET"}], weekdays="TUE", letters="goes_on"))
    # Tuesday is the only school day of this school: closed, its week has none.
    assert [(day.date.day, day.parity) for day in days_of(term)] == [(10, "A")]
    term = Term.model_validate(a_term(closures=[{"dates": "2026-03-03", "name": "INSET"}], letters="goes_on"))
    assert {day.parity for day in days_of(term) if day.date.day > 8} == {"B"}


def test_saturdays_can_be_school_days_every_other_week():
    days = _days(end="2026-03-28", only_in_weeks={"weekdays": "SAT", "weeks": "odd"})
    assert [key for key, day in days.items() if day.label == "SAT"] == ["03-07", "03-21"]
    closed = [{"dates": "2026-03-14", "name": "no school anyhow"}, {"dates": "2026-03-21", "name": "Holiday"}]
    term = Term.model_validate(a_term(end="2026-03-28", only_in_weeks={"weekdays": "周六", "weeks": "单周"}, closures=closed))
    assert [day.date.day for day in closed_days_of(term)] == [21]


def _cycle(**changes):
    return {key: day.label for key, day in _days(cycle_days="A-F", **changes).items()}


def test_a_closed_day_lets_the_cycle_wait_or_eats_its_day():
    snow = {"dates": "2026-03-04", "name": "Snow"}
    assert list(_cycle(closures=snow).values())[:4] == ["D1", "D2", "D3", "D4"]
    assert list(_cycle(closures={**snow, "eats_day": True}).values())[:4] == ["D1", "D2", "D4", "D5"]
    weekend = {"dates": "2026-03-07..2026-03-08", "name": "Snow", "eats_day": True}
    assert list(_cycle(closures=weekend).values())[5] == "D6"


def test_the_cycle_goes_on_from_a_day_that_runs_another_one_unless_told_otherwise():
    moved = {"date": "2026-03-04", "runs_as": "D5"}
    assert list(_cycle(days=moved).values())[:5] == ["D1", "D2", "D5", "D6", "D1"]
    assert list(_cycle(days={**moved, "goes_on": False}).values())[:5] == ["D1", "D2", "D5", "D4", "D5"]
    assert list(_cycle(days={**moved, "confirmed": False}).values())[:4] == ["D1", "D2", "D5", "D3"]


@pytest.mark.parametrize(
    ("said", "names"),
    [
        ("A-E", "ABCDE"),
        ("一至六", "一二三四五六"),
        (["Red", "Blue"], ["Red", "Blue"]),
        ("A, B, C, D", "ABCD"),
        ("X1-X3", ["X1", "X2", "X3"]),
        (4, ""),
    ],
)
def test_the_days_of_a_cycle_have_names_of_their_own(said, names):
    term = Term.model_validate(a_term(cycle_days=said))
    assert term.cycle_names == tuple(names)
    assert term.cycle_days == (len(names) or said)
    assert Term.model_validate(term.model_dump(mode="json")) == term


@pytest.mark.parametrize("said", ["Day 1-Day 8", "D1–D8", "1-8", "第1天至第8天"])
def test_days_that_are_only_numbered_need_no_names(said):
    read = School.model_validate(visiting(term=a_term(cycle_days=said), windows=[a_window("Day 1-Day 3")]))
    assert (read.term.cycle_days, read.term.cycle_names) == (8, ())
    assert read.windows[0].weekdays == ("D1", "D2", "D3")


def test_names_of_days_are_understood_wherever_a_day_stands_and_only_in_that_school():
    school = visiting(term=a_term(cycle_days="一至六", days={"date": "2026-03-04", "按周几上课": "五"}))
    school["windows"] = [a_window("一, 第三天")]
    school["timetable"] = [{"class": "3-1", "六": "语文"}]
    read = School.model_validate(school)
    assert read.windows[0].weekdays == ("D1", "D3")
    assert read.term.days[0].runs_as == "D5"
    assert list(read.timetable[0].days) == ["D6"]
    assert School.model_validate(visiting(windows=[a_window("一")])).windows[0].weekdays == ("MON",)


def test_days_are_called_as_the_school_calls_them():
    letters, plain = Term.model_validate(a_term(cycle_days="A-D")), Term.model_validate(a_term(cycle_days=4))
    assert [day_name("en", "D3", term) for term in (letters, plain, None)] == ["Day C", "Day 3", "Day 3"]
    assert [day_name("zh", "D3", term) for term in (letters, plain)] == ["C日", "第3天"]
    assert day_name("en", "D2", Term.model_validate(a_term(cycle_days=["Red", "Blue"]))) == "Blue"
    assert turn_name("en", "A:TUE", Term.model_validate(a_term(letters="goes_on"))) == "Week A Tue"


@pytest.mark.parametrize(("said", "code"), [("A-", "cycle_names"), ("F-A", "cycle_names"), (["A", "A"], "cycle_names_twice")])
def test_names_that_cannot_be_read_are_refused(said, code):
    with pytest.raises(ValidationError) as error:
        Term.model_validate(a_term(cycle_days=said))
    assert code in [e["type"] for e in error.value.errors()]


def test_a_visit_in_week_a_is_promised_as_often_as_the_letters_go_on():
    school = School.model_validate(
        visiting(
            term=a_term(end="2026-04-17", closures=HALF_TERM, letters="goes_on"),
            demands=[borrowing(cycle="A/B")],
        )
    )
    plan = solved(school)
    (visit,) = plan.visits
    timeline = Timeline(school)
    (cell,) = [c for c in timeline.cells["borrow"] if c.turn == visit.turn]
    promised = Promises(timeline).of_demand(school.demands[0], visit.turn, "noon")
    assert [o.date for o in cell.occasions] == [due.date for due in promised]
    assert [due.date.day for due in promised] == ([2, 23, 6] if visit.turn == "A:MON" else [9, 30, 13])


def test_names_of_days_and_classes_keep_their_order_in_a_plan_file():
    school = School.model_validate(
        visiting(
            term=a_term(cycle_days=["Red", "Blue"]),
            classes=[{"grades": 3, "letters": ["Oak", "Elm"]}],
            windows=[a_window("Blue")],
        )
    )
    assert canonical_school(school).term.cycle_names == ("Red", "Blue")
    assert [c.id for c in canonical_school(school).class_list] == ["3-Oak", "3-Elm"]


def test_a_window_that_names_no_day_is_open_on_every_day_of_the_cycle():
    window = {"id": "noon", "name": "Noon", "slots": ["12:10-12:25"]}
    school = School.model_validate(visiting(term=a_term(cycle_days=4), windows=[window]))
    assert school.windows[0].weekdays == ("D1", "D2", "D3", "D4")
    assert School.model_validate(visiting(windows=[window])).windows[0].weekdays == ("MON", "TUE", "WED", "THU", "FRI")
