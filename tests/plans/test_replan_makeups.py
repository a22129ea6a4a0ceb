"""A plan changed from a date on gives the visits that are lost another date, or says why there is none."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from itertools import pairwise

import pytest

import planner
from planner.editing import calendaredit
from planner.editing.schooledit import SchoolEditor
from planner.messages.wording import date_text
from planner.models.school import School
from planner.outputs.tables.notice import Notice
from planner.reading.schoolfile import parse_school
from planner.verbs.planning import Planned
from tests.api.service import EXAMPLES

TINY = (EXAMPLES / "tiny" / "school.yaml").read_bytes()


@pytest.fixture(scope="module")
def planned() -> Planned:
    return planner.plan(parse_school(TINY, "school.yaml"), seconds=20)


def closed_on(*days: dt.date, content: bytes = TINY) -> School:
    editor = SchoolEditor("school.yaml", content)
    calendaredit.add_event(editor, "stock", "stocktaking", list(days), closes=True)
    return parse_school(editor.content(), "school.yaml")


@pytest.mark.parametrize("since", [dt.date(2026, 3, day) for day in (9, 11, 12, 16)])
def test_visits_of_a_closed_day_are_made_up_and_none_is_held_twice(planned: Planned, since: dt.date) -> None:
    """From whichever day of a week it is changed: what has been is not owed again."""
    found = planner.replan(planned.book, closed_on(since), since, seconds=20, make_up_lost=True)
    made = found.made_up["fewest"]
    assert len(made.sessions) + len(made.not_made_up) == len(found.book.term.lost)
    assert made.sessions or made.not_made_up
    assert planner.check(found.book.school, found.book).breaches == ()
    uids = sorted(s.uid for s in found.book.sessions)
    assert all(a != b for a, b in pairwise(uids))
    assert all(one.reason and one.change for one in made.not_made_up)
    assert found.book_of(found.proposals[0]).made_up == made.all


def test_nothing_is_made_up_unasked(planned: Planned) -> None:
    since = dt.date(2026, 3, 16)
    assert planner.replan(planned.book, closed_on(since), since, seconds=20).book.made_up == ()
    always = TINY.replace(b"name:", b"makeup: always\nname:", 1)
    asked = planner.replan(planned.book, closed_on(since, content=always), since, seconds=20)
    assert len(asked.made_up["fewest"].all) + len(asked.made_up["fewest"].not_made_up) == len(asked.book.term.lost)


def test_the_change_notice_says_where_a_lost_visit_goes(planned: Planned) -> None:
    before = planned.book
    held = next(s for s in before.sessions if s.category == "BORROWING")
    day = held.date + dt.timedelta(days=1)
    after = before.with_makeups([replace(held, uid="elsewhere", date=day, made_up_for=held.date)])
    told = Notice(before.chapter, after.chapter, after.term, "en").text()
    assert f"instead of {date_text('en', held.date)} on {date_text('en', day)}, {held.time}." in told
    assert before.with_makeups([]) is before
