"""The small workbook: the six sheets that a first term needs, with their most needed columns, and a sample school in them."""

from __future__ import annotations

from typing import Any

from planner.languages import in_chinese
from planner.models.base import Language
from planner.models.school import School

FIRST: dict[str, tuple[str, ...]] = {
    "school": ("name", "language"),
    "term": ("school_year", "name", "start", "end"),
    "rooms": ("name", "classes", "seats"),
    "classes": ("grades", "count", "pupils"),
    "windows": ("name", "rooms", "weekdays", "time", "slot_minutes"),
    "demands": ("name", "kind", "cycle", "windows", "grades"),
}
"""Sheet -> its columns. Ids are not among them: what has a name is referred to by it."""


def sample(language: Language) -> School:
    """A school that fits on these sheets. Its ids are its names, as the reader makes them."""
    zh = in_chinese(language)
    room, noon, visit = ("图书馆", "午间借还", "借还书") if zh else ("Library", "Noon", "Borrowing")
    data: dict[str, Any] = {
        "name": "示例小学" if zh else "Sample School",
        "language": "zh" if zh else "en",
        "term": {
            "id": "2026-autumn",
            "school_year": "2026–2027学年" if zh else "2026–2027",
            "name": "第一学期" if zh else "First term",
            "start": "2026-09-01",
            "end": "2027-01-20",
        },
        "rooms": [{"id": room, "name": room, "classes": 2, "seats": 90}],
        "classes": [{"grades": "1-6", "count": 3, "pupils": 40}],
        "windows": [
            {"id": noon, "name": noon, "rooms": room, "weekdays": "MON-FRI", "time": "12:10-12:40", "slot_minutes": 15}
        ],
        "demands": [{"id": visit, "name": visit, "kind": "borrowing", "cycle": "weekly", "windows": noon}],
    }
    return School.model_validate(data)
