"""A small school and plan for the tests of calendars and folders."""

from __future__ import annotations

from typing import Any

from planner.models.plan import Plan, PlannedDuty, PlannedVisit
from planner.models.school import School


def school_data(**changes: Any) -> dict[str, Any]:
    """Two classes in March: Mon and Wed noon, one reading lesson, one desk; Sat 14 March runs as Wednesday."""
    data: dict[str, Any] = {
        "name": {"zh": "示例小学", "en": "Example, School; A"},
        "id": "ex",
        "term": {
            "id": "2026-spring",
            "school_year": "2025–2026",
            "name": "第二学期",
            "start": "2026-03-02",
            "end": "2026-03-27",
            "closures": [{"dates": "2026-03-16", "name": "停课"}],
            "days": [{"date": "2026-03-14", "runs_as": "WED"}, {"date": "2026-03-21", "runs_as": "MON", "confirmed": False}],
        },
        "bells": [{"periods": {"P1": "08:30-09:10", "P2": "09:30-10:10"}}],
        "rooms": [
            {"id": "library", "name": {"zh": "图书室", "en": "Library"}, "classes": 1, "seats": 50},
            {"id": "annex", "name": {"zh": "阅览室", "en": "Annex"}},
        ],
        "classes": [{"grades": "3-4", "count": 1, "pupils": 25}],
        "windows": [
            {
                "id": "noon",
                "name": {"zh": "午间借还", "en": "Noon"},
                "rooms": "library",
                "weekdays": "MON,WED",
                "slots": ["12:10-12:25", "12:25-12:40"],
            }
        ],
        "demands": [
            {
                "id": "borrowing",
                "name": {"zh": "借还书", "en": "Borrowing"},
                "kind": "borrowing",
                "windows": "noon",
                "accompany": "class_teacher",
            },
            {"id": "reading", "name": "阅览课", "kind": "lesson_reading", "subjects": "语文", "rooms": ["annex"]},
        ],
        "posts": [
            {
                "id": "desk",
                "name": {"zh": "借还台", "en": "Desk"},
                "windows": "noon",
                "phases": [{"time": "12:05", "name": "开门"}],
            }
        ],
        "duties": {"arrive_before": 5},
        "helpers": [{"id": "h1", "name": "王小明", "class": "3-1"}, {"id": "h2", "name": "李雷", "class": "4-1"}],
        "events": [
            {"id": "fair", "name": {"zh": "读书节", "en": "Book fair"}, "dates": "2026-03-19..2026-03-20"},
            {
                "id": "talk",
                "name": "讲座",
                "dates": "2026-03-26",
                "time": "14:00-15:00",
                "grades": "4",
                "closes_rooms": "annex",
            },
        ],
        "timetable": [{"class": "3-1", "TUE": "语文 -"}, {"class": "4-1", "THU": "- 语文"}],
    }
    return {**data, **changes}


def small_school(**changes: Any) -> School:
    """The school of `school_data`."""
    return School.model_validate(school_data(**changes))


def small_plan(first: str = "MON") -> Plan:
    """3-1 borrows on ``first``, 4-1 on Wednesday; both read in a lesson; each helper serves once."""
    return Plan(
        effective_from="2026-03-02",
        visits=(
            PlannedVisit(demand="borrowing", visitor="3-1", turn=first, window="noon", slot=1, room="library"),
            PlannedVisit(demand="borrowing", visitor="4-1", turn="WED", window="noon", slot=2, room="library"),
            PlannedVisit(demand="reading", visitor="3-1", turn="TUE", period="P1", room="annex"),
            PlannedVisit(demand="reading", visitor="4-1", turn="THU", period="P2", room="annex"),
        ),
        duties=(
            PlannedDuty(helper="h1", post="desk", turn="WED", window="noon"),
            PlannedDuty(helper="h2", post="desk", turn="MON", window="noon"),
        ),
    )
