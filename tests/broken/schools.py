"""Whole schools that have a plan, by seed: noons, lunch, lessons and teachers, rooms, duties, escorts, adults, a branch."""

from __future__ import annotations

import random
from typing import Any

from tests.builders import Data

WEEKDAYS = ("MON", "TUE", "WED", "THU", "FRI")
NOONS = ["12:10-12:25", "12:25-12:40", "12:40-12:55", "12:55-13:10"]
BELL = {
    "periods": {
        "P1": "08:00-08:40",
        "P2": "08:50-09:30",
        "P3": "10:00-10:40",
        "P4": "10:50-11:30",
        "P5": "13:30-14:10",
        "P6": "14:20-15:00",
    },
    "lunch": "11:35-12:00",
    "home": "15:10",
}
OTHERS = ("Maths", "Art", "Music", "Sport")


def whole_school(seed: int) -> Data:
    """A school file. Every class borrows at noon and reads in a lesson; the lowest grade reads at noon as well."""
    rng = random.Random(seed)
    first, each = rng.choice([2, 3, 4]), rng.choice([2, 3])
    pupils = rng.randint(26, 42)
    ids = [f"{grade}-{n}" for grade in range(first, 7) for n in range(1, each + 1)]
    fortnightly, at_once = rng.random() < 0.3, rng.choice([1, 1, 2])
    days = list(WEEKDAYS) if len(ids) > 8 or rng.random() < 0.6 else ["MON", "TUE", "WED", "THU"]
    need = -(-len(ids) // (2 if fortnightly else 1))
    slots = max(2, -(-(need + rng.choice([0, 1, 2])) // (len(days) * at_once)))
    posts = {"desk": rng.choice([1, 2]), "shelving": 1, "order": 1}
    duties = len(days) * sum(posts.values()) + each
    most = rng.choice([1, 2])
    upper = [c for c in ids if c[0] in "56"]
    helpers = -(-duties * 5 // (most * 3))
    school: Data = {
        "name": f"School {seed}",
        "term": {
            "id": "t1",
            "school_year": "2025-2026",
            "name": "spring",
            "start": "2026-03-02",
            "end": "2026-04-03",
            "closures": [{"dates": "2026-03-25", "name": "Sports day"}],
        },
        "bells": [BELL],
        "rooms": [
            {"id": "lending", "name": "Lending room", "classes": at_once},
            {"id": "reading", "name": "Reading room", "classes": 1, "seats": pupils},
            {"id": "hall", "name": "Hall", "classes": each, "seats": each * pupils},
        ],
        "classes": [{"grades": f"{first}-6", "count": each, "pupils": pupils}],
        "timetable": [_row(n, c) for n, c in enumerate(ids)],
        "windows": [
            {"id": "noon", "name": "Noon", "rooms": "lending", "weekdays": days, "slots": NOONS[:slots]},
            {"id": "story", "name": "Story noon", "rooms": "hall", "weekdays": "WED", "time": "12:10-12:50", "grades": first},
        ],
        "demands": [
            {
                "id": "borrow",
                "name": "Borrowing",
                "kind": "borrowing",
                "windows": "noon",
                "campus": "main",
                "cycle": "A/B" if fortnightly else "weekly",
            },
            {
                "id": "lesson",
                "name": "Reading lesson",
                "kind": "lesson_reading",
                "subjects": ["Chinese"],
                "rooms": "reading",
                "campus": "main",
                "accompany": "subject_teacher",
            },
            {"id": "stories", "name": "Stories", "kind": "noon_reading", "windows": "story", "grades": first, "campus": "main"},
        ],
        "posts": [
            {"id": "desk", "name": "Desk", "windows": "noon", "count": posts["desk"]},
            {"id": "shelving", "name": "Shelving", "windows": "noon", "count": 1},
            {"id": "order", "name": "Order", "windows": "noon", "count": 1, "grades": "5-6"},
            {"id": "escort", "name": "Escort", "grades": "5-6", "escort": {"demand": "stories", "per_class": 1}},
        ],
        "duties": {"max_per_week": most, "min_per_week": 0},
        "helpers": [{"id": f"h{n:02}", "class": upper[n % len(upper)]} for n in range(helpers)],
        "events": [{"id": "fair", "name": "Book fair", "dates": "2026-03-27", "closes_windows": "story"}],
    }
    if rng.random() < 0.6:
        school["adults"] = [
            {"id": "lin", "name": "Lin", "places": [{"campus": "main", "weekdays": "MON,TUE,WED"}]},
            {"id": "wu", "name": "Wu", "places": [{"campus": "main", "weekdays": "WED,THU,FRI"}]},
        ]
    if rng.random() < 0.4:
        _branch(school)
    else:
        _one_campus(school)
    return school


def _row(n: int, class_id: str) -> Data:
    """Chinese once a morning, at another period each day; neighbouring classes, who share a teacher, never at the same time."""
    days = {}
    for d, day in enumerate(WEEKDAYS):
        words = [OTHERS[(n + d + p) % len(OTHERS)] for p in range(6)]
        words[(n + d) % 4] = "Chinese"
        days[day] = " ".join(words)
    return {"class": class_id, "days": days, "teachers": {"Chinese": f"T{n // 2:02}"}}


def _branch(school: Data) -> None:
    """Two classes on another campus, with a noon of their own."""
    school["campuses"] = [{"id": "main", "name": "Main campus"}, {"id": "branch", "name": "Branch"}]
    for room in school["rooms"]:
        room["campus"] = "main"
    for entry in school["classes"]:
        entry["campus"] = "main"
    school["classes"] += [{"grade": 3, "number": n, "pupils": 30, "campus": "branch"} for n in (21, 22)]
    school["rooms"].append({"id": "shed", "name": "Branch room", "campus": "branch"})
    school["windows"].append({"id": "far", "name": "Branch noon", "rooms": "shed", "weekdays": "TUE,THU", "slots": NOONS[:2]})
    school["demands"].append(
        {"id": "far", "name": "Branch borrowing", "kind": "borrowing", "windows": "far", "campus": "branch"}
    )
    if "adults" in school:
        school["adults"].append({"id": "qin", "name": "Qin", "places": [{"campus": "branch", "weekdays": "TUE,THU"}]})


def _one_campus(school: Data) -> None:
    """The same without a word about campuses."""
    for things in (school["demands"], *(a["places"] for a in school.get("adults", []))):
        for thing in things:
            thing.pop("campus", None)


def by_id(school: Data, section: str, key: str) -> Any:
    """An entry of a school by its id."""
    return next(thing for thing in school[section] if thing["id"] == key)


def main_classes(data: Data) -> list[str]:
    """Ids of the classes of the main campus."""
    block = data["classes"][0]
    first, last = map(int, block["grades"].split("-"))
    return [f"{g}-{n}" for g in range(first, last + 1) for n in range(1, block["count"] + 1)]


def lowest_grade(data: Data) -> str:
    """The lowest grade."""
    return str(by_id(data, "windows", "story")["grades"])
