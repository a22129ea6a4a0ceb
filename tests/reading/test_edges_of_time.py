"""Dates and minutes at the edge of what there is are told, with the place; nothing stumbles over them later."""

from __future__ import annotations

import pytest

from planner.errors import BadInput
from planner.reading import parse_school

SCHOOL = """
name: 某校
term: {{id: t, school_year: y, name: n, start: {start}, end: {end}}}
rooms: [{{id: library, name: 图书馆}}]
classes: [{{grades: 3, count: 2, pupils: 30}}]
windows: [{{id: noon, name: 午间, rooms: library, weekdays: MON, slots: [{slot}]}}]
demands: [{{id: borrow, name: 借还书, kind: borrowing, windows: noon}}]
posts: [{{id: desk, name: 借还台, windows: noon}}]
duties: {{arrive_before: 5}}
helpers: [{{id: a, name: 甲, class: 3-1}}]
"""
USUAL = {"start": "2026-03-02", "end": "2026-06-26", "slot": "12:10-12:25"}


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"start": "9999-03-01", "end": "9999-07-01"}, [("term_year", "term.start"), ("term_year", "term.end")]),
        ({"start": "0001-03-05", "end": "0001-07-01"}, [("term_year", "term.start"), ("term_year", "term.end")]),
        ({"slot": "00:00-00:15"}, [("arrive_yesterday", "windows[0].slots")]),
        ({"slot": "00:05-00:15"}, []),
        ({}, []),
    ],
)
def test_the_edges_of_time(changed: dict[str, str], told: list[tuple[str, str]]) -> None:
    try:
        parse_school(SCHOOL.format(**(USUAL | changed)), "school.yaml")
        found = []
    except BadInput as error:
        found = [(p.code, p.path) for p in error.problems]
    assert sorted(found) == sorted(told)
