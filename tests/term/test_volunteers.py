"""Volunteers serve like student librarians, without a class, a lesson or a lunch at school, under a word of their own."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from planner.models import School
from planner.models.planfile import PlanFile, canonical_school, dump_plan, load_plan
from planner.outputs.papers import Papers
from planner.outputs.tables.names import HelperNames
from planner.reading.crosschecks.references import reference_findings
from planner.sessions.book import Book
from tests.builders import a_helper, a_plan, a_post, a_school, assert_broken, assert_fine, d, serving, solved

LUNCH = [{"periods": {"P1": "12:10-12:25"}, "lunch": "12:10-13:00"}]
MUM = {"id": "v1", "volunteer": {"zh": "家长志愿者", "en": "Parent volunteer"}, "name": "Mrs Lin"}


def test_a_volunteer_is_free_when_pupils_eat_or_have_lessons():
    data = serving(a_helper(), bells=LUNCH, timetable=[{"class": "5-1", "MON": "语文"}])
    assert_broken(data, "helper_available", a_plan(d("h1")), 2, "03-02", "03-09")
    with_mum = {**data, "helpers": [a_helper(), MUM]}
    assert_fine(with_mum, "helper_available", a_plan(d("v1")))
    assert [x.helper for x in solved(a_school(with_mum)).duties] == ["v1"]


def test_grades_of_a_post_do_not_keep_volunteers_away_but_training_does():
    data = serving(MUM, posts=[a_post(grades=6)])
    assert_fine(data, "helper_suitable", a_plan(d("v1")))
    data = serving({**MUM, "posts": "other"}, posts=[a_post(), a_post(id="other", windows=[])])
    assert_broken(data, "helper_suitable", a_plan(d("v1")), 1)


def test_volunteers_stand_on_the_rota_by_their_word():
    school = School.model_validate(
        serving(MUM, {"id": "v2", "志愿者": "是"}, a_helper(), language="en", posts=[a_post(count=3)])
    )
    planfile = PlanFile(school=canonical_school(school), plan=solved(school))
    text = "\n".join(c.text for page in Papers(Book(planfile), "en").tables("duty") for row in page.rows for c in row.cells)
    assert set(text.split("\n")) >= {"Parent volunteer", "Volunteer", "5(1)-1"}, "the only one needs no number"
    listed = [[c.text for c in (*row.heads, *row.cells)] for row in Papers(Book(planfile), "zh").tables("helpers")[0].rows]
    assert [row[1] for row in listed] == ["五(1)", "家长志愿者", "志愿者"]
    again = load_plan(dump_plan(planfile))
    listed = [[c.text for c in (*r.heads, *r.cells)] for r in Papers(Book(again), "zh-Hant").tables("helpers")[0].rows]
    assert [row[1] for row in listed] == ["五(1)", "家长志愿者", "志工"]  # its own word, and what the school has written
    assert set(school.class_by_id) == {"5-1", "5-2"}
    assert load_plan(dump_plan(planfile)).school.helper_by_id == planfile.school.helper_by_id


def test_volunteers_of_a_kind_are_told_apart_by_number():
    school = School.model_validate(serving(MUM, {**MUM, "id": "v2"}, a_helper(), language="en", posts=[a_post(count=3)]))
    assert [HelperNames(school, "en").label(h) for h in ("v1", "v2")] == ["Parent volunteer-1", "Parent volunteer-2"]


def test_volunteers_of_two_campuses():
    school = School.model_validate(
        serving(
            MUM,
            {**MUM, "id": "v2", "campus": "b"},
            campuses=[{"id": "a", "name": "A"}, {"id": "b", "name": "B"}],
            classes=[{"grade": 5, "count": 2, "campus": "a"}, {"grade": 6, "campus": "b"}],
            windows=[{"id": "noon", "name": "N", "weekdays": "MON", "slots": ["12:10-12:25"], "campus": "b"}],
        )
    )
    assert not reference_findings(school)
    assert [x.helper for x in solved(school).duties] == ["v2"]


def test_nobody_serves_without_class_or_word():
    with pytest.raises(ValidationError) as error:
        School.model_validate(serving({"id": "h1"}))
    assert [e["type"] for e in error.value.errors()] == ["helper_without_class"]
