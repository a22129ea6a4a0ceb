"""Whole tables as a secretary makes them: each lesson as it is written, or a question; never something else in silence."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from planner.errors import BadInput
from planner.importing.asking import look
from planner.importing.lessons import settle
from planner.importing.mapping import NewPeriod
from planner.importing.reading import read_timetable
from tests.campaign import CAMPAIGN
from tests.timetables.whole_tables import TABLES
from tests.timetables.writing import Page, write_xlsx

ASKED = {"zh_tight_teachers", "zh_dash_teachers", "zh_numbered_subjects", "en_dash_teachers", "en_name_teachers"}
"""Every cell has something beside its subject, a name or a number: what that is, is asked for once."""


@pytest.mark.parametrize("name", list(TABLES)[:: 1 if CAMPAIGN else 6])
def test_whole_tables(tmp_path: Path, name: str) -> None:
    sheets, wanted = TABLES[name]()
    path = tmp_path / "课表.xlsx"
    write_xlsx(path, [Page(sheet, rows) for sheet, rows in sheets.items()])
    try:
        raw = read_timetable(path)
    except BadInput:
        raw = None  # refused, with the place: right only where nobody could know
    if raw is None:
        assert wanted is None
        return
    mapping = look(raw, None, dt.date(2026, 9, 1)).mapping
    asked = any(section != "eligible" for section, _key in mapping.open_points)
    asked |= any(not isinstance(c, str) and not c.sure for c in mapping.classes.values())
    order = list(dict.fromkeys(p.id for p in mapping.periods.values() if isinstance(p, NewPeriod)))
    found = {(x.class_id, x.day, order.index(x.period) + 1, x.weeks, x.subject) for x in settle(raw, mapping)}
    assert asked or found == wanted
    assert asked == (wanted is None or name in ASKED)
