"""What is said before publishing: whom a change leaves without a place, what gets another date, and why the rest does not."""

from __future__ import annotations

import datetime as dt

import planner
from api.pages.at_stake import at_stake
from api.store.revisions import pack
from planner.reading.schoolfile import parse_school
from tests.api.service import EXAMPLES

CHANGE = {"code": "open_window", "date": "2026-03-18", "week": 3, "window": "noon", "slot": 1, "period": None, "room": None}


def test_whoever_has_no_place_is_named_with_the_reason() -> None:
    school = parse_school((EXAMPLES / "tiny" / "school.yaml").read_bytes(), "school.yaml")
    stored = pack(planner.plan(school, seconds=20).book)
    demand = next(d for d in school.demand_by_id.values() if d.kind == "borrowing")
    missed = {"demand": demand.id, "date": "2026-03-16", "reason": "full", "change": CHANGE}
    figures = {
        "lost": 3,
        "made_up": 0,
        "without_place": [["4-1", demand.id], ["gone", "gone"]],
        "reach": {"demands": {demand.id: {"places": 2, "held": 2}}},
        "not_made_up": [{**missed, "visitor": v} for v in ("3-1", "3-2")] + [{**missed, "demand": "gone", "visitor": "3-1"}],
    }
    found = {one.kind: one for one in at_stake(stored, None, figures, "en", dt.date(2026, 3, 2))}
    assert found["without_place"].words.startswith(f"{demand.name.en}: no place from Mon 2 Mar on for 4(1).")
    assert "has room for 2 visits, and 4 come" in found["without_place"].words
    (line,) = found["lost"].lines
    assert line.startswith("3(1) on Mon 16 Mar, 3(2) on Mon 16 Mar: every place it could take is full.")
    assert "opened on Wed 18 Mar" in line
    # Of a plan that was measured before this was written down.
    old = {one.kind: one for one in at_stake(stored, None, {"lost": 3, "made_up": 0}, "en", dt.date(2026, 3, 2))}
    assert (old["lost"].lines, "without_place" in old) == ([], False)
