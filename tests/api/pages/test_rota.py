"""The rota on the school page: what is held on its dates, and what is open before it is published."""

from __future__ import annotations

import datetime as dt
from typing import Any

from api.pages.at_stake import at_stake
from api.pages.facts import plan_facts
from api.pages.figures import key_figures
from api.pages.questions import open_and_over, unconfirmed_from
from api.pages.week import week_shown
from api.store.revisions import pack
from planner.sessions.book import Book
from tests.api.pages.walk import HTML, SCHOOL, House
from tests.builders import Data, a_helper, a_plan, a_post, a_school, a_term, d, serving, v, visiting

WEEK1, WEEK2 = dt.date(2026, 3, 2), dt.date(2026, 3, 9)


def _stored(data: Data, *parts: Any) -> bytes:
    return pack(Book.of(a_school(data), a_plan(*parts)))


def _of_two_grades(**term: Any) -> bytes:
    classes = [{"grade": 3, "count": 1, "pupils": 30}, {"grade": 5, "count": 1, "pupils": 30}]
    data = visiting(classes=classes, term=a_term(**term))
    return _stored(data, v("3-1", "MON"), v("5-1", "MON"))


def test_a_week_is_what_is_held_on_its_dates() -> None:
    closed = {"closures": [{"dates": ["2026-03-09"], "name": "Founders' Day"}], "recall_weeks": "2"}
    stored = _of_two_grades(**closed)
    week = week_shown(stored, "en", WEEK1)
    assert [day.date for day in week.days] == [WEEK1 + dt.timedelta(days=n) for n in range(5)]
    assert [day.today for day in week.days] == [True] + [False] * 4
    (line,) = week.lines
    assert line.time == "12:10–12:25"
    assert [[chip.label for chip in cell] for cell in line.cells] == [["3(1)", "5(1)"], [], [], [], []]
    assert {chip.tint for chip in line.cells[0]} == {1, 2}  # told apart, and by the legend of grades
    assert [tint for _name, tint in week.grades] == [1, 2]
    assert [(one.number, one.state, one.now, one.visits) for one in week.strip] == [(1, "", True, 2), (2, "recall", False, 0)]
    assert (week.before, week.after) == (None, WEEK2)
    second = week_shown(stored, "en", WEEK1, WEEK2 + dt.timedelta(days=3))
    assert (second.days[0].closed, second.lines) == ("Founders' Day", ())
    assert "Founders" not in second.strip[1].words
    assert "9 Mar" in second.strip[1].words


def test_a_term_that_is_over_says_so_and_shows_an_ordinary_week() -> None:
    stored = _of_two_grades()
    late = week_shown(stored, "zh", dt.date(2026, 11, 30))
    assert (late.over, late.monday, any(day.today for day in late.days)) == (True, WEEK1, False)
    assert week_shown(stored, "zh", dt.date(2026, 1, 5)).begins
    # A date far away is the nearest week of the term.
    assert week_shown(stored, "zh", WEEK1, dt.date(2030, 1, 1)).monday == WEEK2


def test_a_day_that_runs_another_one_and_is_not_confirmed_is_marked() -> None:
    stored = _of_two_grades(days=[{"date": "2026-03-14", "runs_as": "MON", "confirmed": False}], end="2026-03-14")
    week = week_shown(stored, "en", WEEK1, WEEK2)
    saturday = week.days[-1]
    assert (saturday.date, saturday.runs, saturday.unconfirmed) == (dt.date(2026, 3, 14), "Mon", True)
    assert [chip.unconfirmed for chip in week.lines[0].cells[-1]] == [True, True]
    assert week.strip[1].state == "unconfirmed"


def test_open_points_say_what_depends_on_them() -> None:
    holiday = {"kind": "closure", "dates": ["2026-03-09", "2026-03-10"], "name": {"zh": "校庆", "en": "Founders' Day"}}
    outside = {"kind": "closure", "dates": ["2026-03-04"], "name": "quiet"}
    calendar = {"suggestions": [holiday, outside]}
    found = at_stake(_of_two_grades(), calendar, {"lost": 3, "made_up": 1}, "zh", WEEK1)
    assert [(one.kind, one.hurts) for one in found] == [("holiday", True), ("lost", False)]
    assert "校庆" in found[0].words
    assert "2次" in found[0].words
    assert at_stake(_of_two_grades(), None, {}, "en", WEEK1) == []
    # What has been is no question any more, unless the term is over: then somebody only looks at it.
    late = at_stake(_of_two_grades(), calendar, {}, "zh", dt.date(2026, 3, 11))
    over = at_stake(_of_two_grades(), calendar, {}, "zh", dt.date(2026, 11, 30))
    assert ([one.kind for one in late], [one.kind for one in over]) == ([], ["holiday"])
    data = visiting(
        term=a_term(days=[{"date": "2026-03-14", "runs_as": "MON", "confirmed": False}], end="2026-03-14"),
        posts=[a_post()],
        helpers=[a_helper("h1", "3-1"), a_helper("h2", "3-1", name="Anna Bell")],
    )
    found = at_stake(_stored(data, v("3-1", "MON"), d("h1")), None, {}, "en", WEEK1)
    assert [one.kind for one in found] == ["unconfirmed", "helpers"]
    assert "2 visits and duties" in found[0].words
    assert "1 (3(1))" in found[1].words
    assert "Anna" not in found[1].words


