"""Proposed milestones: only what is missing, only on days that suit."""

from __future__ import annotations

from itertools import pairwise

import pytest

from planner.reading import parse_school, read_school
from planner.suggesting import propose_milestones
from planner.timeline import Timeline, closed_days_of, week_of
from tests.cli.cases import ROOT

LONG = """
name: {zh: 学校, en: School}
term: {id: t1, school_year: y, name: n, start: 2026-03-02, end: 2026-06-26,
       closures: [{dates: 2026-04-06, name: 清明}], days: [{date: 2026-05-09, runs_as: TUE, confirmed: false}]}
rooms: [{id: library, name: L, classes: 1}]
classes: [{grades: 1-2, count: 2, pupils: 30}]
windows: [{id: noon, name: N, rooms: library, weekdays: MON-FRI, slots: 12:10-12:25, valid_from: 2026-03-09}]
demands: [{id: borrow, name: B, kind: borrowing, windows: noon}]
posts: [{id: desk, name: D, count: 1}]
helpers: [{id: h1, class: 2-1}, {id: h2, class: 2-2}]
events: [{id: show, name: 新书展览, dates: 2026-03-25, still_to_date: 2}]
"""


def test_everything_a_term_needs() -> None:
    """Before the first duty; new classes; counted events far apart; inspection; corners; recall; awards."""
    school = parse_school(LONG, "x.yaml")
    found = {m.id: m for m in propose_milestones(school)}
    assert set(found) == {
        *("recruiting", "training", "publication", "induction-1-1", "induction-1-2", "counted-show"),
        *("inspection", "corner-1", "corner-2", "recall", "awards"),
    }
    assert [found[k].dates[0].day for k in ("recruiting", "training", "publication")] == [2, 6, 6]
    assert found["recall"].weeks == (16, 17)
    assert found["counted-show"].event == "show"
    assert len(found["counted-show"].dates) == 2
    dates = sorted([*found["counted-show"].dates, *school.events[0].dates])
    assert all((b - a).days >= 25 for a, b in pairwise(dates))


@pytest.mark.parametrize("name", ["tiny", "noon-36", "rural-18", "two-campus-36", "feilong-30"])
def test_dates_suit(name: str) -> None:
    """Confirmed ordinary days; spread events neither in a week with a closure nor in the recall."""
    school = read_school(ROOT / "examples" / name)
    timeline = Timeline(school)
    good = {d.date for d in timeline.days if d.confirmed and not d.changed}
    broken = {week_of(school.term, d.date) for d in closed_days_of(school.term)} | set(school.term.recall_weeks or ())
    for m in propose_milestones(school, timeline):
        assert set(m.dates) <= good
        if m.kind in ("counted", "inspection", "corner"):
            assert not {week_of(school.term, d) for d in m.dates} & broken
        assert m.why.in_("zh")
        assert m.why.in_("en")


def test_what_the_school_has_is_not_proposed() -> None:
    """The rural school has recruiting, training, publication and recall; two campuses have corners and inspections."""
    rural = {m.kind for m in propose_milestones(read_school(ROOT / "examples" / "rural-18"))}
    assert not rural & {"recruiting", "training", "publication", "recall"}
    two = {m.id for m in propose_milestones(read_school(ROOT / "examples" / "two-campus-36"))}
    assert {"counted-guidance", "counted-seminar"} <= two
    assert not any(i.startswith(("corner", "inspection", "recall")) for i in two)


def test_promised_events_find_their_place() -> None:
    """Undated after a rollover: training before duty, the last loans before the recall, the recall at the end."""
    names = {"training": "图书管理员培训", "last": "停止外借", "opening": "开馆", "awards": "表彰"}
    events = [f"{{id: {i}, name: {n}, still_to_date: 1}}" for i, n in names.items()]
    events.append("{id: recall, name: 图书归还, still_to_date: 1, no_new_loans: true}")
    head = LONG.split("events:")[0]
    found = {m.event: m for m in propose_milestones(parse_school(f"{head}events: [{', '.join(events)}]", "x.yaml")) if m.event}
    first = {e: (m.dates[0].month, m.dates[0].day) for e, m in found.items()}
    assert first == {"training": (3, 6), "last": (6, 12), "opening": (3, 9), "awards": (6, 26), "recall": (6, 15)}
    assert len(found["recall"].dates) == 10


def test_sentences_are_in_the_words_of_the_schools_country() -> None:
    """A reception class in London, a kindergarten elsewhere; and whoever asks in the words of a country is answered."""
    text = LONG.replace("school_year", "timezone: Europe/London, school_year").replace("grades: 1-2", "grades: K-2")
    said = {m.id: m for m in propose_milestones(parse_school(text, "x.yaml"))}
    assert [(m.name.en, m.why.in_("en-GB")) for m in said.values() if "eception" in m.name.en]
    assert not [m for m in said.values() if "indergarten" in m.name.en + m.why.in_("en-GB-x-adults")]
