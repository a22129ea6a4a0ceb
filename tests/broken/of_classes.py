"""Changes of what classes may do: pins, bans, lunch, lessons, teachers, campuses, grades."""

from __future__ import annotations

import random
from collections.abc import Iterator
from copy import deepcopy

from tests.broken.kinds import Change, change, kind
from tests.broken.schools import BELL, WEEKDAYS, by_id, lowest_grade, main_classes
from tests.builders import Data


@kind
def pin_against_ban(data: Data, rng: random.Random) -> Iterator[Change]:
    """A class is pinned to a day that is ruled out for its grade."""
    new, who = deepcopy(data), rng.choice(main_classes(data))
    day = rng.choice(list(by_id(data, "windows", "noon")["weekdays"]))
    demand = by_id(new, "demands", "borrow")
    demand["pins"] = [{"classes": [who], "weekdays": day, "slots": 1}]
    demand["bans"] = [{"grades": int(who[0]), "weekdays": day}]
    yield change(new, "pin_banned", who, demand="borrow")


@kind
def pin_against_lesson(data: Data, rng: random.Random) -> Iterator[Change]:
    """A class is pinned to a noon at which it has choir."""
    new, who = deepcopy(data), rng.choice(main_classes(data))
    day = rng.choice(list(by_id(data, "windows", "noon")["weekdays"]))
    by_id(new, "demands", "borrow")["pins"] = [{"classes": [who], "weekdays": day, "slots": 1}]
    _at_noon(new, who, [day])
    yield change(new, "in_lesson", who, demand="borrow", subject="Choir")


def _at_noon(data: Data, who: str, days: list[str]) -> None:
    """The class sings at noon on some days."""
    grade = int(who[0])
    names = {"P1": "P1", "P2": "P2", "P3": "P3", "P4": "P4", "P5": "P6", "P6": "P7"}
    periods = {names[key]: span for key, span in BELL["periods"].items()} | {"P5": "12:05-13:15"}  # type: ignore[index,attr-defined]
    data["bells"] = [*data["bells"], {**BELL, "grades": grade, "periods": periods}]
    for row in data["timetable"]:
        if row["class"].startswith(f"{grade}-"):
            for day, words in row["days"].items():
                w = words.split()
                row["days"][day] = " ".join([*w[:4], "Choir" if row["class"] == who and day in days else "-", *w[4:]])


@kind
def choir_every_noon(data: Data, rng: random.Random) -> Iterator[Change]:
    """A class has a lesson at every noon."""
    new, who = deepcopy(data), rng.choice([c for c in main_classes(data) if c[0] != lowest_grade(data)])
    _at_noon(new, who, list(WEEKDAYS))
    yield change(new, "in_lesson", who, demand="borrow", subject="Choir")


@kind
def two_pins(data: Data, rng: random.Random) -> Iterator[Change]:
    """A class is pinned to two days, and comes once."""
    new, who = deepcopy(data), rng.choice(main_classes(data))
    days = rng.sample(list(by_id(data, "windows", "noon")["weekdays"]), 2)
    by_id(new, "demands", "borrow")["pins"] = [{"classes": [who], "weekdays": day} for day in days]
    yield change(new, "pins_apart", who, demand="borrow")


@kind
def pins_in_one_slot(data: Data, rng: random.Random) -> Iterator[Change]:
    """More classes are pinned to a slot than it takes."""
    new, who = deepcopy(data), rng.sample(main_classes(data), 3)
    at = {"weekdays": "MON", "slots": 1} | ({"weeks": "odd"} if by_id(data, "demands", "borrow")["cycle"] == "A/B" else {})
    by_id(new, "demands", "borrow")["pins"] = [{"classes": [c], **at} for c in who]
    yield change(new, "pins_full", *who, demand="borrow")


@kind
def lunch_too_long(data: Data, rng: random.Random) -> Iterator[Change]:
    """Lunch ends so late that too little, or nothing, of the noon is left."""
    slots = len(by_id(data, "windows", "noon")["slots"])
    for end in ("12:15", "12:30", "12:45", "13:00")[:slots]:
        new = deepcopy(data)
        new["bells"] = [{**BELL, "lunch": f"11:35-{end}"}]
        new["posts"], new["helpers"] = [], []  # else those on duty are short as well
        yield change(new, "eats", lunch=f"11:35-{end}")


@kind
def lunch_of_a_grade(data: Data, rng: random.Random) -> Iterator[Change]:
    """One grade eats until after the noon."""
    new, grade = deepcopy(data), rng.choice(sorted({c[0] for c in main_classes(data)} - {"5", "6"}))
    new["bells"].append({**BELL, "grades": int(grade), "lunch": "11:35-13:20"})
    yield change(new, "eats", *[c for c in main_classes(data) if c[0] == grade], lunch="11:35-13:20")


@kind
def other_campus(data: Data, rng: random.Random) -> Iterator[Change]:
    """A class belongs to the other campus, where nothing is open for it."""
    new, who = deepcopy(data), rng.choice([c for c in main_classes(data) if c[0] not in "56"])
    campuses = [{"id": "main", "name": "Main campus"}, {"id": "branch", "name": "Branch"}]
    new["campuses"] = campuses
    for demand in new["demands"]:
        if demand["id"] != "far":
            demand.pop("campus", None)
    if "campuses" in data:
        by_id(new, "demands", "borrow")["classes"] = main_classes(data)
        by_id(new, "demands", "lesson")["classes"] = main_classes(data)
        by_id(new, "demands", "stories")["classes"] = [c for c in main_classes(data) if c[0] == lowest_grade(data)]
    else:
        for room in new["rooms"]:
            room["campus"] = "main"
        for entry in new["classes"]:
            entry["campus"] = "main"
        for adult in new.get("adults", []):
            adult["places"] = [{**place, "campus": "main"} for place in adult["places"]]
    new["classes"].append(
        {"grade": int(who[0]), "number": int(who[2:]), "pupils": data["classes"][0]["pupils"], "campus": "branch"}
    )
    yield change(new, "other_campus", who)


