"""A district of invented schools: as many as wanted, of every size and habit, each a school file that can be planned.

    python examples/district/generate.py --count 200 --out schools

The same number gives the same schools. ``--changed`` writes the same district after a change of timetable in some of them.
"""

from __future__ import annotations

import argparse
import json
import random
from pathlib import Path
from typing import Any

DAYS = ("MON", "TUE", "WED", "THU", "FRI")
PLACES = tuple(
    "东湖西岭南塘北桥青云白鹤红枫翠屏金沙银杏石鼓兰亭梅溪竹园松林柳河桃源杏坛荷塘凤凰"[n : n + 2] for n in range(0, 40, 2)
)
KINDS = ("第一小学", "第二小学", "实验小学", "中心小学", "学校", "希望小学", "附属小学", "联合小学", "镇小学", "村小学")


def school(number: int, changed: bool = False) -> dict[str, Any]:
    """One school; ``changed``: from the middle of the term one class in ten has two of its Chinese lessons exchanged."""
    rng = random.Random(number)
    per_grade = rng.choices((1, 2, 3, 4, 6), weights=(20, 30, 25, 15, 10))[0]
    classes = [f"{grade}-{n}" for grade in range(1, 7) for n in range(1, per_grade + 1)]
    days = DAYS if per_grade > 1 or rng.random() < 0.5 else ("MON", "WED", "FRI")
    slots = -(-len(classes) // len(days))
    at_once = max(1, -(-slots // 4))
    cycle = "weekly"
    if rng.random() < 0.25 and per_grade <= 3:
        cycle, slots, at_once = "A/B", -(-len(classes) // (2 * len(days))), 1
    helpers = [f"{grade}-{n}" for grade in (5, 6) for n in range(1, per_grade + 1)] * 3
    return {
        "name": {"zh": _name(number), "en": f"School {number} of the district"},
        "id": f"d{number:03}",
        "term": {
            "id": "2026-spring",
            "school_year": "2025–2026学年",
            "name": {"zh": "第二学期", "en": "term 2"},
            "start": "2026-03-02",
            "end": "2026-07-03",
            "closures": [
                {"dates": "2026-04-06", "name": "清明节"},
                {"dates": "2026-05-01..2026-05-05", "name": "劳动节"},
                {"dates": "2026-06-19", "name": "端午节"},
            ],
            "days": [{"date": "2026-05-09", "runs_as": rng.choice(DAYS)}],
            "recall_weeks": "17-18",
        },
        "bells": [{"lunch": "11:30-12:00", "periods": _periods()}],
        "rooms": [
            {"id": "library", "name": "图书馆", "classes": at_once, "seats": 50 * at_once},
            {"id": "reading", "name": "阅览室", "classes": 2, "seats": 96},
        ],
        "classes": [{"grades": "1-6", "count": per_grade, "pupils": rng.randint(25, 46)}],
        "timetable": [_timetable(n, key, changed and n % 10 == number % 10) for n, key in enumerate(classes)],
        "windows": [
            {
                "id": "noon",
                "name": "午间借还",
                "rooms": "library",
                "weekdays": list(days),
                "time": f"12:05-{_clock(12 * 60 + 5 + 15 * max(1, -(-slots // at_once)))}",
                "slot_minutes": 15,
            }
        ],
        "demands": [
            {"id": "borrowing", "name": "借还书", "kind": "borrowing", "cycle": cycle, "windows": "noon"},
            {"id": "reading", "name": "阅览课", "kind": "lesson_reading", "subjects": "语文", "rooms": "reading"},
        ],
        "posts": [{"id": "desk", "name": "借还台", "windows": "noon", "count": 1, "arrive": "12:00"}],
        "duties": {"max_per_week": 2},
        "helpers": [{"id": f"h{n:02}", "class": key, "away": rng.choice(days)} for n, key in enumerate(helpers, start=1)],
    }


def write(count: int, out: Path, changed: float = 0.0) -> list[Path]:
    """Write the school files d001.json …; ``changed`` is the share of schools whose timetable has changed."""
    out.mkdir(parents=True, exist_ok=True)
    paths = []
    for number in range(1, count + 1):
        text = json.dumps(school(number, number % 100 < round(100 * changed)), ensure_ascii=False, indent=1)
        paths.append(out / f"d{number:03}.json")
        paths[-1].write_text(text + "\n", encoding="utf-8")
    return paths


def _name(number: int) -> str:
    return PLACES[(number - 1) % len(PLACES)] + KINDS[(number - 1) // len(PLACES) % len(KINDS)]


def _periods() -> dict[str, str]:
    times = ("08:00-08:40", "08:50-09:30", "10:00-10:40", "10:50-11:30", "13:30-14:10", "14:20-15:00")
    return {f"P{n}": time for n, time in enumerate(times, start=1)}


def _timetable(number: int, key: str, changed: bool) -> dict[str, Any]:
    days = {}
    for d, day in enumerate(DAYS):
        words = ["-"] * 6
        words[(number + d + (changed and day in ("MON", "THU"))) % 5] = "语文"
        days[day] = " ".join(words)
    return {"class": key, "days": days, "teachers": {"语文": f"T{number:02}"}}


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=200, help="how many schools (200)")
    parser.add_argument("--out", type=Path, default=Path("schools"), help="directory to write to (schools)")
    parser.add_argument("--changed", type=float, default=0.0, metavar="SHARE", help="share of schools with a changed timetable")
    options = parser.parse_args()
    print(f"{len(write(options.count, options.out, options.changed))} school files in {options.out}")


if __name__ == "__main__":
    main()
