"""The small workbook: the six sheets that a first term needs, with their most needed columns, and a sample school in them."""

from __future__ import annotations

from typing import Any

from planner.models.base import Language
from planner.models.school import School
from planner.script import spelt

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
    room, noon = spelt(language, "图书馆", "Library"), spelt(language, "午间借还", "Noon")
    visit = spelt(language, "借还书", "Borrowing")
    data: dict[str, Any] = {
        "name": spelt(language, "示例小学", "Sample School"),
        "language": language,
        "term": {
            "id": "2026-autumn",
            "school_year": spelt(language, "2026–2027学年", "2026–2027"),
            "name": spelt(language, "第一学期", "First term"),
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