def test_days_that_are_over_are_no_questions() -> None:
    term = a_school(visiting(term=a_term(end="2026-03-20"))).term
    days = [{"date": "2026-03-07"}, {"date": "2026-03-14"}]
    holidays = [{"dates": ["2026-03-05", "2026-03-06"]}, {"dates": ["2026-03-09", "2026-03-10"]}]
    milestones = [{"dates": []}, {"dates": ["2026-03-03"]}]
    asked = {"unconfirmed": days, "suggestions": holidays, "conflicts": [], "milestones": milestones}
    found = open_and_over(asked, term, WEEK2 + dt.timedelta(days=1))
    assert (found["unconfirmed"], found["suggestions"], found["count"]) == (days[1:], holidays[1:], 2)
    assert (found["over"]["unconfirmed"], found["over"]["suggestions"]) == (days[:1], holidays[:1])
    assert found["milestones"] == [{"dates": []}]
    assert open_and_over(asked, term, dt.date(2026, 3, 20))["settled"]
    # A term that is over or to come is looked at as a whole.
    assert [open_and_over(asked, term, day)["count"] for day in (dt.date(2026, 1, 1), dt.date(2026, 5, 1))] == [4, 4]
    dates = [dt.date.fromisoformat(one["date"]) for one in days]
    assert [unconfirmed_from(term, dates, day) for day in (WEEK1, WEEK2, dt.date(2026, 3, 20))] == [2, 1, 0]
    figures = {"unconfirmed_days": 2}
    assert [len(key_figures(figures, "en", count)) for count in (None, 1, 0)] == [1, 1, 0]


def test_a_plan_from_mid_term_says_from_when_it_counts() -> None:
    reach = {"places": 9, "held": 5, "most": 6}
    figures = {"term_start": "2026-03-02", "effective_from": "2026-03-09", "reach": reach}
    (late,) = key_figures(figures, "en")
    (whole,) = key_figures({**figures, "effective_from": "2026-03-02"}, "en")
    assert (late.note, whole.note) == ("from Mon 9 Mar on · at most 6 could be", "at most 6 could be")


def test_the_rota_stands_first_for_everybody_and_drafts_only_for_librarians(house: House) -> None:
    for role in ("librarian", "viewer", "district"):
        html = house.people[role].ask("GET", f"/schools/{SCHOOL}?lang=en", headers=HTML).text
        assert 'class="week"' in html
        assert "3(1)" in html
    mine = house.people["librarian"].ask("GET", f"/schools/{SCHOOL}?draft=2&lang=en", headers=HTML).text
    assert "Draft 2 · Week" in mine
    theirs = house.people["viewer"].ask("GET", f"/schools/{SCHOOL}?draft=2&lang=en", headers=HTML).text
    assert "Draft 2" not in theirs
    for address in ("?week=2026-13-40", "?draft=x"):
        house.people["viewer"].ask("GET", f"/schools/{SCHOOL}{address}", 422, headers=HTML)


def test_grades_are_called_as_in_the_country_of_the_school() -> None:
    classes = [{"grades": "Reception", "count": 1}, {"grade": 3, "count": 1}]
    data = visiting(classes=classes, term=a_term(timezone="Europe/London"))
    week = week_shown(_stored(data, v("3-1", "MON")), "en", WEEK1)
    assert [name for name, _tint in week.grades] == ["Reception", "Year 3"]


def test_certificates_are_offered_from_the_first_day_on() -> None:
    data = serving(a_helper("h1"))
    stored = _stored(data)
    offered = [{p.paper.name for p in plan_facts(stored, WEEK1 - dt.timedelta(days=n)).papers} for n in (1, 0)]
    assert ["certificates" in names for names in offered] == [False, True]
