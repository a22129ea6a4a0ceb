"""Schools for hypothesis: tiny ones that may be impossible, to be compared with brute force, and larger ones that never are."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from planner.models.rules import RULES
from tests.builders import SLOTS, Data, a_helper, a_post, a_term, a_window, borrowing, reading

CYCLES = ["weekly", "A/B", "2 weeks", "sliding", "sliding by weekday", "sliding 2", "dated"]
ALL_DATES = [f"2026-03-{n:02}" for n in (2, 3, 4, 5, 6, 7, 9, 10, 11, 12, 13)]
Draw = Any


def sometimes(draw: Draw, values: Any, often: int = 3) -> Any:
    """One of the values, or (``often`` - 1 times of ``often``) None."""
    return draw(st.sampled_from(values)) if draw(st.integers(1, often)) == often else None


def without_none(**values: Any) -> Data:
    """Only what was drawn."""
    return {key: value for key, value in values.items() if value is not None}


@st.composite
def terms(draw: Draw) -> Data:
    """Two weeks with at times a holiday, a make-up Saturday, an unconfirmed date or another timetable."""
    days = []
    if draw(st.booleans()):
        days.append({"date": "2026-03-07", "runs_as": draw(st.sampled_from(["MON", "TUE"])), "confirmed": draw(st.booleans())})
    changed = sometimes(draw, ["2026-03-09", "2026-03-10", "2026-03-04"])
    if changed:
        days.append(
            without_none(
                date=changed,
                runs_as=sometimes(draw, ["MON", "TUE"], 2),
                after_school=draw(st.booleans()),
                confirmed=draw(st.booleans()),
                windows=sometimes(draw, [["noon"], ["late"]]),
            )
        )
    closed = sometimes(draw, ["2026-03-02", "2026-03-03", "2026-03-10"])
    return a_term(
        days=days,
        closures=[{"dates": closed, "name": "Holiday"}] if closed else [],
        **without_none(recall_weeks=sometimes(draw, [2], 6)),
    )


@st.composite
def places(draw: Draw, classes: list[str]) -> Data:
    """Some class, and some condition on where its visit stands."""
    return without_none(
        classes=draw(st.sampled_from([*classes, None])),
        weekdays=sometimes(draw, ["MON", "TUE"]),
        slots=sometimes(draw, [1, 2]),
        weeks=sometimes(draw, ["odd", "even"], 4),
    )


@st.composite
def aways(draw: Draw) -> Data:
    """When somebody is away: some dates, a weekday, a part of the day."""
    return without_none(
        dates=draw(st.lists(st.sampled_from(ALL_DATES), min_size=1, max_size=2)) if draw(st.booleans()) else None,
        weekdays=sometimes(draw, ["MON", "TUE"], 2),
        windows=sometimes(draw, ["noon", "late"], 4),
        time=sometimes(draw, ["12:00-12:20", "12:30-12:50"], 4),
    )


@st.composite
def rule_settings(draw: Draw, most: int = 6, keep: tuple[str, ...] = ()) -> Data:
    """A few rules switched to any mode at any price; those in ``keep`` stay as they are."""
    names = draw(st.lists(st.sampled_from([n for n in RULES if n not in keep]), max_size=most, unique=True))
    return {
        n: {"mode": draw(st.sampled_from(["hard", "soft", "soft", "off"])), "weight": draw(st.integers(1, 9))} for n in names
    }


@st.composite
def windows(draw: Draw, rooms: bool, seasons: bool = False) -> list[Data]:
    """One or two windows on Monday or Tuesday, limited at times; with ``seasons`` they end or begin within the term."""
    found = []
    for n, key in enumerate(["noon", "late"][: draw(st.integers(1, 2))]):
        days = draw(st.sampled_from(["MON", "TUE", "MON,TUE"]))
        start = draw(st.integers(0, 1)) if n else 0
        slots = SLOTS[start : start + draw(st.integers(1, 2))]
        season = {}
        if seasons:
            # From a Monday on, or in the middle of a week.
            cut = draw(st.sampled_from(["2026-03-09", "2026-03-11"]))
            season = draw(
                st.sampled_from([{}, {"valid_from": cut}, {"valid_until": "2026-03-08"}, {"valid_until": "2026-03-10"}])
            )
        found.append(
            a_window(
                days,
                id=key,
                **without_none(
                    classes=sometimes(draw, [1, 2], 2),
                    heads=sometimes(draw, [30, 59, 60]),
                    grades=sometimes(draw, [3, 4], 5),
                    weeks=sometimes(draw, ["1", "2"], 6),
                    rooms=draw(st.sampled_from([["lib"], ["lib", "hall"]])) if rooms else None,
                    kind=sometimes(draw, ["after_school"], 6),
                    **season,
                    unpopular=sometimes(draw, [{"1": 2, "MON": 3}, {"TUE 1": 4}]),
                ),
            )
            | {"slots": slots}
        )
    return found


@st.composite
def visit_schools(draw: Draw, seasons: bool = False) -> Data:
    """Two to four classes, one or two demands; with ``seasons`` windows begin, end or move, and timetables change."""
    blocks = draw(st.sampled_from([[(3, 2)], [(3, 1), (4, 1)], [(3, 2), (4, 1)], [(3, 3)]]))
    classes = [f"{grade}-{n}" for grade, count in blocks for n in range(1, count + 1)]
    rooms = draw(st.booleans())
    opened = draw(windows(rooms, seasons))
    keys = [w["id"] for w in opened]
    wish = st.lists(places(classes), max_size=2)
    demand = borrowing(
        windows=draw(st.sampled_from([keys, keys[:1], keys[-1:]])),
        cycle=draw(st.sampled_from(CYCLES)),
        kind=draw(st.sampled_from(["borrowing", "borrowing", "noon_reading", "delegates", "appointment"])),
        times=draw(st.sampled_from([1, 1, 1, 2])),
        prefer=[{**p, "cost": draw(st.integers(1, 9)), "wanted": draw(st.booleans())} for p in draw(wish)],
        bans=draw(wish) if draw(st.booleans()) else [],
        pins=draw(st.lists(places(classes), max_size=1)),
        grade_limits=draw(st.sampled_from([[], [], [{"grades": "1-6", "at_once": 1}]])),
        each_open_day=draw(st.sampled_from([0, 0, 1])),
        accompany=draw(st.sampled_from(["nobody", "class_teacher"])),
        **without_none(grades_together=sometimes(draw, ["together", "apart"], 2), heads=sometimes(draw, [4], 4)),
    )
    demands, bell = [demand], {"periods": {"P1": "08:00-08:40", "P2": "12:20-13:00"}}
    if draw(st.integers(1, 3)) == 3:
        demands.append(
            reading(
                classes=classes[:2],
                cycle=draw(st.sampled_from(["weekly", "A/B"])),
                accompany=draw(st.sampled_from(["nobody", "subject_teacher"])),
            )
        )
    return {
        "name": "Tiny",
        "term": draw(terms()),
        "windows": opened,
        "demands": demands,
        "rooms": [
            {
                "id": "lib",
                "name": "Lib",
                "classes": draw(st.sampled_from([None, 1, 2])),
                **without_none(seats=sometimes(draw, [30, 60]), heads=sometimes(draw, [40, 60])),
            },
            {"id": "hall", "name": "Hall", "classes": 1},
        ],
        "classes": [
            *({"grade": g, "count": n, "pupils": 30} for g, n in blocks),
            *(
                {"grade": int(c[0]), "number": int(c[2]), "teacher": t, **without_none(stays=sometimes(draw, ["MON"], 4))}
                for c, t in zip(classes, ("T1", "T1", "T2", "T2"), strict=False)
            ),
        ],
        "bells": [bell | without_none(lunch=sometimes(draw, ["11:30-12:12"], 5), home=sometimes(draw, ["12:30"], 5))],
        "timetable": [
            {
                "class": c,
                "MON": draw(st.sampled_from(["语文 -", "数学 -", "语文 数学"])),
                "TUE": "语文 -",
                "teachers": {"语文": draw(st.sampled_from(["T1", "T3"]))},
                **without_none(weeks=sometimes(draw, ["odd"], 5)),
            }
            for c in classes
        ]
        + (
            [{"class": classes[0], "MON": "数学 语文", "TUE": "语文 -", "valid_from": "2026-03-09"}]
            if seasons and draw(st.booleans())
            else []
        ),
        "absences": [
            {"classes": draw(st.sampled_from(classes)), "away": [draw(aways())]} for _ in range(draw(st.integers(0, 1)))
        ],
        "teachers": [{"id": "T1", "away": [{"dates": draw(st.sampled_from(ALL_DATES))}]}]
        if draw(st.integers(1, 4)) == 4
        else [],
        "events": [
            {
                "id": "e",
                "name": "Event",
                "dates": draw(st.sampled_from(ALL_DATES)),
                **draw(st.sampled_from([{"closes_windows": "noon"}, {"closes_rooms": "hall"}, {"no_new_loans": True}])),
            }
        ]
        if draw(st.booleans())
        else [],
        "last_term": {classes[0]: 2} if draw(st.booleans()) else {},
        "min_gap_days": draw(st.integers(1, 3)),
        "rules": draw(rule_settings()),
    }


@st.composite
def duty_schools(draw: Draw, seasons: bool = False) -> Data:
    """One or two posts, two or three helpers, and a class that may visit; with ``seasons`` windows begin or end."""
    opened = draw(windows(False, seasons))
    posts = [
        a_post(
            windows=draw(st.sampled_from([["noon"], [w["id"] for w in opened]])),
            **draw(
                st.sampled_from(
                    [
                        {},
                        {"count": 2},
                        {"count": 0},
                        {"per_classes": 1},
                        {"per_classes": 2},
                        {"escort": {"demand": "borrow"}},
                        {"each_slot": True},
                    ]
                )
            ),
            **without_none(grades=sometimes(draw, ["3", "3-4"], 5)),
        )
    ]
    if draw(st.integers(1, 3)) == 3:
        posts.append(a_post(id="shelves", windows=["noon"], trained=draw(st.booleans())))
    helpers = [
        a_helper(
            f"h{n}",
            draw(st.sampled_from(["3-1", "3-2", "4-1"])),
            **without_none(
                away=[draw(aways())] if draw(st.integers(1, 3)) == 3 else None,
                likes=[draw(aways())] if draw(st.integers(1, 3)) == 3 else None,
                trainee=sometimes(draw, [True], 5),
                experienced=sometimes(draw, [True], 3),
                posts=sometimes(draw, [["desk", "shelves"], ["shelves"]], 4),
                valid_from=sometimes(draw, ["2026-03-06"], 5),
                valid_until=sometimes(draw, ["2026-03-09"], 5),
                max_per_week=sometimes(draw, [1, 2], 5),
                min_per_week=sometimes(draw, [1], 5),
                last_term=draw(st.sampled_from([0, 0, 1, 2])),
            ),
        )
        for n in range(draw(st.integers(2, 3)))
    ]
    visited = draw(st.sampled_from(["3-1", "3-1", ["3-1", "3-2"]]))
    return {
        "name": "Tiny",
        "term": draw(terms()),
        "windows": opened,
        "posts": posts,
        "helpers": helpers,
        "classes": [{"grade": 3, "count": 2, "pupils": 30}, {"grade": 4, "count": 1, "pupils": 30}],
        "demands": [borrowing(classes=visited, windows=[opened[-1]["id"]], cycle=draw(st.sampled_from(CYCLES)))]
        if draw(st.booleans()) or posts[0].get("escort")
        else [],
        "bells": [{"periods": {"P1": "11:30-12:05", "P2": "12:40-13:20"}, "lunch": "12:05-12:10"}],
        "timetable": [{"class": "3-1", "MON": "语文 -", "TUE": "- 语文"}],
        "duties": {
            "cycle": draw(st.sampled_from(["weekly", "weekly", "A/B", "2 weeks", "dated", "sliding 2", "sliding"])),
            **without_none(
                max_per_week=draw(st.sampled_from([None, 1, 2])),
                min_per_week=sometimes(draw, [1], 4),
                experienced=sometimes(draw, [1], 3),
            ),
            "consecutive_days": draw(st.booleans()),
            "arrive_before": draw(st.sampled_from([0, 0, 5])),
            "trainees_per_post": draw(st.integers(0, 2)),
        },
        "wishes": [{"helpers": ["h0", "h1"], "together": draw(st.booleans())}] if draw(st.booleans()) else [],
        "absences": [{"classes": "3-1", "away": [draw(aways())]}] if draw(st.integers(1, 3)) == 3 else [],
        "adults": [
            {
                "id": a,
                "name": a,
                "places": [{}],
                **without_none(
                    away=[draw(aways())] if draw(st.booleans()) else None, max_windows_per_week=sometimes(draw, [1, 2], 2)
                ),
            }
            for a in "ab"[: draw(st.integers(1, 2))]
        ]
        if draw(st.integers(1, 4)) == 4
        else [],
        "rules": draw(rule_settings()),
    }


@st.composite
def feasible_schools(draw: Draw) -> Data:
    """Up to twelve classes and ten helpers. A plan is sure to exist: every class may always come to the first slot of any day,
    which has no limit, and ``free`` helpers who can always come fill every seat; all else makes it dearer."""
    blocks = [(g, draw(st.integers(1, 3))) for g in range(3, draw(st.integers(4, 6)) + 1)]
    classes = [f"{g}-{n}" for g, count in blocks for n in range(1, count + 1)]
    days = draw(st.sampled_from(["MON", "MON,WED", "MON-FRI"]))
    opened = [
        a_window(days, draw(st.integers(1, 3))),
        a_window("TUE,THU", id="late", heads=draw(st.integers(20, 90))) | {"slots": ["16:00-16:20", "16:20-16:40"]},
    ]
    posts = [a_post(count=draw(st.integers(1, 2))), a_post(id="shelves", count=1, windows=["noon", "late"], order=1)]
    seats = 1 + sum(p["count"] for p in posts)
    free = [a_helper(f"free{n}", draw(st.sampled_from(classes))) for n in range(seats)]
    others = [
        a_helper(
            f"h{n}",
            draw(st.sampled_from(classes)),
            away=draw(st.lists(aways(), max_size=2)),
            likes=draw(st.lists(aways(), max_size=1)),
            **without_none(posts=sometimes(draw, [["desk"], ["shelves"]]), experienced=sometimes(draw, [True])),
        )
        for n in range(draw(st.integers(0, 6)))
    ]
    everybody = [h["id"] for h in (*free, *others)]
    pair = st.lists(st.sampled_from(everybody), min_size=2, max_size=2, unique=True)
    wishes = [
        {**p, "cost": draw(st.integers(1, 9)), "wanted": draw(st.booleans())}
        for p in draw(st.lists(places(classes), max_size=5))
    ]
    return {
        "name": "Feasible",
        "term": draw(terms()) | {"end": "2026-03-27", "recall_weeks": None},
        "windows": opened,
        "posts": posts,
        "classes": [{"grade": g, "count": n, "pupils": draw(st.integers(20, 45))} for g, n in blocks],
        "helpers": [*free, *others],
        "duties": {"cycle": draw(st.sampled_from(["weekly", "A/B"])), "max_per_week": None},
        "demands": [
            borrowing(
                windows=["noon", "late"],
                cycle=draw(st.sampled_from(["weekly", "A/B"])),
                prefer=wishes,
                **without_none(grades_together=sometimes(draw, ["together", "apart"], 2)),
            )
        ],
        "wishes": [{"helpers": h, "together": draw(st.booleans())} for h in draw(st.lists(pair, max_size=3))],
        "absences": [{"classes": c, "away": [draw(aways())]} for c in draw(st.lists(st.sampled_from(classes), max_size=2))],
        "adults": [{"id": a, "name": a, "places": [{}]} for a in "ab"[: draw(st.integers(0, 2))]],
        "events": [{"id": "e", "name": "E", "dates": draw(st.sampled_from(ALL_DATES)), "closes_windows": "late"}],
        "last_term": {c: draw(st.integers(1, 9)) for c in classes[:2]},
        "rules": {
            n: {"mode": "soft", "weight": draw(st.integers(1, 9))}
            for n in RULES
            if RULES[n].mode == "soft" and draw(st.booleans())
        },
    }
