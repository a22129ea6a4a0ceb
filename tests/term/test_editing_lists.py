"""What the reader of school files forgives, the editor forgives too."""

from __future__ import annotations

import pytest

from planner.editing.schooledit import SchoolEditor
from planner.reading.schoolfile import parse_school

_SCHOOL = """\
name: Glenburn
language: en
term: {{id: t, school_year: 2026-27, name: Term 1, start: 2026-08-19, end: 2026-12-22}}
rooms: [{{id: library, name: Library}}]
classes: 1A-2B
windows:
  - {{id: noon, rooms: library, weekdays: {days}, name: Noon, time: "12:00-12:30"}}
demands: [{{id: visit, name: Visit, kind: borrowing, windows: noon}}]
"""


@pytest.mark.parametrize("days", ["Tue, Thu", "Tue, Thu, Fri", "[Tue], Thu"])
def test_a_list_in_braces_without_brackets_is_edited_as_it_is_read(days: str) -> None:
    """Rolling over and confirming a holiday work on every file that plans; it is written with the brackets that were meant."""
    raw = _SCHOOL.format(days=days).encode()
    editor = SchoolEditor("school.yaml", raw)
    editor.mapping("term")["end"] = "2026-12-18"
    written = editor.content().decode()
    assert f"weekdays: [{days.replace('[', '').replace(']', '')}], name: Noon" in written
    assert parse_school(written.encode(), "school.yaml").windows == parse_school(raw, "school.yaml").windows