@kind
def other_grades(data: Data, rng: random.Random) -> Iterator[Change]:
    """The noon is not open to a grade."""
    grades = sorted({c[0] for c in main_classes(data)})
    new, out = deepcopy(data), rng.choice(grades)
    by_id(new, "windows", "noon")["grades"] = [int(g) for g in grades if g != out]
    yield change(new, "other_grades", *[c for c in main_classes(data) if c[0] == out], demand="borrow")


@kind
def periods_banned(data: Data, rng: random.Random) -> Iterator[Change]:
    """Reading lessons are ruled out in more and more periods."""
    for count in (1, 2, 3, 4):
        new = deepcopy(data)
        by_id(new, "demands", "lesson")["bans"] = [{"periods": [f"P{n}" for n in range(1, count + 1)], "reason": "Exams"}]
        yield change(new, "banned", demand="lesson")


@kind
def days_banned(data: Data, rng: random.Random) -> Iterator[Change]:
    """Borrowing of a grade is ruled out on every day."""
    new, grade = deepcopy(data), rng.choice(sorted({c[0] for c in main_classes(data)}))
    by_id(new, "demands", "borrow")["bans"] = [{"grades": int(grade), "weekdays": list(WEEKDAYS)}]
    yield change(new, "banned", *[c for c in main_classes(data) if c[0] == grade], demand="borrow")


@kind
def grade_limit(data: Data, rng: random.Random) -> Iterator[Change]:
    """One class of a grade at once, in the hall that takes a grade."""
    new = deepcopy(data)
    by_id(new, "demands", "stories")["grade_limits"] = [{"grades": "1-6", "at_once": 1}]
    yield change(new, "crowd", demand="stories", by="grades")


@kind
def teacher_on_leave(data: Data, rng: random.Random) -> Iterator[Change]:
    """A teacher is on leave the whole term, and is to come with the classes."""
    new, classes = deepcopy(data), main_classes(data)
    teacher = f"T{rng.randrange((len(classes) + 1) // 2):02}"
    new["teachers"] = [{"id": teacher, "away": [{"weekdays": list(WEEKDAYS)}]}]
    mine = [row["class"] for row in data["timetable"] if row["teachers"]["Chinese"] == teacher]
    yield change(new, "teacher_away", *mine, teacher=teacher)


@kind
def teacher_twice(data: Data, rng: random.Random) -> Iterator[Change]:
    """Two classes have their only Chinese lesson at one time, with one teacher."""
    new, n = deepcopy(data), 2 * rng.randrange(len(main_classes(data)) // 2)
    rows = new["timetable"][n : n + 2]
    day = rng.choice(WEEKDAYS)
    for row in rows:
        for d, words in row["days"].items():
            w = [word if word != "Chinese" else "Maths" for word in words.split()]
            w[1] = "Chinese" if d == day else w[1]
            row["days"][d] = " ".join(w)
    classes = [row["class"] for row in rows]
    yield change(new, "teacher_twice", *classes, teacher=rows[0]["teachers"]["Chinese"], day=day, period="P2")


@kind
def no_such_lesson(data: Data, rng: random.Random) -> Iterator[Change]:
    """The timetable of one class calls the lesson otherwise."""
    new, row = deepcopy(data), rng.randrange(len(data["timetable"]))
    days = new["timetable"][row]["days"]
    new["timetable"][row]["days"] = {day: words.replace("Chinese", "Literacy") for day, words in days.items()}
    new["timetable"][row]["teachers"] = {"Literacy": "T99"}
    yield change(new, "no_lesson", data["timetable"][row]["class"], demand="lesson")


@kind
def no_after_school(data: Data, rng: random.Random) -> Iterator[Change]:
    """The noon moves to the end of the school day, when some classes have gone home."""
    new = deepcopy(data)
    by_id(new, "windows", "story").update(kind="after_school", time="15:20-16:00")
    block = data["classes"][0]
    for n in range(1, block["count"] + 1):
        new["classes"].append({"grade": int(lowest_grade(data)), "number": n, "stays": ["MON"], "pupils": block["pupils"]})
    if "campuses" in data:
        for entry in new["classes"]:
            entry.setdefault("campus", "main")
    new["posts"] = [p for p in new["posts"] if p["id"] != "escort"]
    yield change(new, "gone_home", demand="stories")


@kind
def every_wednesday_closed(data: Data, rng: random.Random) -> Iterator[Change]:
    """All Wednesdays of the term are holidays."""
    new = deepcopy(data)
    new["term"]["closures"] = [
        {"dates": ["2026-03-04", "2026-03-11", "2026-03-18", "2026-03-25", "2026-04-01"], "name": "No school"}
    ]
    yield change(new, "window_closed", closure="2026-03-04", days="WED")


@kind
def other_windows_on_the_days(data: Data, rng: random.Random) -> Iterator[Change]:
    """The days of the term name the windows that open, and the story noon is none of them."""
    new = deepcopy(data)
    dates = ("2026-03-04", "2026-03-11", "2026-03-18", "2026-04-01")
    new["term"]["days"] = [{"date": d, "windows": "noon"} for d in dates]
    yield change(new, "window_not_open", window="story", days="WED")
