"""Schools of any size in the likeness of examples/noon-36: noons, reading lessons, escorts, duties. Reproducible by seed."""

from __future__ import annotations

import random
from typing import Any

from planner.models import School

GRADES = 6
WEEKDAYS = ("MON", "TUE", "WED", "THU", "FRI")


def document(classes: int, seed: int = 1) -> dict[str, Any]:
    """A school file as plain data: ``classes`` must be a multiple of six."""
    rng = random.Random(seed)
    per_grade = classes // GRADES
    ids = [f"{g}-{n}" for g in range(1, GRADES + 1) for n in range(1, per_grade + 1)]
    at_once = max(1, -(-classes // 18))
    rooms = max(1, -(-classes // 40))
    grade_two_at_once = -(-per_grade // 4)
    escorts = 2 * per_grade
    posts = {"desk": at_once + 1, "shelving": at_once + 1, "order": at_once, "log": 1}
    duties = 5 * sum(posts.values()) + escorts
    helpers = int(duties / 1.2)
    return {
        "name": f"Generated school of {classes}",
        "language": "en",
        "term": {
            "id": "bench",
            "school_year": "2025–2026",
            "name": "term 2",
            "start": "2026-03-02",
            "end": "2026-07-07",
            "closures": [
                {"dates": "2026-04-06", "name": "Qingming"},
                {"dates": "2026-05-01..2026-05-05", "name": "Labour Day"},
                {"dates": "2026-06-19", "name": "Dragon Boat"},
            ],
            "days": [{"date": "2026-05-09", "runs_as": "TUE"}],
            "recall_weeks": "18-19",
        },
        "bells": [
            {"grades": "1-3", "lunch": "11:30-11:50", "periods": _periods()},
            {"grades": "4-6", "lunch": "11:55-12:20", "lunch_on_duty": "11:30-11:50", "periods": _periods()},
        ],
        "rooms": [{"id": "lending", "name": "Lending", "classes": at_once}]
        + [{"id": f"reading{n}", "name": f"Reading {n}", "classes": 2, "seats": 84} for n in range(1, rooms + 1)]
        + [{"id": "hall", "name": "Hall", "classes": grade_two_at_once, "seats": 42 * grade_two_at_once}],
        "classes": [{"grades": "1-6", "count": per_grade, "pupils": 42}],
        "timetable": _timetable(ids),
        "windows": [
            {
                "id": "noon",
                "name": "Noon",
                "rooms": "lending",
                "weeks": "1-17",
                "classes": at_once,
                "slots": ["12:05-12:20", "12:20-12:35", "12:35-12:50", "12:50-13:05"],
                "unpopular": {"4": 2, "FRI": 1},
            },
            {
                "id": "noon-reading",
                "name": "Noon reading",
                "rooms": "hall",
                "weeks": "1-17",
                "grades": "2",
                "time": "12:00-13:00",
                "classes": grade_two_at_once,
            },
        ],
        "demands": [
            {
                "id": "borrowing",
                "name": "Borrowing",
                "kind": "borrowing",
                "windows": "noon",
                "bans": [{"grades": "3-4", "weekdays": "WED"}],
                "prefer": [
                    {"classes": [c], "weekdays": rng.choice(WEEKDAYS), "cost": rng.randint(1, 3)}
                    for c in ids
                    if rng.random() < 0.5
                ],
            },
            {"id": "noon-reading", "name": "Noon reading", "kind": "noon_reading", "windows": "noon-reading", "grades": "2"},
            {
                "id": "reading",
                "name": "Reading",
                "kind": "lesson_reading",
                "subjects": ["Chinese", "Reading"],
                "rooms": [f"reading{n}" for n in range(1, rooms + 1)],
                "accompany": "subject_teacher",
                "bans": [{"weekdays": "MON", "periods": "P1"}],
            },
        ],
        "posts": [{"id": p, "name": p, "windows": "noon", "count": n, "arrive": "11:55"} for p, n in posts.items()]
        + [
            {
                "id": "escort",
                "name": "Escort",
                "grades": "5-6",
                "arrive": "11:55",
                "escort": {"demand": "noon-reading", "per_class": 2},
            }
        ],
        "duties": {"max_per_week": 2, "min_per_week": 1, "consecutive_days": False},
        "helpers": [
            {
                "id": f"h{i:03}",
                "class": f"{4 + i % 3}-{1 + i // 3 % per_grade}",
                "away": WEEKDAYS[rng.randrange(5)],
                **({"likes": WEEKDAYS[rng.randrange(5)]} if rng.random() < 0.3 else {}),
            }
            for i in range(helpers)
        ],
        "last_term": {c: rng.randint(1, 3) for c in ids if rng.random() < 0.2},
    }


def _periods() -> dict[str, str]:
    return {
        "P1": "08:00-08:40",
        "P2": "08:50-09:30",
        "P3": "10:00-10:40",
        "P4": "10:50-11:30",
        "P5": "13:30-14:10",
        "P6": "14:20-15:00",
    }


def _timetable(ids: list[str]) -> list[dict[str, Any]]:
    rows = []
    for c, class_id in enumerate(ids):
        days = {}
        for d, day in enumerate(WEEKDAYS):
            words = ["-"] * 6
            words[(c + d) % 4] = "Chinese"
            if c % 5 == d:
                words[4 + c // 5 % 2] = "Reading"
            days[day] = " ".join(words)
        teacher = f"T{c // 2:03}"
        rows.append({"class": class_id, "days": days, "teachers": {"Chinese": teacher, "Reading": teacher}})
    return rows


def school(classes: int, seed: int = 1) -> School:
    """The same as a validated School."""
    return School.model_validate(document(classes, seed))
